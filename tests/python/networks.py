"""Networks that several tests use."""
import os
import pathlib

import siegert

# For processes that a test starts in another folder.
ENVIRONMENT = {**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": str(pathlib.Path(siegert.__file__).resolve().parents[1])}

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
NETWORKS = EXAMPLES / "networks"

# Populations of different size, asymmetric matrices, no two equal values where it matters.
TWO_POPULATIONS = {
    "label": "two populations",
    "populations": ["E", "I"],
    "N": [800, 200],
    "tau_m": {"val": [20.0, 10.0], "unit": "ms"},
    "tau_r": "2 ms",
    "tau_s": "0.5 ms",
    "V_0_rel": "10 mV",
    "V_th_rel": "20 mV",
    "synapse": "exponential",
    "J": {"val": [[0.1, -0.5], [0.2, -0.4]], "unit": "mV"},
    "K": [[80, 20], [81, 21]],
    "d": "1.5 ms",
    "K_ext": [900, 800],
    "J_ext": "0.1 mV",
    "nu_ext": "12 Hz",
}
