"""Single neurons other than LIF: `eif`, exponential integrate-and-fire; `adaptation`, either of them with adaptation
currents. LIF neurons are in `siegert.lif`."""
from . import adaptation, eif

__all__ = ["adaptation", "eif"]
