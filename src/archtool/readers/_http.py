"""Parse HTTP responses as archives store them: the headers, and the body in whatever coding it really has.

Headers lie. Crawlers store bodies de-chunked under ``Transfer-Encoding: chunked``, or unzipped under
``Content-Encoding: gzip``, or cut in the middle. So a header is a hint, the bytes decide, and a body that ends early is
returned as far as it goes, with a description of the fault.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import NamedTuple

from archtool.artefacts.controls import without_controls
from archtool.startup.patterns import lazy

STATUS_LINE = lazy(rb"\s*(?:HTTP/\d(?:\.\d)?|ICY)[ \t]+(\d{1,3})(?!\d)", re.I)
FIRST_LINES = lazy(rb"HTTP/\d(?:\.\d)?[ \t]+\d{3}\b[^\r\n]*\r?\n[A-Za-z][A-Za-z-]*:")
ORIGINAL = lazy(r"""<([^<>]+)>\s*+;[^<>]*?\brel\s*+=\s*+["']?original\b""")
HEADER_END = lazy(rb"(?<!\r)\r*+\n\r*+\n")
CHUNK_SIZE = lazy(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
CHARSET = lazy(r"""charset\s*=\s*+(?:["']\s*+)?([^\s"';,]+)""", re.I)
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
CODINGS = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd"})
SIGNED = (GZIP + b"\x08", ZSTD)
OK = 200
PIECE = 1 << 12
MOST_EMPTY = 100  # consecutive members of a body that hold nothing
FOLDED = (b" ", b"\t")
CONTROLS = lazy(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


class Headers:
    """The header lines of a record or a response, parsed on demand: those of most responses are never needed."""

    def __init__(self, head: bytes) -> None:
        self._head = b"\n" + head
        self._lower = self._head.lower()

    def get(self, name: str, default: str = "") -> str:
        """Return the value of ``name`` (lower case), folded lines joined; the first one of a repeated header."""
        begin = self._lower.find(f"\n{name}:".encode())
        if begin < 0:
            return default
        begin += len(name) + 2
        end = self._head.find(b"\n", begin)
        while end >= 0 and self._head[end + 1 : end + 2] in FOLDED:
            end = self._head.find(b"\n", end + 1)
        value = self._head[begin:end] if end >= 0 else self._head[begin:]
        return " ".join(without_controls(value.decode("utf-8", "replace")).split())


class Response(NamedTuple):
    """A response: its status if it has one, its headers, its stored body."""

    status: int | None
    headers: Headers
    body: bytes

    @property
    def mime(self) -> str:
        """The media type, lower-case, without parameters; empty where it is not declared."""
        return self.headers.get("content-type").partition(";")[0].partition(",")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset in ``Content-Type``, as written."""
        match = CHARSET.search(self.headers.get("content-type"))
        return match[1] if match else None


class Body(NamedTuple):
    """A decoded body, and what was wrong with it."""

    data: bytes
    fault: str | None = None


class TooLargeError(ValueError):
    """The decoded body is larger than the limit."""


def begins(data: bytes) -> bool:
    """Whether ``data`` is a response with its headers, as ``curl -i`` and ``wget --save-headers`` save it."""
    return data.startswith(b"HTTP/") and FIRST_LINES.match(data) is not None


def memento(headers: Headers) -> tuple[str, str]:
    """Return the original address and the time of a capture that a web archive served; two empty strings for others."""
    time = headers.get("memento-datetime")
    found = ORIGINAL.search(headers.get("link")) if time else None
    return (found[1], time) if found else ("", "")


def parse(block: bytes) -> Response:
    """Parse the block of a response record. A block without a status line is all body.

    Interim responses (``100 Continue``, a proxy's reply to CONNECT) are skipped.
    """
    status = STATUS_LINE.match(block)
    if not status:
        return Response(None, Headers(b""), block)
    start = 0
    while True:
        begin, end = _header_end(block, status.end())
        code = int(status[1])
        behind = STATUS_LINE.match(block, end) if block.startswith(b"HTTP/", end) else None
        if not behind or not (code < OK or block.find(b"\n", status.end(), begin) < 0):
            return Response(code, Headers(block[start:begin]), block[end:])
        start, status = end, behind


def _header_end(block: bytes, place: int) -> tuple[int, int]:
    """Return where the empty line behind the headers begins and ends; the end of ``block`` if there is none."""
    begin = block.find(b"\r\n\r\n", place)
    if begin >= 0 and block.find(b"\n\n", place, begin) < 0 and block.find(b"\r\r", place, begin + 1) < 0:
        return begin, begin + 4  # the regular case, found five times faster
    found = HEADER_END.search(block, place)
    return found.span() if found else (len(block), len(block))


def decode_body(response: Response, limit: int) -> Body:
    """Undo transfer and content coding. Raises :class:`TooLargeError` if more than ``limit`` bytes come out."""
    data, fault = response.body, None
    said_chunked = "chunked" in response.headers.get("transfer-encoding").lower()
    if said_chunked or data.endswith((b"0\r\n\r\n", b"0\n\n")):
        data, fault = _dechunk(data, said_chunked)
    codings = [coding.strip().lower() for coding in response.headers.get("content-encoding").split(",")]
    for coding in reversed(codings):
        data, problem = _undo(coding, data, limit)
        fault = fault or problem
    if data.startswith(GZIP) and response.mime.startswith("text/"):  # gzip, though no header says so
        data, problem = _undo("gzip", data, limit)
        fault = fault or problem
    if len(data) > limit:
        raise TooLargeError
    return Body(data, fault)


def _dechunk(data: bytes, said: bool) -> Body:
    """Join the chunks; return ``data`` itself if it has none, as when a crawler joined them and kept the header."""
    parts: list[bytes] = []
    place = 0
    while True:
        size_line = CHUNK_SIZE.match(data, place)
        if not size_line:
            if not parts:
                return Body(data)
            return Body(b"".join(parts) if said else data, "chunked body is damaged" if said else None)
        begin, size = size_line.end(), int(size_line[1], 16)
        if size == 0:
            return Body(b"".join(parts))
        end = begin + size
        if end > len(data):
            if not said or (not parts and not data[begin : begin + 2].lstrip().startswith((b"<", b"\x1f"))):
                return Body(data)
            return Body(b"".join([*parts, data[begin:]]), "chunked body is cut")
        after = data[end : end + 2]
        if not parts and after and not after.startswith((b"\r", b"\n")):
            return Body(data)  # a text that happens to begin with a hexadecimal word
        parts.append(data[begin:end])
        place = end + (2 if after == b"\r\n" else 1)
        if place >= len(data):
            return Body(b"".join(parts), "chunked body is cut" if said else None)


def _undo(coding: str, data: bytes, limit: int) -> Body:
    if not data:
        return Body(data)
    if coding in CODINGS and data.startswith(SIGNED):  # whichever of these the header names
        return _inflate(data, 31, limit) if data.startswith(GZIP) else _stream("ZstdReader", data, limit)
    if coding == "deflate":
        # Half of the servers send zlib's format, as the standard demands, half send the bare stream.
        for bits in (15, -15):
            found = _inflate(data, bits, limit)
            if found.data and not found.fault:
                return found
        wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return _inflate(data, 15, limit) if wrapped else Body(data)
    if coding == "br":
        found = _stream("BrotliReader", data, limit)
        # Brotli has no signature: a text that does not decode was not compressed.
        return Body(data) if found.fault and not found.data and not CONTROLS.search(data[:512]) else found
    return Body(data)


def _inflate(data: bytes, bits: int, limit: int) -> Body:
    parts: list[bytes] = []
    size = empty = 0
    while data:
        member, before = zlib.decompressobj(bits), size
        try:
            while data and not member.eof:
                part = member.decompress(data, limit - size + 1)
                parts.append(part)
                size += len(part)
                if size > limit:
                    raise TooLargeError
                data = member.unconsumed_tail
        except zlib.error as error:
            if parts and not size and len(parts) == 1:
                return Body(b"", f"damaged: {error}")
            return Body(b"".join([*parts, _to_the_last_byte(data, bits, limit - size)]), "compressed body is damaged")
        if not member.eof:
            return Body(b"".join(parts), "compressed body is cut")
        data = member.unused_data
        empty = empty + 1 if size == before else 0
        if empty > MOST_EMPTY:  # each costs a copy of everything behind it
            return Body(b"".join(parts), f"more than {MOST_EMPTY} empty members: not read further")
        if bits != 31 or not data.startswith(GZIP):
            break
    return Body(b"".join(parts))


def _to_the_last_byte(data: bytes, bits: int, limit: int) -> bytes:
    """Decompress up to the damage: a call to zlib that fails returns nothing, so it gets one byte at a time."""
    member = zlib.decompressobj(bits)
    parts: list[bytes] = []
    size = 0
    for place in range(len(data)):
        try:
            part = member.decompress(data[place : place + 1])
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        if size > limit:
            raise TooLargeError
    return b"".join(parts)


def _stream(reader: str, data: bytes, limit: int) -> Body:
    from fastwarc import stream_io

    stream = getattr(stream_io, reader)(io.BytesIO(data))
    parts: list[bytes] = []
    size = 0
    try:
        while part := stream.read(PIECE):
            parts.append(part)
            size += len(part)
            if size > limit:
                raise TooLargeError
    except OSError:
        return Body(b"".join(parts), "compressed body is cut or damaged")
    return Body(b"".join(parts))
