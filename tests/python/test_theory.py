"""Working points, frequency domain and the tools around them: what Python hands over and gets back."""
import os
import pickle
import signal

import numpy as np
import pytest
from networks import NETWORKS, TWO_POPULATIONS

import siegert
from siegert import theory

OMEGAS = 2 * np.pi * np.arange(1.0, 201.0, 4.0)


@pytest.fixture(scope="module")
def network():
    return siegert.network_from_dict(TWO_POPULATIONS).network


@pytest.fixture(scope="module")
def point(network):
    return siegert.working_point(network)


@pytest.fixture(scope="module")
def analysis(network):
    return siegert.analyze(network, OMEGAS)


def test_working_point_is_self_consistent(network, point):
    assert point.converged and point.termination == "newton"
    mu, sigma = theory.mean_input(network, point.firing_rates), theory.std_input(network, point.firing_rates)
    assert np.allclose(mu, point.mean_input, rtol=1e-12) and np.allclose(sigma, point.std_input, rtol=1e-12)
    rates = siegert.lif.exp.firing_rate(mu, sigma, network.V_0, network.V_th, network.tau_m, network.tau_r,
                                        network.tau_s)
    assert np.allclose(rates, point.firing_rates, rtol=1e-10)
    assert np.all(point.firing_rates > 1)
    inputs = theory.input_map(network)
    assert np.allclose(inputs.mean @ point.firing_rates + inputs.mean_ext, mu, rtol=1e-12)


def test_working_point_takes_options(network, point):
    taylor = siegert.working_point(network, method="taylor", start=[3.0, 4.0], tolerance=1e-9, max_iterations=200)
    assert taylor.converged and not np.allclose(taylor.firing_rates, point.firing_rates, rtol=1e-4)
    stopped = siegert.working_point(network, max_iterations=1, tolerance=1e-14)
    if not stopped.converged:
        with pytest.raises(siegert.AccuracyNotReached, match="residual"):
            siegert.require_converged(stopped)
    with pytest.raises(siegert.InvalidParameter, match="start"):
        siegert.working_point(network, start=[1.0, 2.0, 3.0])
    with pytest.raises(siegert.AccuracyNotReached):
        siegert.require_converged(point.replace(termination="not_converged"))


def test_results_are_read_only(point):
    with pytest.raises(ValueError, match="read-only"):
        point.firing_rates[0] = 1.0
    with pytest.raises(AttributeError):
        point.firing_rates = [1.0, 2.0]


def test_fixed_points_have_stability(network, point):
    found = siegert.fixed_points(network, starts=5, seed=3)
    assert found.index_sum == 1 and len(found.points) >= 1
    nearest = min(found.points, key=lambda p: abs(p.working_point.firing_rates[0] - point.firing_rates[0]))
    assert np.allclose(nearest.working_point.firing_rates, point.firing_rates, rtol=1e-8)
    assert nearest.stable == (nearest.growth_rate < 0)
    kept = nearest.working_point
    del found, nearest
    assert kept.firing_rates.shape == (2,)


def test_validity_names_what_is_not_met(network, point):
    checks = {(check.name, check.population): check for check in theory.validity(network)}
    assert checks["tau_s/tau_m", "I"].value == pytest.approx(0.05)
    assert checks["tau_s/tau_m", "I"].holds and not checks["tau_s/tau_m", "I"].must_be_large
    assert theory.taylor_validity(network, point.mean_input, point.std_input)[0].name == "taylor_correction"


def test_external_rates_reproduce_the_input(network):
    drive = {**TWO_POPULATIONS, "K_ext": [[900, 300], [800, 250]],
             "J_ext": {"val": [[0.1, -0.3], [0.1, -0.3]], "unit": "mV"}, "nu_ext": {"val": [12, 3], "unit": "Hz"}}
    two_sources = siegert.network_from_dict(drive)
    point = siegert.working_point(two_sources)
    rates = theory.external_rates_for_fixed_input(two_sources, point.mean_input, point.std_input)
    assert np.allclose(rates.nu_ext, [12, 3], rtol=1e-8)
    assert rates.mean_input_error < 1e-10


