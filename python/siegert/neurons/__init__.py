"""Single neurons other than LIF: `eif`, exponential integrate-and-fire; `adaptation` and `conductance`, either of
them and of LIF with adaptation currents or with conductances. LIF neurons are in `siegert.lif`."""
from . import adaptation, conductance, eif

__all__ = ["adaptation", "conductance", "eif"]
