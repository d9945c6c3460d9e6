"""The command line for Click: the group of all commands. ``main.py`` calls :func:`run`.

Commands are declared in ``pages.py``, ``records.py``, ``reference.py`` and ``spark.py``, with options from
``flags.py``; Click chooses one, and :func:`run` calls its function in ``commands/``.
"""

from __future__ import annotations

import os
import sys

import click

from archtool.cli.command import SETTINGS, Group
from archtool.cli.config_print import print_all
from archtool.cli.flags import PRINT
from archtool.cli.pages import clean, explain, learn
from archtool.cli.records import dedupe, filter_, tags
from archtool.cli.reference import guide, rules
from archtool.cli.spark import spark
from archtool.errors import OutputError, reason
from archtool.version import shown

COMPLETION = "_ARCHTOOL_COMPLETE"


@click.group(cls=Group, context_settings=SETTINGS)
@click.option("--print-config", is_flag=True, is_eager=True, expose_value=False, callback=print_all, help=PRINT)
@click.version_option(shown(), prog_name="archtool", message="%(prog)s %(version)s")
def archtool() -> None:
    """Turn archived web pages into cleaned, tagged records.

    archtool PATH is short for archtool clean PATH. Every option can also be set with an environment variable
    (ARCHTOOL_JOBS=4) or in archtool.toml (jobs = 4). archtool guide is the manual.

    Exit codes: 0 success; 1 some pages failed and the others are written; 2 wrong usage, configuration or rules.

    \b
    Examples:
      archtool clean page.txt                 print one page
      archtool clean pages/ -o notes/         turn a folder of pages into a folder of notes
      archtool explain page.txt               what became of every line, and why
    """


for each in (clean, explain, tags, dedupe, filter_, learn, rules, guide, spark):
    archtool.add_command(each)


def run(arguments: list[str]) -> int:
    """Run a command line with options. Returns the exit code; raises what ``cli/main.py`` turns into one.

    Click chooses the command and stands back while it runs: it would print a line on Ctrl-C, and exit with 1 on a
    closed pipe.
    """
    try:
        chosen = archtool.main(arguments, "archtool", standalone_mode=False)
    except click.Abort:
        raise KeyboardInterrupt from None
    except BrokenPipeError:
        raise
    except OSError as error:  # only help is printed here
        raise OutputError(f"standard output: {reason(error)}") from error
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SystemExit as stop:
        if COMPLETION in os.environ:
            return int(stop.code or 0)
        raise BrokenPipeError from None  # the only other case in which Click exits like that
    if isinstance(chosen, tuple):
        command, options = chosen
        return int(command(options))
    if sys.stdout is None and not chosen:  # Click has printed help or settings, to nowhere
        raise OutputError("standard output: closed")
    return chosen if isinstance(chosen, int) else 0
