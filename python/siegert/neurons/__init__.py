"""Single neurons other than LIF: `eif`, exponential integrate-and-fire. LIF neurons are in `siegert.lif`."""
from . import eif

__all__ = ["eif"]
