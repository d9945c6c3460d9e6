"""The inputs of a run on Spark: local files as on one machine, anything else as Spark's file systems list it.

A local path is read by every executor under the same name and from the same working directory: on one machine, or on a
disk that all machines share. A path with a scheme (``s3a://``, ``hdfs://``, ``gs://``) may be a glob or a folder and is
listed by Spark, so that Hadoop's connectors and their settings are used; executors read it by ranges through pyarrow's
file systems, or fsspec where pyarrow does not know the scheme.
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
# What Hadoop's connectors call the schemes that pyarrow knows.
ARROW_SCHEMES = {"s3a": "s3", "s3n": "s3", "abfss": "abfs", "wasb": "abfs", "wasbs": "abfs"}


class File(NamedTuple):
    """An input: its path, which is the origin of its pages, and its stored bytes."""

    path: str
    size: int


def is_remote(path: str) -> bool:
    """Whether a path names its file system: one letter in front of a colon is a drive."""
    return SCHEME.match(path) is not None


def listed(spark: SparkSession, options: Options) -> list[File]:
    """The files of the paths of ``options``, in the order of the paths, those of one path sorted by name."""
    files: list[File] = []
    for remote, paths in groupby(_named(options), is_remote):
        if remote:
            files += chain.from_iterable(_by_spark(spark, path) for path in paths)
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
    """A glob of local files, as a shell would have expanded it; a file of that very name comes first."""
    if path == inputs.STDIN:
        raise UsageError("Spark needs files: executors cannot read standard input")
    if os.path.lexists(path) or not re.search(r"[*?\[]", path):
        return [path]
    from glob import glob

    return sorted(glob(path)) or [path]


def _by_spark(spark: SparkSession, path: str) -> list[File]:
    """The files of a path with a scheme. Of the files themselves nothing is read: the column is not asked for."""
    from pyspark.errors import PySparkException

    try:
        found = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(path)
        rows = found.select("path", "length").collect()
    except PySparkException as error:
        raise UsageError(f"{path}: {str(error).splitlines()[0]}") from error
    return sorted(File(row["path"], row["length"]) for row in rows)


def opened(path: str) -> BinaryIO:
    """Open a file to read it by ranges. Raises ``OSError``."""
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
