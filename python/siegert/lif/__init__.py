"""One LIF neuron: `delta` with delta synapses, `exp` with exponential synapses."""
from . import delta, exp

__all__ = ["delta", "exp"]
