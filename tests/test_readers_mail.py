"""Mail: newsletters and mailboxes give a page for each message; dumps with labels are dumps."""

from __future__ import annotations

import io
from email.message import EmailMessage
from typing import Any

import pytest

import archive_builder as build
from archtool.model import Failure, Page, Pair, Skipped
from archtool.pipeline import clean
from archtool.readers import ReadOptions, mail, read_stream

HTML = build.html("tides").decode()
TEXT = "Dear all,\n\nThe ferry between the two islands will run again from Easter Monday, says the council – at last.\n"
ENVELOPE = b"From ann@e.org Mon Mar  4 08:00:00 2019\n"


def message(html: str = "", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ann Holm <ann@e.org>"
    made["To"] = "list@e.org"
    made["Subject"] = "The ferry sails – again"
    made["Date"] = "Mon, 04 Mar 2019 23:30:00 -0500"
    made["Message-ID"] = "<1@e.org>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(TEXT)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def items(data: bytes, options: ReadOptions | None = None) -> list[Any]:
    return list(read_stream(io.BytesIO(data), "a", options or ReadOptions()))


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_message_is_its_text_with_subject_sender_and_day(newline: bytes) -> None:
    (page,) = items(bytes(message(Archived_At="<http://lists.e.org/1>")).replace(b"\n", newline))
    assert (page.format, page.source, page.url, str(page.origin)) == ("text", "mail", "http://lists.e.org/1", "a")
    record = clean(page)
    assert (record.title, record.authors, record.date) == ("The ferry sails – again", ("Ann Holm",), "2019-03-04")
    assert "says the council – at last." in record.text
    assert record.fields == (Pair("To", ("list@e.org",)), Pair("Message-ID", ("<1@e.org>",)))


def test_the_html_of_a_newsletter_is_its_page() -> None:
    made = message(HTML)
    made.add_attachment(b"<html>other</html>", maintype="text", subtype="html", filename="a.html")
    (page,) = items(bytes(made))
    assert page.format == "html"
    assert page.body.strip() == HTML.strip()
    assert clean(page).title == "The ferry sails – again"


def test_each_message_of_a_mailbox_is_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    quoted = bytes(message()).replace(b"Dear all,", b"Dear all,\n\n>From the pier to the mill it is a mile.")
    whole = b"\n".join(ENVELOPE + each for each in (quoted, bytes(message(HTML)), bytes(message())))
    offset = len(ENVELOPE + quoted) + 1
    for size in (mail.CHUNK, 1000, 450):
        monkeypatch.setattr(mail, "CHUNK", size)
        found = items(whole)
        assert [page.format for page in found] == ["text", "html", "text"]
        assert [str(page.origin) for page in found][:2] == ["a:0", f"a:{offset}"]
        assert "\nFrom the pier to the mill" in found[0].body


def test_large_and_empty_messages_are_told_one_by_one() -> None:
    large = ENVELOPE + bytes(message()).replace(b"Dear all,", b"Dear all, " * 2000)
    empty = ENVELOPE + b"From: ann@e.org\nMessage-ID: <2@e.org>\nContent-Type: image/png\n\nx\n"
    small = ENVELOPE + bytes(message())
    found = items(b"\n".join((small, large, empty, small)), ReadOptions(max_bytes=9000))
    assert [type(item) for item in found] == [Page, Failure, Skipped, Page]
    assert found[1].message == "the message is larger than 9000 bytes"
    assert found[2].reason == "mail without a text"


@pytest.mark.parametrize(
    "dump",
    [
        b"From: Ann Holm\nDate: 4 March 2019\nSubject: Ferry\n\nThe ferry between the islands will run again.\n",
        b"From Easter Monday 2019\n\nThe ferry between the islands will run again, says the council.\n",
        b"Title: Ferry\nMessage-ID: what a mail has\n\nThe ferry between the islands will run again.\n",
    ],
)
def test_a_dump_with_labels_is_no_mail(dump: bytes) -> None:
    (page,) = items(dump)
    assert (page.format, page.source) == ("text", "file")


def test_a_page_that_a_browser_saved_as_a_message_is_no_mail() -> None:
    (page,) = items(build.mhtml(HTML.encode()))
    assert page.source == "mhtml"


def test_parts_nested_without_end_are_told() -> None:
    nest = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(200))
    (found,) = items(b"From: ann@e.org\nMessage-ID: <2@e.org>\n" + nest + b"\n" * 1000)
    assert found.message == "a message with more than 100 parts that have parts: not read"