def test_steps_give_what_the_analysis_gives(network, point, analysis):
    transfer = siegert.transfer_function(network, OMEGAS)
    assert np.array_equal(transfer.n_mu, analysis.transfer.n_mu) and np.allclose(transfer.omegas, OMEGAS)
    one = siegert.lif.exp.transfer_function(OMEGAS, point.mean_input, point.std_input, network.V_0, network.V_th,
                                            network.tau_m, network.tau_r, network.tau_s)
    assert np.allclose(one[0], transfer.n_mu, rtol=1e-10) and np.allclose(one[1], transfer.n_sigma2, rtol=1e-10)
    D = theory.delay_dist_matrix(network.Delay, None, "none", OMEGAS)
    assert np.allclose(D, np.exp(-1j * OMEGAS[:, None, None] * network.Delay), atol=1e-13)
    W = theory.effective_connectivity(transfer.n_mu, D, network.J, network.K, network.tau_m, transfer.n_sigma2)
    assert np.allclose(W, analysis.effective_connectivity, rtol=1e-12, atol=1e-15)
    by_hand = (network.tau_m[:, None] * network.K * (network.J * transfer.n_mu[:, :, None] +
                                                     network.J ** 2 * transfer.n_sigma2[:, :, None]) * D)
    assert np.allclose(W, by_hand, rtol=1e-12, atol=1e-15)
    identity = np.eye(2)
    assert np.allclose(theory.propagator(W), np.linalg.solve(identity - W, W), rtol=1e-9)
    noise = theory.spiking_noise(network, point, OMEGAS)
    assert np.allclose(noise, analysis.input_noise)
    C = theory.cross_spectra(W, noise)
    assert np.allclose(theory.power_spectra(W, noise), np.einsum("kii->ki", C).real)
    assert np.allclose(siegert.power_spectra(network, OMEGAS), analysis.power_spectra, rtol=1e-12)
    assert np.allclose(np.einsum("kii->ki", theory.coherence(C)), 1)
    spectra = theory.network_renewal_spectra(network, point.mean_input, point.std_input, OMEGAS)
    assert np.allclose(theory.renewal_noise(spectra, network.N), noise, rtol=1e-10)
    assert np.allclose(theory.poisson_noise(point.firing_rates, network.N), point.firing_rates / network.N)


def test_arrays_of_results_are_not_copied(analysis):
    W = analysis.effective_connectivity
    assert W.shape == (50, 2, 2) and W.dtype == np.complex128 and W.flags.c_contiguous
    assert np.shares_memory(W, analysis.effective_connectivity) and not W.flags.writeable


def test_modes_and_sensitivity(network, analysis):
    W = np.array(analysis.effective_connectivity)
    modes = theory.eigenmodes(W)
    assert np.array_equal(modes.eigenvalues, analysis.eigenmodes.eigenvalues)
    for k in (0, 17):
        assert np.allclose(np.sort_complex(modes.eigenvalues[k]), np.sort_complex(np.linalg.eigvals(W[k])))
    basis = theory.eigenbasis(W[3])
    assert np.allclose(W[3] @ basis.right, basis.right * basis.values)
    assert np.allclose(basis.left.conj().T @ W[3], basis.values[:, None] * basis.left.conj().T)
    k = theory.critical_frequency_index(modes, 1)
    assert k == np.argmin(abs(modes.eigenvalues[:, 1] - 1))

    measures = theory.sensitivity_measure_all_eigenmodes(W, OMEGAS, modes)
    assert tuple(measures) == analysis.sensitivity == siegert.sensitivity(network, OMEGAS)
    T = measures[0].sensitivity
    assert T.sum() == pytest.approx(measures[0].critical_eigenvalue, rel=1e-9)  # d lambda / d log of all W
    at = theory.sensitivity_measure(W, OMEGAS, 2 * np.pi * 50, modes=modes, mode=1)
    assert at.critical_frequency == 49.0 and at == siegert.sensitivity(network, OMEGAS, frequency=50)[1]
    assert theory.sensitivity_measure(W, OMEGAS, 2 * np.pi * 50).eigenvalue_index in (0, 1)
    matched = theory.match_eigenvalues_across_frequencies(modes.eigenvalues[:, ::-1], 1e-5)
    assert np.array_equal(np.sort(matched.mask, axis=1), np.tile([0, 1], (50, 1)))


