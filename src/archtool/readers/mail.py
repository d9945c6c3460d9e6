"""Mail: newsletters and letters as mail programs save them (``.eml``), and mailboxes of many messages (mbox).

The HTML part of a message is its page, or else its text. Subject, sender and date are title, author and date; the other
headers are the mail system's own. ``mhtml.py`` reads pages that browsers saved as a message.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from archtool.artefacts.controls import without_controls
from archtool.model import Failure, Origin, Page, Pair, Skipped
from archtool.readers._body import to_page
from archtool.readers._streams import exactly
from archtool.readers._types import Item, Source
from archtool.readers._urls import clean_url
from archtool.startup.patterns import lazy

if TYPE_CHECKING:
    from email.message import Message

SIGNS = (b"\nmessage-id:", b"\nmime-version:", b"\nreceived:")  # a message has one of these fields
CHUNK = 1 << 20
LONGEST_HEADER = 1 << 16  # bytes; the parser takes quadratic time for its parameters
MOST_NESTED = 100  # the parser compares each line with the boundaries of all parts around it
FIELD = rb"[!-9;-~]{1,76}+[ \t]*+:[^\n]*+\n(?:[ \t][^\n]*+\n)*+"
ENVELOPE = rb"From [^\n]{1,80}?[ ][A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d[^\n]{0,20}\n"
_START = lazy(rb"(?:" + ENVELOPE + rb")?(?P<fields>(?:" + FIELD + rb")++)(?:\r?\n|[^\n]*+\Z)")
_NEXT = lazy(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))" + ENVELOPE + rb"(?=>?[!-9;-~]{1,76}:)")
BLANK_LINE = lazy(rb"\r?\n\r?\n")
QUOTED = lazy(rb"(?m)^>(?=>*From )")
KEPT = ("To", "Message-ID", "Newsgroups", "List-Id")
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def begins(head: bytes) -> bool:
    """Whether ``head`` begins with the headers of a message, which a mail program has written."""
    found = _START.match(head)
    if not found:
        return False
    fields = b"\n" + found["fields"].lower()
    return b"\nfrom:" in fields and any(sign in fields for sign in SIGNS)


def read(source: Source) -> Iterator[Item]:
    """Yield the page of each message. Where there is only one, its origin is the file."""
    messages = _messages(source.stream, source.options.max_bytes)
    first = next(messages, None)
    second = next(messages, None)
    if first and not second:
        yield _page(first[1], source.origin, source)
        return
    for found in (first, second):
        if found:
            yield _page(found[1], source.origin._replace(offset=found[0]), source)
    for offset, data in messages:
        yield _page(data, source.origin._replace(offset=offset), source)


def _messages(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the offset and the bytes of each message; no bytes of one that is larger than the limit."""
    held, at, begin, is_whole = b"", 0, 0, True
    searched = 1
    more = b"-"
    while more:
        more = exactly(stream, CHUNK)
        held += more
        last = len(held) - 400 if more else len(held)  # behind it, an envelope may be cut
        low = 0
        for found in _NEXT.finditer(held, searched):
            if found.start() >= last:
                break
            yield begin, held[low : found.start()] if is_whole else None
            begin, low, is_whole = at + found.start(), found.start(), True
        searched = max(searched, last, low + 1)
        if len(held) - low > limit:
            low, is_whole = max(low, len(held) - 400), False
        held, at, searched = held[low:], at + low, searched - low
    if held:
        yield begin, held if is_whole else None


def _page(data: bytes | None, origin: Origin, source: Source) -> Item:
    """Return the page in a message."""
    from email import message_from_bytes

    if data is None or len(data) > source.options.max_bytes:
        return Failure(origin, f"the message is larger than {source.options.max_bytes} bytes")
    blank = BLANK_LINE.search(data)
    if (blank.start() if blank else len(data)) > LONGEST_HEADER:
        return Failure(origin, f"a message with more than {LONGEST_HEADER} bytes of headers: not read")
    if data.lower().count(b"multipart/") > MOST_NESTED:
        return Failure(origin, f"a message with more than {MOST_NESTED} parts that have parts: not read")
    is_one_of_many = data.startswith(b"From ")
    message = message_from_bytes(data.partition(b"\n")[2] if is_one_of_many else data)
    part = _part(message)
    body = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(body, bytes) or not body.strip():
        return Skipped(origin, "mail without a text")
    format = "html" if part.get_content_type() in HTML_TYPES else "text"
    subject = _header(message, "Subject")
    if format == "text":
        body = QUOTED.sub(b"", body) if is_one_of_many else body
        body = subject.encode() + b"\n\n" + body if subject else body
    given = (("title", subject), ("author", _header(message, "From").partition("<")[0].strip(' "')))
    date = _day(_header(message, "Date"))
    page = to_page(
        body,
        origin,
        format=format,
        source="mail",
        url=clean_url(_header(message, "Archived-At")),
        http_charset=part.get_content_charset(),
        fields=tuple(Pair(name, (value,)) for name in KEPT if (value := _header(message, name))),
    )
    if not isinstance(page, Page):
        return page
    return page._replace(given=tuple(Pair(name, (value,)) for name, value in (*given, ("date", date)) if value))


def _part(message: Message) -> Message | None:
    """Return the HTML part of a message, or else its text; attachments are none."""
    parts = [
        part for part in message.walk() if not part.is_multipart() and part.get_content_disposition() != "attachment"
    ]
    html = next((part for part in parts if part.get_content_type() in HTML_TYPES), None)
    return html or next((part for part in parts if part.get_content_type() == "text/plain"), None)


def _header(message: Message, name: str) -> str:
    """Return the value of a header, decoded, on one line; empty where there is none."""
    from email.header import decode_header, make_header

    value = message.get(name)
    try:
        text = str(make_header(decode_header(value))) if value is not None else ""
    except (ValueError, LookupError, UnicodeError):
        text = str(value)
    return " ".join(without_controls(text).encode("utf-8", "replace").decode().split())


def _day(date: str) -> str:
    """Return the day on which a message was sent, as its sender's calendar has it."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(date).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
