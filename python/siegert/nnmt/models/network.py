"""The class that all models derive from."""
import copy
import errno
import os

import numpy as np

from .. import input_output
from .._units import is_quantity, ureg
from ..utils import _convert_from_si_to_prefixed


class Network:
    """Parameters and results of a network.

    `network_params` and `analysis_params` are dictionaries (numbers in SI units, or quantities) or names of
    YAML files; `file` is an HDF5 file that `save` wrote.

    Attributes
    ----------
    network_params, analysis_params : dict
    results : dict
        The latest result of every tool.
    results_hash_dict : dict
        Every result so far with its parameters; a tool called again with these takes it from here.
    input_units, result_units : dict
        Units in which parameters were given, and those of the results.
    network_params_yaml, analysis_params_yaml : str
        Names of the files, or empty.
    """

    def __init__(self, network_params=None, analysis_params=None, file=None):
        self.input_units, self.result_units = {}, {}
        self.results, self.results_hash_dict = {}, {}
        self.network_params_yaml = self.analysis_params_yaml = ""
        if file:
            self.load(file)
            return
        self.network_params, self.network_params_yaml = self._read("network_params", network_params)
        self.analysis_params, self.analysis_params_yaml = self._read("analysis_params", analysis_params)

    @staticmethod
    def _read(name, source):
        if source is None:
            return {}, ""
        if isinstance(source, dict):
            return copy.deepcopy(source), ""
        if isinstance(source, (str, os.PathLike)):
            return input_output.load_val_unit_dict_from_yaml(source), os.fspath(source)
        raise ValueError(f"{name} must be a dictionary or the name of a file, got {type(source).__name__}")

    def _convert_param_dicts_to_base_units_and_strip_units(self):
        for params in (self.network_params, self.analysis_params):
            for key, value in params.items():
                if is_quantity(value):
                    self.input_units[key] = str(value.units)
                    params[key] = value.to_base_units().magnitude

    def _add_units_to_dict_and_convert_to_input_units(self, dict):
        return {key: _convert_from_si_to_prefixed(value, self.input_units[key])
                if key in self.input_units and not is_quantity(value) else copy.deepcopy(value)
                for key, value in dict.items()}

    def _add_units_to_param_dicts_and_convert_to_input_units(self):
        self.network_params = self._add_units_to_dict_and_convert_to_input_units(self.network_params)
        self.analysis_params = self._add_units_to_dict_and_convert_to_input_units(self.analysis_params)

    def _results_with_units(self):
        return {key: ureg.Quantity(value, self.result_units[key])
                if key in self.result_units and not is_quantity(value) else value
                for key, value in self.results.items()}

    def _add_result_units(self):
        self.results = self._results_with_units()

    def _strip_result_units(self):
        for key, value in self.results.items():
            if is_quantity(value):
                self.results[key] = value.magnitude
                self.result_units[key] = str(value.units)

    def _content(self):
        """What is saved, with units."""
        return {"network_params": self._add_units_to_dict_and_convert_to_input_units(self.network_params),
                "analysis_params": self._add_units_to_dict_and_convert_to_input_units(self.analysis_params),
                "results": self._results_with_units()}

    def save(self, file, overwrite=True):
        """Writes parameters, results and cache to an HDF5 file. `overwrite=False`: OSError if it exists."""
        content = dict(self._content(), results_hash_dict=self.results_hash_dict)
        input_output.save_quantity_dict_to_h5(file, content, overwrite)

    def save_results(self, file):
        """Writes parameters and results to an HDF5 file."""
        input_output.save_quantity_dict_to_h5(file, self._content(), overwrite=True)

    def load(self, file):
        """Replaces the state of the network by that in the file. OSError if it cannot be read."""
        if not os.path.exists(file):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(file))
        (self.network_params, self.analysis_params, self.results,
         self.results_hash_dict) = input_output.load_network(file)
        self._forget_origins()
        self._convert_param_dicts_to_base_units_and_strip_units()
        self._strip_result_units()

    def _forget_origins(self):
        self.__dict__.pop("_origins", None)
        self.__dict__.pop("_outdated", None)

    def show(self):
        """Names of the results, sorted."""
        return sorted(self.results)

    def change_parameters(self, changed_network_params=None, changed_analysis_params=None, overwrite=False):
        """A new network of the same model with some parameters changed and without results.

        Derived parameters follow those they are derived from; a derived parameter among the changes stays as
        given. `overwrite=True` changes this network and returns None.
        """
        network_params = {**self.network_params, **(changed_network_params or {})}
        analysis_params = {**self.analysis_params, **(changed_analysis_params or {})}
        units = dict(self.input_units)
        if overwrite:
            network = self
            self._forget_origins()
            self.__init__(network_params, analysis_params or None)
        else:
            network = self._instantiate(network_params, analysis_params or None)
        network.input_units = {**units, **network.input_units}
        for given, params in ((changed_network_params, network.network_params),
                              (changed_analysis_params, network.analysis_params)):
            for key, value in (given or {}).items():
                params[key] = copy.deepcopy(value)
        if type(network) is not Network:
            network._convert_param_dicts_to_base_units_and_strip_units()
        return None if overwrite else network

    def _instantiate(self, new_network_params, new_analysis_params):
        """A network of the same model with other parameters."""
        return type(self)(new_network_params, new_analysis_params)

    def copy(self):
        """An independent network with the same parameters and results."""
        new = type(self).__new__(type(self))
        new.__dict__.update({key: copy.deepcopy(value) for key, value in self.__dict__.items()
                             if key not in ("_origins", "_outdated")})
        new.__dict__["_outdated"] = dict(self.__dict__.get("_outdated", {}))
        new.__dict__["_origins"] = {
            key: type(origin)(new.results[key], origin.sources, origin.repeat)
            for key, origin in self.__dict__.get("_origins", {}).items() if self.results.get(key) is origin.value}
        return new

    def clear_results(self, results=None):
        """Forgets the named results (a name or a list of names), or all."""
        if results is None:
            self.results, self.results_hash_dict = {}, {}
            self._forget_origins()
            return
        for name in np.atleast_1d(results).tolist():
            self.results.pop(name, None)
            self.results_hash_dict = {label: entry for label, entry in self.results_hash_dict.items()
                                      if not (isinstance(entry, dict) and name in entry)}

