"""siegert.lif: broadcasting, values against numerical integration, errors."""
import math
import sys
import threading
import time

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erfcx

import siegert
from siegert.lif import delta, exp

# No zero and no two equal values: a swapped argument must show.
NEURON = {"V_0": 0.003, "V_th": 0.015, "tau_m": 0.020, "tau_r": 0.002}
INPUT = {"mu": 0.012, "sigma": 0.005}
POINT = {**INPUT, **NEURON}


def integrated_rate(mu, sigma, V_0, V_th, tau_m, tau_r):
    """The Siegert formula by SciPy's quadrature: good to 1e-10 where y is of order one."""
    integral, _ = quad(lambda u: erfcx(-u), (V_0 - mu) / sigma, (V_th - mu) / sigma, epsabs=0, epsrel=1e-12)
    return 1 / (tau_r + tau_m * math.sqrt(math.pi) * integral)


def test_rate_of_numbers_is_a_float_that_solves_the_siegert_formula():
    nu = delta.firing_rate(**POINT)
    assert type(nu) is float
    assert nu == pytest.approx(integrated_rate(**POINT), rel=1e-10)


def test_positional_arguments_have_the_documented_order():
    assert delta.firing_rate(0.012, 0.005, 0.003, 0.015, 0.020, 0.002) == delta.firing_rate(**POINT)
    assert exp.firing_rate(0.012, 0.005, 0.003, 0.015, 0.020, 0.002, 0.001, "taylor") == \
        exp.firing_rate(**POINT, tau_s=0.001, method="taylor")


@pytest.mark.parametrize("number", [np.float64(0.012), np.array(0.012)])
def test_numbers_of_numpy_give_a_float(number):
    nu = delta.firing_rate(**{**POINT, "mu": number})
    assert type(nu) is float and nu == delta.firing_rate(**POINT)
    assert type(delta.firing_rate(np.float32(0.012), **{k: v for k, v in POINT.items() if k != "mu"})) is float


def test_integers_are_numbers():
    point = {"mu": 12, "sigma": 5, "V_0": 3, "V_th": 15, "tau_m": 20, "tau_r": 2}
    assert delta.firing_rate(**point) == delta.firing_rate(**{k: float(v) for k, v in point.items()})
    assert delta.firing_rate(**{**point, "mu": np.arange(10, 14)})[2] == pytest.approx(delta.firing_rate(**point), rel=1e-13)


def test_arrays_broadcast_as_in_numpy():
    mu = np.linspace(-0.01, 0.02, 5)[:, None]
    tau_m = np.array([0.01, 0.02, 0.04])
    nu = delta.firing_rate(**{**POINT, "mu": mu, "tau_m": tau_m})
    assert nu.shape == (5, 3) and nu.dtype == np.float64
    for i in range(5):
        for j in range(3):
            one = delta.firing_rate(**{**POINT, "mu": mu[i, 0], "tau_m": tau_m[j]})
            assert nu[i, j] == pytest.approx(one, rel=1e-13)  # what the batch promises


@pytest.mark.parametrize("layout", [np.asfortranarray, lambda a: a[::-1][::-1], lambda a: a.astype(np.float32).astype(">f8"),
                                    lambda a: a.tolist()])
def test_memory_layout_and_type_do_not_matter(layout):
    mu = np.array([[0.010, 0.011, 0.0125], [-0.5, 0.25, 0.03125]]).astype(np.float32).astype(float)
    expected = delta.firing_rate(**{**POINT, "mu": mu})
    assert np.array_equal(delta.firing_rate(**{**POINT, "mu": layout(mu)}), expected)


def test_empty_arrays_give_empty_arrays():
    assert delta.firing_rate(**{**POINT, "mu": np.empty((0, 3))}).shape == (0, 3)
    assert delta.rate_derivatives(**{**POINT, "mu": []})[1].shape == (0,)


def test_many_points_agree_with_single_ones():
    rng = np.random.default_rng(4)
    mu, sigma = rng.uniform(-0.02, 0.04, 1000), rng.uniform(0.0005, 0.02, 1000)
    for f in (delta.firing_rate, delta.cv, delta.log_firing_rate):
        many = f(mu, sigma, **NEURON)
        single = [f(m, s, **NEURON) for m, s in zip(mu, sigma)]
        assert np.allclose(many, single, rtol=1e-13, atol=0)


