"""``learn`` on sites of many layouts: labels however they are set, and recurring lines of the text, which are content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from archtool import clean
from archtool.model import Page
from invented_site import Invented, Language, invent
from test_learn import HOST, fates, learn, page, settings

COUNT = 30


class Parts(NamedTuple):
    """What stands on one page, before it is laid out."""

    menu: str
    footer: str
    title: str
    date: str
    text: tuple[str, ...]
    author: str
    kind: str
    topics: tuple[str, ...]
    others: tuple[str, ...]


def below(*lines: str) -> str:
    return "\n".join(lines)


# The labels of a site are for the date, the author, the topics, and the kind or further topics.
Labels = tuple[str, ...]
LAYOUTS: dict[str, Callable[[Parts, Labels, Random], list[str]]] = {
    "one block above, one below": lambda p, names, _: [
        p.menu, p.title, below(names[0], p.date, names[1], p.author), *p.text, below(names[2], *p.topics, names[3], *p.others), p.footer,
    ],
    "every line a paragraph": lambda p, names, _: [
        *p.menu.split("\n"), p.title, names[0], p.date, names[1], p.author, *p.text, names[2], *p.topics, names[3], p.kind,
        *p.footer.split("\n"),
    ],
    "colons": lambda p, names, _: [
        p.menu, p.title, below(f"{names[0]}:", p.date), below(f"{names[1]}:", p.author), *p.text, below(f"{names[2]}:", *p.topics),
        below(f"{names[3]}:", p.kind), p.footer,
    ],
    "behind colons": lambda p, names, _: [
        p.menu, p.title, f"{names[0]}: {p.date}", f"{names[1]}: {p.author}", *p.text, f"{names[2]}: {', '.join(p.topics)}", p.footer,
    ],
    "sorted lists": lambda p, names, _: [
        p.menu, p.title, below(names[0], p.date), *p.text, below(names[2], *sorted(p.topics), names[3], *sorted(p.others)), p.footer,
    ],
    "no footer": lambda p, names, _: [p.menu, p.title, below(names[0], p.date), *p.text, below(names[2], *p.topics)],
    "some labels on some pages": lambda p, names, chance: [
        p.menu, p.title, below(names[0], p.date), *[below(names[1], p.author)] * (chance.random() < 0.5), *p.text,
        below(names[2], *p.topics), *[below(names[3], p.kind)] * (chance.random() < 0.5), p.footer,
    ],
}  # fmt: skip


def parts(site: Invented, count: int = COUNT) -> list[Parts]:
    chance, language = Random(5), site.language
    return [
        Parts(
            below(*site.menu),
            below(*site.footer),
            language.phrase(6),
            f"{chance.randint(13, 28)}.{chance.randint(1, 12):02}.{2001 + number % 15}",
            tuple(language.prose() for _ in range(chance.randint(1, 4))),
            chance.choice(site.authors),
            chance.choice(site.kinds),
            tuple(chance.sample(site.topics, chance.randint(1, 5))),
            tuple(chance.sample(site.topics, chance.randint(1, 6))),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_labels_are_found_however_they_are_set(
    layout: Callable[[Parts, Labels, Random], list[str]], tmp_path: Path
) -> None:
    site = invent(77, HOST)
    made = parts(site)
    chance = Random(2)
    found = [page("\n\n".join(layout(one, site.labels, chance)) + "\n", number) for number, one in enumerate(made)]
    chosen = settings(learn(found), tmp_path)
    for one, expected in zip(found, made, strict=True):
        record = clean(one, chosen)
        assert record.text.split("\n\n") == list(expected.text)
        assert record.title == expected.title
        assert record.date == "-".join(reversed(expected.date.split(".")))
        assert set(expected.topics) <= set(record.topics) <= {*expected.topics, *expected.others}
        authors = [pair.values for pair in record.fields if pair.name == site.labels[1]]
        assert authors in ([], [(expected.author,)])


class Content:
    """Recurring words of a site: what its pages share inside their texts."""

    def __init__(self) -> None:
        self.chance = Random(3)
        self.language = language = Language(99)
        self.menu, self.footer = ([language.phrase(3) for _ in range(6)] for _ in range(2))
        self.headings = [language.phrase(1) for _ in range(6)]
        self.formula, self.line = language.prose(2), language.phrase(3)
        self.things = [language.phrase(1) for _ in range(25)]

    def pages(self, make: Callable[[Content, str, list[str], str], list[str]], furniture: bool) -> list[Page]:
        found = []
        for number in range(COUNT):
            text = [self.language.prose() for _ in range(self.chance.randint(1, 4))]
            date = f"{self.chance.randint(13, 28)}.{self.chance.randint(1, 12):02}.{2001 + number % 15}"
            made = make(self, self.language.phrase(6), text, date)
            around = [below(*self.menu), *made, below(*self.footer)] if furniture else made
            found.append(page("\n\n".join(around) + "\n", number))
        return found

    def amounts(self) -> list[str]:
        return [f"{self.chance.choice((50, 100, 200))} g {thing}" for thing in self.chance.sample(self.things, 6)]

    def verse(self) -> str:
        return below(*(self.language.phrase(4) for _ in range(4)))


CONTENT: dict[str, Callable[[Content, str, list[str], str], list[str]]] = {
    "recipe": lambda c, title, text, _: [title, below(c.headings[0], *c.amounts()), c.headings[1], *text],
    "plain recipe": lambda c, title, text, _: [
        title, below(c.headings[0], *c.chance.sample(c.things, 6)), c.headings[1], *text,
    ],
    "bulletin of one title": lambda c, _, text, date: [c.line, date, *text],
    "decision": lambda c, title, text, date: [title, date, *text, c.headings[2], c.formula],
    "letter": lambda c, title, text, _: [title, c.headings[3], *text, c.line],
    "sections": lambda c, title, text, _: [title, c.headings[0], *text, c.headings[1], c.language.prose()],
    "signature": lambda c, title, text, date: [title, *text, below(c.line, date)],
    "data sheet": lambda c, title, text, _: [
        title, text[0], below(*(f"{name}\n{c.chance.randint(1, 9)} {c.chance.choice(c.things)}" for name in c.headings)),
    ],
    "blessing": lambda c, title, text, _: [title, *text, c.formula, c.line],
    "refrain": lambda c, title, _, __: [title, c.verse(), c.line, c.verse(), c.line],
    "measurements": lambda c, title, text, _: [
        title, below(*(f"{thing} {c.chance.randint(1, 99)}" for thing in c.things[:8])), *text,
    ],
    "measurements at the end": lambda c, title, text, _: [
        title, *text, below(*(f"{thing} {c.chance.randint(1, 99)}" for thing in c.things[:8])),
    ],
}  # fmt: skip


@pytest.mark.parametrize("furniture", [True, False], ids=["furniture", "bare"])
@pytest.mark.parametrize("make", CONTENT.values(), ids=CONTENT)
def test_what_recurs_in_texts_stays(
    make: Callable[[Content, str, list[str], str], list[str]], furniture: bool, tmp_path: Path
) -> None:
    content = Content()
    found = content.pages(make, furniture)
    chosen = settings(learn(found), tmp_path)
    around = {*content.menu, *content.footer} if furniture else set()
    for one in found:
        said = fates(one, chosen)
        gone = {line for line, (fate, rule, _) in said.items() if rule.startswith(("template/", "label/"))}
        assert gone == around
