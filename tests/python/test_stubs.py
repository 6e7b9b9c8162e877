"""The package as editors and type checkers see it."""
import ast
import importlib
import inspect
import pathlib
import subprocess
import sys

import pytest
from networks import ENVIRONMENT

import siegert

PACKAGE = pathlib.Path(__file__).resolve().parents[2] / "python" / "siegert"
MODULES = ["siegert", "siegert.binary", "siegert.lif.delta", "siegert.lif.exp", "siegert.neurons.adaptation", "siegert.neurons.eif", "siegert.neurons.qif", "siegert.statistics", "siegert.theory"]


def test_stubs_are_what_the_library_says_today(tmp_path):
    subprocess.run([sys.executable, PACKAGE.parent / "bindings" / "stubs.py", tmp_path], check=True,
                   env=ENVIRONMENT)
    written = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.pyi"))
    assert written == sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.pyi"))
    for path in written:
        assert (tmp_path / path).read_text() == (PACKAGE / path).read_text(), f"run python/bindings/stubs.py: {path}"
        ast.parse((PACKAGE / path).read_text())


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_is_documented_and_shows_its_signature(name):
    module = importlib.import_module(name)
    assert module.__doc__
    for entry in module.__all__:
        value = getattr(module, entry)
        assert inspect.getdoc(value), f"{name}.{entry} has no docstring"
        if callable(value) and not inspect.isclass(value):
            assert inspect.signature(value) is not None


@pytest.mark.parametrize("name", MODULES[1:])
def test_modules_hold_all_that_is_compiled(name):
    compiled = siegert._siegert
    for part in name.split(".")[1:]:
        compiled = getattr(compiled, part)
    public = {entry for entry in vars(compiled) if not entry.startswith("_")}
    assert set(importlib.import_module(name).__all__) == public


def test_package_holds_all_that_is_compiled():
    compiled = {entry for entry, value in vars(siegert._siegert).items()
                if not entry.startswith("_") and not inspect.ismodule(value)}
    assert compiled <= set(siegert.__all__)
    for entry in siegert.__all__:
        assert getattr(siegert, entry) is not None and entry in dir(siegert)


def test_stubs_know_every_name():
    stub = ast.parse((PACKAGE / "theory.pyi").read_text())
    names = {node.name for node in stub.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    assert set(siegert.theory.__all__) == names


@pytest.mark.parametrize("name", MODULES)
def test_classes_know_where_they_are_public(name):
    module = importlib.import_module(name)
    for entry in module.__all__:
        value = getattr(module, entry)
        if inspect.isclass(value) and not issubclass(value, Exception):
            home = importlib.import_module(value.__module__)
            assert getattr(home, value.__name__) is value or value is siegert.NetworkSimulation


def test_records_describe_every_field():
    assert siegert.Network._fields["tau_m"].startswith("Membrane time constant [s]")
    with pytest.raises(TypeError):
        hash(siegert.Analysis())
