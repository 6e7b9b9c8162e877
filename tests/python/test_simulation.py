"""Simulations from Python: records, progress, interruption, checkpoints, files."""
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from networks import ENVIRONMENT, EXAMPLES, TWO_POPULATIONS

import siegert
from siegert import statistics


@pytest.fixture(scope="module")
def network():
    return siegert.network_from_dict(TWO_POPULATIONS).network


@pytest.fixture(scope="module")
def result(network):
    return siegert.simulate(network, 2.0, warmup=0.1, seed=5, neurons=150, probes=[(0, 3), (1, 7)], rate_bin=0.01,
                            probe_interval=0.001)


def test_rates_agree_with_the_record(network, result):
    assert result.complete
    spikes = result.spikes
    assert spikes.populations == ("E", "I") and spikes.sizes.tolist() == [800, 200]
    assert spikes.recorded.tolist() == [150, 150]
    assert (spikes.start, spikes.end) == pytest.approx((0.1, 2.1))
    times = spikes.spikes[0].times
    assert times.dtype == np.float64 and np.all(np.diff(times) >= 0) and spikes.spikes[0].neurons.max() < 150
    rates = statistics.firing_rates(spikes)
    assert rates.value[0] == pytest.approx(len(times) / (150 * 2.0), rel=1e-12)
    assert np.all(abs(rates.value - result.rates) < 5 * rates.standard_error + 0.05 * result.rates)
    assert np.allclose(result.population_rates.rates.mean(axis=0), result.rates)


class NeoStandIn:
    """What to_neo calls of Neo, with Neo's check that spikes lie between the limits."""

    class Segment:
        def __init__(self, name):
            self.name, self.spiketrains = name, []

    class SpikeTrain:
        def __init__(self, times, *, units, t_start, t_stop, name, **annotations):
            assert units == "s" and np.all((t_start <= times) & (times <= t_stop))
            self.times, self.t_start, self.t_stop, self.name = np.array(times), t_start, t_stop, name
            self.annotations = annotations


def test_the_cost_of_a_simulation_is_estimated(network):
    cost = siegert.estimate_cost(network, 2.0, warmup=0.5)
    assert cost.neurons == network.N.sum() and cost.scale == 1
    assert 0 < cost.real_time_factor and cost.run_seconds == pytest.approx(2.5 * cost.real_time_factor)
    assert 0 < cost.memory_needed < cost.memory_available
    with pytest.raises(siegert.InvalidParameter, match="duration"):
        siegert.estimate_cost(network, 0.0)


def test_the_cost_of_a_small_network_needs_no_theory():
    network = siegert.load_network(EXAMPLES / "networks" / "conductance_network.yaml").network
    network.connection_rule = "fixed_total_number"
    with pytest.raises(siegert.InvalidParameter, match="connection_rule"):
        siegert.working_point(network)
    assert siegert.estimate_cost(network, 1.0).run_seconds > 0


def test_neo_gets_a_spike_train_of_each_watched_neuron(result, monkeypatch):
    monkeypatch.setitem(sys.modules, "neo", NeoStandIn)
    trains = siegert.to_neo(result.spikes).spiketrains
    assert [(t.annotations["population"], t.annotations["neuron"]) for t in trains] == [
        (population, neuron) for population in "EI" for neuron in range(150)]
    for index, spikes in enumerate(result.spikes.spikes):
        for neuron in range(150):
            train = trains[150 * index + neuron]
            assert np.array_equal(train.times, spikes.times[spikes.neurons == neuron])
            assert (train.t_start, train.t_stop) == (result.spikes.start, result.spikes.end)


def test_probes_are_recorded(network, result):
    probes = result.probes
    assert [(p.population, p.neuron) for p in probes.probes] == [(0, 3), (1, 7)]
    assert probes.V.shape == (len(probes.times), 2) and np.all(probes.V < network.V_th)
    assert np.allclose(np.diff(probes.times), 0.001)


def test_adaptation_currents_are_recorded(network):
    adapting = network.replace(adaptation=[[siegert.AdaptationCurrent(tau=0.1, a=0.0, b=0.0005),
                                            siegert.AdaptationCurrent(tau=0.3, a=0.0, b=0.0002)], []])
    result = siegert.simulate(adapting, 0.2, seed=5, probes=[(0, 3), (1, 7)])
    probes = result.probes
    assert len(probes.w) == 2 and all(w.shape == probes.V.shape for w in probes.w)
    spikes = result.spikes.spikes[0]
    times = spikes.times[spikes.neurons == 3]
    assert len(times) > 0
    for w, tau, b in zip(probes.w, (0.1, 0.3), (0.0005, 0.0002)):
        since = probes.times[:, None] - times
        expected = np.sum(np.where(since > -1e-9, b * np.exp(-since / tau), 0.0), axis=1)
        assert np.allclose(w[:, 0], expected, rtol=1e-9, atol=1e-15)
        assert np.all(w[:, 1] == 0.0)
    assert pickle.loads(pickle.dumps(result)) == result


