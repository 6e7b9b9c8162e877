"""siegert.nnmt: functions of networks that take numbers and arrays."""
import numpy as np
import pytest

from siegert.nnmt import _solvers
from siegert.nnmt.lif import _general, delta, exp

NEURON = {"V_0_rel": 0.0, "V_th_rel": 0.015, "tau_m": np.array([0.020, 0.015]), "tau_r": 0.002, "tau_s": 0.0005}
INPUTS = {"J": np.array([[0.0002, -0.0009], [0.00025, -0.0008]]), "K": np.array([[800.0, 200.0], [700.0, 250.0]]),
          "tau_m": NEURON["tau_m"], "J_ext": np.array([[0.0002], [0.0003]]), "K_ext": np.array([[900.0], [800.0]]),
          "nu_ext": np.array([12.0])}
NETWORK = {**INPUTS, **NEURON}
OMEGAS = 2 * np.pi * np.array([1.0, 20.0, 80.0, 200.0])


def response_matrix():
    """An effective connectivity (4, 2, 2) with delays."""
    nu = exp._firing_rates(**NETWORK)
    n = exp._transfer_function_shift(exp._mean_input(nu, **INPUTS), exp._std_input(nu, **INPUTS), **NEURON,
                                     omegas=OMEGAS)
    D = np.exp(-1j * OMEGAS * 0.0015)[:, np.newaxis, np.newaxis] * np.ones((2, 2))
    return exp._effective_connectivity(n, D, INPUTS["J"], INPUTS["K"], NEURON["tau_m"])


def test_inputs_sum_over_sources_with_the_time_constant_of_the_target():
    nu = np.array([3.0, 7.0])
    mean = [sum(NEURON["tau_m"][i] * INPUTS["K"][i, j] * INPUTS["J"][i, j] * nu[j] for j in range(2))
            + NEURON["tau_m"][i] * INPUTS["K_ext"][i, 0] * INPUTS["J_ext"][i, 0] * 12.0 for i in range(2)]
    np.testing.assert_allclose(exp._mean_input(nu, **INPUTS), mean, rtol=1e-14)
    variance = [sum(NEURON["tau_m"][i] * INPUTS["K"][i, j] * INPUTS["J"][i, j] ** 2 * nu[j] for j in range(2))
                + NEURON["tau_m"][i] * INPUTS["K_ext"][i, 0] * INPUTS["J_ext"][i, 0] ** 2 * 12.0 for i in range(2)]
    np.testing.assert_allclose(delta._std_input(nu, **INPUTS), np.sqrt(variance), rtol=1e-14)
    current = delta._mean_input(nu, **INPUTS, I_ext=np.array([1e-10, 2e-10]), C=2.5e-10)
    np.testing.assert_allclose(current - mean, NEURON["tau_m"] * np.array([0.4, 0.8]), rtol=1e-12)


def test_inputs_broadcast_as_numpy_does():
    weights_of_sources = np.array([0.0002, -0.0008])
    broadcast = {**INPUTS, "J": weights_of_sources, "K_ext": np.array([900.0, 800.0]), "J_ext": 0.0002, "nu_ext": 8.0}
    full = {**broadcast, "J": np.tile(weights_of_sources, (2, 1))}
    nu = np.array([3.0, 7.0])
    np.testing.assert_array_equal(exp._mean_input(nu, **broadcast), exp._mean_input(nu, **full))
    np.testing.assert_allclose(exp._firing_rates(**{**NETWORK, **broadcast}), exp._firing_rates(**{**NETWORK, **full}),
                               rtol=1e-13)
    assert exp._mean_input(2.0, 0.5, 10.0, 0.1, 1.0, 3.0, 4.0) == pytest.approx(0.1 * (10 + 12))


