"""Reference values for tests/neurons (NumPy).

    python3 threshold_integration.py > threshold_integration.csv

The Fokker-Planck equation and its linear response are integrated downwards from the threshold, as in
Richardson (2007), by an implicit Runge-Kutta method of order 20 (Gauss-Legendre). The library integrates
power series and, for the response, the adjoint equation upwards: the two share no formula. `error` is the
largest change of a row's values when the number of steps is doubled, relative but for those of modulus
below 1, potential and rho, where it is absolute.

Currents: "exponential" is F = -V + Delta_T exp((V - V_T) / Delta_T), "quadratic" F = -V + V^2 / Delta_T.
SI units, potentials relative to rest. n_* are the responses of the rate at s, potential that of the mean
potential, rho the characteristic function of the intervals.
"""
import numpy as np

NODES, WEIGHTS = np.polynomial.legendre.leggauss(10)
C = (NODES + 1) / 2
POWERS = np.arange(10)
A = np.array([[C[i] ** (k + 1) / (k + 1) for k in POWERS] for i in range(10)]) @ np.linalg.inv(C[:, None] ** POWERS)
B = WEIGHTS / 2


def drift(p, kind, V):
    if kind == "exponential":
        F = -V + p["Delta_T"] * np.exp((V - p["V_T"]) / p["Delta_T"])
    else:
        F = -V + V * V / p["Delta_T"]
    return (F + p["mu"]) / p["tau_m"]


def steps(p, kind, refine):
    """Edges from the threshold to far below the reset, V_0 among them."""
    D = p["sigma"] ** 2 / (2 * p["tau_m"])
    grid = np.linspace(p["V_th"], min(p["V_0"], p["mu"]) - 8 * p["sigma"], 20001)
    density = np.abs(drift(p, kind, grid)) / D + 3 / p["sigma"]
    index = int(np.searchsorted(-grid, -p["V_0"]))
    edges = []
    for low, high, start, end in ((0, index + 1, grid[0], p["V_0"]), (index, len(grid), p["V_0"], grid[-1])):
        count = np.concatenate([[0], np.cumsum(0.5 * (density[low:high][1:] + density[low:high][:-1]) * -np.diff(grid[low:high]))])
        n = refine * int(np.ceil(count[-1] / 1.5))
        part = np.interp(np.linspace(0, count[-1], n + 1), count, grid[low:high])
        part[0], part[-1] = start, end
        edges.append(part)
    return edges


def integrate(matrix, y, edges):
    """y' = matrix(V) y by Gauss-Legendre Runge-Kutta."""
    m = len(y)
    for V, h in zip(edges[:-1], np.diff(edges)):
        M = [matrix(V + h * c) for c in C]
        system = np.eye(10 * m, dtype=complex)
        for i in range(10):
            for j in range(10):
                system[i * m:(i + 1) * m, j * m:(j + 1) * m] -= h * A[i, j] * M[i]
        slopes = np.linalg.solve(system, np.concatenate([Mi @ y for Mi in M])).reshape(10, m)
        y = y + h * B @ slopes
    return y


def values(p, kind, s, refine):
    D, tau = p["sigma"] ** 2 / (2 * p["tau_m"]), p["tau_m"]
    above, below = steps(p, kind, refine)

    # State: p, J, int p, int (V - V_0) p, int (V - V_0)^2 p, then p and int of the second moment of the interval.
    # Integrals run downwards, hence the signs.
    def stationary(V):
        f, x = drift(p, kind, V), V - p["V_0"]
        M = np.zeros((5, 5), complex)
        M[0, 0], M[0, 1] = f / D, -1 / D
        M[2, 0], M[3, 0], M[4, 0] = -1, -x, -x * x
        return M

    y = integrate(stationary, np.array([0, 1, 0, 0, 0], complex), above)
    y[1] = 0
    y = integrate(stationary, y, below).real
    T, nu = y[2], 1 / (p["tau_r"] + y[2])
    mean, second = y[3] * nu, y[4] * nu

    # E T^2 = 2 int p_1, -D p_1' + f p_1 = J_1, J_1' = p, J_1(V_th) = T
    def moments(V):
        f = drift(p, kind, V)
        M = np.zeros((5, 5), complex)
        M[0, 0], M[0, 1] = f / D, -1 / D
        M[2, 2], M[2, 3] = f / D, -1 / D
        M[3, 0] = 1
        M[4, 2] = -1
        return M

    y = integrate(moments, np.array([0, 1, 0, T, 0], complex), above)
    y[1] = 0
    y = integrate(moments, y, below).real
    cv = np.sqrt(2 * y[4] - T * T) * nu

    # State: p_0, J_0; for the sources of mu and sigma^2 and for unit flux: p, J, int (V - V_0) p.
    def modulated(V):
        f, x = drift(p, kind, V), V - p["V_0"]
        M = np.zeros((11, 11), complex)
        M[0, 0], M[0, 1] = f / D, -1 / D
        for k in (2, 5, 8):
            M[k, k], M[k, k + 1] = f / D, -1 / D
            M[k + 1, k] = -s
            M[k + 2, k] = -x
        M[2, 0] = 1 / tau / D
        M[5, 0], M[5, 1] = -f / D / (2 * tau) / D, 1 / D / (2 * tau) / D
        return M

    y = np.zeros(11, complex)
    y[1], y[9] = nu, 1
    y = integrate(modulated, y, above)
    first_passage = y.copy()
    y[1] = 0
    y[9] -= np.exp(-s * p["tau_r"])
    y = integrate(modulated, y, below)
    n_mu, n_sigma2 = -y[3] / y[9], -y[6] / y[9]
    potential = y[4] + n_mu * y[10]

    # rho: flux a at threshold, unit flux entering at V_0
    first_passage[:8] = 0
    one = integrate(modulated, first_passage, below)[9]
    source = np.zeros(11, complex)
    source[9] = 1
    entering = integrate(modulated, source, below)[9]
    rho = np.exp(-s * p["tau_r"]) * entering / one
    return [nu, p["V_0"] + mean, second - mean ** 2, cv], [n_mu, n_sigma2, potential, rho]


