"""Make names for the files of single records: readable, safe on every system, the same in every run.

Used for ``-o DIR``; ``--names`` chooses among :data:`STYLES`. The default is the title, or else the page's name at its
origin, with the id of the record: ``asia-security-cooperation-3f0a9c2b71d4e856.md``. Such names are unique, even where
case does not count, and depend on nothing else. The other styles omit the id; the sink adds it where names collide.
"""

from __future__ import annotations

import re
import unicodedata

from archtool.model import Record

STYLES = ("title-id", "title", "slug", "date-title", "id", "path")
LONGEST = 120  # bytes of the readable part; file systems allow 255 in all, encrypted ones 143
UNTITLED = "page"
# Characters that file systems refuse in a name, or that end a link in Obsidian.
REFUSED = re.compile(r"""[\x00-\x1f\x7f-\x9f\\/:*?"<>|#^\[\]]+""")
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.I)  # reserved by Windows


def file_name(record: Record, suffix: str, style: str = "title-id") -> str:
    """Return the name for the file of ``record``; ``suffix`` begins with a dot."""
    if style == "title-id":
        return f"{readable(record.title or called(record), record.id)}-{record.id}{suffix}"
    return _stem(record, style) + suffix


def _stem(record: Record, style: str) -> str:
    if style == "id":
        return record.id
    if style == "path":
        return _allowed(called(record))
    if style == "title":
        return _allowed(record.title or called(record))
    stem = readable(record.title or called(record), record.id)
    if style == "date-title":
        day = record.date if record.date and len(record.date) == 10 else (record.captured or record.date or "")[:10]
        return f"{day}-{stem}" if day else stem
    return _unreserved(stem)


def with_id(name: str, identity: str) -> str:
    """Return ``name`` with the id of its record, for a name that another record has already."""
    stem, dot, suffix = name.rpartition(".")
    return name if stem.endswith(identity) else f"{stem}-{identity}{dot}{suffix}"


def called(record: Record) -> str:
    """Return the last part of the URL or path that is a name."""
    place = re.sub(r"[?#].*", "", record.url) if record.url else re.sub(r":[^/\\]*$", "", record.origin)
    parts = [part for part in re.split(r"[/\\]+", place) if part and not part.endswith(":")]
    for part in reversed(parts):
        stem = re.sub(r"\.[A-Za-z0-9]{1,6}$", "", part)
        if stem and stem.lower() not in ("index", "default", "-", "www"):
            return stem
    return ""


def readable(text: str, identity: str = "") -> str:
    """Return ``text`` as letters and digits of any script with single hyphens, cut to :data:`LONGEST` bytes."""
    text = text.removesuffix(f"-{identity}") if identity else text
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(char if char.isalnum() or unicodedata.category(char)[0] == "M" else "-" for char in folded)
    joined = "-".join(part for part in kept.split("-") if part)
    return _cut(joined).rstrip("-") or UNTITLED


def folder(path: str) -> str:
    """Return the folders of ``path``, separated by ``/``, with names safe for a file system; none leads upwards."""
    parts = (_allowed(part) for part in re.split(r"[/\\]+", path) if part.strip(". ") and not part.endswith(":"))
    return "".join(f"{part}/" for part in parts)


def _allowed(text: str) -> str:
    """Return ``text`` without the characters that a file system or a link refuses."""
    spaced = " ".join(REFUSED.sub(" ", unicodedata.normalize("NFC", text)).split())
    return _unreserved(_cut(spaced.lstrip(".-~ ")).rstrip(". ") or UNTITLED)


def _unreserved(stem: str) -> str:
    return f"{stem}_" if DEVICES.match(stem) else stem


def _cut(text: str) -> str:
    return text.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore")
