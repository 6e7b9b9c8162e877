"""Written by python/bindings/stubs.py: change the bindings, then run it again."""
import os
from collections.abc import Callable, Sequence
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._records import ResultsFile
from .theory import NetworkAnalysis

AnyNetwork = Network | LoadedNetwork
StrPath = str | os.PathLike[str]

__version__: str
_nnmt: Any  # of siegert.nnmt

class AdaptationCurrent:
    def __init__(self, *, tau: float = ..., a: float = ..., b: float = ...) -> None: ...
    tau: float
    a: float
    b: float
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> AdaptationCurrent: ...

class AdaptationParameters:
    def __init__(self, *, tau: ArrayLike, a: ArrayLike, b: ArrayLike) -> None: ...

class AlifPopulation:
    def __init__(
        self,
        n: int,
        batch: int = 1,
        *,
        adaptation: Sequence[AdaptationParameters],
        dt: float,
        integration: Literal["exact", "euler"] = "exact",
        reset: Literal["to_value", "to_zero", "by_subtraction"] = "to_value",
        spike_trace: Literal["additive", "saturating"] = "additive",
        tau_m: ArrayLike,
        R: ArrayLike = ...,
        g_L: ArrayLike = ...,
        u_rest: ArrayLike,
        V_th: ArrayLike,
        V_0: ArrayLike = ...,
        tau_r: ArrayLike,
        V_min: ArrayLike = ...,
        tau_trace: ArrayLike = ...,
    ) -> None: ...
    @property
    def adaptation_currents(self) -> int: ...
    @property
    def batch(self) -> int: ...
    @property
    def dt(self) -> float: ...
    @property
    def n(self) -> int: ...
    @property
    def refractory_steps(self) -> NDArray[np.int32]: ...
    @property
    def s(self) -> NDArray[np.uint8]: ...
    @property
    def trace(self) -> NDArray[np.float64]: ...
    @property
    def v(self) -> NDArray[np.float64]: ...
    def forward(self, current: ArrayLike) -> NDArray[np.uint8]: ...
    def reset_state(self) -> None: ...
    def set_v(self, v: ArrayLike) -> None: ...
    def set_w(self, k: int, w: ArrayLike) -> None: ...
    def w(self, k: int) -> NDArray[np.float64]: ...

class Analysis:
    def __init__(self, *, omegas: ArrayLike = ..., k_wavenumbers: ArrayLike = ...) -> None: ...
    omegas: NDArray[np.float64]
    k_wavenumbers: NDArray[np.float64]
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Analysis: ...