NAMES = ["mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "Delta_T", "V_T"]
ROWS = [  # kind, regime, the parameters above, f [Hz], growth rate [1/s]
    ("exponential", "near threshold", 0.0105, 0.0067, -0.0051, 0.0223, 0.0203, 0.0, 0.0015, 0.0151, 7.3, 0.0),
    ("exponential", "above threshold", 0.0203, 0.0067, -0.0051, 0.0243, 0.0199, 0.0021, 0.0015, 0.0151, 31.0, 0.0),
    ("exponential", "slow modulation", 0.0203, 0.0067, -0.0051, 0.0243, 0.0199, 0.0021, 0.0015, 0.0151, 0.013, 0.0),
    ("exponential", "fast modulation", 0.0203, 0.0067, -0.0051, 0.0243, 0.0199, 0.0021, 0.0015, 0.0151, 211.0, 0.0),
    ("exponential", "strong noise", 0.0197, 0.0157, -0.0051, 0.0263, 0.0199, 0.0007, 0.0015, 0.0151, 83.0, 0.0),
    ("exponential", "weak noise", 0.0303, 0.0023, -0.0051, 0.0213, 0.0199, 0.0013, 0.0015, 0.0151, 61.0, 0.0),
    ("exponential", "subthreshold", 0.0071, 0.0029, 0.0013, 0.0203, 0.0103, 0.0023, 0.0012, 0.0117, 23.0, 0.0),
    ("exponential", "soft spike", 0.0103, 0.0061, -0.0031, 0.0291, 0.0101, 0.0017, 0.0035, 0.0151, 137.0, 0.0),
    ("exponential", "sharp spike", 0.0153, 0.0051, 0.0017, 0.0179, 0.0101, 0.0019, 0.0005, 0.0151, 137.0, 0.0),
    ("exponential", "growing", 0.0203, 0.0067, -0.0051, 0.0243, 0.0199, 0.0021, 0.0015, 0.0151, 41.0, 57.0),
    ("exponential", "decaying", 0.0203, 0.0067, -0.0051, 0.0243, 0.0199, 0.0021, 0.0015, 0.0151, 41.0, -47.0),
    ("exponential", "low cut", 0.0203, 0.0067, -0.0051, 0.0169, 0.0199, 0.0021, 0.0015, 0.0151, 137.0, 0.0),
    ("quadratic", "near threshold", 0.0043, 0.0051, 0.0011, 0.0403, 0.0101, 0.0013, 0.0171, 0.0, 37.0, 0.0),
    ("quadratic", "above threshold", 0.0091, 0.0031, 0.0011, 0.0503, 0.0101, 0.0013, 0.0171, 0.0, 171.0, 0.0),
]

if __name__ == "__main__":
    print("# made by threshold_integration.py")
    print("regime," + ",".join(NAMES) + ",s_re,s_im,nu,mean,variance,cv,n_mu_re,n_mu_im,n_sigma2_re,n_sigma2_im,"
          "potential_re,potential_im,rho_re,rho_im,error")
    for kind, regime, *numbers in ROWS:
        p = dict(zip(NAMES, numbers))
        s = complex(numbers[-1], 2 * np.pi * numbers[-2])
        coarse, fine = (values(p, kind, s, refine) for refine in (1, 2))
        error = max(abs(a / b - 1) for a, b in zip(coarse[0] + coarse[1][:2], fine[0] + fine[1][:2]))
        error = max([error] + [abs(a - b) for a, b in zip(coarse[1][2:], fine[1][2:])])
        reals = fine[0] + [part for z in fine[1] for part in (z.real, z.imag)]
        print(f"{kind} {regime}," + ",".join(map(repr, numbers[:8])) + f",{s.real!r},{s.imag!r},"
              + ",".join(f"{x:.15g}" for x in reals) + f",{error:.1e}", flush=True)
