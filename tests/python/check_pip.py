"""Installs the package with pip into a fresh virtual environment, without network, and uses it.

Usage: check_pip.py REPOSITORY BUILD ENVIRONMENT. The backend packs what BUILD has compiled.
"""
import os
import pathlib
import shutil
import subprocess
import sys

USE = """
import siegert, siegert.theory, importlib.metadata
assert siegert.__file__.startswith({environment!r}), siegert.__file__
assert importlib.metadata.version("siegert") == siegert.__version__
point = siegert.working_point(siegert.load_network({network!r}))
assert point.converged
print(point)
"""


def main():
    repository, build, environment = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    shutil.rmtree(environment, ignore_errors=True)
    variables = {**os.environ, "SIEGERT_BUILD_DIR": str(build), "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    variables.pop("PYTHONPATH", None)
    subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", environment], check=True)
    python = environment / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", repository], check=True, env=variables)
    network = repository / "examples" / "networks" / "microcircuit.yaml"
    code = USE.format(environment=str(environment), network=str(network))
    subprocess.run([python, "-c", code], check=True, env=variables, cwd=environment)
    subprocess.run([python, "-m", "pip", "uninstall", "--quiet", "--yes", "siegert"], check=True, env=variables)
    return 0 if subprocess.run([python, "-c", "import siegert"], env=variables, cwd=environment,
                               stderr=subprocess.DEVNULL).returncode else 1


if __name__ == "__main__":
    sys.exit(main())
