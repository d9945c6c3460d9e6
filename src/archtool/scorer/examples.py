"""Pages with known main content, ready to learn from. Used by :mod:`archtool.scorer.fit` and by the benchmarks only.

The data lie as the WCXB benchmark has them: ``ground-truth/NAME.json`` and ``html/NAME.html.gz``.
"""

from __future__ import annotations

import gzip
import json
from array import array
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from archtool.blocks import html
from archtool.blocks.html import Reading
from archtool.readers._provenance import provenance
from archtool.readers.decode import decode
from archtool.scorer import kernel
from archtool.scorer.labels import align, words


class Example(NamedTuple):
    """One page: what was read of it, its true words, and for each block its words and the share of them that is true.

    ``address`` is what the page itself gives as its own. ``hashed`` has the hashes of the words of each block,
    ``tokens`` those of each element above a block. ``wanted`` and ``unwanted`` are snippets that the text must and must
    not have.
    """

    name: str
    kind: str
    domain: str
    address: str | None
    reading: Reading
    truth: Counter[str]
    counts: list[Counter[str]]
    shares: list[float]
    hashed: list[list[int]]
    tokens: dict[int, list[int]]
    wanted: list[str]
    unwanted: list[str]


def read_examples(folder: Path) -> list[Example]:
    """Return the examples of ``folder``, in order of their names. Raise ``OSError`` where it has none."""
    files = sorted((folder / "ground-truth").glob("*.json"))
    if not files:
        raise FileNotFoundError(f"{folder}: no ground-truth/*.json here")
    return [read_example(file) for file in files]


def read_example(file: Path) -> Example:
    """Return the example whose truth stands in ``file``."""
    known = json.loads(file.read_text(encoding="utf-8"))
    truth = known["ground_truth"]
    packed = file.parent.parent / "html" / f"{file.stem}.html.gz"
    body = _body(packed)
    reading = _without_nodes(html.read(html.parse(body)))
    texts = [words(block.text) for block in reading.blocks]
    wanted = words(truth.get("main_content") or "")
    hashed, tokens = _hashes(reading)
    return Example(
        file.stem,
        known["_internal"]["page_type"]["primary"],
        _domain(known.get("url") or "", file.stem),
        provenance(body).url,
        reading,
        Counter(wanted),
        [Counter(text) for text in texts],
        align(wanted, texts),
        hashed,
        tokens,
        truth.get("with") or [],
        truth.get("without") or [],
    )


def _body(packed: Path) -> str:
    return decode(gzip.decompress(packed.read_bytes()), html=True).text


def _domain(url: str, name: str) -> str:
    """Return the registered domain of ``url``, roughly: pages of one owner must not stand in two folds."""
    labels = (urlsplit(url).hostname or name).split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if short else -2 :])


def _without_nodes(reading: Reading) -> Reading:
    """Return ``reading`` without its DOM, which would keep every tree in memory."""
    walk = reading.walk
    walk.forget_nodes()
    return reading._replace(blocks=tuple(block._replace(nodes=()) for block in reading.blocks))


def _hashes(reading: Reading) -> tuple[list[list[int]], dict[int, list[int]]]:
    walk = reading.walk
    longest = max((len(block.text) for block in reading.blocks), default=0)
    buffer: Any = array("I", bytes(4 * (longest + 80)))
    hashed = [list(buffer[: kernel.hash_words(block.text, buffer)]) for block in reading.blocks]
    tokens: dict[int, list[int]] = {}
    for place in reading.places:
        element = walk.owners[place]
        while element >= 0 and element not in tokens:
            tokens[element] = list(buffer[: kernel.hash_tokens(walk.tokens[element], walk.tags[element], buffer)])
            element = walk.parents[element]
    return hashed, tokens
