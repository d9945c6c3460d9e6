"""Records into files: rendered by a format of ``writers/``, put in their place by a sink of ``output/sinks/``.

``archtool.write`` does both for Python programs. For the command line, the processes of ``run/`` call :func:`rendered`,
and one of them gives the results to a sink.
"""

# No postponed annotations: each would be compiled for a named tuple.
import os
from collections.abc import Iterable
from importlib import import_module
from itertools import chain, islice
from typing import NamedTuple

from archtool import writers
from archtool.api.settings import Path
from archtool.errors import UsageError
from archtool.model import Record
from archtool.output import streams, targets
from archtool.output.sinks import Cleaned, Sink

NAMES = {"--for": "--names", "profile": "names"}  # as the command line and Python have it
DEFAULT_FORMAT = "md"
DATASETTE = "datasette"  # a program that gets a database, and metadata beside it
Table = tuple[tuple[str, ...], str, bool]


class Layout(NamedTuple):
    """How records are written.

    ``names``: how the files of single records are called; empty where they have none. ``profile``: the program that
    Markdown is for. ``table``: columns, delimiter and mark of a table that is not as usual.
    """

    format: str
    names: str = ""
    profile: str = ""
    table: Table | None = None


def write(
    records: Iterable[Record],
    path: Path,
    *,
    format: str | None = None,
    profile: str | None = None,
    columns: Iterable[str] | None = None,
    names: str | None = None,
    force: bool = False,
) -> int:
    """Write ``records`` into a file, or into a file each in a directory; return how many there were.

    ``format``: such as ``"jsonl"``, ``"csv"``, ``"sqlite"``; by default what the suffix of ``path`` says, and Markdown
    in a directory. ``profile``: the program that Markdown is for, such as ``"obsidian"`` or ``"hugo"``. ``columns``: of
    a table. ``names``: how files in a directory are called, such as ``"title"``. ``force``: also overwrite notes that
    were edited.

    A file appears whole or not at all. Raises :class:`UsageError` for an output that does not fit and
    :class:`OutputError` for one that cannot be written.

    >>> import archtool
    >>> archtool.write(archtool.clean_file("pages.zip"), "pages.csv", columns=["title", "words"])
    2
    >>> [(record.title, record.words) for record in archtool.clean_file("pages.zip")]
    [('spring', 7), ('autumn', 7)]
    """
    target = os.fspath(path)
    records = iter(records)
    first = tuple(islice(records, 1))
    layout = _layout(target, format, profile, columns, names)
    if layout.table is None and first and getattr(first[0], "signals", None):
        layout = layout._replace(table=with_signals(layout.format))
    chosen = format_of(layout)
    sink = sink_for(target, chosen, force=force)
    count = 0
    with streams.closing(sink):
        for record in chain(first, records):
            if not isinstance(record, Record):
                raise TypeError(f"records are written, not {type(record).__name__}")
            if chosen.markdown and record.markup != "md":
                from archtool.markdown.escape import in_markup

                record = in_markup(record, "md")
            sink.write(rendered(record, layout))
            count += 1
        sink.end()
    return count


def _layout(
    path: str, format_: str | None, profile: str | None, columns: Iterable[str] | None, names: str | None
) -> Layout:
    """Return how records are written to ``path``. Raises :class:`UsageError` for what is not known."""
    into_directory = targets.is_directory(path)
    if format_ is not None and format_ not in writers.names():
        raise UsageError(f"format={format_!r}: choose one of {', '.join(writers.names())}")
    chosen = writers.choose(format_, "" if into_directory else targets.suffix(path), DEFAULT_FORMAT)
    if profile is not None:
        from archtool.writers.profiles import PROFILES

        if profile not in (*PROFILES, DATASETTE):
            raise UsageError(f"profile={profile!r}: choose one of {', '.join((*PROFILES, DATASETTE))}")
    if names is not None:
        from archtool.writers.file_names import STYLES

        if names not in STYLES:
            raise UsageError(f"names={names!r}: choose one of {', '.join(STYLES)}")
    check_profile(profile, chosen, names, "profile")
    table = None
    if columns is not None:
        from archtool.writers.csv import chosen as known

        if chosen not in ("csv", "tsv", "xlsx"):
            raise UsageError(f"columns are for csv, tsv and xlsx, not {chosen}")
        table = known(",".join(columns)), "\t" if chosen == "tsv" else ",", False
    style = names or default_names(profile)
    return Layout(chosen, style if into_directory else "", profile or "", table)


