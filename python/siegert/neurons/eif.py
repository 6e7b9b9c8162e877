from .._siegert import neurons as _neurons

__doc__ = _neurons.eif.__doc__

cv = _neurons.eif.cv
firing_rate = _neurons.eif.firing_rate
interval_characteristic_function = _neurons.eif.interval_characteristic_function
log_firing_rate = _neurons.eif.log_firing_rate
mean_potential_response = _neurons.eif.mean_potential_response
potential_moments = _neurons.eif.potential_moments
rate_derivatives = _neurons.eif.rate_derivatives
renewal_spectrum = _neurons.eif.renewal_spectrum
transfer_function = _neurons.eif.transfer_function

__all__ = [
    "cv", "firing_rate", "interval_characteristic_function", "log_firing_rate", "mean_potential_response",
    "potential_moments", "rate_derivatives", "renewal_spectrum", "transfer_function",
]
