"""Recognise the format of an input by its first bytes, since names lie more often than contents.

``_dispatch`` calls this first, and imports the reader that it names.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.readers._html_start import HEAD, is_html
from archtool.readers._streams import exactly
from archtool.startup.patterns import lazy

CODECS = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\xfd7zXZ\0", "xz"),
)
NO_PAGE = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\0\0\1\0", "image/x-icon"),
    (b"\x7fELF", "application/x-executable"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
)
# Signatures that may also begin a text, and what follows them where they are meant.
SIGNED = (
    (lazy(rb"%PDF-\d\.\d"), "application/pdf"),
    (lazy(rb"GIF8[79]a.{4}[\x00-\x1f\x80-\xff]", re.S), "image/gif"),
    (lazy(rb"RIFF.{4}WEBP", re.S), "image/webp"),
    (lazy(rb"RIFF.{4}WAVE", re.S), "audio/wav"),
    (lazy(rb"RIFF.{4}AVI ", re.S), "video/avi"),
    (lazy(rb"wOFF(?:\x00\x01\x00\x00|OTTO|true)"), "font/woff"),
    (lazy(rb"wOF2(?:\x00\x01\x00\x00|OTTO|true)"), "font/woff2"),
)
JSON_OBJECT = lazy(rb'\[?\s*\{\s*"[^"\n]{1,100}"\s*:\s*(?:"[^"]*"|[\d.eE+-]+|true|false|null|[\[{])\s*[,\]}\[{"\d]')
BZIP2 = lazy(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
WARC_START = lazy(rb"WARC/\d+\.\d+[ \t]*\r*\n")
ARC_START = lazy(rb"filedesc:/[^\n]* \d{8,20} ")
TAR_SUM = lazy(rb"[ 0-7]{1,7}[\0 ]")
XML_ROOT = lazy(rb"(?is)(?:<\?xml[^>]*>|<!--.*?-->|<!doctype (?!html)[^>]*>|\s++)*+<([a-z][\w:.-]*)[\s>]")
XML_ALONE = frozenset({b"rss", b"feed", b"rdf:rdf", b"svg", b"urlset", b"sitemapindex"})  # without a declaration
ARC_LINE = lazy(rb"(?=[^\n]* \d+\r?\n)[a-z][a-z0-9+.-]*:[^\n]*? [^ \n]+ \d{14} [^ \n]* ")
BLANKS = b"\xef\xbb\xbf \t\r\n"
MIME_HEADERS = lazy(rb"(?:[A-Za-z][A-Za-z-]*[ \t]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*)")
SAVED_SIGNS = (b"snapshot-content-location", b"<saved by ", b"\ncontent-location:")
RELATED = b"multipart/related"  # also of mail with pictures


def recognise(stream: Any) -> str | None:
    """Return the format (the name of a reader) of the input in ``stream``, which stays at its first byte.

    ``None`` means an empty input. For a compressed WARC or ARC it is that format, for anything else that is
    compressed, the compression.
    """
    head = exactly(stream, HEAD)
    stream.seek(0)
    if not head:
        return None
    codec = compression(head)
    if not codec:
        return _plain(head) or ("html" if is_html(head) else "text")
    if codec in {"gzip", "zstd", "lz4"}:
        from archtool.readers._codecs import beginning

        inner = _plain(beginning(stream, 0, codec))
        stream.seek(0)
        if inner in {"warc", "arc"}:
            return inner
    return "compressed"


def compression(head: bytes) -> str:
    """Return the name of the compression that ``head`` begins with; empty for none."""
    for magic, codec in CODECS:
        if head.startswith(magic):
            return codec
    if BZIP2.match(head):
        return "bzip2"
    # A skippable frame of zstd: it holds the dictionary of a .warc.zst.
    return "zstd" if head[1:4] == b"\x2a\x4d\x18" and 0x50 <= head[0] <= 0x5F else ""


def no_page(head: bytes) -> str | None:
    """Return what kind of file ``head`` begins, where it is known not to be a page: a PDF, a picture, a feed."""
    for magic, kind in NO_PAGE:
        if head.startswith(magic):
            return kind
    for pattern, kind in SIGNED if head[:1] in b"%GRw" else ():
        if pattern.match(head):
            return kind
    start = head.lstrip(BLANKS)
    root = XML_ROOT.match(start) if start[:1] == b"<" else None
    if root and (root[1].lower() in XML_ALONE or (start.startswith(b"<?xml") and not is_html(head))):
        return f"XML: {root[1].decode().lower()}"
    return None


def _plain(head: bytes) -> str | None:
    start = head.lstrip(BLANKS)
    if start.startswith(b"WARC/") and WARC_START.match(start):
        return "warc"
    if start.startswith(b"filedesc:/") and ARC_START.match(start):
        return "arc"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK")):
        return "zip"
    if head[257:262] == b"ustar" and TAR_SUM.match(head, 148):
        return "tar"
    if head.startswith(b"bplist00") and not head[8:9].isspace():
        return "webarchive"
    if b"<plist" in start[:256] and b"<key>WebMainResource</key>" in head:
        return "webarchive"
    if start[:1] in b"{[-" and start:
        if re.match(rb'\{\s*"log"\s*:\s*\{\s*"', start):
            return "har"
        from archtool.readers.record import is_record

        if is_record(head):
            return "record"
        if start[:1] != b"-" and b'"' in start[:200]:
            from archtool.readers.json import begins

            return "json" if begins(head) else None
        return None
    if start[:1] == b"<" and (b"<doc" in head or b"<text" in head or b"<DOC" in head):
        from archtool.readers.corpus import begins

        return "corpus" if begins(head) else None
    line = start[: start.find(b"\n") + 1]
    if (line[:1] != b"<" and b"id" in line and b"text" in line) or head.startswith((b"PAR1", b"SQLite format 3\0")):
        from archtool.readers.table import is_table

        if is_table(head):
            return "table"
    if b":" not in line:
        return None
    if ARC_LINE.match(line):
        return "arc"
    return _message(start) if line.startswith(b"From ") or MIME_HEADERS.match(line) else None


def _message(start: bytes) -> str | None:
    """Return what kind of message begins with these headers: a page that a browser saved, or mail."""
    # The signature has to be in the header, not in the text of a dump that begins with labels.
    header = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0].lower()
    if any(sign in header for sign in SAVED_SIGNS):
        return "mhtml"
    if b"from:" in header:
        from archtool.readers.mail import begins

        if begins(start):
            return "mail"
    return "mhtml" if RELATED in header else None