class CostEstimate:
    def __init__(
        self,
        *,
        neurons: float = ...,
        synapses: float = ...,
        memory_needed: float = ...,
        memory_available: float = ...,
        build_seconds: float = ...,
        run_seconds: float = ...,
        real_time_factor: float = ...,
        rates: ArrayLike = ...,
        scale: float = ...,
    ) -> None: ...
    @property
    def neurons(self) -> float: ...
    @property
    def synapses(self) -> float: ...
    @property
    def memory_needed(self) -> float: ...
    @property
    def memory_available(self) -> float: ...
    @property
    def build_seconds(self) -> float: ...
    @property
    def run_seconds(self) -> float: ...
    @property
    def real_time_factor(self) -> float: ...
    @property
    def rates(self) -> NDArray[np.float64]: ...
    @property
    def scale(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> CostEstimate: ...

class Crosscheck:
    def __init__(
        self,
        *,
        rows: Sequence[CrosscheckRow] = ...,
        notes: Sequence[str] = ...,
        samples: int = ...,
        sample_duration: float = ...,
        modulation_depth: ArrayLike = ...,
        complete: bool = ...,
        agrees: bool = ...,
    ) -> None: ...
    @property
    def rows(self) -> tuple[CrosscheckRow, ...]: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def samples(self) -> int: ...
    @property
    def sample_duration(self) -> float: ...
    @property
    def modulation_depth(self) -> NDArray[np.float64]: ...
    @property
    def complete(self) -> bool: ...
    @property
    def agrees(self) -> bool: ...
    @property
    def summary(self) -> str: ...
    @property
    def verdicts(self) -> dict[str, Any]: ...
    @property
    def table(self) -> dict[str, Any]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Crosscheck: ...

class CrosscheckOptions:
    def __init__(
        self,
        *,
        duration: float = ...,
        warmup: float = ...,
        dt: float = ...,
        seed: int = ...,
        replicates: int = ...,
        batches: int = ...,
        surrogate_time: float = ...,
        threads: int = ...,
        scale: float = ...,
        method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = ...,
        family_error: float = ...,
        quantities: Sequence[Literal["firing_rates", "cvs", "mean_input", "std_input", "covariances", "spectra", "transfer_function_real", "transfer_function_imaginary", "unconnected_rates", "driven_rates", "transmission_gain", "transmission_delay"]] = ...,
        probes: int = ...,
        unconnected: int = ...,
        count_bin: float = ...,
        segment: float = ...,
        f_max: float = ...,
        bands: int = ...,
        frequencies: ArrayLike = ...,
        modulated: int = ...,
        modulation: float = ...,
    ) -> None: ...
    duration: float
    warmup: float
    dt: float
    seed: int
    replicates: int
    batches: int
    surrogate_time: float
    threads: int
    scale: float
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"]
    family_error: float
    quantities: tuple[Literal["firing_rates", "cvs", "mean_input", "std_input", "covariances", "spectra", "transfer_function_real", "transfer_function_imaginary", "unconnected_rates", "driven_rates", "transmission_gain", "transmission_delay"], ...]
    probes: int
    unconnected: int
    count_bin: float
    segment: float
    f_max: float
    bands: int
    frequencies: NDArray[np.float64]
    modulated: int
    modulation: float
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> CrosscheckOptions: ...

class CrosscheckRow:
    def __init__(
        self,
        *,
        quantity: Literal["firing_rates", "cvs", "mean_input", "std_input", "covariances", "spectra", "transfer_function_real", "transfer_function_imaginary", "unconnected_rates", "driven_rates", "transmission_gain", "transmission_delay"] = ...,
        population: str = ...,
        source: str = ...,
        frequency: float = ...,
        predicted: float = ...,
        simulated: float = ...,
        standard_error: float = ...,
        z: float = ...,
        relative_deviation: float = ...,
        systematic_errors: Sequence[SystematicError] = ...,
        correction: float = ...,
        correction_error: float = ...,
        tolerance: float = ...,
        accepted_low: float = ...,
        accepted_high: float = ...,
        excess_z: float = ...,
        p_value: float = ...,
        verdict: Literal["agrees", "explained", "cannot tell", "disagrees"] = ...,
        alarm: bool = ...,
    ) -> None: ...
    @property
    def quantity(self) -> Literal["firing_rates", "cvs", "mean_input", "std_input", "covariances", "spectra", "transfer_function_real", "transfer_function_imaginary", "unconnected_rates", "driven_rates", "transmission_gain", "transmission_delay"]: ...
    @property
    def population(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def frequency(self) -> float: ...
    @property
    def predicted(self) -> float: ...
    @property
    def simulated(self) -> float: ...
    @property
    def standard_error(self) -> float: ...
    @property
    def z(self) -> float: ...
    @property
    def relative_deviation(self) -> float: ...
    @property
    def systematic_errors(self) -> tuple[SystematicError, ...]: ...
    @property
    def correction(self) -> float: ...
    @property
    def correction_error(self) -> float: ...
    @property
    def tolerance(self) -> float: ...
    @property
    def accepted_low(self) -> float: ...
    @property
    def accepted_high(self) -> float: ...
    @property
    def excess_z(self) -> float: ...
    @property
    def p_value(self) -> float: ...
    @property
    def verdict(self) -> Literal["agrees", "explained", "cannot tell", "disagrees"]: ...
    @property
    def alarm(self) -> bool: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> CrosscheckRow: ...

class FinitePspRate:
    def __init__(self, *, rate: float = ..., error: float = ...) -> None: ...
    @property
    def rate(self) -> float: ...
    @property
    def error(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> FinitePspRate: ...

class GaussianInput:
    def __init__(self, *, mu: ArrayLike = ..., sigma: ArrayLike = ..., tau_c: float = ...) -> None: ...
    mu: NDArray[np.float64]
    sigma: NDArray[np.float64]
    tau_c: float
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> GaussianInput: ...

class GridFit:
    def __init__(self, *, rounded: Sequence[RoundedTime] = ..., dt: float = ...) -> None: ...
    @property
    def rounded(self) -> tuple[RoundedTime, ...]: ...
    @property
    def dt(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> GridFit: ...

class GridRate:
    def __init__(self, *, rate: float = ..., cv: float = ..., error: float = ...) -> None: ...
    @property
    def rate(self) -> float: ...
    @property
    def cv(self) -> float: ...
    @property
    def error(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> GridRate: ...

class InitialPotential:
    def __init__(
        self,
        *,
        distribution: Literal["uniform", "normal"] = ...,
        low: ArrayLike = ...,
        high: ArrayLike = ...,
    ) -> None: ...
    distribution: Literal["uniform", "normal"]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> InitialPotential: ...

class LifPopulation:
    def __init__(
        self,
        n: int,
        batch: int = 1,
        *,
        dt: float,
        integration: Literal["exact", "euler"] = "exact",
        reset: Literal["to_value", "to_zero", "by_subtraction"] = "to_value",
        spike_trace: Literal["additive", "saturating"] = "additive",
        tau_m: ArrayLike,
        R: ArrayLike = ...,
        g_L: ArrayLike = ...,
        u_rest: ArrayLike,
        V_th: ArrayLike,
        V_0: ArrayLike = ...,
        tau_r: ArrayLike,
        V_min: ArrayLike = ...,
        tau_trace: ArrayLike = ...,
    ) -> None: ...
    @property
    def batch(self) -> int: ...
    @property
    def dt(self) -> float: ...
    @property
    def n(self) -> int: ...
    @property
    def refractory_steps(self) -> NDArray[np.int32]: ...
    @property
    def s(self) -> NDArray[np.uint8]: ...
    @property
    def trace(self) -> NDArray[np.float64]: ...
    @property
    def v(self) -> NDArray[np.float64]: ...
    def forward(self, current: ArrayLike) -> NDArray[np.uint8]: ...
    def reset_state(self) -> None: ...
    def set_v(self, v: ArrayLike) -> None: ...

class LoadedNetwork:
    def __init__(
        self,
        *,
        network: AnyNetwork = ...,
        analysis: Analysis = ...,
        model: Literal["automatic", "plain", "basic", "microcircuit"] = ...,
        notes: Sequence[str] = ...,
        warnings: Sequence[str] = ...,
        parameters: Sequence[Parameter] = ...,
    ) -> None: ...
    @property
    def network(self) -> Network: ...
    @property
    def analysis(self) -> Analysis: ...
    @property
    def model(self) -> Literal["automatic", "plain", "basic", "microcircuit"]: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...
    @property
    def parameters(self) -> tuple[Parameter, ...]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> LoadedNetwork: ...

class Modulation:
    def __init__(self, *, f: float = ..., phase: float = ..., mu: ArrayLike = ..., rate: ArrayLike = ...) -> None: ...
    f: float
    phase: float
    mu: NDArray[np.float64]
    rate: NDArray[np.float64]
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Modulation: ...

class Network:
    @overload
    def __init__(self, loaded: LoadedNetwork, /) -> None: ...
    @overload
    def __init__(
        self,
        *,
        label: str = ...,
        populations: Sequence[str] = ...,
        N: ArrayLike = ...,
        neuron: Sequence[Literal["lif", "eif", "qif"]] = ...,
        C: ArrayLike = ...,
        tau_m: ArrayLike = ...,
        tau_r: ArrayLike = ...,
        V_0: ArrayLike = ...,
        V_th: ArrayLike = ...,
        V_th_sd: ArrayLike = ...,
        tau_m_sd: ArrayLike = ...,
        Delta_T: ArrayLike = ...,
        V_T: ArrayLike = ...,
        E_L: ArrayLike = ...,
        adaptation: Sequence[tuple[AdaptationCurrent, ...]] = ...,
        synapse: Literal["delta", "exponential", "conductance"] = ...,
        tau_s: ArrayLike = ...,
        J: ArrayLike = ...,
        E_rev: ArrayLike = ...,
        weight_dist: Literal["none", "normal", "lognormal"] = ...,
        J_sd: ArrayLike = ...,
        K: ArrayLike = ...,
        connection_rule: Literal["fixed_indegree", "fixed_total_number", "pairwise_bernoulli"] = ...,
        multapses: bool = ...,
        autapses: bool = ...,
        Delay: ArrayLike = ...,
        Delay_sd: ArrayLike = ...,
        delay_dist: Literal["none", "gaussian", "truncated_gaussian", "lognormal"] = ...,
        tau_s_ext: ArrayLike = ...,
        J_ext: ArrayLike = ...,
        E_rev_ext: ArrayLike = ...,
        K_ext: ArrayLike = ...,
        nu_ext: ArrayLike = ...,
        I_ext: ArrayLike = ...,
        external_drive: Literal["poisson", "gaussian_white"] = ...,
        stimulus: Sequence[Stimulus] = ...,
    ) -> None: ...
    label: str
    populations: tuple[str, ...]
    N: NDArray[np.float64]
    neuron: tuple[Literal["lif", "eif", "qif"], ...]
    C: NDArray[np.float64]
    tau_m: NDArray[np.float64]
    tau_r: NDArray[np.float64]
    V_0: NDArray[np.float64]
    V_th: NDArray[np.float64]
    V_th_sd: NDArray[np.float64]
    tau_m_sd: NDArray[np.float64]
    Delta_T: NDArray[np.float64]
    V_T: NDArray[np.float64]
    E_L: NDArray[np.float64]
    adaptation: tuple[tuple[AdaptationCurrent, ...], ...]
    synapse: Literal["delta", "exponential", "conductance"]
    tau_s: NDArray[np.float64]
    J: NDArray[np.float64]
    E_rev: NDArray[np.float64]
    weight_dist: Literal["none", "normal", "lognormal"]
    J_sd: NDArray[np.float64]
    K: NDArray[np.float64]
    connection_rule: Literal["fixed_indegree", "fixed_total_number", "pairwise_bernoulli"]
    multapses: bool
    autapses: bool
    Delay: NDArray[np.float64]
    Delay_sd: NDArray[np.float64]
    delay_dist: Literal["none", "gaussian", "truncated_gaussian", "lognormal"]
    tau_s_ext: NDArray[np.float64]
    J_ext: NDArray[np.float64]
    E_rev_ext: NDArray[np.float64]
    K_ext: NDArray[np.float64]
    nu_ext: NDArray[np.float64]
    I_ext: NDArray[np.float64]
    external_drive: Literal["poisson", "gaussian_white"]
    stimulus: tuple[Stimulus, ...]
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Network: ...

class NetworkSimulation:
    def __init__(
        self,
        network: AnyNetwork,
        options: SimulationOptions,
        progress: Callable[[Progress], Any] | None = None,
    ) -> None: ...
    @property
    def time(self) -> float: ...
    @property
    def wired(self) -> bool: ...
    def advance(self, duration: float) -> bool: ...
    def restore(self, state: SimulationState) -> None: ...
    def state(self) -> SimulationState: ...
    def take_record(self) -> SimulationResult: ...
    def warm_up(self, duration: float) -> bool: ...

class ParallelSession:
    def __init__(self) -> None: ...
    @property
    def rank(self) -> int: ...
    @property
    def ranks(self) -> int: ...
    def __enter__(self) -> ParallelSession: ...
    def __exit__(self, *error: object) -> None: ...

class Parameter:
    def __init__(
        self,
        *,
        name: str = ...,
        values: ArrayLike | Sequence[str] = ...,
        shape: ArrayLike = ...,
        unit: str = ...,
    ) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def values(self) -> NDArray[np.float64] | tuple[str, ...]: ...
    @property
    def shape(self) -> NDArray[np.integer]: ...
    @property
    def unit(self) -> str: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Parameter: ...

class PopulationSpikes:
    def __init__(self, *, times: ArrayLike = ..., neurons: ArrayLike = ...) -> None: ...
    @property
    def times(self) -> NDArray[np.float64]: ...
    @property
    def neurons(self) -> NDArray[np.integer]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> PopulationSpikes: ...

class Probe:
    def __init__(self, *, population: int = ..., neuron: int = ...) -> None: ...
    population: int
    neuron: int
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Probe: ...

class ProbeRecord:
    def __init__(
        self,
        *,
        probes: Sequence[Probe] = ...,
        times: ArrayLike = ...,
        V: ArrayLike = ...,
        I: ArrayLike = ...,
        w: Sequence[ArrayLike] = ...,
    ) -> None: ...
    @property
    def probes(self) -> tuple[Probe, ...]: ...
    @property
    def times(self) -> NDArray[np.float64]: ...
    @property
    def V(self) -> NDArray[np.float64]: ...
    @property
    def I(self) -> NDArray[np.float64]: ...
    @property
    def w(self) -> tuple[NDArray[np.float64], ...]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> ProbeRecord: ...

class Progress:
    def __init__(
        self,
        *,
        time: float = ...,
        end: float = ...,
        real_time_factor: float = ...,
        rates: ArrayLike = ...,
        wired: float = ...,
        memory_needed: float = ...,
        memory_available: float = ...,
    ) -> None: ...
    @property
    def time(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def real_time_factor(self) -> float: ...
    @property
    def rates(self) -> NDArray[np.float64]: ...
    @property
    def wired(self) -> float: ...
    @property
    def memory_needed(self) -> float: ...
    @property
    def memory_available(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Progress: ...

class RateRecord:
    def __init__(self, *, times: ArrayLike = ..., rates: ArrayLike = ...) -> None: ...
    @property
    def times(self) -> NDArray[np.float64]: ...
    @property
    def rates(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> RateRecord: ...

class RecordedSimulation:
    def __init__(
        self,
        *,
        network: AnyNetwork = ...,
        spikes: SpikeRecord = ...,
        rates: ArrayLike = ...,
        probes: ProbeRecord = ...,
        population_rates: RateRecord = ...,
    ) -> None: ...
    @property
    def network(self) -> Network: ...
    @property
    def spikes(self) -> SpikeRecord: ...
    @property
    def rates(self) -> NDArray[np.float64]: ...
    @property
    def probes(self) -> ProbeRecord: ...
    @property
    def population_rates(self) -> RateRecord: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> RecordedSimulation: ...

class RecordingOptions:
    def __init__(
        self,
        *,
        neurons: int = ...,
        probes: Sequence[Probe] = ...,
        probe_interval: float = ...,
        rate_bin: float = ...,
    ) -> None: ...
    neurons: int
    probes: tuple[Probe, ...]
    probe_interval: float
    rate_bin: float
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> RecordingOptions: ...

class RoundedTime:
    def __init__(self, *, parameter: str = ..., value: float = ..., simulated: float = ...) -> None: ...
    @property
    def parameter(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def simulated(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> RoundedTime: ...

class SimulationCost:
    def __init__(
        self,
        *,
        neurons: int = ...,
        synapses: int = ...,
        synaptic_events: int = ...,
        neuron_updates: int = ...,
        synapse_bytes: int = ...,
        build_seconds: float = ...,
        run_seconds: float = ...,
        simulated_seconds: float = ...,
    ) -> None: ...
    @property
    def neurons(self) -> int: ...
    @property
    def synapses(self) -> int: ...
    @property
    def synaptic_events(self) -> int: ...
    @property
    def neuron_updates(self) -> int: ...
    @property
    def synapse_bytes(self) -> int: ...
    @property
    def build_seconds(self) -> float: ...
    @property
    def run_seconds(self) -> float: ...
    @property
    def simulated_seconds(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SimulationCost: ...

class SimulationOptions:
    def __init__(
        self,
        *,
        duration: float = ...,
        warmup: float = ...,
        dt: float = ...,
        seed: int = ...,
        threads: int = ...,
        scale: float = ...,
        scale_rates: ArrayLike = ...,
        timing: Literal["grid", "exact"] = ...,
        gaussian: GaussianInput = ...,
        modulation: Modulation = ...,
        stimulus_period: float = ...,
        initial: InitialPotential = ...,
        record: RecordingOptions = ...,
    ) -> None: ...
    duration: float
    warmup: float
    dt: float
    seed: int
    threads: int
    scale: float
    scale_rates: NDArray[np.float64]
    timing: Literal["grid", "exact"]
    gaussian: GaussianInput
    modulation: Modulation
    stimulus_period: float
    initial: InitialPotential
    record: RecordingOptions
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SimulationOptions: ...

class SimulationResult:
    def __init__(
        self,
        *,
        spikes: SpikeRecord = ...,
        rates: ArrayLike = ...,
        probes: ProbeRecord = ...,
        population_rates: RateRecord = ...,
        cost: SimulationCost = ...,
        grid_fit: GridFit = ...,
        complete: bool = ...,
    ) -> None: ...
    @property
    def spikes(self) -> SpikeRecord: ...
    @property
    def rates(self) -> NDArray[np.float64]: ...
    @property
    def probes(self) -> ProbeRecord: ...
    @property
    def population_rates(self) -> RateRecord: ...
    @property
    def cost(self) -> SimulationCost: ...
    @property
    def grid_fit(self) -> GridFit: ...
    @property
    def complete(self) -> bool: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SimulationResult: ...

class SimulationState:
    def __init__(
        self,
        *,
        fingerprint: int = ...,
        version: int = ...,
        step: int = ...,
        components: Sequence[ArrayLike] = ...,
        spike_steps: ArrayLike = ...,
        spike_neurons: ArrayLike = ...,
        spike_lateness: ArrayLike = ...,
    ) -> None: ...
    @property
    def fingerprint(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def step(self) -> int: ...
    @property
    def components(self) -> tuple[NDArray[np.float64], ...]: ...
    @property
    def spike_steps(self) -> NDArray[np.integer]: ...
    @property
    def spike_neurons(self) -> NDArray[np.integer]: ...
    @property
    def spike_lateness(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SimulationState: ...

class SpikeRecord:
    def __init__(
        self,
        *,
        populations: Sequence[str] = ...,
        sizes: ArrayLike = ...,
        recorded: ArrayLike = ...,
        spikes: Sequence[PopulationSpikes] = ...,
        start: float = ...,
        end: float = ...,
        dt: float = ...,
    ) -> None: ...
    @property
    def populations(self) -> tuple[str, ...]: ...
    @property
    def sizes(self) -> NDArray[np.integer]: ...
    @property
    def recorded(self) -> NDArray[np.integer]: ...
    @property
    def spikes(self) -> tuple[PopulationSpikes, ...]: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def dt(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SpikeRecord: ...

class SpikesRead:
    def __init__(self, *, record: SpikeRecord = ..., left_out: int = ...) -> None: ...
    @property
    def record(self) -> SpikeRecord: ...
    @property
    def left_out(self) -> int: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SpikesRead: ...

class Stimulus:
    def __init__(
        self,
        *,
        populations: Sequence[str] = ...,
        input: Literal["mean", "current", "rate", "rate_factor", "spikes"] = ...,
        amplitude: float = ...,
        shape: Literal["step", "ramp", "sine", "pulses", "file"] = ...,
        start: float = ...,
        stop: float = ...,
        frequency: float = ...,
        phase: float = ...,
        period: float = ...,
        width: float = ...,
        samples: ArrayLike = ...,
        sample_interval: float = ...,
        spike_times: ArrayLike = ...,
        spike_neurons: ArrayLike = ...,
        external_populations: ArrayLike = ...,
    ) -> None: ...
    populations: tuple[str, ...]
    input: Literal["mean", "current", "rate", "rate_factor", "spikes"]
    amplitude: float
    shape: Literal["step", "ramp", "sine", "pulses", "file"]
    start: float
    stop: float
    frequency: float
    phase: float
    period: float
    width: float
    samples: NDArray[np.float64]
    sample_interval: float
    spike_times: NDArray[np.float64]
    spike_neurons: NDArray[np.integer]
    external_populations: NDArray[np.integer]
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Stimulus: ...

class SystematicError:
    def __init__(
        self,
        *,
        cause: str = ...,
        value: float = ...,
        exact: bool = ...,
        uncertainty: float = ...,
        standard_error: float = ...,
    ) -> None: ...
    @property
    def cause(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def exact(self) -> bool: ...
    @property
    def uncertainty(self) -> float: ...
    @property
    def standard_error(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SystematicError: ...

class TrialRates:
    def __init__(
        self,
        *,
        times: ArrayLike = ...,
        rates: ArrayLike = ...,
        rates_error: ArrayLike = ...,
        trials: int = ...,
        cost: SimulationCost = ...,
        grid_fit: GridFit = ...,
        complete: bool = ...,
    ) -> None: ...
    @property
    def times(self) -> NDArray[np.float64]: ...
    @property
    def rates(self) -> NDArray[np.float64]: ...
    @property
    def rates_error(self) -> NDArray[np.float64]: ...
    @property
    def trials(self) -> int: ...
    @property
    def cost(self) -> SimulationCost: ...
    @property
    def grid_fit(self) -> GridFit: ...
    @property
    def complete(self) -> bool: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> TrialRates: ...

def analysis_from_yaml(text: str) -> Analysis: ...

def append_record(result: SimulationResult, path: StrPath) -> None: ...

def create_spike_file(network: AnyNetwork, path: StrPath) -> None: ...

def crosscheck(
    network: AnyNetwork,
    options: CrosscheckOptions,
    simulated: AnyNetwork | None = None,
    progress: Callable[[float], Any] | None = None,
) -> Crosscheck: ...

def customary_unit(
    dimension: Literal["dimensionless", "time", "voltage", "current", "capacitance", "frequency", "angular_frequency", "conductance", "resistance", "length", "wavenumber"],
) -> str: ...

def estimate_cost(network: AnyNetwork, options: SimulationOptions) -> CostEstimate: ...

def finite_psp_rate(
    rates: ArrayLike,
    weights: ArrayLike,
    V_0: float,
    V_th: float,
    tau_m: float,
    tau_r: float,
    drift: float = 0.0,
) -> FinitePspRate: ...

def format_quantity(
    value: float,
    dimension: Literal["dimensionless", "time", "voltage", "current", "capacitance", "frequency", "angular_frequency", "conductance", "resistance", "length", "wavenumber"],
) -> str: ...

def grid_rate(
    rates: ArrayLike,
    weights: ArrayLike,
    V_0: float,
    V_th: float,
    tau_m: float,
    tau_r: float,
    dt: float,
    drift: float = 0.0,
) -> GridRate: ...

def has_alarm(
    result: Crosscheck,
    quantity: Literal["firing_rates", "cvs", "mean_input", "std_input", "covariances", "spectra", "transfer_function_real", "transfer_function_imaginary", "unconnected_rates", "driven_rates", "transmission_gain", "transmission_delay"],
) -> bool: ...

def load_analysis(path: StrPath) -> Analysis: ...

def load_network(
    path: StrPath,
    model: Literal["automatic", "plain", "basic", "microcircuit"] = "automatic",
) -> LoadedNetwork: ...

def membrane_potential(
    current: ArrayLike | Callable[[float], float],
    V_initial: float,
    *,
    dt: float,
    E_L: float,
    C: float | None = None,
    R: float | None = None,
    g_L: float | None = None,
    tau_m: float | None = None,
    samples: Literal["constant", "linear"] = "constant",
    start: float = 0.0,
    steps: int = 0,
) -> NDArray[np.float64]: ...

def network_from_yaml(
    text: str,
    directory: StrPath = "",
    model: Literal["automatic", "plain", "basic", "microcircuit"] = "automatic",
) -> LoadedNetwork: ...

def parse_quantity(
    text: str,
    dimension: Literal["dimensionless", "time", "voltage", "current", "capacitance", "frequency", "angular_frequency", "conductance", "resistance", "length", "wavenumber"],
) -> float: ...

def read_checkpoint(path: StrPath) -> SimulationState: ...

def read_results(path: StrPath) -> ResultsFile: ...

def read_spike_file(path: StrPath) -> RecordedSimulation: ...

def read_spikes(
    path: StrPath,
    *,
    populations: dict[str, Any] = {},
    start: float = 0.0,
    end: float | None = None,
) -> SpikesRead: ...

def si_unit(
    dimension: Literal["dimensionless", "time", "voltage", "current", "capacitance", "frequency", "angular_frequency", "conductance", "resistance", "length", "wavenumber"],
) -> str: ...

def simulate(
    network: AnyNetwork,
    options: SimulationOptions,
    progress: Callable[[Progress], Any] | None = None,
) -> SimulationResult: ...

def simulate_trials(
    network: AnyNetwork,
    options: SimulationOptions,
    trials: int,
    progress: Callable[[Progress], Any] | None = None,
) -> TrialRates: ...

def to_si(
    value: float,
    unit: str,
    dimension: Literal["dimensionless", "time", "voltage", "current", "capacitance", "frequency", "angular_frequency", "conductance", "resistance", "length", "wavenumber"],
) -> float: ...

def to_yaml(network: AnyNetwork, analysis: Analysis | None = None) -> str: ...

def validate(network: AnyNetwork) -> None: ...

def write_checkpoint(state: SimulationState, network: AnyNetwork, path: StrPath) -> None: ...

def write_crosscheck_report(
    path: StrPath,
    network: AnyNetwork,
    result: Crosscheck,
    options: CrosscheckOptions,
    frequencies: ArrayLike,
    title: str = "",
    command: str = "",
) -> None: ...

def write_network(network: AnyNetwork, path: StrPath, analysis: Analysis | None = None) -> None: ...

def write_report(
    path: StrPath,
    network: AnyNetwork,
    analysis: NetworkAnalysis,
    title: str = "",
    command: str = "",
) -> None: ...

def write_results(
    path: StrPath,
    network: AnyNetwork,
    results: dict[str, Any],
    analysis: Analysis | None = None,
) -> None: ...

def write_spikes(record: SpikeRecord, path: StrPath, format: Literal["nest", "sonata"]) -> None: ...
