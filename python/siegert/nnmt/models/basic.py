"""A network of any structure whose weights are given as currents."""
import numpy as np

from ..utils import _to_15_digits
from ._derived import DerivingNetwork, voltage_per_current


class Basic(DerivingNetwork):
    """Derives potentials relative to the reset (V_0_rel, V_th_rel), J from W, J_ext from W_ext, and omegas.

    Needs populations, V_th_abs, V_0_abs, tau_s, C, W, W_ext; the analysis needs f_min, f_max, df, and for
    k_wavenumbers k_min, k_max, dk. Matrices W and W_ext have one row for each target.
    """

    def _calculate_dependent_network_parameters(self):
        params = self.network_params
        dimension = len(params["populations"])
        factor = voltage_per_current(params)

        def weights(currents):
            currents = np.asarray(currents)
            rows = factor[:, np.newaxis] if np.ndim(factor) == 1 and currents.ndim == 2 else factor
            return _to_15_digits(rows * currents)

        return {"dimension": dimension, "V_0_rel": np.zeros(dimension),
                "V_th_rel": np.subtract(params["V_th_abs"], params["V_0_abs"]),
                "J": weights(params["W"]), "J_ext": weights(params["W_ext"])}

    def _calculate_dependent_analysis_parameters(self):
        f_min, f_max, df = (2 * np.pi * self.analysis_params[key] for key in ("f_min", "f_max", "df"))
        return {"omegas": np.arange(f_min, f_max + df, df), **self._wavenumbers(lambda k_max, dk: k_max + dk)}
