"""Models that derive parameters from others."""
import numpy as np

from .network import Network


def voltage_per_current(params):
    """tau_s / C of each target: the weight in V is this times the weight in A."""
    factor = np.divide(params["tau_s"], params["C"])
    if np.any(factor == 0):
        raise ValueError("tau_s = 0 gives no weights from currents: give J and J_ext, with the model Plain")
    return factor


class DerivingNetwork(Network):
    """Converts parameters to SI units, then adds what follows from them."""

    # Units in which derived parameters are saved.
    _derived_units = {"V_0_rel": "millivolt", "V_th_rel": "millivolt", "J": "millivolt", "J_ext": "millivolt",
                      "omegas": "hertz", "k_wavenumbers": "1 / meter"}

    def __init__(self, network_params=None, analysis_params=None, file=None):
        super().__init__(network_params, analysis_params, file)
        self._convert_param_dicts_to_base_units_and_strip_units()
        if file:
            return
        derived = self._calculate_dependent_network_parameters()
        self.network_params.update(derived)
        if analysis_params is not None:
            derived_analysis = self._calculate_dependent_analysis_parameters()
            self.analysis_params.update(derived_analysis)
            derived = {**derived, **derived_analysis}
        for key in derived:
            if key in self._derived_units:
                self.input_units.setdefault(key, self._derived_units[key])

    def _calculate_dependent_network_parameters(self):
        raise NotImplementedError

    def _calculate_dependent_analysis_parameters(self):
        raise NotImplementedError

    def _wavenumbers(self, end_of):
        """k_min, k_min + dk, ... if the analysis has them; end_of(k_max, dk) is the first that is left out."""
        params = self.analysis_params
        if not all(key in params for key in ("k_min", "k_max", "dk")):
            return {}
        return {"k_wavenumbers": np.arange(params["k_min"], end_of(params["k_max"], params["dk"]), params["dk"])}
