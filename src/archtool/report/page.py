"""Render the report of one page: an overview, its record, its blocks, and the rules that acted.

``whole`` makes a document of its own, ``part`` one of several in a document that begins with an index.
"""

from __future__ import annotations

from archtool.report.blocks import blocks, toolbar
from archtool.report.charts import LABELS, PATTERNS, bar, percent
from archtool.report.document import document, text
from archtool.report.facts import record
from archtool.report.sheet import FATES, Sheet, Summary, Tally

KEYS = (
    ("j k", "next, previous block; with a block in focus also ↓ ↑"),
    ("n p", "next, previous block of another fate"),
    ("g", "go to what a repeat repeats"),
    ("1 2 3 4", "show or hide kept, fields, in doubt, removed"),
    ("/", "find in the blocks"),
    ("Esc", "close, or show all again"),
    ("t", "light, dark, or as the system"),
    ("?", "these keys"),
)


def whole(sheet: Sheet, home: str = "") -> str:
    """Return the document of one page; ``home`` is the address of an index to go back to."""
    summary = sheet.summary
    counted = [(rule, sum(numbers)) for rule, numbers in summary.rules]
    body = (
        top("#blocks", "Skip to the blocks", home)
        + f'<main>\n<h1 dir="auto">{text(name(summary))}</h1>\n'
        + f'<p class="origin"><bdi>{text(summary.origin)}</bdi></p>\n'
        + overview(summary.tally)
        + f'<section aria-labelledby="record"><h2 id="record">Record</h2>\n{record(sheet)}</section>\n'
        + '<section class="filtered" aria-labelledby="blocks"><h2 id="blocks" tabindex="-1">Blocks</h2>\n'
        + toolbar(summary.tally, sorted(counted, key=lambda item: (-item[1], item[0])))
        + blocks(sheet)
        + '</section>\n<section aria-labelledby="rules"><h2 id="rules">Rules that acted</h2>\n'
        + f"{_rules(summary)}</section>\n"
        + "</main>\n"
        + FOOTER
    )
    return document(f"{name(summary)} · explained", body)


def part(sheet: Sheet, number: int) -> str:
    """Return the report of page ``number`` for a document with several."""
    summary = sheet.summary
    prefix = f"p{number}-b"
    return (
        f'<article id="p{number}" aria-labelledby="p{number}-title"><header>'
        f'<h3 id="p{number}-title" dir="auto">{text(name(summary))}</h3>\n'
        f'<p class="origin"><bdi>{text(summary.origin)}</bdi> · <a href="#pages">all pages</a></p>\n'
        f"{overview(summary.tally)}</header>\n"
        f'<details class="record-of"><summary>Record</summary>\n{record(sheet, prefix)}</details>\n'
        f"{blocks(sheet, prefix)}</article>\n"
    )


def name(summary: Summary) -> str:
    """Return the name of a page: its title, or else its origin."""
    return summary.title or summary.origin or "A page without a title"


def top(skip: str, said: str, home: str = "") -> str:
    """Return the beginning of every document: a skip link, the theme switch, the keys."""
    back = f'<a href="{home}">← All pages</a>' if home else '<span class="brand">archtool explain</span>'
    caps = [("".join(f"<kbd>{key}</kbd> " for key in names.split()), does) for names, does in KEYS]
    keys = "".join(f"<div><dt>{names}</dt><dd>{does}</dd></div>" for names, does in caps)
    return f"""<a class="skip" href="{skip}">{said}</a>
{PATTERNS}<header class="top">{back}
<div class="scripted"><details id="keys"><summary>Keys</summary><div class="panel"><dl>{keys}</dl>
<label><input type="checkbox" id="letters" checked> Use single keys</label></div></details>
<button type="button" id="theme">Theme: <span>auto</span></button></div></header>
"""


FOOTER = """<footer><p>Made by archtool. Removed blocks are left out of the text and counted in the record; a rule named
<code>doubt/…</code> kept what may be junk, because lost text cannot be got back.</p>
<div id="tip" role="tooltip" hidden></div></footer>
"""


def overview(tally: Tally) -> str:
    """Return a summary of all fates, as a sentence and as a bar of characters."""
    total = sum(tally.blocks)
    parts = [f"{number:,} {LABELS[fate]}" for fate, number in zip(FATES, tally.blocks, strict=True) if number]
    blocks_ = f"{total:,} {'block' if total == 1 else 'blocks'}"
    return (
        f'<div class="overview">{bar(tally.characters, sum(tally.characters), "Characters")}'
        f"<p>{blocks_}: {', '.join(parts) or 'nothing to judge'}. "
        f"<b>{percent(tally.removed)}</b> of the characters removed.</p></div>\n"
    )


def _rules(summary: Summary) -> str:
    """Return the rules that acted on this page with their reasons, the most frequent first."""
    if not summary.rules:
        return "<p>None: every block is kept as it is.</p>\n"
    reasons = dict(summary.reasons)
    most = max(sum(numbers) for _, numbers in summary.rules)
    ordered = sorted(summary.rules, key=lambda item: (-sum(item[1]), item[0]))
    rows = "".join(rule_row(rule, reasons[rule], numbers, most) for rule, numbers in ordered)
    return table("rules", ("Rule", "Why it is there", "Blocks", "By fate"), rows)


def rule_row(rule: str, reason: str, numbers: tuple[int, ...], most: int, more: str = "") -> str:
    """Return the row of one rule; ``more`` cells stand before the chart."""
    return (
        f'<tr id="rule-{rule}"><th scope="row"><code>{rule}</code></th>'
        f'<td id="why-{rule}" class="reason">{text(reason) or "no reason is given"}</td>'
        f"{number_cell('Blocks', f'{sum(numbers):,}')}{more}"
        f'<td class="chart">{bar(numbers, most, "Blocks")}</td></tr>\n'
    )


def number_cell(label: str, shown: str, value: float | None = None) -> str:
    """Return a cell with a number and, for narrow windows, its unit; ``value`` is for sorting."""
    sorts = "" if value is None else f' data-value="{value:.12g}"'
    return f'<td class="number" data-label="{label}"{sorts}>{shown}</td>'


def table(kind: str, columns: tuple[str, ...], rows: str) -> str:
    """Return a table; ``rows`` are HTML."""
    heads = "".join(f'<th scope="col">{column}</th>' for column in columns)
    return f'<table class="{kind}"><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n'
