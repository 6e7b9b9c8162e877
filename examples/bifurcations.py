"""Where Brunel's network (2000, model A) begins to oscillate, and where it has three states, along its external drive."""
import pathlib
import sys

import matplotlib.pyplot as plt

import siegert

NETWORK = pathlib.Path(__file__).parent / "networks" / "brunel_2000.yaml"

fast = siegert.branches(NETWORK, {"nu_ext": "5:48 Hz"})
print(fast)
for event in fast.events:
    print(f"nu_ext = {event.parameter:.6f} Hz: {event.kind} at {event.firing_rates[0]:.3f} Hz, oscillation of {event.frequency:.2f} Hz")

# Weaker inhibition: a line through two parameters ends at g = 3.8 and other drives.
bistable = siegert.branches(NETWORK, {"nu_ext": "7:9 Hz", "g": "3.8:3.79"}, modes=False)
print(bistable)

# The phase diagram: folds, their cusp, and the two kinds of oscillation.
curves = siegert.bifurcation_curves(NETWORK, {"nu_ext": "5:45 Hz"}, {"g": "3:8"}, highest_frequency=300.0)
for curve in curves:
    print(curve.kind, len(curve.p), "points", [(kind, curve.p[point], curve.q[point]) for kind, point in curve.events])

figure, axes = plt.subplots(1, 3, figsize=(13, 4), layout="constrained")
siegert.plot.branches(fast, "E", ax=axes[0])
siegert.plot.branches(bistable, "E", ax=axes[1])
siegert.plot.bifurcation_curves(curves, ("nu_ext (Hz)", "g"), ax=axes[2])
if len(sys.argv) > 1:  # name of a file
    figure.savefig(sys.argv[1])
else:
    plt.show()
