"""List the inputs of a run on Spark, and open them on the executors.

Every executor opens a local path by the same name and from the same working directory: on one machine, or on a disk
that all machines share. A path with a scheme (``s3a://``, ``hdfs://``, ``gs://``) may be a glob or a folder. Spark
lists it with Hadoop's connectors and their settings; executors read ranges of it through pyarrow's file systems, or
through fsspec if pyarrow does not know the scheme.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from archtool.errors import UsageError
from archtool.run import inputs
from archtool.run.options import Options
from archtool.run.schedule import size

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
BUFFER = 8 << 20  # bytes of a remote file that are fetched at a time
# Schemes of Hadoop's connectors, and those of pyarrow for the same storage.
ARROW_SCHEMES = {"s3a": "s3", "s3n": "s3", "abfss": "abfs", "wasb": "abfs", "wasbs": "abfs"}


class File(NamedTuple):
    """An input: its path, which becomes the origin of its pages, and its size in bytes as stored."""

    path: str
    size: int


def is_remote(path: str) -> bool:
    """Whether a path begins with a scheme; a single letter in front of a colon is a drive of Windows."""
    return SCHEME.match(path) is not None


def listed(spark: SparkSession, options: Options) -> list[File]:
    """Return the files of the paths of ``options``, in the order of the paths; those of one path are sorted by name."""
    files: list[File] = []
    for remote, paths in groupby(_named(options), is_remote):
        if remote:
            files += _by_spark(spark, list(paths))
        else:
            named = tuple(chain.from_iterable(map(_expanded, paths)))
            files += (File(path, size(path)) for path in inputs.files(options._replace(paths=named, files_from=None)))
    if not files:
        raise UsageError("Spark needs files: name a PATH")
    return files


def _named(options: Options) -> Iterator[str]:
    if options.files_from is not None:
        yield from inputs.listed(options.files_from, b"\0" if options.null else b"\n")
    yield from options.paths


def _expanded(path: str) -> Sequence[str]:
    """Expand a glob of local files as a shell does; a file of that very name takes precedence."""
    if path == inputs.STDIN:
        raise UsageError("Spark needs files: executors cannot read standard input")
    if os.path.lexists(path) or not re.search(r"[*?\[]", path):
        return [path]
    from glob import glob

    return sorted(glob(path)) or [path]


def _by_spark(spark: SparkSession, paths: list[str]) -> list[File]:
    """Return the files of paths with a scheme.

    A list of many thousand files is one query. Where a path is no file but a folder or a glob, each path is a query,
    since nothing else tells which file belongs to which path.
    """
    if len(paths) > 1:
        found = {_plain(file.path): file for file in _query(spark, paths)}
        if len(paths) == len(found) and all(_plain(path) in found for path in paths):
            return [found[_plain(path)] for path in paths]
    return list(chain.from_iterable(sorted(_query(spark, [path])) for path in paths))


def _query(spark: SparkSession, paths: list[str]) -> list[File]:
    """Let Spark list ``paths``. Without their column of contents, no file is read."""
    from pyspark.errors import PySparkException

    try:
        found = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(paths)
        return [File(row["path"], row["length"]) for row in found.select("path", "length").collect()]
    except PySparkException as error:
        named = paths[0] if len(paths) == 1 else "the list of paths"
        raise UsageError(f"{named}: {str(error).splitlines()[0]}") from error


def _plain(path: str) -> str:
    """Return a path as Spark shows it: with one slash behind the scheme if there is no host."""
    return path.replace(":///", ":/", 1)


def opened(path: str) -> BinaryIO:
    """Open a file for reading by ranges. Raises ``OSError``."""
    if not is_remote(path):
        return open(path, "rb")
    from io import BufferedReader

    raw: Any = _through_arrow(path)
    return cast(BinaryIO, BufferedReader(raw, BUFFER))


def _through_arrow(path: str) -> Any:
    from pyarrow import ArrowException
    from pyarrow.fs import FileSystem

    scheme, _, rest = path.partition(":")
    if scheme == "file":
        return open("/" + rest.lstrip("/"), "rb", buffering=0)
    try:
        system, inner = FileSystem.from_uri(f"{ARROW_SCHEMES.get(scheme, scheme)}:{rest}")
        return system.open_input_file(inner)
    except ArrowException as error:
        try:
            from fsspec import open as open_any
        except ImportError:
            raise OSError(f"no file system for {scheme}: pyarrow says {error}, and fsspec is not installed") from error
        return open_any(path, "rb").open()
