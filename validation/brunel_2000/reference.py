"""Solves Brunel's model A with mpmath: stationary rates, and the frequency at which an eigenvalue of the effective
connectivity crosses the positive real axis. Usage: python3 reference.py

Equations of N. Brunel, J. Comput. Neurosci. 8, 183 (2000), with refractory period: 1 / nu = tau_r + tau sqrt(pi)
int exp(u^2) (1 + erf u) du, and the response to mean and variance by parabolic cylinder functions. Nothing of the
library is used. The values printed are those of brunel_2000.cpp.
"""
from mpmath import mp, mpf, mpc, sqrt, pi, exp, erf, quad, findroot, pcfu, diff, im, re

mp.dps = 20
tau, tau_r, theta, V_r, J, C_E, gamma, D = (mpf(x) for x in ("0.02", "0.002", "0.02", "0.01", "1e-4", 1000, "0.25", "0.0015"))


def rate(mu, sigma):
    integral = quad(lambda u: exp(u**2) * (1 + erf(u)), [(V_r - mu) / sigma, 0, (theta - mu) / sigma])
    return 1 / (tau_r + tau * sqrt(pi) * integral)


def inputs(g, ext, nu):
    nu_ext = ext * theta / (J * C_E * tau)
    mu = tau * C_E * J * (nu_ext + nu * (1 - g * gamma))
    return mu, sqrt(tau * C_E * J**2 * (nu_ext + nu * (1 + g**2 * gamma)))


def fixed_point(g, ext, guess):
    # From above threshold down to far below the self-consistency function has one zero.
    return findroot(lambda nu: rate(*inputs(g, ext, nu)) - nu, (guess * mpf("0.98"), guess * mpf("1.02")), solver="anderson")


def loop(g, ext, nu, f):
    """Eigenvalue of the effective connectivity, which does not vanish, at frequency f."""
    mu, sigma = inputs(g, ext, nu)
    omega = 2 * pi * f
    z = mpc(0, omega * tau)

    def psi(x, n=0):  # derivatives of exp(x^2 / 4) U(z - 1/2, -x): Psi_z' = z Psi_(z+1)
        factor = mpf(1)
        for k in range(n):
            factor = factor * (z + k)
        return factor * exp(x**2 / 4) * pcfu(z + n - mpf(1) / 2, -x)

    x_th, x_r = sqrt(2) * (theta - mu) / sigma, sqrt(2) * (V_r - mu) / sigma
    den = psi(x_th) - exp(-mpc(0, omega * tau_r)) * psi(x_r)
    n_mu = sqrt(2) * nu / (sigma * (1 + z)) * (psi(x_th, 1) - psi(x_r, 1)) / den
    n_sigma2 = nu / (sigma**2 * (2 + z)) * (psi(x_th, 2) - psi(x_r, 2)) / den
    mean, variance = J * C_E * (1 - g * gamma), J**2 * C_E * (1 + g**2 * gamma)
    return tau * (mean * n_mu + variance * n_sigma2) * exp(-mpc(0, omega * D))


if __name__ == "__main__":
    for g, ext, guess, f_guess in (("6", "4", "55.8", "187.8"), ("5", "2", "37.9", None), ("4.5", "0.9", "6.5", "29")):
        nu = fixed_point(mpf(g), mpf(ext), mpf(guess))
        print(f"g = {g}, ext = {ext}: rate {mp.nstr(nu, 12)} Hz")
        if f_guess:
            f = findroot(lambda x: im(loop(mpf(g), mpf(ext), nu, x)), (mpf(f_guess), mpf(f_guess) * mpf("1.01")), tol=1e-12)
            print(f"  crosses the real axis at {mp.nstr(f, 10)} Hz, {mp.nstr(re(loop(mpf(g), mpf(ext), nu, f)), 10)}")
