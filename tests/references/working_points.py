#!/usr/bin/python3
"""Reference values for tests/theory: self-consistent rates to 20 digits, written to working_points.csv.

    /usr/bin/python3 tests/references/working_points.py

Every parameter is a Python float on purpose: mpf(0.0001756) is exactly the double that the C++ test
passes. The fixed point is iterated with residuals of 40 digits; the rate is the integral

    1/nu = tau_r + tau_m int_0^inf exp(-t^2) (exp(2 y_th t) - exp(2 y_r t)) / t dt,

which is not the form that the library evaluates. All fixed points of the networks with two populations
are found without any solver: for each nu_E the equation of nu_I, which has one solution because its right
side falls, is bisected, and the sign changes of the other equation are counted along nu_E.

Columns: network, method, number of the fixed point (by its mean rate), population; nu [Hz], mu [V],
sigma [V]; stable (1 or 0): all eigenvalues of dPhi/dnu - 1 have a negative real part.
"""
from pathlib import Path

import numpy as np
from mpmath import diff, exp, inf, mp, mpf, nstr, pi, quad, sqrt, zeta
from scipy.optimize import brentq
from scipy.special import erfcx

mp.dps = 40


class Network:
    def __init__(self, name, J, K, J_ext, K_ext, nu_ext, tau_m, tau_r, V_th, V_0,
                 tau_s=None, method="delta", C=None, I_ext=None, J_sd=None):
        n = len(J)
        vector = lambda x: [mpf(v) for v in (x if isinstance(x, list) else [x] * n)]
        self.name, self.method, self.n = name, method, n
        self.tau_m, self.tau_r, self.V_th, self.V_0 = map(vector, (tau_m, tau_r, V_th, V_0))
        self.tau_s = vector(tau_s if tau_s is not None else 0.0)
        current = [t * mpf(i) / mpf(c) for t, i, c in zip(self.tau_m, I_ext, C)] if C else [0] * n
        square = lambda i, j: mpf(J[i][j])**2 + (mpf(J_sd[i][j])**2 if J_sd else 0)
        self.A = [[t * mpf(J[i][j]) * mpf(K[i][j]) for j in range(n)] for i, t in enumerate(self.tau_m)]
        self.B = [[t * square(i, j) * mpf(K[i][j]) for j in range(n)] for i, t in enumerate(self.tau_m)]
        ext = lambda i, power: sum(mpf(J_ext[i][j])**power * mpf(K_ext[i][j]) * mpf(nu_ext[j])
                                   for j in range(len(nu_ext)))
        self.mu_ext = [t * ext(i, 1) + current[i] for i, t in enumerate(self.tau_m)]
        self.var_ext = [t * ext(i, 2) for i, t in enumerate(self.tau_m)]

    def input(self, nu):
        mu = [sum(a * x for a, x in zip(row, nu)) + m for row, m in zip(self.A, self.mu_ext)]
        var = [sum(b * x for b, x in zip(row, nu)) + v for row, v in zip(self.B, self.var_ext)]
        return mu, [sqrt(v) for v in var]

    def exact_rate(self, i, mu, sigma):
        def siegert(m, k=0):
            y_th, y_r = (self.V_th[i] - m) / sigma + k, (self.V_0[i] - m) / sigma + k
            peak = max(y_th, mpf(0))
            panels = [0] + [peak + x for x in (-6, -2, 0, 2, 6) if peak + x > 0] + [peak + 14]
            integral = quad(lambda t: exp(-t * t) * (exp(2 * y_th * t) - exp(2 * y_r * t)) / t, panels)
            return 1 / (self.tau_r[i] + self.tau_m[i] * integral)

        k = abs(zeta(mpf(1) / 2)) / sqrt(2) * sqrt(self.tau_s[i] / self.tau_m[i])
        if self.method == "taylor":
            return siegert(mu) - k * sigma * diff(siegert, mu, h=mpf(10)**-15)
        return siegert(mu, k)

    def exact_rates(self, nu):
        mu, sigma = self.input(nu)
        return [self.exact_rate(i, mu[i], sigma[i]) for i in range(self.n)]

    def prepare(self):
        """Double-precision copies and quadrature for everything that need not be accurate."""
        as_float = lambda x: np.array(x, dtype=float)
        self.f = {k: as_float(getattr(self, k)) for k in
                  ("A", "B", "mu_ext", "var_ext", "tau_m", "tau_r", "tau_s", "V_th", "V_0")}
        self.nodes, self.weights = np.polynomial.legendre.leggauss(400)

    def rates(self, nu):
        f = self.f
        mu = f["A"] @ nu + f["mu_ext"]
        sigma = np.sqrt(f["B"] @ nu + f["var_ext"])
        k = float(abs(zeta(0.5))) / np.sqrt(2) * np.sqrt(f["tau_s"] / f["tau_m"])

        def siegert(m, shift):
            b, a = (f["V_th"] - m) / sigma + shift, (f["V_0"] - m) / sigma + shift
            a = np.maximum(a, b - 60)
            u = 0.5 * (a + b)[:, None] + 0.5 * (b - a)[:, None] * self.nodes
            peak = np.maximum(b, 0)[:, None]**2
            e = np.where(u < 0, erfcx(np.maximum(-u, 0)) * np.exp(-np.minimum(peak, 700)),
                         2 * np.exp(np.minimum(u * u - peak, 1)) -
                         erfcx(np.maximum(u, 0)) * np.exp(-np.minimum(peak, 700)))
            integral = 0.5 * (b - a) * (e @ self.weights)
            scale = np.exp(-np.minimum(peak[:, 0], 700))
            return scale / (f["tau_r"] * scale + f["tau_m"] * np.sqrt(np.pi) * integral)

        if self.method == "taylor":
            h = 1e-6
            return siegert(mu, 0) - k * sigma * (siegert(mu + h, 0) - siegert(mu - h, 0)) / (2 * h)
        return siegert(mu, k)

    def jacobian(self, nu):
        columns = []
        for j in range(self.n):
            h = 1e-5 * (nu[j] + 1e-3)
            e = np.eye(self.n)[j] * h
            columns.append((self.rates(nu + e) - self.rates(np.maximum(nu - e, 0))) /
                           (h + min(h, nu[j])))
        return np.array(columns).T

    def polish(self, nu):
        """Newton with an approximate Jacobian and exact residuals: about five digits a step."""
        slope = np.linalg.inv(np.eye(self.n) - self.jacobian(np.array(nu, dtype=float)))
        nu = [mpf(x) for x in nu]
        for _ in range(12):
            residual = [p - x for p, x in zip(self.exact_rates(nu), nu)]
            step = [sum(mpf(s) * r for s, r in zip(row, residual)) for row in slope]
            nu = [max(x + d, mpf(0)) for x, d in zip(nu, step)]
            if max(abs(d) / (x + mpf(10)**-30) for d, x in zip(step, nu)) < mpf(10)**-24:
                return nu
        raise RuntimeError(f"{self.name}: no convergence, {residual}")

    def relaxed(self):
        nu = np.zeros(self.n)
        for _ in range(20000):
            nu = nu + 0.02 * (self.rates(nu) - nu)
        return nu

    def all_fixed_points(self):
        def nu_I(nu_E):
            return brentq(lambda x: self.rates(np.array([nu_E, x]))[1] - x, 0.0, 499.9, xtol=1e-300,
                          rtol=1e-14)

        def excess(nu_E):
            return self.rates(np.array([nu_E, nu_I(nu_E)]))[0] - nu_E

        grid = np.concatenate([np.geomspace(1e-12, 1e-2, 60), np.geomspace(1e-2, 499, 1500)[1:]])
        values = [excess(x) for x in grid]
        roots = [brentq(excess, a, b, xtol=1e-300, rtol=1e-14)
                 for a, b, fa, fb in zip(grid, grid[1:], values, values[1:]) if fa * fb < 0]
        return [np.array([r, nu_I(r)]) for r in roots]


