"""The theory step by step, as in C++: arrays in, arrays and records out.

`siegert.analyze` takes all steps at once. The first index of arrays is the frequency (F), then target, then source;
`omegas` are angular frequencies [rad/s], complex ones stand for s = i omega off the imaginary axis.
"""
from ._siegert import theory as _theory

AxisCrossing = _theory.AxisCrossing
CharacteristicRoot = _theory.CharacteristicRoot
ConductanceResponses = _theory.ConductanceResponses
ConnectionDerivatives = _theory.ConnectionDerivatives
ConnectionFilters = _theory.ConnectionFilters
DecidingFrequencies = _theory.DecidingFrequencies
EigenBasis = _theory.EigenBasis
Eigenmodes = _theory.Eigenmodes
ExternalRates = _theory.ExternalRates
FiniteWeightRates = _theory.FiniteWeightRates
FiniteWeightState = _theory.FiniteWeightState
FixedPoint = _theory.FixedPoint
FixedPoints = _theory.FixedPoints
GrowingMode = _theory.GrowingMode
InputMap = _theory.InputMap
InputStatistics = _theory.InputStatistics
LowPassFit = _theory.LowPassFit
MatchedEigenvalues = _theory.MatchedEigenvalues
NetworkAnalysis = _theory.NetworkAnalysis
NeuronStatistics = _theory.NeuronStatistics
NyquistStability = _theory.NyquistStability
PairwiseCovariances = _theory.PairwiseCovariances
PeakSensitivity = _theory.PeakSensitivity
RateResponse = _theory.RateResponse
SelfConsistentInput = _theory.SelfConsistentInput
RecomputedChange = _theory.RecomputedChange
SensitivityMeasure = _theory.SensitivityMeasure
SpatialStructure = _theory.SpatialStructure
SpectralPeak = _theory.SpectralPeak
StabilityVerdict = _theory.StabilityVerdict
TransferFunctionFit = _theory.TransferFunctionFit
TransferFunctions = _theory.TransferFunctions
ValidityCheck = _theory.ValidityCheck
Winding = _theory.Winding
WorkingPoint = _theory.WorkingPoint
analyze = _theory.analyze
axis_crossings = _theory.axis_crossings
characteristic_root = _theory.characteristic_root
coherence = _theory.coherence
connectivity_at = _theory.connectivity_at
constant_delay_eigenvalues = _theory.constant_delay_eigenvalues
critical_frequency_index = _theory.critical_frequency_index
cross_spectra = _theory.cross_spectra
delay_dist_derivative = _theory.delay_dist_derivative
delay_dist_matrix = _theory.delay_dist_matrix
delay_factor = _theory.delay_factor
delay_factor_derivative = _theory.delay_factor_derivative
effective_connectivity = _theory.effective_connectivity
effective_connectivity_dJ = _theory.effective_connectivity_dJ
eigenbasis = _theory.eigenbasis
eigenmodes = _theory.eigenmodes
expansion_errors = _theory.expansion_errors
external_rates_for_fixed_input = _theory.external_rates_for_fixed_input
finite_weight_rates = _theory.finite_weight_rates
finite_weight_state = _theory.finite_weight_state
fit_transfer_function = _theory.fit_transfer_function
fixed_points = _theory.fixed_points
follow_root = _theory.follow_root
ft_spatial_profile = _theory.ft_spatial_profile
growth_rate_starts = _theory.growth_rate_starts
growth_rates = _theory.growth_rates
highest_peak = _theory.highest_peak
input_map = _theory.input_map
largest_eigenvalue = _theory.largest_eigenvalue
leading_peaks = _theory.leading_peaks
low_pass_fit = _theory.low_pass_fit
match_eigenvalues_across_frequencies = _theory.match_eigenvalues_across_frequencies
mean_input = _theory.mean_input
network_renewal_spectra = _theory.network_renewal_spectra
network_transfer_function = _theory.network_transfer_function
nyquist_stability = _theory.nyquist_stability
pairwise_covariances = _theory.pairwise_covariances
pairwise_effective_connectivity = _theory.pairwise_effective_connectivity
peak_sensitivities = _theory.peak_sensitivities
peak_sensitivity = _theory.peak_sensitivity
poisson_noise = _theory.poisson_noise
power_spectra = _theory.power_spectra
propagator = _theory.propagator
propagator_and_power_spectra = _theory.propagator_and_power_spectra
random_rates = _theory.random_rates
rate_model_dispersion = _theory.rate_model_dispersion
rate_model_weights = _theory.rate_model_weights
rate_response = _theory.rate_response
renewal_noise = _theory.renewal_noise
require_converged = _theory.require_converged
self_consistent_input = _theory.self_consistent_input
rhythms = _theory.rhythms
same_rhythm = _theory.same_rhythm
sensitivity_at = _theory.sensitivity_at
sensitivity_measure = _theory.sensitivity_measure
sensitivity_measure_all_eigenmodes = _theory.sensitivity_measure_all_eigenmodes
solve_chareq_lambertw_constant_delay = _theory.solve_chareq_lambertw_constant_delay
spatial_effective_connectivity = _theory.spatial_effective_connectivity
spatial_factor = _theory.spatial_factor
spatial_rate_connectivity = _theory.spatial_rate_connectivity
spectral_bound = _theory.spectral_bound
spectral_peaks = _theory.spectral_peaks
spiking_noise = _theory.spiking_noise
stability_verdict = _theory.stability_verdict
std_input = _theory.std_input
taylor_validity = _theory.taylor_validity
validity = _theory.validity
winding = _theory.winding
with_expansion_errors = _theory.with_expansion_errors
working_point = _theory.working_point

