"""Dumps of invented institutions with known truth: many layouts and languages, with lines of noise taken at random.

The words are ours, the order of things is what content systems have: a head of menus and notices, title and day, body,
closing lists, a foot. ``dump`` gives the text and what must come out of it.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from institutions_words import WORDS, Language


class Truth(NamedTuple):
    """What a dump must give."""

    title: str
    date: str
    topics: tuple[str, ...]
    body: tuple[str, ...]
    lang: str


class Dump(NamedTuple):
    """A dump with its truth and how it was made."""

    text: str
    truth: Truth
    layout: str


def dump(seed: int, languages: str = "") -> Dump:
    """Return the dump that follows from ``seed``, in one of ``languages``."""
    chance = random.Random(seed)
    lang = chance.choice(languages.split() or sorted(WORDS))
    words = WORDS[lang]
    layout = chance.choice(sorted(LAYOUTS))
    body = tuple(
        words.glue.join(chance.sample(words.sentences, chance.randint(2, 3))) for _ in range(chance.randint(3, 6))
    )
    title = chance.choice(words.titles)
    topics = tuple(chance.sample(words.topics, chance.randint(3, min(7, len(words.topics)))))
    day = (chance.randint(2005, 2023), chance.randint(1, 12), chance.randint(13, 28))
    made = Making(chance, words, title, day, topics, body)
    lines = LAYOUTS[layout](made)
    text = "\n".join(lines) + "\n"
    return Dump(text, Truth(title, "{:04}-{:02}-{:02}".format(*day), topics, body, lang), layout)


class Making(NamedTuple):
    """All that a layout needs."""

    chance: random.Random
    words: Language
    title: str
    day: tuple[int, int, int]
    topics: tuple[str, ...]
    body: tuple[str, ...]

    def date(self) -> str:
        """The day in one of the ways of the language."""
        year, month, day = self.day
        ways = ["{2:02}.{1:02}.{0}", "{2:02}/{1:02}/{0}", "{0}-{1:02}-{2:02}"]
        if self.words.months and self.chance.random() < 0.6:
            return self.words.dated.format(year, self.words.months[month - 1], day)
        return self.chance.choice(ways).format(year, month, day)

    def maybe(self, share: float, *lines: str) -> list[str]:
        """Some lines or none."""
        return list(lines) if self.chance.random() < share else []

    def some(self, lines: list[str], least: int, most: int) -> list[str]:
        """A few of ``lines``."""
        return self.chance.sample(lines, min(len(lines), self.chance.randint(least, most)))


def head(made: Making) -> list[str]:
    """What a site puts above the title."""
    words, blank = made.words, made.maybe(0.5, "")
    site = made.chance.choice(words.sites)
    parts = [
        made.maybe(0.3, made.chance.choice(words.skips)),
        made.maybe(0.4, made.chance.choice(words.cookies), *made.some(words.buttons, 1, 2)),
        made.maybe(0.6, *[site] * made.chance.choice((1, 1, 1, 3))),
        made.maybe(0.3, *made.some(["English", "Français", "Deutsch", "Español", "Polski", "Русский", "中文"], 3, 6)),
        made.maybe(0.6, *made.some(words.menu, 3, 7)),
        made.maybe(0.2, made.chance.choice(words.notes)),
        made.maybe(0.4, " > ".join([words.home, *made.some(words.menu, 1, 2), *made.maybe(0.4, made.title)])),
    ]
    made.chance.shuffle(parts[1:5])
    return [line for part in parts if part for line in (*part, *blank)]


def foot(made: Making) -> list[str]:
    """What a site puts below the text."""
    words, blank = made.words, made.maybe(0.6, "")
    site = made.chance.choice(words.sites)
    parts = [
        made.maybe(0.4, *made.some(words.share, 1, 4)),
        made.maybe(0.4, made.chance.choice(words.related), *made.some(words.others, 2, 3)),
        made.maybe(0.3, words.back),
        made.maybe(0.4, *made.some(words.foot, 2, 4)),
        made.maybe(0.5, f"© {made.day[0]} {site}"),
    ]
    return [line for part in parts if part for line in (*blank, *part)]


def paragraphs(made: Making) -> list[str]:
    """The body, with a blank line between its paragraphs."""
    return [line for paragraph in made.body for line in (paragraph, "")][:-1]


def labelled(made: Making) -> list[str]:
    """A content system that prints its labels, as the external action service of the EU had it."""
    words = made.words
    label = {key: made.chance.choice(value) for key, value in words.labels.items()}
    topics = list(made.topics)
    if made.chance.random() < 0.4:
        topics += topics[1:]
    closing = [label["kind"], made.chance.choice(words.kinds), label["topics"], *topics]
    middle = made.maybe(0.4, *made.some(words.share, 2, 3), "") + made.maybe(
        0.3, made.chance.choice(words.related), *made.some(words.others, 2, 2), ""
    )
    return [
        *head(made), *made.maybe(0.3, "", made.chance.choice(words.archived), ""), made.title, "", made.date(),
        *made.maybe(0.5, label["teaser"], "", made.chance.choice(words.sentences), ""),
        *made.maybe(0.5, label["image"]), label["text"], "", *paragraphs(made), "", *middle, *closing, *foot(made),
    ]  # fmt: skip


def press(made: Making) -> list[str]:
    """A press office: the day and the kind beside the title, the body, topics under a label."""
    words = made.words
    day = [made.date()] if made.chance.random() < 0.6 else [made.chance.choice(words.kinds), made.date()]
    above = made.chance.random() < 0.3
    return [
        *head(made), *([*day, "", made.title] if above else [made.title, "", *day]), "",
        *made.maybe(0.3, *made.some(words.share, 2, 3), ""), *paragraphs(made), "",
        made.chance.choice(words.labels["topics"]), *made.topics, *foot(made),
    ]  # fmt: skip


def inline(made: Making) -> list[str]:
    """A journal: topics on one line behind their label."""
    words = made.words
    signs = (", ", " | ", "; ") if not any("," in topic for topic in made.topics) else (" | ", "; ")
    sign = made.chance.choice(signs) if words.code != "zh" else "、"
    tags = sign.join(made.topics)
    return [
        *head(made), made.title, f"{made.chance.choice(words.published)} {made.date()}", "",
        *paragraphs(made), "", f"{made.chance.choice(words.labels['tags'])}: {tags}", *foot(made),
    ]  # fmt: skip


def pairs(made: Making) -> list[str]:
    """A government portal: labels with values under the title."""
    words = made.words
    return [
        *head(made), made.title, "", f"{words.sender}:", made.chance.choice(words.sites),
        f"{made.chance.choice(words.published)}:", made.date(), f"{words.changed}:", made.date(), "",
        *paragraphs(made), "", made.chance.choice(words.labels["topics"]), *made.topics, *foot(made),
    ]  # fmt: skip


LAYOUTS = {"labelled": labelled, "press": press, "inline": inline, "pairs": pairs}