def rows(network, points):
    for number, point in enumerate(points):
        nu = network.polish(point)
        mu, sigma = network.input(nu)
        eigenvalues = np.linalg.eigvals(network.jacobian(np.array(nu, dtype=float)))
        stable = int(max(eigenvalues.real) < 1)
        for i in range(network.n):
            yield ",".join([network.name, network.method, str(number), str(i)] +
                           [nstr(x, 20, strip_zeros=False) for x in (nu[i], mu[i], sigma[i])] +
                           [str(stable)])


J = 0.0001756
MICROCIRCUIT = dict(
    J=[[2 * J if (i, j) == (0, 2) else (-4.0 * J if j % 2 else J) for j in range(8)] for i in range(8)],
    K=[[2199.86486, 1079.32007, 979.241261, 467.578108, 159.240826, 0.0, 109.819852, 0.0],
       [2990.00583, 860.261056, 703.691807, 289.693864, 380.735859, 0.0, 60.5863901, 0.0],
       [159.875428, 34.5225188, 1117.17312, 675.0, 32.6043349, 0.319552818, 667.325211, 0.0],
       [1480.97354, 16.9432378, 1813.02026, 953.325789, 16.0313926, 0.0, 1608.12283, 0.0],
       [2188.36598, 374.651134, 1135.62969, 31.3195876, 420.770722, 496.471959, 296.694639, 0.0],
       [1165.66761, 159.083568, 570.579343, 12.0666667, 300.095775, 404.17277, 124.332394, 0.0],
       [325.197985, 38.632025, 467.354637, 91.7147621, 285.670372, 21.1899271, 581.635915, 752.183189],
       [766.90502, 5.83683853, 74.6380597, 2.74016282, 136.240841, 8.55427408, 979.791723, 459.402985]],
    J_ext=[[J]] * 8, K_ext=[[k] for k in (1600.0, 1500.0, 1780.0, 1900.0, 2000.0, 1900.0, 2900.0, 2100.0)],
    nu_ext=[8.0], tau_m=0.010, tau_r=0.002, tau_s=0.0005, V_th=0.015, V_0=0.0)

