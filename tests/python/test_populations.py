"""Populations that are advanced step by step."""
import numpy as np
import pytest

import siegert

LIF = {"tau_m": 0.020, "R": 1.0, "u_rest": 0.0, "V_th": 0.015, "V_0": 0.003, "tau_r": 0.002}


def test_constant_current_fires_regularly():
    dt, current = 1e-4, 0.020
    population = siegert.LifPopulation(3, 2, dt=dt, **LIF)
    spikes = np.array([population.forward(current) for _ in range(5000)])
    assert spikes.shape == (5000, 2, 3) and spikes.dtype == np.uint8
    steps = np.flatnonzero(spikes[:, 0, 0])
    charging = LIF["tau_m"] * np.log((current - LIF["V_0"]) / (current - LIF["V_th"]))
    assert np.all(np.diff(steps) == round(LIF["tau_r"] / dt) + np.ceil(charging / dt))
    assert np.array_equal(spikes[:, 0, 0], spikes[:, 1, 2])


def test_parameters_and_currents_differ_between_neurons():
    population = siegert.LifPopulation(2, dt=1e-4, **{**LIF, "tau_m": [0.010, 0.020]})
    population.forward([0.010, 0.012])
    expected = np.array([0.010, 0.012]) * -np.expm1(-1e-4 / np.array([0.010, 0.020]))
    assert np.allclose(population.v, [expected], rtol=1e-12)
    population.set_v(0.001)
    assert np.all(population.v == 0.001)
    population.reset_state()
    assert np.all(population.v == 0.0) and population.refractory_steps.shape == (1, 2)


def test_state_arrays_are_snapshots():
    population = siegert.LifPopulation(1, dt=1e-4, tau_trace=0.01, **LIF)
    before = population.v
    population.forward(0.5)
    assert before[0, 0] == 0.0 and population.v[0, 0] != 0.0
    assert population.trace.shape == (1, 1) and population.s.shape == (1, 1)


def test_adaptation_slows_firing():
    adaptation = [siegert.AdaptationParameters(tau=0.2, a=0.0, b=0.001)]
    population = siegert.AlifPopulation(1, adaptation=adaptation, dt=1e-4, **LIF)
    spikes = np.array([population.forward(0.020)[0, 0] for _ in range(10000)])
    intervals = np.diff(np.flatnonzero(spikes))
    assert intervals[-1] > intervals[0] and population.adaptation_currents == 1
    assert population.w(0)[0, 0] > 0
    population.set_w(0, 0.002)
    assert population.w(0)[0, 0] == 0.002


@pytest.mark.parametrize("changes, error, message", [
    ({"tau_m": -0.02}, siegert.InvalidParameter, "tau_m"),
    ({"tau_m": [0.01, 0.02]}, siegert.InvalidParameter, "tau_m"),
    ({"tau_m": "long"}, siegert.InvalidParameter, "tau_m must be a number or one number per neuron"),
    ({"tau_M": 0.02}, TypeError, "unexpected keyword argument 'tau_M'"),
    ({"reset": "none"}, siegert.InvalidParameter, "reset must be one of 'to_value'"),
])
def test_bad_parameters_are_named(changes, error, message):
    with pytest.raises(error, match=message):
        siegert.LifPopulation(3, dt=1e-4, **{**LIF, **changes})


def test_membrane_potential_of_samples_and_functions():
    membrane = {"E_L": -0.065, "tau_m": 0.010, "R": 50e6}
    t = np.arange(101) * 1e-4
    exact = -0.065 + 50e6 * 2e-10 * -np.expm1(-t / 0.010)
    sampled = siegert.membrane_potential(np.full(100, 2e-10), -0.065, dt=1e-4, **membrane)
    assert np.allclose(sampled, exact, rtol=0, atol=1e-14)
    function = siegert.membrane_potential(lambda time: 2e-10, -0.065, dt=1e-4, steps=100, **membrane)
    assert np.allclose(function, exact, rtol=0, atol=1e-14)
    with pytest.raises(ZeroDivisionError):
        siegert.membrane_potential(lambda time: 1 / 0, -0.065, dt=1e-4, steps=100, **membrane)
    with pytest.raises(siegert.InvalidParameter):
        siegert.membrane_potential([0.0], -0.065, dt=1e-4, E_L=-0.065, tau_m=0.010)
