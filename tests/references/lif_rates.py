"""Writes lif_rates.csv: rates, derivatives and CV of one LIF neuron. Run it without arguments.

mpmath, 60 digits and more. The integrals of the definitions are integrated directly, the derivatives
come from the chain rule through both limits of the integral; the library does neither. Parameters are
Python floats, that is exactly the doubles which the tests pass.
"""
import csv
import random
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from mpmath import cos, erfc, exp, fsum, log, mp, mpf, nstr, pi, sqrt, zeta

mp.dps = 60
REGIMES = {  # y_th, (V_th - V_0) / sigma: ranges; the second on a logarithmic scale
    "mean near threshold": ((-1.0, 1.0), (0.5, 20.0)),
    "suprathreshold": ((-8.0, -1.0), (0.5, 40.0)),
    "subthreshold": ((1.0, 6.0), (0.5, 40.0)),
    "strongly suprathreshold": ((-200.0, -8.0), (0.3, 300.0)),
    "strongly subthreshold": ((6.0, 26.0), (0.1, 60.0)),
    "mean below reset": ((2.0, 15.0), (0.1, 1.5)),
    "narrow, suprathreshold": ((-60.0, 0.0), (1e-7, 0.5)),
    "narrow, subthreshold": ((0.0, 12.0), (1e-7, 0.3)),
    "rate beyond double precision": ((28.0, 90.0), (0.5, 100.0)),
}
ROWS_PER_REGIME = 6


def parameters():
    generator = random.Random(20)
    for regime, (y_range, width_range) in REGIMES.items():
        for i in range(ROWS_PER_REGIME):
            tau_m = generator.uniform(0.005, 0.04)
            tau_r = 0.0 if i == 0 else generator.uniform(0.0005, 0.005)
            tau_s = generator.uniform(0.0002, 0.001)
            V_th = generator.uniform(0.005, 0.025)
            sigma = generator.uniform(0.0003, 0.01)
            y_th = generator.uniform(*y_range)
            width = width_range[0] * (width_range[1] / width_range[0]) ** generator.random()
            yield regime, V_th - y_th * sigma, sigma, V_th - width * sigma, V_th, tau_m, tau_r, tau_s


def erfcx_of_minus(u):
    return exp(u * u) * erfc(-u)


def panels(a, b):
    """Edges of panels on which log(erfcx(-u)) changes by a few units at most.

    Where exp(u^2) has fallen by e^-170 from its value at b, nothing in 60 digits is left to integrate.
    """
    if b * b > 170:
        a = max(a, sqrt(b * b - 170)) if b > 0 else a
    points = [b]
    while points[-1] > a:
        u = points[-1]
        points.append(max(a, u - (max(mpf(1), -u / 4) if u < 0 else 2 / (1 + u))))
    return points[::-1]


@cache
def gauss_legendre(n=40):
    """Nodes and weights on [0, 1], by Newton's method on the recurrence of the Legendre polynomials."""
    rule = []
    for i in range(n):
        x = cos(pi * (i + mpf(3) / 4) / (n + mpf(1) / 2))
        for _ in range(8):
            previous, current = mpf(1), x
            for j in range(2, n + 1):
                previous, current = current, ((2 * j - 1) * x * current - (j - 1) * previous) / j
            slope = n * (previous - x * current) / (1 - x * x)
            x -= current / slope
        rule.append(((1 + x) / 2, 1 / ((1 - x * x) * slope * slope)))
    return rule[::-1]


def integrate(f, edges, n=40):
    return fsum((right - left) * weight * f(left + (right - left) * node)
                for left, right in zip(edges, edges[1:]) for node, weight in gauss_legendre(n))


class Integral:
    """I = int_a^b erfcx(-u) du and its partial derivatives in mu and sigma, shift k of the limits."""

    def __init__(self, mu, sigma, V_0, V_th, k):
        b0, a0 = (V_th - mu) / sigma, (V_0 - mu) / sigma
        self.limits = a0 + k, b0 + k
        self.value = integrate(erfcx_of_minus, panels(*self.limits))

        def derivatives(y):
            e = [erfcx_of_minus(y)]
            e.append(2 * y * e[0] + 2 / sqrt(pi))
            e.append(2 * y * e[1] + 2 * e[0])
            return e
        e_a, e_b = map(derivatives, self.limits)

        def d(n, m):
            return b0 ** m * e_b[n] - a0 ** m * e_a[n]
        self.partial = {
            "m": -d(0, 0) / sigma, "s": -d(0, 1) / sigma,
            "mm": d(1, 0) / sigma ** 2, "ms": (d(0, 0) + d(1, 1)) / sigma ** 2,
            "ss": (2 * d(0, 1) + d(1, 2)) / sigma ** 2,
            "mmm": -d(2, 0) / sigma ** 3, "mms": -(2 * d(1, 0) + d(2, 1)) / sigma ** 3,
            "mss": -(2 * d(0, 0) + 4 * d(1, 1) + d(2, 2)) / sigma ** 3}


