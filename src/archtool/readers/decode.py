"""Decode the bytes of a page to text, once: ``_body`` calls :func:`decode` for every page.

The order of trust: byte order mark, HTTP charset, ``meta`` charset, strict UTF-8, a detector, windows-1252. A
declaration (``_encodings``) counts only as far as the bytes agree with it: archives are full of pages that declare
``iso-8859-1`` and are UTF-8.

Almost every dump is valid UTF-8: that path imports nothing.
"""

import codecs
from typing import NamedTuple

from archtool.readers._encodings import (
    CYRILLIC,
    SEVEN_BITS,
    SUPERSETS,
    WESTERN,
    declared,
    is_single_byte,
    known,
)
from archtool.readers._guesses import guesses
from archtool.startup.patterns import lazy

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SAMPLE = 1 << 16
JUNK_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
BINARY_SHARE = 0.05
# So many non-ASCII bytes are not valid UTF-8 by accident. In multi-byte encodings, where one pair in ten can be, it
# takes more.
STRAY_LETTERS, STRAY_PAIRS = 4, 8
# Fewer suffice if they are a dash, a quotation mark, or an accented letter behind a small one.
CERTAIN_UTF8 = lazy(rb"\xe2[\x80-\x84][\x80-\xbf]|(?<=[a-z])[\xc2\xc3][\x80-\xbf]")
CUT = frozenset({"unexpected end of data", "incomplete multibyte sequence", "truncated data"})
# The doubts that there may be about an encoding.
GUESSED = "guessed"
MIXED = "with bytes of windows-1252"
GIVEN_UP = "which browsers do not read"
REPLACED = "with bytes that are no characters"
CUT_CHARACTER = "cut in a character"
TWICE = "with text that was encoded twice"
PADDED = "with NUL bytes behind it"
PADDING = bytes(64)
SURROGATES = lazy(rb"(?:\xed[\xa0-\xbf][\x80-\xbf])+")

# C1 controls in decoded text are windows-1252 bytes that somebody took for Latin-1 (``Don\x92t``): read as such, as
# browsers do for ``&#146;``. The five codes that windows-1252 leaves open, NUL and the other controls go; a form feed
# or a vertical tab is a line break. Carriage returns are dealt with before.
CONTROLS = {
    **{chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)},
    "\x0b": "\n",
    "\x0c": "\n",
}
TO_TIDY = lazy("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
PLAIN_BYTES = bytes([0x09, 0x0A, *range(0x20, 0x7F)])  # these encodings are left alone
HIGH_BYTES = bytes(range(0x80, 0x100))
UNICODE = frozenset({"ascii", "utf-8"})  # one byte or byte sequence for each character
C1 = tuple(map(chr, range(0x80, 0xA0)))
C1_BYTES = lazy(rb"\xc2[\x80-\x9f]")
# Bytes in texts that were encoded twice, and in few others: ``mojibake.py`` decides.
TWICE_BYTES = lazy(
    rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xe2[\x80\x82\x84]|[\xc5\xc6\xcb])|\xe2\x88\x9a[\xc2-\xe2]|\xd0\xbf\xe2[\x94-\x96]"
)


class DecodeError(ValueError):
    """The bytes are no text in any encoding."""


class Decoded(NamedTuple):
    """Text, its encoding, and the doubt about that, which is empty as a rule."""

    text: str
    encoding: str
    doubt: str = ""


def decode(data: bytes, http_charset: str | None = None, html: bool = False) -> Decoded:
    """Decode ``data``; with ``html``, a ``meta`` charset counts. Raise :class:`DecodeError` on binary data."""
    padded = data.endswith(PADDING) and data.strip(b"\0") != b""  # a file on a disk that was damaged
    if padded:
        data = data.rstrip(b"\0")
        data += b"\0" * (len(data) & 1 if b"\0" in data[:SAMPLE] else 0)  # the other half of a character
    text, encoding, doubt = _decode(data, http_charset, html)
    doubt = doubt or (PADDED if padded else "")
    wide = encoding.startswith(("utf-16", "utf-32", "iso2022"))
    rest = b"\r" if wide else data.translate(None, PLAIN_BYTES)  # a few bytes, many times faster to search
    if b"\r" in rest:
        text = "\n".join(text.split("\r\n")).replace("\r", "\n")  # faster than replacing the pairs
    if encoding in UNICODE and doubt != MIXED:  # otherwise the text may have controls that its bytes have not
        signs = TWICE_BYTES.search(rest) is not None
    else:
        signs = not text.isascii()
    meant = _meant(text) if signs else text
    if wide:
        tidy = TO_TIDY.sub(lambda match: CONTROLS.get(match[0], ""), meant)
    else:
        tidy = _tidy(meant, rest, encoding)
    return Decoded(tidy, encoding, doubt or (TWICE if meant != text else ""))


def _meant(text: str) -> str:
    """Return ``text``, repaired where it was encoded twice."""
    from archtool.readers.mojibake import mended

    return mended(text)


def _tidy(text: str, rest: bytes, encoding: str) -> str:
    """Return ``text`` without control characters. ``rest``, its bytes that are not plain, shows which there are."""
    untidy = {chr(byte) for byte in rest.translate(None, HIGH_BYTES)}
    if encoding not in UNICODE:
        untidy.update(control for control in C1 if control in text)
    elif b"\xc2" in rest:
        untidy.update(chr(pair[1]) for pair in C1_BYTES.findall(rest))
    if "\ufeff" in text:
        untidy.add("\ufeff")
    for control in untidy:
        text = text.replace(control, CONTROLS.get(control, ""))
    return text


