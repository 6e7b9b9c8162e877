"""Scans by several processes, killed and resumed, give the file of one process."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

command, examples, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
mpirun = shutil.which("mpirun")
if mpirun is None:
    print("no mpirun: nothing to test")
    sys.exit(77)

ASK = ["scan", str(examples / "networks" / "brunel_2000.yaml"), "--vary", "nu_ext=5:15:1 Hz", "--vary", "g=3:8:0.5", "--frequencies",
       "1:400:1", "--threads", "1"]
ENVIRONMENT = os.environ | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)


def started(processes, file, *options):
    launcher = [mpirun, "--oversubscribe", "-np", str(processes)] if processes > 1 else []
    return subprocess.Popen(launcher + [command] + ASK + ["--save", str(folder / file), *options], env=ENVIRONMENT,
                            stdout=subprocess.DEVNULL, start_new_session=True)


def parts():
    return sorted(path.name for path in folder.glob("*.part*"))


assert started(1, "one.h5").wait() == 0
one = (folder / "one.h5").read_bytes()
for processes in (2, 3):
    assert started(processes, "several.h5").wait() == 0
    assert (folder / "several.h5").read_bytes() == one and parts() == [], f"{processes} processes differ from one"

# As after a kill: what a process had saved so far is left as its part.
unfinished = started(1, "unfinished.h5")
time.sleep(0.5)
unfinished.send_signal(signal.SIGINT)
unfinished.wait()
if (folder / "unfinished.h5").exists():
    (folder / "unfinished.h5").rename(folder / "killed.h5.part1")
killed = started(2, "killed.h5", "--resume")
time.sleep(0.3)
os.killpg(killed.pid, signal.SIGKILL)
killed.wait()
assert started(3, "killed.h5", "--resume").wait() == 0
assert (folder / "killed.h5").read_bytes() == one and parts() == []

# What an earlier scan has left is not taken without being asked for.
(folder / "stale.h5.part7").write_text("no scan")
assert started(2, "stale.h5").wait() == 0
assert (folder / "stale.h5").read_bytes() == one and parts() == []

# Answers of a question are shared, too, those of different length among them.
ASK = ASK[:2] + ["--vary", "nu_ext=5:15:2 Hz", "--frequencies", "1:200:2", "--threads", "1", "--ask", "spectra"]
assert started(1, "asked.h5").wait() == 0
assert started(3, "asked_by_three.h5").wait() == 0
assert (folder / "asked_by_three.h5").read_bytes() == (folder / "asked.h5").read_bytes() and parts() == []
shutil.rmtree(folder)