def test_rates_after_a_stimulus_are_averaged_over_trials(network):
    stimulus = siegert.Stimulus(populations=["E"], input="mean", amplitude=0.02, start=0.06, stop=0.08)
    stimulated = network.replace(stimulus=[stimulus])
    assert stimulated.stimulus[0].shape == "step" and stimulated.stimulus[0].stop == 0.08
    assert siegert.network_from_yaml(siegert.to_yaml(stimulated)).network.stimulus[0].amplitude == 0.02
    found = siegert.simulate_trials(stimulated, 3, 0.06, warmup=0.04, rate_bin=0.02, seed=5)
    assert found.complete and found.trials == 3 and np.allclose(found.times, [0.06, 0.08, 0.1])
    assert found.rates.shape == found.rates_error.shape == (3, 2) and np.all(found.rates_error[:, 0] > 0.0)
    assert found.rates[1, 0] > 2 * found.rates[0, 0]
    # The trials one by one.
    simulation = siegert.NetworkSimulation(stimulated, seed=5, rate_bin=0.02, stimulus_period=0.1)
    trials = []
    for _ in range(3):
        simulation.warm_up(0.04)
        simulation.advance(0.06)
        trials.append(simulation.take_record().population_rates.rates.copy())
    assert np.allclose(found.rates, np.mean(trials, axis=0))
    assert np.allclose(found.rates_error, np.std(trials, axis=0, ddof=1) / np.sqrt(3))
    with pytest.raises(siegert.InvalidParameter, match="stimulus must be absent for the theory"):
        siegert.working_point(stimulated)


def test_results_depend_on_the_seed_alone(network, result):
    again = siegert.simulate(network, 2.0, warmup=0.1, seed=5, neurons=150, threads=2)
    assert again.spikes == result.spikes
    other = siegert.simulate(network, 0.5, warmup=0.1, seed=6)
    assert len(other.spikes.spikes[0].times) != 0 and other.spikes != again.spikes


def test_results_pickle(result):
    assert pickle.loads(pickle.dumps(result)) == result


def test_pieces_make_the_same_record(network):
    whole = siegert.simulate(network, 0.4, seed=2)
    simulation = siegert.NetworkSimulation(network, seed=2)
    times = []
    while simulation.time < 0.4 - 1e-9:
        assert simulation.advance(0.1)
        times.append(simulation.take_record().spikes.spikes[0].times)
    assert np.array_equal(np.concatenate(times), whole.spikes.spikes[0].times)


def test_checkpoints_go_on(network, tmp_path):
    simulation = siegert.NetworkSimulation(network, seed=2)
    simulation.warm_up(0.1)
    siegert.write_checkpoint(simulation.state(), network, tmp_path / "state.h5")
    simulation.advance(0.1)
    expected = simulation.take_record().spikes
    state = siegert.read_checkpoint(tmp_path / "state.h5")
    assert pickle.loads(pickle.dumps(state)) == state and state.components[0].shape == (1000,)
    resumed = siegert.NetworkSimulation(network, seed=2, threads=2)
    resumed.restore(state)
    resumed.advance(0.1)
    assert resumed.take_record().spikes == expected
    with pytest.raises(siegert.InvalidParameter, match="state"):
        siegert.NetworkSimulation(network, seed=3).restore(state)


def test_spike_files_are_appended(network, tmp_path):
    path = tmp_path / "spikes.h5"
    siegert.create_spike_file(network, path)
    simulation = siegert.NetworkSimulation(network, seed=2)
    for _ in range(2):
        simulation.advance(0.1)
        siegert.append_record(simulation.take_record(), path)
    stored = siegert.read_spike_file(path)
    assert stored.network == network
    assert stored.spikes.spikes == siegert.simulate(network, 0.2, seed=2).spikes.spikes


def test_progress_is_reported_and_can_stop(network):
    reports = []

    def stop_at_once(progress):
        reports.append(progress)
        return False

    result = siegert.simulate(network, 1000.0, progress=stop_at_once)
    assert not result.complete and len(reports) == 1
    assert reports[0].end == pytest.approx(1000.0) and 0 < reports[0].time < 1000 and reports[0].rates.shape == (2,)
    assert result.spikes.end == pytest.approx(reports[0].time)


def test_progress_without_answer_goes_on(network):
    reports = []
    assert siegert.simulate(network, 0.2, progress=reports.append).complete
    assert reports


def test_errors_in_progress_come_through(network):
    def fail(progress):
        raise LookupError("broken bar")

    with pytest.raises(LookupError, match="broken bar"):
        siegert.simulate(network, 1000.0, progress=fail)


