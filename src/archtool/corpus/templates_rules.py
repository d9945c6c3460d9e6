"""Make rules of what the pages of a site have in common: its template, its labels, its date format.

The last step of ``learn``: ``templates_toml.py`` writes the rules to a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from archtool.corpus.templates import EVERYWHERE, Learned, certain_lines, decide
from archtool.corpus.templates_labels import Label, find_labels
from archtool.corpus.templates_store import PageStore, StoredPage
from archtool.corpus.templates_survey import FEWEST, count_shared, survey
from archtool.corpus.templates_toml import DIGITS, EXAMPLES, FoundRule, counter_example, pattern, slug
from archtool.corpus.templates_values import labels_and_values
from archtool.rules.rulebook import own_rules
from archtool.rules.sites import ANY

PLACES = {"above": "above the text", "below": "below the text", "inside": "inside the text"}
HELD = 2000  # pages of a site that are held in memory, since they are read several times
CONTRARY = 0.05  # share of the pages that may write dates the other way round


def rules_of_site(store: PageStore, host: str) -> Iterator[FoundRule]:
    """Yield the rules for the pages of ``host``; none where there are too few of them."""
    held = list(islice(store.pages(host), HELD + 1))
    size = len(held) if len(held) <= HELD else sum(1 for _ in store.pages(host))
    if size < FEWEST:
        return

    def pages() -> Iterable[StoredPage]:
        return held if size <= HELD else store.pages(host)

    shared = count_shared(pages, size)
    # What is beyond doubt at the ends of pages ends a list; labels and their values are passed over on the way to the
    # text, which shows the rest of the template.
    template = certain_lines(survey(pages, shared, lambda page: set()))
    labels = find_labels(pages, shared, template, size)
    found = list(decide(survey(pages, shared, labels_and_values(shared, labels, template)), size, store.line, host))
    yield from _template(store, host, size, found)
    yield from _labels(store, host, size, sorted(labels.values(), key=lambda label: (label.order, label.hash)))
    # Pages without an address may be of many sites, each with its way to write dates, unless all have one template.
    if host != ANY or any(line.pages >= EVERYWHERE * size for line in found):
        yield from _dates(pages(), host)


def _template(store: PageStore, host: str, size: int, found: Sequence[Learned]) -> Iterator[FoundRule]:
    """Yield the rules for lines of the template: one for all with the same place, fate and frequency."""
    others = [text for line in found[:EXAMPLES] if (text := store.line(line.hash))]

    def key(line: Learned) -> tuple[str, str, int]:
        return line.place, line.fate, -line.pages

    numbers: dict[str, int] = {}
    for (place, fate, _), group in groupby(sorted(found, key=lambda line: (key(line), line.order, line.hash)), key):
        members = list(group)
        texts = [(line, store.line(line.hash) or "") for line in members]
        exact = [text for line, text in texts if not line.varies]
        varying = [pattern(text) for line, text in texts if line.varies]
        numbers[place] = numbers.get(place, 0) + 1
        examples = [text for _, text in texts][:EXAMPLES]
        pages = members[0].pages
        wrong = [text for text in others if DIGITS.sub("", text) not in {DIGITS.sub("", line) for _, line in texts}]
        yield FoundRule(
            "template",
            {
                "id": f"template/{slug(host)}/{place}-{numbers[place]}",
                "host": host,
                "place": place,
                "fate": "doubt" if fate == "doubt" else "",
                "lines": exact,
                "match": varying,
                "yes": examples,
                "no": [counter_example(wrong, examples[0])],
                "pages": pages,
                "of": size,
                "why": f"{PLACES[place]} on {pages} of {size} pages",
            },
        )


def _labels(store: PageStore, host: str, size: int, labels: Sequence[Label]) -> Iterator[FoundRule]:
    """Yield a rule for each label of the content system, in the order in which they stand on the page."""
    names = [(label, (store.line(label.hash) or "").rstrip(" :：\u00a0")) for label in labels]
    names = [(label, name) for label, name in names if name]
    for number, (label, name) in enumerate(names, 1):
        values = [text for value in label.examples if (text := store.line(value))]
        known = own_rules().labels.get(name) if label.known else None
        such = f" such as {', '.join(map(repr, values))}" if values else ""
        yield FoundRule(
            "label",
            {
                "id": f"label/{slug(host)}/{number}",
                "host": host,
                "labels": [name],
                "field": known.field if known else label.field,
                "takes": known.takes if known else label.takes,
                "yes": [name],
                "no": [counter_example(values, name)],
                "pages": label.pages,
                "of": size,
                "why": f"label {number} of {len(names)}, {ZONES[label.zone]}: {label.different} different values{such}",
            },
        )


ZONES = {"head": "above the text", "tail": "below the text"}


def _dates(seen: Iterable[StoredPage], host: str) -> Iterator[FoundRule]:
    """Yield the rule for the order of day and month, if enough pages show it and hardly any contradicts."""
    day = month = 0
    for page in seen:
        day += page.day_first is True
        month += page.day_first is False
    pages, of = max(day, month), day + month
    if pages < FEWEST or of - pages > CONTRARY * of:
        return
    right, wrong = ("25/09/2016", "09/25/2016") if day > month else ("09/25/2016", "25/09/2016")
    yield FoundRule(
        "date",
        {
            "id": f"date/{slug(host)}",
            "host": host,
            "order": "day-first" if day > month else "month-first",
            "yes": [right],
            "no": [wrong],
            "pages": pages,
            "of": of,
            "why": f"dates with a number over 12 are written so on {pages} of {of} pages",
        },
    )
