"""Options that several commands share, and how Click reads their values.

For ``cli/app.py``. Values come from flags, then ``ARCHTOOL_*`` variables, then the configuration file, which becomes
Click's defaults here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from archtool import readers
from archtool.cli import config, config_print

PRINT = "Print all options as a configuration file, with where they come from"
UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
Command = Callable[..., Any]


def as_size(context: click.Context, parameter: click.Parameter, value: str) -> int:
    """The number of bytes that ``500k``, ``64M`` or ``2G`` says."""
    digits = value.lower().removesuffix("b").removesuffix("i")
    unit = digits[-1:] if digits[-1:].isalpha() else ""
    number = digits.removesuffix(unit)
    if unit not in UNITS or not number.isdecimal() or int(number) == 0:
        raise click.BadParameter(f"{value!r} is no size such as 500k, 64M or 2G")
    return int(number) * UNITS[unit]


def _optional_size(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    return None if value is None else as_size(context, parameter, value)


def _shard(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """The slice that ``2/4`` says."""
    if value is None:
        return None
    number, _, count = value.partition("/")
    if not number.isdecimal() or not count.isdecimal() or not 1 <= int(number) <= int(count):
        raise click.BadParameter(f"{value!r} is no slice such as 2/4")
    return int(number), int(count)


def _statuses(context: click.Context, parameter: click.Parameter, value: str) -> frozenset[int]:
    """The HTTP statuses that ``200,404`` or ``200-299`` says."""
    found: set[int] = set()
    for part in value.split(","):
        first, dash, last = part.strip().partition("-")
        last = last if dash else first
        if not (first.isdecimal() and last.isdecimal()) or max(len(first), len(last)) > 3 or int(first) > int(last):
            raise click.BadParameter(f"{value!r} is not a list of statuses such as 200,404 or 200-299")
        found.update(range(int(first), int(last) + 1))
    return frozenset(found)


def _types(context: click.Context, parameter: click.Parameter, value: str | None) -> frozenset[str] | None:
    """The media types of a list with commas."""
    if value is None:
        return None
    types = frozenset(part.strip().lower() for part in value.split(","))
    for type_ in sorted(types):
        if not all(type_.partition("/")):
            raise click.BadParameter(f"{type_!r} is no media type such as text/html")
    return types


def _configure(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    """Make the configuration file the defaults of this command, before any other option is looked at."""
    group = context.parent.command if context.parent else None
    commands = group.commands.items() if isinstance(group, click.Group) else ()
    context.meta[config_print.FILE] = config.find(value)
    context.default_map = config.load(value, context, {name: config_print.options(each) for name, each in commands})


def _together(*decorators: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def decorate(function: Command) -> Command:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


INPUT = _together(
    click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path()),
    click.option(
        *("-f", "--from", "from_form"),
        envvar="ARCHTOOL_FROM",
        type=click.Choice(readers.forms()),
        help="Form of the input",
    ),
    click.option("--files-from", metavar="FILE", type=click.Path(), help="A list of PATHs, one a line"),
    click.option("-0", "--null", is_flag=True, help="The PATHs of --files-from end in NUL bytes"),
    click.option("-j", "--jobs", type=click.IntRange(0), default=1, metavar="N", help="Processes; 0 is one a CPU [1]"),
    click.option("--status", default="200", callback=_statuses, metavar="LIST", help="HTTP statuses of pages [200]"),
    click.option("--mime", callback=_types, metavar="LIST", help="Media types of pages [HTML and plain text]"),
    click.option("--max-size", default="64M", callback=as_size, metavar="SIZE", help="Refuse larger pages [64M]"),
    click.option(
        "--max-total", default="64G", callback=as_size, metavar="SIZE", help="Read no more of an archive [64G]"
    ),
    click.option(
        "--max-members", type=click.IntRange(1), default=200_000, metavar="N", help="Refuse larger zips, tars [200000]"
    ),
    click.option("--depth", type=click.IntRange(0), default=4, metavar="N", help="Archives in archives, at most [4]"),
    click.option(
        "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Give up a page that takes longer"
    ),
    click.option("--memory", callback=_optional_size, metavar="SIZE", help="Give up a page that needs more"),
)
BATCH = _together(
    click.option("--resume", is_flag=True, help="Begin a run that can be resumed, or go on with one"),
    click.option("--shard", callback=_shard, metavar="I/N", help="Do slice I of N; all slices are the whole"),
    click.option("--failures", metavar="FILE", type=click.Path(), help="List the failures (.tsv, .jsonl)"),
    click.option("--summary", metavar="FILE", type=click.Path(), help="Write what was counted, as JSON"),
    click.option("--fail-fast", is_flag=True, help="Stop at the first page that fails"),
)
FILTER = _together(
    click.option("--host", multiple=True, metavar="NAME", help="Only pages of this host and those below; repeatable"),
    click.option("--url", multiple=True, metavar="GLOB", help="Only addresses like 'example.org/news/*'; repeatable"),
    click.option("--since", metavar="DATE", help="Only pages of this day, month or year, or later; else their capture"),
    click.option("--until", metavar="DATE", help="Only pages of this day, month or year, or earlier"),
    click.option("--lang", metavar="LIST", help="Only pages in these languages, such as en,fr"),
    click.option("--min-words", type=click.IntRange(0), default=0, metavar="N", help="Only pages with as many words"),
    click.option("--with", "having", metavar="LIST", help="Only pages that have these keys, such as title,date"),
)
RULES = _together(
    click.option(
        "--rules", multiple=True, metavar="FILE", type=click.Path(), help="Add rules of a TOML file; repeatable"
    ),
    click.option("--disable", multiple=True, metavar="ID", help="Do without a rule; repeatable"),
)
JUDGE = _together(
    click.option(
        "--favor",
        type=click.Choice(["recall", "balance", "precision"]),
        default="balance",
        help="In doubt keep more, or less [balance]",
    ),
    click.option(
        "--comments",
        type=click.Choice(["keep", "drop"]),
        default="drop",
        help="What readers wrote under an article [drop]",
    ),
)
VOCAB = click.option(
    "--vocab",
    multiple=True,
    metavar="FILE",
    type=click.Path(),
    help="Take tags from a table alternative,preferred[,broader] (.csv), from SKOS, or from 'countries'; repeatable",
)
SHARED = _together(
    click.option("-q", "--quiet", is_flag=True, help="No summary and no progress, only errors"),
    click.option("-v", "--verbose", is_flag=True, help="Tell more"),
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(),
        is_eager=True,
        expose_value=False,
        callback=_configure,
        help="Configuration [./archtool.toml, then the XDG one]",
    ),
    click.option("--print-config", is_flag=True, allow_from_autoenv=False, help=PRINT),
)
ALIKE = _together(
    click.option("--by", type=click.Choice(["text", "url", "title"]), default="text", help="What must be alike [text]"),
    click.option(
        "--threshold",
        type=click.FloatRange(0.3, 1),
        default=0.8,
        metavar="J",
        help="Jaccard similarity of texts; 1: only equal ones [0.8]",
    ),
    click.option("--shingle", type=click.IntRange(1, 20), default=3, metavar="N", help="Words in a shingle [3]"),
    click.option(
        "--keep", type=click.Choice(["one", "all"]), default="one", help="One of each cluster, or mark all [one]"
    ),
)
SNAPSHOTS = click.option(
    "--snapshots",
    type=click.Choice(["all", "first", "last", "distinct"]),
    default="all",
    help="Of the captures of one address: all, one, or one for each text [all]",
)
OUTPUT = click.option("-o", "--output", metavar="FILE|-", type=click.Path(), help="Write here, whole or not at all [-]")
LINES = click.option("-t", "--to", type=click.Choice(["tsv", "jsonl"]), help="Form of the output [tsv]")
