"""A network of one's own: described in Python, analysed, simulated, and compared."""
import sys

import matplotlib.pyplot as plt
import numpy as np

import siegert
from siegert import statistics

# The keys are those of parameter files (docs/parameter_files.md); values without unit are refused.
loaded = siegert.network_from_dict({
    "populations": ["E", "I"],
    "N": [4000, 1000],
    "tau_m": "20 ms",
    "tau_r": "2 ms",
    "V_0_rel": "10 mV",
    "V_th_rel": "20 mV",
    "synapse": "delta",
    "J": {"val": [[0.1, -0.6], [0.1, -0.6]], "unit": "mV"},
    "K": [[400, 100], [400, 100]],
    "d": "1.5 ms",
    "K_ext": [800, 800],
    "J_ext": "0.1 mV",
    "nu_ext": "14 Hz",
})
network = loaded.network

# 1. Rates.
point = siegert.working_point(network)
print(point)

# 2. Frequencies.
analysis = siegert.analyze(network, 2 * np.pi * np.arange(2.0, 400.0, 2.0))
print(f"\nstability: {analysis.stability.answer}")
for mode in analysis.growth_rates[:2]:
    print(f"  {abs(mode.s.imag) / (2 * np.pi):.0f} Hz, growth rate {mode.s.real:.0f} /s")

# 3. The simulation of the same network, with error bars.
result = siegert.simulate(network, 10.0, warmup=0.2, threads=2)
rates = statistics.firing_rates(result.spikes)
for i, name in enumerate(network.populations):
    print(f"{name}: theory {point.firing_rates[i]:.3f} Hz, simulation {rates.value[i]:.3f} ± {rates.standard_error[i]:.3f} Hz")
spectra = statistics.population_spectra(result.spikes, f_max=400.0, segment=0.5)

figure, axes = plt.subplots(1, 3, figsize=(14, 4), layout="constrained")
siegert.plot.theory_and_simulation(point.firing_rates, rates, network, label="firing rate (spikes/s)", ax=axes[0])
siegert.plot.power_spectra(analysis, network, estimate=spectra, ax=axes[1])
siegert.plot.eigenvalues(analysis, ax=axes[2])
if len(sys.argv) > 1:  # name of a file
    figure.savefig(sys.argv[1])
else:
    plt.show()