def test_stability(network, point, analysis):
    verdict = analysis.stability
    assert verdict.answer == "unstable" and verdict.nyquist.unstable_modes == 2 and verdict.statically_stable
    assert theory.nyquist_stability(analysis.eigenmodes.eigenvalues).unstable_modes == analysis.nyquist.unstable_modes
    assert theory.stability_verdict(network, point.mean_input, point.std_input).answer == verdict.answer
    winding = theory.winding(network, point.mean_input, point.std_input, longest_step=100.0)
    assert winding.nyquist.unstable_modes == verdict.nyquist.unstable_modes
    assert list(analysis.axis_crossings) == theory.axis_crossings(analysis.eigenmodes.eigenvalues, OMEGAS)
    starts = theory.growth_rate_starts(analysis.eigenmodes.eigenvalues, OMEGAS)
    modes = theory.growth_rates(network, point.mean_input, point.std_input, starts[:4])
    assert modes and all(mode.residual < 1e-9 for mode in modes)
    s = modes[0].s
    transfer = theory.network_transfer_function(network, point.mean_input, point.std_input, [-1j * s])
    D = theory.delay_dist_matrix(network.Delay, None, "none", [-1j * s])
    W = theory.effective_connectivity(transfer.n_mu, D, network.J, network.K, network.tau_m, transfer.n_sigma2)[0]
    assert abs(np.linalg.det(np.eye(2) - W)) < 1e-7


def test_conventions_differ_as_stated(network, point):
    nnmt = siegert.analyze(network, OMEGAS, convention="nnmt")
    assert nnmt.transfer.n_sigma2.size == 0 and nnmt.input_noise.shape == (1, 2)
    neuron = {"mu": 0.015, "sigma": 0.005, "V_0": 0.01, "V_th": 0.02, "tau_m": 0.02, "tau_r": 0.002}
    nu = siegert.lif.delta.firing_rate(**neuron)
    at_zero = [siegert.lif.delta.transfer_function(0.0, **neuron, convention=c)[0] for c in ("nnmt", "exact")]
    assert at_zero[0] == pytest.approx(at_zero[1] / (1 - nu * neuron["tau_r"]), rel=1e-10)


def test_transfer_function_broadcasts():
    neuron = {"V_0": 0.01, "V_th": 0.02, "tau_m": 0.02, "tau_r": 0.002}
    mu = np.array([[0.010, 0.015, 0.018], [0.011, 0.016, 0.019]])
    omegas = np.array([1.0, 10.0, 100.0, 1000.0])
    n_mu, n_sigma2 = siegert.lif.delta.transfer_function(omegas, mu, 0.005, **neuron)
    assert n_mu.shape == n_sigma2.shape == (4, 2, 3)
    one = siegert.lif.delta.transfer_function(100.0, 0.016, 0.005, **neuron)
    assert type(one[0]) is complex and one == (n_mu[2, 1, 1], n_sigma2[2, 1, 1])
    at_zero = siegert.lif.delta.transfer_function(0.0, 0.016, 0.005, **neuron)
    d_mu, d_sigma = siegert.lif.delta.rate_derivatives(0.016, 0.005, **neuron)
    assert at_zero[0] == pytest.approx(d_mu, rel=1e-10)
    assert at_zero[1] == pytest.approx(d_sigma / (2 * 0.005), rel=1e-10)
    assert siegert.lif.delta.transfer_function([], mu, 0.005, **neuron)[0].shape == (0, 2, 3)
    with pytest.raises(siegert.InvalidParameter, match="omegas must be a number"):
        siegert.lif.delta.transfer_function("fast", 0.016, 0.005, **neuron)
    with pytest.raises(siegert.InvalidParameter, match="entry 1: sigma"):
        siegert.lif.delta.transfer_function(omegas, 0.016, [0.005, -0.005], **neuron)


def test_renewal_statistics_of_one_neuron():
    point = {"mu": 0.016, "sigma": 0.005, "V_0": 0.01, "V_th": 0.02, "tau_m": 0.02, "tau_r": 0.002}
    for module, more in ((siegert.lif.delta, {}), (siegert.lif.exp, {"tau_s": 0.001})):
        nu, cv = module.firing_rate(**point, **more), module.cv(**point, **more)
        spectrum = module.renewal_spectrum([0.0, 1e9], **point, **more)
        assert spectrum[0] == pytest.approx(nu * cv ** 2, rel=1e-9)
        assert spectrum[1] == pytest.approx(nu, rel=1e-3)
        assert module.interval_characteristic_function(0.0, **point, **more) == 1
    with pytest.raises(siegert.InvalidParameter, match="omegas must be real"):
        siegert.lif.delta.renewal_spectrum(1j, **point)


def test_peaks_and_their_sensitivity(network, analysis):
    assert list(analysis.peaks) == theory.spectral_peaks(analysis.power_spectra, OMEGAS)
    for change in theory.peak_sensitivities(network, analysis):
        assert change.log_height.dlog_K.shape == (2, 2)
        assert change.peak.frequency == pytest.approx(change.peak.omega / (2 * np.pi))


