"""Every figure of siegert.plot, each in a file of its own: gallery_*.png in the current folder."""
import pathlib

import matplotlib.pyplot as plt
import numpy as np

import siegert
from siegert import statistics

NETWORKS = pathlib.Path(__file__).parent / "networks"

microcircuit = siegert.load_network(NETWORKS / "microcircuit.yaml")
analysis = siegert.analyze(microcircuit, 2 * np.pi * np.arange(1.0, 400.0))
ei_network = siegert.load_network(NETWORKS / "ei_network.yaml")
simulated = siegert.simulate(ei_network, 1.0, warmup=0.2)
estimates = statistics.firing_rates(simulated.spikes)
predicted = siegert.working_point(ei_network).firing_rates
compared = siegert.crosscheck(ei_network, 2.0, replicates=4, warmup=0.1, quantities=["firing_rates", "spectra"])

FIGURES = {
    "working_point": lambda ax: siegert.plot.working_point(analysis.working_point, microcircuit, ax=ax),
    "transfer_function": lambda ax: siegert.plot.transfer_function(analysis, microcircuit, ax=ax),
    "phase": lambda ax: siegert.plot.transfer_function(analysis, microcircuit, part="phase", ax=ax),
    "power_spectra": lambda ax: siegert.plot.power_spectra(analysis, microcircuit, ax=ax),
    "eigenvalues": lambda ax: siegert.plot.eigenvalues(analysis, ax=ax),
    "sensitivity": lambda ax: siegert.plot.sensitivity(analysis.sensitivity[0], microcircuit, ax=ax),
    "weights": lambda ax: siegert.plot.matrix(1e3 * microcircuit.network.J, microcircuit, label="J (mV)", ax=ax),
    "raster": lambda ax: siegert.plot.raster(simulated.spikes, start=0.5, end=0.7, ax=ax),
    "theory_and_simulation": lambda ax: siegert.plot.theory_and_simulation(
        predicted, estimates, ei_network, label="firing rate (spikes/s)", ax=ax),
    "crosscheck": lambda ax: siegert.plot.crosscheck(compared, "firing_rates", ax=ax),
    "crosscheck_spectra": lambda ax: siegert.plot.crosscheck(compared, "spectra", ax=ax),
}

for name, draw in FIGURES.items():
    figure, axes = plt.subplots(layout="constrained")
    draw(axes)
    figure.savefig(f"gallery_{name}.png")
    plt.close(figure)
    print(f"gallery_{name}.png")
