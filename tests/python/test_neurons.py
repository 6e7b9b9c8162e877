"""Single neurons other than LIF."""
import numpy as np
import pytest

import siegert
from siegert.neurons import adaptation, conductance, eif, qif

# Potentials relative to the leak potential; as in Augustin et al., PLoS Comput. Biol. 13, e1005545 (2017).
NEURON = dict(V_0=-0.005, V_th=0.025, tau_m=0.020, tau_r=0.0, Delta_T=0.0015, V_T=0.015)


def input_of(mu, sigma):
    """Their mu [mV/ms] and sigma [mV/sqrt(ms)] as mean and noise amplitude [V]."""
    return dict(mu=1e-3 * mu * 20, sigma=1e-3 * sigma * np.sqrt(20))


def test_rates_are_those_of_a_fine_threshold_integration():
    # Midpoint rule with Richardson extrapolation, an independent program; all digits that it gives.
    assert eif.firing_rate(**input_of(0.5, 1.5), **NEURON) == pytest.approx(5.83366, abs=5e-6)
    assert eif.firing_rate(**input_of(1.0, 1.5), **NEURON) == pytest.approx(25.3933, abs=5e-5)


def test_arguments_broadcast():
    mu = np.array([0.008, 0.012, 0.016])
    rates = eif.firing_rate(mu, 0.005, **NEURON)
    assert rates.shape == (3,) and np.all(np.diff(rates) > 0)
    assert rates[1] == eif.firing_rate(0.012, 0.005, **NEURON)
    n_mu, n_sigma2 = eif.transfer_function([10.0, 20.0], mu, 0.005, **NEURON)
    assert n_mu.shape == n_sigma2.shape == (2, 3)


def test_slow_signals_see_the_derivatives():
    x = dict(mu=0.012, sigma=0.005, **NEURON)
    d_mu, d_sigma = eif.rate_derivatives(**x)
    n_mu, n_sigma2 = eif.transfer_function(0.0, **x)
    assert n_mu == pytest.approx(d_mu, rel=1e-12) and 2 * 0.005 * n_sigma2 == pytest.approx(d_sigma, rel=1e-12)
    nu = eif.firing_rate(**x)
    assert np.exp(eif.log_firing_rate(**x)) == pytest.approx(nu, rel=1e-12)
    assert eif.renewal_spectrum(0.0, **x) == pytest.approx(nu * eif.cv(**x)**2, rel=1e-9)
    assert eif.interval_characteristic_function(0.0, **x) == pytest.approx(1.0, abs=1e-11)
    mean, variance = eif.potential_moments(**x)
    step = 1e-6
    ahead = eif.potential_moments(**{**x, "mu": 0.012 + step})[0]
    behind = eif.potential_moments(**{**x, "mu": 0.012 - step})[0]
    assert eif.mean_potential_response(0.0, **x) == pytest.approx((ahead - behind) / (2 * step), abs=1e-6)
    assert 0 < variance < 0.005**2 and -0.005 < mean < 0.015


def test_a_quadratic_neuron_takes_the_time_of_its_passage():
    x = dict(V_0=0.002, V_th=0.060, tau_m=0.020, tau_r=0.002, Delta_T=0.0015, V_T=0.012)
    mu = 0.014
    rest = 1 + (mu - x["V_T"]) / x["Delta_T"]
    way = [np.arctan((x[V] - x["V_T"]) / x["Delta_T"] / np.sqrt(2 * rest)) for V in ("V_0", "V_th")]
    time = x["tau_r"] + x["tau_m"] * np.sqrt(2 / rest) * (way[1] - way[0])
    assert qif.firing_rate(mu, 0.0, **x) == pytest.approx(1 / time, rel=1e-11)
    assert qif.firing_rate(0.009, 0.005, **x) != eif.firing_rate(0.009, 0.005, **x) > 0


def test_a_network_of_them_has_theory_and_simulation():
    network = siegert.network_from_dict({
        "populations": ["E", "I"], "N": [80, 20], "neuron": {"E": "eif"}, "Delta_T": "1.5 mV", "V_T_rel": "12 mV",
        "tau_m": "20 ms", "tau_r": "2 ms", "V_0_rel": "2 mV", "V_th_rel": "30 mV", "synapse": "delta",
        "j": "0.1 mV", "g": 5, "K": [[40, 10], [40, 10]], "d": "1.5 ms",
        "K_ext": [[1000], [1000]], "J_ext": "0.2 mV", "nu_ext": {"val": [3.5], "unit": "Hz"}}).network
    assert network.neuron == ("eif", "lif")
    assert siegert.working_point(network).firing_rates[0] > 0
    assert siegert.simulate(network, 0.2).rates.shape == (2,)
    with pytest.raises(siegert.InvalidParameter, match="'lif', 'eif', 'qif', got 'elf'"):
        network.neuron = ["elf", "lif"]


