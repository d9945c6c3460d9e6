"""Commands that show what archtool knows, declared for Click: ``rules`` and ``guide``. ``app.py`` groups them."""

from __future__ import annotations

from typing import Any

import click

from archtool.cli.command import SETTINGS, Chosen, command
from archtool.cli.flags import LINES, OUTPUT, SHARED
from archtool.run.options import Options


@command()
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=click.Path())
@LINES
@OUTPUT
@SHARED
def rules(**values: Any) -> Chosen:
    """List the rules with their reasons, or check rules files of your own.

    -v adds the examples that each rule must and must not match.

    \b
    Examples:
      archtool rules
      archtool rules my-site.toml
    """
    from archtool.cli.commands import rules

    return rules.run, Options(**values)


@click.command(context_settings=SETTINGS)
@click.argument("topic", metavar="[TOPIC]", required=False)
@click.option("--man", metavar="DIR", type=click.Path(), help="Write man pages of all commands below DIR")
def guide(**values: Any) -> Chosen:
    """Show the manual: a page about TOPIC, or the list of topics.

    \b
    Examples:
      archtool guide
      archtool guide archives
      archtool guide --man ~/.local/share/man && man archtool-clean
    """
    if (folder := values["man"]) is not None:
        if folder in ("", "-"):
            raise click.UsageError("--man needs a directory: there is a file for each command.")
        from archtool.cli import man

        group = click.get_current_context().find_root().command
        return lambda _: man.write(group, folder), Options(**values)
    from archtool.cli.commands import guide

    return guide.run, Options(**values)
