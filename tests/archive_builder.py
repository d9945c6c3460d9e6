"""Builds archives for tests: WARC, ARC, WACZ, MHTML, HAR, zip and tar, whole or with one fault.

Everything is made from pages written here, so that a test shows all that it is about.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import plistlib
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from zlib import crc32

DATE = "2021-03-04T05:06:07Z"
HTML = "<!DOCTYPE html>\n<html><head><title>{0}</title></head><body><p>The tide table of {0} for spring.</p></body></html>\n"


def html(name: str) -> bytes:
    return HTML.format(name).encode()


def http(
    body: bytes,
    mime: str | None = "text/html; charset=utf-8",
    status: str = "200 OK",
    newline: str = "\r\n",
    **headers: str,
) -> bytes:
    """A response as a crawler stores it; headers by name, ``_`` for ``-``."""
    lines = [f"HTTP/1.1 {status}"]
    if mime is not None:
        lines.append(f"Content-Type: {mime}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return newline.join([*lines, "", ""]).encode() + body


def record(
    block: bytes,
    url: str = "http://example.org/",
    kind: str = "response",
    date: str = DATE,
    mime: str = "application/http; msgtype=response",
    length: int | str | None = None,
    newline: bytes = b"\r\n",
    version: str = "WARC/1.0",
    **headers: str,
) -> bytes:
    """One WARC record, with a length that may lie."""
    lines = [version, f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", f"WARC-Date: {date}"]
    identity = crc32(f"{url} {date} {kind}".encode())
    lines.append(f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{identity:012d}>")
    lines.append(f"Content-Type: {mime}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(block) if length is None else length}")
    return newline.join([*(line.encode() for line in lines), b"", b""]) + block + newline + newline


def page(name: str, **more: str) -> bytes:
    """A WARC record with a page of that name, at ``http://example.org/NAME``."""
    return record(http(html(name)), f"http://example.org/{name}", **more)  # type: ignore[arg-type]


def warcinfo(fields: str = "software: archive_builder\r\nisPartOf: Tide tables\r\n") -> bytes:
    return record(fields.encode(), "", "warcinfo", mime="application/warc-fields")


def pack(records: Iterable[bytes], codec: str = "") -> bytes:
    """Records in a row: plain, or one frame each (``gzip``, ``zstd``, ``lz4``), or all in one gzip member."""
    records = list(records)
    if codec == "gzip":
        return b"".join(gzip.compress(item, mtime=0) for item in records)
    if codec == "one gzip":
        return gzip.compress(b"".join(records), mtime=0)
    if codec:
        return b"".join(_frame(item, codec) for item in records)
    return b"".join(records)


def _frame(data: bytes, codec: str) -> bytes:
    from fastwarc.stream_io import Lz4Writer, ZstdWriter

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "frame")
        writer = {"zstd": ZstdWriter, "lz4": Lz4Writer}[codec](str(path))
        writer.write(data)
        writer.close()
        return path.read_bytes()


def arc(entries: Sequence[tuple[str, bytes]], length: int | str | None = None) -> bytes:
    """An ARC of version 1 with a response for each URL; ``length`` lies about the first."""
    info = b"1 0 archive_builder\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [f"filedesc://tides.arc 0.0.0.0 20210304050607 text/plain {len(info)}\n".encode() + info]
    for number, (url, block) in enumerate(entries):
        size = length if length is not None and number == 0 else len(block)
        parts.append(f"{url} 192.0.2.1 20210304050607 text/html {size}\n".encode() + block)
    return b"\n".join(parts) + b"\n"


def zip_of(members: dict[str, bytes] | Sequence[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items() if isinstance(members, dict) else members:
            archive.writestr(zipfile.ZipInfo(name, (2021, 3, 4, 5, 6, 8)), data, compression)
    return out.getvalue()


def tar_of(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def wacz(warcs: dict[str, bytes], pages: Sequence[dict[str, str]] = (), title: str = "Tide tables") -> bytes:
    members = {f"archive/{name}": data for name, data in warcs.items()}
    members["datapackage.json"] = json.dumps(
        {"profile": "data-package", "title": title, "wacz_version": "1.1.1"}
    ).encode()
    if pages:
        lines = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}, *pages]
        members["pages/pages.jsonl"] = "".join(json.dumps(line) + "\n" for line in lines).encode()
    return zip_of(members, zipfile.ZIP_STORED)


def mhtml(
    body: bytes,
    url: str = "http://example.org/tides",
    coding: str = "quoted-printable",
    frames: Sequence[bytes] = (),
    boundary: str = "----MultipartBoundary--tides----",
    newline: str = "\r\n",
) -> bytes:
    """A message as Chromium saves it: the page first, then its frames."""
    import quopri

    def part(data: bytes, location: str) -> bytes:
        coded = {
            "quoted-printable": quopri.encodestring,
            "base64": base64.encodebytes,
            "binary": bytes,
        }[coding](data)
        lines = [f"--{boundary}", "Content-Type: text/html", f"Content-Transfer-Encoding: {coding}"]
        return newline.join([*lines, f"Content-Location: {location}", "", ""]).encode() + coded + newline.encode()

    head = newline.join(
        [
            "From: <Saved by Blink>",
            f"Snapshot-Content-Location: {url}",
            "Subject: Tides",
            "Date: Thu, 4 Mar 2021 05:06:07 -0000",
            "MIME-Version: 1.0",
            f'Content-Type: multipart/related;{newline}\ttype="text/html";{newline}\tboundary="{boundary}"',
            "",
            "",
        ]
    ).encode()
    parts = [part(body, url), *(part(frame, f"{url}/frame{number}") for number, frame in enumerate(frames))]
    return head + b"".join(parts) + f"--{boundary}--{newline}".encode()


def har_entry(
    url: str, body: bytes | None, mime: str = "text/html", status: int = 200, is_base64: bool = False
) -> object:
    content: dict[str, object] = {"size": len(body or b""), "mimeType": mime}
    if body is not None:
        content["text"] = base64.b64encode(body).decode() if is_base64 else body.decode()
    if is_base64:
        content["encoding"] = "base64"
    response = {
        "status": status,
        "statusText": "",
        "headers": [{"name": "Content-Type", "value": mime}],
        "content": content,
    }
    return {
        "startedDateTime": "2021-03-04T06:06:07.123+01:00",
        "request": {"method": "GET", "url": url},
        "response": response,
    }


def har(entries: Sequence[object]) -> bytes:
    return json.dumps(
        {"log": {"version": "1.2", "creator": {"name": "t", "version": "1"}, "entries": entries}}
    ).encode()


def webarchive(
    body: bytes, url: str = "http://example.org/tides", mime: str = "text/html", is_binary: bool = True
) -> bytes:
    """A page as Safari saves it, with a picture."""

    def resource(data: bytes, mime: str, url: str) -> dict[str, object]:
        return {
            "WebResourceData": data,
            "WebResourceMIMEType": mime,
            "WebResourceTextEncodingName": "UTF-8",
            "WebResourceURL": url,
        }

    archive = {
        "WebMainResource": resource(body, mime, url),
        "WebSubresources": [resource(b"\x89PNG", "image/png", f"{url}.png")],
    }
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY if is_binary else plistlib.FMT_XML)
