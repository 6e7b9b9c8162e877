"""Psi_s(x) = exp(x^2/4) U(s - 1/2, -x) by confluent hypergeometric functions (DLMF 12.4, 12.7)."""
from mpmath import hyp1f1, hyperu, mp, mpf, pi, rgamma, sqrt


def psi(s, x):
    if x < 0:
        return 2 ** (-s / 2) * hyperu(s / 2, mpf(1) / 2, x * x / 2)
    even = rgamma((1 + s) / 2) * hyp1f1(s / 2, mpf(1) / 2, x * x / 2)
    odd = rgamma(s / 2) * hyp1f1((s + 1) / 2, mpf(3) / 2, x * x / 2)
    return sqrt(pi) * 2 ** (-s / 2) * (even + sqrt(mpf(2)) * x * odd)


def apart_from_poles(s):
    """s, moved by less than the working precision off the integers where a quotient is 0/0."""
    on_pole = s.imag == 0 and s.real == round(float(s.real)) and s.real <= 0
    return s + mpf(10) ** (-mp.dps // 3) if on_pole else s
