"""Track the files of single records in one directory, by record id, and whether they are as archtool wrote them.

Used by ``sinks/directory.py``. A file is recognized by the ``id`` in its front matter, wherever below the directory it
is. What archtool wrote is in the list ``.archtool-notes``: id, digest and name of each file, one line a version. A file
that matches no line was changed by somebody. The list only grows, a short line at a time, so that several runs can
write into one directory.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import IO

from archtool.output.disk import own

LIST = own("notes")
FRONT_MATTER = re.compile(rb"\A(?:\xef\xbb\xbf)?---\r?\n(.*?)^---[ \t]*\r?$", re.S | re.M)
IDENTITY = re.compile(rb"""^ *id: *(['"]?)([0-9a-f]{16})\1 *\r?$""", re.M)
HEAD = 1 << 16  # bytes that are searched for front matter


class Notes:
    """The files in a directory. Names are relative to it, with ``/`` between their parts."""

    def __init__(self, directory: str, shard: tuple[int, int] | None = None) -> None:
        self._directory = directory
        self._list = os.path.join(directory, own("notes", shard))
        self._stream: IO[str] | None = None
        self._written: dict[str, set[tuple[str, str]]] = {}  # by id: digests and names
        self._names: dict[str, str] = {}  # by id: the name of its file
        self._taken: set[str] = set()  # all names there, case-folded

    def open(self) -> None:
        """Read what is in the directory. Raises ``OSError``."""
        self.read_lists()
        for name in sorted(_files(self._directory)):
            self._taken.add(_folded(name))
            identity = self.identity(name)
            if identity and (identity not in self._names or self.is_own_name(identity, name)):
                self._names[identity] = name
        for identity, versions in self._written.items():  # for other formats than Markdown, only the list has the id
            for _, name in sorted(versions) if identity not in self._names else ():
                if not name.endswith(".md") and self.is_taken(name):
                    self._names[identity] = name

    def close(self) -> None:
        """Close the list."""
        if self._stream:
            self._stream.close()
            self._stream = None

    def read_lists(self) -> None:
        """Read what was written here, perhaps by another run at the same time. Raises ``OSError``."""
        for identity, digest, name in self._listed():
            self._written.setdefault(identity, set()).add((digest, name))

    def identity(self, name: str) -> str:
        """Return the id of the record in the file ``name`` if that is Markdown written by archtool; else an empty
        string.
        """
        return _identity(os.path.join(self._directory, name)) if name.endswith(".md") else ""

    def find(self, identity: str) -> str | None:
        """Return the name of the file with the record of this id."""
        return self._names.get(identity)

    def is_taken(self, name: str) -> bool:
        """Whether a file of this name exists, regardless of case."""
        return _folded(name) in self._taken

    def is_own_name(self, identity: str, name: str) -> bool:
        """Whether archtool gave the file this name; otherwise somebody renamed or moved it."""
        return name.rpartition(".")[0].endswith(identity) or any(name == mine for _, mine in self._versions(identity))

    def is_as_written(self, identity: str, content: bytes) -> bool:
        """Whether ``content`` is what archtool once wrote for this record."""
        digest = _digest(content)
        return any(digest == mine for mine, _ in self._versions(identity))

    def _versions(self, identity: str) -> set[tuple[str, str]]:
        return self._written.get(identity, set())

    def write_down(self, identity: str, content: bytes, name: str) -> None:
        """Record, before it is done, that the file of a record will be ``name`` with ``content``."""
        version = (_digest(content), name)
        known = self._written.setdefault(identity, set())
        if version in known:
            return
        if self._stream is None:
            self._stream = open(self._list, "a", 1, "utf-8", "surrogateescape", "\n")  # noqa: SIM115
        known.add(version)
        self._stream.write(f"{identity}\t{version[0]}\t{name}\n")

    def placed(self, identity: str, name: str, before: str | None = None) -> None:
        """Record where the file of a record is now, and where it was ``before``."""
        if before is not None:
            self._taken.discard(_folded(before))
        self._names[identity] = name
        self._taken.add(_folded(name))

    def _listed(self) -> Iterator[list[str]]:
        """Yield the lines of the lists of all runs and shards, except one cut short by a kill."""
        for name in sorted(os.listdir(self._directory)):
            if name.startswith(LIST):
                path = os.path.join(self._directory, name)
                with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
                    for line in lines:
                        cells = line.removesuffix("\n").split("\t")
                        if len(cells) == 3 and line.endswith("\n"):
                            yield cells


def _files(directory: str) -> Iterator[str]:
    """Yield the names of all files below ``directory``, except hidden ones and those in hidden folders."""
    for folder, folders, files in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = os.path.relpath(folder, directory)
        for name in files:
            if not name.startswith("."):
                yield name if inside == "." else f"{inside.replace(os.sep, '/')}/{name}"


def _identity(path: str) -> str:
    """Return the id of the record in a Markdown file; empty if it is not one of ours."""
    try:
        with open(path, "rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return ""
    front = FRONT_MATTER.match(head)
    found = IDENTITY.search(front[1]) if front else None
    return found[2].decode() if found else ""


def _folded(name: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", name).casefold()


def _digest(content: bytes) -> str:
    """Return a digest of ``content`` that ignores line ends and a last newline, which some editors change."""
    return blake2b(content.replace(b"\r\n", b"\n").rstrip(), digest_size=8).hexdigest()
