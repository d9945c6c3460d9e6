"""Options that several commands share, and how Click reads their values.

For the modules that declare the commands. Values come from flags, then ``ARCHTOOL_*`` variables, then the configuration
file, which becomes Click's defaults here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from archtool import readers
from archtool.cli import config, config_print
from archtool.run import options

PRINT = "Print all options in the format of the configuration file, and where they come from"
UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
Command = Callable[..., Any]


def as_size(context: click.Context, parameter: click.Parameter, value: str) -> int:
    """Return the number of bytes in ``500k``, ``64M`` or ``2G``."""
    digits = value.lower().removesuffix("b").removesuffix("i")
    unit = digits[-1:] if digits[-1:].isalpha() else ""
    number = digits.removesuffix(unit)
    if unit not in UNITS or not number.isdecimal() or int(number) == 0:
        raise click.BadParameter(f"{value!r} is not a size such as 500k, 64M or 2G")
    return int(number) * UNITS[unit]


def _optional_size(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    return None if value is None else as_size(context, parameter, value)


def _shard(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """Return the numbers in ``2/4``."""
    if value is None:
        return None
    number, _, count = value.partition("/")
    if not number.isdecimal() or not count.isdecimal() or not 1 <= int(number) <= int(count):
        raise click.BadParameter(f"{value!r} is not a part such as 2/4")
    return int(number), int(count)


def _statuses(context: click.Context, parameter: click.Parameter, value: str) -> frozenset[int]:
    """Return the HTTP statuses in ``200,404`` or ``200-299``."""
    found: set[int] = set()
    for part in value.split(","):
        first, dash, last = part.strip().partition("-")
        last = last if dash else first
        if not (first.isdecimal() and last.isdecimal()) or max(len(first), len(last)) > 3 or int(first) > int(last):
            raise click.BadParameter(f"{value!r} is not a list of statuses such as 200,404 or 200-299")
        found.update(range(int(first), int(last) + 1))
    return frozenset(found)


def _types(context: click.Context, parameter: click.Parameter, value: str | None) -> frozenset[str] | None:
    """Return the media types of a comma-separated list."""
    if value is None:
        return None
    types = frozenset(part.strip().lower() for part in value.split(","))
    for type_ in sorted(types):
        if not all(type_.partition("/")):
            raise click.BadParameter(f"{type_!r} is not a media type such as text/html")
    return types


def _configure(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    """Use the configuration file for the defaults of this command, before any other option is parsed."""
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
        *("-f", "--from", "from_format"),
        envvar="ARCHTOOL_FROM",
        type=click.Choice(readers.formats()),
        help="Format of the input [recognised by content]",
    ),
    click.option("--files-from", metavar="FILE", type=click.Path(), help="Read PATHs from a list, one per line"),
    click.option("-0", "--null", is_flag=True, help="PATHs in --files-from are separated by NUL bytes"),
    click.option("-j", "--jobs", type=click.IntRange(0), default=1, metavar="N", help="Processes; 0: one per CPU [1]"),
    click.option(
        "--status",
        default="200",
        callback=_statuses,
        metavar="LIST",
        help="HTTP statuses of pages: 200,404 or 200-299 [200]",
    ),
    click.option("--mime", callback=_types, metavar="LIST", help="Media types of pages [HTML and plain text]"),
    click.option("--max-size", default="64M", callback=as_size, metavar="SIZE", help="Largest page [64M]"),
    click.option("--max-total", default="64G", callback=as_size, metavar="SIZE", help="Largest unpacked archive [64G]"),
    click.option(
        "--max-members",
        type=click.IntRange(1),
        default=200_000,
        metavar="N",
        help="Most members of a zip, tar [200000]",
    ),
    click.option("--depth", type=click.IntRange(0), default=4, metavar="N", help="Levels of nested archives [4]"),
    click.option(
        "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Longest time for one page"
    ),
    click.option("--memory", callback=_optional_size, metavar="SIZE", help="Most memory for one page"),
)
BATCH = _together(
    click.option("--resume", is_flag=True, help="Start a run that can be resumed, or continue it"),
    click.option("--shard", callback=_shard, metavar="I/N", help="Do part I of N; all parts together are the whole"),
    click.option("--failures", metavar="FILE", type=click.Path(), help="Write a list of failed pages (.tsv, .jsonl)"),
    click.option("--summary", metavar="FILE", type=click.Path(), help="Write the counts of the run as JSON"),
    click.option("--fail-fast", is_flag=True, help="Stop at the first page that fails"),
)
FILTER = _together(
    click.option("--host", multiple=True, metavar="NAME", help="Only this host and its subdomains; repeatable"),
    click.option("--url", multiple=True, metavar="GLOB", help="Only addresses like 'example.org/news/*'; repeatable"),
    click.option("--since", metavar="DATE", help="Only pages of this date or later: 2018, 2018-05, 2018-05-28"),
    click.option("--until", metavar="DATE", help="Only pages of this date or earlier"),
    click.option("--lang", metavar="LIST", help="Only pages in these languages, such as en,fr"),
    click.option("--min-words", type=click.IntRange(0), default=0, metavar="N", help="Only pages with N words or more"),
    click.option("--with", "having", metavar="LIST", help="Only pages whose record has these keys, such as title,date"),
)
RULES = _together(
    click.option(
        "--rules", multiple=True, metavar="FILE", type=click.Path(), help="Add the rules in a TOML file; repeatable"
    ),
    click.option("--disable", multiple=True, metavar="ID", help="Switch off a rule; repeatable"),
)
JUDGE = _together(
    click.option(
        "--favor",
        type=click.Choice(["recall", "balance", "precision"]),
        default="balance",
        help="When in doubt, keep more (recall) or less (precision) [balance]",
    ),
    click.option(
        "--comments",
        type=click.Choice(["keep", "drop"]),
        default="drop",
        help="Comments of readers under an article [drop]",
    ),
)
VOCAB = click.option(
    "--vocab",
    multiple=True,
    metavar="FILE",
    type=click.Path(),
    help="Take tags from a vocabulary: a table (.csv, .tsv), SKOS, or 'countries'; repeatable",
)
SHARED = _together(
    click.option("-q", "--quiet", is_flag=True, help="Print errors only"),
    click.option("-v", "--verbose", is_flag=True, help="Print more details"),
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(),
        is_eager=True,
        expose_value=False,
        callback=_configure,
        help="Configuration file [./archtool.toml, then the XDG one]",
    ),
    click.option("--print-config", is_flag=True, allow_from_autoenv=False, help=PRINT),
)
ALIKE = _together(
    click.option("--by", type=click.Choice(["text", "url", "title"]), default="text", help="What to compare [text]"),
    click.option(
        "--threshold",
        type=click.FloatRange(0.3, 1),
        default=0.8,
        metavar="J",
        help="Least Jaccard similarity of duplicates; 1: equal texts only [0.8]",
    ),
    click.option("--shingle", type=click.IntRange(1, 20), default=3, metavar="N", help="Words per shingle [3]"),
    click.option(
        "--keep",
        type=click.Choice(["one", "first", "last", "longest", "all"]),
        default="one",
        help="Of each cluster, keep the one with the earliest date (one; with --by url the last capture), the first or"
        " last capture, the longest text; or mark all [one]",
    ),
)
COMPARED = click.option(
    "--min-words",
    type=click.IntRange(0),
    default=options.COMPARED,
    metavar="N",
    help="Texts with fewer words are not compared, and kept [4]",
)
SNAPSHOTS = click.option(
    "--snapshots",
    type=click.Choice(["all", "first", "last", "distinct"]),
    default="all",
    help="Of several captures of an address, keep all, one, or one for each text [all]",
)
OUTPUT = click.option("-o", "--output", metavar="FILE|-", type=click.Path(), help="Output file [-]")
LINES = click.option("-t", "--to", type=click.Choice(["tsv", "jsonl"]), help="Format of the output [tsv]")
