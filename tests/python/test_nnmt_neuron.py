"""siegert.nnmt: functions of single neurons under NNMT's names, against quadrature and SciPy."""
import inspect
import math
import warnings

import mpmath
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erfcx

from siegert import nnmt
from siegert.nnmt.lif import delta, exp

# No zero and no two equal values: a swapped argument must show.
POINT = {"mu": 0.012, "sigma": 0.005, "V_0_rel": 0.003, "V_th_rel": 0.015, "tau_m": 0.020, "tau_r": 0.002}
FILTERED = {**POINT, "tau_s": 0.0005}
ALPHA = math.sqrt(2) * abs(float(mpmath.zeta(0.5)))


def siegert_rate(mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r):
    """By SciPy's quadrature: good to 1e-10 where y is of order one."""
    integral, _ = quad(lambda u: erfcx(-u), (V_0_rel - mu) / sigma, (V_th_rel - mu) / sigma, epsabs=0, epsrel=1e-12)
    return 1 / (tau_r + tau_m * math.sqrt(math.pi) * integral)


def shifted(tau_s=None, root=None, **point):
    """Threshold and reset for synapses with time constant tau_s; `root` is its root, of either sign."""
    root = math.sqrt(tau_s) if root is None else root
    shift = point["sigma"] * ALPHA / 2 * root / math.sqrt(point["tau_m"])
    return {**point, "V_0_rel": point["V_0_rel"] + shift, "V_th_rel": point["V_th_rel"] + shift}


def slope(function, x, step):
    """Derivative by a five-point difference: relative error (step / scale of the function)^4."""
    near, far = (function(x + k * step) - function(x - k * step) for k in (1, 2))
    return (8 * near - far) / (12 * step)


def test_rates_solve_the_siegert_formula():
    assert delta._firing_rates_for_given_input(**POINT) == pytest.approx(siegert_rate(**POINT), rel=1e-10)
    assert exp._firing_rate_shift(**FILTERED) == pytest.approx(siegert_rate(**shifted(**FILTERED)), rel=1e-10)


def test_rate_where_the_mean_is_midway_between_reset_and_threshold():
    point = {**POINT, "mu": 0.0075, "sigma": 0.003, "V_0_rel": 0.0}
    assert delta._firing_rates_for_given_input(**point) == pytest.approx(siegert_rate(**point), rel=1e-10)


def test_taylor_rate_is_the_tangent_of_the_shifted_rate_in_the_root_of_tau_s():
    def rate(root):
        return siegert_rate(**shifted(root=root, **POINT))
    root = math.sqrt(FILTERED["tau_s"])
    tangent = rate(0.0) + root * slope(rate, 0.0, 2e-4)
    assert exp._firing_rate_taylor(**FILTERED) == pytest.approx(tangent, rel=1e-8)  # error of the difference


def test_method_chooses_the_rate():
    assert exp._firing_rates_for_given_input(**FILTERED) == exp._firing_rate_shift(**FILTERED)
    assert exp._firing_rates_for_given_input(**FILTERED, method="taylor") == exp._firing_rate_taylor(**FILTERED)
    for error in (ValueError, RuntimeError):
        with pytest.raises(error, match="shfit"):
            exp._firing_rates_for_given_input(**FILTERED, method="shfit")


def test_any_consistent_units_may_be_used():
    in_mV_and_ms = {name: value * 1e3 for name, value in FILTERED.items()}
    assert exp._firing_rate_shift(**in_mV_and_ms) * 1e3 == pytest.approx(exp._firing_rate_shift(**FILTERED), rel=1e-13)


