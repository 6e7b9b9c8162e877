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
    tau_s: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> float | NDArray[np.float64]: ...

def exact_firing_rate(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    tolerance: float = 1e-08,
) -> float | NDArray[np.float64]: ...

def exact_interval_characteristic_function(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    tolerance: float = 1e-08,
) -> complex | NDArray[np.complex128]: ...

def exact_interval_statistics(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    tolerance: float = 1e-08,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def exact_log_firing_rate(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    tolerance: float = 1e-08,
) -> float | NDArray[np.float64]: ...

def exact_power_spectrum(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    tolerance: float = 1e-08,
) -> float | NDArray[np.float64]: ...

def exact_rate_derivatives(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    tolerance: float = 1e-08,
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def exact_transfer_function(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    tolerance: float = 1e-08,
    synaptic_filter: bool = True,
) -> tuple[complex | NDArray[np.complex128], complex | NDArray[np.complex128]]: ...

def firing_rate(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> float | NDArray[np.float64]: ...

def input_rate_derivative(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    J: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> float | NDArray[np.float64]: ...

def interval_characteristic_function(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> complex | NDArray[np.complex128]: ...

def log_firing_rate(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> float | NDArray[np.float64]: ...

def noise_correlation_shift(tau_m: ArrayLike, tau_s: ArrayLike) -> float | NDArray[np.float64]: ...

def rate_derivatives(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def rate_second_derivatives(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64], float | NDArray[np.float64]]: ...

def relative_correction(
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> float | NDArray[np.float64]: ...

def renewal_spectrum(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
) -> float | NDArray[np.float64]: ...

def transfer_function(
    omegas: ArrayLike,
    mu: ArrayLike,
    sigma: ArrayLike,
    V_0: ArrayLike,
    V_th: ArrayLike,
    tau_m: ArrayLike,
    tau_r: ArrayLike,
    tau_s: ArrayLike,
    method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "shift",
    convention: Literal["exact", "nnmt"] = "exact",
    synaptic_filter: bool = True,
) -> tuple[complex | NDArray[np.complex128], complex | NDArray[np.complex128]]: ...
