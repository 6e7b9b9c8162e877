"""Firing rates of the cortical microcircuit (Potjans and Diesmann, 2014), and what they rest on."""
import pathlib
import sys

import matplotlib.pyplot as plt

import siegert

NETWORKS = pathlib.Path(__file__).parent / "networks"

loaded = siegert.load_network(NETWORKS / "microcircuit.yaml")
point = siegert.working_point(loaded)
siegert.require_converged(point)
print(point)

print("\nHow well its assumptions are met (the worst population for each):")
for name in dict.fromkeys(check.name for check in point.validity):
    checks = [check for check in point.validity if check.name == name]
    worst = (min if checks[0].must_be_large else max)(checks, key=lambda check: check.value)
    print(f"  {name} = {worst.value:.3g} in {worst.population}, limit {worst.limit:g}: {worst.assumption}")

# What if layer 4 got one percent more input from the thalamus and from elsewhere?
changed = loaded.network.replace()
changed.K_ext[2:4] *= 1.01
difference = siegert.working_point(changed).firing_rates / point.firing_rates - 1
print("\nRates with 1 % more external synapses onto layer 4:")
for name, relative in zip(changed.populations, difference):
    print(f"  {name:4} {100 * relative:+.2f} %")

figure, axes = plt.subplots(2, 2, figsize=(8, 6), layout="constrained")
for ax, quantity in zip(axes.flat, ("firing_rates", "cvs", "mean_input", "std_input")):
    siegert.plot.working_point(point, loaded, quantity=quantity, ax=ax)
if len(sys.argv) > 1:  # name of a file
    figure.savefig(sys.argv[1])
else:
    plt.show()
