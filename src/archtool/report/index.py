"""Render the index over many pages: what was removed, by rule and by host, and a list of the pages.

:class:`Totals` and :class:`Listing` collect while pages come; the functions render the result.
"""

from __future__ import annotations

from collections.abc import Iterable

from archtool.report.blocks import NAMES, toolbar
from archtool.report.charts import bar, histogram, percent
from archtool.report.document import document, plain, text
from archtool.report.page import FOOTER, name, number_cell, overview, part, rule_row, table, top
from archtool.report.sheet import FATES, Sheet, Summary, Tally

LISTED = 1000  # pages in the list of one file
SHOWN = 20  # rules and hosts shown openly; the others are folded
MOST_HOSTS = 10_000  # counted separately; further ones together
OTHERS = "other hosts"
COLUMNS = ("Blocks", "Fields", "In doubt", "Removed")


class Totals:
    """Counts over all pages of a run, in constant memory."""

    def __init__(self) -> None:
        self.pages = 0
        self.blocks = [0] * len(FATES)
        self.characters = [0] * len(FATES)
        self.shares = [0] * 10
        self.rules: dict[str, tuple[int, list[int]]] = {}
        self.reasons: dict[str, str] = {}
        self.hosts: dict[str, tuple[int, list[int], list[int]]] = {}

    def add(self, page: Summary) -> None:
        """Count one page."""
        self.pages += 1
        _add(self.blocks, page.tally.blocks)
        _add(self.characters, page.tally.characters)
        self.shares[min(9, int(page.tally.removed * 10))] += 1
        self.reasons.update(page.reasons)
        for rule, numbers in page.rules:
            pages, counts = self.rules.get(rule, (0, [0] * len(FATES)))
            _add(counts, numbers)
            self.rules[rule] = (pages + 1, counts)
        host = page.host if page.host in self.hosts or len(self.hosts) < MOST_HOSTS or not page.host else OTHERS
        pages, blocks, characters = self.hosts.get(host, (0, [0] * len(FATES), [0] * len(FATES)))
        _add(blocks, page.tally.blocks)
        _add(characters, page.tally.characters)
        self.hosts[host] = (pages + 1, blocks, characters)

    @property
    def tally(self) -> Tally:
        """Return the numbers of blocks and characters of all pages."""
        return Tally(tuple(self.blocks), tuple(self.characters))


class Listing:
    """The pages in the list of one file, rendered, and the rules that acted on them."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.rules: set[str] = set()

    def add(self, page: Summary, number: int, address: str) -> None:
        """Add page ``number`` to the list; ``address`` is that of its report, or empty."""
        self.rows.append(_row(page, number, address))
        self.rules.update(rule for rule, _ in page.rules)


def file_of(number: int) -> str:
    """Return the name of a file of the list: ``index.html`` for the first."""
    return "index.html" if number == 1 else f"index-{number}.html"


def _add(sums: list[int], numbers: Iterable[int]) -> None:
    for position, number in enumerate(numbers):
        sums[position] += number


def _row(page: Summary, number: int, address: str) -> str:
    shown = f'<span dir="auto">{text(name(page))}</span>'
    linked = f'<a href="{plain(address)}">{shown}</a>' if address else shown
    origin = f'<span class="origin"><bdi>{text(page.origin)}</bdi></span>' if page.title else ""
    rules = " ".join(rule for rule, _ in page.rules)
    blocks = page.tally.blocks
    named = zip(COLUMNS, (sum(blocks), *blocks[1:]), strict=False)
    cells = "".join(number_cell(column, f"{count:,}", count) for column, count in named)
    share = page.tally.removed
    return (
        f'<tr data-rules="{rules}">{number_cell("No.", f"{number:,}", number)}'
        f'<th scope="row">{linked}{origin}</th>{cells}{number_cell("Share removed", percent(share), share)}'
        f'<td class="chart">{bar(page.tally.characters, sum(page.tally.characters), "Characters")}</td></tr>\n'
    )


def _summary(totals: Totals, notes: Iterable[str]) -> str:
    """Return what stands above the list: an overview, tables by rule and by host. ``notes``: sentences for the top."""
    said = "".join(f'<p class="remark">{text(note)}</p>\n' for note in notes)
    return (
        f"<h1>{_pages(totals.pages)} explained</h1>\n{overview(totals.tally)}{_legend()}{said}{_contents(totals)}"
        f'<section aria-labelledby="rules"><h2 id="rules">By rule</h2>\n{_rules(totals)}</section>\n'
        f"{_hosts(totals)}"
        '<section aria-labelledby="shares"><h2 id="shares">Pages by share removed</h2>\n'
        f"<figure>{histogram(totals.shares)}<figcaption>How many pages lost which share of their characters: on "
        "the left those that stayed whole, on the right those of which nothing did.</figcaption></figure></section>\n"
    )


def _contents(totals: Totals) -> str:
    """Return links to the sections; to that by host only if a page has an address."""
    sections = [("rules", "By rule"), ("hosts", "By host"), ("shares", "By share removed"), ("pages", "Pages")]
    links = " ".join(
        f'<a href="#{name}">{said}</a>' for name, said in sections if name != "hosts" or set(totals.hosts) - {""}
    )
    return f'<nav class="contents" aria-label="Sections">{links}</nav>\n'


def _legend() -> str:
    mark = '<span class="mark" aria-hidden="true"></span>'
    keys = "".join(f'<li class="{fate}">{mark}{NAMES[fate]}</li>' for fate in FATES)
    return f'<ul class="legend" aria-label="Fates">{keys}</ul>\n'


def _rules(totals: Totals) -> str:
    """Return the table of all rules: first those that removed most, then the others."""
    if not totals.rules:
        return "<p>None acted.</p>\n"
    most = max(sum(counts) for _, counts in totals.rules.values())
    ordered = sorted(totals.rules.items(), key=lambda item: (-item[1][1][-1], -sum(item[1][1]), item[0]))
    rows = [
        rule_row(
            rule,
            totals.reasons.get(rule, ""),
            tuple(counts),
            most,
            number_cell("Removed", f"{counts[-1]:,}") + number_cell("Pages", f"{pages:,}"),
        )
        for rule, (pages, counts) in ordered
    ]
    return _folded("rules", ("Rule", "Why it is there", "Blocks", "Removed", "Pages", "By fate"), rows)


def _hosts(totals: Totals) -> str:
    """Return the table of hosts, most pages first; empty if no page has an address."""
    if not set(totals.hosts) - {""}:
        return ""
    ordered = sorted(totals.hosts.items(), key=lambda item: (-item[1][0], item[0]))
    rows = []
    for host, (pages, blocks, characters) in ordered:
        tally = Tally(tuple(blocks), tuple(characters))
        shown = f"<bdi>{text(host)}</bdi>" if host else '<span class="muted">no address</span>'
        rows.append(
            f'<tr><th scope="row">{shown}</th>{number_cell("Pages", f"{pages:,}")}'
            f"{number_cell('Blocks', f'{sum(blocks):,}')}{number_cell('Share removed', percent(tally.removed))}"
            f'<td class="chart">{bar(characters, sum(characters), "Characters")}</td></tr>\n'
        )
    columns = ("Host", "Pages", "Blocks", "Share removed", "Characters by fate")
    tables = _folded("hosts", columns, rows)
    return f'<section aria-labelledby="hosts"><h2 id="hosts">By host</h2>\n{tables}</section>\n'


def _folded(kind: str, columns: tuple[str, ...], rows: list[str]) -> str:
    """Return a table of the first rows, and a folded one of the others."""
    shown = table(kind, columns, "".join(rows[:SHOWN]))
    if len(rows) <= SHOWN:
        return shown
    rest = table(kind, columns, "".join(rows[SHOWN:]))
    return f'{shown}<details class="rest"><summary>{len(rows) - SHOWN:,} more {kind}</summary>\n{rest}</details>\n'


def _listed(listing: Listing, ways: str) -> str:
    """Return the list of pages in one file, with filters and ``ways``, the links to the other files."""
    pick = "".join(f'<option value="{rule}">{rule}</option>' for rule in sorted(listing.rules))
    heads = ("No.", "Page", *COLUMNS, "Share removed")
    sortable = "".join(f'<th scope="col"><button type="button" class="sort">{head}</button></th>' for head in heads)
    return f"""<section class="listed" aria-labelledby="pages"><h2 id="pages" tabindex="-1">Pages</h2>
