"""Theory beside simulation: rates, irregularity and spectra of a tenth of the cortical microcircuit."""
import pathlib
import sys

import matplotlib.pyplot as plt
import numpy as np

import siegert
from siegert import statistics

NETWORKS = pathlib.Path(__file__).parent / "networks"

loaded = siegert.load_network(NETWORKS / "microcircuit.yaml")
point = siegert.working_point(loaded)

# A tenth of the neurons and synapses, with mean and variance of the input kept. Synapses are then three times as strong,
# too strong for the diffusion approximation: without `scale` the rates agree to a few percent.
result = siegert.simulate(loaded, 2.0, warmup=0.2, scale=0.1, scale_rates=point.firing_rates, seed=2)
cost = result.cost
print(f"{cost.neurons} neurons, {cost.synapses} synapses, {cost.run_seconds:.1f} s for {cost.simulated_seconds:.1f} s")

rates = statistics.firing_rates(result.spikes)
cvs = statistics.cvs(result.spikes)
print("\n      rate: theory  simulation        CV: theory  simulation")
for i, name in enumerate(loaded.network.populations):
    print(f"{name:4} {point.firing_rates[i]:13.3f} {rates.value[i]:7.3f} ± {rates.standard_error[i]:.3f} "
          f"{point.cvs[i]:12.3f} {cvs.value[i]:6.3f} ± {cvs.standard_error[i]:.3f}")

figure, axes = plt.subplots(1, 3, figsize=(14, 4), layout="constrained")
siegert.plot.raster(result.spikes, start=1.0, end=1.2, ax=axes[0])
siegert.plot.theory_and_simulation(point.firing_rates, rates, loaded, label="firing rate (spikes/s)", ax=axes[1])
siegert.plot.theory_and_simulation(point.cvs, cvs, loaded, label="CV", ax=axes[2])
if len(sys.argv) > 1:  # name of a file
    figure.savefig(sys.argv[1])
else:
    plt.show()
