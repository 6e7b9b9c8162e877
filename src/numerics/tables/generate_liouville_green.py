"""Coefficients of the Liouville-Green expansion of Psi = exp(x^2/4) U(s - 1/2, -x).

    python3 generate_liouville_green.py > liouville_green.inc

With q^2 = x^2 + 4 s, p = x / q the Riccati equation W' + W^2 = x W + s of W = Psi'/Psi has the
formal solution W = (x + q)/2 + sum_k P_k(p) q^(1-2k). Order by order, with dp/dx = (1 - p^2)/q,

    P_(k+1) = -[P_k' (1 - p^2) + (1 - 2k) p P_k + sum_(i=1..k) P_i P_(k+1-i)],   P_1 = -(1 + p)/2.

Every P_k vanishes at p = -1 (x -> -infinity); R_k = P_k / (1 + p) is tabulated. Integration over x,
dx = q dp / (1 - p^2) and q^2 (1 - p^2) = 4 s, gives the terms of log Psi:

    (4 s)^(1-k) int_(-1)^p P_k (1 - t^2)^(k-2) dt = (4 s)^(1-k) (1 + p)^k Q_k(p),   k >= 2.

The arithmetic is exact; only the printed values are rounded. Sources: the expansion is F. W. J.
Olver, Asymptotics and Special Functions (1974), chapter 10; this form is derived here.
"""
from fractions import Fraction

ORDERS = 16


def multiply(a, b):
    product = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, u in enumerate(a):
        for j, v in enumerate(b):
            product[i + j] += u * v
    return product


def add(a, b):
    if len(a) < len(b):
        a, b = b, a
    return [u + (b[i] if i < len(b) else 0) for i, u in enumerate(a)]


def derivative(a):
    return [i * u for i, u in enumerate(a)][1:] or [Fraction(0)]


def integral_from_minus_one(a):
    primitive = [Fraction(0)] + [u / (i + 1) for i, u in enumerate(a)]
    primitive[0] = -sum(u * (-1) ** i for i, u in enumerate(primitive))
    return primitive


def divide_by_one_plus_p(a):
    """Exact division; the remainder must vanish."""
    quotient, remainder = [Fraction(0)] * (len(a) - 1), a[-1]
    for i in range(len(a) - 2, -1, -1):
        quotient[i], remainder = remainder, a[i] - remainder
    assert remainder == 0
    return quotient


def trimmed(a):
    while len(a) > 1 and a[-1] == 0:
        a = a[:-1]
    return a


def riccati_polynomials():
    one_minus_p2 = [Fraction(1), Fraction(0), Fraction(-1)]
    P = {1: [Fraction(-1, 2), Fraction(-1, 2)]}
    for k in range(1, ORDERS):
        bracket = add(multiply(derivative(P[k]), one_minus_p2),
                      [(1 - 2 * k) * u for u in [Fraction(0)] + P[k]])
        for i in range(1, k + 1):
            bracket = add(bracket, multiply(P[i], P[k + 1 - i]))
        P[k + 1] = trimmed([-u for u in bracket])
    return P


def phase_polynomial(k, P_k):
    one_minus_p2 = [Fraction(1), Fraction(0), Fraction(-1)]
    integrand = P_k
    for _ in range(k - 2):
        integrand = multiply(integrand, one_minus_p2)
    Q = trimmed(integral_from_minus_one(integrand))
    for _ in range(k):
        Q = divide_by_one_plus_p(Q)
    return Q


def print_table(name, comment, rows):
    """Rows one after another; row k begins at <name>_begin[k] and has <name>_begin[k+1] - ..."""
    begin = [0]
    for row in rows:
        begin.append(begin[-1] + len(row))
    print(f"// {comment}")
    print(f"inline constexpr int {name}_begin[{len(begin)}] = {{{', '.join(map(str, begin))}}};")
    print(f"inline constexpr double {name}[{begin[-1]}] = {{")
    for row in rows:
        print("    " + " ".join(f"{float(c)!r}," for c in row))
    print("};")


if __name__ == "__main__":
    P = riccati_polynomials()
    print("// Made by generate_liouville_green.py, which has the definitions; do not edit.")
    print("// clang-format off")
    print(f"inline constexpr int liouville_green_orders = {ORDERS};")
    print_table("riccati_polynomials", "R_1, R_2, ...: coefficients by rising power of p",
                [divide_by_one_plus_p(P[k]) for k in P])
    print_table("phase_polynomials", "Q_2, Q_3, ...: coefficients by rising power of p",
                [phase_polynomial(k, P[k]) for k in P if k >= 2])
    print("// clang-format on")