def with_signals(format_: str) -> Table | None:
    """Return the columns of a table whose records have signals; ``None`` where the format is no table."""
    if format_ not in ("csv", "tsv", "xlsx"):
        return None
    from archtool.writers.csv import chosen

    return chosen(None, signals=True), "\t" if format_ == "tsv" else ",", False


def check_profile(profile: str | None, format_: str, names: str | None, shown: str = "--for") -> None:
    """Refuse a profile that does not fit, which was asked for as ``shown``. Raises :class:`UsageError`."""
    if profile == DATASETTE:
        if format_ != "sqlite":
            raise UsageError(f"{shown} {DATASETTE} writes a database, not {format_}: -o FILE.db")
    elif profile and format_ != "md":
        raise UsageError(f"{shown} {profile} writes Markdown, not {format_}")
    if profile == "jekyll" and names:
        raise UsageError(f"{shown} jekyll: Jekyll finds posts by the names that it asks for; leave out {NAMES[shown]}")


def default_names(profile: str | None) -> str:
    """Return how the files of a program are called that gets a file for each page."""
    if not profile or profile == DATASETTE:
        return "title-id"
    from archtool.writers.profiles import PROFILES

    return PROFILES[profile].names


def format_of(layout: Layout) -> writers.Format:
    """Return the output format that a layout asks for."""
    if layout.profile == DATASETTE:
        return writers.load(layout.format)._replace(store=DATASETTE)
    if layout.table is None:
        return writers.load(layout.format)
    columns, delimiter, bom = layout.table
    if layout.format == "xlsx":
        from archtool.writers import xlsx

        return xlsx.table(columns)
    from archtool.writers import csv

    return csv.table(columns, delimiter, bom, writers.load(layout.format).suffix)


def rendered(record: Record, layout: Layout, lines: str = "", folder: str = "") -> Cleaned:
    """Return a record, its text in the markup of the format, as a sink takes it; ``lines``: of the ledger."""
    writer = format_of(layout)
    if layout.profile and layout.profile != DATASETTE:
        from archtool.writers.profiles import PROFILES, render

        text, below = render(record, PROFILES[layout.profile])
        folder = below + folder
    else:
        text = writer.render(record)
    lacks = tuple(key for key in ("title", "date", "text") if not getattr(record, key))
    if not layout.names:
        return Cleaned(text, "", lines, "", lacks)
    from archtool.writers.file_names import file_name

    name = folder + file_name(record, writer.suffix, layout.names)
    return Cleaned(writer.alone[0] + text + writer.alone[1], name, lines, record.id, lacks)


def sink_for(
    path: str | None,
    format_: writers.Format,
    *,
    resumable: bool = False,
    shard: tuple[int, int] | None = None,
    force: bool = False,
    watched: bool = False,
    partition: str | None = None,
) -> Sink:
    """Return the sink for the records of a run. Raises :class:`UsageError` for an output that does not fit.

    ``watched``: somebody watches standard error, where a line explains the pause at the end.
    """
    if partition:
        return _partitioned(path, format_, partition, resumable, watched)
    if not format_.store:
        from archtool.output.sinks.text import text_sink

        return text_sink(path, format_, resumable, shard, force)
    if path is None or path == targets.STDOUT or targets.is_directory(path):
        raise UsageError(f"the format {format_.suffix[1:]} needs a file: -o FILE{format_.suffix}")
    if path.lower().endswith(targets.COMPRESSED):
        raise UsageError(f"the format {format_.suffix[1:]} is not compressed as a whole: -o FILE{format_.suffix}")
    from archtool.output.sinks.spooled import Spooled

    maker = import_module(f"archtool.output.sinks.{format_.store}")
    return Spooled(path, maker, resumable, watched)


def _partitioned(path: str | None, format_: writers.Format, partition: str, resumable: bool, watched: bool) -> Sink:
    if format_.store != "parquet" or path is None or not targets.is_directory(path):
        raise UsageError(f"--partition {partition} makes folders of Parquet files: -o DIR/ -t parquet")
    from archtool.output.sinks.partitions import Partitions
    from archtool.output.sinks.spooled import Spooled

    return Spooled(path, Partitions(partition), resumable, watched)
