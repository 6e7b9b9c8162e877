"""siegert.nnmt: the functions of which NNMT's formulas are made, and what is done outside of Python."""
import mpmath
import numpy as np
import pytest
import scipy.integrate
import scipy.special

from siegert import _siegert, nnmt
from siegert.nnmt import _solvers
from siegert.nnmt.lif import _general, delta, exp

ROOT_2 = np.sqrt(2)


@pytest.mark.parametrize("s", [-30.0, -3.1, -0.2, 0.0, 0.7, 4.4])
def test_phi_against_its_definition(s):
    with mpmath.workdps(40):
        exact = mpmath.sqrt(mpmath.pi / 2) * mpmath.exp(mpmath.mpf(s) ** 2 / 2) * mpmath.erfc(-mpmath.mpf(s) / mpmath.sqrt(2))
        assert exp._Phi(s) == pytest.approx(float(exact), rel=1e-13)
        slope = -mpmath.sqrt(2) / mpmath.mpf("0.003") * (s * exact + 1)
        assert exp._Phi_prime_mu(s, 0.003) == pytest.approx(float(slope), rel=1e-10)


def test_phi_prime_is_the_derivative():
    V, mu, sigma, h = 0.015, 0.012, 0.005, 1e-7
    phi = exp._Phi(ROOT_2 * (V - np.array([mu - h, mu + h])) / sigma)
    assert exp._Phi_prime_mu(ROOT_2 * (V - mu) / sigma, sigma) == pytest.approx((phi[1] - phi[0]) / (2 * h), rel=1e-7)
    with pytest.raises(ZeroDivisionError):
        exp._Phi_prime_mu(1.0, 0.0)
    with pytest.raises(ValueError):
        exp._Phi_prime_mu(1.0, nnmt.ureg.Quantity(-1.0, "millivolt"))


@pytest.mark.parametrize("x", [-8.0, -1.0, -0.1, 0.0, 2.7, 7.0])
@pytest.mark.parametrize("z", [-0.5, -0.5 + 0.1j, 0.5 + 10j, 1.5 + 200j])
def test_parabolic_cylinder_functions(z, x):
    assert exp.pcfu_vec(z, x) == pytest.approx(complex(mpmath.pcfu(z, x)), rel=1e-11)
    psi = complex(mpmath.exp(x ** 2 / 4) * mpmath.pcfu(z, -x))
    assert exp._Psi(z, x) == pytest.approx(psi, rel=1e-11)


def test_derivatives_of_psi():
    z, x, h = -0.5 + 3j, 0.8, 1e-3
    values = exp._Psi(z, x + h * np.arange(-2, 3))
    assert exp._d_Psi(z, x) == pytest.approx((8 * (values[3] - values[1]) - (values[4] - values[0])) / (12 * h), rel=1e-9)
    slopes = exp._d_Psi(z, x + h * np.array([-1.0, 1.0]))
    assert exp._d_2_Psi(z, x) == pytest.approx((slopes[1] - slopes[0]) / (2 * h), rel=1e-5)
    assert exp._d_2_Psi(z, x) == pytest.approx(x * exp._d_Psi(z, x) + (z + 0.5) * exp._Psi(z, x), rel=1e-11)


