"""Render the record of a page as a table: each key, its values, their sources, and values that lost.

Called by ``page.py``.
"""

from __future__ import annotations

from archtool.report.blocks import link
from archtool.report.document import text
from archtool.report.sheet import Sheet
from archtool.report.sources import Fact, Source, Value


def record(sheet: Sheet, prefix: str = "b") -> str:
    """Return the table of the record's keys; sources that are blocks are links to them."""
    rows = "".join(_row(sheet, fact, prefix) for fact in sheet.facts)
    return f'<dl class="record">\n{rows}</dl>\n'


def _row(sheet: Sheet, fact: Fact, prefix: str) -> str:
    values = "".join(_value(sheet, value, prefix) for value in fact.values)
    missing = "" if fact.values else '<span class="muted">none was taken</span>'
    unused = _unused(sheet, fact, prefix)
    return f'<div class="key-{fact.key}"><dt>{fact.key}</dt><dd>{values}{missing}{unused}</dd></div>\n'


def _value(sheet: Sheet, value: Value, prefix: str) -> str:
    name = f'<b class="label" dir="auto">{text(value.name)}</b> ' if value.name else ""
    tag = f' <code class="tag" dir="auto">{text(value.tag)}</code>' if value.tag else ""
    sources = "; ".join(dict.fromkeys(_source(sheet, source, prefix) for source in value.sources))
    found = f' <span class="source">{sources}</span>' if sources else ""
    return f'<div class="value">{name}<span class="text" dir="auto">{text(value.text)}</span>{tag}{found}</div>'


def _source(sheet: Sheet, source: Source, prefix: str) -> str:
    said = text(source.source) if source.source else "found"
    if source.group and source.group != source.source:
        said += f" “<bdi>{text(source.group)}</bdi>”"
    return said if source.block is None else f"{said}, {link(sheet, source.block, prefix)}"


def _unused(sheet: Sheet, fact: Fact, prefix: str) -> str:
    if not fact.unused:
        return ""
    others = f"{len(fact.unused)} other {'value' if len(fact.unused) == 1 else 'values'}"
    values = "".join(_value(sheet, value, prefix) for value in fact.unused)
    return f"<details><summary>{others} not taken</summary>{values}</details>"
