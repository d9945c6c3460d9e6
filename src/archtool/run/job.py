"""The work of a command as a value, from which each process makes a function, and the items given to that function.

A command provides ``handle``, which makes a result from one page. This module does the rest in every process: it reads
the items from ``run/schedule.py``, and turns errors into failures.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool import readers
from archtool.api.settings import CHOICES
from archtool.api.settings import settings as make_settings
from archtool.model import Failure, Origin, Page, Settings, Skipped
from archtool.readers import Members, Part, ReadOptions
from archtool.run.options import Options

if TYPE_CHECKING:
    from archtool.run.workers import Begin


class InputBegins(NamedTuple):
    """A mark in front of the results of the input ``path``, with its ``identity`` when the run read it."""

    path: str
    identity: str


class Ahead(NamedTuple):
    """A part that is read only to find where it ends: this run begins behind it."""

    part: Part


class Rest(NamedTuple):
    """An item without its first results."""

    item: Any
    passed: int


# The work for a process: a path or a part of a file that it reads itself, or what was read already.
Item = str | Page | Failure | Skipped | Part | Members | InputBegins | Ahead | Rest


class Done(NamedTuple):
    """The result or failure of one page, with the origin of the page and its keys for revisits."""

    result: Any
    origin: Origin
    keys: tuple[int, ...]


class Job(NamedTuple):
    """The call ``handle(page, settings, *extra)`` for every page, in any process."""

    handle: Callable[..., Any]
    options: Options
    extra: tuple[Any, ...] = ()

    def prepare(self) -> "Callable[[Item, Begin], Iterator[Any]]":
        """Return the function that yields a result for each page of one item."""
        limited = self.options.memory is not None or self.options.timeout is not None
        reading = read_options(self.options)
        return working(self.handle, settings(self.options), self.extra, lambda item: found(item, reading), limited)


def working(
    handle: Callable[..., Any],
    chosen: Settings,
    extra: tuple[Any, ...],
    find: "Callable[[Item], Iterable[Any]]",
    limited: bool,
) -> "Callable[[Item, Begin], Iterator[Any]]":
    """Return the function that yields a result for each page that ``find`` finds in one item.

    ``limited``: whether time or memory of a page is limited.
    """
    if limited:
        # Modules that the first pages load must not count against their limits.
        for format in ("text", "html"):
            handle(Page("A page\n\nIt says something.", Origin("page"), format), chosen, *extra)

    def work(item: Item, begin: "Begin") -> Iterator[Any]:
        try:
            yield from results(item, begin)
        except MemoryError:
            if limited:  # this process is replaced by a fresh one
                raise
            yield from lost(item, None, "out of memory")

    def results(item: Item, begin: "Begin") -> Iterator[Any]:
        for page in find(item):
            if not isinstance(page, Page):
                yield page
                continue
            begin(page.origin)
            try:
                result = handle(page, chosen, *extra)
            except MemoryError:
                if limited:
                    raise
                result = Failure(page.origin, "out of memory")
            yield Done(result, page.origin, page.keys)

    return work


def found(item: Item, reading: ReadOptions) -> Iterable[Any]:
    """Return the contents of an item: pages, failures, skipped items, and the marks of parts."""
    if isinstance(item, str):
        return readers.read(item, reading)
    if isinstance(item, Rest):
        return islice(found(item.item, reading), item.passed, None)
    if isinstance(item, readers.Part):
        return _part(item, reading)
    if isinstance(item, Members):
        return readers.read_members(item, reading)
    if isinstance(item, Ahead):
        return (each for each in readers.read_part(item.part, reading) if isinstance(each, readers.PartEnd))
    return (item,)


def _part(part: Part, reading: ReadOptions) -> Iterator[Any]:
    yield part
    yield from readers.read_part(part, reading)


def rest(item: Item, passed: int) -> Item | None:
    """Return ``item`` without its first results; ``None`` if nothing is left."""
    if isinstance(item, Rest):
        return Rest(item.item, item.passed + passed)
    if isinstance(item, Page | Failure | Skipped | InputBegins):
        return None if passed else item
    return Rest(item, passed) if passed else item


def lost(item: Item, origin: Origin | None, message: str) -> list[Any]:
    """Return the results for the page that a process died of, or for the item if it died while reading."""
    while isinstance(item, Rest | Ahead):
        item = item.item if isinstance(item, Rest) else item.part
    if origin is not None:
        return [Failure(origin, message)]
    if isinstance(item, Page | Failure | Skipped):
        return [Failure(item.origin, message)]
    if isinstance(item, str | InputBegins):
        return [Failure(Origin(item if isinstance(item, str) else item.path), message)]
    if isinstance(item, Members):
        left = f"members {item.begin + 1} to {item.end} are not read further"
        return [Failure(Origin(item.path), f"{message}: {left}")]
    # The records up to the next part cannot be read; that part can.
    end = readers.PartEnd(item.path, readers.NOTHING if item.end is None else item.end, item.fields)
    return [Failure(Origin(item.path, offset=item.begin), f"{message}: not read up to the next part"), end]


def settings(options: Options) -> Settings:
    """Return the settings of the pipeline. Raise :class:`UsageError` for rules that cannot be used."""
    chosen: dict[str, Any] = {name: getattr(options, name) for name in CHOICES}
    if chosen["images"] == "copy":  # the plan of a run does that
        chosen["images"] = "keep"
    return make_settings(rules=options.rules, disable=options.disable, vocabulary=options.vocab, **chosen)


def read_options(options: Options) -> ReadOptions:
    """Return the options for the readers."""
    given: dict[str, Any] = {
        "format": options.from_format,
        "status": options.status,
        "mime": options.mime,
        "max_bytes": options.max_size,
        "max_total": options.max_total,
        "max_members": options.max_members,
        "max_depth": options.depth,
    }
    return ReadOptions()._replace(**{name: value for name, value in given.items() if value is not None})
