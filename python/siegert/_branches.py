"""All states of a network along its parameters."""
from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from . import _siegert
from ._analysis import Convention, Method


@dataclasses.dataclass(frozen=True)
class BranchEvent:
    """Where states of a branch change their character.

    Attributes
    ----------
    kind : 'fold', 'branch_point' or 'hopf'
        Two states meet and are gone beyond; another branch crosses; an oscillation begins to grow or ceases to.
    point : int
        Index of the point of the branch where it is.
    parameter : float
        In SI units.
    firing_rates : array
        [Hz], one for each population.
    frequency : float
        Of the oscillation of 'hopf' [Hz]; else 0.
    """

    kind: Literal["fold", "branch_point", "hopf"]
    point: int
    parameter: float
    firing_rates: NDArray[np.float64]
    frequency: float


@dataclasses.dataclass(frozen=True, eq=False)
class Branch:
    """States that go over into each other as the parameter changes, through folds.

    Attributes
    ----------
    parameter : array
        In SI units, in the order in which the branch passes its points.
    firing_rates : array
        [Hz]; last index: population.
    growth_rate : array
        Of the rate dynamics, delays and dynamics of neurons left out; below 0 the state is stable against slow changes.
    growing_modes : array of int
        How many modes grow, delays and dynamics of neurons included; -1 where they were not counted.
    events : tuple of BranchEvent
    """

    parameter: NDArray[np.float64]
    firing_rates: NDArray[np.float64]
    growth_rate: NDArray[np.float64]
    growing_modes: NDArray[np.int64]
    events: tuple[BranchEvent, ...]

    @property
    def stable(self) -> NDArray[np.bool_]:
        """Where the rates are stable and, as far as they were counted, no mode grows."""
        return (self.growth_rate < 0.0) & (self.growing_modes <= 0)


@dataclasses.dataclass(frozen=True, eq=False)
class Branches:
    """All branches of states of a network along a parameter.

    Attributes
    ----------
    parameter : str
        The key that is varied, or 'position' from 0 to 1 along a line through several.
    unit : str
    populations : tuple of str
    branches : tuple of Branch
    sections : tuple of (float, int, int)
        Values of the parameter at which states were searched, how many there are, and what their indices add up to: 1, or
        a branch is missing.
    """

    parameter: str
    unit: str
    populations: tuple[str, ...]
    branches: tuple[Branch, ...]
    sections: tuple[tuple[float, int, int], ...]

    @property
    def events(self) -> tuple[BranchEvent, ...]:
        """Those of all branches."""
        return tuple(event for branch in self.branches for event in branch.events)

    def __len__(self) -> int:
        return len(self.branches)

    def __iter__(self):
        return iter(self.branches)

    def __repr__(self) -> str:
        kinds = [event.kind for event in self.events]
        return (f"Branches({self.parameter}: {len(self)} branches, {kinds.count('fold')} folds, "
                f"{kinds.count('branch_point')} branch points, {kinds.count('hopf')} Hopf points)")


@dataclasses.dataclass(frozen=True, eq=False)
class BifurcationCurve:
    """Folds or Hopf points that go over into each other as two parameters change.

    Attributes
    ----------
    kind : 'fold' or 'hopf'
    p, q : array
        The parameters in SI units, in the order in which the curve passes its points.
    firing_rates : array
        [Hz]; last index: population.
    frequency : array
        Of the oscillation [Hz]; 0 of folds.
    events : tuple of (kind, point)
        'cusp' or 'bogdanov_takens', and the index of the point.
    """

    kind: Literal["fold", "hopf"]
    p: NDArray[np.float64]
    q: NDArray[np.float64]
    firing_rates: NDArray[np.float64]
    frequency: NDArray[np.float64]
    events: tuple[tuple[Literal["cusp", "bogdanov_takens"], int], ...]


