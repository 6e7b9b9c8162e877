"""The example scripts run, and their figures are drawn."""
import subprocess
import sys

import pytest
from networks import ENVIRONMENT, EXAMPLES

matplotlib = pytest.importorskip("matplotlib")
SCRIPTS = sorted(path.name for path in EXAMPLES.glob("*.py"))


def test_examples_are_found():
    assert {"rates.py", "rhythms.py", "simulation.py", "own_network.py", "crosscheck.py", "phase_diagram.py",
            "gallery.py"} <= set(SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS)
def test_example_runs(script, tmp_path):
    environment = {**ENVIRONMENT, "PYTHONWARNINGS": "error::UserWarning"}
    done = subprocess.run([sys.executable, EXAMPLES / script, "figure.png"], cwd=tmp_path, env=environment, text=True,
                          capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    figures = list(tmp_path.glob("*.png"))
    assert figures and all(figure.stat().st_size > 10_000 for figure in figures)