def _decode(data: bytes, http_charset: str | None, html: bool) -> Decoded:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _by_name(data[len(mark) :], encoding) or _forced(data[len(mark) :], encoding)
    if b"\0" in data[:SAMPLE]:
        wide = _utf16_without_mark(data)
        if wide:
            return _by_name(data, wide) or _forced(data, wide)
    if data.isascii():
        seven = _seven_bits(data, http_charset, html) if http_charset or html else None
        if seven:
            return seven
        if b"\x1b" not in data:  # an escape may be ISO-2022-JP, which is seven bits wide
            _refuse_binary(data)
            return Decoded(data.decode("ascii"), "ascii")
    if b"\x1b" in data and (b"\x1b$" in data or b"\x1b(J" in data):
        found = _by_name(data, "iso2022_jp_2")
        if found:
            return found
    labels = declared(data, http_charset, html)
    utf8 = _by_name(data, "utf-8")
    for label in labels:
        name = known(label)
        if name is None or (name.startswith(("utf-16", "utf-32")) and b"\0" not in data):
            continue
        if utf8 and (name in WESTERN or _is_rather_utf8(data, utf8.text, name)):
            continue
        found = utf8 if name == "utf-8" else _by_name(data, name)
        if found:
            return _meant_by_letters(data, found) if name in WESTERN or name in CYRILLIC else found
    _refuse_binary(data)
    return utf8 or _guess(data, labels, html)


def _seven_bits(data: bytes, http_charset: str | None, html: bool) -> Decoded | None:
    """Decode ASCII bytes in a seven-bit encoding, if the page declares one and the bytes agree; else ``None``."""
    for label in declared(data, http_charset, html):
        encoding, sign = SEVEN_BITS.get(label.strip().lower(), ("", b""))
        if sign and sign in data:
            found = _by_name(data, encoding) if encoding else Decoded(data.decode("ascii"), label)
            return found._replace(doubt=GIVEN_UP) if found else None
    return None


def _is_rather_utf8(data: bytes, text: str, encoding: str) -> bool:
    """Whether valid UTF-8 really is UTF-8, though another encoding is declared."""
    if not is_single_byte(encoding):
        return encoding in SUPERSETS.values() and len(data) - len(text) >= STRAY_PAIRS
    return len(data) - len(text) >= STRAY_LETTERS or CERTAIN_UTF8.search(data) is not None


def _by_name(data: bytes, encoding: str) -> Decoded | None:
    """Decode strictly, but allow a character cut at the very end, as in a truncated capture; ``None`` on failure."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if error.reason not in CUT or error.start == 0 or error.end < len(data):
            return None
        return Decoded(data[: error.start].decode(encoding), encoding, CUT_CHARACTER)


def _forced(data: bytes, encoding: str) -> Decoded:
    return Decoded(data.decode(encoding, "replace"), encoding, REPLACED)


def _utf16_without_mark(data: bytes) -> str | None:
    """Recognise UTF-16 by its NULs (in any script, at line ends and blanks) on one side of each pair of bytes only.

    A dump in ASCII with stray NULs differs by its other bytes, which are all letters and signs.
    """
    sample = data[: min(len(data), SAMPLE) & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if not sample or max(even, odd) * 50 < len(sample) or max(even, odd) < 20 * min(even, odd):
        return None
    readable = sample.translate(None, JUNK_CONTROLS)
    if max(even, odd) * 4 < len(sample) and readable.isascii() and len(readable) > len(sample) * 0.7:
        return None
    nulls, others = (sample[1:8192:2], sample[:8192:2]) if odd > even else (sample[:8192:2], sample[1:8192:2])
    latin = bytes(other for null, other in zip(nulls, others, strict=True) if not null)
    if len(latin.translate(None, JUNK_CONTROLS)) < 0.9 * len(latin):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _refuse_binary(data: bytes) -> None:
    sample = data[:SAMPLE]
    junk = len(sample) - len(sample.translate(None, JUNK_CONTROLS))
    if junk > 4 + len(sample) * BINARY_SHARE:
        raise DecodeError("not text: too many control bytes")


def _guess(data: bytes, labels: list[str], html: bool) -> Decoded:
    """Decode undeclared bytes that are not UTF-8."""
    for encoding in guesses(data, labels, html):
        if encoding == "utf-8":  # with bytes of another encoding pasted in
            return Decoded(data.decode("utf-8", "archtool-windows-1252"), "utf-8", MIXED)
        found = _by_name(data, encoding)
        if found:
            return found._replace(doubt=GUESSED)
    return _forced(data, "cp1252")


def _meant_by_letters(data: bytes, found: Decoded) -> Decoded:
    """Return ``found``, or the text in another encoding where its letters are noise in the declared one."""
    from archtool.readers._letters import meant_encoding

    name = meant_encoding(data, found.text, found.encoding)
    other = _by_name(data, name) if name else None
    return other._replace(doubt=GUESSED) if other else found


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    surrogates = SURROGATES.match(error.object, error.start)
    if surrogates:  # CESU-8, which databases write: two surrogates make a character, one alone does not
        halves = surrogates[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        return halves.decode("utf-16-le", "replace"), surrogates.end()
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("archtool-windows-1252", _windows_1252)
