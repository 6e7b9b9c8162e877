"""Piecewise polynomials on t in [0, 1], written as C++ initialisers.

The interval is divided into equal parts. Part i of n is a polynomial in the local variable
z = 2 (n t - i) - 1, which interpolates the function at Chebyshev nodes. Code for one point reads 64
short polynomials. Vector code prefers a single long one, because it would have to gather the
coefficients of each point from another place.
"""
from mpmath import cos, fsum, mp, mpf, pi


def chebyshev_to_monomials(coefficients):
    """Coefficients of z^k of the polynomial sum_j c_j T_j(z)."""
    monomials = [mpf(0)] * len(coefficients)
    previous, current = [mpf(1)], [mpf(0), mpf(1)]
    for c in coefficients:
        for power, factor in enumerate(previous):
            monomials[power] += c * factor
        following = [mpf(0)] + [2 * factor for factor in current]
        for power, factor in enumerate(previous):
            following[power] -= factor
        previous, current = current, following
    return monomials


def interpolating_polynomial(function, lower, upper, degree):
    """Monomial coefficients in z, and the size of the last Chebyshev coefficient."""
    n = degree + 1
    angles = [pi * (2 * k + 1) / (2 * n) for k in range(n)]
    values = [function((lower + upper) / 2 + (upper - lower) / 2 * cos(a)) for a in angles]
    chebyshev = [2 * fsum(v * cos(j * a) for v, a in zip(values, angles)) / n for j in range(n)]
    chebyshev[0] /= 2
    return chebyshev_to_monomials(chebyshev), abs(chebyshev[-1] / max(abs(v) for v in values))


def write_table(out, name, meaning, functions, degree, parts=64):
    """Writes one C++ array [functions][parts][degree + 1]."""
    out.write(f"// {meaning}\n")
    out.write(f"alignas(64) inline constexpr double {name}[{len(functions)}][{parts}][{degree + 1}] = {{\n")
    for number, function in enumerate(functions):
        worst = mpf(0)
        out.write("    {\n")
        for i in range(parts):
            lower, upper = mpf(i) / parts, mpf(i + 1) / parts
            coefficients, truncation = interpolating_polynomial(function, lower, upper, degree)
            worst = max(worst, truncation)
            out.write("        {" + ", ".join(repr(float(c)) for c in coefficients) + "},\n")
        out.write("    },\n")
        print(f"{name}[{number}]: last Chebyshev coefficient, relative, below {mp.nstr(worst, 2)}", flush=True)
    out.write("};\n")
