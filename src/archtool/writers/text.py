"""The cleaned text alone. Texts of several records are separated by a form feed, as pages in print are."""

from __future__ import annotations

from archtool.model import Record
from archtool.writers import Format


def render(record: Record) -> str:
    """Return the text of ``record``, ending with one newline."""
    return record.text + "\n"


FORMAT = Format(".txt", render, between="\f\n")
