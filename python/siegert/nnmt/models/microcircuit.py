"""The cortical microcircuit of Potjans and Diesmann."""
import numpy as np

from ..utils import _to_15_digits
from ._derived import DerivingNetwork, voltage_per_current


class Microcircuit(DerivingNetwork):
    """Excitatory and inhibitory populations in turn, with weights w and -g w, twice w from 4E to 23E.

    Derives V_0_rel = 0, V_th_rel, j, W, J, J_ext, Delay, Delay_sd, and omegas. Needs populations, V_th_abs,
    V_0_abs, tau_s, C, w, w_ext, g, K_ext, d_e, d_i, d_e_sd, d_i_sd; the analysis needs f_min, f_max, df, and
    for k_wavenumbers k_min, k_max, dk. Source: T. C. Potjans & M. Diesmann, Cereb. Cortex 24, 785 (2014).
    """

    _derived_units = {**DerivingNetwork._derived_units, "j": "millivolt", "W": "picoampere",
                      "Delay": "millisecond", "Delay_sd": "millisecond"}

    def __init__(self, network_params=None, analysis_params=None, file=None):
        super().__init__(network_params, analysis_params, file)
        self.network_params["label"] = "microcircuit"

    def _calculate_dependent_network_parameters(self):
        params = self.network_params
        dimension = len(params["populations"])
        factor = voltage_per_current(params)

        def by_source(excitatory, inhibitory):
            row = np.where(np.arange(dimension) % 2 == 0, excitatory, inhibitory).astype(float)
            return np.tile(row, (dimension, 1))

        W = _to_15_digits(by_source(params["w"], -params["g"] * params["w"]))
        if dimension > 2:
            W[0, 2] *= 2.0
        return {"dimension": dimension, "V_0_rel": 0.0,
                "V_th_rel": np.subtract(params["V_th_abs"], params["V_0_abs"])[()],
                "j": _to_15_digits(factor * params["w"]), "W": W,
                "J": _to_15_digits((factor[:, np.newaxis] if np.ndim(factor) == 1 else factor) * W),
                "Delay": by_source(params["d_e"], params["d_i"]),
                "Delay_sd": by_source(params["d_e_sd"], params["d_i_sd"]),
                "J_ext": _to_15_digits(factor * np.ones(np.shape(params["K_ext"])) * params["w_ext"])}

    def _calculate_dependent_analysis_parameters(self):
        f_min, f_max, df = (2 * np.pi * self.analysis_params[key] for key in ("f_min", "f_max", "df"))
        return {"omegas": np.arange(f_min, f_max, df), **self._wavenumbers(lambda k_max, dk: k_max)}