def branches(path: str | os.PathLike[str], vary: Mapping[str, str], *, modes: bool = True,
             sections: int = 3, starts: int = 30, seed: int = 1, highest_frequency: float = 2000.0,
             model: Literal["automatic", "plain", "basic", "microcircuit"] = "automatic",
             convention: Convention = "exact", method: Method = "shift", threads: int = 0) -> Branches:
    """All states of a network along a parameter: where they are born, die, or begin to oscillate.

    Parameters
    ----------
    path : path
        Parameter file.
    vary : dict
        For each key of the file, or entry of one as in ``"J[E,I]"``, its two ends, ``"1:20 Hz"``.
        Several keys make a line along which all of them vary at once.
    modes : bool
        Whether growing modes are counted and Hopf points located. When to use: False for networks of hundreds of populations, where
        that takes seconds for each point.
    sections, starts
        Values of the parameter at which all states are searched, and from how many starts. More sections where closed
        branches are suspected.
    highest_frequency : float
        Of Hopf points that are located [Hz].
    seed, model, convention, method, threads
        As in `fixed_points`, `load_network` and `analyze`.

    Raises
    ------
    InvalidParameter
        If a key is unknown, or its value makes the network invalid or has no effect.
    """
    answer = _ask(path, {"vary": _line(vary), "no_modes": not modes}, sections, starts, seed, highest_frequency, model,
                  convention, method, threads)
    return _from_answer(answer, list(vary))


def bifurcation_curves(path: str | os.PathLike[str], vary: Mapping[str, str], also: Mapping[str, str], *, sections: int = 3,
                       starts: int = 30, seed: int = 1, highest_frequency: float = 2000.0,
                       model: Literal["automatic", "plain", "basic", "microcircuit"] = "automatic",
                       convention: Convention = "exact", method: Method = "shift",
                       threads: int = 0) -> tuple[BifurcationCurve, ...]:
    """Where states are born, die, or begin to oscillate, as curves in the plane of two parameters: a phase diagram.

    Parameters
    ----------
    vary, also : dict
        The two parameters, p and q, each as in `branches`.
    sections : int
        Values of q at which branches along p are searched for folds and Hopf points to start from.
    path, starts, seed, highest_frequency, model, convention, method, threads
        As in `branches`.
    """
    answer = _ask(path, {"vary": _line(vary), "and": _line(also)}, sections, starts, seed, highest_frequency, model,
                  convention, method, threads)
    points, events = answer["curves"], answer["curve_events"]
    found = []
    for number in range(1, int(points["curve"].max(initial=0)) + 1):
        own = points["curve"] == number
        p, q, rates, frequency = (points[name][own] for name in ("p", "q", "firing_rates", "frequency"))
        its = events["curve"] == number
        special = tuple((str(kind), int(np.flatnonzero((p == at_p) & (q == at_q))[0])) for kind, at_p, at_q in zip(
            events["kind"][its], events["p"][its], events["q"][its]))
        found.append(BifurcationCurve(str(points["kind"][own][0]), p, q, rates, frequency, special))
    return tuple(found)


def _line(vary):
    return ";".join(f"{key}={ends}" for key, ends in vary.items())


def _ask(path, settings, sections, starts, seed, highest_frequency, model, convention, method, threads):
    settings = settings | {"sections": sections, "starts": starts, "highest_frequency": f"{highest_frequency!r} Hz"}
    return _siegert._ask("branches", _siegert.load_network(path, model=model), np.empty(0), settings,
                         convention=convention, method=method, seed=seed, threads=threads, file=os.fspath(path))


def _from_answer(answer: Any, keys: list[str]) -> Branches:
    points, events, sections = (answer[name] for name in ("points", "events", "sections"))
    found = []
    for number in range(1, int(points["branch"].max(initial=0)) + 1):
        own = points["branch"] == number
        parameter = points["parameter"][own]
        its = events["branch"] == number
        found.append(Branch(
            parameter, points["firing_rates"][own], points["growth_rate"][own],
            points["growing_modes"][own],
            tuple(BranchEvent(str(kind), int(point), float(at), rates, float(frequency)) for kind, point, at, rates, frequency in zip(
                events["kind"][its], events["point"][its], events["parameter"][its],
                events["firing_rates"][its], events["frequency"][its]))))
    return Branches(keys[0] if len(keys) == 1 else "position", points.results["parameter"].unit,
                    tuple(answer["populations"].tolist()), tuple(found),
                    tuple(zip(sections["parameter"].tolist(), sections["states"].tolist(),
                              sections["index_sum"].tolist())))
