"""Pages of an invented content system in an invented language, for tests and benchmarks of ``learn``.

Nothing in them is a word that archtool knows: what it finds out about these pages, only many of them together can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

START = ("b", "br", "d", "f", "g", "gl", "h", "k", "kr", "l", "m", "n", "p", "pl", "r", "s", "t", "v", "z")
MIDDLE = ("a", "e", "i", "o", "u", "ay", "oe")
END = ("", "l", "m", "n", "r", "sk", "t", "x")


class Language:
    """Words of one language, the same for one seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.words = [self._word(self._random.randint(1, 3)) for _ in range(600)]

    def _word(self, syllables: int) -> str:
        pick = self._random.choice
        return "".join(pick(START) + pick(MIDDLE) + pick(END) for _ in range(syllables))

    def phrase(self, words: int) -> str:
        """A few words that begin with a capital."""
        return " ".join(self._random.choice(self.words) for _ in range(words)).capitalize()

    def prose(self, sentences: int = 4) -> str:
        """Running text."""
        return " ".join(self.phrase(self._random.randint(9, 16)) + "." for _ in range(sentences))


class Invented(NamedTuple):
    """What the pages of a site have in common: the furniture, the labels, and what values they take."""

    language: Language
    menu: tuple[str, ...]
    footer: tuple[str, ...]
    boilerplate: tuple[str, ...]
    labels: tuple[str, ...]
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    kinds: tuple[str, ...]


def invent(seed: int, host: str = "gazette.example") -> Invented:
    """A site of its own for each seed. Its boilerplate names an address, as boilerplate does."""
    language = Language(seed)
    phrase = language.phrase
    return Invented(
        language,
        tuple(phrase(2) for _ in range(8)),
        (*(phrase(3) for _ in range(4)), f"© 2011 {phrase(3)}"),
        (phrase(2), f"{language.prose(2)} {phrase(4)} www.{host}."),
        tuple(phrase(2) for _ in range(4)),
        tuple(f"{phrase(1)} {phrase(1)}" for _ in range(5)),
        tuple(phrase(2) for _ in range(14)),
        tuple(phrase(1) for _ in range(4)),
    )


class Made(NamedTuple):
    """One page as a dump, and what stands in it."""

    body: str
    title: str
    paragraphs: tuple[str, ...]
    author: str
    date: str
    topics: tuple[str, ...]
    kind: str


def pages(site: Invented, count: int, seed: int = 1) -> Iterator[Made]:
    """Pages of ``site``: menu, title, two labels with a value each, text, two labels with lists, boilerplate, footer."""
    pick = Random(seed)
    language = site.language
    for number in range(count):
        title = language.phrase(6)
        paragraphs = tuple(language.prose() for _ in range(pick.randint(2, 4)))
        author, kind = pick.choice(site.authors), pick.choice(site.kinds)
        topics = tuple(pick.sample(site.topics, pick.randint(2, 5)))
        date = f"{pick.randint(13, 28)}.{pick.randint(1, 12):02}.{2001 + number % 15}"
        parts = [
            "\n".join(site.menu),
            title,
            f"{site.labels[0]}\n{date}",
            f"{site.labels[1]}\n{author}",
            *paragraphs,
            "\n".join([site.labels[2], *topics]),
            f"{site.labels[3]}\n{kind}",
            *site.boilerplate,
            "\n".join(site.footer),
        ]
        yield Made("\n\n".join(parts) + "\n", title, paragraphs, author, date, topics, kind)
