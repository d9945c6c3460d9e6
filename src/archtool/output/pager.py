"""Send output longer than the terminal through a pager, as git does: ``$PAGER``, or ``less`` with options ``-FRX``.

Only if standard output is a terminal. Output that fits on the screen is printed: ``less -F`` ends by itself.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from archtool.output.terminal import is_terminal

LESS = "FRX"  # quit if one screen is enough, show colours, do not clear the screen; $LESS comes first
NONE = ("", "cat")


@contextmanager
def paged(wanted: bool = True) -> Iterator[None]:
    """Send standard output, and standard error if it is a terminal, through the pager.

    Leaving the pager before the end is not an error.
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
    if pager in NONE or os.environ.get("TERM", "dumb") == "dumb":  # on such a terminal, less prompts before it starts
        return []
    try:
        return shlex.split(pager)
    except ValueError:  # unbalanced quotation marks
        return []


def _start(command: list[str]) -> subprocess.Popen[bytes] | None:
    """Start the pager; ``None`` if it cannot be started, so that everything is printed."""
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, env={"LESS": LESS, "LV": "-c", **os.environ})
    except OSError:
        return None


def _wait(pager: subprocess.Popen[bytes]) -> None:
    """Wait until the reader has left the pager, which handles Ctrl-C."""
    while pager.poll() is None:
        with suppress(KeyboardInterrupt):
            pager.wait()
