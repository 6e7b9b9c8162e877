"""Statistics of spike records made in Python."""
import numpy as np
import pytest

import siegert
from siegert import statistics

RATE, DURATION, NEURONS = 8.0, 200.0, (40, 25)


def poisson_record(seed=3):
    rng = np.random.default_rng(seed)
    spikes = []
    for n in NEURONS:
        count = rng.poisson(RATE * DURATION * n)
        spikes.append(siegert.PopulationSpikes(times=np.sort(rng.uniform(1.0, 1.0 + DURATION, count)),
                                               neurons=rng.integers(0, n, count)))
    return siegert.SpikeRecord(populations=["A", "B"], sizes=NEURONS, recorded=NEURONS, spikes=spikes, start=1.0,
                               end=1.0 + DURATION)


@pytest.fixture(scope="module")
def record():
    return poisson_record()


def z(estimates, truth):
    return abs(estimates.value - truth) / estimates.standard_error


# 4.4 standard errors: two-sided 1e-5.
def test_poisson_spikes_have_poisson_statistics(record):
    assert np.all(z(statistics.firing_rates(record), RATE) < 4.4)
    assert np.all(z(statistics.cvs(record), 1.0) < 4.4)
    assert np.all(z(statistics.cvs(record, average="pooled"), 1.0) < 4.4)
    assert np.all(z(statistics.local_variations(record), 1.0) < 4.4)
    assert np.all(z(statistics.fano_factors(record, 0.5), 1.0) < 4.4)
    assert statistics.neuron_firing_rates(record, 1).shape == (25,)
    assert np.allclose(statistics.neuron_firing_rates(record, 0).mean(), statistics.firing_rates(record).value[0])


def test_spectra_of_poisson_spikes_are_flat(record):
    spectra = statistics.population_spectra(record, 100.0, 1.0)
    assert spectra.S.shape == (100, 2, 2) and spectra.frequencies[0] == 1.0
    power = statistics.power(spectra)
    assert power.value.shape == (100, 2) and np.allclose(power.value[:, 1], spectra.S[:, 1, 1].real)
    log_power = statistics.log_power(spectra)
    assert np.all(z(log_power, np.log(RATE / np.array(NEURONS))) < 4.9)  # 200 comparisons
    assert np.all(z(statistics.coherence(spectra, 0, 1), 0.0) < 6)
    cross = statistics.cross_spectrum(spectra, 0, 1)
    assert cross.value.dtype == np.complex128 and np.all(abs(cross.value) < 7 * cross.standard_error)


def test_counts_of_independent_neurons_do_not_correlate(record):
    correlations = statistics.count_correlations(record, 0.1)
    assert correlations.value.shape == (2, 2) and np.all(z(correlations, 0.0) < 4.4)
    covariances = statistics.count_covariances(record, 0.1)
    assert np.all(z(covariances.variances, RATE * 0.1) < 4.4) and np.all(z(covariances.covariances, 0.0) < 4.4)


def test_response_to_a_modulation():
    rng = np.random.default_rng(8)
    f, amplitude, response = 5.0, 0.5, 6.0
    times = np.sort(rng.uniform(0, DURATION, rng.poisson(20.0 * DURATION * 30)))
    keep = rng.uniform(0, 1.3, times.size) < 1 + amplitude * response / 20.0 * np.cos(2 * np.pi * f * times) - 0.15
    record = siegert.SpikeRecord(populations=["A"], sizes=[30], recorded=[30], start=0.0, end=DURATION, spikes=[
        siegert.PopulationSpikes(times=times[keep], neurons=rng.integers(0, 30, keep.sum()))])
    found = statistics.sinusoid_response(record, f, amplitude)
    expected = response / 1.3
    assert abs(found.value[0] - expected) < 5 * found.standard_error[0] and found.standard_error[0] < 0.2 * expected


def test_bad_records_are_refused(record):
    unordered = record.replace(spikes=[siegert.PopulationSpikes(times=[3.0, 2.0], neurons=[0, 1])] * 2)
    with pytest.raises(siegert.InvalidParameter):
        statistics.firing_rates(unordered)
    with pytest.raises(siegert.InvalidParameter, match="times must be a one-dimensional array"):
        siegert.PopulationSpikes(times=[[1.0]], neurons=[0])
    with pytest.raises(siegert.InvalidParameter, match="average must be one of"):
        statistics.cvs(record, average="all")
