"""Statistics of recorded spikes, each with a standard error."""
from ._siegert import statistics as _statistics

ComplexEstimates = _statistics.ComplexEstimates
CountCovariances = _statistics.CountCovariances
EstimateMatrix = _statistics.EstimateMatrix
Estimates = _statistics.Estimates
PopulationSpectra = _statistics.PopulationSpectra
coherence = _statistics.coherence
count_correlations = _statistics.count_correlations
count_covariances = _statistics.count_covariances
cross_spectrum = _statistics.cross_spectrum
cvs = _statistics.cvs
fano_factors = _statistics.fano_factors
firing_rate_sds = _statistics.firing_rate_sds
firing_rates = _statistics.firing_rates
local_variations = _statistics.local_variations
log_power = _statistics.log_power
neuron_firing_rates = _statistics.neuron_firing_rates
population_spectra = _statistics.population_spectra
power = _statistics.power
sinusoid_response = _statistics.sinusoid_response

__all__ = [
    "ComplexEstimates", "CountCovariances", "EstimateMatrix", "Estimates", "PopulationSpectra", "coherence",
    "count_correlations", "count_covariances", "cross_spectrum", "cvs", "fano_factors", "firing_rate_sds", "firing_rates",
    "local_variations", "log_power", "neuron_firing_rates", "population_spectra", "power", "sinusoid_response",
]
