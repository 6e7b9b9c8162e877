"""Network models, as nnmt.models: parameters, results, and where they come from."""
from .basic import Basic
from .microcircuit import Microcircuit
from .network import Network
from .plain import Plain

__all__ = ["Basic", "Microcircuit", "Network", "Plain"]
