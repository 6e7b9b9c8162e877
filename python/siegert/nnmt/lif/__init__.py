"""LIF neurons with delta synapses (`delta`) and with exponential synapses (`exp`), as nnmt.lif."""
from . import delta, exp

__all__ = ["delta", "exp"]
