"""Scans of parameter files."""
import numpy as np
import pytest
from networks import NETWORKS

import siegert

FILE = NETWORKS / "brunel_2000.yaml"
OMEGAS = 2 * np.pi * np.arange(2.0, 400.0, 4.0)


def test_each_point_is_the_network_with_these_values():
    scan = siegert.scan(FILE, {"nu_ext": "9:15:3 Hz", "g": [4.5, 6.0]}, omegas=OMEGAS)
    assert scan.shape == (3, 2)
    assert scan.populations == ("E", "I")
    assert scan.parameters["nu_ext"].tolist() == [9.0, 12.0, 15.0]
    assert scan.parameters["g"].tolist() == [4.5, 6.0]
    assert scan.firing_rates.shape == (3, 2, 2)
    text = FILE.read_text().replace("nu_ext: 20 Hz", "nu_ext: 12 Hz").replace("g: 5", "g: 6")
    network = siegert.network_from_yaml(text).network
    analysis = siegert.analyze(network, OMEGAS)
    point = analysis.working_point
    np.testing.assert_allclose(scan.firing_rates[1, 1], point.firing_rates, rtol=1e-9)
    np.testing.assert_allclose(scan.mean_input[1, 1], point.mean_input, rtol=1e-9)
    np.testing.assert_allclose(scan.std_input[1, 1], point.std_input, rtol=1e-9)
    np.testing.assert_allclose(scan.cvs[1, 1], point.cvs, rtol=1e-9)
    assert scan.converged.all() and scan.converged.dtype == bool
    assert scan.unstable_modes[1, 1] == analysis.nyquist.unstable_modes
    assert scan.verdict[1, 1] == analysis.stability.answer and scan.stable[1, 1] == (scan.verdict[1, 1] == "stable")
    mode = analysis.sensitivity[0]
    assert scan.critical_eigenvalue[1, 1] == pytest.approx(mode.critical_eigenvalue, rel=1e-6)
    assert scan.critical_frequency[1, 1] == pytest.approx(mode.critical_frequency)
    assert "nu_ext: 3 values, g: 2 values" in repr(scan)


def test_values_may_be_texts_or_numbers_in_si_units():
    wanted = siegert.scan(FILE, {"d": "1,2 ms"}, omegas=OMEGAS)
    for values in (["1 ms", "2 ms"], ("0.001 s", "2000 us"), np.array([1e-3, 2e-3]), [1e-3, 2e-3]):
        found = siegert.scan(FILE, {"d": values}, omegas=OMEGAS)
        assert np.array_equal(found.critical_eigenvalue, wanted.critical_eigenvalue)
    words = siegert.scan(FILE, {"delay_dist": ["none"], "nu_ext": 9.0}, stability=False)
    assert words.parameters["delay_dist"] == ["none"] and words.shape == (1, 1)


def test_threads_change_nothing():
    one, three = (siegert.scan(FILE, {"nu_ext": "8:16:1 Hz", "g": "4:6:1"}, omegas=OMEGAS, threads=n)
                  for n in (1, 3))
    assert np.array_equal(one.firing_rates, three.firing_rates)
    assert np.array_equal(one.critical_eigenvalue, three.critical_eigenvalue)


def test_stability_can_be_left_out():
    scan = siegert.scan(FILE, {"nu_ext": "9,12 Hz"}, stability=False)
    assert (scan.unstable_modes == -1).all() and not scan.stable.any()
    assert np.isnan(scan.critical_frequency).all()


def test_progress_is_told_and_its_errors_are_raised():
    calls = []
    siegert.scan(FILE, {"nu_ext": "9:13:1 Hz"}, stability=False, threads=2, progress=lambda *call: calls.append(call))
    assert calls == [(k, 5) for k in range(1, 6)]

    def fail(done, total):
        raise RuntimeError("enough")

    for threads in (1, 2):
        with pytest.raises(RuntimeError, match="enough"):
            siegert.scan(FILE, {"nu_ext": "9:13:1 Hz"}, stability=False, threads=threads, progress=fail)


@pytest.mark.parametrize("vary, message", [
    ({}, "at least one parameter"),
    ({"nu_extt": [1.0]}, "'nu_ext'"),
    ({"nu_ext": [1.0, float("nan")]}, "nu_ext"),
    ({"nu_ext": "5:15:1"}, "frequency"),
    ({"V_th_rel": "20:5:-5 mV"}, "at V_th_rel = 10 mV"),
    ({"f_min": "1,2 Hz"}, "effect"),
])
def test_what_cannot_be_varied_is_named(vary, message):
    with pytest.raises(siegert.InvalidParameter, match=message):
        siegert.scan(FILE, vary)


def test_a_question_is_asked_at_every_point():
    scan = siegert.scan(FILE, {"nu_ext": [9.0, 12.0]}, omegas=OMEGAS, ask="spectra")
    text = FILE.read_text().replace("nu_ext: 20 Hz", "nu_ext: 12 Hz")
    alone = siegert.ask("spectra", siegert.network_from_yaml(text), OMEGAS)
    np.testing.assert_allclose(scan.answer.power_spectra[1], alone.power_spectra, rtol=1e-8)
    assert scan.answer.objection.tolist() == ["", ""]
    peaks = alone.peaks.frequency.shape[0]
    np.testing.assert_allclose(scan.answer.peaks.frequency[1, :peaks], alone.peaks.frequency, rtol=1e-6)
    assert np.isnan(scan.answer.peaks.frequency[1, peaks:]).all()
    assert siegert.scan(FILE, {"nu_ext": [9.0]}, stability=False).answer is None
    with pytest.raises(siegert.InvalidParameter, match="question must be one of"):
        siegert.scan(FILE, {"nu_ext": [9.0]}, ask="rate")
    with pytest.raises(siegert.InvalidParameter, match="starts needs all_fixed_points|modes must be an option"):
        siegert.scan(FILE, {"nu_ext": [9.0]}, ask="rates", modes=3)
