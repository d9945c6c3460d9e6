"""Sketch records for comparison: their words, shingles of these, and a MinHash signature cut into bands.

The first step of ``dedupe``: :func:`sketch` is a pure function, so that several processes can run it; ``near.py``
compares the sketches. Signatures are R-MinHash (Dahlgaard, Knudsen and Thorup, "Fast Similarity Sketching", 2017) by
the library ``rensa``: a single wheel without dependencies, which signs a page of 280 words in a tenth of the time that
it takes to cut its shingles; ``datasketch`` needs NumPy, and forty times as long. Its hashes do not depend on the
process.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple
from zlib import crc32

SIGNATURE = 64  # slots: cut for 0.8 they give 12 bands of 5, which find 99 % of the pairs at 0.8
SEED = 1
AIM = 0.99  # share of the pairs at the threshold that have to meet in a band

# A translation of each byte before splitting: ASCII signs become blanks, bytes of other scripts belong to words.
_WORDS = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))
# Non-ASCII signs between words: general punctuation, East Asian brackets and stops, guillemets.
_SIGNS = re.compile(
    r"[\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2000-\u206f\u3000-\u303f\uff00-\uff0f]+"
)
# Scripts that do not write a blank between words: each character is a word, and shingles are runs of characters.
_UNSPACED = re.compile(
    r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff])"
)


class Measure(NamedTuple):
    """How texts are compared: the threshold of Jaccard similarity, and the number of words in a shingle.

    A threshold of 1 means the same words in the same order and needs no signatures. Texts with fewer words than
    ``least`` are not compared: two pages with the text "Malformed request" are not one page.
    """

    threshold: float = 0.8
    words: int = 3
    least: int = 0


class Sketch(NamedTuple):
    """A text prepared for comparison: its buckets, and its shingles as an array of 32-bit hashes.

    The first bucket, a negative number, is that of texts with the same words in the same order; the others are the
    bands of its signature. Both are empty where there is nothing to compare.
    """

    buckets: tuple[int, ...] = ()
    shingles: bytes = b""


def available() -> bool:
    """Whether the library for signatures is installed."""
    from importlib.util import find_spec

    return find_spec("rensa") is not None


def prepared(text: str) -> bytes:
    """Return ``text`` as UTF-8 in lower case; in scripts without blanks each character becomes a word.

    >>> prepared("Don't panic: 東京!").decode()
    "don't panic:  東  京 !"
    """
    lowered = text.lower()
    if not lowered.isascii():
        lowered = _UNSPACED.sub(r" \1 ", _SIGNS.sub(" ", lowered))
    return lowered.encode("utf-8", "surrogatepass")


@lru_cache
def rows(threshold: float, slots: int = SIGNATURE) -> int:
    """Return how many slots of a signature make a band: the most with which pairs at the threshold still meet.

    A pair of similarity ``s`` agrees in a band of ``r`` slots with probability ``s ** r``, and so meets in one of the
    bands with ``1 - (1 - s ** r) ** (slots // r)`` (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4).
    """
    found = (r for r in range(slots, 1, -1) if 1 - (1 - threshold**r) ** (slots // r) >= AIM)
    return next(found, 1)


def exact(key: str | bytes) -> int:
    """Return the bucket for this key: a negative number of 63 bits."""
    data = key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key
    return -1 - (int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1)


def sketch(text: str, measure: Measure) -> Sketch:
    """Return the sketch of ``text``. A text shorter than a shingle is one shingle; one without words has none."""
    words = _words(text)
    if not words or len(words) < measure.least:
        return Sketch()
    same = exact(b" ".join(words))
    if measure.threshold >= 1:
        return Sketch((same,))
    from rensa import RMinHash

    hashes = _shingles(words, measure.words)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, [0, len(hashes)], num_perm=SIGNATURE, seed=SEED)
    return Sketch((same, *_bands(matrix.to_rows()[0], rows(measure.threshold))), _halves(hashes))


def hashes_of(text: str, size: int) -> array[int]:
    """Return the 64-bit hashes of the runs of ``size`` words of ``text``, each once; a shorter text is one run."""
    words = _words(text)
    return _shingles(words, size) if words else array("Q")


def _words(text: str) -> list[bytes]:
    return prepared(text).translate(_WORDS).split()


def _shingles(words: list[bytes], size: int) -> array[int]:
    """Return the hashes of the runs of ``size`` words, each once; fewer words are one run.

    The hash of a tuple of numbers is the same in every process, unlike that of a tuple of strings. It may change
    between versions of Python, which :func:`fingerprint` detects.
    """
    hashes = list(map(crc32, words))
    runs = map(hash, zip(*(hashes[start:] for start in range(min(size, len(hashes)))), strict=False))
    return array("Q", array("q", set(runs)).tobytes())


def _halves(hashes: array[int]) -> bytes:
    """Return half of the bits of each hash, which is enough to compare two texts."""
    return array("I", hashes.tobytes())[::2].tobytes()


def _bands(signature: list[int], size: int) -> list[int]:
    """Return the buckets of a signature: the number of the band above 32 bits of its hash."""
    count = len(signature) // size
    slots = [tuple(signature[band * size : (band + 1) * size]) for band in range(count)]
    return [band << 32 | hash(each) >> 16 & 0xFFFFFFFF for band, each in enumerate(slots)]


def similarity(first: bytes, second: bytes) -> float:
    """Return the Jaccard similarity of the shingles of two sketches; 1 where both have none but equal keys."""
    one, other = set(array("I", first)), set(array("I", second))
    common = len(one & other)
    return common / (len(one) + len(other) - common) if one or other else 1.0


def fingerprint(measure: Measure) -> str:
    """Return a digest that is equal only for sketches made in the same way, which can be compared."""
    probe: Any = sketch("one two three four five six seven eight nine ten", measure._replace(least=0))
    return blake2b(repr(probe).encode(), digest_size=8).hexdigest()
