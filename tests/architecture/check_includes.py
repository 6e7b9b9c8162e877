"""Checks that includes between the folders of the library follow the direction in which data flows.

Usage: check_includes.py REPOSITORY. Prints each include that breaks the rule and exits with 1.
"""
import pathlib
import re
import sys

# What a folder may include besides itself and the headers that belong to no folder (error, units, arrays, require).
MAY_INCLUDE = {
    "answer": set(),
    "model": set(),
    "numerics": set(),
    "lif": {"model", "numerics"},
    "synapses": {"model"},
    "neurons": {"lif", "synapses", "model", "numerics"},
    "binary": {"model", "numerics"},
    "theory": {"neurons", "synapses", "lif", "model", "numerics"},
    "landscape": {"theory", "neurons", "synapses", "lif", "model", "numerics"},
    "simulation": {"neurons", "synapses", "model", "numerics"},
    "statistics": {"simulation"},
    "crosscheck": {"synapses", "neurons", "numerics", "theory", "simulation", "statistics", "lif", "model"},
    "questions": {"answer", "landscape", "theory", "lif", "synapses", "model", "io"},
    "io": {"answer", "model", "synapses", "theory", "simulation", "statistics", "crosscheck", "lif"},
    "convert": {"model", "synapses", "io"},
    "explore": {"theory", "simulation", "statistics", "landscape", "lif", "model", "io"},
    "cli": {"explore", "answer", "convert", "questions", "landscape", "model", "numerics", "lif", "synapses", "binary", "theory", "simulation", "statistics", "crosscheck", "io"},
}
# Headers that another folder may include although the folder as a whole is closed to it.
ONLY_THESE = {
    ("simulation", "neurons"): {"own_current.hpp"},
    ("simulation", "numerics"): {"complex_linear_algebra.hpp", "linear_algebra.hpp"},
    ("statistics", "simulation"): {"spike_record.hpp"},
    ("convert", "io"): {"hdf5_columns.hpp", "network_from_values.hpp", "parameter_file.hpp", "spike_sonata.hpp", "text_file.hpp", "unit.hpp"},
    ("questions", "io"): {"parameter_family.hpp", "parameter_file.hpp", "parameter_line.hpp", "parameter_scan.hpp", "quantity.hpp"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s+[<"](?:siegert/)?([a-z_]+)/([^>"]+)[>"]', re.MULTILINE)


def violations(root):
    for base in (root / "include" / "siegert", root / "src"):
        for path in sorted(base.rglob("*.[hc]pp")):
            folder = path.relative_to(base).parts[0]
            if folder not in MAY_INCLUDE:
                continue
            for included, header in INCLUDE.findall(path.read_text()):
                if included == folder or included not in MAY_INCLUDE:
                    continue
                allowed = included in MAY_INCLUDE[folder]
                only = ONLY_THESE.get((folder, included))
                if not allowed or (only and header not in only):
                    yield f"{path.relative_to(root)} includes {included}/{header}"


def main():
    root = pathlib.Path(sys.argv[1])
    folders = {p.name for p in (root / "src").iterdir() if p.is_dir()}
    found = [f"src/{name} has no rule in {__file__}" for name in sorted(folders - MAY_INCLUDE.keys())]
    found += violations(root)
    print("\n".join(found) or "all includes follow the data")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