def test_adapting_neurons_are_those_of_the_library():
    leaky = {"V_0": 0.010, "V_th": 0.020, "tau_m": 0.020, "tau_r": 0.002}
    slow = [siegert.AdaptationCurrent(tau=0.2, a=0.0, b=0.005)]
    nu = adaptation.firing_rate(0.030, 0.005, **leaky, adaptation=slow)
    assert nu == pytest.approx(14.158, rel=1e-3)  # simulated, standard error 0.005
    assert adaptation.firing_rate(0.030, 0.005, **leaky, adaptation=slow, theory="mean_field") == pytest.approx(13.66, abs=0.01)
    rate, potential, mean, spread, error = adaptation.adapted_state(0.030, 0.005, **leaky, adaptation=slow)
    assert rate == nu and 0.0 < potential < 0.020 and mean == pytest.approx(0.2 * 0.005 * nu, rel=0.02)
    assert 0.002 < spread < 0.003 and error < 0.002
    n_mu, n_sigma2 = adaptation.transfer_function(0.0, 0.030, 0.005, **leaky, adaptation=slow)
    d_mu, d_sigma = adaptation.rate_derivatives(0.030, 0.005, **leaky, adaptation=slow)
    assert n_mu == d_mu and d_sigma == pytest.approx(2 * 0.005 * n_sigma2.real)
    mu = np.array([0.02, 0.03])
    assert adaptation.cv(mu, 0.005, **leaky, adaptation=slow)[1] == pytest.approx(0.4791, abs=1e-4)
    assert adaptation.power_spectrum([0.0, 500.0], mu, 0.005, **leaky, adaptation=slow).shape == (2, 2)
    assert adaptation.firing_rate(0.012, 0.005, **NEURON, adaptation=[]) == pytest.approx(eif.firing_rate(0.012, 0.005, **NEURON))
    with pytest.raises(siegert.InvalidParameter, match="galerkin"):
        adaptation.firing_rate(0.03, 0.005, **leaky, adaptation=slow, theory="exact")


def conductance_of_spikes(W, rate, tau, E_rev):
    """Of Poisson spikes of weight W [nS]; the leak has 10 nS."""
    jump = W / 10.0
    return conductance.Conductance(tau=tau, E_rev=E_rev, mean=jump * rate * tau, variance=0.5 * jump**2 * rate * tau)


def test_neurons_with_conductances_are_those_of_the_library():
    leaky = {"V_0": 0.010, "V_th": 0.020, "tau_m": 0.020, "tau_r": 0.002}
    synapses = [conductance_of_spikes(1.0, 8000.0, 0.002, 0.070), conductance_of_spikes(2.0, 2500.0, 0.005, -0.010)]
    nu = conductance.firing_rate(0.0, **leaky, conductances=synapses)
    assert nu == pytest.approx(23.17, rel=0.02)  # simulated, standard error 0.08
    assert conductance.firing_rate(0.0, **leaky, conductances=synapses, nodes=4) == pytest.approx(23.88, abs=0.01)
    rate, cv, error = conductance.conductance_state(0.0, **leaky, conductances=synapses)
    assert rate == nu and cv == conductance.cv(0.0, **leaky, conductances=synapses) and error < 0.05
    tau, mu, sigma, tau_s = conductance.effective_input(0.0, **leaky, conductances=synapses)
    assert tau == pytest.approx(0.020 / (1.0 + 1.6 + 2.5)) and mu == pytest.approx((1.6 * 0.070 - 2.5 * 0.010) / 5.1)
    assert 0.0 < sigma < 0.020 and 0.002 < tau_s < 0.005
    assert conductance.firing_rate(0.0, **leaky, conductances=synapses, theory="effective") == pytest.approx(15.1, abs=0.1)
    n_mu, n_mean, n_variance = conductance.response([0.0, 500.0], np.zeros(3), **leaky, conductances=synapses, kind=1, nodes=4)
    assert n_mu.shape == n_mean.shape == n_variance.shape == (2, 3)
    assert n_mean[0, 0].real < 0.0 < n_mu[0, 0].real  # inhibition
    assert conductance.power_spectrum(500.0, 0.0, **leaky, conductances=synapses, nodes=4) > 0.0
    sharp = dict(NEURON, tau_r=0.002)
    assert conductance.firing_rate([0.0, 0.005], **sharp, conductances=synapses, nodes=3).shape == (2,)
    with pytest.raises(siegert.InvalidParameter, match="kind"):
        conductance.response(0.0, 0.0, **leaky, conductances=synapses, kind=2)
    with pytest.raises(siegert.InvalidParameter, match="effective"):
        conductance.firing_rate(0.0, **leaky, conductances=synapses, theory="exact")
