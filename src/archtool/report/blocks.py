"""Render the blocks of a page as a list: text, fate, rule, and links between blocks that belong together.

Called by ``page.py``. The HTML holds everything a reader needs; the script only filters and moves.
"""

from __future__ import annotations

from collections.abc import Iterable

from archtool.report.document import plain, text
from archtool.report.sheet import DOUBT, FATES, Entry, Sheet, Tally

FEW = 6  # copies of a block listed openly; the others are folded
EMPTY = '<span class="muted">nothing</span>'
NAMES = {"kept": "Kept", "field": "Fields", "doubt": "In doubt", "removed": "Removed"}
WHAT = {
    "kept": "goes into the text",
    "field": "went to a key of the record",
    "doubt": "may be junk, but stays in the text",
    "removed": "is left out",
}


def blocks(sheet: Sheet, prefix: str = "b") -> str:
    """Return the list of all blocks. ``prefix`` makes the ids of this page's blocks unique in the document."""
    lang = f' lang="{plain(sheet.lang)}"' if sheet.lang and sheet.lang != "en" else ""
    items = "".join(_item(sheet, entry, index, prefix, lang) for index, entry in enumerate(sheet.entries))
    return f'<ol class="blocks {sheet.unit}s">\n{items}</ol>\n'


def _item(sheet: Sheet, entry: Entry, index: int, prefix: str, lang: str) -> str:
    kind = entry.kind if not (entry.kind == "item" and entry.level > 1) else f"item deep{min(entry.level, 4)}"
    rule = f' data-rule="{entry.rule}"' if entry.rule else ""
    return (
        f'<li id="{prefix}{index + 1}" class="{entry.fate} {kind}"{rule}>'
        f'<a class="place" href="#{prefix}{index + 1}">{entry.place}</a>'
        f'<div class="said" dir="auto"{lang}>{text(entry.text) or EMPTY}</div>'
        f'<div class="fate">{" ".join(_margin(sheet, entry, prefix))}</div></li>\n'
    )


def _margin(sheet: Sheet, entry: Entry, prefix: str) -> Iterable[str]:
    """Yield the notes beside a block: its fate, the rule, what it gave to the record, what it repeats."""
    yield _fate(entry)
    if entry.rule:
        yield f'<a class="rule" href="#rule-{entry.rule}" aria-describedby="why-{entry.rule}">{entry.rule}</a>'
    if entry.note:
        yield f'<span class="note">{text(entry.note)}</span>'
    if entry.repeats is not None:
        yield f'<span class="link">repeats {_link(sheet, entry.repeats, prefix, "original")}</span>'
    if entry.under is not None:
        yield f'<span class="link">under {_link(sheet, entry.under, prefix)}</span>'
    if entry.copies:
        yield _copies(sheet, entry.copies, prefix)
    for key, value in entry.gives:
        yield f'<span class="gives"><b>{text(key)}</b> <bdi>{text(value)}</bdi></span>'


def _fate(entry: Entry) -> str:
    if entry.fate == "field":
        return f"field: {text(entry.field)}" if entry.field else "field"
    return "kept in doubt" if entry.fate == DOUBT else entry.fate


def link(sheet: Sheet, index: int, prefix: str) -> str:
    """Return a link to the block of this index, such as ``line 12``."""
    return _link(sheet, index, prefix)


def _link(sheet: Sheet, index: int, prefix: str, kind: str = "") -> str:
    marked = f' class="{kind}"' if kind else ""
    return f'<a{marked} href="#{prefix}{index + 1}">{sheet.unit} {sheet.entries[index].place}</a>'


def _copies(sheet: Sheet, copies: tuple[int, ...], prefix: str) -> str:
    links = [_link(sheet, index, prefix) for index in copies]
    if len(links) <= FEW:
        return f'<span class="link">repeated by {", ".join(links)}</span>'
    more = f"<details><summary>and {len(links) - FEW} more</summary>{', '.join(links[FEW:])}</details>"
    return f'<div class="link">repeated by {", ".join(links[:FEW])} {more}</div>'


def toolbar(tally: Tally, rules: Iterable[tuple[str, int]]) -> str:
    """Return the filters over the blocks, which are also the legend.

    ``rules``: those that can be chosen, with their numbers of blocks. Filters by fate work without a script.
    """
    boxes = "".join(
        f'<label class="{fate}" title="{NAMES[fate]}: {WHAT[fate]}"><input type="checkbox" id="show-{fate}" checked>'
        f'<span class="mark" aria-hidden="true"></span>{NAMES[fate]} <span class="count">{number:,}</span></label>'
        for fate, number in zip(FATES, tally.blocks, strict=True)
    )
    options = "".join(f'<option value="{rule}">{rule} ({number:,})</option>' for rule, number in rules)
    return f"""<section class="toolbar" aria-label="Filters">
<fieldset class="fates"><legend class="hidden">Show by fate</legend>{boxes}</fieldset>
<div class="scripted">
<label><span class="hidden">Show one rule</span><select id="by-rule">\
<option value="">All rules</option>{options}</select></label>
<label><span class="hidden">Find in the blocks</span><input id="find" type="search" \
placeholder="Find text" aria-keyshortcuts="/" autocomplete="off" spellcheck="false"></label>
<output id="shown" for="find by-rule"></output>
<button type="button" id="reset" hidden>Show all</button>
</div>
</section>
<p class="nothing" hidden>Nothing here matches the filters.</p>
"""