def test_current_without_capacitance_is_an_error():
    with pytest.raises(ValueError, match="C"):
        exp._mean_input(np.zeros(2), **INPUTS, I_ext=1e-12)
    with pytest.raises(ValueError, match="C"):
        exp._firing_rates(**NETWORK, I_ext=1e-12)
    np.testing.assert_array_equal(exp._firing_rates(**NETWORK, I_ext=0.0), exp._firing_rates(**NETWORK))


@pytest.mark.parametrize("method", ["shift", "taylor"])
@pytest.mark.parametrize("fixpoint_method", ["ODE", "LSTSQ"])
def test_rates_are_those_of_the_input_they_cause(method, fixpoint_method):
    nu = exp._firing_rates(**NETWORK, method=method, fixpoint_method=fixpoint_method, nu_0=[5.0, 5.0])
    again = exp._firing_rates_for_given_input(exp._mean_input(nu, **INPUTS), exp._std_input(nu, **INPUTS), **NEURON,
                                              method=method)
    np.testing.assert_allclose(nu, again, rtol=1e-11)  # of the solver
    assert np.all(nu > 1.0)


def test_rates_with_delta_synapses_and_current():
    neuron = {key: value for key, value in NEURON.items() if key != "tau_s"}
    current = {"I_ext": 5e-11, "C": 2.5e-10}
    nu = delta._firing_rates(**INPUTS, **{k: v for k, v in neuron.items() if k != "tau_m"}, **current)
    again = delta._firing_rates_for_given_input(delta._mean_input(nu, **INPUTS, **current),
                                                delta._std_input(nu, **INPUTS), **neuron)
    np.testing.assert_allclose(nu, again, rtol=1e-11)


def test_populations_with_equal_parameters_get_equal_rates():
    same = {**NETWORK, "tau_m": 0.02, "J": np.array([[0.0002, -0.0009]] * 2), "K": np.array([[800.0, 200.0]] * 2),
            "J_ext": 0.0002, "K_ext": np.array([900.0, 900.0]), "nu_ext": 12.0}
    nu = exp._firing_rates(**same)
    assert nu[0] == nu[1]


# Three fixed points (Sanzeni et al. 2020, saturation-driven): potentials in mV.
MULTISTABLE = {"tau_m": 0.02, "tau_r": 0.002, "V_0_rel": 10.0, "V_th_rel": 20.0, "K_ext": np.array([400.0, 400.0]),
               "K": np.array([[400.0, 100.0]] * 2), "J_ext": np.array([0.2, 0.192]),
               "J": np.array([[0.2, -2.08 * 0.2], [0.192, -1.67 * 0.192]]), "nu_ext": 12.0}


def test_start_and_method_choose_the_fixed_point():
    high = delta._firing_rates(**MULTISTABLE, nu_0=(500, 500))
    middle = delta._firing_rates(**MULTISTABLE, nu_0=(85, 145), fixpoint_method="LSTSQ")
    low = delta._firing_rates(**MULTISTABLE, nu_0=(17, 34), fixpoint_method="LSTSQ")
    for nu, near in ((high, (365.9, 381.3)), (middle, (84.55, 145)), (low, (17.01, 34.59))):
        np.testing.assert_allclose(nu, near, rtol=1e-3)  # four digits are given
        inputs = {key: MULTISTABLE[key] for key in ("J", "K", "tau_m", "J_ext", "K_ext", "nu_ext")}
        jacobian = _general._RateMap(inputs, (10.0, 20.0, 0.02, 0.002))(nu)[1]
        assert (np.max(np.linalg.eigvals(jacobian).real) < 1) == (nu is high)


def test_rates_that_never_settle_are_an_error():
    def rotation(nu):  # a focus at (1, 1) that repels, and nothing else
        turned = np.array([[1.5, -5.0], [5.0, 1.5]])
        return 1.0 + turned @ np.tanh(nu - 1.0), turned * (1 - np.tanh(nu - 1.0) ** 2)
    with pytest.raises(RuntimeError, match="settle"):
        _solvers.solve(rotation, 2, nu_0=[1.1, 1.0], t_max_ODE=20, maxiter_ODE=3)


