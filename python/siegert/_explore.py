"""A page in the browser on which a network lives: the command `siegert explore`, from Python."""
from __future__ import annotations

import html
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from . import _siegert
from ._errors import Error, FileError


class Explorer:
    """A page about a network, open at `address` until `close()`, the end of the object or of Python, or until nobody has
    looked at it for three minutes. In a notebook the object shows the page."""

    def __init__(self, process, address, folder):
        self._process = process
        self._folder = folder
        self.address: str = address

    @property
    def is_open(self) -> bool:
        """Whether it is still served."""
        return self._process.poll() is None

    def close(self) -> None:
        """Ends it."""
        if self.is_open:
            self._process.terminate()
        self._process.communicate()
        self._folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        self.close()

    def __repr__(self):
        return f"<siegert.Explorer {'at ' + self.address if self.is_open else 'closed'}>"

    def _repr_html_(self):
        if not self.is_open:
            return "<p>The explorer is closed.</p>"
        address = html.escape(self.address)
        return (f'<iframe src="{address}" title="siegert explore" width="100%" height="800" allow="clipboard-write"></iframe>'
                f'<p><a href="{address}" target="_blank">In a tab of its own</a></p>')


def explore(network: str | os.PathLike[str] | _siegert.Network | _siegert.LoadedNetwork, *options: str, port: int = 0,
            browser: bool | None = None) -> Explorer:
    """A page in the browser on which every parameter of a network has a slider, and rates, spectra, eigenvalues and
    stability follow.

    Parameters
    ----------
    network : path, Network or LoadedNetwork
        Of a parameter file the page shows the keys, else fields and matrices of the network.
    *options : str
        More options of the command, such as ``"--method", "exact"``.
    port : int
        Of the address; 0: any that is free.
    browser : bool, optional
        Whether to open it in the browser of the desktop. Not given: unless in a notebook, which shows the page itself.

    Raises
    ------
    FileError
        If the command ``siegert`` is not installed.
    Error
        What the command complains about.
    """
    command = _command()
    folder = tempfile.TemporaryDirectory(prefix="siegert-")
    arguments = [command, "explore", _file(network, pathlib.Path(folder.name)), *options]
    if port:
        arguments += ["--port", str(port)]
    if not ("ipykernel" not in sys.modules if browser is None else browser):
        arguments.append("--no-browser")
    # Ctrl-C in Python is not meant for the page.
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    words = process.stdout.readline().split()
    if words[:1] != ["Open"]:
        folder.cleanup()
        raise Error(process.communicate()[1].strip().removeprefix("siegert: "))
    return Explorer(process, words[1], folder)


def _file(network, folder):
    if isinstance(network, (str, os.PathLike)):
        return os.fspath(network)
    loaded = isinstance(network, _siegert.LoadedNetwork)
    label = (network.network if loaded else network).label
    path = folder / f"{''.join(c if c.isalnum() or c in '-_' else '_' for c in label) or 'network'}.yaml"
    path.write_text(_siegert.to_yaml(network.network, network.analysis) if loaded else _siegert.to_yaml(network))
    return path


def _command():
    beside = pathlib.Path(sys.executable).parent / "siegert"
    found = os.environ.get("SIEGERT_COMMAND") or shutil.which("siegert") or (str(beside) if beside.exists() else None)
    if found is None:
        raise FileError("explore needs the command siegert, which was not found: install it, or name it in SIEGERT_COMMAND")
    return found
