"""Checks that the code shown in docs/architecture.md is the code of the tree.

Usage: check_examples.py REPOSITORY. A block ```c++ begins with a comment that names a file; each paragraph of the rest must stand
in that file, letter by letter. Prints what does not and exits with 1.
"""
import pathlib
import re
import sys

BLOCK = re.compile(r"^```c\+\+\n// (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def differences(root):
    blocks = BLOCK.findall((root / "docs" / "architecture.md").read_text())
    if not blocks:
        yield "docs/architecture.md shows no code"
    for name, code in blocks:
        path = root / name
        text = path.read_text() if path.is_file() else ""
        for paragraph in code.strip("\n").split("\n\n"):
            if paragraph not in text:
                yield f"not in {name}:\n{paragraph}\n"


def main():
    found = list(differences(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "the examples are the code")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
