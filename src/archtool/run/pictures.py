"""Copy the kept pictures that were saved with a page to files beside its note, for ``--images copy``.

``run/cleaning.py`` calls this in the process that cleaned the page; the sink ``output/sinks/directory.py`` writes the
files. A file is named by a digest of its bytes, so that the same picture is one file for all notes.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from archtool.blocks.html_pictures import given, source
from archtool.markdown.links import file
from archtool.markdown.pictures import PLACE
from archtool.model import KEPT, Examination, Record
from archtool.output.sinks import FOLDER, Files
from archtool.readers._picture_kinds import kind
from archtool.readers._pictures import Find, finder

MOST = 128 << 20  # bytes of the pictures of one page
# No reference begins inside another, since their texts are escaped.
_REFERENCE = re.compile(rf"(!\[(?:[^\]\\!{PLACE}]|!(?!\[)|\\[^{PLACE}])*\]\(){PLACE}(-?\d+)\)")


def copied(record: Record, examination: Examination, roots: tuple[str, ...]) -> tuple[Record, Files]:
    """Return the record, with references to the pictures that were saved with its page, and these files.

    The text has placeholders for the addresses; a picture that is not found keeps its original one.
    """
    if PLACE not in record.text:
        return record, Files()
    shown: dict[int, Any] = {
        block.nodes[0].mem_id: block.nodes[0]
        for block, verdict in zip(examination.blocks, examination.verdicts, strict=True)
        if block.kind == "picture" and verdict.fate == KEPT and block.nodes
    }
    copies = _Copies(finder(examination.page, roots), examination.base or examination.page.url)

    def filled(reference: re.Match[str]) -> str:
        node = shown.get(int(reference[2]))
        target = copies.target(node) if node is not None else ""
        return f"{reference[1]}{target})" if target else ""

    text = _REFERENCE.sub(filled, record.text)
    return record._replace(text=text), Files(tuple(copies.files.items()), len(copies.left))


class _Copies:
    """The files of the pictures of one page."""

    def __init__(self, find: Find, base: str | None) -> None:
        self._find = find
        self._base = base
        self._room = MOST
        self._known: dict[str, str] = {}  # where the picture is, by its address
        self.files: dict[str, bytes] = {}
        self.left: set[str] = set()  # addresses of pictures that were not saved with the page

    def target(self, node: Any) -> str:
        """Return the target for a picture in the note: a file beside it, or its own address; empty without either."""
        address = source(node)
        inside = "" if address else given(node)
        absolute = file(address, self._base) if address else ""
        if address + inside not in self._known:
            self._known[address + inside] = self._copy(inside or address, absolute)
        return self._known[address + inside]

    def _copy(self, address: str, absolute: str) -> str:
        data = self._find(address, absolute)
        name = f"{sha256(data).hexdigest()[:20]}.{kind(data)}" if data else ""
        if data is None or (name not in self.files and len(data) > self._room):
            self.left.add(address)
            return absolute
        if name not in self.files:
            self._room -= len(data)
            self.files[name] = data
        return f"{FOLDER}{name}"
