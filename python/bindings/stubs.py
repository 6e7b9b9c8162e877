"""Writes the type stubs (.pyi) of the compiled library from what it says about itself.

    PYTHONPATH=build/default/python python3 python/bindings/stubs.py [FOLDER]

FOLDER is that of the package, python/siegert of the repository if not given. A test compares the result with what is committed.
"""
import inspect
import pathlib
import re
import sys

from siegert import _siegert

# Stub file: (module of the extension, names that it needs from _siegert.pyi).
STUBS = {
    "_siegert.pyi": _siegert,
    "binary.pyi": _siegert.binary,
    "lif/delta.pyi": _siegert.lif.delta,
    "lif/exp.pyi": _siegert.lif.exp,
    "neurons/adaptation.pyi": _siegert.neurons.adaptation,
    "neurons/conductance.pyi": _siegert.neurons.conductance,
    "neurons/eif.pyi": _siegert.neurons.eif,
    "neurons/qif.pyi": _siegert.neurons.qif,
    "statistics.pyi": _siegert.statistics,
    "theory.pyi": _siegert.theory,
}

FLOATS = "float | NDArray[np.float64]"
COMPLEXES = "complex | NDArray[np.complex128]"
# What the bindings cannot know: results that are numbers or arrays.
RESULTS = {
    "rate_derivatives": f"tuple[{FLOATS}, {FLOATS}]",
    "rate_second_derivatives": f"tuple[{FLOATS}, {FLOATS}, {FLOATS}]",
    "exact_rate_derivatives": f"tuple[{FLOATS}, {FLOATS}, {FLOATS}]",
    "exact_interval_statistics": f"tuple[{FLOATS}, {FLOATS}, {FLOATS}]",
    "exact_transfer_function": f"tuple[{COMPLEXES}, {COMPLEXES}]",
    "exact_interval_characteristic_function": COMPLEXES,
    "mean_potential_response": COMPLEXES,
    "adapted_state": f"tuple[{', '.join([FLOATS] * 5)}]",
    "conductance_state": f"tuple[{', '.join([FLOATS] * 3)}]",
    "effective_input": f"tuple[{', '.join([FLOATS] * 4)}]",
    "response": f"tuple[{', '.join([COMPLEXES] * 3)}]",
    "potential_moments": f"tuple[{FLOATS}, {FLOATS}]",
    "activity_derivatives": f"tuple[{FLOATS}, {FLOATS}]",
    "transfer_function": f"tuple[{COMPLEXES}, {COMPLEXES}]",
    "interval_characteristic_function": COMPLEXES,
    "delay_factor": COMPLEXES,
    "membrane_potential": "NDArray[np.float64]",
    "read_results": "ResultsFile",
    "forward": "NDArray[np.uint8]",
    "w": "NDArray[np.float64]",
    "connectivity_at": "Callable[[complex], NDArray[np.complex128]]",
    "delay_factor_derivative": COMPLEXES,
    "propagator_and_power_spectra": "tuple[NDArray[np.complex128], NDArray[np.float64]]",
}
ARGUMENTS = {
    ("membrane_potential", "current"): "ArrayLike | Callable[[float], float]",
    ("characteristic_root", "connectivity"): "Callable[[complex], ArrayLike]",
    ("follow_root", "connectivity"): "Callable[[complex, float], ArrayLike]",
    ("analyze", "progress"): "Callable[[str, int, int], Any] | None",
    ("simulate", "progress"): "Callable[[Progress], Any] | None",
    ("simulate_trials", "progress"): "Callable[[Progress], Any] | None",
    ("crosscheck", "progress"): "Callable[[float], Any] | None",
}
STATE = {"n": "int", "batch": "int", "dt": "float", "v": "NDArray[np.float64]", "s": "NDArray[np.uint8]",
         "trace": "NDArray[np.float64]", "refractory_steps": "NDArray[np.int32]", "adaptation_currents": "int",
         "time": "float", "rank": "int", "ranks": "int", "wired": "bool"}
POPULATION = ("dt: float, integration: Literal[\"exact\", \"euler\"] = \"exact\", "
              "reset: Literal[\"to_value\", \"to_zero\", \"by_subtraction\"] = \"to_value\", "
              "spike_trace: Literal[\"additive\", \"saturating\"] = \"additive\", "
              "tau_m: ArrayLike, R: ArrayLike = ..., g_L: ArrayLike = ..., u_rest: ArrayLike, V_th: ArrayLike, "
              "V_0: ArrayLike = ..., tau_r: ArrayLike, V_min: ArrayLike = ..., tau_trace: ArrayLike = ...")
CONSTRUCTORS = {
    "LifPopulation": f"self, n: int, batch: int = 1, *, {POPULATION}",
    "AlifPopulation": f"self, n: int, batch: int = 1, *, adaptation: Sequence[AdaptationParameters], {POPULATION}",
    "AdaptationParameters": "self, *, tau: ArrayLike, a: ArrayLike, b: ArrayLike",
    "ParallelSession": "self",
    "NetworkSimulation": "self, network: AnyNetwork, options: SimulationOptions, "
                         "progress: Callable[[Progress], Any] | None = None",
}


