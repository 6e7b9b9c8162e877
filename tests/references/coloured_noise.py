"""Rate and linear response of a LIF neuron with exponential synapses from the two-dimensional Fokker-Planck equation.

Usage: coloured_noise.py > coloured_noise.txt  (some minutes; needs SciPy)

    tau_m dV/dt = -V + mu + s z,   tau_s dz/dt = -z + sqrt(2 tau_s) xi,   s = sigma sqrt(tau_m / (2 tau_s))

by finite volumes: upwind fluxes in V, exponentially fitted ones in z, the flux over threshold put back at V_0 (z moves on during
the refractory period). The scheme is of first order; the number printed is extrapolated from three grids (errors h and h^2), and
`error` is what the last extrapolation changed. Nothing of it is shared with the boundary-integral method of the library.
Lines: mu sigma V_0 V_th tau_m tau_r tau_s f quantity re im error, in V, s, Hz.
"""
import numpy as np
import scipy.linalg
import scipy.sparse as sparse
from scipy.sparse.linalg import splu

TAU_M, V_TH = 20e-3, 20e-3
CASES = [  # mu, sigma, V_0, tau_r, tau_s, f
    (15e-3, 5e-3, 10e-3, 2e-3, 5e-3, 100.0),
    (22e-3, 3e-3, 10e-3, 2e-3, 2e-3, 50.0),
    (17e-3, 4e-3, 11e-3, 0.0, 20e-3, 20.0),
]
GRIDS = [(80, 32), (160, 64), (320, 128)]


class Grid:
    def __init__(self, mu, sigma, V_0, tau_s, cells_V, cells_z):
        self.s = sigma * np.sqrt(TAU_M / (2 * tau_s))
        spread = self.s * np.sqrt(tau_s / (TAU_M + tau_s))
        self.z_th = (V_TH - mu) / self.s
        above = cells_V * 6 // 10
        low = min(V_0, mu) - 6.5 * spread
        upper = V_0 + (V_TH - V_0) * (1 - np.linspace(1, 0, above + 1) ** 2)      # finer towards threshold
        lower = V_0 - (V_0 - low) * np.linspace(1, 0, cells_V - above + 1)
        self.V = np.concatenate([lower[:-1], upper])
        self.reset = cells_V - above                                              # edge at V_0
        left = cells_z * 45 // 100
        highest = max(6.5, self.z_th + 7 * np.sqrt(TAU_M / (TAU_M + tau_s)))
        below = self.z_th - (self.z_th + 6.5) * np.linspace(1, 0, left + 1) ** 1.5    # an edge at z_th
        beyond = self.z_th + (highest - self.z_th) * np.linspace(0, 1, cells_z - left + 1) ** 1.5
        self.z = np.concatenate([below[:-1], beyond])
        self.dV, self.dz = np.diff(self.V), np.diff(self.z)
        self.zc = (self.z[1:] + self.z[:-1]) / 2
        self.index = np.arange(cells_V * cells_z).reshape(cells_V, cells_z)
        self.drift = (mu - self.V[:, None] + self.s * self.zc[None, :]) / TAU_M   # at the edges of V


class Entries:
    def __init__(self):
        self.rows, self.columns, self.values = [], [], []

    def add(self, row, column, value):
        row, column, value = np.broadcast_arrays(row, column, value)
        for store, x in zip((self.rows, self.columns, self.values), (row, column, value)):
            store.append(x.ravel())

    def matrix(self, n):
        joined = [np.concatenate(x) for x in (self.values, self.rows, self.columns)]
        return sparse.csc_matrix((joined[0], (joined[1], joined[2])), shape=(n, n))


def z_rates(grid, tau_s):
    """Rates up and down between neighbouring cells of z whose stationary state is the Gaussian."""
    density = np.exp(-grid.zc ** 2 / 2)
    between = np.exp(-grid.z[1:-1] ** 2 / 2) / tau_s / np.diff(grid.zc)
    return between / density[:-1] / grid.dz[:-1], between / density[1:] / grid.dz[1:]


