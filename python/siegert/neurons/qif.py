from .._siegert import neurons as _neurons

__doc__ = _neurons.qif.__doc__

cv = _neurons.qif.cv
firing_rate = _neurons.qif.firing_rate
interval_characteristic_function = _neurons.qif.interval_characteristic_function
log_firing_rate = _neurons.qif.log_firing_rate
mean_potential_response = _neurons.qif.mean_potential_response
potential_moments = _neurons.qif.potential_moments
rate_derivatives = _neurons.qif.rate_derivatives
renewal_spectrum = _neurons.qif.renewal_spectrum
transfer_function = _neurons.qif.transfer_function

__all__ = [
    "cv", "firing_rate", "interval_characteristic_function", "log_firing_rate", "mean_potential_response",
    "potential_moments", "rate_derivatives", "renewal_spectrum", "transfer_function",
]
