"""The command line as Click sees it: commands, options, help. What the commands do is in ``commands/``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from archtool.errors import UsageError
from archtool.options import Options
from archtool.version import __version__

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
Command = Callable[..., Any]


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="archtool", message="%(prog)s %(version)s")
def archtool() -> None:
    """Turn archived web pages into cleaned, tagged records."""


@archtool.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("-t", "--to")
@click.option("-o", "--output")
@click.option("-j", "--jobs", default=1)
def clean(**values: Any) -> int:
    """Clean pages; print them, or export them with -o."""
    from archtool.commands import clean

    return clean.run(Options(**values))


@archtool.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("-t", "--to", type=click.Choice(["tsv", "jsonl"]))
@click.option("-o", "--output")
@click.option("-v", "--verbose", is_flag=True)
def explain(**values: Any) -> int:
    """Show every block: kept, field or removed, and by which rule."""
    from archtool.commands import explain

    return explain.run(Options(**values))


def run(arguments: list[str]) -> int:
    """Run a command line with options. Returns the exit code; raises what ``entry.py`` turns into one."""
    try:
        status = archtool.main(arguments, "archtool", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    return status if isinstance(status, int) else 0