def test_analysis_takes_the_frequencies_of_the_file():
    loaded = siegert.load_network(NETWORKS / "microcircuit.yaml")
    transfer = siegert.transfer_function(loaded)
    assert np.allclose(transfer.omegas, loaded.analysis.omegas)
    default = siegert.transfer_function(loaded.network).omegas / (2 * np.pi)
    assert default[0] == 0.5 and default[-1] == 300.0


def test_analysis_tells_its_steps_and_can_be_stopped(network):
    steps = []
    siegert.analyze(network, OMEGAS, progress=lambda name, done, total: steps.append((name, done, total)))
    assert [done for _, done, _ in steps] == list(range(len(steps))) and steps[0][2] == len(steps)
    assert all(name for name, _, _ in steps)

    def interrupt(name, done, total):
        if done == 2:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        siegert.analyze(network, OMEGAS, progress=interrupt)


def test_analyses_pickle_and_show_themselves(analysis):
    again = pickle.loads(pickle.dumps(analysis))
    assert again == analysis
    assert again.peaks == analysis.peaks and np.array_equal(again.propagator, analysis.propagator)
    assert "power_spectra [Hz]" in repr(analysis) and "<table>" in analysis._repr_html_()


def test_delay_factors_are_characteristic_functions():
    omegas = np.array([0.0, 100.0, 1000.0])
    D = theory.delay_factor(omegas, 0.0015, np.array([0.0, 0.0005]), "gaussian")
    assert D.shape == (3, 2)
    assert np.allclose(D[:, 1], np.exp(-1j * omegas * 0.0015 - (omegas * 0.0005) ** 2 / 2))
    assert np.allclose(D[:, 0], np.exp(-1j * omegas * 0.0015))


def test_fits_and_rate_models(network, point):
    tau, h0 = 0.004, 900.0
    filters = np.stack([h0 / (1 + 1j * OMEGAS * tau), -h0 / (1 + 2j * OMEGAS * tau)], axis=1)
    fit = theory.fit_transfer_function(filters, OMEGAS)
    assert np.allclose(fit.tau_rate, [tau, 2 * tau]) and np.allclose(fit.h0, [h0, -h0])
    assert theory.low_pass_fit(filters[:, 0], OMEGAS).tau == pytest.approx(tau)
    W = theory.rate_model_weights(fit.h0, network.tau_m, network.J, network.K)
    assert np.allclose(W, (fit.h0 * network.tau_m)[:, None] * network.J * network.K)


def test_covariances(network, point):
    response = theory.rate_response(network, point.mean_input, point.std_input)
    J_eff = theory.pairwise_effective_connectivity(network.J, network.tau_m, response.d_mu, response.d_sigma2)
    assert theory.spectral_bound(J_eff) == pytest.approx(max(np.linalg.eigvals(J_eff).real))
    found = theory.pairwise_covariances(J_eff, point.firing_rates, point.cvs)
    inverse = np.linalg.inv(np.eye(2) - J_eff)
    assert np.allclose(found.covariances, inverse @ np.diag(found.noise_strength) @ inverse.T)
    assert np.allclose(np.diag(found.covariances), point.cvs ** 2 * point.firing_rates)


def test_covariances_with_several_time_constants():
    network = siegert.load_network(NETWORKS / "ampa_gaba_network.yaml").network
    point = siegert.working_point(network, method="exact")
    response = theory.rate_response(network, point.mean_input, point.std_input, method="exact",
                                    firing_rates=point.firing_rates)
    J_eff = theory.pairwise_effective_connectivity(network.J, network.tau_m, response.d_mu, response.d_sigma2,
                                                   response.d_source_variance)
    W = siegert.analyze(network, [0.001, 0.002], method="exact").effective_connectivity[0]
    assert np.allclose(J_eff * network.K, W.real, rtol=1e-5)


