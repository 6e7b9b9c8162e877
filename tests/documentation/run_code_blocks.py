"""Runs the code blocks of README.md and docs/: documentation that stopped being true is a failed test.

- ```cpp       a whole program: compiled against the installed library, linked and run; must exit with 0
- ```console   lines that begin with "$ " are run; the lines that follow are what they print. Numbers may differ by 1e-4
               relative, "..." at the end of a line stands for its rest, a line "..." for any lines.
- ```python    run with the Python package built beside the command
All blocks of one document run, in order, in one scratch folder that has the examples of the repository.
Other fences are not touched.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RELATIVE_TOLERANCE = 1e-4  # tables print six digits


def same_word(expected, found):
    if expected == found:
        return True
    try:
        a, b = float(expected), float(found)
    except ValueError:
        return False
    return abs(a - b) <= RELATIVE_TOLERANCE * max(abs(a), abs(b))


def same_line(expected, found):
    a, b = expected.split(), found.split()
    if a and a[-1] == "...":
        a, b = a[:-1], b[:len(a) - 1]
    return len(a) == len(b) and all(map(same_word, a, b))


def matches(expected, found):
    if not expected:
        return not found
    if expected[0].strip() == "...":
        return any(matches(expected[1:], found[k:]) for k in range(len(found) + 1))
    return bool(found) and same_line(expected[0], found[0]) and matches(expected[1:], found[1:])


def run(command, folder, environment):
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, text=True, timeout=300,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.rstrip("\n").split("\n") if done.stdout else []


def split_console(block):
    """Commands of a console block with the output that the text promises; a trailing backslash continues a command."""
    steps = []
    for line in block.rstrip("\n").replace("\\\n", " ").split("\n"):
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps:
            steps[-1][1].append(line)
    return steps


def check_console(block, context):
    for command, expected in split_console(block):
        _, found = run(command, context.scratch, context.environment)
        if expected and not matches(expected, found):
            return "$ " + command + "\nprinted\n" + "\n".join(found) + "\ninstead of\n" + "\n".join(expected)
    return None


def check_cpp(block, context):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "main.cpp").write_text(block)
        (folder / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(block LANGUAGES C CXX)\n"
            "find_package(siegert REQUIRED)\nadd_executable(block main.cpp)\n"
            "target_link_libraries(block PRIVATE siegert::siegert)\n")
        steps = (f"cmake -B build -DCMAKE_PREFIX_PATH={context.prefix} -DCMAKE_CXX_COMPILER={context.compiler}",
                 "cmake --build build", f"cd {context.scratch} && {folder}/build/block")
        for step in steps:
            status, output = run(step, folder, context.environment)
            if status != 0:
                return "\n".join(output)
    return None


def check_python(block, context):
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(block)
        file.flush()
        status, output = run(f"{sys.executable} {file.name}", context.scratch, context.environment)
    return "\n".join(output) if status != 0 else None


CHECKS = {"cpp": check_cpp, "console": check_console, "python": check_python}


def check_document(document, context):
    """Place and complaint (None: fine) of each code block of a document."""
    text = document.read_text()
    for block in FENCE.finditer(text):
        language, code = block.groups()
        if language in CHECKS:
            line = text.count("\n", 0, block.start()) + 1
            place = f"{document.relative_to(context.repository)}:{line}: {language} block"
            yield place, CHECKS[language](code, context)


def main():
    parser = argparse.ArgumentParser()
    for name in ("repository", "build", "compiler", "command", "prefix"):
        parser.add_argument("--" + name, required=True, type=pathlib.Path)
    context = parser.parse_args()
    context.environment = dict(os.environ)
    context.environment["PATH"] = f"{context.command.parent}:{os.environ['PATH']}"
    context.environment["PYTHONPATH"] = str(context.build / "python")

    checked = failures = 0
    for document in [context.repository / "README.md", *sorted((context.repository / "docs").rglob("*.md"))]:
        with tempfile.TemporaryDirectory() as scratch:
            context.scratch = pathlib.Path(scratch)
            (context.scratch / "examples").symlink_to(context.repository / "examples")
            for place, complaint in check_document(document, context):
                checked += 1
                if complaint:
                    failures += 1
                    print(f"{place}\n{complaint}\n")
    print(f"{checked} code blocks, {failures} wrong")
    return 1 if failures or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
