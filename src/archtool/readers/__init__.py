"""Readers: files, directories' files and pipes in; pages, failures and skipped things out.

Each input form has one module here, named after the form, with a function ``read(source)``; it is imported when the
first bytes of an input have been recognised (``_sniff``), so that reading a dump pays for a dump. Modules whose name
begins with an underscore are shared by the forms.
"""

# No postponed annotations: each would be compiled for a named tuple.
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple

from archtool.model import Failure, Origin, Page, Pair, Skipped
from archtool.readers._sniff import recognise
from archtool.readers._streams import Budget, Window

Item = Page | Failure | Skipped
MIB = 1 << 20


class ReadOptions(NamedTuple):
    """What to read, and how much of it at most.

    ``form`` overrides recognition for the outermost input. ``status`` and ``mime`` choose what becomes a page where the
    container knows them. ``max_bytes``: the decoded size of one page. ``max_depth``: how deep containers may be nested.
    ``max_members``: entries of one zip or tar. ``max_total``: decompressed bytes of one container.
    """

    form: str | None = None
    status: frozenset[int] = frozenset({200})
    mime: frozenset[str] = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
    max_bytes: int = 64 * MIB
    max_depth: int = 4
    max_members: int = 200_000
    max_total: int = 64 * 1024 * MIB


class Source(NamedTuple):
    """An input as a reader gets it: a stream at its first byte, what it is called, and how many containers hold it.

    The stream is a file, or a window on a pipe or a member, in which one can go back a few megabytes. ``budget``: how
    much may come out of the outermost container that is around it.
    """

    stream: Any
    origin: Origin
    options: ReadOptions
    depth: int = 0
    budget: Budget | None = None


class Part(NamedTuple):
    """The records of a large WARC that begin in a range of bytes, ``end`` excluded; the last part has no end.

    ``fields``: what the file says of its crawl in front of the part.
    """

    path: str
    begin: int
    end: int | None
    fields: tuple[Pair, ...] = ()


class PartEnd(NamedTuple):
    """Where the reading of a part ended: at the next record, or with :data:`NOTHING` behind; and what holds there.

    Where this is not the beginning of the next part, that one does not begin with a record of the file: bytes in the
    middle of a body looked like one.
    """

    path: str
    next: int
    fields: tuple[Pair, ...] = ()


NOTHING = -1
DEFAULT = ReadOptions()


def read(path: str, options: ReadOptions = DEFAULT) -> Iterator[Item]:
    """Yield what the file at ``path`` holds; ``-`` is standard input. What cannot be read is a :class:`Failure`.

    A path may be the origin of a record, too: ``crawl.warc.gz:10432``.
    """
    if path == "-":
        yield from read_stream(sys.stdin.buffer, "-", options)
        return
    try:
        with open(path, "rb") as stream:
            yield from read_stream(stream, path, options)
    except IsADirectoryError:
        yield Failure(Origin(path), "a directory, or one that may not be listed")
    except OSError as error:
        from archtool.readers._origins import holder, read_place

        if isinstance(error, (FileNotFoundError, NotADirectoryError)) and (file := holder(path)):
            yield from read_place(path, file, options)
        else:
            yield Failure(Origin(path), error.strerror or str(error))


def read_stream(stream: BinaryIO, name: str, options: ReadOptions = DEFAULT) -> Iterator[Item]:
    """Yield what ``stream`` holds, under ``name`` as its origin. The stream need not be seekable."""
    yield from read_source(Source(stream, Origin(name), options))


def read_source(source: Source) -> Iterator[Item]:
    """Recognise ``source`` and yield what its reader finds: the way in for containers, too.

    A fault that ends the reading (a broken zip, an unreadable disk) is the last item.
    """
    stream = source.stream
    try:
        if not isinstance(stream, Window) and not stream.seekable():
            stream = Window(stream)
        form = source.options.form or recognise(stream)
        if form is None:
            yield Failure(source.origin, "empty")
            return
        if source.depth > source.options.max_depth:
            yield Failure(source.origin, f"containers nested deeper than {source.options.max_depth}")
            return
        reader = import_module(f"archtool.readers.{form}")
        yield from reader.read(source._replace(stream=stream, options=source.options._replace(form=None)))
    except (OSError, EOFError, ValueError) as error:
        yield Failure(source.origin, getattr(error, "strerror", None) or str(error) or type(error).__name__)


def parts(path: str, size: int, start: Part | None = None) -> Iterator[Part]:
    """Cut the file at ``path`` into parts of about ``size`` bytes that can be read apart; none if it cannot be cut.

    With ``start``, what stands in front of that part is passed over, and it is the first, but for its end.

    The beginnings of records are looked for as the parts are asked for.

    Only WARCs whose records are stored one to a frame, or not compressed, can be. Reading the parts in their order with
    :func:`read_part` gives what :func:`read` gives, as long as each ends where the next one begins.
    """
    from archtool.readers._parts import cut

    return cut(path, size, start)


def read_part(part: Part, options: ReadOptions = DEFAULT) -> Iterator[Item | PartEnd]:
    """Yield what the records of ``part`` hold, and at last where it ended. ``max_total`` holds for each part."""
    from archtool.readers.warc import read_part

    try:
        with open(part.path, "rb") as stream:
            yield from read_part(Source(stream, Origin(part.path), options), part)
    except (OSError, EOFError, ValueError) as error:
        yield Failure(Origin(part.path), getattr(error, "strerror", None) or str(error) or type(error).__name__)
        yield PartEnd(part.path, NOTHING, part.fields)


def forms() -> list[str]:
    """The names of the input forms, as ``--from`` takes them."""
    import pkgutil

    names = (module.name for module in pkgutil.iter_modules(__path__))
    return sorted(name for name in names if not name.startswith("_") and name != "mirror")
