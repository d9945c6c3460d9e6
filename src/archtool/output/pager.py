"""A pager for what is longer than the terminal, as git has it: ``$PAGER``, or ``less`` with its options ``-FRX``.

Only where standard output is a terminal. What fits on the screen is printed as ever: ``less -F`` ends by itself.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from archtool.output.terminal import is_terminal

LESS = "FRX"  # end where all fits on one screen, show colours, leave the screen as it is; $LESS comes first
NONE = ("", "cat")


@contextmanager
def paged(wanted: bool = True) -> Iterator[None]:
    """Send what is written to standard output, and to standard error on a terminal, through the pager.

    Whoever leaves the pager before the end is not told of a closed pipe.
    """
    command = _command() if wanted and is_terminal(sys.stdout) else []
    pager = _start(command) if command else None
    if pager is None or pager.stdin is None:
        yield
        return
    before = {}
    for stream in (sys.stdout, sys.stderr):
        if is_terminal(stream):
            stream.flush()
            before[stream.fileno()] = os.dup(stream.fileno())
            os.dup2(pager.stdin.fileno(), stream.fileno())
    pager.stdin.close()
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        pass
    finally:
        for number, stream in before.items():
            os.dup2(stream, number)
            os.close(stream)
        _wait(pager)


def _command() -> list[str]:
    pager = os.environ.get("PAGER", "less").strip()
    if pager in NONE or os.environ.get("TERM", "dumb") == "dumb":  # where less would ask before it begins
        return []
    try:
        return shlex.split(pager)
    except ValueError:  # a quotation mark without its like
        return []


def _start(command: list[str]) -> subprocess.Popen[bytes] | None:
    """Start the pager; without one that can be started, everything is printed as ever."""
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, env={"LESS": LESS, "LV": "-c", **os.environ})
    except OSError:
        return None


def _wait(pager: subprocess.Popen[bytes]) -> None:
    """Wait until the reader has left the pager; Ctrl-C is a matter between the two."""
    while pager.poll() is None:
        with suppress(KeyboardInterrupt):
            pager.wait()
