from .._siegert import lif as _lif

__doc__ = _lif.delta.__doc__

cv = _lif.delta.cv
firing_rate = _lif.delta.firing_rate
input_rate_derivative = _lif.delta.input_rate_derivative
interval_characteristic_function = _lif.delta.interval_characteristic_function
log_firing_rate = _lif.delta.log_firing_rate
rate_derivatives = _lif.delta.rate_derivatives
rate_second_derivatives = _lif.delta.rate_second_derivatives
renewal_spectrum = _lif.delta.renewal_spectrum
transfer_function = _lif.delta.transfer_function

__all__ = [
    "cv", "firing_rate", "input_rate_derivative", "interval_characteristic_function",
    "log_firing_rate", "rate_derivatives", "rate_second_derivatives", "renewal_spectrum", "transfer_function",
]