def test_unknown_solvers_and_methods_are_errors():
    with pytest.raises(NotImplementedError, match="Newton"):
        exp._firing_rates(**NETWORK, fixpoint_method="Newton")
    with pytest.raises(ValueError, match="shfit"):
        exp._firing_rates(**NETWORK, method="shfit")
    with pytest.raises(ValueError, match="shfit"):
        exp._transfer_function(0.01, 0.005, 0.02, 0.0005, 0.002, 0.015, 0.0, [1.0], method="shfit")


def test_solver_takes_functions_of_the_rates():
    inputs = {"x": {"func": lambda nu, K: K @ nu, "params": {"K": np.array([[0.0, -0.4], [0.3, 0.1]])}}}
    nu = _solvers._firing_rate_integration(lambda x, offset: offset + np.tanh(x), {"offset": 2.0}, inputs)
    K = inputs["x"]["params"]["K"]
    np.testing.assert_allclose(nu, 2.0 + np.tanh(K @ nu), rtol=1e-10)


def test_effective_connectivity_has_the_time_constant_of_the_target():
    n, D = np.array([[1.0 + 1j, 2.0]]), np.full((1, 2, 2), 0.5)
    W = exp._effective_connectivity(n, D, INPUTS["J"], INPUTS["K"], NEURON["tau_m"])
    for i in range(2):
        for j in range(2):
            assert W[0, i, j] == pytest.approx(NEURON["tau_m"][i] * INPUTS["J"][i, j] * INPUTS["K"][i, j] * n[0, i] / 2)
    np.testing.assert_allclose(exp._effective_connectivity(n[0], D[0], INPUTS["J"], INPUTS["K"], NEURON["tau_m"]), W[0])


def test_propagator_sums_all_powers():
    W = 0.1 * response_matrix() / np.max(np.abs(response_matrix()))
    np.testing.assert_allclose(exp._propagator(W), sum(np.linalg.matrix_power(W, k) for k in range(1, 25)), rtol=1e-12)


def test_power_spectra_are_the_diagonal_of_the_cross_spectra():
    W, nu, N = response_matrix(), np.array([3.0, 7.0]), np.array([800, 200])
    for k, w in enumerate(W):
        Q = np.linalg.inv(np.eye(2) - w)
        expected = np.diag(Q @ np.diag(nu / N) @ Q.conj().T).real
        np.testing.assert_allclose(exp._power_spectra(nu, W, None, None, N, None)[k], expected, rtol=1e-12)
    with pytest.raises(ValueError, match="nu"):
        exp._power_spectra(-nu, W, INPUTS["J"], INPUTS["K"], N, 0.02)


def test_eigenvalues_are_matched_to_their_neighbours():
    t = np.linspace(0, 1, 50)
    smooth = np.array([t, 1 + 1j * t, -1 - t]).T
    scrambled = smooth.copy()
    scrambled[20:] = scrambled[20:, [1, 2, 0]]
    matched, order = exp._match_eigenvalues_across_frequencies(scrambled, margin=0.1)
    np.testing.assert_array_equal(matched[:21], smooth[:21])
    np.testing.assert_array_equal(order[20], [2, 0, 1])
    np.testing.assert_array_equal(np.take_along_axis(scrambled, order, axis=1), matched)


def test_ambiguous_eigenvalues_give_a_warning():
    with pytest.warns(UserWarning, match="ambiguous"):
        exp._match_eigenvalues_across_frequencies(np.array([[0.0, 0.1], [5.0, 9.0]]), margin=1e-3)


