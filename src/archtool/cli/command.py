"""The classes of all commands for Click, and the check of ``Options`` for contradictions.

Used by the modules that declare the commands, and by ``app.py``, which groups them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from archtool.cli import config_print, layout
from archtool.output.terminal import is_terminal
from archtool.run.options import Options

SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
DEFAULT = "clean"  # the default command, if the command line begins with a path
Chosen = tuple[Callable[[Options], int], Options]  # what Click returns: a function, and what to call it with


class Command(click.Command):
    """A command whose help groups its options, and which can print them instead of running."""

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options into the help."""
        layout.write_options(self, context, formatter)

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Keep the arguments as written, such as ``64M``, since Click keeps only converted values."""
        context.meta[config_print.ARGUMENTS] = list(arguments)
        return super().parse_args(context, arguments)

    def invoke(self, context: click.Context) -> Any:
        """Run the command, or print its options."""
        if context.params.pop("print_config"):
            click.echo(config_print.heading(context) + config_print.table(context), nl=False)
            return 0
        return super().invoke(context)


class Group(click.Group):
    """The group of all commands, in which ``archtool PATH`` means ``archtool clean PATH``."""

    command_class = Command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands into the help."""
        layout.write_commands(self, context, formatter)

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names, or ``clean`` if it is a path or an address."""
        first = arguments[0]
        if first not in self.commands and (os.path.exists(first) or "://" in first):
            arguments = [DEFAULT, *arguments]
        return super().resolve_command(context, arguments)


def command(name: str | None = None) -> Callable[[Callable[..., Chosen]], click.Command]:
    """Return a decorator that makes a command of a function; its options can be set as ``ARCHTOOL_*`` variables."""
    return click.command(name, cls=Command, context_settings={**SETTINGS, "auto_envvar_prefix": "ARCHTOOL"})


def checked_options(**values: Any) -> Options:
    """Return the options of a command that reads pages. Raises ``click.UsageError`` for those that exclude each other.

    Without a PATH on a terminal, the usage is printed, and the exit code is 2.
    """
    options = Options(**values)
    if options.null and options.files_from is None:
        raise click.UsageError("-0 needs --files-from")
    if options.files_from == "-" and "-" in options.paths:
        raise click.UsageError("standard input cannot be both a page and the list for --files-from")
    if not options.paths and options.files_from is None and is_terminal(sys.stdin):
        context = click.get_current_context()
        short = f"{context.get_usage()}\n\nNo PATH given, and nothing is piped in. See '{context.command_path} --help'."
        click.echo(short, err=True)
        context.exit(2)
    if options.jobs == 0:
        options = options._replace(jobs=os.cpu_count() or 1)
    return options
