"""Direct simulation of spiking networks: it checks the theory and shares nothing with it."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from numpy.typing import ArrayLike

from . import _siegert
from ._siegert import (
    CostEstimate,
    GaussianInput,
    InitialPotential,
    LoadedNetwork,
    Modulation,
    Network,
    Probe,
    Progress,
    RecordingOptions,
    SimulationOptions,
    SimulationResult,
    TrialRates,
)
from .theory import working_point


def _probe(probe):
    return probe if isinstance(probe, Probe) else Probe(population=probe[0], neuron=probe[1])


def _options(*, duration=0.0, warmup=0.0, dt, seed, threads, scale, scale_rates, timing, gaussian, modulation,
             initial, neurons=None, probes=(), probe_interval=0.0, rate_bin=0.0, stimulus_period=0.0):
    record = RecordingOptions(probes=[_probe(p) for p in probes], probe_interval=probe_interval, rate_bin=rate_bin)
    if neurons is not None:
        record.neurons = neurons
    return SimulationOptions(
        duration=duration, warmup=warmup, dt=dt, seed=seed, threads=threads, scale=scale,
        scale_rates=() if scale_rates is None else scale_rates, timing=timing,
        gaussian=gaussian or GaussianInput(), modulation=modulation or Modulation(),
        stimulus_period=stimulus_period, initial=initial or InitialPotential(), record=record)


def simulate(network: Network | LoadedNetwork, duration: float, *, warmup: float = 0.0, dt: float = 1e-4,
             seed: int = 1, threads: int = 1, scale: float = 1.0, scale_rates: ArrayLike | None = None,
             timing: Literal["grid", "exact"] = "grid", gaussian: GaussianInput | None = None,
             modulation: Modulation | None = None, initial: InitialPotential | None = None,
             neurons: int | None = None, probes: Sequence[Probe | tuple[int, int]] = (), probe_interval: float = 0.0,
             rate_bin: float = 0.0, stimulus_period: float = 0.0,
             progress: Callable[[Progress], Any] | None = None) -> SimulationResult:
    """Simulates a network of spiking neurons and returns what was recorded, a SimulationResult.

    Exact integration on a grid of step dt. Results depend on network, options and seed alone, not on `threads`.
    Ctrl-C stops at once; a KeyboardInterrupt follows.

    Parameters
    ----------
    network : Network or LoadedNetwork
    duration, warmup : float
        Recorded, and simulated before without recording [s].
    dt : float
        Grid [s].
    seed : int
        Of all random numbers, those of the wiring included.
    scale : float
        Simulates scale N neurons with scale K synapses, stronger by 1 / sqrt(scale), with a constant input that
        makes up for the mean input at rates `scale_rates` [Hz]. Keeps mean and variance of the input, but not
        its correlations (van Albada et al., PLoS Comput. Biol. 11, e1004490, 2015).
    timing : 'grid' or 'exact'
        Exact: event-driven, for delta synapses and Poisson or constant input.
    gaussian : GaussianInput, modulation : Modulation, initial : InitialPotential, optional
        Noise, a sinusoidal modulation, and the potentials at the start.
    neurons : int, optional
        Spikes of the first so many neurons of each population are recorded; not given: of all.
    probes : sequence of (population, neuron)
        Neurons whose potential, synaptic current and adaptation currents are recorded, every `probe_interval` [s]
        (0: every step).
    rate_bin : float
        Bin of the recorded population rates [s]; 0: none.
    stimulus_period : float
        The stimuli of the network begin anew each time it is over [s]; 0: never.
    progress : callable, optional
        Called with a Progress a few times per second; stops the simulation by returning False.

    Raises
    ------
    InvalidParameter
        If network or options are invalid.
    """
    options = _options(duration=duration, warmup=warmup, dt=dt, seed=seed, threads=threads, scale=scale,
                       scale_rates=scale_rates, timing=timing, gaussian=gaussian, modulation=modulation,
                       initial=initial, neurons=neurons, probes=probes, probe_interval=probe_interval,
                       rate_bin=rate_bin, stimulus_period=stimulus_period)
    return _siegert.simulate(network, options, progress)


def simulate_trials(network: Network | LoadedNetwork, trials: int, duration: float, *, rate_bin: float,
                    warmup: float = 0.0, dt: float = 1e-4, seed: int = 1, threads: int = 1, scale: float = 1.0,
                    scale_rates: ArrayLike | None = None, timing: Literal["grid", "exact"] = "grid",
                    gaussian: GaussianInput | None = None, modulation: Modulation | None = None,
                    initial: InitialPotential | None = None,
                    progress: Callable[[Progress], Any] | None = None) -> TrialRates:
    """Rates of the populations in bins after the beginning of a trial, with standard errors: TrialRates.

    Trials follow one another in one network; each lasts for `warmup` and `duration`, and the stimuli begin anew with
    each. Recorded is the duration, in bins of `rate_bin` [s]. Trials are independent if the warm-up is long enough for
    the network to forget the one before. The other keywords are those of `simulate`.
    """
    options = _options(duration=duration, warmup=warmup, dt=dt, seed=seed, threads=threads, scale=scale,
                       scale_rates=scale_rates, timing=timing, gaussian=gaussian, modulation=modulation,
                       initial=initial, rate_bin=rate_bin)
    return _siegert.simulate_trials(network, options, trials, progress)


def estimate_cost(network: Network | LoadedNetwork, duration: float, *, warmup: float = 0.0, dt: float = 1e-4, threads: int = 1,
                  scale: float = 1.0, scale_rates: ArrayLike | None = None,
                  timing: Literal["grid", "exact"] = "grid") -> CostEstimate:
    """Memory, wiring and wall time that `simulate` would take on this machine: a CostEstimate, within about a second.

    Of more than 4e7 synapses a piece is wired and simulated, with the mean input that it has at rates `scale_rates` [Hz]; not given:
    those of the working point. The other keywords are those of `simulate`.

    Raises
    ------
    InvalidParameter
        If network or options are invalid, or there is not enough memory.
    """
    options = _options(duration=duration, warmup=warmup, dt=dt, seed=1, threads=threads, scale=scale, scale_rates=scale_rates,
                       timing=timing, gaussian=None, modulation=None, initial=None)
    if scale_rates is None and _siegert._estimates_from_piece(network, options):
        options.scale_rates = working_point(network).firing_rates
    return _siegert.estimate_cost(network, options)


class NetworkSimulation(_siegert.NetworkSimulation):
    """A network that is being simulated, piece by piece: long runs, checkpoints, records that do not fit into memory.

        simulation = siegert.NetworkSimulation(network, seed=4)
        simulation.warm_up(0.5)
        while simulation.time < 100.5:
            simulation.advance(10)
            siegert.append_record(simulation.take_record(), "spikes.h5")

    The keywords are those of `simulate`.
    """

    def __init__(self, network: Network | LoadedNetwork, *, dt: float = 1e-4, seed: int = 1, threads: int = 1,
                 scale: float = 1.0, scale_rates: ArrayLike | None = None, timing: Literal["grid", "exact"] = "grid",
                 gaussian: GaussianInput | None = None, modulation: Modulation | None = None,
                 initial: InitialPotential | None = None, neurons: int | None = None,
                 probes: Sequence[Probe | tuple[int, int]] = (), probe_interval: float = 0.0, rate_bin: float = 0.0,
                 stimulus_period: float = 0.0, progress: Callable[[Progress], Any] | None = None):
        options = _options(dt=dt, seed=seed, threads=threads, scale=scale, scale_rates=scale_rates, timing=timing,
                           gaussian=gaussian, modulation=modulation, initial=initial, neurons=neurons, probes=probes,
                           probe_interval=probe_interval, rate_bin=rate_bin, stimulus_period=stimulus_period)
        super().__init__(network, options, progress)
