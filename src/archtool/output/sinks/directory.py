"""The sink for ``-o DIR``: a file for each record. Files changed by somebody are never overwritten unasked.

The existing file of a record is updated in place; it gets a new name if its title has changed and nobody renamed it. Of
two records with one name, the later one gets its id added.
"""

from __future__ import annotations

import os
from typing import Any

from archtool.errors import OutputError, reason
from archtool.output import disk, streams, targets
from archtool.output.notes import Notes
from archtool.output.sinks import FOLDER, Cleaned, Files
from archtool.writers.file_names import with_id

FATES = ("updated", "unchanged", "kept as edited")
TWINS, FILES = "identical to another", "files"
PICTURES = ("copied", "not found")


class Directory:
    """A file for each record; each appears whole."""

    def __init__(self, path: str, resumable: bool, shard: tuple[int, int] | None = None, force: bool = False) -> None:
        """``force``: also overwrite files that somebody has changed."""
        self._path = path
        self._force = force
        # In a resumable run only this name is ever incomplete, and the next run knows it.
        part = disk.own("part", shard) if resumable else f".archtool-{os.getpid()}.tmp"
        self._part = os.path.join(path, part)
        self._resumable = resumable
        self._notes = Notes(path, shard)
        self._counts = dict.fromkeys((*FATES, TWINS, FILES, *PICTURES), 0)
        self._met: set[str] = set()  # ids of the records of this run

    def open(self, state: Any = None) -> None:
        """Create the directory if needed, and read what is in it."""
        targets.make_directory(self._path)
        self._clear()
        self._counts.update((state or {}).get("counts", {}))
        try:
            self._notes.open()
        except OSError as error:
            raise OutputError(f"{error.filename or self._path}: {reason(error)}") from error

    def write(self, cleaned: Cleaned) -> str | None:
        """Write one file, or leave it and return a message with the reason."""
        if cleaned.id in self._met:  # the same bytes from another input: the file exists
            self._counts[TWINS] += 1
            return None
        self._counts[FILES] += 1
        before = self._notes.find(cleaned.id)
        content = streams.encode(_with_pictures(cleaned, before or cleaned.name))
        path = os.path.join(self._path, before or cleaned.name)
        try:
            self._put_pictures(cleaned.files)
            if before is None or not os.path.isfile(path):
                return self._add(cleaned, content)
            return self._compare(cleaned, content, before)
        except OSError as error:
            raise OutputError(f"{path}: {reason(error)}") from error
        finally:
            self._met.add(cleaned.id)

    def _compare(self, cleaned: Cleaned, content: bytes, before: str) -> str | None:
        """Update the file of a record, unless somebody has changed it."""
        path = os.path.join(self._path, before)
        with open(path, "rb") as stream:
            there = stream.read()
        if there != content and not self._force and not self._notes.is_as_written(cleaned.id, there):
            self._counts["kept as edited"] += 1
            return f"{path}: changed since it was written: left as it is (--force overwrites it)"
        self._update(cleaned, content, before, is_same=there == content)
        return None

    def _add(self, cleaned: Cleaned, content: bytes) -> str | None:
        """Write a new file for a record, under its name or, if that is taken, another one."""
        for name in (cleaned.name, with_id(cleaned.name, cleaned.id)):
            if not self._notes.is_taken(name) and self._put(cleaned.id, content, name):
                self._notes.placed(cleaned.id, name)
                return None
        if self._notes.identity(cleaned.name) == cleaned.id:  # another run was faster
            self._notes.read_lists()
            self._notes.placed(cleaned.id, cleaned.name)
            self._met.add(cleaned.id)
            return self._compare(cleaned, content, cleaned.name)
        if self._force:
            self._put(cleaned.id, content, cleaned.name, over=True)
            self._notes.placed(cleaned.id, cleaned.name)
            return None
        self._counts["kept as edited"] += 1
        return f"{os.path.join(self._path, name)}: not written by archtool: left as it is (--force overwrites it)"

    def _update(self, cleaned: Cleaned, content: bytes, before: str, is_same: bool) -> None:
        name = before
        if self._notes.is_own_name(cleaned.id, before) and cleaned.name != before:
            wanted = (cleaned.name, with_id(cleaned.name, cleaned.id))
            name = next((each for each in wanted if not self._notes.is_taken(each)), before)
        if cleaned.id not in self._met:
            self._counts["unchanged" if is_same and name == before else "updated"] += 1
        moved = streams.encode(_with_pictures(cleaned, name)) if name != before else content
        if name != before and not self._put(cleaned.id, moved, name):
            name = before  # another run was faster
        if name == before:
            if not is_same:
                self._put(cleaned.id, content, name, over=True)
            return
        os.unlink(os.path.join(self._path, before))
        self._notes.placed(cleaned.id, name, before)

    def _put_pictures(self, files: Files) -> None:
        """Put pictures into their folder; they are named by their bytes, so that existing ones are right."""
        self._counts["not found"] += files.missing
        for name, data in files.found:
            path = os.path.join(self._path, FOLDER.lstrip("\0"), name)
            if not os.path.lexists(path):
                os.makedirs(os.path.dirname(path), exist_ok=True)
                self._counts["copied"] += self._place(data, path)

    def _put(self, identity: str, content: bytes, name: str, over: bool = False) -> bool:
        """Put ``content`` whole into the file ``name``; return ``False`` if it exists, unless ``over``."""
        path = os.path.join(self._path, name)
        if "/" in name:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        self._notes.write_down(identity, content, name)
        return self._place(content, path, over)

    def _place(self, content: bytes, path: str, over: bool = False) -> bool:
        """Make a file with ``content`` appear whole at ``path``; return ``False`` as in :meth:`_put`."""
        with open(self._part, "wb") as part:
            part.write(content)
        if over or not hasattr(os, "link"):
            os.replace(self._part, path)
            return True
        try:
            os.link(self._part, path)  # unlike a rename, never replaces a file
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links
            if os.path.lexists(path):
                return False
            os.replace(self._part, path)
        else:
            os.unlink(self._part)
        return True

    def checkpoint(self) -> Any:
        """Make durable what was written."""
        disk.synchronise(self._path)
        return {"counts": self._counts}

    def end(self) -> Any:
        """Do nothing: no text follows the last file."""
        return self.checkpoint() if self._resumable else {}

    def close(self) -> None:
        """Close the list of files; all are in place."""
        self._clear()

    def phrases(self) -> list[str]:
        """Return for the summary what happened to existing files, and how many pages share one."""
        phrases = [f"{count} {fate}" for fate in FATES if (count := self._counts[fate])]
        if twins := self._counts[TWINS]:
            files = self._counts[FILES]
            phrases.append(f"{twins} {TWINS} ({files} {'file' if files == 1 else 'files'} in all)")
        counted = [(fate, count) for fate in PICTURES if (count := self._counts[fate])]
        return phrases + [f"{count} {'picture' if count == 1 else 'pictures'} {fate}" for fate, count in counted]

    def discard(self) -> None:
        """Keep what is written: every file is complete."""
        self._clear()

    def _clear(self) -> None:
        self._notes.close()
        try:
            os.unlink(self._part)
        except OSError:
            pass  # usually it does not exist


def _with_pictures(cleaned: Cleaned, name: str) -> str:
    """Return the text of a note with the path from the file ``name`` to the folder of pictures."""
    text: str = cleaned.text
    return text.replace(FOLDER, "../" * name.count("/") + FOLDER[1:]) if cleaned.files.found else text
