from .._siegert import neurons as _neurons

__doc__ = _neurons.conductance.__doc__

Conductance = _neurons.conductance.Conductance
conductance_state = _neurons.conductance.conductance_state
cv = _neurons.conductance.cv
effective_input = _neurons.conductance.effective_input
firing_rate = _neurons.conductance.firing_rate
power_spectrum = _neurons.conductance.power_spectrum
response = _neurons.conductance.response

__all__ = [
    "Conductance", "conductance_state", "cv", "effective_input", "firing_rate", "power_spectrum", "response",
]
