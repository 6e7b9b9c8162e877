"""Single neurons other than LIF: `eif` and `qif`, exponential and quadratic integrate-and-fire; `adaptation` and `conductance`, either of
them and of LIF with adaptation currents or with conductances. LIF neurons are in `siegert.lif`."""
from . import adaptation, conductance, eif, qif

__all__ = ["adaptation", "conductance", "eif", "qif"]
