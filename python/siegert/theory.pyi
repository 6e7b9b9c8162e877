"""Written by python/bindings/stubs.py: change the bindings, then run it again."""
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._siegert import LoadedNetwork, Network

AnyNetwork = Network | LoadedNetwork

class AxisCrossing:
    def __init__(self, *, mode: int = ..., omega: float = ..., eigenvalue: float = ...) -> None: ...
    @property
    def mode(self) -> int: ...
    @property
    def omega(self) -> float: ...
    @property
    def eigenvalue(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> AxisCrossing: ...

class CharacteristicRoot:
    def __init__(
        self,
        *,
        s: complex = ...,
        residual: float = ...,
        iterations: int = ...,
        converged: bool = ...,
    ) -> None: ...
    @property
    def s(self) -> complex: ...
    @property
    def residual(self) -> float: ...
    @property
    def iterations(self) -> int: ...
    @property
    def converged(self) -> bool: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> CharacteristicRoot: ...

class ConductanceResponses:
    def __init__(
        self,
        *,
        kind: ArrayLike = ...,
        mean: Sequence[ArrayLike] = ...,
        variance: Sequence[ArrayLike] = ...,
    ) -> None: ...
    @property
    def kind(self) -> NDArray[np.float64]: ...
    @property
    def mean(self) -> tuple[NDArray[np.complex128], ...]: ...
    @property
    def variance(self) -> tuple[NDArray[np.complex128], ...]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> ConductanceResponses: ...

class ConnectionDerivatives:
    def __init__(
        self,
        *,
        dlog_K: ArrayLike = ...,
        dlog_J: ArrayLike = ...,
        dK: ArrayLike = ...,
        dJ: ArrayLike = ...,
        dDelay: ArrayLike = ...,
    ) -> None: ...
    @property
    def dlog_K(self) -> NDArray[np.float64]: ...
    @property
    def dlog_J(self) -> NDArray[np.float64]: ...
    @property
    def dK(self) -> NDArray[np.float64]: ...
    @property
    def dJ(self) -> NDArray[np.float64]: ...
    @property
    def dDelay(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> ConnectionDerivatives: ...

class ConnectionFilters:
    def __init__(
        self,
        *,
        tau_m: ArrayLike = ...,
        tau_s: ArrayLike = ...,
        variance: ArrayLike = ...,
        barrier: ArrayLike = ...,
    ) -> None: ...
    @property
    def tau_m(self) -> NDArray[np.float64]: ...
    @property
    def tau_s(self) -> NDArray[np.float64]: ...
    @property
    def variance(self) -> NDArray[np.float64]: ...
    @property
    def barrier(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> ConnectionFilters: ...

class DecidingFrequencies:
    def __init__(self, *, low: float = ..., high: float = ..., step: float = ...) -> None: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def step(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> DecidingFrequencies: ...

class EigenBasis:
    def __init__(
        self,
        *,
        values: ArrayLike = ...,
        right: ArrayLike = ...,
        left: ArrayLike = ...,
        condition: ArrayLike = ...,
    ) -> None: ...
    @property
    def values(self) -> NDArray[np.complex128]: ...
    @property
    def right(self) -> NDArray[np.complex128]: ...
    @property
    def left(self) -> NDArray[np.complex128]: ...
    @property
    def condition(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> EigenBasis: ...

class Eigenmodes:
    def __init__(self, *, eigenvalues: ArrayLike = ..., order: ArrayLike = ...) -> None: ...
    @property
    def eigenvalues(self) -> NDArray[np.complex128]: ...
    @property
    def order(self) -> NDArray[np.integer]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Eigenmodes: ...

class ExternalRates:
    def __init__(
        self,
        *,
        nu_ext: ArrayLike = ...,
        mean_input_error: float = ...,
        std_input_error: float = ...,
    ) -> None: ...
    @property
    def nu_ext(self) -> NDArray[np.float64]: ...
    @property
    def mean_input_error(self) -> float: ...
    @property
    def std_input_error(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> ExternalRates: ...

class FiniteWeightRates:
    def __init__(self, *, firing_rates: ArrayLike = ..., cvs: ArrayLike = ...) -> None: ...
    @property
    def firing_rates(self) -> NDArray[np.float64]: ...
    @property
    def cvs(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> FiniteWeightRates: ...

class FiniteWeightState:
    def __init__(self, *, network: AnyNetwork = ..., point: WorkingPoint = ...) -> None: ...
    @property
    def network(self) -> Network: ...
    @property
    def point(self) -> WorkingPoint: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> FiniteWeightState: ...

class FixedPoint:
    def __init__(
        self,
        *,
        working_point: WorkingPoint = ...,
        growth_rate: float = ...,
        stable: bool = ...,
        index: int = ...,
    ) -> None: ...
    @property
    def working_point(self) -> WorkingPoint: ...
    @property
    def growth_rate(self) -> float: ...
    @property
    def stable(self) -> bool: ...
    @property
    def index(self) -> int: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> FixedPoint: ...

class FixedPoints:
    def __init__(self, *, points: Sequence[FixedPoint] = ..., starts: int = ..., index_sum: int = ...) -> None: ...
    @property
    def points(self) -> tuple[FixedPoint, ...]: ...
    @property
    def starts(self) -> int: ...
    @property
    def index_sum(self) -> int: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> FixedPoints: ...

class GrowingMode:
    def __init__(self, *, s: complex = ..., residual: float = ...) -> None: ...
    @property
    def s(self) -> complex: ...
    @property
    def residual(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> GrowingMode: ...

class InputMap:
    def __init__(
        self,
        *,
        mean: ArrayLike = ...,
        mean_ext: ArrayLike = ...,
        variance: ArrayLike = ...,
        variance_ext: ArrayLike = ...,
    ) -> None: ...
    @property
    def mean(self) -> NDArray[np.float64]: ...
    @property
    def mean_ext(self) -> NDArray[np.float64]: ...
    @property
    def variance(self) -> NDArray[np.float64]: ...
    @property
    def variance_ext(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> InputMap: ...

class InputStatistics:
    def __init__(
        self,
        *,
        white: NeuronStatistics = ...,
        coloured: NeuronStatistics = ...,
        independent: NeuronStatistics = ...,
    ) -> None: ...
    @property
    def white(self) -> NeuronStatistics: ...
    @property
    def coloured(self) -> NeuronStatistics: ...
    @property
    def independent(self) -> NeuronStatistics: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> InputStatistics: ...

class LowPassFit:
    def __init__(self, *, tau: float = ..., h0: float = ..., tau_error: float = ..., h0_error: float = ...) -> None: ...
    @property
    def tau(self) -> float: ...
    @property
    def h0(self) -> float: ...
    @property
    def tau_error(self) -> float: ...
    @property
    def h0_error(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> LowPassFit: ...

class MatchedEigenvalues:
    def __init__(self, *, eigenvalues: ArrayLike = ..., mask: ArrayLike = ...) -> None: ...
    @property
    def eigenvalues(self) -> NDArray[np.complex128]: ...
    @property
    def mask(self) -> NDArray[np.integer]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> MatchedEigenvalues: ...

class NetworkAnalysis:
    def __init__(
        self,
        *,
        working_point: WorkingPoint = ...,
        omegas: ArrayLike = ...,
        transfer: TransferFunctions = ...,
        D: ArrayLike = ...,
        effective_connectivity: ArrayLike = ...,
        propagator: ArrayLike = ...,
        input_noise: ArrayLike = ...,
        power_spectra: ArrayLike = ...,
        peaks: Sequence[SpectralPeak] = ...,
        eigenmodes: Eigenmodes = ...,
        sensitivity: Sequence[SensitivityMeasure] = ...,
        axis_crossings: Sequence[AxisCrossing] = ...,
        stability: StabilityVerdict = ...,
    ) -> None: ...
    @property
    def working_point(self) -> WorkingPoint: ...
    @property
    def omegas(self) -> NDArray[np.float64]: ...
    @property
    def transfer(self) -> TransferFunctions: ...
    @property
    def D(self) -> NDArray[np.complex128]: ...
    @property
    def effective_connectivity(self) -> NDArray[np.complex128]: ...
    @property
    def propagator(self) -> NDArray[np.complex128]: ...
    @property
    def input_noise(self) -> NDArray[np.float64]: ...
    @property
    def power_spectra(self) -> NDArray[np.float64]: ...
    @property
    def peaks(self) -> tuple[SpectralPeak, ...]: ...
    @property
    def eigenmodes(self) -> Eigenmodes: ...
    @property
    def sensitivity(self) -> tuple[SensitivityMeasure, ...]: ...
    @property
    def axis_crossings(self) -> tuple[AxisCrossing, ...]: ...
    @property
    def stability(self) -> StabilityVerdict: ...
    @property
    def nyquist(self) -> NyquistStability: ...
    @property
    def growth_rates(self) -> Any: ...
    @property
    def frequencies(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> NetworkAnalysis: ...

class NeuronStatistics:
    def __init__(
        self,
        *,
        df: float = ...,
        firing_rates: ArrayLike = ...,
        cvs: ArrayLike = ...,
        std_input: ArrayLike = ...,
        spectra: ArrayLike = ...,
        responses: ArrayLike = ...,
    ) -> None: ...
    @property
    def df(self) -> float: ...
    @property
    def firing_rates(self) -> NDArray[np.float64]: ...
    @property
    def cvs(self) -> NDArray[np.float64]: ...
    @property
    def std_input(self) -> NDArray[np.float64]: ...
    @property
    def spectra(self) -> NDArray[np.float64]: ...
    @property
    def responses(self) -> NDArray[np.complex128]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> NeuronStatistics: ...

class NyquistStability:
    def __init__(
        self,
        *,
        unstable_modes: int = ...,
        largest_phase_step: float = ...,
        open_phase: float = ...,
        resolved: bool = ...,
    ) -> None: ...
    @property
    def unstable_modes(self) -> int: ...
    @property
    def largest_phase_step(self) -> float: ...
    @property
    def open_phase(self) -> float: ...
    @property
    def resolved(self) -> bool: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> NyquistStability: ...

class PairwiseCovariances:
    def __init__(self, *, covariances: ArrayLike = ..., noise_strength: ArrayLike = ...) -> None: ...
    @property
    def covariances(self) -> NDArray[np.float64]: ...
    @property
    def noise_strength(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> PairwiseCovariances: ...

class PeakSensitivity:
    def __init__(
        self,
        *,
        peak: SpectralPeak = ...,
        log_height: ConnectionDerivatives = ...,
        frequency: ConnectionDerivatives = ...,
        one_percent: RecomputedChange = ...,
    ) -> None: ...
    @property
    def peak(self) -> SpectralPeak: ...
    @property
    def log_height(self) -> ConnectionDerivatives: ...
    @property
    def frequency(self) -> ConnectionDerivatives: ...
    @property
    def one_percent(self) -> RecomputedChange: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> PeakSensitivity: ...

class RateResponse:
    def __init__(
        self,
        *,
        d_mu: ArrayLike = ...,
        d_sigma2: ArrayLike = ...,
        d_source_variance: ArrayLike = ...,
    ) -> None: ...
    @property
    def d_mu(self) -> NDArray[np.float64]: ...
    @property
    def d_sigma2(self) -> NDArray[np.float64]: ...
    @property
    def d_source_variance(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> RateResponse: ...

class RecomputedChange:
    def __init__(
        self,
        *,
        log_height: ArrayLike = ...,
        frequency: ArrayLike = ...,
        first_order_holds: ArrayLike = ...,
    ) -> None: ...
    @property
    def log_height(self) -> NDArray[np.float64]: ...
    @property
    def frequency(self) -> NDArray[np.float64]: ...
    @property
    def first_order_holds(self) -> NDArray[np.bool_]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> RecomputedChange: ...

class SelfConsistentInput:
    def __init__(
        self,
        *,
        all: InputStatistics = ...,
        without: Sequence[InputStatistics] = ...,
        modulation_depth: ArrayLike = ...,
    ) -> None: ...
    @property
    def all(self) -> InputStatistics: ...
    @property
    def without(self) -> tuple[InputStatistics, ...]: ...
    @property
    def modulation_depth(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SelfConsistentInput: ...

class SensitivityMeasure:
    def __init__(
        self,
        *,
        eigenvalue_index: int = ...,
        critical_frequency: float = ...,
        critical_frequency_index: int = ...,
        critical_eigenvalue: complex = ...,
        left_eigenvector: ArrayLike = ...,
        right_eigenvector: ArrayLike = ...,
        condition: float = ...,
        defined: bool = ...,
        k: ArrayLike = ...,
        k_per: ArrayLike = ...,
        sensitivity: ArrayLike = ...,
        sensitivity_amp: ArrayLike = ...,
        sensitivity_freq: ArrayLike = ...,
    ) -> None: ...
    @property
    def eigenvalue_index(self) -> int: ...
    @property
    def critical_frequency(self) -> float: ...
    @property
    def critical_frequency_index(self) -> int: ...
    @property
    def critical_eigenvalue(self) -> complex: ...
    @property
    def left_eigenvector(self) -> NDArray[np.complex128]: ...
    @property
    def right_eigenvector(self) -> NDArray[np.complex128]: ...
    @property
    def condition(self) -> float: ...
    @property
    def defined(self) -> bool: ...
    @property
    def k(self) -> NDArray[np.float64]: ...
    @property
    def k_per(self) -> NDArray[np.float64]: ...
    @property
    def sensitivity(self) -> NDArray[np.complex128]: ...
    @property
    def sensitivity_amp(self) -> NDArray[np.float64]: ...
    @property
    def sensitivity_freq(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SensitivityMeasure: ...

class SpatialStructure:
    def __init__(
        self,
        *,
        profile: Literal["boxcar", "gaussian", "exponential"] = ...,
        space: Literal["line", "plane"] = ...,
        width: ArrayLike = ...,
        Delay: ArrayLike = ...,
    ) -> None: ...
    profile: Literal["boxcar", "gaussian", "exponential"]
    space: Literal["line", "plane"]
    width: NDArray[np.float64]
    Delay: NDArray[np.float64]
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SpatialStructure: ...

class SpectralPeak:
    def __init__(
        self,
        *,
        population: int = ...,
        frequency_index: int = ...,
        omega: float = ...,
        height: float = ...,
    ) -> None: ...
    @property
    def population(self) -> int: ...
    @property
    def frequency_index(self) -> int: ...
    @property
    def omega(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def frequency(self) -> float: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> SpectralPeak: ...

class StabilityVerdict:
    def __init__(
        self,
        *,
        answer: Literal["stable", "unstable", "undecided"] = ...,
        reason: str = ...,
        nyquist: NyquistStability = ...,
        growth_rates: Sequence[GrowingMode] = ...,
        static_growth_rate: float | None = ...,
        would_decide: DecidingFrequencies = ...,
    ) -> None: ...
    @property
    def answer(self) -> Literal["stable", "unstable", "undecided"]: ...
    @property
    def reason(self) -> str: ...
    @property
    def nyquist(self) -> NyquistStability: ...
    @property
    def growth_rates(self) -> tuple[GrowingMode, ...]: ...
    @property
    def static_growth_rate(self) -> float | None: ...
    @property
    def would_decide(self) -> DecidingFrequencies: ...
    @property
    def statically_stable(self) -> bool: ...
    @property
    def summary(self) -> str: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> StabilityVerdict: ...

class TransferFunctionFit:
    def __init__(
        self,
        *,
        transfer_function_fit: ArrayLike = ...,
        tau_rate: ArrayLike = ...,
        h0: ArrayLike = ...,
        fit_error: ArrayLike = ...,
    ) -> None: ...
    @property
    def transfer_function_fit(self) -> NDArray[np.complex128]: ...
    @property
    def tau_rate(self) -> NDArray[np.float64]: ...
    @property
    def h0(self) -> NDArray[np.float64]: ...
    @property
    def fit_error(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> TransferFunctionFit: ...

class TransferFunctions:
    def __init__(
        self,
        *,
        s: ArrayLike = ...,
        n_mu: ArrayLike = ...,
        n_sigma2: ArrayLike = ...,
        connections: ConnectionFilters = ...,
        conductances: ConductanceResponses = ...,
    ) -> None: ...
    @property
    def s(self) -> NDArray[np.complex128]: ...
    @property
    def n_mu(self) -> NDArray[np.complex128]: ...
    @property
    def n_sigma2(self) -> NDArray[np.complex128]: ...
    @property
    def connections(self) -> ConnectionFilters: ...
    @property
    def conductances(self) -> ConductanceResponses: ...
    @property
    def omegas(self) -> NDArray[np.float64]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> TransferFunctions: ...

class ValidityCheck:
    def __init__(
        self,
        *,
        name: str = ...,
        population: str = ...,
        value: float = ...,
        limit: float = ...,
        must_be_large: bool = ...,
        holds: bool = ...,
        assumption: str = ...,
    ) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def population(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def limit(self) -> float: ...
    @property
    def must_be_large(self) -> bool: ...
    @property
    def holds(self) -> bool: ...
    @property
    def assumption(self) -> str: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> ValidityCheck: ...

class Winding:
    def __init__(
        self,
        *,
        nyquist: NyquistStability = ...,
        frequencies: int = ...,
        reached: float = ...,
        end: float = ...,
        step: float = ...,
        zeros: ArrayLike = ...,
    ) -> None: ...
    @property
    def nyquist(self) -> NyquistStability: ...
    @property
    def frequencies(self) -> int: ...
    @property
    def reached(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def step(self) -> float: ...
    @property
    def zeros(self) -> NDArray[np.complex128]: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Winding: ...

class WorkingPoint:
    def __init__(
        self,
        *,
        firing_rates: ArrayLike = ...,
        mean_input: ArrayLike = ...,
        std_input: ArrayLike = ...,
        cvs: ArrayLike = ...,
        termination: Literal["newton", "relaxation", "not_converged"] = ...,
        residual: float = ...,
        iterations: int = ...,
        validity: Sequence[ValidityCheck] = ...,
    ) -> None: ...
    @property
    def firing_rates(self) -> NDArray[np.float64]: ...
    @property
    def mean_input(self) -> NDArray[np.float64]: ...
    @property
    def std_input(self) -> NDArray[np.float64]: ...
    @property
    def cvs(self) -> NDArray[np.float64]: ...
    @property
    def termination(self) -> Literal["newton", "relaxation", "not_converged"]: ...
    @property
    def residual(self) -> float: ...
    @property
    def iterations(self) -> int: ...
    @property
    def validity(self) -> tuple[ValidityCheck, ...]: ...
    @property
    def converged(self) -> bool: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> WorkingPoint: ...

def analyze(
    network: AnyNetwork,
    omegas: ArrayLike,
    *,
    working_point: WorkingPoint | None = None,
    convention: Literal["exact", "nnmt"] = "exact",
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    synaptic_filter: bool = True,
    noise: Literal["by_convention", "poisson", "renewal"] = "by_convention",
    extent: Literal["spectra", "modes"] = "modes",
    sensitivity_modes: int | None = None,
    growth_rate_starts: int = 8,
    keep_connectivity: bool = True,
    keep_delays: bool = True,
    keep_propagator: bool = True,
    threads: int = 0,
    progress: Callable[[str, int, int], Any] | None = None,
) -> NetworkAnalysis: ...

def axis_crossings(eigenvalues: ArrayLike, omegas: ArrayLike) -> tuple[AxisCrossing, ...]: ...

def characteristic_root(
    connectivity: Callable[[complex], ArrayLike],
    start: complex,
    *,
    tolerance: float = 1e-11,
    max_step: float = 1000.0,
    max_iterations: int = 50,
) -> CharacteristicRoot: ...

def coherence(cross_spectra: ArrayLike) -> NDArray[np.complex128]: ...

def connectivity_at(
    network: AnyNetwork,
    mean_input: ArrayLike,
    std_input: ArrayLike,
    *,
    convention: Literal["exact", "nnmt"] = "exact",
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    synaptic_filter: bool = True,
    nu: ArrayLike | None = None,
) -> Callable[[complex], NDArray[np.complex128]]: ...

def constant_delay_eigenvalues(
    tau: float,
    delay: float,
    connectivity: ArrayLike,
    branches: int,
) -> NDArray[np.complex128]: ...

def critical_frequency_index(modes: Eigenmodes, mode: int) -> int: ...

def cross_spectra(W: ArrayLike, noise: ArrayLike, threads: int = 0) -> NDArray[np.complex128]: ...

def delay_dist_derivative(
    Delay: ArrayLike,
    Delay_sd: ArrayLike | None,
    delay_dist: Literal["none", "gaussian", "truncated_gaussian", "lognormal"],
    omega: complex,
) -> NDArray[np.complex128]: ...

def delay_dist_matrix(
    Delay: ArrayLike,
    Delay_sd: ArrayLike | None,
    delay_dist: Literal["none", "gaussian", "truncated_gaussian", "lognormal"],
    omegas: ArrayLike,
) -> NDArray[np.complex128]: ...

def delay_factor(
    omegas: ArrayLike,
    mean: ArrayLike,
    sd: ArrayLike,
    delay_dist: Literal["none", "gaussian", "truncated_gaussian", "lognormal"],
) -> complex | NDArray[np.complex128]: ...

def delay_factor_derivative(
    omegas: ArrayLike,
    mean: ArrayLike,
    sd: ArrayLike,
    delay_dist: Literal["none", "gaussian", "truncated_gaussian", "lognormal"],
) -> complex | NDArray[np.complex128]: ...

def effective_connectivity(
    n_mu: ArrayLike,
    D: ArrayLike,
    J: ArrayLike,
    K: ArrayLike,
    tau_m: ArrayLike,
    n_sigma2: ArrayLike | None = None,
    J_sd: ArrayLike | None = None,
) -> NDArray[np.complex128]: ...

def effective_connectivity_dJ(
    n_mu: ArrayLike,
    D: ArrayLike,
    J: ArrayLike,
    K: ArrayLike,
    tau_m: ArrayLike,
    n_sigma2: ArrayLike | None = None,
    J_sd: ArrayLike | None = None,
) -> NDArray[np.complex128]: ...

def eigenbasis(W: ArrayLike) -> EigenBasis: ...

def eigenmodes(W: ArrayLike, threads: int = 0) -> Eigenmodes: ...

def expansion_errors(
    network: AnyNetwork,
    mean_input: ArrayLike,
    std_input: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    nu: ArrayLike | None = None,
) -> tuple[ValidityCheck, ...]: ...

def external_rates_for_fixed_input(
    network: AnyNetwork,
    mean_input: ArrayLike,
    std_input: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> ExternalRates: ...

def finite_weight_rates(
    network: AnyNetwork,
    nu: ArrayLike,
    dt: float = 0.0001,
    additional: ArrayLike | None = None,
) -> FiniteWeightRates: ...

def finite_weight_state(
    network: AnyNetwork,
    dt: float = 0.0001,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> FiniteWeightState: ...

def fit_transfer_function(transfer_function: ArrayLike, omegas: ArrayLike) -> TransferFunctionFit: ...

def fixed_points(
    network: AnyNetwork,
    *,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    tolerance: float = 1e-12,
    starts: int = 100,
    seed: int = 1,
) -> FixedPoints: ...

def follow_root(
    connectivity: Callable[[complex, float], ArrayLike],
    parameters: ArrayLike,
    start: complex,
    *,
    tolerance: float = 1e-11,
    max_step: float = 1000.0,
    max_iterations: int = 50,
) -> tuple[CharacteristicRoot, ...]: ...

def ft_spatial_profile(
    profile: Literal["boxcar", "gaussian", "exponential"],
    space: Literal["line", "plane"],
    k: ArrayLike,
    width: ArrayLike,
) -> float | NDArray[np.float64]: ...

def growth_rate_starts(eigenvalues: ArrayLike, omegas: ArrayLike) -> NDArray[np.complex128]: ...

def growth_rates(
    network: AnyNetwork,
    mean_input: ArrayLike,
    std_input: ArrayLike,
    starts: ArrayLike,
    *,
    convention: Literal["exact", "nnmt"] = "exact",
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    synaptic_filter: bool = True,
    tolerance: float = 1e-09,
    max_iterations: int = 60,
    nu: ArrayLike | None = None,
) -> tuple[GrowingMode, ...]: ...

def highest_peak(rhythm: Sequence[SpectralPeak]) -> SpectralPeak: ...

def input_map(network: AnyNetwork) -> InputMap: ...

def largest_eigenvalue(matrix: ArrayLike) -> complex: ...

def leading_peaks(peaks: Sequence[SpectralPeak], count: int) -> tuple[SpectralPeak, ...]: ...

def low_pass_fit(transfer_function: ArrayLike, omegas: ArrayLike) -> LowPassFit: ...

def match_eigenvalues_across_frequencies(eigenvalues: ArrayLike, margin: float) -> MatchedEigenvalues: ...

def mean_input(network: AnyNetwork, nu: ArrayLike) -> NDArray[np.float64]: ...

def network_renewal_spectra(
    network: AnyNetwork,
    mean_input: ArrayLike,
    std_input: ArrayLike,
    omegas: ArrayLike,
    *,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    threads: int = 0,
    nu: ArrayLike | None = None,
) -> NDArray[np.float64]: ...

def network_transfer_function(
    network: AnyNetwork,
    mean_input: ArrayLike,
    std_input: ArrayLike,
    omegas: ArrayLike,
    *,
    convention: Literal["exact", "nnmt"] = "exact",
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    synaptic_filter: bool = True,
    threads: int = 0,
    nu: ArrayLike | None = None,
) -> TransferFunctions: ...

def nyquist_stability(eigenvalues: ArrayLike) -> NyquistStability: ...

def pairwise_covariances(J_eff: ArrayLike, nu: ArrayLike, cvs: ArrayLike) -> PairwiseCovariances: ...

def pairwise_effective_connectivity(
    J: ArrayLike,
    tau_m: ArrayLike,
    d_mu: ArrayLike,
    d_sigma2: ArrayLike,
    d_source_variance: ArrayLike | None = None,
) -> NDArray[np.float64]: ...

def peak_sensitivities(
    network: AnyNetwork,
    analysis: NetworkAnalysis,
    peaks: Sequence[SpectralPeak] | None = None,
) -> tuple[PeakSensitivity, ...]: ...

def peak_sensitivity(
    transfer: TransferFunctions,
    peak: SpectralPeak,
    noise: ArrayLike,
    J: ArrayLike,
    K: ArrayLike,
    tau_m: ArrayLike,
    Delay: ArrayLike,
    Delay_sd: ArrayLike | None = None,
    delay_dist: Literal["none", "gaussian", "truncated_gaussian", "lognormal"] = "none",
    J_sd: ArrayLike | None = None,
) -> PeakSensitivity: ...

def poisson_noise(firing_rates: ArrayLike, N: ArrayLike) -> NDArray[np.float64]: ...

def power_spectra(W: ArrayLike, noise: ArrayLike, threads: int = 0) -> NDArray[np.float64]: ...

def propagator(W: ArrayLike, threads: int = 0) -> NDArray[np.complex128]: ...

def propagator_and_power_spectra(
    W: ArrayLike,
    noise: ArrayLike,
    threads: int = 0,
) -> tuple[NDArray[np.complex128], NDArray[np.float64]]: ...

def random_rates(network: AnyNetwork, seed: int) -> NDArray[np.float64]: ...

def rate_model_dispersion(
    structure: SpatialStructure,
    tau_rate: ArrayLike,
    W_rate: ArrayLike,
    k_wavenumbers: ArrayLike,
    branch: int = 0,
) -> NDArray[np.complex128]: ...

def rate_model_weights(h0: ArrayLike, tau_m: ArrayLike, J: ArrayLike, K: ArrayLike) -> NDArray[np.float64]: ...

def rate_response(
    network: AnyNetwork,
    mean_input: ArrayLike,
    std_input: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    firing_rates: ArrayLike | None = None,
) -> RateResponse: ...

def renewal_noise(spectra: ArrayLike, N: ArrayLike) -> NDArray[np.float64]: ...

def require_converged(working_point: WorkingPoint) -> None: ...

def rhythms(peaks: Sequence[SpectralPeak]) -> tuple[tuple[SpectralPeak, ...], ...]: ...

def same_rhythm(a: float, b: float) -> bool: ...

def self_consistent_input(
    network: AnyNetwork,
    dt: float = 0.0001,
    neuron_time: float = 200.0,
    seed: int = 1,
    threads: int = 0,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> SelfConsistentInput: ...

def sensitivity_at(network: AnyNetwork, analysis: NetworkAnalysis, omega: float) -> SensitivityMeasure: ...

def sensitivity_measure(
    W: ArrayLike,
    omegas: ArrayLike,
    omega: float,
    *,
    modes: Eigenmodes | None = None,
    mode: int | None = None,
    eigenvalue: complex = 1.0,
) -> SensitivityMeasure: ...

def sensitivity_measure_all_eigenmodes(
    W: ArrayLike,
    omegas: ArrayLike,
    modes: Eigenmodes,
    threads: int = 0,
) -> tuple[SensitivityMeasure, ...]: ...

def solve_chareq_lambertw_constant_delay(branch: int, tau: float, delay: float, connectivity: ArrayLike) -> complex: ...

def spatial_effective_connectivity(
    structure: SpatialStructure,
    mean: ArrayLike,
    n_mu: ArrayLike,
    s: complex,
    k: float,
    variance: ArrayLike | None = None,
    n_sigma2: ArrayLike | None = None,
) -> NDArray[np.complex128]: ...

def spatial_factor(structure: SpatialStructure, s: complex, k: float) -> NDArray[np.complex128]: ...

def spatial_rate_connectivity(
    structure: SpatialStructure,
    tau_rate: ArrayLike,
    W_rate: ArrayLike,
    s: complex,
    k: float,
) -> NDArray[np.complex128]: ...

def spectral_bound(J_eff: ArrayLike) -> float: ...

def spectral_peaks(power_spectra: ArrayLike, omegas: ArrayLike) -> tuple[SpectralPeak, ...]: ...

def spiking_noise(
    network: AnyNetwork,
    working_point: WorkingPoint,
    omegas: ArrayLike,
    *,
    convention: Literal["exact", "nnmt"] = "exact",
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    noise: Literal["by_convention", "poisson", "renewal"] = "by_convention",
) -> NDArray[np.float64]: ...

def stability_verdict(
    network: AnyNetwork,
    mean_input: ArrayLike,
    std_input: ArrayLike,
    *,
    convention: Literal["exact", "nnmt"] = "exact",
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    synaptic_filter: bool = True,
    growth_rate_starts: int = 8,
    least_frequencies: int = 1000,
    nu: ArrayLike | None = None,
) -> StabilityVerdict: ...

def std_input(network: AnyNetwork, nu: ArrayLike) -> NDArray[np.float64]: ...

def taylor_validity(network: AnyNetwork, mean_input: ArrayLike, std_input: ArrayLike) -> tuple[ValidityCheck, ...]: ...

def validity(
    network: AnyNetwork,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> tuple[ValidityCheck, ...]: ...

def winding(
    network: AnyNetwork,
    mean_input: ArrayLike,
    std_input: ArrayLike,
    *,
    first_step: float = 6.0,
    longest_step: float = 500.0,
    most_frequencies: int = 20000,
    convention: Literal["exact", "nnmt"] = "exact",
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    synaptic_filter: bool = True,
    nu: ArrayLike | None = None,
) -> Winding: ...

def with_expansion_errors(
    checks: Sequence[ValidityCheck],
    errors: Sequence[ValidityCheck],
) -> tuple[ValidityCheck, ...]: ...

def working_point(
    network: AnyNetwork,
    *,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    start: ArrayLike | None = None,
    tolerance: float = 1e-12,
    max_iterations: int = 300,
) -> WorkingPoint: ...
