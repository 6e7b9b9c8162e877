from .._siegert import neurons as _neurons

__doc__ = _neurons.adaptation.__doc__

adapted_state = _neurons.adaptation.adapted_state
cv = _neurons.adaptation.cv
firing_rate = _neurons.adaptation.firing_rate
power_spectrum = _neurons.adaptation.power_spectrum
rate_derivatives = _neurons.adaptation.rate_derivatives
transfer_function = _neurons.adaptation.transfer_function

__all__ = ["adapted_state", "cv", "firing_rate", "power_spectrum", "rate_derivatives", "transfer_function"]
