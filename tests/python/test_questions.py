"""Questions asked from Python give what the command prints."""
import numpy as np
import pytest
from networks import NETWORKS

import siegert

LOADED = siegert.load_network(NETWORKS / "brunel_2000.yaml")
OMEGAS = 2 * np.pi * np.arange(5.0, 300.0, 5.0)


def test_rates_are_those_of_the_working_point():
    answer = siegert.ask("rates", LOADED)
    point = siegert.working_point(LOADED)
    assert np.array_equal(answer.firing_rates, point.firing_rates)
    assert answer.converged is True and answer["termination"] == "newton"
    result = answer.results["firing_rates"]
    assert result.unit == "Hz" and result.axes == ("population",) and result.meaning
    assert "firing_rates [Hz]" in repr(answer) and "<table>" in answer._repr_html_()
    assert len(answer.notes) > 1 and set(answer.validity.holds.tolist()) <= {True, False}


def test_every_question_answers():
    for name, (meaning, options) in siegert.questions().items():
        needed = {"branches": {"vary": "nu_ext=5:6 Hz"},
                  "design": {"free": "nu_ext", "target": "firing_rates[E]"}}.get(name, {})
        answer = siegert.ask(name, LOADED, OMEGAS, **needed)
        assert meaning and answer.populations.tolist() == ["E", "I"], name
        for result in answer.results.values():
            if isinstance(result, siegert.Result) and result.axes:
                assert np.ndim(result.values) == len(result.axes)


def test_spectra_are_those_of_analyze():
    answer = siegert.ask("spectra", LOADED, OMEGAS, convention="nnmt")
    assert np.array_equal(answer.power_spectra, siegert.power_spectra(LOADED, OMEGAS, convention="nnmt"))
    assert np.allclose(answer.frequencies, OMEGAS / (2 * np.pi))
    assert answer.peaks.frequency.shape == answer.peaks.height.shape


def test_rates_of_neurons_that_differ():
    network = LOADED.network
    different = network.replace(V_th_sd=0.05 * network.V_th)
    found = siegert.ask("rates", different, distribution=True, neurons=500)
    assert found.neuron_rates.shape == (len(network.populations), 500)
    assert np.all(np.diff(found.neuron_rates) >= 0)
    assert found.neuron_rates.mean(axis=1) == pytest.approx(found.firing_rates, rel=1e-2)
    assert np.all(found.firing_rates_sd > 0)


def test_options_are_those_of_the_command():
    assert siegert.ask("rates", LOADED, all_fixed_points=True, starts=5).fixed_points.stable.dtype == bool
    mode = siegert.ask("sensitivity", LOADED, OMEGAS, frequency="60 Hz").sensitivity_measure["0"]
    assert mode.critical_frequency == pytest.approx(60.0)
    with pytest.raises(siegert.InvalidParameter, match="frequencies must be an option of sensitivity"):
        siegert.ask("sensitivity", LOADED, OMEGAS, frequencies="1:2:3")
    with pytest.raises(siegert.InvalidParameter, match="modes must be a positive whole number, got 0"):
        siegert.ask("sensitivity", LOADED, OMEGAS, modes=0)
    with pytest.raises(siegert.InvalidParameter, match="question must be one of 'rates'"):
        siegert.ask("rate", LOADED)
    with pytest.raises(AttributeError, match="no result 'firing_rate'"):
        siegert.ask("rates", LOADED).firing_rate
