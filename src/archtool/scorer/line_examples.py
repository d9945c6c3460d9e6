"""Dumps with known main content, made of pages with known main content. Used by training and benchmarks only.

Each page becomes dumps in some of the styles of :mod:`archtool.scorer.line_dumps`; what share of each line is main
content is told by alignment with the page's true text. Pages of which only snippets are known teach those lines alone.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from archtool.blocks.text import split_dump
from archtool.model import Block
from archtool.readers.decode import decode
from archtool.rules.book import own_rules
from archtool.scorer.examples import _domain
from archtool.scorer.labels import align
from archtool.scorer.line_dumps import dump

UNKNOWN = -1.0  # the share of a line of which nothing is known
_UNIT = re.compile(r"[\u3040-\u9fff]|[^\W\u3040-\u9fff]+")


def units(text: str) -> list[str]:
    """Return the words of a text; a sign of a script that writes no blanks is one."""
    return _UNIT.findall(text.lower())


class LineExample(NamedTuple):
    """A dump: its page, collection, owner, language and style, its blocks with the share of each that is true.

    ``truth`` is empty where only snippets are known.
    """

    name: str
    world: str
    owner: str
    lang: str
    kind: str
    style: str
    blocks: list[Block]
    shares: list[float]
    sizes: list[int]
    truth: Counter[str]


def read_dumps(file: Path, styles: Sequence[str]) -> list[LineExample]:
    """Return the dumps of the page whose truth stands in ``file``."""
    known = json.loads(file.read_text(encoding="utf-8"))
    packed = file.parent.parent / "html" / f"{file.stem}.html.gz"
    markup = decode(gzip.decompress(packed.read_bytes()), html=True).text
    truth = known.get("ground_truth", {})
    wanted = units(truth.get("main_content") or "")
    kind = known.get("_internal", {}).get("page_type", {}).get("primary", "")
    found = []
    for style in styles:
        blocks = [block for block in split_dump(dump(markup, style, file.stem), own_rules()) if block.kind != "blank"]
        if not blocks:
            continue
        texts = [units(block.text) for block in blocks]
        shares = align(wanted, texts) if wanted else _by_snippets(texts, known.get("with"), known.get("without"))
        found.append(
            LineExample(
                file.stem, f"{file.parents[2].name}/{file.parents[1].name}", _domain(known.get("url") or "", file.stem),
                known.get("lang") or "", kind, style, blocks, shares, [len(text) for text in texts], Counter(wanted),
            )
        )  # fmt: skip
    return found


def _by_snippets(texts: list[list[str]], wanted: Sequence[str] | None, unwanted: Sequence[str] | None) -> list[float]:
    """Return the share of each line that holds a snippet: 1 for a wanted one, 0 for an unwanted, else unknown."""
    flat = [" ".join(text) for text in texts]
    shares = [UNKNOWN] * len(texts)
    for snippets, share in ((unwanted, 0.0), (wanted, 1.0)):
        for snippet in snippets or ():
            key = " ".join(units(snippet))
            for at, text in enumerate(flat):
                if key and key in text:
                    shares[at] = share
    return shares
