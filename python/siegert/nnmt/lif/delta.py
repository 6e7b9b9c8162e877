"""LIF neurons with delta synapses, as nnmt.lif.delta."""
from .. import _core
from ..utils import _NUMBERS, _cache, _check_positive_params, _si_numbers, get_optional_network_params, \
    get_required_network_params
from . import _general
from ._general import _mean_input, _std_input
from ._rates import _require_noise
from ._steps import _erfcx_integral, _get_erfcx_integral_gl_order

_prefix = "lif.delta."


def firing_rates(network, **kwargs):
    """Firing rates [Hz] of the working point; keywords are those of the solver, see `_firing_rates`.

    Needs J, K, V_0_rel, V_th_rel, tau_m, tau_r, J_ext, K_ext, nu_ext (and I_ext with C) in the network.
    """
    params = get_required_network_params(network, _firing_rates)
    params.update(get_optional_network_params(network, _firing_rates))
    params.update(kwargs)
    return _cache(network, _firing_rates, params, _prefix + "firing_rates", "hertz",
                  repeat=lambda again: firing_rates(again, **kwargs))


@_check_positive_params
def _firing_rates(J, K, V_0_rel, V_th_rel, tau_m, tau_r, J_ext, K_ext, nu_ext, I_ext=None, C=None, **kwargs):
    """Self-consistent firing rates. Keywords: nu_0, fixpoint_method ('ODE' or 'LSTSQ'), eps_tol, t_max_ODE,
    maxiter_ODE, as in `nnmt._solvers.solve`."""
    inputs = {"J": J, "K": K, "tau_m": tau_m, "J_ext": J_ext, "K_ext": K_ext, "nu_ext": nu_ext}
    return _general._self_consistent_rates(inputs, (V_0_rel, V_th_rel, tau_m, tau_r), I_ext=I_ext, C=C, **kwargs)


def _firing_rates_for_given_input(mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r):
    """Stationary firing rate in Gaussian white noise, the Siegert formula."""
    x = mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r
    nu = _core.delta_rate(*(x if _NUMBERS.issuperset(map(type, x)) else _si_numbers(x)))
    return nu if type(nu) is float else _core.number_if_single(nu)


def mean_input(network):
    """Mean input [V] at the firing rates of the network."""
    params = _general._input_of_network(network, _prefix, _mean_input)
    return _cache(network, _mean_input, params, _prefix + "mean_input", "volt", [_prefix + "firing_rates"], mean_input)


def std_input(network):
    """Standard deviation of the input [V] at the firing rates of the network."""
    params = _general._input_of_network(network, _prefix, _std_input)
    return _cache(network, _std_input, params, _prefix + "std_input", "volt", [_prefix + "firing_rates"], std_input)


def _derivative_of_firing_rates_wrt_mean_input(mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r):
    """d nu / d mu. ZeroDivisionError for sigma = 0."""
    x = mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r
    if not _NUMBERS.issuperset(map(type, x)):
        x = _si_numbers(x)
    _require_noise(x[1])
    return _core.delta_derivatives(*x)[0]