def test_integral_of_erfcx():
    order = delta._get_erfcx_integral_gl_order(y_th=31.0, y_r=-0.3, start_order=1, epsrel=1e-12, maxiter=20)
    exact = scipy.integrate.quad(scipy.special.erfcx, 0.3, 31.0, epsabs=0, epsrel=1e-12)[0]
    assert delta._erfcx_integral(0.3, 31.0, order)[0] == pytest.approx(exact, rel=1e-12)
    assert abs(delta._erfcx_integral(0.3, 31.0, order // 2)[0] / exact - 1) > 1e-12
    assert delta._erfcx_integral(np.array([1.0, 2.0]), np.array([3.0, 3.0]), 40).shape == (2,)
    with pytest.raises(RuntimeError, match="no order"):
        delta._get_erfcx_integral_gl_order(31.0, 0.3, 1, 1e-12, 3)


def test_input_of_a_network_with_a_unit():
    network = nnmt.models.Network()
    network.network_params.update(J=0.1, K=10.0, tau_m=0.02, J_ext=0.2, K_ext=3.0, nu_ext=5.0)
    with pytest.raises(RuntimeError, match="test.firing_rates"):
        _general._input_calc(network, "test.", _general._mean_input)
    network.results["test.firing_rates"] = nnmt.ureg.Quantity(4.0, "hertz")
    value = _general._input_calc(network, "test.", _general._mean_input)
    assert value.to("millivolt").magnitude == pytest.approx(1e3 * 0.02 * (4.0 + 3.0))


NUMBERS = {"mu": 0.012, "sigma": 0.005, "V_0_rel": 0, "V_th_rel": 0.015, "tau_m": 0.020, "tau_r": 0.002}
FILTERED = {**NUMBERS, "tau_s": 0.0005}


@pytest.mark.parametrize("function, point", [
    (delta._firing_rates_for_given_input, NUMBERS), (delta._derivative_of_firing_rates_wrt_mean_input, NUMBERS),
    (exp._firing_rate_shift, FILTERED), (exp._firing_rate_taylor, FILTERED),
    (exp._derivative_of_firing_rates_wrt_mean_input, FILTERED),
    (exp._derivative_of_firing_rates_wrt_input_rate, {**FILTERED, "j": 0.0002})])
def test_numbers_of_any_kind_and_quantities_give_the_same(function, point):
    expected = function(**point)
    assert type(expected) is float
    assert function(**{name: np.float64(value) for name, value in point.items()}) == expected
    assert function(**{name: np.asarray(value, float) for name, value in point.items()}) == pytest.approx(expected, rel=1e-13)
    units = {"mu": "volt", "sigma": "volt", "V_0_rel": "volt", "V_th_rel": "volt", "j": "volt"}
    quantities = {name: nnmt.ureg.Quantity(1e3 * value, "milli" + units.get(name, "second")) for name, value in point.items()}
    assert function(**quantities) == pytest.approx(expected, rel=1e-12)
    for name in ("sigma", "tau_m", "tau_r"):
        with pytest.raises(ValueError):
            function(**{**point, name: -point[name]})


def test_transfer_functions_of_growing_signals():
    s = 3.0 + 40.0j  # exp(s t) grows
    omega = -1j * s
    whole = exp._transfer_function_shift(**FILTERED, omegas=np.array([omega, 40.0]))
    assert whole[0, 0] != pytest.approx(whole[1, 0], rel=1e-3)
    along = exp._transfer_function_shift(**FILTERED, omegas=np.array([40.0 - 1e-3j, 40.0 + 1e-3j]))[:, 0]
    assert along.mean() == pytest.approx(whole[1, 0], rel=1e-9)


def network_of(n, seed):
    generator = np.random.default_rng(seed)
    weights = generator.normal(0.1, 0.4, (n, n))
    return dict(J=weights, K=np.full((n, n), 200.0 / n), V_0_rel=10.0, V_th_rel=20.0,
                tau_m=generator.uniform(0.01, 0.03, n), tau_r=0.002, J_ext=0.1, K_ext=np.full(n, 900.0), nu_ext=10.0)


@pytest.mark.parametrize("n", [2, 7, 40])
def test_the_flow_in_the_library_ends_where_the_one_in_python_does(n):
    network = network_of(n, seed=n)
    rates = _general._RateMap({name: network[name] for name in ("J", "K", "tau_m", "J_ext", "K_ext", "nu_ext")},
                              [network[name] for name in ("V_0_rel", "V_th_rel", "tau_m", "tau_r")])
    rates._neuron = [_general._for_each(parameter, n) for parameter in rates._neuron]
    found = rates.stable_rates(None)
    np.testing.assert_allclose(found, _solvers.solve(rates, n), rtol=1e-10, atol=1e-12)
    np.testing.assert_array_equal(delta._firing_rates(**network), found)


def test_large_networks():
    network = network_of(150, seed=3)
    nu = delta._firing_rates(**network)
    inputs = {name: network[name] for name in ("J", "K", "tau_m", "J_ext", "K_ext", "nu_ext")}
    again = delta._firing_rates_for_given_input(delta._mean_input(nu, **inputs), delta._std_input(nu, **inputs),
                                                *(network[name] for name in ("V_0_rel", "V_th_rel", "tau_m", "tau_r")))
    np.testing.assert_allclose(again, nu, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("n", [60, 150])
def test_stability_is_that_of_the_rightmost_eigenvalue(n):
    generator = np.random.default_rng(5)
    basis = generator.normal(size=(n, n))
    for rightmost, stable in ((0.9, True), (1.1, False)):
        eigenvalues = np.append(generator.uniform(-5.0, 0.8, n - 1), rightmost)
        assert _solvers._is_stable(basis @ np.diag(eigenvalues) @ np.linalg.inv(basis)) == stable


def test_unstable_states_are_left():
    # Two populations that inhibit each other: equal rates are a saddle.
    network = dict(J=np.array([[0.0, -0.5], [-0.5, 0.0]]), K=np.full((2, 2), 300.0), V_0_rel=10.0, V_th_rel=20.0,
                   tau_m=0.02, tau_r=0.002, J_ext=0.1, K_ext=np.array([1000.0, 1000.0]), nu_ext=12.0)
    nu = delta._firing_rates(**network, nu_0=[1.0, 0.0])
    assert nu[0] > 10 * nu[1]


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33, 100, 5000])
def test_fingerprints_tell_any_two_contents_apart(size):
    values = np.zeros(size, dtype=np.uint8)
    seen = {_siegert._nnmt.fingerprint(values), _siegert._nnmt.fingerprint(np.zeros(size + 1, dtype=np.uint8))}
    for position in {0, size // 2, size - 1} - {-1}:
        if size:
            for bit in (1, 128):
                changed = values.copy()
                changed[position] = bit
                seen.add(_siegert._nnmt.fingerprint(changed))
    assert len(seen) == 2 + 2 * len({0, size // 2, size - 1} - {-1}) * bool(size)
    assert _siegert._nnmt.fingerprint(values) == _siegert._nnmt.fingerprint(values.copy())


def test_swapped_words_change_a_fingerprint():
    values = np.random.default_rng(1).integers(0, 2 ** 60, 64)
    fingerprints = {_siegert._nnmt.fingerprint(values)}
    for i in range(0, 60, 3):
        swapped = values.copy()
        swapped[[i, i + 4]] = swapped[[i + 4, i]]  # words of the same lane
        fingerprints.add(_siegert._nnmt.fingerprint(swapped))
    assert len(fingerprints) == 21


def test_cache_is_found_again_after_loading(tmp_path):
    network = nnmt.models.Plain({"J": np.array([[0.0002, -0.0009], [0.00025, -0.0008]]), "K": np.full((2, 2), 300),
                                 "V_0_rel": 0.0, "V_th_rel": 0.015, "tau_m": 0.02, "tau_r": 0.002, "tau_s": 0.0005,
                                 "J_ext": np.array([0.0002, 0.0003]), "K_ext": np.array([900, 800]), "nu_ext": 12})
    exp.working_point(network)
    network.save(str(tmp_path / "network.h5"))
    loaded = nnmt.models.Plain(file=str(tmp_path / "network.h5"))
    entries = len(loaded.results_hash_dict)
    exp.working_point(loaded)
    assert len(loaded.results_hash_dict) == entries == 3


def test_models_of_ones_own_are_instantiated_their_way():
    class Model(nnmt.models.Plain):
        def __init__(self, network_params, analysis_params=None, file=None, flavour="plain"):
            super().__init__(network_params, analysis_params, file)
            self.flavour = flavour

        def _instantiate(self, new_network_params, new_analysis_params):
            return Model(new_network_params, new_analysis_params, flavour=self.flavour)

    assert Model({"tau_m": 0.01}, flavour="own").change_parameters({"tau_m": 0.02}).flavour == "own"