__all__ = [
    "AxisCrossing", "CharacteristicRoot", "ConductanceResponses", "ConnectionDerivatives", "ConnectionFilters",
    "DecidingFrequencies",
    "EigenBasis", "Eigenmodes", "ExternalRates", "FiniteWeightRates", "FiniteWeightState", "FixedPoint", "FixedPoints",
    "GrowingMode", "InputMap", "InputStatistics", "LowPassFit", "MatchedEigenvalues", "NetworkAnalysis",
    "NeuronStatistics", "NyquistStability", "PairwiseCovariances", "PeakSensitivity", "RateResponse",
    "RecomputedChange", "SelfConsistentInput", "SensitivityMeasure", "SpatialStructure", "SpectralPeak",
    "StabilityVerdict", "TransferFunctionFit", "TransferFunctions", "ValidityCheck", "Winding", "WorkingPoint",
    "analyze", "axis_crossings", "characteristic_root", "coherence", "connectivity_at",
    "constant_delay_eigenvalues", "critical_frequency_index", "cross_spectra", "delay_dist_derivative",
    "delay_dist_matrix", "delay_factor", "delay_factor_derivative", "effective_connectivity",
    "effective_connectivity_dJ", "eigenbasis", "eigenmodes", "expansion_errors", "external_rates_for_fixed_input",
    "finite_weight_rates", "finite_weight_state", "fit_transfer_function", "fixed_points", "follow_root",
    "ft_spatial_profile", "growth_rate_starts", "growth_rates", "highest_peak", "input_map",
    "largest_eigenvalue", "leading_peaks", "low_pass_fit", "match_eigenvalues_across_frequencies",
    "mean_input", "network_renewal_spectra", "network_transfer_function", "nyquist_stability",
    "pairwise_covariances", "pairwise_effective_connectivity", "peak_sensitivities", "peak_sensitivity",
    "poisson_noise", "power_spectra", "propagator", "propagator_and_power_spectra", "random_rates",
    "rate_model_dispersion", "rate_model_weights", "rate_response", "renewal_noise", "require_converged",
    "rhythms", "same_rhythm", "self_consistent_input", "sensitivity_at", "sensitivity_measure",
    "sensitivity_measure_all_eigenmodes", "solve_chareq_lambertw_constant_delay",
    "spatial_effective_connectivity", "spatial_factor", "spatial_rate_connectivity", "spectral_bound",
    "spectral_peaks", "spiking_noise", "stability_verdict", "std_input", "taylor_validity", "validity",
    "winding", "with_expansion_errors", "working_point",
]
