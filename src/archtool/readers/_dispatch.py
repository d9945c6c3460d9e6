"""Recognise the format of an input, and yield what the reader of that format finds.

The face of the package (``__init__``) calls this for files and pipes, and the readers of containers for their members.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import BinaryIO

from archtool.model import Failure, Origin
from archtool.readers._sniff import recognise
from archtool.readers._streams import Window
from archtool.readers._types import DEFAULT, NOTHING, Item, Part, PartEnd, ReadOptions, Source


def read_file(path: str, options: ReadOptions = DEFAULT) -> Iterator[Item]:
    """Yield what the file at ``path`` holds. Raises ``OSError`` where it cannot be opened."""
    with open(path, "rb") as stream:
        yield from read_source(Source(stream, Origin(path), options))


def read_source(source: Source) -> Iterator[Item]:
    """Recognise ``source`` and yield what its reader finds. Readers of containers call this for their members.

    A fault that ends the reading (a broken zip, an unreadable disk) is the last item.
    """
    stream = source.stream
    try:
        if not isinstance(stream, Window) and not stream.seekable():
            stream = Window(stream)
        format = source.options.format or recognise(stream)
        if format is None:
            yield Failure(source.origin, "empty")
            return
        if source.depth > source.options.max_depth:
            yield Failure(source.origin, f"containers nested deeper than {source.options.max_depth}")
            return
        reader = import_module(f"archtool.readers.{format}")
        yield from reader.read(source._replace(stream=stream, options=source.options._replace(format=None)))
    except Exception as error:  # a library may raise anything on bytes that it does not expect
        yield failure(source.origin, error)


def failure(origin: Origin, error: Exception) -> Failure:
    """Return the error that ended the reading of an input as a value; a lack of memory is not the input's fault."""
    if isinstance(error, MemoryError):
        raise error
    if isinstance(error, (OSError, EOFError, ValueError)):
        return Failure(origin, getattr(error, "strerror", None) or str(error) or type(error).__name__)
    return Failure(origin, f"cannot be read: {type(error).__name__}: {error}")


def read_part(part: Part, options: ReadOptions = DEFAULT, stream: BinaryIO | None = None) -> Iterator[Item | PartEnd]:
    """Yield what the records of ``part`` hold, and finally where it ended. ``max_total`` applies to each part.

    ``stream``: the file, if it is open already.
    """
    from archtool.readers.warc import read_part

    try:
        with stream or open(part.path, "rb") as file:
            yield from read_part(Source(file, Origin(part.path), options), part)
    except Exception as error:
        yield failure(Origin(part.path), error)
        yield PartEnd(part.path, NOTHING, part.fields)
