"""HTML files, and what they say about themselves: who saved the page, from where, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archtool.model import Failure, Page, Skipped
from archtool.readers import Source
from archtool.readers.text import read as read_file

WOMBAT = re.compile(
    r"""__wm\.wombat\(\s*["']([^"']+)["']\s*,\s*["'](\d{14})["']|WB_wombat_Init\(\s*["'][^"']*["']\s*,\s*["'](\d{14})["']"""
)


class Provenance(NamedTuple):
    """What a saved page says of its origin: the tool that saved it, its URL, its capture time (RFC 3339, UTC)."""

    source: str | None = None
    url: str | None = None
    captured: str | None = None


def read(source: Source) -> Iterator[Page | Failure | Skipped]:
    """Yield the one page of an HTML file, or why it cannot be read."""
    return read_file(source, "html")


def provenance(body: str) -> Provenance:
    """Who saved ``body``, from where and when, as its own comments and scripts tell."""
    match = WOMBAT.search(body, 0, 65536)
    if match:
        digits = match[2] or match[3]
        captured = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"
        return Provenance("wayback", match[1], captured)
    return Provenance()
