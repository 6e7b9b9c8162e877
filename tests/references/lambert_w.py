"""Reference values for tests/numerics/test_lambert_w.cpp (mpmath, 40 digits).

Usage: python3 lambert_w.py > lambert_w.inc

mpmath solves w exp(w) = z in 40 digits; each value is checked by substitution. Arguments are doubles, so
the references carry no input rounding of their own. All branches that meet at -1/e are sampled around it,
at distances down to the spacing of doubles, and on the cuts.
"""
from cmath import exp as cexp
from math import e, pi

from mpmath import exp, lambertw, mp, mpc, nstr

mp.dps = 40
DOUBLE_NEAREST_TO_BRANCH_POINT = -1.0 / e
POINTS = []  # regime, branch, z
for branch in (-3, -2, -1, 0, 1, 2, 3):
    for size, angle in ((1e-200, 0.3), (3e-5, -2.0), (0.2, 1.1), (0.9, 3.1), (1.3, -3.1), (8.0, -0.7), (40.0, 2.6),
                        (2e7, -1.9), (5e250, 0.1)):
        POINTS.append(("plane", branch, size * cexp(1j * angle)))
    for x in (-1e-9, -0.21, -0.84, -1.0, -37.0):
        POINTS.append(("cut", branch, complex(x, 0.0)))
    for z in (-0.043 + 1e-20j, -0.043 - 1e-20j, 7.6e-125 + 0j, -1.7e-213 + 0j):
        POINTS.append(("beside the cut", branch, z))
for branch in (-1, 0, 1):
    for distance in (2.0**-52, 1e-13, 1e-9, 1e-5, 0.003, 0.029, 0.033, 0.18, 0.19, 0.6):
        for angle in (0.0, 0.5 * pi, 2.2, pi, -0.4, -1.7):
            z = DOUBLE_NEAREST_TO_BRANCH_POINT + distance * cexp(1j * angle)
            if angle in (0.0, pi):
                z = complex(z.real, 0.0)
            POINTS.append(("branch point", branch, z))

print("// Written by tests/references/lambert_w.py: regime, branch, Re z, Im z, Re W, Im W.")
for regime, branch, z in POINTS:
    w = lambertw(mpc(z), branch)
    assert abs(w * exp(w) / z - 1) < 1e-30
    print(f'{{"{regime}", {branch}, {z.real!r}, {z.imag!r}, {nstr(w.real, 20)}, {nstr(w.imag, 20)}}},')
