"""Parameters for wanted activity."""
from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _siegert
from ._analysis import Convention, Method
from ._siegert import LoadedNetwork, Network


@dataclasses.dataclass(frozen=True)
class DesignTarget:
    """What became of a target.

    Attributes
    ----------
    name : str
        ``"firing_rates[E]"``; of a mode with the frequency where it is now, ``"growth_rate[@62.1 Hz]"``.
    before, wanted, after : float
        In the network as it was, as it was wanted, and in the network that was found; in `unit`.
    demand : '=', '>=' or '<='
    unit : str
    met : bool
    """

    name: str
    before: float
    demand: Literal["=", ">=", "<="]
    wanted: float
    after: float
    unit: str
    met: bool


@dataclasses.dataclass(frozen=True, eq=False)
class Design:
    """A network with wanted activity, or the closest to it that was found.

    Attributes
    ----------
    met : bool
        Whether all targets are.
    network : Network
    before, after : dict
        The free parameters in SI units.
    change : float
        sqrt(sum (weight * log(after / before))^2); of potentials and currents (after - before) / scale.
    targets : tuple of DesignTarget
    firing_rates : array
        Of the network that was found [Hz].
    """

    met: bool
    network: Network
    before: dict[str, float]
    after: dict[str, float]
    change: float
    targets: tuple[DesignTarget, ...]
    firing_rates: NDArray[np.float64]

    def __repr__(self) -> str:
        met = sum(target.met for target in self.targets)
        return f"Design({met} of {len(self.targets)} targets met by {len(self.after)} parameters, change {self.change:.6g})"


def design(network: Network | LoadedNetwork | str | os.PathLike[str], free: str | Sequence[str] | Mapping[str, str],
           targets: str | Sequence[str] | Mapping[str, str], *, weights: Mapping[str, float] | None = None,
           start: ArrayLike | None = None, model: Literal["automatic", "plain", "basic", "microcircuit"] = "automatic",
           convention: Convention = "exact", method: Method = "shift", threads: int = 0) -> Design:
    """The network with the least change of parameters that has the wanted activity (docs/theory/design.md).

    Parameters
    ----------
    network : path, LoadedNetwork or Network
        Of a path the keys of that file are free, else the fields of the network.
    free : str, list or dict
        What may be changed: ``["nu_ext", "J[E,I]"]``; a list or matrix stands for all of its entries that are not 0. A
        dict holds bounds, ``{"nu_ext": "5:20 Hz"}``; else a tenth to ten times as much.
    targets : str, list or dict
        ``["firing_rates[E]=5 Hz", "growth_rate<=-20 1/s", "peak_frequency[E@64 Hz]=60 Hz"]``, or as a dict without
        the ``=``; without a value what it is now: ``"firing_rates"``.
    weights : dict, optional
        How much the changes of parameters count; default 1.
    start, model, convention, method, threads
        As in `working_point`, `load_network` and `analyze`.

    Raises
    ------
    InvalidParameter
        If a key or target is unknown, or the network depends on a parameter in a way that has no gradient.
    AccuracyNotReached
        If the network as it is has no working point, or no such peak or mode.
    """
    is_file = isinstance(network, (str, os.PathLike))
    loaded = _siegert.load_network(network, model=model) if is_file else network
    if not isinstance(loaded, LoadedNetwork):
        loaded = LoadedNetwork(network=loaded)
    settings = {"free": _joined(free), "target": _joined(targets),
                "weight": ";".join(f"{key}={weight!r}" for key, weight in (weights or {}).items())}
    answer = _siegert._ask("design", loaded, np.empty(0), settings, convention=convention, method=method, start=start,
                           threads=threads, file=os.fspath(network) if is_file else "")
    names, before, after = (answer["parameters"][name] for name in ("name", "before", "after"))
    columns = [answer["targets"][field.name] for field in dataclasses.fields(DesignTarget)]
    return Design(answer["met"], _siegert.network_from_yaml(answer["parameter_file"]).network,
                  dict(zip(names.tolist(), before.tolist())), dict(zip(names.tolist(), after.tolist())), answer["change"],
                  tuple(DesignTarget(*(value.item() for value in row)) for row in zip(*columns)), answer["firing_rates"])


def _joined(texts):
    if isinstance(texts, str):
        return texts
    if isinstance(texts, Mapping):
        return ";".join(f"{key}={value}" for key, value in texts.items())
    return ";".join(texts)
