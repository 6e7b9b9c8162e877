"""Rates as a function that can be differentiated, for libraries of automatic differentiation."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import theory
from ._analysis import Method
from ._gradients import gradients
from ._siegert import LoadedNetwork, Network


class Differentiable:
    """Firing rates or CVs of a network as a function of some of its fields, with its vector-Jacobian product.

    ``f(*values)`` are the rates [Hz] with these values of the fields, in their order; ``f.vjp(*values)`` the same and a function
    that takes a cotangent (one number for each population) to what it becomes in each field: by one adjoint equation, whatever
    the number of parameters (docs/theory/gradients.md). Both are pure functions of NumPy arrays, as JAX and PyTorch need them
    (docs/theory/gradients.md shows how to register it); neither is needed here.

    Made by `differentiable`.
    """

    def __init__(self, network: Network | LoadedNetwork, fields: Sequence[str], of: str, method: Method,
                 start: ArrayLike | None):
        self.network = getattr(network, "network", network)
        self.fields = tuple(fields)
        self.of = of
        self.method = method
        self.start = start
        known = gradients(self.network, of, weights=np.zeros(len(self.network.populations)), method=method, start=start)
        for field in self.fields:
            if field not in known:
                raise ValueError(f"a field must be one of {', '.join(known)}, got {field!r}")
        self.shapes = tuple(known[field].shape for field in self.fields)

    def _network(self, values):
        if len(values) != len(self.fields):
            raise ValueError(f"there must be a value for each of {', '.join(self.fields)}, got {len(values)}")
        return self.network.replace(**{field: np.asarray(value, float).reshape(shape)
                                       for field, value, shape in zip(self.fields, values, self.shapes)})

    def __call__(self, *values: ArrayLike) -> NDArray[np.float64]:
        point = theory.working_point(self._network(values), method=self.method, start=self.start)
        return getattr(point, self.of)

    def vjp(self, *values: ArrayLike) -> tuple[NDArray[np.float64], Callable[[ArrayLike], tuple[NDArray[np.float64], ...]]]:
        """The value, and the function from a cotangent to that of each field.

        Raises
        ------
        AccuracyNotReached
            If no working point is found.
        """
        network = self._network(values)
        point = theory.working_point(network, method=self.method, start=self.start)

        def pullback(cotangent: ArrayLike) -> tuple[NDArray[np.float64], ...]:
            found = gradients(network, self.of, weights=np.asarray(cotangent, float), method=self.method,
                              start=point.firing_rates)
            return tuple(found[field] for field in self.fields)

        return getattr(point, self.of), pullback

    def __repr__(self) -> str:
        return f"Differentiable({self.of} of {len(self.network.populations)} populations by {', '.join(self.fields)})"


def differentiable(network: Network | LoadedNetwork, fields: Sequence[str], *,
                   of: Literal["firing_rates", "cvs"] = "firing_rates", method: Method = "shift",
                   start: ArrayLike | None = None) -> Differentiable:
    """Rates of a network as a function of some of its fields that can be differentiated.

    When to use: inside a loss that JAX or PyTorch differentiates, or any optimiser that takes gradients.

    Parameters
    ----------
    network : Network or LoadedNetwork
        What all other fields are.
    fields : sequence of str
        Names of the arguments: "K", "J", "nu_ext", ...; those that `gradients` has.
    of, method, start
        As in `gradients`.
    """
    if of not in ("firing_rates", "cvs"):
        raise ValueError(f"of must be 'firing_rates' or 'cvs', got {of!r}")
    return Differentiable(network, fields, of, method, start)