def test_derivatives_are_those_of_the_rate():
    d_mu, d_sigma = delta.rate_derivatives(**POINT)
    h = 1e-7
    for name, derivative in (("mu", d_mu), ("sigma", d_sigma)):
        up, down = ({**POINT, name: POINT[name] + s * h} for s in (1, -1))
        difference = (delta.firing_rate(**up) - delta.firing_rate(**down)) / (2 * h)
        assert derivative == pytest.approx(difference, rel=1e-7)  # h^2 and rounding / h
    seconds = delta.rate_second_derivatives(**POINT)
    up, down = (delta.rate_derivatives(**{**POINT, "mu": POINT["mu"] + s * h}) for s in (1, -1))
    assert seconds[0] == pytest.approx((up[0] - down[0]) / (2 * h), rel=1e-6)
    assert seconds[1] == pytest.approx((up[1] - down[1]) / (2 * h), rel=1e-6)


def test_input_rate_derivative_combines_mean_and_variance():
    J = 0.0002
    d_mu, d_sigma = delta.rate_derivatives(**POINT)
    expected = POINT["tau_m"] * (J * d_mu + J ** 2 * d_sigma / (2 * POINT["sigma"]))
    assert delta.input_rate_derivative(**POINT, J=J) == pytest.approx(expected, rel=1e-12)
    assert delta.input_rate_derivative(**POINT, J=np.array([J, -J])).shape == (2,)


def test_exponential_synapses_tend_to_delta_synapses():
    for name in ("firing_rate", "log_firing_rate", "cv"):
        assert getattr(exp, name)(**POINT, tau_s=0.0) == getattr(delta, name)(**POINT)
    assert exp.rate_derivatives(**POINT, tau_s=0.0) == delta.rate_derivatives(**POINT)


def test_methods_agree_to_first_order():
    difference = [exp.firing_rate(**POINT, tau_s=t) - exp.firing_rate(**POINT, tau_s=t, method="taylor")
                  for t in (1e-5, 1e-5 / 4)]
    assert difference[0] / difference[1] == pytest.approx(4.0, rel=0.05)  # second order in sqrt(tau_s)


def test_exponential_functions_broadcast_over_tau_s():
    tau_s = np.array([0.0005, 0.001])
    for name in ("firing_rate", "log_firing_rate", "cv", "relative_correction"):
        values = getattr(exp, name)(**POINT, tau_s=tau_s)
        assert values[1] == pytest.approx(getattr(exp, name)(**POINT, tau_s=0.001), rel=1e-13)
    k = exp.noise_correlation_shift(0.020, tau_s)
    assert k == pytest.approx(2.0652531522312172 / 2 * np.sqrt(tau_s / 0.020), rel=1e-14)


@pytest.mark.parametrize("omega", [0, 250, 250.0, np.float64(250.0), 250.0 - 30.0j])
@pytest.mark.parametrize("convention", ["exact", "nnmt"])
def test_responses_to_one_frequency_are_numbers(omega, convention):
    for function, point in ((delta.transfer_function, POINT), (exp.transfer_function, {**POINT, "tau_s": 0.0005})):
        one = function(omega, **point, convention=convention)
        many = function(np.array([100.0, omega]), **point, convention=convention)
        assert [type(value) for value in one] == [complex, complex]
        assert one == (pytest.approx(many[0][1], rel=1e-14), pytest.approx(many[1][1], rel=1e-14))
        assert function(np.array([omega]), **point, convention=convention)[0].shape == (1,)


def test_spectra_at_one_frequency_are_numbers():
    one = exp.renewal_spectrum(250, **POINT, tau_s=0.0005)
    assert type(one) is float and one == pytest.approx(exp.renewal_spectrum([250.0], **POINT, tau_s=0.0005)[0], rel=1e-14)
    with pytest.raises(siegert.InvalidParameter, match="omegas must be real"):
        delta.renewal_spectrum(250.0 + 1.0j, **POINT)
    with pytest.raises(siegert.InvalidParameter, match="omegas must be a number or an array of numbers"):
        delta.renewal_spectrum("fast", **POINT)


