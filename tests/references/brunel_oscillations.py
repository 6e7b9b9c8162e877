"""Reference values for tests/theory/test_brunel.cpp (mpmath, 30 digits).

Model A of N. Brunel, J. Comput. Neurosci. 8, 183 (2000): the frequency at which the eigenvalue of the
effective connectivity crosses the positive real axis, and its value there. All neurons are alike, so that
the eigenvalue is one number: A n_mu + B n_sigma2, delayed by 1.5 ms. The transfer functions are evaluated
from parabolic cylinder functions as they stand.
"""
from mpmath import mp, mpf, mpc, erfc, exp, findroot, pcfu, pi, quad, sqrt

mp.dps = 30
TAU, TAU_R, V_TH, V_0, D = mpf("0.02"), mpf("0.002"), mpf("0.02"), mpf("0.01"), mpf("0.0015")
J, C_E, C_I = mpf("0.0001"), 1000, 250


def inputs(nu, g, drive):
    external = 10 * drive
    mu = TAU * J * (C_E * (nu + external) - C_I * g * nu)
    variance = TAU * J**2 * (C_E * (nu + external) + C_I * g**2 * nu)
    return mu, sqrt(variance)


def rate(mu, sigma):
    a, b = (V_0 - mu) / sigma, (V_TH - mu) / sigma
    nodes = [a + (b - a) * k / 10 for k in range(11)]
    return 1 / (TAU_R + TAU * sqrt(pi) * quad(lambda u: exp(u * u) * erfc(-u), nodes))


def psi(order, s, x):
    """The function exp(x^2/4) U(s - 1/2, -x), or a derivative of it."""
    factor = mpf(1)
    for k in range(order):
        factor *= s + k
    return factor * exp(x * x / 4) * pcfu(s + order - mpf(1) / 2, -x)


def eigenvalue(f, g, drive, nu, exact):
    mu, sigma = inputs(nu, g, drive)
    x_r, x_th = sqrt(2) * (V_0 - mu) / sigma, sqrt(2) * (V_TH - mu) / sigma
    omega = 2 * pi * f
    s = mpc(0, omega * TAU)
    step = lambda order: psi(order, s, x_th) - psi(order, s, x_r)
    denominator = step(0)
    if exact:
        denominator += psi(0, s, x_r) * (1 - exp(mpc(0, -omega * TAU_R)))
    A = TAU * J * (C_E - C_I * g)
    value = A * sqrt(2) * nu / (sigma * (1 + s)) * step(1) / denominator
    if exact:
        B = TAU * J**2 * (C_E + C_I * g**2)
        value += B * nu / (sigma**2 * (2 + s)) * step(2) / denominator
    return exp(mpc(0, -omega * D)) * value


for g, drive, nu_start, f_start, exact in [(6, 4, 55.84, 187.7, True), (4.5, 0.9, 6.517, 29.0, True),
                                           (6, 4, 55.84, 257.7, False)]:
    g, drive = mpf(g), mpf(drive)
    nu = findroot(lambda nu: rate(*inputs(nu, g, drive)) - nu, (nu_start, 1.001 * nu_start))
    f = findroot(lambda f: eigenvalue(f, g, drive, nu, exact).imag, (f_start, 1.001 * f_start))
    value = eigenvalue(f, g, drive, nu, exact).real
    print(f"g = {g}, drive = {drive}, exact = {exact}: nu = {mp.nstr(nu, 12)} Hz, "
          f"f = {mp.nstr(f, 12)} Hz, eigenvalue = {mp.nstr(value, 12)}")
