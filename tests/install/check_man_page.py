#!/usr/bin/python3
"""Compares the installed manual page with what the installed command says.

    check_man_page.py PREFIX
"""
import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

prefix = Path(sys.argv[1])
page = gzip.decompress((prefix / "share/man/man1/siegert.1.gz").read_bytes()).decode()
parts = re.split(r"^\.SS (.*)$", page, flags=re.M)
described = dict(zip(parts[1::2], parts[2::2]))


def help_of(*command):
    return subprocess.run([prefix / "bin/siegert", *command, "--help"], check=True, capture_output=True, text=True).stdout


commands = re.findall(r"^  ([a-z]+)  ", help_of().split("Subcommands:")[1], flags=re.M)
assert len(commands) > 10 and list(described) == commands, (commands, list(described))
for command in commands:
    shown = described[command].replace("\\-", "-")
    for option in re.findall(r"^  (?:-h,)?(--[a-z-]+)", help_of(command), flags=re.M):
        assert re.search(rf"^\.B .*{option}\b", shown, flags=re.M), f"{command}: {option} is missing"

if shutil.which("groff"):
    complaints = subprocess.run(["groff", "-man", "-ww", "-z"], input=page, capture_output=True, text=True).stderr
    assert not complaints, complaints
print(f"{len(commands)} commands")
