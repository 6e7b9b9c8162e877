"""Written by python/bindings/stubs.py: change the bindings, then run it again."""
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

class Network:
    def __init__(
        self,
        *,
        J: ArrayLike = ...,
        K: ArrayLike = ...,
        theta: ArrayLike = ...,
        J_ext: ArrayLike = ...,
        K_ext: ArrayLike = ...,
        m_ext: ArrayLike = ...,
    ) -> None: ...
    J: NDArray[np.float64]
    K: NDArray[np.float64]
    theta: NDArray[np.float64]
    J_ext: NDArray[np.float64]
    K_ext: NDArray[np.float64]
    m_ext: NDArray[np.float64]
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> Network: ...

class WorkingPoint:
    def __init__(
        self,
        *,
        mean_activity: ArrayLike = ...,
        mean_input: ArrayLike = ...,
        std_input: ArrayLike = ...,
        converged: bool = ...,
        residual: float = ...,
        iterations: int = ...,
    ) -> None: ...
    @property
    def mean_activity(self) -> NDArray[np.float64]: ...
    @property
    def mean_input(self) -> NDArray[np.float64]: ...
    @property
    def std_input(self) -> NDArray[np.float64]: ...
    @property
    def converged(self) -> bool: ...
    @property
    def residual(self) -> float: ...
    @property
    def iterations(self) -> int: ...
    def as_dict(self) -> dict[str, Any]: ...
    def replace(self, **changes: Any) -> WorkingPoint: ...

def activity_derivatives(
    mu: ArrayLike,
    sigma: ArrayLike,
    theta: ArrayLike,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def balanced_threshold(network: Network, m: ArrayLike) -> NDArray[np.float64]: ...

def mean_activity(mu: ArrayLike, sigma: ArrayLike, theta: ArrayLike) -> float | NDArray[np.float64]: ...

def mean_input(network: Network, m: ArrayLike) -> NDArray[np.float64]: ...

def std_input(network: Network, m: ArrayLike) -> NDArray[np.float64]: ...

def working_point(
    network: Network,
    *,
    start: ArrayLike | None = None,
    tolerance: float = 1e-13,
    max_iterations: int = 2000,
) -> WorkingPoint: ...
