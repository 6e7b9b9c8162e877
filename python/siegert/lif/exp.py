from .._siegert import lif as _lif

__doc__ = _lif.exp.__doc__

cv = _lif.exp.cv
exact_firing_rate = _lif.exp.exact_firing_rate
exact_interval_characteristic_function = _lif.exp.exact_interval_characteristic_function
exact_interval_statistics = _lif.exp.exact_interval_statistics
exact_log_firing_rate = _lif.exp.exact_log_firing_rate
exact_power_spectrum = _lif.exp.exact_power_spectrum
exact_rate_derivatives = _lif.exp.exact_rate_derivatives
exact_transfer_function = _lif.exp.exact_transfer_function
firing_rate = _lif.exp.firing_rate
input_rate_derivative = _lif.exp.input_rate_derivative
interval_characteristic_function = _lif.exp.interval_characteristic_function
log_firing_rate = _lif.exp.log_firing_rate
noise_correlation_shift = _lif.exp.noise_correlation_shift
rate_derivatives = _lif.exp.rate_derivatives
rate_second_derivatives = _lif.exp.rate_second_derivatives
relative_correction = _lif.exp.relative_correction
renewal_spectrum = _lif.exp.renewal_spectrum
transfer_function = _lif.exp.transfer_function

__all__ = [
    "cv", "exact_firing_rate", "exact_interval_characteristic_function",
    "exact_interval_statistics", "exact_log_firing_rate", "exact_power_spectrum",
    "exact_rate_derivatives", "exact_transfer_function", "firing_rate", "input_rate_derivative",
    "interval_characteristic_function", "log_firing_rate", "noise_correlation_shift",
    "rate_derivatives", "rate_second_derivatives", "relative_correction", "renewal_spectrum",
    "transfer_function",
]
