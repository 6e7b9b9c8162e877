#!/usr/bin/python3
"""The figures of README and docs/theory/coloured_noise.md.

    docs/figures.py SIEGERT SIMULATED.json ...

SIEGERT is the command; the Python package is of the same build. SIMULATED.json is what
`siegert simulate examples/networks/microcircuit.yaml --duration "5 s" --seed N --statistics --f-max "400 Hz"
--segment "1 s" --format json` prints, each for another N: a minute of work.
"""
import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
import siegert  # noqa: E402
from matplotlib import pyplot as plt  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
NEURON = {"V_0": 0.01, "V_th": 0.02, "tau_m": 0.02, "tau_r": 0.002}
INPUTS = {"mu 15, sigma 5 mV": (0.015, 0.005), "mu 22, sigma 3 mV": (0.022, 0.003)}


def output(command, *arguments, given=None):
    return subprocess.run([command, *arguments], input=given, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def evaluated(command, formula, method, rows):
    """Columns of `siegert eval` for rows of mu, sigma, tau_s, f."""
    fields = ["mu", "sigma", "tau_s", "f", *NEURON]
    table = "\n".join([",".join(fields), *(",".join(map(repr, [*map(float, row), *NEURON.values()])) for row in rows)])
    options = ["--synaptic-filter", "without"] if formula == "transfer" else []
    text = output(command, "eval", formula, "--method", method, *options, given=table + "\n")
    columns = list(csv.DictReader(io.StringIO(text)))
    return {name: np.array([float(row[name]) for row in columns]) for name in columns[0]}


def draw_errors(command, path):
    figure, axes = plt.subplots(1, 3, figsize=(11, 3.4), sharex=True)
    ratios = np.geomspace(0.002, 1.0, 25)
    for colour, (label, (mu, sigma)) in zip(("tab:blue", "tab:red"), INPUTS.items()):
        for axis, formula, column, f in ((axes[0], "rate", "nu", 0), (axes[1], "transfer", "n_mu", 10),
                                         (axes[2], "transfer", "n_mu", 100)):
            rows = [(mu, sigma, ratio * NEURON["tau_m"], f) for ratio in ratios]
            values = {}
            for method in ("shift", "taylor", "exact"):
                columns = evaluated(command, formula, method, rows)
                values[method] = columns["nu"] if column == "nu" else columns["n_mu_re"] + 1j * columns["n_mu_im"]
            for method, style in (("shift", "-"), ("taylor", "--")):
                error = 100 * np.abs(values[method] / values["exact"] - 1)
                axis.loglog(ratios, error, style, color=colour, label=f"{method}, {label}")
    for axis, title in zip(axes, ("rate", "response to the mean, 10 Hz", "response to the mean, 100 Hz")):
        axis.set(title=title, xlabel="tau_s / tau_m", ylim=(0.05, 200))
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("error [%]")
    axes[0].legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def spectrum(command, *options):
    text = output(command, "spectra", "examples/networks/microcircuit.yaml", "--frequencies", "40:340:0.5", "--format", "json", *options)
    return spectrum_of(json.loads(text))


def spectrum_of(answer):
    index = answer["populations"].index("4E")
    return np.array(answer["frequencies"]["val"]), np.array(answer["power_spectra"]["val"])[:, index]


def late_spectrum(delay):
    """Method exact where spikes are noticed `delay` [s] late: half a step, in a simulation on a grid."""
    network = siegert.load_network(ROOT / "examples/networks/microcircuit.yaml").network
    frequencies = np.arange(40.0, 340.25, 0.5)
    omegas = 2 * np.pi * frequencies
    analysis = siegert.analyze(network, omegas, method="exact")
    one = np.eye(len(network.populations))

    def amplification(W):
        return np.abs(np.linalg.inv(one - W)) ** 2

    noise = np.linalg.solve(amplification(analysis.effective_connectivity), analysis.power_spectra[..., None])
    late = analysis.effective_connectivity * np.exp(-1j * delay * omegas)[:, None, None]
    return frequencies, (amplification(late) @ noise)[:, network.populations.index("4E"), 0]


def draw_microcircuit(command, simulated, path):
    """Both rhythms of layer 4E; of several simulations the mean and its standard error."""
    figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.0), gridspec_kw={"width_ratios": [3, 2]})
    curves = [(method, colour, spectrum(command, "--method", method))
              for method, colour in (("shift", "tab:orange"), ("taylor", "tab:green"), ("exact", "tab:blue"))]
    answers = [spectrum_of(json.loads(Path(name).read_text())) for name in simulated]
    if answers:
        frequencies, power = answers[0][0], np.array([power for _, power in answers])
        error = power.std(0, ddof=1) / np.sqrt(len(power))
        curves.append(("exact, half a step late", "tab:purple", late_spectrum(0.05e-3)))
        curves.append(("simulated", "k", (frequencies, power.mean(0))))
    for axis, limits in zip(axes, ((40, 100), (240, 340))):
        for label, colour, curve in curves:
            axis.semilogy(*curve, color=colour, lw=1.0 if label == "simulated" else 1.5, label=label)
        if answers:
            axis.fill_between(frequencies, power.mean(0) - error, power.mean(0) + error, color="0.75", zorder=0)
        inside = np.concatenate([values[(f >= limits[0]) & (f <= limits[1])] for _, _, (f, values) in curves])
        axis.set(xlabel="frequency [Hz]", xlim=limits, ylim=(0.5 * inside.min(), 2 * inside.max()))
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("power of layer 4E [Hz]")
    axes[0].legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=100)


def main():
    command = str(Path(sys.argv[1]).resolve())
    draw_errors(command, ROOT / "docs/theory/first_order_errors.png")
    draw_microcircuit(command, sys.argv[2:], ROOT / "docs/microcircuit_spectra.png")


if __name__ == "__main__":
    main()
