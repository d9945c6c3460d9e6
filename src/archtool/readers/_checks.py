"""Check that a WARC record that becomes a page is whole and undamaged. ``warc`` calls this for each such record.

A record tells whether its crawler cut it, the response how long the body is. The record may give digests of the block
(the headers of the response and the body) and of the payload (the body). Computing them takes less than a hundredth of
the time of cleaning the page. Writers disagree about what a payload is: the body as it was sent, without its chunks, or
decompressed. Any of these is accepted.
"""

from __future__ import annotations

import hashlib
from base64 import b32decode
from collections.abc import Iterable

from archtool.readers._http import OK, Headers, Response, TooLargeError, decode_body
from archtool.readers._stored import Stored

ALGORITHMS = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}  # the bytes of a digest


def fault(found: Stored, response: Response, limit: int) -> str | None:
    """Return the fault of a record, apart from those noticed when it was cut out; ``None`` where there is none."""
    if b"WARC-Segment-Number" in found.header:
        return "the first part of a record that is stored in several: cut"
    header = Headers(found.header)
    if why := header.get("warc-truncated"):
        return f"cut by its crawler: {why}"
    if found.fault or not found.whole:
        return None
    return _short(response) or _damaged(header, found, response, limit)


def _short(response: Response) -> str | None:
    """Return how much of a body is missing by its headers. One that a crawler decompressed is longer than they say."""
    said = response.headers.get("content-length")
    is_counted = said.isdecimal() and len(said) < 16 and not response.headers.get("transfer-encoding")
    if not is_counted or not 0 < len(response.body) < int(said) or response.status not in (None, OK):
        return None
    return f"cut: {len(response.body)} of {said} bytes"


def _damaged(header: Headers, found: Stored, response: Response, limit: int) -> str | None:
    """Return which digest of a record does not match its bytes; ``None`` where all do, or none can be computed."""
    wrong = []
    if (block := _said(header.get("warc-block-digest"))) and not _is(block, (found.first, *found.rest), found.size):
        wrong.append("block")
    payload = _said(header.get("warc-payload-digest"))
    if payload and not _is(payload, (response.body,)) and not _is_unpacked(payload, response, limit):
        wrong.append("payload")
    return f"damaged: the digest of its {' and of its '.join(wrong)} is wrong" if wrong else None


def _said(value: str) -> tuple[str, bytes] | None:
    """Parse a header with a digest in base 32 or hexadecimal: return algorithm and digest, ``None`` if unknown."""
    name, _, written = value.partition(":")
    name, written = name.strip().lower().replace("-", ""), written.strip()
    size = ALGORITHMS.get(name)
    if size is None:
        return None
    try:
        if len(written) == 2 * size:
            return name, bytes.fromhex(written)
        written = written.rstrip("=").upper()
        digest = b32decode(written + "=" * (-len(written) % 8))
    except ValueError:
        return None
    return (name, digest) if len(digest) == size else None


def _is(said: tuple[str, bytes], parts: Iterable[bytes], size: int | None = None) -> bool:
    """Whether ``said`` is the digest of ``parts``, or of their first ``size`` bytes."""
    digest = hashlib.new(said[0], usedforsecurity=False)
    for part in parts:
        data = part if size is None else part[:size]
        size = None if size is None else size - len(data)
        digest.update(data)
    return digest.digest() == said[1]


def _is_unpacked(said: tuple[str, bytes], response: Response, limit: int) -> bool:
    """Whether the digest is that of the body without its chunks, or of the decompressed body."""
    coded = {name: response.headers.get(name) for name in ("transfer-encoding", "content-encoding")}
    if not any(coded.values()):
        return False
    try:
        if coded["content-encoding"]:
            chunked = f"transfer-encoding: {coded['transfer-encoding']}".encode()
            if _is(said, (decode_body(response._replace(headers=Headers(chunked)), limit).data,)):
                return True
        return _is(said, (decode_body(response, limit).data,))
    except TooLargeError:
        return False
