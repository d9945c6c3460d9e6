"""Run a command line and turn its outcome into an exit code. ``__main__`` calls this; exit codes are set only here.

0 success; 1 some pages failed or could not be written; 2 usage, configuration or rules; 130 Ctrl-C; 141 closed pipe;
143 terminated.

Two command lines do without Click, whose import takes longer than cleaning a page: ``--version``, and ``clean`` with
nothing but paths if no configuration can affect it. With Click, ``clean page.txt`` takes 8 times as long as an empty
Python program, without it less than 6 times.
"""

from __future__ import annotations

import gc
import os
import sys

from archtool.errors import OutputError, Stop, reason

TYPE_CHECKING = False  # not from typing, whose import takes a third of the time of --version
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED = 130
CLOSED_PIPE = 141
TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """The process got SIGTERM or SIGHUP: as with Ctrl-C, nothing half-written stays behind."""


def main() -> NoReturn:
    """Run the command line of this process and exit.

    It skips the interpreter's shutdown: everything is written and closed by now, and freeing memory would take a
    twentieth of the time of a short run.
    """
    # Imports and parsing make many objects that stay, and few cycles: the default threshold is too low.
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
    """Print ``text`` and flush; raise :class:`OutputError` if standard output cannot be written."""
    try:
        if sys.stdout is not None:
            sys.stdout.write(f"{text}\n" if text else "")
            sys.stdout.flush()
        elif text:
            raise OutputError("standard output: closed")
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
    """Discard unwritten output after a failure, which Python would flush again at exit, with a second message."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.close(null)
    except OSError:
        pass
