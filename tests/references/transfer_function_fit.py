"""Reference values for tests/theory/test_transfer_function_fit.cpp (mpmath, 40 digits).

Usage: python3 transfer_function_fit.py > transfer_function_fit.inc

The two normal equations of the least-squares problem are solved by Newton's method in 40 digits for both
parameters at once; the library eliminates the gain and searches for the time constant. The covariance is
that of scipy.optimize.curve_fit: residual variance times the inverse of J^T J, J in tau and h0 themselves.
"""
from mpmath import findroot, inverse, matrix, mp, mpc, mpf, nstr, sqrt

mp.dps = 40
OMEGAS = [3.7, 11.0, 29.0, 61.0, 130.0, 210.0, 340.0, 570.0, 890.0, 1500.0, 2700.0]
SHAPES = [  # name, transfer function, start for tau and h0
    ("diffusion", lambda s: 2300 / sqrt(1 + s * mpf("0.009")) / (1 + s * mpf("0.0005")), (0.006, 2200)),
    ("resonance", lambda s: 710 * (1 + s * mpf("0.011")) / (1 + s * mpf("0.007") + s * s * mpf("2e-5")), (0.001, 900)),
    ("far from a filter", lambda s: 42 + 5 / (1 + s * mpf("0.02")), (0.0001, 44)),
]


def fit(magnitudes, start):
    omegas = [mpf(w) for w in OMEGAS]

    def jacobian(tau, h0):
        g = [1 / sqrt(1 + (w * tau) ** 2) for w in omegas]
        return g, matrix([[-h0 * w * w * tau * x**3, x] for w, x in zip(omegas, g)])

    def normal_equations(tau, h0):
        g, j = jacobian(tau, h0)
        residual = matrix([y - h0 * x for y, x in zip(magnitudes, g)])
        product = j.T * residual
        return product[0], product[1]

    tau, h0 = findroot(normal_equations, start)
    g, j = jacobian(tau, h0)
    variance = sum((y - h0 * x) ** 2 for y, x in zip(magnitudes, g)) / (len(omegas) - 2)
    covariance = variance * inverse(j.T * j)
    return tau, h0, sqrt(covariance[0, 0]) / tau, sqrt(covariance[1, 1]) / h0


print("// Written by tests/references/transfer_function_fit.py.")
print("// name, {omega}, {Re N}, {Im N}, tau, h0, relative errors of tau and h0.")
for name, function, start in SHAPES:
    values = [complex(function(mpc(0, w))) for w in OMEGAS]
    result = fit([abs(mpc(v)) for v in values], start)
    columns = (OMEGAS, [v.real for v in values], [v.imag for v in values])
    print(f'{{"{name}",')
    for column in columns:
        print(" {" + ", ".join(repr(x) for x in column) + "},")
    print(" " + ", ".join(nstr(x, 20) for x in result) + "},")
