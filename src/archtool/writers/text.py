"""The cleaned text alone. Between the texts of several records stands a form feed, as between pages of print."""

from __future__ import annotations

from archtool.model import Record
from archtool.writers import Format


def render(record: Record) -> str:
    """Return the text of ``record``, ending in one newline."""
    return record.text + "\n"


FORMAT = Format(".txt", render, between="\f\n")
