"""Written by python/bindings/stubs.py: change the bindings, then run it again."""
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

class Conductance:
    def __init__(self, *, tau: float = ..., E_rev: float = ..., mean: float = ..., variance: float = ...) -> None: ...
    tau: float
    E_rev: float
    mean: float
    variance: float
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Conductance: ...

def conductance_state(
    mu: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    conductances: Sequence[Conductance],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "effective"] = "galerkin",
    nodes: int = 0,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def cv(
    mu: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    conductances: Sequence[Conductance],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "effective"] = "galerkin",
    nodes: int = 0,
) -> float | NDArray[np.float64]: ...

def effective_input(
    mu: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    conductances: Sequence[Conductance],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "effective"] = "galerkin",
    nodes: int = 0,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64], float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def firing_rate(
    mu: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    conductances: Sequence[Conductance],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "effective"] = "galerkin",
    nodes: int = 0,
) -> float | NDArray[np.float64]: ...

def power_spectrum(
    omegas: ArrayLike,
    mu: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    conductances: Sequence[Conductance],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "effective"] = "galerkin",
    nodes: int = 0,
) -> float | NDArray[np.float64]: ...

def response(
    omegas: ArrayLike,
    mu: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    conductances: Sequence[Conductance],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "effective"] = "galerkin",
    nodes: int = 0,
    kind: int = 0,
) -> tuple[complex | NDArray[np.complex128], complex | NDArray[np.complex128], complex | NDArray[np.complex128]]: ...
