"""From an examined page to its record: the last step before a writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archtool.model import KEPT, Record, Settings

if TYPE_CHECKING:
    from archtool.clean import Examination


def gather(examination: Examination, settings: Settings) -> Record:
    """Return the record of an examined page."""
    page = examination.page
    kept = [b.text for b, v in zip(examination.blocks, examination.verdicts, strict=True) if v.fate == KEPT]
    text = "\n\n".join(kept)
    return Record(id=page.id, text=text, source=page.source, url=page.url, words=len(text.split()), origin=str(page.origin))