def test_positions_are_those_of_nnmt():
    expected = {
        delta._firing_rates_for_given_input: "mu sigma V_0_rel V_th_rel tau_m tau_r",
        delta._derivative_of_firing_rates_wrt_mean_input: "mu sigma V_0_rel V_th_rel tau_m tau_r",
        delta._firing_rates: "J K V_0_rel V_th_rel tau_m tau_r J_ext K_ext nu_ext I_ext C kwargs",
        exp._firing_rate_shift: "mu sigma V_0_rel V_th_rel tau_m tau_r tau_s",
        exp._firing_rate_taylor: "mu sigma V_0_rel V_th_rel tau_m tau_r tau_s",
        exp._derivative_of_firing_rates_wrt_mean_input: "mu sigma V_0_rel V_th_rel tau_m tau_r tau_s",
        exp._derivative_of_firing_rates_wrt_input_rate: "mu sigma tau_m tau_s tau_r V_th_rel V_0_rel j",
        exp._transfer_function_shift: "mu sigma tau_m tau_s tau_r V_th_rel V_0_rel omegas synaptic_filter",
        exp._transfer_function_taylor: "mu sigma tau_m tau_s tau_r V_th_rel V_0_rel omegas synaptic_filter",
        exp._firing_rates: "J K V_0_rel V_th_rel tau_m tau_r tau_s J_ext K_ext nu_ext I_ext C method kwargs",
        exp._mean_input: "nu J K tau_m J_ext K_ext nu_ext I_ext C",
        exp._std_input: "nu J K tau_m J_ext K_ext nu_ext",
        exp._cvs: "nu mu sigma V_0_rel V_th_rel tau_m tau_s",
        exp._pairwise_effective_connectivity: "nu mu sigma J V_0_rel V_th_rel tau_m tau_s",
        exp._effective_connectivity: "transfer_function D J K tau_m",
        exp._power_spectra: "nu effective_connectivity J K N tau_m",
        exp._external_rates_for_fixed_input:
            "mu_set sigma_set J K V_0_rel V_th_rel tau_m tau_r tau_s J_ext K_ext I_ext C method",
        nnmt.network_properties._delay_dist_matrix: "Delay Delay_sd delay_dist omegas",
    }
    for function, names in expected.items():
        assert list(inspect.signature(function).parameters) == names.split(), function.__name__
    assert exp._firing_rate_shift(0.012, 0.005, 0.003, 0.015, 0.020, 0.002, tau_s=0.0005) == \
        exp._firing_rate_shift(**FILTERED)


def test_numbers_give_numbers_and_arrays_arrays():
    assert type(exp._firing_rate_shift(**FILTERED)) is float
    mu = np.array([0.010, 0.012, 0.014])
    rates = exp._firing_rate_shift(**{**FILTERED, "mu": mu, "tau_m": np.array([0.01, 0.02, 0.03])})
    for nu, m, tau_m in zip(rates, mu, (0.01, 0.02, 0.03)):
        assert nu == pytest.approx(exp._firing_rate_shift(**{**FILTERED, "mu": m, "tau_m": tau_m}), rel=1e-13)


@pytest.mark.parametrize("mu", [0.012, 0.020, 0.035])
def test_derivatives_keep_the_reset_term_in_mean_driven_neurons(mu):
    point = {**POINT, "mu": mu, "sigma": 0.003}
    expected = slope(lambda x: siegert_rate(**{**point, "mu": x}), mu, 5e-5)
    # 1e-7: the difference, quadrature of 1e-12 divided by the step.
    assert delta._derivative_of_firing_rates_wrt_mean_input(**point) == pytest.approx(expected, rel=1e-7)
    taylor = {**point, "tau_s": 0.0005}
    expected = slope(lambda x: exp._firing_rate_taylor(**{**taylor, "mu": x}), mu, 5e-5)
    assert exp._derivative_of_firing_rates_wrt_mean_input(**taylor) == pytest.approx(expected, rel=1e-7)


def test_input_rate_derivative_moves_mean_and_variance():
    j, tau_m = 0.0003, POINT["tau_m"]

    def rate(extra):
        return exp._firing_rate_shift(**{**FILTERED, "mu": POINT["mu"] + tau_m * j * extra,
                                         "sigma": math.sqrt(POINT["sigma"] ** 2 + tau_m * j ** 2 * extra)})
    assert exp._derivative_of_firing_rates_wrt_input_rate(**FILTERED, j=j) == \
        pytest.approx(slope(rate, 0.0, 1.0), rel=1e-9)


def psi(z, x):
    return mpmath.exp(x ** 2 / 4) * mpmath.pcfu(z, -x)


