"""Reference values for tests/numerics/test_faddeeva.cpp (mpmath, 60 digits).

Writes faddeeva.csv beside this file: x, y, Re w, Im w with w = exp(-z^2) erfc(-i z), z = x + i y.
"""
import pathlib
import random

from mpmath import mp, mpc, erfc, exp

mp.dps = 60


def points():
    rng = random.Random(5)
    for x in (0.0, 0.3, 1.21, -2.6, 5.5, 11.0):
        for y in (0.0, 1e-9, 0.02, 0.5, 3.0, 9.0):
            yield x, y
    for _ in range(120):
        yield rng.choice((-1, 1)) * 10 ** rng.uniform(-5, 1.3), 10 ** rng.uniform(-5, 1.3)


def w(z):
    return exp(-z * z) * erfc(-1j * z)


if __name__ == "__main__":
    lines = ["x,y,w_re,w_im"]
    for x, y in points():
        value = w(mpc(x, y))
        lines.append(f"{x!r},{y!r},{mp.nstr(value.real, 20)},{mp.nstr(value.imag, 20)}")
    pathlib.Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n")
