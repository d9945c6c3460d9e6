"""The files of single records in one directory: which are there, by the id of their record, and which are as written.

For the sink ``sinks/directory.py``. A file is known by the ``id`` in its front matter, whatever it is called and
wherever below the directory somebody has moved it. What archtool wrote there is in the list ``.archtool-notes``: id,
digest and name of each file, a line for each version. A file that is not as any line says was changed by somebody.
The list only grows, a short line at a time, so that several runs can write into one directory.
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
HEAD = 1 << 16  # bytes within which front matter has to end


class Notes:
    """What is in a directory. Names are relative to it, with ``/`` between their parts."""

    def __init__(self, directory: str, shard: tuple[int, int] | None = None) -> None:
        self._directory = directory
        self._list = os.path.join(directory, own("notes", shard))
        self._stream: IO[str] | None = None
        self._written: dict[str, set[tuple[str, str]]] = {}  # by id: digests and names
        self._names: dict[str, str] = {}  # by id: where its file is
        self._taken: set[str] = set()  # all names there, as a file system without case has them

    def open(self) -> None:
        """Look at what is there. Raises ``OSError``."""
        self.read_lists()
        for name in sorted(_files(self._directory)):
            self._taken.add(_folded(name))
            identity = self.identity(name)
            if identity and (identity not in self._names or self.is_own_name(identity, name)):
                self._names[identity] = name
        for identity, versions in self._written.items():  # but for Markdown, the list alone tells whose a file is
            for _, name in sorted(versions) if identity not in self._names else ():
                if not name.endswith(".md") and self.is_taken(name):
                    self._names[identity] = name

    def close(self) -> None:
        """Be done with the list."""
        if self._stream:
            self._stream.close()
            self._stream = None

    def read_lists(self) -> None:
        """Learn what was written here; another run may be at it. Raises ``OSError``."""
        for identity, digest, name in self._listed():
            self._written.setdefault(identity, set()).add((digest, name))

    def identity(self, name: str) -> str:
        """The id of the record in the file ``name``, where that is Markdown and one of ours; else empty."""
        return _identity(os.path.join(self._directory, name)) if name.endswith(".md") else ""

    def find(self, identity: str) -> str | None:
        """The name of the file that holds the record with this id."""
        return self._names.get(identity)

    def is_taken(self, name: str) -> bool:
        """Whether there is a file of this name, or of one that differs in case alone."""
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
        """Note, before it is done, that the file of a record is about to be ``name`` with ``content``."""
        version = (_digest(content), name)
        known = self._written.setdefault(identity, set())
        if version in known:
            return
        if self._stream is None:
            self._stream = open(self._list, "a", 1, "utf-8", "surrogateescape", "\n")  # noqa: SIM115
        known.add(version)
        self._stream.write(f"{identity}\t{version[0]}\t{name}\n")

    def placed(self, identity: str, name: str, before: str | None = None) -> None:
        """Note where the file of a record is now, and where it was ``before``."""
        if before is not None:
            self._taken.discard(_folded(before))
        self._names[identity] = name
        self._taken.add(_folded(name))

    def _listed(self) -> Iterator[list[str]]:
        """The lines of the lists of all runs and shards; what a kill has left of a line does not count."""
        for name in sorted(os.listdir(self._directory)):
            if name.startswith(LIST):
                path = os.path.join(self._directory, name)
                with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
                    for line in lines:
                        cells = line.removesuffix("\n").split("\t")
                        if len(cells) == 3 and line.endswith("\n"):
                            yield cells


def _files(directory: str) -> Iterator[str]:
    """The names of all files below ``directory`` but hidden ones and those in hidden folders (``.obsidian``)."""
    for folder, folders, files in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = os.path.relpath(folder, directory)
        for name in files:
            if not name.startswith("."):
                yield name if inside == "." else f"{inside.replace(os.sep, '/')}/{name}"


def _identity(path: str) -> str:
    """The id of the record in a Markdown file; empty where it is none of ours."""
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
    """What tells one content from another; editors that only change line ends or the last newline change nothing."""
    return blake2b(content.replace(b"\r\n", b"\n").rstrip(), digest_size=8).hexdigest()
