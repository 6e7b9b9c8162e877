"""Questions about a network, as the command line asks them."""
from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from . import _siegert
from ._analysis import Convention, Method, _omegas
from ._records import Answer
from ._siegert import LoadedNetwork, Network


def questions() -> dict[str, tuple[str, dict[str, str]]]:
    """What can be asked: for each name what it means, and its options with their meaning."""
    return _siegert._questions()


def ask(question: str, network: Network | LoadedNetwork, omegas: ArrayLike | None = None, *,
        convention: Convention = "exact", method: Method = "shift", synaptic_filter: bool = True,
        start: ArrayLike | None = None, max_iterations: int = 300, seed: int = 1, threads: int = 0,
        matrices: bool = False, **options: Any) -> Answer:
    """Asks a question of `questions()`, ``ask("rates", network)``, and gives the results that ``siegert rates`` prints.

    When to use: for what the command prints, under the same names; functions such as `working_point` and `analyze` give
    records of the theory instead.

    Parameters
    ----------
    question : str
    network : Network or LoadedNetwork
    omegas, convention, method, synaptic_filter, threads
        As in `analyze`.
    start, max_iterations
        As in `working_point`.
    seed : int
        Of random starts.
    matrices : bool
        Whether 'analyze' keeps W, D and the propagator, each 16 bytes F n^2.
    **options
        Of the question: ``ask("sensitivity", network, frequency="64 Hz")``.

    Raises
    ------
    InvalidParameter
        If there is no such question, option or value.
    AccuracyNotReached
        If the question needs a working point and none is found.
    """
    loaded = network if isinstance(network, LoadedNetwork) else LoadedNetwork(network=network)
    return _siegert._ask(question, loaded, _omegas(network, omegas), options, convention=convention, method=method,
                         synaptic_filter=synaptic_filter, start=start, max_iterations=max_iterations, seed=seed,
                         threads=threads, matrices=matrices)
