"""Reference values for tests/lif/test_transfer_function.cpp (mpmath, 90 digits).

    python3 transfer_function.py > transfer_function.csv

The formulas are evaluated as they are written in docs/theory/transfer_function.md, the rate by
quadrature of the Siegert formula, and the expansion to first order in k ("taylor") by a numerical
derivative of the shifted formula, which the library expands by hand. Inputs are exact doubles; SI
units; no synaptic filter. rho is the characteristic function of the intervals.
"""
import random

from mpmath import erfc, exp, mp, mpc, mpf, nstr, pi, quad, sqrt, zeta

from parabolic_cylinder_functions import apart_from_poles, psi

mp.dps = 90
NAMES = [f"{kind}_{name}" for kind in ("delta", "shift", "taylor")
         for name in ("mu", "sigma2", "nnmt")] + ["rho"]
INPUTS = ["mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "tau_s"]


def responses(p, s, k):
    """n_mu and n_sigma2 with the refractory period, n_mu without; barrier raised by k sigma."""
    z = apart_from_poles(s * p["tau_m"])
    y_r, y_th = ((p[V] - p["mu"]) / p["sigma"] + k for V in ("V_0", "V_th"))
    pieces = 8
    panels = [y_r + (y_th - y_r) * i / pieces for i in range(pieces + 1)]
    mean_time = sqrt(pi) * quad(lambda u: exp(u * u) * erfc(-u), panels)
    nu = 1 / (p["tau_r"] + p["tau_m"] * mean_time)
    r = [psi(z + n, sqrt(mpf(2)) * y_r) for n in range(3)]
    th = [psi(z + n, sqrt(mpf(2)) * y_th) for n in range(3)]
    first = z * (th[1] - r[1])
    second = z * (z + 1) * (th[2] - r[2])
    published = th[0] - r[0]
    den = th[0] - r[0] * exp(-z / p["tau_m"] * p["tau_r"])
    factor = sqrt(mpf(2)) * nu / (p["sigma"] * (1 + z))
    n_mu = factor * first / den
    n_sigma2 = nu / (p["sigma"] ** 2 * (2 + z)) * second / den
    n_sigma2 -= k * (1 + z) / (2 * p["sigma"]) * n_mu
    rho = exp(-z / p["tau_m"] * p["tau_r"]) * r[0] / th[0]
    return [n_mu, n_sigma2, factor * first / published], rho


def all_values(p, s):
    k = sqrt(mpf(2)) * abs(zeta(mpf(1) / 2)) / 2 * sqrt(p["tau_s"] / p["tau_m"])
    step = mpf(10) ** -28
    delta, rho = responses(p, s, mpf(0))
    shift, _ = responses(p, s, k)
    above, _ = responses(p, s, step)
    below, _ = responses(p, s, -step)
    taylor = [d + k * (a - b) / (2 * step) for d, a, b in zip(delta, above, below)]
    return delta + shift + taylor + [rho]


def points():
    """Regime, y_th, V_th - V_0 in units of sigma, s tau_m."""
    rng = random.Random(4711)
    log = lambda a, b: 10 ** rng.uniform(a, b)
    for _ in range(6):
        yield "typical", rng.uniform(-1, 1.5), rng.uniform(1, 5), 1j * log(-2, 1)
    for _ in range(3):
        yield "low frequency", rng.uniform(-1, 1.5), rng.uniform(1, 5), 1j * log(-7, -3)
    for _ in range(3):
        yield "high frequency", rng.uniform(-1, 1.5), rng.uniform(1, 5), 1j * log(1.5, 3.5)
    for _ in range(3):
        yield "weak noise above threshold", rng.uniform(-20, -5), rng.uniform(5, 20), 1j * log(-2, 2)
    for _ in range(3):
        yield "weak noise below threshold", rng.uniform(3, 12), rng.uniform(1, 12), 1j * log(-2, 2)
    for _ in range(3):
        yield "reset close to threshold", rng.uniform(-10, 3), log(-4, -1), 1j * log(-2, 2)
    for _ in range(3):
        yield "growing", rng.uniform(-1, 1.5), rng.uniform(1, 5), complex(rng.uniform(0, 3), rng.uniform(-9, 9))
    for _ in range(3):
        yield "decaying", rng.uniform(-1, 1.5), rng.uniform(1, 5), complex(-rng.uniform(0, 3), rng.uniform(-9, 9))
    yield "zero frequency", 0.71, 2.3, 0j


def parameters(rng, y_th, width):
    sigma, tau_m = rng.uniform(1e-3, 8e-3), rng.uniform(5e-3, 3e-2)
    V_th = rng.uniform(5e-3, 25e-3)
    return dict(mu=V_th - y_th * sigma, sigma=sigma, V_0=V_th - width * sigma, V_th=V_th,
                tau_m=tau_m, tau_r=rng.uniform(1e-3, 5e-3), tau_s=rng.uniform(2e-4, 2e-3))


if __name__ == "__main__":
    rng = random.Random(1906)
    print("# made by transfer_function.py")
    print("regime," + ",".join(INPUTS) + ",s_re,s_im," + ",".join(f"{n}_re,{n}_im" for n in NAMES))
    for regime, y_th, width, z in points():
        p = parameters(rng, y_th, width)
        s = z / p["tau_m"]
        row = [regime] + [repr(p[name]) for name in INPUTS] + [repr(s.real), repr(s.imag)]
        for value in all_values({name: mpf(v) for name, v in p.items()}, mpc(s)):
            row += [nstr(value.real, 20), nstr(value.imag, 20)]
        print(",".join(row), flush=True)