@pytest.mark.parametrize("missing", [None, "None"])
def test_sensitivity_is_the_shift_of_the_eigenvalue(missing):
    W, frequencies = response_matrix(), OMEGAS / (2 * np.pi)
    result = exp._sensitivity_measure(W, 79.0, frequencies, missing, missing)
    assert result["critical_frequency_index"] == 2 and result["critical_frequency"] == 79.0
    eigenvalue = result["critical_eigenvalue"]
    shift = np.empty((2, 2), complex)
    for i in range(2):
        for j in range(2):
            perturbed = W[2].copy()
            perturbed[i, j] *= 1 + 1e-6
            eigenvalues = np.linalg.eigvals(perturbed)
            shift[i, j] = (eigenvalues[np.argmin(np.abs(eigenvalues - eigenvalue))] - eigenvalue) / 1e-6
    np.testing.assert_allclose(result["sensitivity"], shift, atol=1e-4 * np.max(np.abs(shift)))  # of the difference
    towards = (1 - eigenvalue) / abs(1 - eigenvalue)
    np.testing.assert_allclose(result["k"], [towards.real, towards.imag])
    assert abs(np.dot(result["k"], result["k_per"])) < 1e-15  # one rounding of each product
    np.testing.assert_allclose(result["sensitivity_amp"] + 1j * result["sensitivity_freq"],
                               result["sensitivity"] / towards, rtol=1e-12)


def test_sensitivity_of_all_modes_is_taken_where_each_comes_nearest_to_one():
    W, frequencies = response_matrix(), OMEGAS / (2 * np.pi)
    modes = exp._sensitivity_measure_all_eigenmodes(W, frequencies, 1e3)
    assert list(modes) == ["0", "1"]
    eigenvalues = np.linalg.eigvals(W)
    for mode, result in modes.items():
        k = np.argmin(np.abs(eigenvalues[:, int(mode)] - 1))
        assert result["critical_frequency"] == frequencies[k]
        assert result["critical_eigenvalue"] == pytest.approx(eigenvalues[k, int(mode)], rel=1e-12)


def test_external_rates_give_the_wanted_input():
    two_sources = {**INPUTS, "J_ext": np.array([[0.0002, -0.0009]] * 2), "K_ext": np.array([[900.0, 200.0]] * 2),
                   "tau_m": 0.02}
    same = {**two_sources, "J": np.array([[0.0002, -0.0009]] * 2), "K": np.array([[800.0, 200.0]] * 2)}
    neuron = {**NEURON, "tau_m": 0.02}
    structure = {key: same[key] for key in ("J", "K", "J_ext", "K_ext")}
    nu_ext = exp._external_rates_for_fixed_input(0.010, 0.009, **structure, **neuron)
    nu = exp._firing_rate_shift(0.010, 0.009, **neuron) * np.ones(2)
    same["nu_ext"] = nu_ext
    np.testing.assert_allclose(exp._mean_input(nu, **same), 0.010, rtol=1e-12)
    np.testing.assert_allclose(exp._std_input(nu, **same), 0.009, rtol=1e-12)
    with pytest.raises(RuntimeError, match="negative"):
        exp._external_rates_for_fixed_input(0.010, 0.001, **structure, **neuron)
    with pytest.raises(ValueError, match="K"):
        exp._external_rates_for_fixed_input(0.010, 0.009, **{**structure, "K": -same["K"]}, **neuron)


def test_fit_finds_the_low_pass_filters_it_is_given():
    omegas = 2 * np.pi * np.linspace(0.1, 300, 200)
    tau, h0 = np.array([0.003, 0.011]), np.array([2000.0, 700.0])
    n = h0 / (1 + 1j * omegas[:, np.newaxis] * tau)
    fit, tau_rate, W_rate, error = exp._fit_transfer_function(n, omegas, NEURON["tau_m"], INPUTS["J"], INPUTS["K"])
    np.testing.assert_allclose(tau_rate, tau, rtol=1e-9)
    np.testing.assert_allclose(fit, n, rtol=1e-9)
    np.testing.assert_allclose(W_rate, (h0 * NEURON["tau_m"])[:, np.newaxis] * INPUTS["J"] * INPUTS["K"], rtol=1e-9)
    assert np.all(error < 1e-8)
    assert _general._fit_transfer_function(n.conj(), omegas)[1] == pytest.approx(-tau)


