"""Compute the chances of the kinds of a page from its address, metadata, title and software.

What is main content depends on the kind: the replies of a forum are, the comments under an article are not. The chances
are features of every block (``features.py``). They come from logistic regression over hashed tokens, trained with the
other linear models (``linear.py``). The registered domain is not a token: no site is recognized by its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, sqrt
from typing import Any
from zlib import crc32

from archtool.blocks.html_tags import CODES
from archtool.startup.patterns import lazy

KINDS = ("article", "collection", "documentation", "forum", "listing", "product", "service")
SIZE = 1 << 12  # hashed weights of each kind; all intercepts follow them
DATA_TYPE = lazy(r'"@type"\s*:\s*+(?:\[\s*+)?"([A-Za-z]+)"')
SEARCHED = 200_000  # characters read of a script with structured data
_ADDRESS = lazy(r"[a-z][a-z\d+.-]*://(?:[^/?#@]*@)?([^/?#:]*)[^/?#]*([^?#]*)(?:\?([^#]*))?")
_PIECE = lazy(r"[a-z]+|\d+")
_WORD = lazy(r"\w+")
_LETTERS = lazy(r"[a-z]+")
_PARAMETER = lazy(r"(?:^|&)([a-z_]+)=")
_LONG_NUMBER = lazy(r"\d{4,}")
_DOMAIN = 2  # labels of the host that are the site's name
_LONGEST = 16  # most characters of a path segment used as a token: ``forums``, ``blog``
_MOST_WORDS = 25  # most words read of a title
_WHOLE = frozenset((CODES["html"], CODES["body"]))
_FIRST = 4  # elements that are searched for those


def chances(walk: Any, types: set[str], address: str | None, weights: Any) -> list[float]:
    """Return the probability of each of ``KINDS`` for the page of ``walk`` at ``address``.

    ``types`` are those of its structured data (:func:`types_of`).
    """
    hashes = hashed(walk, types, address)
    share = share_of(hashes)
    sums = []
    for number in range(len(KINDS)):
        first = number * SIZE
        total = sum(map(weights.__getitem__, [first + place for place in hashes]))
        sums.append(total * share + weights[len(KINDS) * SIZE + number])
    highest = max(sums)
    parts = [exp(value - highest) for value in sums]
    return [part / sum(parts) for part in parts]


def types_of(walk: Any) -> set[str]:
    """Return the types of the structured data of a page."""
    return {name for script in walk.linked_data for name in DATA_TYPE.findall(script[:SEARCHED])}


def share_of(hashes: list[int]) -> float:
    """Return the weight of each token of a page, so that a page with many is not more certain of its kind."""
    return 1 / sqrt(len(hashes) + 1)


def hashed(walk: Any, types: set[str], address: str | None) -> list[int]:
    """Return the distinct hashes of the tokens of a page in ascending order."""
    tokens = {*_of_address(address or ""), *_of_metadata(walk), *_of_software(walk)}
    tokens.update(f"t:{name}" for name in types)
    tokens.update(f"w:{word}" for word in _WORD.findall(walk.title.lower())[:_MOST_WORDS])
    return sorted({crc32(token.encode("utf-8", "surrogatepass")) % SIZE for token in tokens})


def _of_address(address: str) -> Iterator[str]:
    match = _ADDRESS.match(address.lower())
    if match is None:
        return
    host, path, query = match.groups()
    yield from (f"h:{label}" for label in host.split(".")[:-_DOMAIN])
    segments = [segment for segment in path.split("/") if segment]
    yield f"d:{min(len(segments), 5)}"
    for place, segment in enumerate(segments):
        yield from (f"u:{'#' if piece.isdigit() else piece}" for piece in _PIECE.findall(segment))
        if len(segment) < _LONGEST:
            yield f"s{min(place, 2)}:{segment}"
    if segments:
        yield f"l:{min(segments[-1].count('-') + segments[-1].count('_'), 7)}"
        yield "numbered" if _LONG_NUMBER.search(segments[-1]) else "named"
    yield from (f"q:{name}" for name in _PARAMETER.findall(query or ""))


def _of_metadata(walk: Any) -> Iterator[str]:
    for name, value in walk.meta:
        if name == "generator":
            yield from (f"g:{word}" for word in _LETTERS.findall(value.lower())[:4])
        elif name == "og:type":
            yield f"o:{value.lower().strip()[:30]}"
        elif len(name) < 40:
            yield f"m:{name}"


def _of_software(walk: Any) -> Iterator[str]:
    """Yield the words in the classes of ``html`` and ``body``, by which themes and shops reveal the kind."""
    for place, code in enumerate(walk.tags[:_FIRST]):
        if code in _WHOLE:
            yield from (f"b:{word}" for word in _LETTERS.findall(walk.tokens[place].lower()))
