"""The layout of ``--help``: options in groups, and summaries of commands in full."""

from __future__ import annotations

from collections.abc import Iterator

import click

# Each group with the long names of its options; all other options are specific to the command.
SECTIONS = (
    ("Input", "from files-from null status mime max-size max-total max-members depth"),
    ("Which pages", "snapshots host url since until lang min-words with"),
    ("What is kept", "favor comments rules disable learn vocab apply markup links images signals"),
    ("Output", "to output for partition names keep-dirs force columns delimiter bom ledger report merges summary"),
    ("Output", "quiet verbose"),
    ("Long runs", "jobs resume shard failures fail-fast timeout memory"),
    ("Settings", "config print-config version help"),
)
OTHER = "This command"


def write_options(command: click.Command, context: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the options of ``command`` group by group."""
    for title, records in sections(command, context):
        with formatter.section(title):
            formatter.write_dl(records)


def sections(command: click.Command, context: click.Context) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the groups of options of ``command``: the title, and the help of each option."""
    found: dict[str, list[tuple[str, str]]] = {}
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and isinstance(parameter, click.Option):
            found.setdefault(_section(parameter), []).append(record)
    for title in dict.fromkeys((OTHER, *(title for title, _ in SECTIONS))):
        if title in found:
            yield title, found[title]


def _section(parameter: click.Parameter) -> str:
    names = {name.removeprefix("--") for name in parameter.opts}
    return next((title for title, members in SECTIONS if names & set(members.split())), OTHER)


def write_commands(group: click.Group, context: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the commands of ``group``, each with the whole first sentence of its help."""
    rows = [(name, command.get_short_help_str(limit=1000)) for name, command in sorted(group.commands.items())]
    with formatter.section("Commands"):
        formatter.write_dl(rows)
