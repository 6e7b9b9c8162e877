"""Ctrl-C on a terminal: what asks to stop stops and says so, what cannot ends by the signal, and no half-drawn line stays.

Usage: test_interrupt.py SIEGERT NETWORK
"""
import os
import pty
import signal
import sys
import time

CLEARED = b"\r\x1b[K"


def interrupted(arguments, shown, again_after=None):
    """Runs a command on a terminal of its own, presses Ctrl-C when `shown` appears: (status, what was printed).

    Presses it a second time `again_after` seconds later, where that is given.
    """
    child, terminal = pty.fork()
    if child == 0:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.execv(arguments[0], arguments)
    printed = b""
    pressed = False
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            part = b""
        if not part:
            break
        printed += part
        if not pressed and shown in printed:
            pressed = True
            os.write(terminal, b"\x03")
            if again_after is not None:
                time.sleep(again_after)
                os.write(terminal, b"\x03")
    status = os.waitpid(child, 0)[1]
    os.close(terminal)
    return status, printed


def main():
    siegert, network = sys.argv[1:3]
    status, printed = interrupted([siegert, "crosscheck", network, "--duration", "400 s"], b"simulating, ")
    assert os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1, status
    assert b"stopped before the end" in printed, printed

    long_scan = [siegert, "scan", network, "--vary", "tau_r=2:3:0.0001 ms", "--threads", "1"]
    status, printed = interrupted(long_scan, b" points, ")
    assert os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1, status
    assert b"stopped after " in printed, printed
    assert CLEARED + b"ei_network: " in printed, printed  # the bar is gone before the result is printed

    # `timeout` sends its signal twice at once; who presses again later does not wait for the point under way.
    status, printed = interrupted([*long_scan, "--frequencies", "0.1:900:0.004"], b" points, ", again_after=0.05)
    assert os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1, status
    assert b"stopped after " in printed, printed
    status, printed = interrupted([*long_scan, "--frequencies", "0.1:900:0.001"], b" points, ", again_after=0.5)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGINT, status

    # Nothing asks in the middle of an analysis: the program ends by the signal, as a shell expects.
    many = [siegert, "analyze", network, "--frequencies", "0.1:900:0.0005"]
    status, printed = interrupted(many, b", ")
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGINT, status
    assert printed.endswith(CLEARED), printed
    print("Ctrl-C works")


if __name__ == "__main__":
    main()
