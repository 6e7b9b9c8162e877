"""Low gamma of the microcircuit moved down by 5 Hz at fixed firing rates: which connections change least to do it?"""
import pathlib
import sys

import matplotlib.pyplot as plt
import numpy as np

import siegert

NETWORK = pathlib.Path(__file__).parent / "networks" / "microcircuit.yaml"

found = siegert.design(NETWORK, "K", ["firing_rates", "peak_frequency[4E@62 Hz]=57 Hz"])
print(found)
for target in found.targets:
    print(f"{target.name}: {target.before:.4f} -> {target.after:.4f} {target.unit}")
changes = {name: found.after[name] / found.before[name] - 1 for name in found.after}
for name in sorted(changes, key=lambda one: -abs(changes[one]))[:8]:
    print(f"{name}: {100 * changes[name]:+.2f} %")

frequencies = np.arange(30.0, 100.0, 0.25)
figure, axes = plt.subplots(layout="constrained")
for label, network in (("as published", siegert.load_network(NETWORK).network), ("designed", found.network)):
    analysis = siegert.analyze(network, 2 * np.pi * frequencies)
    axes.semilogy(frequencies, analysis.power_spectra[:, 2], label=label)
axes.set(xlabel="frequency (Hz)", ylabel="power of 4E (Hz)")
axes.legend()
if len(sys.argv) > 1:  # name of a file
    figure.savefig(sys.argv[1])
else:
    plt.show()
