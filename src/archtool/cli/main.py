"""The way in: from the process to a command and back to an exit code. The only place that knows exit codes.

0 all fine; 1 some pages failed or could not be written; 2 usage, configuration or rules; 130 Ctrl-C; 141 closed pipe;
143 told to end.

Two command lines do without Click, whose import takes longer than cleaning a page: ``--version``, and ``clean`` with
nothing but paths if no configuration can change what it means. With Click, ``clean page.txt`` takes 8 times as long as
an empty Python program, without it less than 6 times.
"""

from __future__ import annotations

import gc
import os
import sys

from archtool.errors import OutputError, Stop, reason

TYPE_CHECKING = False  # as typing has it, whose import takes a third of the time of --version
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED = 130
CLOSED_PIPE = 141
TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """The system or another program asks this process to end: as with Ctrl-C, nothing half-done stays behind."""


def main() -> NoReturn:
    """Run the command line of this process and exit.

    Without taking the interpreter down: everything is written and closed by now, and a twentieth of the time of a short
    run would go into freeing what the system frees anyway.
    """
    # Imports and parsing make many objects that stay and no cycles worth looking for that often.
    gc.set_threshold(100_000, 20, 50)
    import signal

    signal.signal(signal.SIGTERM, _terminate)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as ``nohup`` sets it
        signal.signal(signal.SIGHUP, _terminate)
    status = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            pass
    os._exit(status)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    try:
        status = _dispatch(arguments)
        _print()
    except KeyboardInterrupt as interrupt:
        status = TERMINATED if isinstance(interrupt, Terminated) else INTERRUPTED
    except BrokenPipeError:
        status = CLOSED_PIPE
    except Stop as stop:
        _complain(str(stop))
        status = stop.status
    except OSError as error:
        _complain(reason(error) if error.filename is None else str(error))
        status = 1
    if status:
        _drop_unwritten_output()
    return status


def _print(text: str = "") -> None:
    """Print what is left to be printed, and say so if standard output is full."""
    try:
        if sys.stdout is not None:
            sys.stdout.write(f"{text}\n" if text else "")
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output: {reason(error)}") from error


def _complain(message: str) -> None:
    from archtool.output.terminal import complain

    complain(message)


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated


def _dispatch(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        from archtool.version import shown

        _print(f"archtool {shown()}")
        return 0
    if _is_plain_clean(arguments):
        from archtool.cli.commands import clean
        from archtool.run.options import Options

        return clean.run(Options(paths=tuple(arguments[1:])))
    from archtool.cli.app import run as run_click

    return run_click(arguments)


def _is_plain_clean(arguments: list[str]) -> bool:
    """Whether this is ``clean PATH...`` without options, and no variable or configuration file could set one."""
    if len(arguments) < 2 or arguments[0] != "clean" or any(argument.startswith("-") for argument in arguments):
        return False
    from archtool.cli.config import candidates

    return not any(name.startswith("ARCHTOOL_") for name in os.environ) and not any(map(os.path.exists, candidates()))


def _drop_unwritten_output() -> None:
    """After a failure Python would try to flush what is left at exit, fail again, and say so."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.close(null)
    except OSError:
        pass
