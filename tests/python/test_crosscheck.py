"""Theory beside simulation, from Python."""
import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from networks import ENVIRONMENT

import siegert

# Little inhibition on few synapses: the cross-check of theory is a matter of the C++ tests, this one is to be quick.
PARAMETERS = {
    "populations": ["E", "I"], "N": [300, 80], "tau_m": {"val": [20.0, 15.0], "unit": "ms"}, "tau_r": "2 ms",
    "V_0_rel": "10 mV", "V_th_rel": "20 mV", "synapse": "delta",
    "J": {"val": [[0.1, -0.3], [0.12, -0.25]], "unit": "mV"},
    "K": [[40, 10], [42, 11]], "d": "1.5 ms", "K_ext": [900, 800], "J_ext": "0.1 mV", "nu_ext": "12 Hz",
}


@pytest.fixture(scope="module")
def network():
    return siegert.network_from_dict(PARAMETERS).network


@pytest.fixture(scope="module")
def result(network):
    return siegert.crosscheck(network, 2.0, replicates=4, warmup=0.1, surrogate_time=2.0, bands=3, count_bin=0.05,
                              segment=0.1, probes=5)


def test_rows_hold_both_sides(network, result):
    assert result.complete and result.samples == 4 and result.sample_duration == pytest.approx(0.5)
    assert [row.population for row in result.rows if row.quantity == "firing_rates"] == ["E", "I"]
    point = siegert.working_point(network)
    rate = result.rows[0]
    assert rate.predicted == pytest.approx(point.firing_rates[0]) and rate.source == "" and rate.frequency == 0.0
    assert rate.z == pytest.approx((rate.simulated - rate.predicted) / rate.standard_error)
    assert rate.systematic_errors and isinstance(rate.systematic_errors[0], siegert.SystematicError)
    assert result.agrees == (not any(row.alarm for row in result.rows))
    for row in result.rows:
        if row.alarm:
            assert siegert.has_alarm(result, row.quantity)
    assert {row.quantity for row in result.rows} <= set(siegert.CrosscheckOptions().quantities)
    compared = {row.quantity for row in result.rows}
    assert {"firing_rates", "mean_input", "spectra", "unconnected_rates", "transmission_delay"} <= compared
    assert result.modulation_depth.shape == (2,)


def test_verdicts_are_counted_and_put_into_words(result):
    verdicts = [row.verdict for row in result.rows]
    assert result.verdicts == {name: verdicts.count(name) for name in ("agrees", "explained", "cannot tell", "disagrees")}
    assert sum(result.verdicts.values()) == len(result.rows)
    assert result.summary.startswith(f"of {len(result.rows)} numbers ") and result.summary in repr(result)
    for row in result.rows:
        assert row.accepted_low <= row.accepted_high and row.alarm == (row.verdict == "disagrees")
        if row.quantity in ("firing_rates", "spectra", "std_input", "cvs"):
            assert row.accepted_low > 0.0
        if row.verdict == "explained":
            assert row.tolerance <= 0.2 * abs(row.predicted + row.correction) or "transfer" in row.quantity


def test_former_names_are_read(network):
    options = dict(replicates=3, warmup=0.05, surrogate_time=2.0)
    former = siegert.crosscheck(network, 0.6, quantities=["rates"], **options)
    assert former == siegert.crosscheck(network, 0.6, quantities=["firing_rates"], **options)


def test_finite_weights_and_spectrum_of_the_input(network):
    point = siegert.working_point(network)
    single = siegert.theory.finite_weight_rates(network, point.firing_rates)
    state = siegert.theory.finite_weight_state(network)
    # Self-consistent: neurons at these rates fire at these rates.
    at_state = siegert.theory.finite_weight_rates(network, state.point.firing_rates)
    assert at_state.firing_rates == pytest.approx(state.point.firing_rates, rel=1e-3)
    assert single.cvs.shape == (2,) and not np.allclose(state.network.V_th, network.V_th, rtol=1e-6)
    found = siegert.theory.self_consistent_input(network, neuron_time=10.0, threads=1)
    assert found.all.coloured.spectra.shape == found.all.coloured.responses.shape
    assert found.all.white.firing_rates == pytest.approx(state.point.firing_rates, rel=0.1)
    assert len(found.without) > 1 and found.modulation_depth.shape == (2,)
    with pytest.raises(siegert.InvalidParameter, match="neuron_time"):
        siegert.theory.self_consistent_input(network, neuron_time=-1.0)


