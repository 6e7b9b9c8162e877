"""Rates, irregularity and oscillations of Brunel's network (2000, model A) over inhibition and external drive."""
import pathlib
import sys

import matplotlib.pyplot as plt
import numpy as np

import siegert

NETWORKS = pathlib.Path(__file__).parent / "networks"

scan = siegert.scan(NETWORKS / "brunel_2000.yaml", {"g": "3:8:0.2", "nu_ext": "5:30:1 Hz"},
                    omegas=2 * np.pi * np.arange(1.0, 1000.0, 2.0))
print(scan)
g, nu_ext = scan.parameters["g"], scan.parameters["nu_ext"]
oscillates = scan.unstable_modes > 0
print(f"{oscillates.sum()} of {oscillates.size} states are unstable: the network oscillates instead")
row = int(np.argmin(abs(g - 5.0)))
for drive in (10.0, 20.0, 30.0):
    column = int(np.argmin(abs(nu_ext - drive)))
    where = row, column
    print(f"g = 5, nu_ext = {drive:g} Hz: {scan.firing_rates[where][0]:.1f} Hz, CV {scan.cvs[where][0]:.2f}, "
          f"eigenvalue closest to 1 at {scan.critical_frequency[where]:.0f} Hz")

figure, axes = plt.subplots(1, 2, figsize=(10, 4), layout="constrained", sharey=True)
for ax, values, label in ((axes[0], np.log10(np.maximum(scan.firing_rates[..., 0], 0.1)), "log10 rate (spikes/s)"),
                          (axes[1], scan.cvs[..., 0], "CV")):
    mesh = ax.pcolormesh(g, nu_ext, values.T, shading="nearest")
    figure.colorbar(mesh, ax=ax, label=label)
    ax.contour(g, nu_ext, oscillates.T.astype(float), levels=[0.5], colors="w")  # white: border of stability
    ax.set_xlabel("relative inhibition g")
axes[0].set_ylabel("external rate (spikes/s)")
if len(sys.argv) > 1:  # name of a file
    figure.savefig(sys.argv[1])
else:
    plt.show()
