"""Do one task on an executor: read its share of the inputs, clean the pages, and yield rows.

A row is a record, a failure, a skipped item, or the mark of a part. Pages go through the same engine as on one machine,
so ``--timeout`` and ``--memory`` hold: with either, another process cleans the pages, and a page that hangs or grows
too large ends that process and not the executor.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from json import dumps, loads
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool import readers
from archtool.corpus.revisits import names_of
from archtool.model import Failure, Origin, Pair, Settings, Skipped
from archtool.output.streams import encode
from archtool.readers import NOTHING, Part, PartEnd, ReadOptions
from archtool.run import pool
from archtool.run.job import Done, InputBegins, Rest, lost, rest, working
from archtool.run.spark import tasks
from archtool.run.spark.files import File, is_remote, opened
from archtool.run.workers import Limits
from archtool.version import __version__

if TYPE_CHECKING:
    from archtool.run.workers import Begin

RECORD, FAILURE, SKIPPED, MARK, DROP = "record", "failure", "skipped", "mark", "drop"
ROWS, TEXT = 1000, 4 << 20  # most rows and characters in a record batch


class Row(NamedTuple):
    """A row of the first table. ``file``, ``part`` and ``item`` are its position.

    ``text``: a record as its writer renders it, the message of a failure, the reason why an item was skipped, or a mark
    as JSON. ``keys``: of a page, the keys by which revisits refer to it; of a revisit, those of its page. ``url`` and
    ``captured`` are set for revisits, and so is ``name``, the key by which later revisits refer to this one. ``lacks``:
    what the record of a page is without.
    """

    file: int
    part: int
    item: int
    kind: str
    origin: str
    text: str
    url: str | None = None
    captured: str | None = None
    keys: tuple[int, ...] = ()
    name: int | None = None
    lacks: tuple[str, ...] = ()


class Plan(NamedTuple):
    """The work of a run, as sent to the executors: ``handle(page, settings, *extra)`` for each page of the files."""

    files: tuple[File, ...]
    tasks: int  # how many
    handle: Callable[..., Any]
    extra: tuple[Any, ...]
    settings: Settings
    reading: ReadOptions
    limits: Limits | None
    folder: str  # to which relative paths refer
    version: str = __version__

    def prepare(self) -> Callable[[Any, Begin], Iterator[Any]]:
        """Return the function that yields the results of one item. Called in the process that does the work."""
        find = partial(_found, reading=self.reading)
        return working(self.handle, self.settings, self.extra, find, self.limits is not None)


def do_task(plan: Plan, number: int) -> Iterator[Row]:
    """Yield the rows of the task ``number``, from 0."""
    with _in_folder(plan.folder):
        yield from _rows(plan, tasks.shares(plan.files, number + 1, plan.tasks, plan.reading), [])


def mend(plan: Plan, file: int, marks: Sequence[tasks.Mark]) -> Iterator[Row]:
    """Yield the rows of what the parts of a file missed or read wrongly, and a row for each part to drop."""
    rows: list[Row] = []
    path = plan.files[file].path

    def read(part: Part) -> PartEnd:
        ends: list[PartEnd] = []
        rows.extend(_rows(plan, [tasks.Share(file, part)], ends))
        return ends[0]

    with _in_folder(plan.folder):
        for begin in tasks.follow(path, marks, read):
            yield Row(file, begin, 0, DROP, path, "")
            yield from rows
            rows.clear()
        yield from rows


def _rows(plan: Plan, shares: Iterable[tasks.Share], ends: list[PartEnd]) -> Iterator[Row]:
    """Yield the rows of shares; append the ends of their parts to ``ends``."""
    few = plan._replace(files=(), tasks=0)  # sent to other processes: the list of files may be long
    file = place = item = 0
    part: Part | None = None
    for result in pool.run(_marked(shares), few.prepare, lost, rest, limits=plan.limits):
        if isinstance(result, InputBegins):
            file, place, item, part = int(result.identity), 0, 0, None
        elif isinstance(result, Part):
            part, place = result, result.begin
        elif isinstance(result, PartEnd):
            ends.append(result)
            if part:
                yield Row(file, place, item, MARK, part.path, mark_text(part, result))
        else:
            yield _row(result, file, place, item)
            item += 1


def _marked(shares: Iterable[tasks.Share]) -> Iterator[Any]:
    for share in shares:
        yield InputBegins("", str(share.number))
        yield share.item


def _row(result: Any, file: int, place: int, item: int) -> Row:
    keys: tuple[int, ...] = ()
    where = result.origin
    if isinstance(result, Done):
        keys, result = result.keys, result.result
    if isinstance(result, Failure):
        return Row(file, place, item, FAILURE, str(result.origin), result.message)
    if isinstance(result, Skipped):
        name = next(iter(names_of(result)), None) if result.keys else None
        more = (result.url, result.captured, result.keys, name)
        return Row(file, place, item, SKIPPED, str(result.origin), result.reason, *more)
    return Row(file, place, item, RECORD, str(where), result.text, keys=keys, lacks=getattr(result, "lacks", ()))


def _found(item: Any, reading: ReadOptions) -> Iterable[Any]:
    """Yield the contents of an item, as on one machine; but a file may be on any file system."""
    if isinstance(item, Rest):
        return islice(_found(item.item, reading), item.passed, None)
    if isinstance(item, Part):
        return _part(item, reading)
    if isinstance(item, str):
        return _whole(item, reading) if is_remote(item) else readers.read(item, reading)
    return (item,)


def _part(part: Part, reading: ReadOptions) -> Iterator[Any]:
    yield part
    try:
        stream = opened(part.path)
    except OSError as error:
        yield Failure(Origin(part.path), error.strerror or str(error))
        yield PartEnd(part.path, NOTHING, part.fields)
        return
    yield from readers.read_part(part, reading, stream)


def _whole(path: str, reading: ReadOptions) -> Iterator[Any]:
    try:
        with opened(path) as stream:
            yield from readers.read_stream(stream, path, reading)
    except OSError as error:
        yield Failure(Origin(path), error.strerror or str(error))


@contextmanager
def _in_folder(folder: str) -> Iterator[None]:
    """Change to the directory in which the run was started, for its relative paths; on a machine without it, stay."""
    before = os.getcwd()
    try:
        os.chdir(folder)
    except OSError:
        pass
    try:
        yield
    finally:
        os.chdir(before)


def mark_text(part: Part, end: PartEnd) -> str:
    """Return the mark of a part as the text of its row."""
    return dumps([part.begin, part.end, part.fields, end.next, end.fields])


def mark_of(text: str) -> tasks.Mark:
    """Return the mark from the text of its row."""
    begin, end, fields, behind, fields_behind = loads(text)
    return tasks.Mark(begin, end, _pairs(fields), behind, _pairs(fields_behind))


def _pairs(values: Any) -> tuple[Pair, ...]:
    return tuple(Pair(name, tuple(each)) for name, each in values)


# -- as Spark calls it ----------------------------------------------------------------------------------------------


def schema() -> Any:
    """Return the columns of the first table."""
    import pyarrow as pa

    number = pa.int64()
    types: dict[str, Any] = dict.fromkeys(("file", "part", "item", "name"), number)
    types |= {"keys": pa.list_(number), "lacks": pa.list_(pa.string())}
    return pa.schema([pa.field(name, types.get(name, pa.string())) for name in Row._fields])


def batches(rows: Iterable[Row]) -> Iterator[Any]:
    """Yield rows as record batches of Arrow."""
    import pyarrow as pa

    columns = schema()

    def batch(held: list[Row]) -> Any:
        return pa.RecordBatch.from_pylist([row._asdict() for row in held], columns)

    held: list[Row] = []
    weight = 0
    for row in rows:
        name = None if row.name is None else signed(row.name)
        url = None if row.url is None else _utf8(row.url)
        row = row._replace(origin=_utf8(row.origin), text=_utf8(row.text), url=url)
        held.append(row._replace(keys=tuple(map(signed, row.keys)), name=name))
        weight += len(row.text)
        if len(held) == ROWS or weight >= TEXT:
            yield batch(held)
            held, weight = [], 0
    if held:
        yield batch(held)


def signed(key: int) -> int:
    """Return a digest of 64 bits as a signed number: Spark has no others."""
    return key - (1 << 64) if key >= 1 << 63 else key


def _utf8(text: str) -> str:
    """Return ``text`` as all outputs have it: what UTF-8 cannot hold is escaped."""
    return text if text.isascii() else encode(text).decode()
