"""What stops a run, as exceptions that carry one line for the user and the exit code that it means.

Raised by the commands and the modules that touch the outside world; turned into an exit code in ``cli/main.py`` alone.
A page that cannot be read stops nothing and is a ``Failure`` instead.
"""

from __future__ import annotations


class Stop(Exception):  # noqa: N818 - it ends a run; it is not always an error of the program
    """The run cannot go on: the message is printed on one line."""

    status = 1


class UsageError(Stop):
    """The command line, the configuration or a rules file cannot be used."""

    status = 2


class OutputError(Stop):
    """A result cannot be written; what was written before stays."""


def reason(error: OSError) -> str:
    """Why the operating system refused, without the number and the path."""
    return error.strerror or str(error)