def published_transfer_function(omega, synaptic_filter, tau_s=None, root=None, **point):
    """Eq. 29 of Schuecker et al. (2015), with 25 digits."""
    with mpmath.workdps(25):
        p = shifted(tau_s, root, **point)
        x_th, x_r = ((mpmath.mpf(p[key]) - p["mu"]) / p["sigma"] * mpmath.sqrt(2) for key in ("V_th_rel", "V_0_rel"))
        s = 1j * mpmath.mpf(omega) * p["tau_m"]
        fraction = s * (psi(s + 0.5, x_th) - psi(s + 0.5, x_r)) / (psi(s - 0.5, x_th) - psi(s - 0.5, x_r))
        n = mpmath.sqrt(2) / p["sigma"] * siegert_rate(**p) / (1 + s) * fraction
        return complex(n / (1 + 1j * omega * tau_s) if synaptic_filter else n)


@pytest.mark.parametrize("synaptic_filter", [True, False])
def test_transfer_function_is_the_published_one(synaptic_filter):
    omegas = np.array([3.0, 300.0, 4000.0])
    n = exp._transfer_function_shift(**FILTERED, omegas=omegas, synaptic_filter=synaptic_filter)
    assert n.shape == (3, 1)
    expected = [published_transfer_function(w, synaptic_filter, **FILTERED) for w in omegas]
    np.testing.assert_allclose(n[:, 0], expected, rtol=1e-10)  # of the quadrature of the rate
    np.testing.assert_array_equal(
        exp._transfer_function(**FILTERED, omegas=omegas, synaptic_filter=synaptic_filter), n)


def test_transfer_function_at_zero_is_the_derivative_of_the_rate():
    for method, tau_s in (("shift", 0.0005), ("taylor", 0.0005)):
        n = exp._transfer_function(**FILTERED, omegas=[0.0, 5.0], method=method)
        rate = exp._firing_rate_shift if method == "shift" else exp._firing_rate_taylor
        expected = slope(lambda x: rate(**{**FILTERED, "mu": x}), POINT["mu"], 5e-5)
        assert n[0, 0] == pytest.approx(expected, rel=1e-9)


def test_taylor_transfer_function_is_the_tangent_in_the_root_of_tau_s():
    point = {**POINT, "tau_r": 0.0}
    root = math.sqrt(0.0005)

    def response(x):
        return published_transfer_function(200.0, False, root=x, **point)
    tangent = response(0.0) + root * slope(response, 0.0, 1e-3)
    n = exp._transfer_function_taylor(**point, tau_s=0.0005, omegas=200.0, synaptic_filter=False)
    assert n[0, 0] == pytest.approx(tangent, rel=2e-6)  # error of the difference


def test_transfer_functions_of_populations_stand_in_columns():
    mu = np.array([0.010, 0.012])
    n = exp._transfer_function_shift(**{**FILTERED, "mu": mu}, omegas=[10.0, 100.0, 1000.0])
    assert n.shape == (3, 2)
    np.testing.assert_allclose(n[:, 1], exp._transfer_function_shift(**FILTERED, omegas=[10.0, 100.0, 1000.0])[:, 0],
                               rtol=1e-12)


@pytest.mark.parametrize("mu, omega", [(0.2, 100.0), (0.012, 1e6), (-0.2, 100.0)])
def test_transfer_function_is_finite_where_parabolic_cylinder_functions_overflow(mu, omega):
    assert np.all(np.isfinite(exp._transfer_function_shift(**{**FILTERED, "mu": mu}, omegas=[omega])))


