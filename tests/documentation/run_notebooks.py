"""Runs the notebooks of docs, cell by cell, as a kernel would: a tutorial that stopped being true is a failed test.

    run_notebooks.py REPOSITORY      with the Python package on PYTHONPATH
"""
import json
import os
import pathlib
import sys
import traceback

os.environ["MPLBACKEND"] = "agg"


def run(notebook):
    """What went wrong, or None."""
    values = {}
    for number, cell in enumerate(json.loads(notebook.read_text())["cells"], start=1):
        if cell["cell_type"] != "code":
            continue
        if cell["outputs"]:
            return f"cell {number} holds outputs: they are made when the site is"
        try:
            exec(compile("".join(cell["source"]), f"{notebook.name}, cell {number}", "exec"), values)
        except Exception:
            return traceback.format_exc(limit=-2)
    return None


def main():
    repository = pathlib.Path(sys.argv[1])
    os.chdir(repository)
    notebooks = sorted(repository.glob("docs/*/*.ipynb"))
    wrong = {notebook: complaint for notebook in notebooks if (complaint := run(notebook))}
    for notebook, complaint in wrong.items():
        print(f"{notebook.name}: {complaint}")
    print(f"{len(notebooks)} notebooks, {len(wrong)} wrong")
    return 1 if wrong or not notebooks else 0


if __name__ == "__main__":
    sys.exit(main())
