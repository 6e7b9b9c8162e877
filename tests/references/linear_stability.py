"""Reference values for tests/theory/test_linear_stability.cpp (mpmath, 40 digits).

Usage: python3 linear_stability.py > linear_stability.inc

lambda solves (1 + tau lambda) exp(lambda delay) = c; it is found by Newton's method on that equation itself,
from a start that only selects the branch.
"""
from mpmath import exp, findroot, lambertw, mp, mpc, mpf, nstr

mp.dps = 40
CASES = [  # tau, delay, c
    (0.003, 0.002, complex(-8.0, 0.0)),
    (0.0047, 0.0015, complex(2.3, 0.0)),
    (0.011, 0.0031, complex(-0.7, 2.9)),
    (0.0002, 0.0131, complex(0.4, -0.3)),
    (0.09, 0.00004, complex(-13.0, 5.0)),
    (-0.006, 0.0017, complex(1.9, 0.6)),
]

print("// Written by tests/references/linear_stability.py: tau, delay, Re c, Im c, branch, Re lambda, Im lambda.")
for tau, delay, c in CASES:
    for branch in (-4, -2, -1, 0, 1, 3):
        t, d, z = mpf(tau), mpf(delay), mpc(c)
        start = -1 / t + lambertw(z * d / t * exp(d / t), branch) / d
        root = findroot(lambda x: (1 + t * x) * exp(x * d) - z, start * (1 + mpf("1e-9")))
        assert abs(root - start) < 1e-20 * abs(start)
        print(f"{{{tau!r}, {delay!r}, {c.real!r}, {c.imag!r}, {branch}, {nstr(root.real, 20)}, {nstr(root.imag, 20)}}},")
