"""Names for the files of single records: readable, safe on every system, the same in every run.

``asia-security-cooperation-3f0a9c2b71d4e856.md``: the title, or else what the page was called where it came from, then
its id. The id makes names unique, also where case does not count; nothing depends on the other records, on the number
of processes, or on what is in the directory. No name of Windows' devices ends in an id.
"""

from __future__ import annotations

import re
import unicodedata

from archtool.model import Record

LONGEST = 120  # bytes of the readable part; file systems allow 255 for all of it, encrypted ones 143
ID_AT_END = re.compile(r"-[0-9a-f]{16}$")
UNTITLED = "page"


def file_name(record: Record, suffix: str) -> str:
    """The name for the file of ``record``; ``suffix`` begins with a dot."""
    return f"{readable(record.title or _called(record), record.id)}-{record.id}{suffix}"


def _called(record: Record) -> str:
    """The last part of the URL or of the path that says something."""
    place = re.sub(r"[?#].*", "", record.url) if record.url else re.sub(r":[^/\\]*$", "", record.origin)
    parts = [part for part in re.split(r"[/\\]+", place) if part and not part.endswith(":")]
    for part in reversed(parts):
        stem = re.sub(r"\.[A-Za-z0-9]{1,6}$", "", part)
        if stem and stem.lower() not in ("index", "default", "-", "www"):
            return stem
    return ""


def readable(text: str, identity: str = "") -> str:
    """``text`` in letters and digits of any script with single hyphens, cut to :data:`LONGEST` bytes."""
    text = text.removesuffix(f"-{identity}") if identity else text
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(char if char.isalnum() or unicodedata.category(char)[0] == "M" else "-" for char in folded)
    joined = "-".join(part for part in kept.split("-") if part)
    cut = joined.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore").rstrip("-")
    return cut or UNTITLED