HETEROGENEOUS = dict(
    J=[[0.00021, -0.0009, 0.00017], [0.0003, -0.0008, 0.00025], [0.00019, -0.0011, 0.00023]],
    J_sd=[[0.00003, 0.0001, 0.00002], [0.00004, 0.00008, 0.00001], [0.00005, 0.00012, 0.00006]],
    K=[[120.0, 40.0, 75.0], [150.0, 60.0, 0.0], [90.0, 55.0, 110.0]],
    J_ext=[[0.0002, -0.0007], [0.00024, -0.0006], [0.00022, -0.0005]],
    K_ext=[[300.0, 80.0], [260.0, 70.0], [210.0, 95.0]], nu_ext=[26.0, 6.0],
    tau_m=[0.010, 0.015, 0.022], tau_r=[0.002, 0.001, 0.003], tau_s=[0.0005, 0.0004, 0.0011],
    V_th=[0.015, 0.017, 0.013], V_0=[0.001, 0.0, -0.002],
    C=[2.5e-10, 2.0e-10, 1.7e-10], I_ext=[2e-11, -1e-11, 3e-11])


def two_populations(name, J, K, K_ext, J_ext, nu_ext):
    return Network(name, J=J, K=[K, K], K_ext=[[k] for k in K_ext], J_ext=[[x] for x in J_ext],
                   nu_ext=[nu_ext], tau_m=0.020, tau_r=0.002, V_th=0.020, V_0=0.010)


def brunel(g, drive):
    J = 0.0001
    return two_populations(f"brunel {g} {drive}", [[J, -g * J]] * 2, [1000.0, 250.0],
                           [1000.0, 1000.0], [J, J], drive * 10.0)


def multistable(name, J_EE, J_EI, J_IE, J_II, K_ext, nu_ext):
    mV = lambda x: x / 1e3
    return two_populations(name, [[mV(J_EE), mV(J_EI)], [mV(J_IE), mV(J_II)]], [400.0, 100.0], K_ext,
                           [mV(J_EE), mV(J_IE)], nu_ext)


def main():
    lines = ["# tests/references/working_points.py",
             "network,method,fixed_point,population,nu,mu,sigma,stable"]
    relaxing = [Network("microcircuit", method=m, **MICROCIRCUIT) for m in ("shift", "taylor")]
    relaxing += [Network("heterogeneous", method=m, **HETEROGENEOUS) for m in ("shift", "taylor")]
    for network in relaxing:
        network.prepare()
        lines += rows(network, [network.relaxed()])
    counted = [brunel(g, drive) for g, drive in ((3.0, 2.0), (6.0, 4.0), (5.0, 2.0), (4.5, 0.9))]
    counted += [multistable("driven by noise", 0.5, -3.5, 0.5, -3.0, [400.0, 280.0], 3.0),
                multistable("driven by mean", 0.2, -0.416, 0.192, -0.32064, [400.0, 400.0], 12.0)]
    for network in counted:
        network.prepare()
        lines += rows(network, network.all_fixed_points())
    Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