def test_cv_is_nu_times_the_standard_deviation_of_the_intervals():
    free = {key: value for key, value in FILTERED.items() if key != "tau_r"}
    nu = exp._firing_rate_shift(**FILTERED)
    p = shifted(**FILTERED)
    y_th, y_r = ((p[key] - p["mu"]) / p["sigma"] for key in ("V_th_rel", "V_0_rel"))

    def inner(x):
        return quad(lambda y: math.exp(x ** 2 - y ** 2) * erfcx(-y) ** 2, -np.inf, x, epsrel=1e-10)[0]
    # exp(y^2) (1 + erf y)^2 = exp(-y^2) erfcx(-y)^2
    variance = 2 * math.pi * p["tau_m"] ** 2 * quad(inner, y_r, y_th, epsrel=1e-10)[0]
    assert exp._cvs_single_population(nu, **free) == pytest.approx(nu * math.sqrt(variance), rel=1e-8)
    np.testing.assert_allclose(exp._cvs(np.array([nu, 2 * nu]), **free), [nu * math.sqrt(variance) * k for k in (1, 2)],
                               rtol=1e-8)


def test_cv_of_weak_noise_far_below_threshold_is_one():
    assert exp._cvs_single_population(0.0, 0.0, 0.0003, 0.0, 0.015, 0.02, 0.0005) == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize("name", ["sigma", "tau_m", "tau_r", "tau_s"])
@pytest.mark.parametrize("function", [exp._firing_rate_shift, exp._firing_rate_taylor,
                                      exp._derivative_of_firing_rates_wrt_mean_input])
def test_negative_parameters_are_rejected(function, name):
    with pytest.raises(ValueError, match=name):
        function(**{**FILTERED, name: -FILTERED[name]})
    with pytest.raises(ValueError, match=name):
        function(**{**FILTERED, name: nnmt.ureg.Quantity(-FILTERED[name], "second")})


def test_reset_above_threshold_is_rejected():
    for function, point in ((delta._firing_rates_for_given_input, POINT), (exp._firing_rate_shift, FILTERED),
                            (exp._firing_rate_taylor, FILTERED)):
        with pytest.raises(ValueError, match="V_th"):
            function(**{**point, "V_0_rel": 0.016})
    with pytest.raises(ValueError):
        exp._transfer_function_shift(**{**FILTERED, "V_0_rel": 0.016}, omegas=[1.0])


def test_derivatives_without_noise_raise_zero_division():
    for function in (delta._derivative_of_firing_rates_wrt_mean_input,
                     exp._derivative_of_firing_rates_wrt_mean_input):
        point = POINT if function is delta._derivative_of_firing_rates_wrt_mean_input else FILTERED
        for sigma in (0, np.array([0.005, 0.0]), nnmt.ureg.Quantity(0, "millivolt")):
            with pytest.raises(ZeroDivisionError):
                function(**{**point, "sigma": sigma})
    with pytest.raises(ZeroDivisionError):
        exp._derivative_of_firing_rates_wrt_input_rate(**{**FILTERED, "sigma": 0}, j=1e-4)


@pytest.mark.parametrize("function, more", [(exp._firing_rate_shift, {}), (exp._firing_rate_taylor, {}),
                                            (exp._transfer_function_shift, {"omegas": [1.0]}),
                                            (exp._transfer_function_taylor, {"omegas": [1.0]}),
                                            (exp._derivative_of_firing_rates_wrt_mean_input, {}),
                                            (exp._derivative_of_firing_rates_wrt_input_rate, {"j": 1e-4})])
def test_slow_synapses_give_a_warning(function, more):
    with pytest.warns(UserWarning, match="tau_s / tau_m"):
        function(**{**FILTERED, "tau_s": FILTERED["tau_m"] / 2}, **more)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        function(**FILTERED, **more)


def test_negative_taylor_rates_give_a_warning():
    with pytest.warns(UserWarning, match="negative"):
        assert exp._firing_rate_taylor(-0.02, 0.002, 0.0, 0.015, 0.02, 0.002, 0.001) < 0
    assert exp._firing_rate_shift(-0.02, 0.002, 0.0, 0.015, 0.02, 0.002, 0.001) > 0


def test_quantities_are_converted_to_si():
    units = {"mu": "mV", "sigma": "mV", "V_0_rel": "mV", "V_th_rel": "mV"}
    point = {name: nnmt.ureg.Quantity(value * 1e3, units.get(name, "ms")) for name, value in FILTERED.items()}
    assert exp._firing_rate_shift(**point) == pytest.approx(exp._firing_rate_shift(**FILTERED), rel=1e-13)
