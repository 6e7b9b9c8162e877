"""A network of one's own, checked: does the theory hold for it? And would a mistake be noticed?"""
import sys

import matplotlib.pyplot as plt

import siegert

network = siegert.network_from_dict({
    "populations": ["E", "I"],
    "N": [800, 200],
    "tau_m": "20 ms",
    "tau_r": "2 ms",
    "V_0_rel": "10 mV",
    "V_th_rel": "20 mV",
    "synapse": "delta",
    "J": {"val": [[0.1, -0.5], [0.1, -0.5]], "unit": "mV"},
    "K": [[80, 20], [75, 22]],
    "d": "1.5 ms",
    "K_ext": [400, 400],
    "J_ext": "0.3 mV",
    "nu_ext": "7.5 Hz",
}).network

# Twenty networks, wired independently; each number has a standard error, and a verdict.
result = siegert.crosscheck(network, 30.0, warmup=0.1, bands=6, segment=0.2, count_bin=0.05)
print(result)
print("\ntheory and simulation:", result.summary)

# The same with a simulation in which inhibition is 15 % stronger than the theory believes.
J = network.J.copy()
J[:, 1] *= 1.15
wrong = siegert.crosscheck(network, 4.0, warmup=0.1, quantities=["firing_rates", "mean_input"], simulated=network.replace(J=J))
print("\nwith other inhibition:", ", ".join(f"{row.quantity} of {row.population}" for row in wrong.rows if row.alarm))

figure, axes = plt.subplots(1, 3, figsize=(14, 4), layout="constrained")
for quantity, ax in zip(("firing_rates", "cvs", "spectra"), axes):
    siegert.plot.crosscheck(result, quantity, ax=ax)
if len(sys.argv) > 1:  # name of a file
    figure.savefig(sys.argv[1])
else:
    plt.show()
