"""Tell whether ``-o PATH`` names standard output, a file or a directory, and make the directories that it needs.

Used by the commands, which choose a format by the suffix, by ``streams.py`` and by the sinks.
"""

from __future__ import annotations

import os

from archtool.errors import OutputError, reason

STDOUT = "-"
COMPRESSED = (".gz", ".zst")  # suffixes after that of the format


def is_directory(path: str | None) -> bool:
    """Whether ``-o path`` names a directory: an existing one, or a name that ends with a slash or has no suffix."""
    if path is None or path == STDOUT:
        return False
    if path.endswith(("/", os.sep)) or os.path.isdir(path):
        return True
    return not os.path.exists(path) and not suffix(path)


def is_special(path: str) -> bool:
    """Whether ``path`` is standard output, a device or a pipe, where output cannot be taken back."""
    return path == STDOUT or (os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path))


def suffix(path: str | None) -> str:
    """Return the suffix of a file name, with its dot, or an empty string; for ``records.jsonl.gz``, ``.jsonl``."""
    if path is None or path == STDOUT:
        return ""
    stem, found = os.path.splitext(path)
    return os.path.splitext(stem)[1] or found if found.lower() in COMPRESSED else found


def table_format(path: str | None) -> str:
    """Return the format of a list written to ``path``: ``jsonl`` by its suffix, else ``tsv``."""
    return "jsonl" if suffix(path).lower() == ".jsonl" else "tsv"


def make_folders(path: str) -> None:
    """Make the directories above the file ``path`` if they do not exist. Raises ``OSError``."""
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)


def make_directory(path: str) -> None:
    """Create the directory of ``-o path`` if it does not exist."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: {reason(error)}") from error
