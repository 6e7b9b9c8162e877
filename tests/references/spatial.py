"""Reference values for tests/theory/test_spatial.cpp (mpmath, 30 digits).

Usage: python3 spatial.py > spatial.inc

The Fourier transforms are integrals of the profiles themselves, normalised numerically: over cos(k x) on a
line, over 2 pi r J_0(k r) in a plane. The library has them in closed form.
"""
from mpmath import besselj, cos, exp, inf, mp, mpf, nstr, pi, quad, quadosc

mp.dps = 30
PROFILES = {
    "boxcar": lambda x, w: mpf(1) if x < w else mpf(0),
    "gaussian": lambda x, w: exp(-x * x / (2 * w * w)),
    "exponential": lambda x, w: exp(-x / w),
}
POINTS = [(120.0, 0.0003), (3700.0, 0.0002), (-9000.0, 0.0007), (0.25, 0.0001)]


def transform(profile, kernel, k, w):
    end = w if profile == "boxcar" else 75 * w
    panels = [end * j / 60 for j in range(61)]
    weight = PROFILES[profile]

    def integral(wavenumber):
        return quad(lambda x: weight(x, w) * kernel(wavenumber, x), panels[:-1] + [end])

    return integral(k) / integral(mpf(0))


def on_line(k, x):
    return cos(k * x)


def in_plane(k, r):
    return r * besselj(0, k * r)


print("// Written by tests/references/spatial.py: profile, space, k, width, Fourier transform.")
for profile in PROFILES:
    for space, kernel in (("line", on_line), ("plane", in_plane)):
        for k, w in POINTS:
            value = transform(profile, kernel, mpf(k), mpf(w))
            print(f"{{SpatialProfile::{profile}, Space::{space}, {k!r}, {w!r}, {nstr(value, 18)}}},")
