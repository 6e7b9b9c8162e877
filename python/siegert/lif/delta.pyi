"""Written by python/bindings/stubs.py: change the bindings, then run it again."""
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

def cv(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
) -> float | NDArray[np.float64]: ...

def firing_rate(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
) -> float | NDArray[np.float64]: ...

def input_rate_derivative(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    J: ArrayLike,
) -> float | NDArray[np.float64]: ...

def interval_characteristic_function(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
) -> complex | NDArray[np.complex128]: ...

def log_firing_rate(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
) -> float | NDArray[np.float64]: ...

def rate_derivatives(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def rate_second_derivatives(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def renewal_spectrum(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
) -> float | NDArray[np.float64]: ...

def transfer_function(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    convention: Literal["exact", "nnmt"] = "exact",
) -> tuple[complex | NDArray[np.complex128], complex | NDArray[np.complex128]]: ...