def test_table_is_made_for_pandas(result):
    table = result.table
    assert list(table)[:4] == ["quantity", "unit", "population", "source"]
    assert all(isinstance(column, np.ndarray) and column.shape == (len(result.rows),) for column in table.values())
    assert table["simulated"].tolist() == [row.simulated for row in result.rows]
    assert table["alarm"].dtype == bool and table["predicted"].dtype == float
    assert dict(zip(table["quantity"], table["unit"]))["mean_input"] == "V"


def test_table_can_be_stored(network, result, tmp_path):
    siegert.write_results(tmp_path / "check.h5", network, {"crosscheck": result.table})
    stored = siegert.read_results(tmp_path / "check.h5").results["crosscheck"]
    assert stored["simulated"].values.tolist() == result.table["simulated"].tolist()
    assert stored["population"].values.tolist() == result.table["population"].tolist()


def test_report_is_written(network, tmp_path):
    siegert.crosscheck(network, 0.6, replicates=3, warmup=0.05, surrogate_time=2.0, quantities=["firing_rates"],
                       report=tmp_path / "check.html")
    text = (tmp_path / "check.html").read_text()
    assert text.startswith("<!DOCTYPE html>") and "firing_rates" in text and "covariances" not in text.split("<script")[0]
    with pytest.raises(siegert.FileError):
        siegert.crosscheck(network, 0.6, replicates=3, warmup=0.05, surrogate_time=2.0, quantities=["firing_rates"],
                           report=tmp_path / "missing" / "check.html")


def test_result_prints_copies_and_pickles(result):
    text = repr(result)
    assert "firing_rates E " in text and "covariances I - E" in text and "spectra E, " in text and "alarms" in text
    assert result._repr_html_().count("<tr>") > len(result.rows)
    assert pickle.loads(pickle.dumps(result)) == result
    assert repr(siegert.Crosscheck()).startswith("Crosscheck\n")


def test_results_do_not_depend_on_threads(network):
    options = dict(replicates=3, warmup=0.05, surrogate_time=2.0, quantities=["firing_rates"])
    assert (siegert.crosscheck(network, 0.6, threads=1, **options).table["simulated"].tolist()
            == siegert.crosscheck(network, 0.6, threads=3, **options).table["simulated"].tolist())


def test_another_network_is_noticed(network):
    other = network.replace(nu_ext=1.1 * network.nu_ext)
    compared = siegert.crosscheck(network, 2.0, replicates=10, warmup=0.05, surrogate_time=2.0, quantities=["firing_rates",
                                  "mean_input"],
                                  simulated=other)
    assert not compared.agrees and siegert.has_alarm(compared, "mean_input")
    assert "alarms" in repr(compared) and "mean_input E" in repr(compared)


def test_transfer_functions(network):
    compared = siegert.crosscheck(network, 1.0, replicates=2, warmup=0.1, surrogate_time=2.0,
                                  quantities=["transfer_functions"],
                                  frequencies=[10.0, 40.0], modulated=50)
    assert {row.quantity for row in compared.rows} == {"transfer_function_real", "transfer_function_imaginary"}
    assert {row.frequency for row in compared.rows} == {10.0, 40.0}


def test_wrong_options_are_named(network):
    with pytest.raises(siegert.InvalidParameter, match="duration"):
        siegert.crosscheck(network, -1.0)
    with pytest.raises(siegert.InvalidParameter, match="quantity must be one of 'firing_rates', 'cvs'"):
        siegert.crosscheck(network, 1.0, quantities=["rate"])
    with pytest.raises(TypeError, match="CrosscheckOptions has no field 'probe'"):
        siegert.crosscheck(network, 1.0, probe=3)


def test_progress_is_reported_and_can_stop(network):
    parts = []
    siegert.crosscheck(network, 0.8, replicates=4, warmup=0.05, surrogate_time=2.0, quantities=["firing_rates"], threads=1,
                       progress=parts.append)
    assert parts[-1] == 1.0 and parts == sorted(set(parts))
    stopped = siegert.crosscheck(network, 4000.0, replicates=400, surrogate_time=2.0, quantities=["firing_rates"], threads=1,
                                 progress=lambda part: False)
    assert not stopped.complete and stopped.rows == () and not stopped.agrees


def test_errors_in_progress_come_through(network):
    def fail(part):
        raise LookupError("broken bar")

    with pytest.raises(LookupError, match="broken bar"):
        siegert.crosscheck(network, 4000.0, replicates=400, surrogate_time=2.0, quantities=["firing_rates"], progress=fail)


