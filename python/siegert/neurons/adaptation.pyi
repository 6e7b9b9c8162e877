"""Written by python/bindings/stubs.py: change the bindings, then run it again."""
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

def adapted_state(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    adaptation: Sequence[AdaptationCurrent],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "mean_field"] = "galerkin",
    order: int = 0,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64], float | NDArray[np.float64], float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def cv(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    adaptation: Sequence[AdaptationCurrent],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "mean_field"] = "galerkin",
    order: int = 0,
) -> float | NDArray[np.float64]: ...

def firing_rate(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    adaptation: Sequence[AdaptationCurrent],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "mean_field"] = "galerkin",
    order: int = 0,
) -> float | NDArray[np.float64]: ...

def power_spectrum(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    adaptation: Sequence[AdaptationCurrent],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "mean_field"] = "galerkin",
    order: int = 0,
) -> float | NDArray[np.float64]: ...

def rate_derivatives(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    adaptation: Sequence[AdaptationCurrent],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "mean_field"] = "galerkin",
    order: int = 0,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def transfer_function(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    adaptation: Sequence[AdaptationCurrent],
    Delta_T: ArrayLike = 0.0,
    V_T: ArrayLike = 0.0,
    *,
    theory: Literal["galerkin", "mean_field"] = "galerkin",
    order: int = 0,
) -> tuple[complex | NDArray[np.complex128], complex | NDArray[np.complex128]]: ...
