"""Rhythms of the cortical microcircuit, and the connections that make them (as in Bos et al., 2016)."""
import pathlib
import sys

import matplotlib.pyplot as plt
import numpy as np

import siegert

NETWORKS = pathlib.Path(__file__).parent / "networks"

loaded = siegert.load_network(NETWORKS / "microcircuit.yaml")
populations = loaded.network.populations
analysis = siegert.analyze(loaded, 2 * np.pi * np.arange(1.0, 400.0))

print("Highest peak of each population:")
for i, name in enumerate(populations):
    peaks = [peak for peak in analysis.peaks if peak.population == i]
    if peaks:
        print(f"  {name:4} {peaks[0].frequency:6.1f} Hz, power {peaks[0].height:.3g} /s")

mode = analysis.sensitivity[0]
print(f"\nThe mode closest to instability: {mode.critical_frequency:.0f} Hz, eigenvalue {mode.critical_eigenvalue:.3f}")
strongest = np.argsort(-abs(mode.sensitivity_amp), axis=None)[:5]
for target, source in zip(*np.unravel_index(strongest, mode.sensitivity_amp.shape)):
    value = mode.sensitivity_amp[target, source]
    print(f"  {populations[source]:4} -> {populations[target]:4} {value:+.3f}: "
          f"{'amplifies' if value > 0 else 'damps'} it")

figure, axes = plt.subplots(2, 2, figsize=(11, 9), layout="constrained")
siegert.plot.transfer_function(analysis, loaded, ax=axes[0, 0])
siegert.plot.power_spectra(analysis, loaded, ax=axes[0, 1])
siegert.plot.eigenvalues(analysis, ax=axes[1, 0])
siegert.plot.sensitivity(mode, loaded, ax=axes[1, 1])
if len(sys.argv) > 1:  # name of a file
    figure.savefig(sys.argv[1])
else:
    plt.show()
