"""Networks from Python's own values, with the keys of parameter files."""
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from . import _siegert


def _plain(value):
    """What `json` cannot write: arrays, numbers of NumPy, quantities with a unit."""
    if hasattr(value, "magnitude") and hasattr(value, "units"):  # pint
        return {"val": value.magnitude, "unit": format(value.units, "~C") if value.units else ""}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"a parameter cannot be a {type(value).__name__}: give numbers, texts with a unit such as '20 ms', lists, "
                    "arrays, or {'val': ..., 'unit': ...}")


def network_from_dict(parameters: Mapping[str, Any], directory: str | os.PathLike[str] = "",
                      model: Literal["automatic", "plain", "basic", "microcircuit"] = "automatic",
                      ) -> _siegert.LoadedNetwork:
    """The network that a parameter file with these keys and values describes.

    Quantities are texts ("20 ms"), dicts ({"val": [10, 20], "unit": "ms"}) or pint quantities; arrays may be NumPy's.

        network_from_dict({"populations": ["E", "I"], "N": [8000, 2000], "tau_m": "20 ms", ...})

    Returns a LoadedNetwork, as `load_network` does, with the same errors, without file and line.
    """
    return _siegert._network_from_values(json.dumps(parameters, default=_plain), directory, model)
