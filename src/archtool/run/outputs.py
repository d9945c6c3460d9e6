"""Check before a run that no output is one of its inputs, and that no two outputs are the same file.

Paths are compared by the file that they lead to. ``inputs.files`` checks the entries of ``--files-from`` as they come.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from archtool.errors import UsageError
from archtool.output import targets
from archtool.run import inputs
from archtool.run.options import Options

DATABASE = b"SQLite format 3\0"


def check(options: Options, outputs: Mapping[str, str | None], suffix: str = "") -> None:
    """Raise :class:`UsageError` if ``outputs``, keyed by purpose, collide with each other or with an input.

    ``suffix``: the suffix of the files that a run writes into a directory.
    """
    _refuse_one_file_for_two(outputs)
    given = [*options.paths, *filter(None, (options.files_from,)), *options.rules, *options.vocab]
    for path in outputs.values():
        if path is None or path == targets.STDOUT:
            continue
        if os.path.isdir(path):
            _refuse_input_directory(path, given, suffix)
        elif os.path.isfile(path):
            _refuse_input_file(path, given)


def _refuse_one_file_for_two(outputs: Mapping[str, str | None]) -> None:
    taken: dict[object, str] = {}
    for purpose, path in outputs.items():
        if path is None:
            continue
        if targets.is_special(path) and path != targets.STDOUT:
            continue  # several outputs may go to /dev/null
        key = "-" if path == targets.STDOUT else inputs.identity(path) or os.path.realpath(path)
        if key in taken:
            where = "both go to standard output" if path == targets.STDOUT else f"both go to {path}"
            raise UsageError(f"{taken[key]} and {purpose} cannot {where}")
        taken[key] = purpose


def _refuse_input_file(path: str, given: Iterable[str]) -> None:
    from archtool.readers.mirror import worth_opening

    for each in given:
        if os.path.isdir(each):
            inside = os.path.realpath(path).startswith(os.path.join(os.path.realpath(each), ""))
            if inside and worth_opening({os.path.basename(path)}) and not _is_ours(path):
                raise UsageError(f"{path} is in the input directory {each} and would be overwritten: move or remove it")
        elif os.path.exists(each) and os.path.samefile(path, each):
            raise UsageError(f"{path} is an input and would be overwritten: choose another output")


def _refuse_input_directory(path: str, given: Iterable[str], suffix: str) -> None:
    for each in given:
        if os.path.isdir(each):
            if os.path.samefile(path, each):
                raise UsageError(f"{path} is an input directory: choose another output")
            continue
        holder = os.path.dirname(each) or "."
        if suffix and each.endswith(suffix) and os.path.exists(holder) and os.path.samefile(holder, path):
            raise UsageError(f"{each} is an input in the output directory {path} and may be overwritten")


def _is_ours(path: str) -> bool:
    """Whether archtool wrote the file, so that a run may replace its own output in the directory that it reads."""
    from archtool.readers._sniff import recognise

    with open(path, "rb") as stream:
        return stream.read(len(DATABASE)) == DATABASE or (stream.seek(0) == 0 and recognise(stream) in (None, "record"))
