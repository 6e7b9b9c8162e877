"""Reference values for tests/numerics/test_parabolic_cylinder.cpp (mpmath, 90 digits).

    python3 parabolic_cylinder.py > parabolic_cylinder.csv

Psi_s is evaluated at both ends and subtracted; the library adds
up integrals. Inputs are exact doubles. Everything is divided by integral_psi_1.
"""
import random

from mpmath import mp, mpc, mpf, nstr

from parabolic_cylinder_functions import apart_from_poles, psi

DIGITS = 90
NAMES = ["psi_r", "psi_1_r", "integral_psi_2", "integral_psi_3", "increase_psi_3"]


def quotients(x_r, x_th, s):
    mp.dps = DIGITS
    s = apart_from_poles(mpc(s))
    r = [psi(s + n, mpf(x_r)) for n in range(4)]
    th = [psi(s + n, mpf(x_th)) for n in range(4)]
    integral = [(th[n] - r[n]) / (s + n) for n in range(3)]
    values = [r[0], r[1], integral[1], integral[2], th[3] - r[3]]
    return [v / integral[0] for v in values]


def points():
    rng = random.Random(20150)
    log = lambda a, b: 10 ** rng.uniform(a, b)
    for _ in range(8):
        yield "typical", rng.uniform(-6, -2), rng.uniform(-2, 2), 1j * log(-2, 1)
    for _ in range(3):
        yield "low frequency", rng.uniform(-6, -2), rng.uniform(-2, 2), 1j * log(-9, -2)
    for _ in range(4):
        yield "high frequency", rng.uniform(-8, -2), rng.uniform(-2, 2), 1j * log(1, 2)
    for _ in range(4):
        yield "very high frequency", rng.uniform(-8, 3), rng.uniform(3, 6), 1j * log(2, 4)
    for _ in range(4):
        yield "below threshold", rng.uniform(-5, 5), rng.uniform(6, 18), 1j * log(-4, 1.5)
    for _ in range(4):
        yield "above threshold", rng.uniform(-50, -25), rng.uniform(-20, -5), 1j * log(-3, 1)
    for _ in range(4):
        yield "fast above threshold", rng.uniform(-50, -25), rng.uniform(-20, -5), 1j * log(1, 2.5)
    for x in (-40.3, -11.7, -3.1, -0.2, 2.9, 9.4):
        yield "narrow", x, x + log(-5, -2), 1j * log(-2, 2)
    for _ in range(6):
        yield "growing", rng.uniform(-15, -2), rng.uniform(-2, 2), complex(log(-1, 1.5), rng.uniform(-30, 30))
    for _ in range(6):
        yield "decaying", rng.uniform(-15, -2), rng.uniform(-2, 2), complex(-rng.uniform(0, 3), rng.uniform(-30, 30))
    for _ in range(4):
        yield "decaying fast", rng.uniform(-30, -2), rng.uniform(-2, 2), complex(-rng.uniform(3, 20), rng.uniform(-90, 90))
    for s in (0, -1, -2, -0.7, 2.3, 40.0):
        yield "real", rng.uniform(-15, -2), rng.uniform(-2, 2), complex(s)


if __name__ == "__main__":
    print("# made by parabolic_cylinder.py; every column after s_im in units of integral_psi_1")
    print("regime,x_r,x_th,gap,s_re,s_im," + ",".join(f"{n}_re,{n}_im" for n in NAMES))
    for regime, x_r, x_th, s in points():
        gap = float(mpf(x_th) - mpf(x_r))
        row = [regime, repr(x_r), repr(x_th), repr(gap), repr(s.real), repr(s.imag)]
        for value in quotients(x_r, x_th, s):
            row += [nstr(value.real, 20), nstr(value.imag, 20)]
        print(",".join(row))
