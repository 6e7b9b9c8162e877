"""The nearly silent state of a network of many populations made more stable, as Schuecker et al. (2017) did for macaque cortex.

Between the nearly silent state and the active one lies an unstable state, the edge of both basins. The gradient of its rates with
respect to the in-degrees says how to move it away. What changes neither mean nor variance of the nearly silent state's input, row by row,
leaves that state exactly as it is. Works on any network of LIF neurons that has such states, with a range of nu_ext that reaches the folds
between which they lie:

    stabilisation.py FIGURE FILE LOWEST HIGHEST     (external rates in Hz)
"""
import pathlib
import sys

import matplotlib.pyplot as plt
import numpy as np

import siegert

FILE = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).parent / "networks" / "areas_network.yaml")
RANGE = sys.argv[3:5] if len(sys.argv) > 4 else ("6", "10.5")
FARTHER, STEPS = 1.5, 10  # the unstable state half as far away again, in ten steps


def rates_and_slopes(network, nu):
    """Rates of the neurons at the input that rates nu cause, and their derivatives with respect to nu."""
    mean = network.tau_m[:, None] * network.J * network.K
    variance = network.tau_m[:, None] * network.J**2 * network.K
    nu_ext = network.nu_ext
    mu = mean @ nu + network.tau_m * ((network.J_ext * network.K_ext) @ nu_ext)
    sigma = np.sqrt(variance @ nu + network.tau_m * ((network.J_ext**2 * network.K_ext) @ nu_ext))
    neuron = dict(V_0=network.V_0, V_th=network.V_th, tau_m=network.tau_m, tau_r=network.tau_r)
    if network.synapse == "delta":
        model = siegert.lif.delta
    else:
        model = siegert.lif.exp
        neuron["tau_s"] = np.ravel(network.tau_s)
    d_mu, d_sigma = model.rate_derivatives(mu, sigma, **neuron)
    return model.firing_rate(mu, sigma, **neuron), d_mu[:, None] * mean + (d_sigma / (2 * sigma))[:, None] * variance


def state_near(network, nu):
    """The state, stable or not, to which Newton's method leads from nu."""
    for _ in range(50):
        phi, slopes = rates_and_slopes(network, nu)
        step = np.linalg.solve(np.eye(len(nu)) - slopes, phi - nu)
        nu = np.maximum(nu + step, 0.0)
        if np.abs(step).max() < 1e-11 * (1 + nu.max()):
            return nu
    raise RuntimeError("Newton's method found no state")


def states(network):
    """All states at the drive of the file, by following them along it; those of the lowest rates first."""
    nu_ext = float(network.nu_ext[0])
    found = siegert.branches(FILE, {"nu_ext": f"{RANGE[0]}:{RANGE[1]} Hz"}, modes=False)
    rates = []
    for branch in found:
        for k in np.flatnonzero(np.diff(np.sign(branch.parameter - nu_ext))):
            part = (nu_ext - branch.parameter[k]) / (branch.parameter[k + 1] - branch.parameter[k])
            rates.append(state_near(network, (1 - part) * branch.firing_rates[k] + part * branch.firing_rates[k + 1]))
    return sorted(rates, key=np.sum)


def free_direction(network, gradient, low):
    """Relative changes of the in-degrees along a gradient, without those that the nearly silent state would notice."""
    direction = network.K * gradient
    for row, J, K in zip(direction, network.J, network.K):
        forbidden, _ = np.linalg.qr(np.stack([J * K * low, J**2 * K * low], axis=1))
        row -= forbidden @ (forbidden.T @ row)
    return direction


network = siegert.load_network(FILE).network
K = network.K.copy()
low, first = states(network)[:2]
away = (first - low) / np.linalg.norm(first - low)
distance = away @ (first - low)
unstable = first
for step in range(1, STEPS + 1):
    wanted = distance * (1 + (FARTHER - 1) * step / STEPS)
    while abs(away @ (unstable - low) - wanted) > 1e-9 * wanted:
        gradient = siegert.gradients(network, of="firing_rates", weights=away, start=unstable)["K"]
        direction = free_direction(network, gradient, low)
        part = (wanted - away @ (unstable - low)) / np.sum(network.K * gradient * direction)
        network.K = network.K * (1 + part * direction)
        unstable = state_near(network, unstable)

kept = siegert.working_point(network, start=low).firing_rates
change = np.abs(network.K - K)
print(f"nearly silent state: {low.mean():.6f} Hz, after {kept.mean():.6f} Hz; largest change {np.abs(kept - low).max():.1e} Hz")
print(f"unstable state: {first.mean():.4f} Hz, after {unstable.mean():.4f} Hz, {away @ (unstable - low) / distance:.3f} times as far away")
before = siegert.load_network(FILE).network
for start in (0.9, 1.2, 1.4):
    rates = np.maximum(low + start * distance * away, 0.0)
    ends = [siegert.working_point(one, start=rates).firing_rates.mean() for one in (before, network)]
    print(f"from {start} of the old distance to {ends[0]:.4f} Hz, after to {ends[1]:.4f} Hz")
print(f"in-degrees: {100 * change.sum() / K.sum():.3f} % of all synapses, at most {100 * (change[K > 0] / K[K > 0]).max():.2f} % of one connection")

figure, axes = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
image = axes[0].imshow(100 * np.divide(network.K - K, K, out=np.zeros_like(K), where=K > 0), cmap="RdBu_r")
axes[0].set(title="change of K (%)", xlabel="source", ylabel="target")
figure.colorbar(image, ax=axes[0])
for rates, label in ((low, "nearly silent"), (first, "unstable"), (unstable, "unstable, after")):
    axes[1].plot(rates, label=label)
axes[1].set(xlabel="population", ylabel="rate (Hz)")
axes[1].legend()
if len(sys.argv) > 1:  # name of a file
    figure.savefig(sys.argv[1])
else:
    plt.show()