def operators(grid, tau_s, tau_r):
    """Generator of the mass in the cells; the matrix that puts the mass that fires back; velocity at threshold."""
    entries, index = Entries(), grid.index
    inner = grid.drift[1:-1]
    up, down = np.maximum(inner, 0), np.maximum(-inner, 0)
    lower, upper = index[:-1], index[1:]
    entries.add(upper, lower, up / grid.dV[:-1, None])
    entries.add(lower, lower, -up / grid.dV[:-1, None])
    entries.add(lower, upper, down / grid.dV[1:, None])
    entries.add(upper, upper, -down / grid.dV[1:, None])
    out = np.maximum(grid.drift[-1], 0) / grid.dV[-1]
    entries.add(index[-1], index[-1], -out)
    rise, fall = z_rates(grid, tau_s)
    left, right = index[:, :-1], index[:, 1:]
    entries.add(right, left, rise)
    entries.add(left, left, -rise)
    entries.add(left, right, fall)
    entries.add(right, right, -fall)
    z_only = np.diag(np.r_[-rise, 0] + np.r_[0, -fall]) + np.diag(rise, -1) + np.diag(fall, 1)
    moved = scipy.linalg.expm(z_only * tau_r)
    velocity = grid.drift[grid.reset]
    target = np.where(velocity > 0, index[grid.reset], index[grid.reset - 1])
    back = Entries()
    back.add(target[:, None], index[-1][None, :], moved * out[None, :])
    n = index.size
    return entries.matrix(n), back.matrix(n), out, moved, target


def modulations(grid, p, tau_s, out, moved, target, phase):
    """-d/dmu of the V flux and the second z derivative, applied to the stationary mass."""
    density = p.reshape(grid.index.shape) / grid.dV[:, None] / grid.dz[None, :]
    edge = np.where(grid.drift[1:-1] > 0, density[:-1], density[1:]) / TAU_M
    flux = np.vstack([np.zeros(grid.zc.size), edge, np.where(grid.drift[-1] > 0, density[-1], 0) / TAU_M])
    mean = (flux[:-1] - flux[1:]) * grid.dz[None, :]
    fired = flux[-1] * grid.dz
    mean = mean.ravel().astype(complex)
    np.add.at(mean, target, phase * (moved @ fired))
    slope = np.diff(density, axis=1) / np.diff(grid.zc)[None, :] / tau_s
    bend = np.diff(np.pad(slope, ((0, 0), (1, 1))), axis=1) * grid.dV[:, None]
    return mean, bend.ravel().astype(complex), fired.sum()


def on_grid(case, cells):
    mu, sigma, V_0, tau_r, tau_s, f = case
    grid = Grid(mu, sigma, V_0, tau_s, *cells)
    A, back, out, moved, target = operators(grid, tau_s, tau_r)
    n = grid.index.size
    generator = (A + back).tolil()
    generator[0, :] = 1.0                                        # one equation is the sum of the others
    p = splu(generator.tocsc()).solve(np.eye(1, n).ravel())
    fires = lambda mass: mass.reshape(grid.index.shape)[-1] @ out
    p /= 1.0 + fires(p) * tau_r
    s = 2j * np.pi * f
    phase = np.exp(-s * tau_r)
    mean, bend, at_once = modulations(grid, p, tau_s, out, moved, target, phase)
    solver = splu((s * sparse.identity(n) - A - phase * back).tocsc())
    result = {"rate": fires(p), "n_mu": fires(solver.solve(mean)) + at_once}
    if tau_r == 0.0:                                             # else the noise of the refractory period is modulated too
        result["n_sigma2"] = fires(solver.solve(bend)) / sigma ** 2
    return result


def extrapolated(values):
    """Of errors a h + b h^2 with halved h, and its change by the last step."""
    once = [2 * fine - coarse for coarse, fine in zip(values, values[1:])]
    twice = (4 * once[1] - once[0]) / 3
    return twice, abs(twice - once[1])


def main():
    print("# written by coloured_noise.py: mu sigma V_0 V_th tau_m tau_r tau_s f quantity re im error")
    for case in CASES:
        mu, sigma, V_0, tau_r, tau_s, f = case
        results = [on_grid(case, cells) for cells in GRIDS]
        for quantity in results[0]:
            value, error = extrapolated([complex(r[quantity]) for r in results])
            print(mu, sigma, V_0, V_TH, TAU_M, tau_r, tau_s, f, quantity, f"{value.real:.8g} {value.imag:.8g} {error:.2g}", flush=True)


if __name__ == "__main__":
    main()
