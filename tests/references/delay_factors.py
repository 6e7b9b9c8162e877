"""Reference values for tests/theory/test_delays.cpp: D(s) = E[exp(-s d)] (mpmath, 30 digits).

Writes delay_factors.csv beside this file. The expectations are integrated from the densities; the
library evaluates closed forms and, for the lognormal, a path through the saddle point. Parameters
are doubles, so that the references carry no rounding of the input.
"""
import pathlib

from mpmath import mp, mpc, mpf, exp, log, pi, quad, sqrt

mp.dps = 40
OMEGAS = [0.1, 30.0, 395.64, 1785.0, 6283.0, 40000.0]
GROWTH = [(120.0, 395.64), (-60.0, 1785.0)]
DELAYS = [(0.0015, 0.0015), (0.00075, 0.00075), (0.0015, 0.00045), (0.002, 0.0071), (0.003, 1e-5)]


def panels(begin, end, count):
    return [begin + (end - begin) * k / count for k in range(count + 1)]


def truncated_gaussian(mean, sd, s):
    begin, end = max(mpf(0), mean - 14 * sd), mean + 14 * sd
    count = 8 + int(abs(s.imag) * (end - begin) / 3)
    density = lambda t: exp(-((t - mean) / sd) ** 2 / 2)
    nodes = panels(begin, end, count)
    return quad(lambda t: density(t) * exp(-s * t), nodes) / quad(density, nodes)


def gaussian(mean, sd, s):
    return exp(-s * mean + (s * sd) ** 2 / 2)


def lognormal(mean, sd, s):
    """On the ray arg(x) = -phi, where exp(-s x) decays; x = exp(m - i phi + v z)."""
    v2 = log(1 + (sd / mean) ** 2)
    v, m = sqrt(v2), log(mean) - v2 / 2
    shift = -min(pi / 3, v) / v
    z = lambda t: mpc(t, shift)
    f = lambda t: exp(-z(t) ** 2 / 2 - s * exp(m + v * z(t))) / sqrt(2 * pi)
    return quad(f, panels(mpf(-14), mpf(14), 60 + int(6 * abs(s.imag) * mean)))


DISTRIBUTIONS = {"gaussian": gaussian, "truncated_gaussian": truncated_gaussian, "lognormal": lognormal}


def rows():
    for name, factor in DISTRIBUTIONS.items():
        for mean, sd in DELAYS:
            for s in [(0.0, w) for w in OMEGAS] + GROWTH:
                if name != "gaussian" and s[1] > 1e4 and mean > 0.001:
                    continue  # too oscillatory for the direct integral
                value = factor(mpf(mean), mpf(sd), mpc(*s))
                yield f"{name},{mean!r},{sd!r},{s[0]!r},{s[1]!r},{mp.nstr(value.real, 20)},{mp.nstr(value.imag, 20)}"


if __name__ == "__main__":
    header = "distribution,mean,sd,s_re,s_im,D_re,D_im"
    path = pathlib.Path(__file__).with_suffix(".csv")
    path.write_text("\n".join([header, *rows()]) + "\n")
