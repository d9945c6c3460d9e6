"""Make dumps with known main content from pages with known main content. Used by training and benchmarks only.

Each page becomes dumps in some of the styles of :mod:`archtool.scorer.line_dumps`; alignment with the page's true text
gives the share of each line that is main content. Of pages with snippets only, just the lines with these are known.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from archtool.blocks.text import split_dump
from archtool.model import Block
from archtool.rules.rulebook import own_rules
from archtool.scorer.examples import _owner, about, body_of
from archtool.scorer.labels import align, size, words
from archtool.scorer.line_dumps import dump

CLEAN = 0.3  # share of the cut dumps with nothing around the document
INSIDE = 0.3  # share of the unwanted lines inside the document that stay
UNKNOWN = -1.0  # the share of a line without known truth


class LineExample(NamedTuple):
    """A dump: its page, collection, owner, language and style, its blocks with the true share of each.

    ``truth`` is empty if only snippets are known.
    """

    name: str
    world: str
    owner: str
    lang: str
    kind: str
    style: str
    blocks: list[Block]
    shares: list[float]
    sizes: list[float]
    truth: Counter[str]

    @property
    def known(self) -> list[bool]:
        """Return for each line whether its truth is known."""
        return [share >= 0 for share in self.shares]


def read_dumps(file: Path, styles: Sequence[str]) -> list[LineExample]:
    """Return the dumps of the page with the truth in ``file``."""
    told = json.loads(file.read_text(encoding="utf-8"))
    markup = body_of(file)
    truth = told.get("ground_truth") or told
    wanted = words(truth.get("main_content") or "")
    found = []
    for style in styles:
        blocks = [block for block in split_dump(dump(markup, style, file.stem), own_rules()) if block.kind != "blank"]
        if not blocks:
            continue
        texts = [words(block.text) for block in blocks]
        shares = align(wanted, texts) if wanted else _by_snippets(texts, truth.get("with"), truth.get("without"))
        world, kind, lang, _ = about(file, told, truth.get("main_content") or markup)
        found.append(
            LineExample(
                file.stem, world, _owner(told.get("url") or "", file.stem), lang, kind, style, blocks, shares,
                list(map(size, texts)), Counter(wanted),
            )
        )  # fmt: skip
    return found


def _by_snippets(texts: list[list[str]], wanted: Sequence[str] | None, unwanted: Sequence[str] | None) -> list[float]:
    """Return the share of each line: 1 with a wanted snippet, 0 with an unwanted one, else unknown."""
    flat = [" ".join(text) for text in texts]
    shares = [UNKNOWN] * len(texts)
    for snippets, share in ((unwanted, 0.0), (wanted, 1.0)):
        for snippet in snippets or ():
            key = " ".join(words(snippet))
            for at, text in enumerate(flat):
                if key and key in text:
                    shares[at] = share
    return shares


def cut(example: LineExample, chance: random.Random) -> LineExample:
    """Return a dump cut to the document, with little or nothing of what stood around it."""
    main = [at for at, share in enumerate(example.shares) if share >= 0.5]
    clean = chance.random() < CLEAN
    above, below = (0, 0) if clean else (chance.randrange(8), chance.randrange(8))
    first, last = (main[0], main[-1]) if main else (0, 0)
    if chance.random() < 0.5:
        near = {*range(max(first - above, 0), first), *range(last + 1, last + 1 + below)}
    else:
        near = {*range(min(above, first)), *range(max(len(example.shares) - below, last + 1), len(example.shares))}
    inside = 0.0 if clean else INSIDE
    kept = [
        at
        for at, share in enumerate(example.shares)
        if share >= 0.5 or at in near or (first < at < last and chance.random() < inside)
    ]
    return example._replace(
        style="cut",
        blocks=[example.blocks[at] for at in kept],
        shares=[example.shares[at] for at in kept],
        sizes=[example.sizes[at] for at in kept],
    )


def labelled(example: LineExample, chance: random.Random) -> LineExample:
    """Return the document as a content system prints it: between labels, with lists of topics under the text.

    The topics are short lines of the page, such as entries of menus, which are similar words.
    """
    bare = cut(example, chance)
    short = [
        block for block, share in zip(example.blocks, example.shares, strict=True) if not share and _is_name(block)
    ]
    if not short or not bare.blocks:
        return bare
    names = _labels(chance)
    topics = [chance.choice(short).text for _ in range(chance.randint(2, 12))]
    again = chance.randrange(len(topics))
    if chance.random() < 0.3:
        topics += topics[again:]
    above = [names["text"]] if chance.random() < 0.5 else []
    below = [names["categories"], chance.choice(short).text] if chance.random() < 0.5 else []
    below += [names["topics"], *topics]
    if chance.random() < 0.4:
        below += [names["topics"], *topics[:again], *(chance.choice(short).text for _ in range(chance.randint(2, 9)))]
    first = next((at for at, share in enumerate(bare.shares) if share >= 0.5), 0)
    last = max((at for at, share in enumerate(bare.shares) if share >= 0.5), default=first)
    blocks = bare.blocks[:first] + [Block("paragraph", text) for text in above] + bare.blocks[first : last + 1]
    blocks += [Block("paragraph", text, tight=at > 0) for at, text in enumerate(below)] + bare.blocks[last + 1 :]
    shares = [*bare.shares[:first], *[0.0] * len(above), *bare.shares[first : last + 1]]
    shares += [*[0.0] * len(below), *bare.shares[last + 1 :]]
    return example._replace(
        style="labelled", blocks=blocks, shares=shares, sizes=[size(words(block.text)) for block in blocks]
    )


def _is_name(block: Block) -> bool:
    return 2 < len(block.text) < 45 and len(block.text.split()) < 6


def _labels(chance: random.Random) -> dict[str, str]:
    """Return labels of one language, for topics, categories and the text."""
    rules = [rule for rule in own_rules().rules if rule.kind == "label"]
    lang = chance.choice(sorted({rule.lang for rule in rules if rule.field == "topics" and rule.lang}))
    found = {}
    for field in ("topics", "categories", "text"):
        own = [word for rule in rules if rule.field == field and rule.lang == lang for word in rule.labels]
        english = [word for rule in rules if rule.field == field and rule.lang == "en" for word in rule.labels]
        found[field] = chance.choice(own or english)
    return found
