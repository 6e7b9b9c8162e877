"""Cache of results in a network, checks of parameters, and helpers for units, as in nnmt.utils."""
import hashlib
import inspect
import warnings
from functools import lru_cache, wraps

import numpy as np

from .._siegert import _nnmt
from ._units import base_unit, is_quantity, si_number, ureg

_NUMBERS = frozenset([float, int, np.float64])  # what need not be converted
_PLAIN = frozenset([*_NUMBERS, np.ndarray, list, tuple, str, type(None)])
_NOT_NEGATIVE = frozenset([
    "C", "K", "K_ext", "N", "d_e", "d_i", "d_e_sd", "d_i_sd", "dimension", "g", "nu", "nu_ext", "nu_e_ext",
    "nu_i_ext", "sigma", "tau_m", "tau_s", "tau_r",
])


def _digest(value, feed):
    """Feeds everything that tells the value from another one to the hash, arrays in full."""
    if is_quantity(value):
        feed(f"quantity {value.units}".encode())
        value = value.magnitude
    if type(value) in (bool, int, float, complex):  # the same as NumPy's, which they are after `load`
        value = np.asarray(value)
    if isinstance(value, dict):
        feed(b"dict")
        for key in sorted(value, key=str):
            feed(repr(key).encode())
            _digest(value[key], feed)
    elif isinstance(value, (list, tuple)):
        feed(f"list {len(value)}".encode())
        for item in value:
            _digest(item, feed)
    elif isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "biufcSU":
        array = np.ascontiguousarray(value)
        feed(f"array {array.dtype.str} {np.shape(value)}".encode())
        feed(array.tobytes() if array.nbytes < 1024 else _nnmt.fingerprint(array))
    else:
        feed(f"{type(value).__name__} {value!r}".encode())


def _hash_of(*values):
    md5 = hashlib.md5(usedforsecurity=False)
    _digest(values, md5.update)
    return md5.hexdigest()


class _Origin:
    """How a result of a network came about: its value, the results it was computed from, how to repeat it."""

    def __init__(self, value, sources, repeat):
        self.value, self.sources, self.repeat = value, sources, repeat


def _drop_results_of(network, key):
    """Removes the results that were computed from an earlier value of result `key`.

    What the user put into `network.results` stays. A tool that needs a removed result computes it again.
    """
    origins = network.__dict__.setdefault("_origins", {})
    for name, origin in list(origins.items()):
        if key in origin.sources and network.results.get(name) is origin.value:
            del network.results[name]
            network.__dict__.setdefault("_outdated", {})[name] = origins.pop(name).repeat
            _drop_results_of(network, name)


def _cache(network, func, params, result_keys, units=None, sources=(), repeat=None):
    """func(**params), computed once for each set of parameters and kept in the network.

    The result is put into `network.results` under `result_keys` (one key, or one for each part of a tuple),
    its units into `network.result_units`, result and parameters into `network.results_hash_dict`. `sources`
    are the results that `params` contains and `repeat(network)` computes this one again: when a source
    changes, so that this result no longer belongs to it, it is dropped, and computed when it is needed.
    """
    keys = [str(key) for key in np.atleast_1d(result_keys)]
    label = _hash_of(func.__name__, keys, params)
    known = network.results_hash_dict.get(label)
    if known is None or any(key not in known for key in keys):
        new = func(**params)
        parts = (new,) if len(keys) == 1 else tuple(new)
        if len(parts) != len(keys):
            raise ValueError(f"{func.__name__} returned {len(parts)} results for the keys {keys}")
        known = dict(zip(keys, parts), params=dict(params))
        network.results_hash_dict[label] = known
    for key in keys:
        before = network.results.get(key)
        if before is not None and before is not known[key] and _hash_of(before) != _hash_of(known[key]):
            _drop_results_of(network, key)
        network.results[key] = known[key]
        network.__dict__.setdefault("_outdated", {}).pop(key, None)
        if repeat is not None:
            network.__dict__.setdefault("_origins", {})[key] = _Origin(known[key], tuple(sources), repeat)
    if units is not None:
        units = units if isinstance(units, (list, tuple)) else [units]
        network.result_units.update({key: unit for key, unit in zip(keys, units) if unit is not None})
    return known[keys[0]] if len(keys) == 1 else [known[key] for key in keys]


def _check_not_negative(value, name):
    if value is None:
        return
    if (value < 0) if type(value) in _NUMBERS else np.any(np.asarray(si_number(value)) < 0):
        raise ValueError(f"{name} must not be negative, got {value}")


def _si_numbers(values):
    """SI values of all quantities among `values`."""
    return [value if type(value) in _PLAIN else si_number(value) for value in values]


def _to_15_digits(values):
    """Numbers as decimal fractions mean them: 0.5 ms / 250 pF 87.8 pA is 0.1756 mV, whatever its factors went through."""
    return np.vectorize(lambda value: float(f"{value:.15g}"), otypes=[float])(values)[()]


def check_if_positive(parameters, parameter_names):
    """ValueError for the first parameter with a negative entry. Zero passes."""
    for parameter, name in zip(parameters, parameter_names):
        _check_not_negative(parameter, name)


def _named(func):
    """A function that gives a dict of names and values for positional and keyword arguments of `func`."""
    parameters = inspect.signature(func).parameters
    names = [name for name, p in parameters.items() if p.kind is not inspect.Parameter.VAR_KEYWORD]

    def arguments(args, kwargs):
        if len(args) > len(names):
            raise TypeError(f"{func.__name__} takes {len(names)} arguments, got {len(args)}")
        named = dict(zip(names, args))
        for name, value in kwargs.items():
            if name in named:
                raise TypeError(f"{func.__name__} got {name} twice")
            named[name] = value
        return named
    return arguments