def test_other_threads_of_python_go_on(network):
    counted = 0
    done = threading.Event()

    def count():
        nonlocal counted
        while not done.is_set():
            counted += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    siegert.crosscheck(network, 1.0, replicates=2, warmup=0.1, surrogate_time=2.0, quantities=["firing_rates"])
    done.set()
    thread.join()
    assert counted > 5


CALLS = {
    "crosscheck": "siegert.crosscheck(network, 1e5, replicates=2, surrogate_time=2.0)",
    "simulate": "siegert.simulate(network, 1e5)",
    "simulation": "siegert.NetworkSimulation(network).advance(1e5)",
    "analyze": "[siegert.analyze(network, np.arange(1.0, 500.0, 0.1)) for _ in range(10000)]",
}


@pytest.mark.parametrize("name", CALLS)
def test_ctrl_c_stops_a_script(name, network, tmp_path):
    siegert.write_network(network, tmp_path / "network.yaml")
    code = ("import numpy as np, siegert\nnetwork = siegert.load_network('network.yaml').network\n"
            "print('begun', flush=True)\n"
            f"try:\n    {CALLS[name]}\nexcept KeyboardInterrupt:\n    print('interrupted')")
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=ENVIRONMENT, text=True,
                               stdout=subprocess.PIPE)
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.7)
    os.kill(process.pid, signal.SIGINT)
    try:
        out, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert out == "interrupted\n" and process.returncode == 0


def test_finite_weights_on_a_grid():
    neuron = dict(V_0=0.01, V_th=0.02, tau_m=0.02, tau_r=0.002)
    fine = siegert.grid_rate([58000, 9500], [1e-4, -5e-4], **neuron, dt=1e-6)
    coarse = siegert.grid_rate([58000, 9500], [1e-4, -5e-4], **neuron, dt=1e-4)
    assert coarse.rate == pytest.approx(36.435, abs=0.01)  # docs/theory/crosscheck.md
    continuous = siegert.finite_psp_rate([58000, 9500], [1e-4, -5e-4], **neuron)
    assert abs(fine.rate - continuous.rate) < 0.2 * abs(coarse.rate - continuous.rate)
    assert 0.5 < coarse.cv < 1.0 and coarse.error < 0.01


# Irregular, so that half a second forgets how it began.
NOISY = {**PARAMETERS, "J_ext": "0.5 mV", "K_ext": [90, 80], "nu_ext": "20 Hz"}


@pytest.fixture(scope="module")
def noisy():
    return siegert.network_from_dict(NOISY).network


@pytest.fixture(scope="module")
def spikes(noisy):
    return siegert.simulate(noisy, 4.0, warmup=0.5, seed=5).spikes


def test_spikes_of_another_simulation_are_compared(noisy, spikes):
    found = siegert.crosscheck(noisy, spikes=spikes, batches=8, surrogate_time=2.0, bands=3)
    assert found.complete and found.agrees and found.samples == 8 and found.sample_duration == pytest.approx(0.5)
    rates = [row for row in found.rows if row.quantity == "firing_rates"]
    assert [row.population for row in rates] == ["E", "I"]
    assert rates[0].simulated == pytest.approx(len(spikes.spikes[0].times) / 300 / 4.0, rel=1e-12)
    assert {row.quantity for row in found.rows} <= {"firing_rates", "cvs", "covariances", "spectra"}
    assert any("not compared" in note for note in found.notes)


def test_spikes_of_another_network_are_noticed(noisy, spikes):
    slower = noisy.replace(tau_m=1.1 * noisy.tau_m)
    assert siegert.has_alarm(siegert.crosscheck(slower, spikes=spikes, batches=8, surrogate_time=2.0,
                                                quantities=["firing_rates"]), "firing_rates")


def test_spikes_must_be_those_of_the_network(noisy, spikes):
    with pytest.raises(siegert.InvalidParameter, match="all 400 neurons of E, got those of 300 of 300"):
        siegert.crosscheck(noisy.replace(N=[400, 80]), spikes=spikes)
    with pytest.raises(siegert.InvalidParameter, match="populations of the network, A, I, got E, I"):
        siegert.crosscheck(noisy.replace(populations=["A", "I"]), spikes=spikes)
    with pytest.raises(siegert.InvalidParameter, match="duration must be left out"):
        siegert.crosscheck(noisy, 1.0, spikes=spikes)
    with pytest.raises(siegert.InvalidParameter, match="duration must be given"):
        siegert.crosscheck(noisy)
