"""Read pages with known main content for training. Used by :mod:`archtool.scorer.fit` and by the benchmarks only.

A set of pages is a folder with ``ground-truth/NAME.json`` and ``html/NAME.html.gz``. The truth is either the main
content as text (``ground_truth.main_content``, as in the WCXB benchmark) or snippets that main content must and must
not have (``with`` and ``without`` at the top level); then only the blocks that hold them are known.
"""

from __future__ import annotations

import gzip
import json
import re
from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from archtool.blocks import html
from archtool.blocks.html import Reading
from archtool.fields.language import detect
from archtool.readers._provenance import provenance
from archtool.readers.decode import decode
from archtool.scorer import elements, measure
from archtool.scorer.labels import align, size, words

UNKNOWN = "unknown"
TELLING = 0.3  # least share of a block covered by an unwanted snippet at which the block is unwanted
LANGUAGES = {"English": "en", "Greek": "el", "Polish": "pl", "Russian": "ru", "Chinese": "zh"}
_YEAR = re.compile(r"(?<!\d)(?:199|20[0-2])\d(?!\d)")


class Example(NamedTuple):
    """One page: its reading, its true words, and for each block its words and the share of them that is true.

    ``address`` is the one that the page gives for itself. ``hashed`` has the hashes of the words of each block,
    ``tokens`` those of each element above a block. ``wanted`` and ``unwanted`` are snippets that the text must and must
    not have. ``sizes`` are the weights of the blocks in words; ``known`` tells for which blocks the truth is known.
    ``source``, ``language`` and ``decade`` group results.
    """

    name: str
    source: str
    kind: str
    language: str
    decade: str
    domain: str
    address: str | None
    reading: Reading
    truth: Counter[str]
    counts: list[Counter[str]]
    sizes: list[float]
    shares: list[float]
    known: list[bool]
    hashed: list[list[int]]
    tokens: dict[int, list[int]]
    wanted: list[str]
    unwanted: list[str]

    @property
    def whole(self) -> bool:
        """Whether the truth of all blocks is known."""
        return all(self.known)


def read_examples(*folders: Path) -> list[Example]:
    """Return the examples of all ``folders``, each sorted by name. Raise ``OSError`` if a folder has none."""
    return [read_example(file) for folder in folders for file in truths(folder)]


def truths(folder: Path) -> list[Path]:
    """Return the files of truth in ``folder``, sorted by name. Raise ``OSError`` if there are none."""
    files = sorted((folder / "ground-truth").glob("*.json"))
    if not files:
        raise FileNotFoundError(f"{folder}: no ground-truth/*.json here")
    return files


def read_example(file: Path) -> Example:
    """Return the example with the truth in ``file``."""
    told = json.loads(file.read_text(encoding="utf-8"))
    truth = told.get("ground_truth") or told
    body = body_of(file)
    reading = _without_nodes(html.read(html.parse(body)))
    texts = [words(block.text) for block in reading.blocks]
    main = truth.get("main_content")
    target = words(main or "")
    inside, outside = truth.get("with") or [], [*(truth.get("without") or []), *(truth.get("comments") or [])]
    if main is None:
        shares, known = _by_snippets([block.text for block in reading.blocks], inside, outside)
    else:
        shares, known = align(target, texts), [True] * len(texts)
    hashed, tokens = _hashes(reading)
    return Example(
        file.stem,
        *about(file, told, main or " ".join(map(" ".join, texts))),
        _owner(told.get("url") or "", file.stem),
        provenance(body).url,
        reading,
        Counter(target),
        [Counter(text) for text in texts],
        list(map(size, texts)),
        shares,
        known,
        hashed,
        tokens,
        inside,
        truth.get("without") or [],
    )


def about(file: Path, told: dict[str, Any], text: str) -> tuple[str, str, str, str]:
    """Return set, kind, language and decade of a page with the truth ``told``, read from ``file``."""
    kind = told.get("_internal", {}).get("page_type", {}).get("primary", UNKNOWN)
    language = LANGUAGES.get(told.get("lang", "")) or detect(text) or UNKNOWN
    return _source(file), kind, language, _decade(told, told.get("ground_truth") or told)


def _source(file: Path) -> str:
    """Return the name of the set of ``file``: that of its folder, or of the one above a split."""
    folder = file.parent.parent
    return f"{folder.parent.name}/{folder.name}" if folder.name in ("dev", "train") else folder.name


def _decade(told: dict[str, Any], truth: dict[str, Any]) -> str:
    """Return the decade of a page, from its date in the truth or from its address."""
    for text in (told.get("day"), told.get("date"), truth.get("publish_date"), told.get("url")):
        found = _YEAR.search(str(text or "")[:200]) or re.match(r"20[0-2]\d", str(text or ""))
        if found:
            return f"{found[0][:3]}0s"
    return UNKNOWN


def _by_snippets(texts: Sequence[str], inside: Sequence[str], outside: Sequence[str]) -> tuple[list[float], list[bool]]:
    """Return the shares of the blocks in which a snippet stands, and for which blocks they are known."""
    flat = [" ".join(text.split()) for text in texts]
    shares, known = [0.0] * len(texts), [False] * len(texts)
    for snippets, share in ((outside, 0.0), (inside, 1.0)):
        for snippet in snippets:
            wanted = " ".join(snippet.split())
            for index, text in enumerate(flat):
                if wanted and wanted in text and (share or len(wanted) >= TELLING * len(text)):
                    shares[index], known[index] = share, True
    return shares, known


def body_of(file: Path) -> str:
    """Return the decoded page with the truth in ``file``."""
    packed = file.parent.parent / "html" / f"{file.stem}.html.gz"
    return decode(gzip.decompress(packed.read_bytes()), html=True).text


def _owner(url: str, name: str) -> str:
    """Return the name of the site of ``url`` without its ending, so that pages of one owner share a fold."""
    labels = (urlsplit(url).hostname or name).split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return labels[-3 if short else -2] if len(labels) > 1 else labels[0]


def _without_nodes(reading: Reading) -> Reading:
    """Return ``reading`` without its DOM, which would keep all trees in memory."""
    walk = reading.walk
    walk.forget_nodes()
    return reading._replace(blocks=tuple(block._replace(nodes=(), spans=()) for block in reading.blocks))


def _hashes(reading: Reading) -> tuple[list[list[int]], dict[int, list[int]]]:
    walk = reading.walk
    longest = max((len(block.text) for block in reading.blocks), default=0)
    buffer: Any = array("I", bytes(4 * (longest + 80)))
    hashed = [list(buffer[: measure.hash_words(block.text, buffer)]) for block in reading.blocks]
    tokens: dict[int, list[int]] = {}
    for place in reading.places:
        element = walk.owners[place]
        while element >= 0 and element not in tokens:
            tokens[element] = list(buffer[: elements.hash_tokens(walk.tokens[element], walk.tags[element], buffer)])
            element = walk.parents[element]
    return hashed, tokens
