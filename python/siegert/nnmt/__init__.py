"""NNMT's names on top of siegert: `from siegert import nnmt` instead of `import nnmt`.

Functions, parameters, models, result keys and units are those of NNMT 1.3.0. Values are those of siegert,
which differ where NNMT's are wrong; docs/nnmt.md lists where and why. Functions whose names begin with an
underscore take numbers and arrays in any consistent units (SI, or mV and ms), or pint quantities, which
are converted to SI; the others take a network and keep their result in it.

Needs SciPy; PyYAML for parameter files, h5py for `save` and `load`; with pint `ureg` is pint's registry.
"""
from ._units import ureg
from . import binary, input_output, lif, linear_stability, models, network_properties, spatial, utils

__version__ = "1.3.0"

__all__ = ["binary", "input_output", "lif", "linear_stability", "models", "network_properties", "spatial",
           "ureg", "utils"]
