"""Reference values for tests/binary/test_mean_activity.cpp (mpmath, 40 digits).

Usage: python3 binary.py > binary.inc

The mean activity is the integral of the Gaussian density of the input above the threshold, and its derivatives
are differentiated numerically in 40 digits; the library has erfc and closed forms.
"""
from mpmath import diff, exp, mp, mpf, nstr, pi, quad, sqrt

mp.dps = 40
POINTS = [(0.3, 1.7, 0.9), (-2.1, 0.4, 0.6), (5.2, 1.1, 0.7), (11.0, 3.0, 35.5), (0.013, 0.004, 0.015)]


def activity(mu, sigma, theta):
    lower = (theta - mu) / sigma
    panels = [lower + j * mpf(20) / 40 for j in range(41)]
    density = lambda x: exp(-x * x / 2) / sqrt(2 * pi)
    if lower > -3:
        return quad(density, panels)
    return 1 - activity(-mu, sigma, -theta)


print("// Written by tests/references/binary.py: mu, sigma, theta, m, dm/dmu, dm/dsigma^2.")
for point in POINTS:
    mu, sigma, theta = (mpf(x) for x in point)
    values = (activity(mu, sigma, theta), diff(lambda x: activity(x, sigma, theta), mu),
              diff(lambda v: activity(mu, sqrt(v), theta), sigma**2))
    print("{" + ", ".join(map(repr, point)) + ", " + ", ".join(nstr(v, 17) for v in values) + "},")