@pytest.mark.parametrize("changes, message", [
    ({"sigma": -0.005}, "sigma must be finite and not negative, got -0.005"),
    ({"mu": math.nan}, "mu must be finite, got nan"),
    ({"V_0": 0.02}, "V_0 must"),
    ({"mu": "high"}, "mu must be a number or an array of numbers, got 'high'"),
    ({"mu": 1j}, "mu must be a number or an array of numbers, got 1j"),
    ({"mu": None}, "mu must be a number or an array of numbers, got None"),
    ({"mu": [0.01, 0.02], "tau_m": [0.01, 0.02, 0.03]},
     r"tau_m of shape \(3\) does not fit the shape \(2\) of the arguments before it"),
    ({"mu": [0.01, 0.02], "tau_m": [0.01, -0.02]}, "entry 1: tau_m must"),
])
def test_bad_input_is_named(changes, message):
    for f in (delta.firing_rate, delta.log_firing_rate):
        with pytest.raises(siegert.InvalidParameter, match=message):
            f(**{**POINT, **changes})


def test_unknown_method_lists_the_known_ones():
    with pytest.raises(ValueError, match="method must be one of 'shift', 'taylor', 'exact', 'galerkin', 'effective', got 'tailor'"):
        exp.firing_rate(**POINT, tau_s=0.001, method="tailor")


def test_the_interpreter_goes_on_while_a_batch_is_computed():
    running = threading.Event()
    progress = []

    def count():
        running.set()
        while running.is_set():
            progress.append(None)
            time.sleep(0)

    thread = threading.Thread(target=count)
    mu = np.full(200_000, 0.012)
    patience, during, end = sys.getswitchinterval(), 0, time.monotonic() + 60.0
    sys.setswitchinterval(1000.0)  # nobody gets the interpreter who is not given it
    try:
        thread.start()
        running.wait()
        while during == 0 and time.monotonic() < end:  # on a busy machine the thread may have to wait
            before = len(progress)
            delta.cv(mu, 0.005, **NEURON)
            during = len(progress) - before
    finally:
        running.clear()
        sys.setswitchinterval(patience)
        thread.join()
    assert during > 0


def test_exact_is_one_method_of_every_function():
    neuron = {**POINT, "tau_s": 0.004}
    omegas = [30.0, 700.0]
    assert exp.firing_rate(**neuron, method="exact") == exp.exact_firing_rate(**neuron)
    assert exp.log_firing_rate(**neuron, method="exact") == exp.exact_log_firing_rate(**neuron)
    assert exp.rate_derivatives(**neuron, method="exact") == exp.exact_rate_derivatives(**neuron)[:2]
    assert exp.cv(**neuron, method="exact") == exp.exact_interval_statistics(**neuron)[1]
    np.testing.assert_array_equal(exp.transfer_function(omegas, **neuron, method="exact"),
                                  exp.exact_transfer_function(omegas, **neuron))
    np.testing.assert_array_equal(exp.renewal_spectrum(omegas, **neuron, method="exact"),
                                  exp.exact_power_spectrum(omegas, **neuron))
    np.testing.assert_array_equal(exp.interval_characteristic_function(omegas, **neuron, method="exact"),
                                  exp.exact_interval_characteristic_function(omegas, **neuron))
    many = exp.firing_rate(**{**neuron, "mu": np.linspace(0.01, 0.02, 7)}, method="exact")
    assert many[3] == exp.exact_firing_rate(**{**neuron, "mu": 0.015})
    with pytest.raises(siegert.InvalidParameter, match="no second derivatives"):
        exp.rate_second_derivatives(**neuron, method="exact")
    with pytest.raises(siegert.InvalidParameter, match="first order"):
        exp.transfer_function(omegas, **neuron, method="exact", convention="nnmt")


def test_exact_without_noise_or_time_constant_is_delta():
    regular = {**POINT, "sigma": 0.0, "mu": POINT["V_th"] * 1.3}
    assert exp.firing_rate(**regular, tau_s=0.004, method="exact") == delta.firing_rate(**regular)
    assert exp.firing_rate(**POINT, tau_s=0.0, method="exact") == delta.firing_rate(**POINT)
