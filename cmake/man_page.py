#!/usr/bin/python3
"""The manual page of the command, from what its own --help says.

    cmake/man_page.py SIEGERT siegert.1.gz
"""
import gzip
import re
import subprocess
import sys


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip().split("\n")


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def entries(lines):
    """(name, explanation) of the lines of a list; explanations go on in lines further right."""
    result = []
    for line in lines:
        if line.startswith("   "):
            result[-1][1] = f"{result[-1][1]} {line.strip()}".strip()
        else:
            name, *explanation = re.split(r"\s{2,}", line.strip(), maxsplit=1)
            result.append([name, *explanation] if explanation else [name, ""])
    return result


def sections(lines):
    """The first line, and the lines of each section by its title."""
    found, title = {}, None
    for line in lines[2:]:
        if match := re.fullmatch(r"(\w[\w ]*):", line):
            title = match[1]
            found[title] = []
        elif title is not None:
            found[title].append(line)
    return lines[0], {title: [line for line in body if line] for title, body in found.items()}


def listed(body):
    for name, explanation in entries(body):
        yield ".TP"
        yield f".B {escaped(name.replace(' :', ' '))}"
        yield escaped(explanation)


def example(body):
    yield from (".PP", "Example:", ".PP", ".nf", *(escaped(line) for line in body), ".fi")


def page(command):
    summary, parts = sections(said(command, "--help"))
    version = said(command, "--version")[0].split()[-1]
    example_lines = [line for line in parts["Example"] if line.startswith("  ")]
    remarks = [line for line in parts["Example"] if not line.startswith("  ")]
    yield f'.TH SIEGERT 1 "" "siegert {version}" "User Commands"'
    yield from (".SH NAME", f"siegert \\- {escaped(summary[0].lower() + summary[1:])}")
    yield from (".SH SYNOPSIS", ".B siegert", ".I COMMAND", "[\\fIOPTIONS\\fR]")
    yield from (".SH DESCRIPTION", *(escaped(line) for line in remarks), *example(example_lines))
    yield ".SH COMMANDS"
    for name, _ in entries(parts["Subcommands"]):
        summary, options = sections(said(command, name, "--help"))
        yield from (f".SS {escaped(name)}", escaped(summary) + ".")
        for title in ("Positionals", "Options"):
            yield from listed(options.get(title, []))
        yield from example(options["Example"])


if __name__ == "__main__":
    with open(sys.argv[2], "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write("\n".join([*page(sys.argv[1]), ""]).encode())
