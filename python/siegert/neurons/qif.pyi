"""Written by python/bindings/stubs.py: change the bindings, then run it again."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

def cv(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    Delta_T: ArrayLike,
    V_T: ArrayLike,
) -> float | NDArray[np.float64]: ...

def firing_rate(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    Delta_T: ArrayLike,
    V_T: ArrayLike,
) -> float | NDArray[np.float64]: ...

def interval_characteristic_function(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    Delta_T: ArrayLike,
    V_T: ArrayLike,
) -> complex | NDArray[np.complex128]: ...

def log_firing_rate(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    Delta_T: ArrayLike,
    V_T: ArrayLike,
) -> float | NDArray[np.float64]: ...

def mean_potential_response(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    Delta_T: ArrayLike,
    V_T: ArrayLike,
) -> complex | NDArray[np.complex128]: ...

def potential_moments(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    Delta_T: ArrayLike,
    V_T: ArrayLike,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def rate_derivatives(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    Delta_T: ArrayLike,
    V_T: ArrayLike,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def renewal_spectrum(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    Delta_T: ArrayLike,
    V_T: ArrayLike,
) -> float | NDArray[np.float64]: ...

def transfer_function(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    Delta_T: ArrayLike,
    V_T: ArrayLike,
) -> tuple[complex | NDArray[np.complex128], complex | NDArray[np.complex128]]: ...