def test_characteristic_equations():
    tau, delay, c = 0.01, 0.002, -3.0
    s = theory.solve_chareq_lambertw_constant_delay(0, tau, delay, c)
    assert (1 + tau * s) * np.exp(s * delay) == pytest.approx(c)
    C = np.array([[0.5, -2.0], [2.5, -1.0]])
    largest = theory.largest_eigenvalue(C)
    assert theory.solve_chareq_lambertw_constant_delay(0, tau, delay, C) == \
        theory.solve_chareq_lambertw_constant_delay(0, tau, delay, largest)
    eigenvalues = theory.constant_delay_eigenvalues(tau, delay, C, 1)
    assert len(eigenvalues) == 6 and eigenvalues[0].real == max(e.real for e in eigenvalues)

    def W(s, parameter=1.0):
        return parameter * C / (1 + tau * s) * np.exp(-s * delay)

    root = theory.characteristic_root(W, 1.05 * eigenvalues[0])
    assert root.converged and root.s == pytest.approx(eigenvalues[0])
    path = theory.follow_root(W, [1.0, 1.1, 1.2], root.s)
    assert [p.converged for p in path] == [True] * 3
    assert abs(np.linalg.det(np.eye(2) - W(path[-1].s, 1.2))) < 1e-8


def test_errors_of_python_functions_come_through():
    def broken(s):
        raise KeyError("no such model")

    with pytest.raises(KeyError, match="no such model"):
        theory.characteristic_root(broken, 1j)


def test_spatial_networks():
    k = np.array([0.0, 3.0, 5.0])
    assert np.allclose(theory.ft_spatial_profile("gaussian", "line", k[:, None], [0.1, 0.2]),
                       np.exp(-(k[:, None] * [0.1, 0.2]) ** 2 / 2))
    structure = theory.SpatialStructure(profile="boxcar", space="line", width=[[0.5, 0.2], [0.5, 0.2]],
                                        Delay=np.full((2, 2), 0.002))
    factor = theory.spatial_factor(structure, 10 + 20j, 3.0)
    p = np.sin(3 * structure.width) / (3 * structure.width)
    assert np.allclose(factor, np.exp(-(10 + 20j) * 0.002) * p)
    W_rate = np.array([[2.0, -3.0], [2.5, -2.0]])
    rate = theory.spatial_rate_connectivity(structure, [0.01, 0.01], W_rate, 10 + 20j, 3.0)
    assert np.allclose(rate, W_rate / (1 + (10 + 20j) * 0.01) * factor)
    dispersion = theory.rate_model_dispersion(structure, [0.01, 0.01], W_rate, k)
    det = np.linalg.det(np.eye(2) - theory.spatial_rate_connectivity(structure, [0.01, 0.01], W_rate,
                                                                     dispersion[1], k[1]))
    assert dispersion.shape == (3,) and abs(det) < 1e-9
    spiking = theory.spatial_effective_connectivity(structure, W_rate, [1.0, 2.0], 10 + 20j, 3.0)
    assert np.allclose(spiking, np.array([[1.0], [2.0]]) * W_rate * factor)


def test_binary_networks():
    from siegert import binary
    network = binary.Network(J=[[0.1, -0.6], [0.12, -0.5]], K=[[100, 30], [90, 25]], theta=[1.0, 0.9],
                             J_ext=[[0.1], [0.1]], K_ext=[[80], [70]], m_ext=[0.2])
    point = binary.working_point(network, start=[0.1, 0.2])
    assert point.converged
    m = binary.mean_activity(binary.mean_input(network, point.mean_activity),
                             binary.std_input(network, point.mean_activity), network.theta)
    assert np.allclose(m, point.mean_activity, atol=1e-12)
    h = 1e-6
    d_mu, _ = binary.activity_derivatives(0.5, 0.3, 0.7)
    assert d_mu == pytest.approx((binary.mean_activity(0.5 + h, 0.3, 0.7) - binary.mean_activity(0.5 - h, 0.3, 0.7))
                                 / (2 * h), rel=1e-8)
    assert np.allclose(binary.balanced_threshold(network, [0.1, 0.2]), binary.mean_input(network, [0.1, 0.2]))


def test_rates_at_finite_weights():
    neuron = {"V_0": 0.010, "V_th": 0.020, "tau_m": 0.020, "tau_r": 0.002}
    mu, sigma, J = 0.015, 0.005, 0.0001  # excitation and inhibition that together give mu and sigma
    mean, variance = mu / (J * neuron["tau_m"]), sigma ** 2 / (J ** 2 * neuron["tau_m"])
    found = siegert.finite_psp_rate([(variance + mean) / 2, (variance - mean) / 2], [J, -J], **neuron)
    assert found.rate == pytest.approx(9.343, abs=0.0005)  # docs/theory/finite_psp.md, to its last digit
    assert 0 < found.error < 0.01
    with pytest.raises(siegert.InvalidParameter, match="same number of entries"):
        siegert.finite_psp_rate([1.0, 2.0], [0.001], **neuron)