def rate_and_partials(integral, tau_m, tau_r):
    c = tau_m * sqrt(pi)
    nu = 1 / (tau_r + c * integral.value)
    T = {x: c * value for x, value in integral.partial.items()}

    def second(x, y):
        return 2 * nu ** 3 * T[x] * T[y] - nu ** 2 * T["".join(sorted(x + y))]

    def third(x, y, z):
        pairs = T[x] * T["".join(sorted(y + z))] + T[y] * T["".join(sorted(x + z))] + T[z] * T["".join(sorted(x + y))]
        return -6 * nu ** 4 * T[x] * T[y] * T[z] + 2 * nu ** 3 * pairs - nu ** 2 * T["".join(sorted(x + y + z))]
    result = {"": nu, "m": -nu ** 2 * T["m"], "s": -nu ** 2 * T["s"]}
    result.update({x + y: second(x, y) for x, y in ("mm", "ms", "ss")})
    result.update({"".join(xyz): third(*xyz) for xyz in ("mmm", "mms", "mss")})
    return result


def cv(limits, nu, tau_m):
    """The double integral of the definition, nested."""
    def inner_integrand(x):
        return lambda y: exp((x - y) * (x + y)) * erfcx_of_minus(y) ** 2

    def part(x, left, right):
        return integrate(inner_integrand(x), [left, right], 20)

    def from_minus_infinity(x):
        if x < -1:  # falls as exp(-2 |x| (x - y))
            return integrate(inner_integrand(x), [x + 3 * (j - 9) / abs(x) for j in range(10)], 16)
        return integrate(inner_integrand(x), panels(x - 12, x))
    edges = panels(*limits)
    outer, inner, position = mpf(0), None, None
    for left, right in zip(edges, edges[1:]):
        for node, weight in gauss_legendre(20):
            x = left + (right - left) * node
            if inner is None or x < -1:
                inner = from_minus_infinity(x)
            else:  # continue from the last node
                inner = inner * exp((x - position) * (x + position)) + part(x, position, x)
            position = x
            outer += (right - left) * weight * inner
    return nu * tau_m * sqrt(2 * pi * outer)


def row(values):
    regime, *doubles = values
    mu, sigma, V_0, V_th, tau_m, tau_r, tau_s = map(mpf, doubles)
    k = sqrt(2) * abs(zeta(mpf(1) / 2)) / 2 * sqrt(tau_s / tau_m)
    white = Integral(mu, sigma, V_0, V_th, mpf(0))
    delta = rate_and_partials(white, tau_m, tau_r)
    shift = rate_and_partials(Integral(mu, sigma, V_0, V_th, k), tau_m, tau_r)
    taylor = {x: delta[x] - k * sigma * delta["m" + x] for x in ("", "m", "mm")}
    taylor["s"] = delta["s"] - k * delta["m"] - k * sigma * delta["ms"]
    taylor["ms"] = delta["ms"] - k * delta["mm"] - k * sigma * delta["mms"]
    taylor["ss"] = delta["ss"] - 2 * k * delta["ms"] - k * sigma * delta["mss"]
    orders = ("", "m", "s", "mm", "ms", "ss")
    numbers = [log(delta[""])] + [rates[x] for rates in (delta, shift, taylor) for x in orders]
    with mp.workdps(35):
        numbers.append(cv(white.limits, delta[""], tau_m))
    return [regime, *map(repr, doubles), *(nstr(x, 20) for x in numbers)]


HEADER = ["regime", "mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "tau_s", "log_nu"]
HEADER += [f"{method}_{x}" for method in ("delta", "shift", "taylor")
           for x in ("nu", "d_mu", "d_sigma", "d_mu_mu", "d_mu_sigma", "d_sigma_sigma")] + ["cv"]

if __name__ == "__main__":
    with Pool() as pool, open(Path(__file__).with_suffix(".csv"), "w", newline="", encoding="ascii") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(pool.imap(row, parameters()))