def _check_positive_params(func):
    """Quantities are converted to SI, and those parameters that cannot be negative are checked."""
    arguments = _named(func)

    @wraps(func)
    def checked(*args, **kwargs):
        named = arguments(args, kwargs)
        for name, value in named.items():
            if type(value) not in _PLAIN:
                named[name] = value = si_number(value)
            if name in _NOT_NEGATIVE:
                _check_not_negative(value, name)
        return func(**named)
    return checked


def check_for_valid_k_in_fast_synaptic_regime(tau_m, tau_s, stacklevel=2):
    """Warns if sqrt(tau_s / tau_m), in which the theory of filtered synapses is an expansion, is above sqrt(0.1)."""
    if type(tau_s) in _NUMBERS and type(tau_m) in _NUMBERS:
        if not tau_s > 0.1 * tau_m:
            return
    ratio = np.divide(*_si_numbers([tau_s, tau_m]))
    if np.any(ratio > 0.1):
        warnings.warn(f"sqrt(tau_s / tau_m) = {np.sqrt(ratio)} is not small: the theory of synaptic filtering, "
                      "an expansion in it, may be off", stacklevel=stacklevel + 1)


def _check_k_in_fast_synaptic_regime(func):
    """check_for_valid_k_in_fast_synaptic_regime with the arguments tau_m and tau_s of `func`."""
    arguments = _named(func)

    @wraps(func)
    def checked(*args, **kwargs):
        named = arguments(args, kwargs)
        if "tau_m" in named and "tau_s" in named:
            check_for_valid_k_in_fast_synaptic_regime(named["tau_m"], named["tau_s"], stacklevel=4)
        return func(**named)
    return checked


@lru_cache(maxsize=256)
def _parameters_of(func, required):
    return tuple(name for name, p in inspect.signature(func).parameters.items()
            if p.kind not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
            and (p.default is inspect.Parameter.empty) == required)


def get_list_of_required_parameters(func):
    """Names of the parameters of `func` that have no default."""
    return list(_parameters_of(func, required=True))


def get_list_of_optional_parameters(func):
    """Names of the parameters of `func` that have a default."""
    return list(_parameters_of(func, required=False))


def _require_params(params, names, where="network_params"):
    missing = [name for name in names if name not in params]
    if missing:
        raise RuntimeError(f"{', '.join(missing)} missing in {where}, but needed here")
    return {name: params[name] for name in names}


def get_required_network_params(network, func, exclude=()):
    """Those entries of `network.network_params` without which `func` cannot be called.

    Raises RuntimeError if one is missing. `exclude` names parameters that come from elsewhere.
    """
    names = [name for name in get_list_of_required_parameters(func) if name not in exclude]
    return _require_params(network.network_params, names)


def get_optional_network_params(network, func, exclude=()):
    """Those entries of `network.network_params` that `func` also takes."""
    return {name: network.network_params[name] for name in get_list_of_optional_parameters(func)
            if name not in exclude and name in network.network_params}


def _result(network, name):
    """A result of the network, computed again if it was dropped because what it was computed from has changed."""
    if name in network.results:
        return network.results[name]
    repeat = network.__dict__.get("_outdated", {}).get(name)
    if repeat is None:
        raise RuntimeError(f"{name} has to be calculated first")
    repeat(network)
    return network.results[name]


def get_required_results(network, keys, results):
    """The results of the network named in `results`, under the names in `keys`.

    Raises RuntimeError if one has not been calculated.
    """
    return {key: _result(network, name) for key, name in zip(keys, results)}


def build_full_arg_list(signature, args, kwargs):
    """Values of all parameters of a signature: those given by position, those given by name, defaults."""
    rest = list(signature.parameters.items())[len(args):]
    return list(args) + [kwargs.get(name, parameter.default) for name, parameter in rest]


def pint_append(array, quantity, axis=0):
    """np.append of one entry, in the units of `array`."""
    if is_quantity(array) and is_quantity(quantity):
        value = quantity.to(array.units).magnitude
        return ureg.Quantity(np.append(array.magnitude, [value], axis=axis), str(array.units))
    return np.append(array, [quantity], axis=axis)


def pint_array(quantity_list):
    """An array of a list of quantities, in the units of the first."""
    if len(quantity_list) and is_quantity(quantity_list[0]):
        unit = quantity_list[0].units
        return ureg.Quantity(np.array([q.to(unit).magnitude for q in quantity_list]), str(unit))
    return np.array(quantity_list)


def pint_array_of_dimension_plus_one(quantity):
    """The quantity as only entry of an array."""
    if is_quantity(quantity):
        return ureg.Quantity(np.array([quantity.magnitude]), str(quantity.units))
    return np.array([quantity])


def _strip_units(dict):
    """Replaces each quantity of the dictionary by its magnitude."""
    dict.update({key: value.magnitude for key, value in dict.items() if is_quantity(value)})


def _to_si_units(dict):
    """Converts each quantity of the dictionary to SI units."""
    dict.update({key: value.to_base_units() for key, value in dict.items() if is_quantity(value)})


def _convert_to_si_and_strip_units(dict):
    """Replaces each quantity of the dictionary by its SI value."""
    dict.update({key: si_number(value) for key, value in dict.items()})


def _convert_from_si_to_prefixed(magnitude, unit):
    """An SI value as quantity in `unit`."""
    return ureg.Quantity(magnitude, base_unit(unit)).to(unit)


def _convert_from_prefixed_to_si(magnitude, unit):
    """A value in `unit` as quantity in the unit without prefixes."""
    return ureg.Quantity(magnitude, unit).to(base_unit(unit))