<div class="scripted filters" role="search" aria-label="Filter the pages">
<label><span class="hidden">Pages on which a rule acted</span><select id="pages-by-rule">\
<option value="">All rules</option>{pick}</select></label>
<label><span class="hidden">Find a page</span><input id="find-page" type="search" placeholder="Find a page" \
autocomplete="off" spellcheck="false"></label>
<output id="pages-shown" for="find-page pages-by-rule"></output></div>
<table class="pages"><thead><tr>{sortable}<th scope="col">Characters by fate</th></tr></thead>
<tbody>
{"".join(listing.rows)}</tbody></table>
{ways}</section>
"""


def _ways(links: Iterable[tuple[str, str]]) -> str:
    """Return links to other files of the list, from pairs of label and address."""
    items = "".join(f'<li><a href="{address}">{said}</a></li>' for said, address in links)
    return f'<nav class="ways" aria-label="Files of the list"><ol>{items}</ol></nav>\n'


def front(totals: Totals, listing: Listing, notes: Iterable[str], files: int = 1, parts: str = "") -> str:
    """Return the document that begins with the index; its list has ``files`` files.

    ``parts`` are the reports of pages that follow in the same document.
    """
    ways = _ways((f"pages {LISTED * n + 1:,}–", file_of(n + 1)) for n in range(1, files)) if files > 1 else ""
    body = f"<main>\n{_summary(totals, notes)}{_listed(listing, ways)}{parts}</main>\n"
    return document(f"{_pages(totals.pages)} explained", top("#pages", "Skip to the pages") + body + FOOTER)


def further(listing: Listing, number: int, last: bool) -> str:
    """Return file ``number`` of the list, from 2."""
    links = [("first", file_of(1)), ("← before", file_of(number - 1))]
    links += [] if last else [("next →", file_of(number + 1))]
    first = LISTED * (number - 1)
    title = f"Pages {first + 1:,} to {first + len(listing.rows):,}"
    body = f"<main>\n<h1>{title}</h1>\n{_listed(listing, _ways(links))}</main>\n"
    return document(title, top("#pages", "Skip to the pages", file_of(1)) + body + FOOTER)


def parts(pages: Iterable[tuple[int, Sheet]], tally: Tally, rules: dict[str, int]) -> str:
    """Return the reports of ``pages`` for one document, under one set of filters."""
    ordered = sorted(rules.items(), key=lambda item: (-item[1], item[0]))
    articles = "".join(part(sheet, number) for number, sheet in pages)
    return (
        '<section class="filtered" aria-labelledby="blocks"><h2 id="blocks" tabindex="-1">Blocks of the pages</h2>\n'
        f"{toolbar(tally, ordered)}{articles}</section>\n"
    )


def _pages(count: int) -> str:
    return f"{count:,} {'page' if count == 1 else 'pages'}"