def argument_type(annotation, module):
    annotation = re.sub(r"NDArray\[[\w.]+\]", "ArrayLike", annotation)
    annotation = re.sub(r"tuple\[(.+), \.\.\.\]", r"Sequence[\1]", annotation)
    return annotation if module is _siegert.binary else re.sub(r"\bNetwork\b", "AnyNetwork", annotation)


def function_stub(module, name, function, annotations, indent=""):
    *arguments, result = annotations
    if result == "Any":
        result = RESULTS.get(name, FLOATS)
    parts, keyword_only = [], False
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    if len(arguments) == len(parameters) + 1:  # a method
        arguments = arguments[1:]
        parts.append("self")
    for parameter, annotation in zip(parameters, arguments):
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            parts.append("*")
            keyword_only = True
        annotation = ARGUMENTS.get((name, parameter.name), argument_type(annotation, module))
        default = parameter.default
        given = "" if default is parameter.empty else f" = {default!r}".replace("'", '"')
        parts.append(f"{parameter.name}: {annotation}{given}")
    return wrap(f"{indent}def {name}({', '.join(parts)}) -> {result}: ...")


def wrap(line):
    if len(line) <= 120:
        return line
    indent = line[:len(line) - len(line.lstrip())] + "    "
    head, rest = line.split("(", 1)
    body, tail = rest.rsplit(") ->", 1) if ") ->" in rest else rest.rsplit("):", 1)
    arguments = re.split(r", (?=(?:\*|\w+: ))", body)
    return head + "(\n" + "".join(f"{indent}{a},\n" for a in arguments) + indent[:-4] + ") ->" + tail


def record_stub(module, name, record):
    lines = [f"class {name}:"]
    keywords = [f"{field}: {argument_type(kind, module)} = ..." for field, kind in record._types.items()]
    overload = name == "Network" and module is _siegert
    if overload:
        lines += ["    @overload", "    def __init__(self, loaded: LoadedNetwork, /) -> None: ...", "    @overload"]
    lines.append(wrap(f"    def __init__(self, *, {', '.join(keywords)}) -> None: ..."))
    for field, kind in {**record._types, **record._properties}.items():
        if getattr(record, field).fset is None:
            lines += ["    @property", f"    def {field}(self) -> {kind}: ..."]
        else:
            lines.append(f"    {field}: {kind}")
    lines += ["    def as_dict(self) -> dict[str, Any]: ...", f"    def replace(self, **changes: Any) -> {name}: ..."]
    return "\n".join(lines)


def class_stub(module, name, type_):
    lines = [f"class {name}:", wrap(f"    def __init__({CONSTRUCTORS[name]}) -> None: ...")]
    for member, value in sorted(vars(type_).items()):
        if isinstance(value, property):
            lines += ["    @property", f"    def {member}(self) -> {STATE[member]}: ..."]
    if "__enter__" in vars(type_):
        lines += [f"    def __enter__(self) -> {name}: ...", "    def __exit__(self, *error: object) -> None: ..."]
    methods = getattr(type_, "_annotations", {})
    lines += [function_stub(module, method, getattr(type_, method), methods[method], "    ") for method in sorted(methods)]
    return "\n".join(lines)


def header(path, module, body):
    depth = "." * (path.count("/") + 1)
    lines = ['"""Written by python/bindings/stubs.py: change the bindings, then run it again."""']
    standard = [name for name in ("Callable", "Sequence") if re.search(rf"\b{name}\b", body)]
    if "StrPath" in body:
        lines.append("import os")
    if standard:
        lines.append(f"from collections.abc import {', '.join(standard)}")
    typing = [name for name in ("Any", "Literal", "overload") if re.search(rf"\b{name}\b", body)]
    if typing:
        lines.append(f"from typing import {', '.join(typing)}")
    lines += ["", "import numpy as np", "from numpy.typing import ArrayLike, NDArray", ""]
    if module is _siegert:
        lines += ["from ._records import ResultsFile", "from .theory import NetworkAnalysis", "",
                  "AnyNetwork = Network | LoadedNetwork", "StrPath = str | os.PathLike[str]", "",
                  "__version__: str", "_nnmt: Any  # of siegert.nnmt", ""]
    else:
        own = set(vars(module))
        needed = [name for name in ("LoadedNetwork", "Network", "SpikeRecord")
                  if name not in own and re.search(rf"\b{name}\b", body + (" Network LoadedNetwork" if "AnyNetwork" in body else ""))]
        if needed:
            lines += [f"from {depth}_siegert import {', '.join(needed)}", ""]
        if "AnyNetwork" in body:
            lines += ["AnyNetwork = Network | LoadedNetwork", ""]
    return "\n".join(lines)


def stub(path, module):
    parts = []
    annotations = getattr(module, "_annotations", {})
    for name, value in sorted(vars(module).items()):
        if name.startswith("_") or inspect.ismodule(value):
            continue
        if hasattr(value, "_fields"):
            parts.append(record_stub(module, name, value))
        elif inspect.isclass(value):
            parts.append(class_stub(module, name, value))
        else:
            parts.append(function_stub(module, name, value, annotations[name]))
    body = "\n\n".join(parts) + "\n"
    return header(path, module, body) + "\n" + body


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1] / "siegert"
    for path, module in STUBS.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(stub(path, module))


if __name__ == "__main__":
    main()
