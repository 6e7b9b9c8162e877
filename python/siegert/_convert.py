"""Networks in the formats of other programs."""
from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Literal

from . import _siegert
from ._errors import FileError, InvalidParameter
from ._network_dict import _plain
from ._siegert import LoadedNetwork, Network


def _literal(node):
    """The value of a literal; np.array(...) stands for its argument."""
    if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).split(".")[-1] == "array":
        return _literal(node.args[0])
    if isinstance(node, ast.Dict):
        return {ast.literal_eval(key): _literal(value) for key, value in zip(node.keys, node.values)}
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_literal(item) for item in node.elts]
    return ast.literal_eval(node)


def read_net_dict(path: str | PathLike[str], name: str = "net_dict") -> dict[str, Any]:
    """The dictionary of this name in a Python file, such as PyNEST's network_params.py. The file is not executed.

    Raises
    ------
    FileError
        If the file cannot be read.
    InvalidParameter
        If it is no Python, assigns no such dictionary, or one that is computed.
    """
    try:
        module = ast.parse(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}") from None
    except (SyntaxError, ValueError) as error:
        raise InvalidParameter(f"{path}: expected Python, found: {error}") from None
    for node in reversed(module.body):
        if isinstance(node, ast.Assign) and any(getattr(target, "id", None) == name for target in node.targets):
            try:
                value = _literal(node.value)
            except ValueError:
                raise InvalidParameter(f"{path}:{node.lineno}: {name} must be literals (numbers, lists, texts, "
                                       "np.array of them): what is computed is not, as the file is not executed") from None
            return value
    raise InvalidParameter(f"{path}: expected an assignment of {name}, found none")


def network_from_net_dict(net_dict: Mapping[str, Any]) -> LoadedNetwork:
    """The network of PyNEST's microcircuit with these parameters, those of `net_dict` in pynest/examples/Potjans_2014.

        network_from_net_dict(read_net_dict("network_params.py"))

    Values may be NumPy's; docs/how_to/other_simulators.md says which keys are read. What is not used is shown as a
    UserWarning. Raises InvalidParameter, naming the key, if something is missing or wrong.
    """
    return _siegert._network_from_net_dict(json.dumps(net_dict, default=_plain))


def _load(path):
    if Path(path).suffix == ".py":
        return network_from_net_dict(read_net_dict(path))
    return _siegert._load_any_network(path)


def convert(network: Network | LoadedNetwork | str | PathLike[str], to: Literal["nest", "brian2", "pynn", "yaml"], *,
            duration: float = 10.0, warmup: float = 0.5, dt: float = 1e-4, seed: int = 1) -> str:
    """The network as text: a script of NEST 3 (PyNEST), Brian 2 or PyNN, or a parameter file.

        script = siegert.convert("net.yaml", "brian2", duration=20.0)
        pathlib.Path("net_brian2.py").write_text(script)

    A script begins with the parameters of the network, named as here, builds it, runs it, and writes its spikes to
    `spikes.dat` as `read_spikes` reads them.

    Parameters
    ----------
    network : Network, LoadedNetwork, or path
        Of a parameter file, of SONATA's configuration of a circuit or a simulation (.json), or of a `net_dict` of PyNEST as
        JSON (.json) or in a Python file (.py).
    to : 'nest', 'brian2', 'pynn' or 'yaml'
    duration, warmup, dt : float
        What the script records, simulates before that, and its grid [s].
    seed : int
        Of all random numbers of the script, from 1 to 4294967295.

    Raises
    ------
    InvalidParameter
        If the network or an option is invalid, or the simulator has no form of something that the network has.
    """
    if not isinstance(network, (Network, LoadedNetwork)):
        network = _load(network)
    if to == "yaml":
        analysis = network.analysis if isinstance(network, LoadedNetwork) else None
        return _siegert.to_yaml(network, analysis)
    return _siegert._simulator_script(network, to, duration, warmup, dt, seed)
