"""Digests in WARC records: each kind is checked, a wrong one is told with its offset, and writers' customs are known."""

from __future__ import annotations

import hashlib
import io
from base64 import b32encode

import pytest

from archive_builder import html, http, page, record
from archtool.model import Failure, Page
from archtool.readers import read_stream

BODY = html("alder")
WAYS = {
    "sha1": lambda data: "sha1:" + b32encode(hashlib.sha1(data).digest()).decode(),
    "sha256": lambda data: "sha256:" + hashlib.sha256(data).hexdigest(),
    "sha-256": lambda data: "SHA-256:" + b32encode(hashlib.sha256(data).digest()).decode().lower(),
    "md5": lambda data: "md5:" + hashlib.md5(data).hexdigest().upper(),
}


def told(*records: bytes) -> list[tuple[int | None, str]]:
    items = list(read_stream(io.BytesIO(b"".join(records)), "t.warc"))
    assert sum(isinstance(item, Page) for item in items) == len(records)  # damage is told, and the page is given
    return [(item.origin.offset, item.message) for item in items if isinstance(item, Failure)]


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_digest_is_told_with_its_offset(way: str) -> None:
    digest, block = WAYS[way], http(BODY)
    sound = record(block, WARC_Block_Digest=digest(block), WARC_Payload_Digest=digest(BODY))
    changed = block.replace(b"tide", b"tale")
    assert told(sound) == []
    assert told(sound, record(changed, WARC_Block_Digest=digest(block)), page("birch")) == [
        (len(sound), "damaged: the digest of its block is wrong")
    ]
    assert told(record(changed, WARC_Payload_Digest=digest(BODY))) == [
        (0, "damaged: the digest of its payload is wrong")
    ]
    assert told(record(changed, WARC_Block_Digest=digest(block), WARC_Payload_Digest=digest(BODY))) == [
        (0, "damaged: the digest of its block and of its payload is wrong")
    ]


def test_a_large_body_is_checked_to_its_end() -> None:
    body = BODY + b"<p>tide</p>\n" * 50_000
    block = http(body)
    assert told(record(block, WARC_Block_Digest=WAYS["sha1"](block))) == []
    assert len(told(record(block[:-2] + b"!\n", WARC_Block_Digest=WAYS["sha1"](block)))) == 1


CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)


@pytest.mark.parametrize("meant", [CHUNKED, BODY], ids=["as it was sent", "without its chunks"])
def test_a_payload_is_what_its_writer_takes_for_it(meant: bytes) -> None:
    block = http(CHUNKED, Transfer_Encoding="chunked")
    assert told(record(block, WARC_Payload_Digest=WAYS["sha1"](meant))) == []


@pytest.mark.parametrize("digest", ["sha1:", "sha1:not base 32", "blake3:00", "nothing", "sha1:" + "00" * 19])
def test_what_is_no_known_digest_is_not_checked(digest: str) -> None:
    assert told(record(http(BODY), WARC_Block_Digest=digest)) == []