def test_ctrl_c_stops(network):
    def interrupt():
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        siegert.simulate(network, 1000.0)
    assert time.monotonic() - start < 20


def test_ctrl_c_stops_the_wiring(network):
    large = network.replace(N=[40_000, 10_000], K=[[4000, 1000], [4000, 1000]])  # 2.5e8 synapses
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        siegert.NetworkSimulation(large)
    assert time.monotonic() - start < 5


def test_what_the_grid_rounds_is_told(network):
    result = siegert.simulate(network, 0.01, dt=0.0004)
    assert result.grid_fit.rounded
    assert result.grid_fit.dt == pytest.approx(0.00025)
    assert not siegert.simulate(network, 0.01, dt=result.grid_fit.dt).grid_fit.rounded


def test_one_thread_at_a_time(network):
    simulation = siegert.NetworkSimulation(network, progress=lambda progress: None)
    started = threading.Event()
    simulation_2 = siegert.NetworkSimulation(network, progress=lambda progress: not started.is_set() or not stop.is_set())
    stop = threading.Event()
    thread = threading.Thread(target=lambda: (started.set(), simulation_2.advance(1000.0)))
    thread.start()
    started.wait()
    time.sleep(0.3)
    with pytest.raises(siegert.Error, match="in use by another thread"):
        simulation_2.advance(0.1)
    assert simulation.advance(0.05)  # another one is free
    stop.set()
    thread.join()


def test_scaled_and_driven_simulations(network):
    point = siegert.working_point(network)
    scaled = siegert.simulate(network, 1.0, warmup=0.1, scale=0.5, scale_rates=point.firing_rates)
    assert scaled.spikes.sizes.tolist() == [400, 100]
    driven = siegert.simulate(network, 0.5, gaussian=siegert.GaussianInput(mu=[0.002, 0.0], sigma=[0.001, 0.001]),
                              modulation=siegert.Modulation(f=20.0, mu=[0.001, 0.0]),
                              initial=siegert.InitialPotential(low=[0.0, 0.0], high=[0.015, 0.015]))
    assert driven.rates[0] > siegert.simulate(network, 0.5).rates[0]
    with pytest.raises(siegert.InvalidParameter, match="scale_rates"):
        siegert.simulate(network, 1.0, scale=0.5)
    with pytest.raises(siegert.InvalidParameter, match="timing must be one of 'grid', 'exact'"):
        siegert.simulate(network, 1.0, timing="fine")
    with pytest.raises(siegert.InvalidParameter, match="duration"):
        siegert.simulate(network, -1.0)


def test_sessions_know_their_processes(network, tmp_path):
    with pytest.raises(siegert.Error, match="has not begun"):
        siegert.ParallelSession().rank
    code = ("import siegert\nwith siegert.ParallelSession() as session:\n"
            "    result = siegert.simulate(siegert.load_network('network.yaml'), 0.2)\n"
            "    if session.rank == 0: print(session.ranks, len(result.spikes.spikes[0].times))")
    mpirun = shutil.which("mpirun")
    siegert.write_network(network, tmp_path / "network.yaml")
    # Open MPI asks for these before it starts more processes than cores, or any as root.
    environment = {**ENVIRONMENT, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                   "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_mpi_yield_when_idle": "1"}
    printed = set()
    for start in [[]] + ([[mpirun, "-np", "2"]] if mpirun else []):
        done = subprocess.run([*start, sys.executable, "-c", code], cwd=tmp_path, env=environment, text=True,
                              capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr
        printed.add(tuple(map(int, done.stdout.split())))
    spikes = len(siegert.simulate(network, 0.2).spikes.spikes[0].times)
    assert (1, spikes) in printed and printed <= {(1, spikes), (2, spikes)}


@pytest.mark.parametrize("form", ["nest", "sonata"])
def test_spikes_of_others_are_written_and_read(tmp_path, form):
    record = siegert.SpikeRecord(
        populations=["E", "I"], sizes=[4, 3], recorded=[4, 3], start=0.0, end=0.05,
        spikes=[siegert.PopulationSpikes(times=[0.0101, 0.0203], neurons=[3, 0]),
                siegert.PopulationSpikes(times=[0.0102], neurons=[1])])
    path = tmp_path / "spikes"
    siegert.write_spikes(record, path, form)
    numbers = {"E": (1, 4), "I": (5, 7)} if form == "nest" else {"E": (0, 3), "I": (0, 2)}
    read = siegert.read_spikes(path, populations=numbers, end=0.05)
    assert read.left_out == 0
    assert list(read.record.sizes) == [4, 3]
    for own, wanted in zip(read.record.spikes, record.spikes):
        np.testing.assert_allclose(own.times, wanted.times, rtol=1e-12)
        assert list(own.neurons) == list(wanted.neurons)
    with pytest.raises(siegert.InvalidParameter, match="nest"):
        siegert.write_spikes(record, path, "blackrock")