def test_fit_error_grows_with_the_distance_from_a_low_pass_filter():
    omegas = 2 * np.pi * np.linspace(0.1, 300, 200)
    n = 2000 / (1 + 1j * omegas * 0.003) + 50 * np.sin(omegas)
    fit, tau, h0, error = _general._fit_transfer_function(n[:, np.newaxis], omegas)
    residual = np.sum((np.abs(fit[:, 0]) - np.abs(n)) ** 2)
    for change in (1.001, 0.999):  # a minimum
        assert np.sum((np.abs(h0[0] / (1 + 1j * omegas * tau[0] * change)) - np.abs(n)) ** 2) > residual
        assert np.sum((change * np.abs(fit[:, 0]) - np.abs(n)) ** 2) > residual
    assert 1e-4 < error[0] < 1e-1


PAIRS = {"mu": np.array([0.010, 0.012, 0.014]), "sigma": np.array([0.005, 0.006, 0.004]), "V_0_rel": 0.0,
         "V_th_rel": 0.015, "tau_m": 0.02, "tau_s": 0.001}


def test_pairwise_effective_connectivity_is_the_derivative_with_respect_to_the_input_rate():
    J = 1e-3 * np.array([[0.0, 0.3, -1.0], [0.2, 0.0, -0.9], [0.0, 0.4, 0.0]])
    nu = exp._firing_rate_shift(**PAIRS, tau_r=0.002)
    W = exp._pairwise_effective_connectivity(nu, J=J, **PAIRS)
    for i in range(3):
        for j in range(3):
            one = {key: value[i] if np.ndim(value) else value for key, value in PAIRS.items()}
            expected = exp._derivative_of_firing_rates_wrt_input_rate(**one, tau_r=0.002, j=J[i, j])
            assert W[i, j] == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_spectral_bound_is_the_largest_real_part():
    assert exp._spectral_bound(np.diag([-5.0, 0.4])) == 0.4
    assert exp._spectral_bound(np.array([[-2.0, 5.0], [-5.0, -2.0]])) == pytest.approx(-2.0)


def test_pairwise_covariances_have_the_variances_of_renewal_processes():
    rng = np.random.default_rng(1)
    J_eff, nu, cvs = 0.1 * rng.standard_normal((4, 4)), np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.9, 0.8, 1.0, 0.7])
    C, D = exp._pairwise_covariances(J_eff, nu, cvs, return_noise_strength=True)
    np.testing.assert_allclose(np.diag(C), cvs ** 2 * nu, rtol=1e-12)
    A = np.linalg.inv(np.eye(4) - J_eff)
    np.testing.assert_allclose(C, A @ np.diag(D) @ A.T, rtol=1e-12)
    np.testing.assert_array_equal(exp._pairwise_covariances(J_eff, nu, cvs), C)


def test_equal_populations_get_equal_fits():
    omegas = 2 * np.pi * np.linspace(0.1, 300, 200)
    n = (2000 / (1 + 1j * omegas * 0.003) + 50 * np.sin(omegas))[:, np.newaxis] * np.ones(3)
    for values in _general._fit_transfer_function(n, omegas)[1:]:
        assert len(np.unique(values)) == 1


def test_a_low_pass_filter_is_fitted_by_itself():
    omegas = np.linspace(0, 500, 2000)
    n = (0.8 / (1 + 1j * omegas * 0.01))[:, np.newaxis]
    fit, tau, h0, error = _general._fit_transfer_function(n, omegas)
    assert (tau[0], h0[0], error[0]) == (0.01, 0.8, 0.0)
    np.testing.assert_array_equal(fit, n)
