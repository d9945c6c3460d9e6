"""What reading a WARC costs beside fastwarc's bare iteration, and what all of it costs beside two other loops.

The WARC is made of real captures (``ARCHIVES_DIR``), repeated on hosts of other names up to ``--megabytes`` as stored. All
contestants of one part take turns over the same file in one process, and each shows its best round, in CPU time. Peers that
are not installed are left out: ``warcio``, ``trafilatura``. Whole pipelines go side by side through the first ``--pages``
pages, or through all of them (``--pages 0``).

At last the most memory that a process holds, for 10 MB and for ``--largest`` megabytes: all of it is read, and the first
``--pages`` pages are cleaned.
"""

from __future__ import annotations

import argparse
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from archtool.model import Page  # noqa: E402
from archtool.readers import ReadOptions, _checks, read  # noqa: E402
from archtool.readers._frames import Frames  # noqa: E402
from archtool.readers._records import records  # noqa: E402
from archtool.readers._stored import Stored  # noqa: E402
from archtool.readers.warc import WARC  # noqa: E402

Contestant = Callable[[str], int]
TURN = 50  # pages
HTML = ("text/html", "application/xhtml+xml")
TARGET = re.compile(rb"(?i)\nwarc-target-uri: <?https?://")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--largest", type=int, default=2048)
    parser.add_argument("--only", choices=["speed", "memory"])
    parser.add_argument("--memory", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        print(*walked(options.memory, options.pages), peak_of_this_process())
        return 0
    captures = Path(os.environ.get("ARCHIVES_DIR", "/nonexistent"), "warc")
    if not captures.is_dir():
        print("skipped: ARCHIVES_DIR names no folder of captures")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if options.only == "memory":
            flat(captures, folder, options.largest, options.pages)
            return 0
        path = build(captures, Path(folder, "captures.warc.gz"), options.megabytes << 20)
        count = bare(path)
        print(f"{Path(path).stat().st_size / 1e6:.0f} MB as stored, {count} records")
        race(path, options.rounds, {"fastwarc, bare": bare, "archtool, cut": cut}, count, "records")
        race(path, options.rounds, {"fastwarc + decoding": decoded, "archtool, read": pages}, pages(path), "pages")
        race(path, options.rounds, {"archtool, no digests": unchecked, "archtool, read": pages}, pages(path), "pages")
        in_turns(path, pipelines(), options.pages or sys.maxsize)
        if options.only != "speed":
            flat(captures, folder, options.largest, options.pages)
    return 0


class Member(NamedTuple):
    """A record to be written under other addresses: its header, and the rest of it, plain and deflated."""

    header: bytes
    plain: bytes
    packed: bytes


def build(captures: Path, target: Path, size: int) -> str:
    """Repeat the records of the gzip captures until there are ``size`` bytes, each time on hosts of other names."""
    members = [member for path in sorted(captures.glob("*.warc.gz")) for member in members_of(path)]
    copy = 0
    with target.open("wb") as out:
        while out.tell() < size:
            copy += 1
            for member in members:
                out.write(renamed(member, copy))
    return str(target)


def members_of(path: Path) -> Iterator[Member]:
    with path.open("rb") as stream:
        for found in records(Frames(stream, "gzip", WARC.begins, WARC.mark), WARC, ReadOptions()):
            if isinstance(found, Stored) and not found.fault and found.whole:
                plain = found.body + b"\r\n\r\n"
                yield Member(found.header, plain, deflated(plain, zlib.Z_FINISH))


def deflated(data: bytes, mode: int) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(mode)


def renamed(member: Member, copy: int) -> bytes:
    """A gzip member with the record under another address; only its header is deflated anew."""
    header = TARGET.sub(rb"\g<0>copy%d." % copy, member.header)
    check = zlib.crc32(member.plain, zlib.crc32(header))
    size = len(header) + len(member.plain)
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + deflated(header, zlib.Z_FULL_FLUSH)
    return b"".join((head, member.packed, struct.pack("<II", check, size & 0xFFFFFFFF)))


def race(path: str, rounds: int, contestants: dict[str, Contestant], count: int, unit: str) -> None:
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, loop in contestants.items():
            begun = time.process_time()
            loop(path)
            best[name] = min(best.get(name, float("inf")), time.process_time() - begun)
    first = next(iter(best.values()))
    for name, seconds in best.items():
        print(f"  {name:30} {seconds:8.2f} s  {count / seconds:10.0f} {unit}/s  {seconds / first:6.2f} x the first")


def bare(path: str) -> int:
    from fastwarc.warc import ArchiveIterator

    return sum(1 for _ in ArchiveIterator(path, quirks_mode=True, parse_http=False))


def cut(path: str) -> int:
    with Path(path).open("rb") as stream:
        return sum(1 for _ in records(Frames(stream, "gzip", WARC.begins, WARC.mark), WARC, ReadOptions()))


def bodies(path: str) -> Iterator[bytes]:
    """HTML bodies of successful responses, as a loop over fastwarc gets them."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for record in ArchiveIterator(path, quirks_mode=True, parse_http=True, record_types=WarcRecordType.response):
        headers = record.http_headers
        if headers and headers.status_code == 200 and (headers.get("Content-Type") or "").split(";")[0].strip() in HTML:
            yield record.reader.read()


def decoded(path: str) -> int:
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return sum(1 for body in bodies(path) if bytes_to_str(body, detect_encoding(body, from_html_meta=True)))


def pages(path: str) -> int:
    return sum(isinstance(item, Page) and item.format == "html" for item in read(path))


def unchecked(path: str) -> int:
    """As :func:`pages`, without computing digests."""
    before, _checks._damaged = _checks._damaged, lambda *record: None
    try:
        return pages(path)
    finally:
        _checks._damaged = before


def in_turns(path: str, loops: dict[str, Callable[[str], Iterator[object]]], count: int) -> None:
    """Let ``loops`` go through ``path`` side by side, some pages each in turn, up to ``count``; print a line for each.

    What else a machine does in the quarter of an hour that all of a large file takes is the same for all of them.
    """
    running = {name: loop(path) for name, loop in loops.items()}
    seconds, given = dict.fromkeys(loops, 0.0), dict.fromkeys(loops, 0)
    while running:
        for name, loop in list(running.items()):
            begun = time.process_time()
            found = sum(1 for _ in islice(loop, min(TURN, count - given[name])))
            seconds[name] += time.process_time() - begun
            given[name] += found
            if found < TURN:
                del running[name]
    each = {name: seconds[name] / max(1, given[name]) for name in loops}
    first = next(iter(each.values()))
    for name in loops:
        print(
            f"  {name:30} {seconds[name]:8.2f} s  {given[name]:7} pages  {1 / each[name]:8.0f} pages/s"
            f"  {each[name] / first:6.2f} x the first"
        )


def pipelines() -> dict[str, Callable[[str], Iterator[object]]]:
    """Loops that give the text of page after page; the first is archtool's."""
    found: dict[str, Callable[[str], Iterator[object]]] = {
        "archtool, cleaned": cleaned,
        "fastwarc + resiliparse": extracted,
    }
    try:
        import trafilatura  # noqa: F401
        import warcio  # noqa: F401
    except ImportError:
        print("  warcio + trafilatura: not installed")
    else:
        found["warcio + trafilatura"] = usual
    return found


def cleaned(path: str) -> Iterator[object]:
    from archtool.pipeline import clean

    for item in read(path):
        if isinstance(item, Page) and item.format == "html":
            yield clean(item)


def extracted(path: str) -> Iterator[object]:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    for body in bodies(path):
        yield extract_plain_text(bytes_to_str(body, detect_encoding(body, from_html_meta=True)), main_content=True)


def usual(path: str) -> Iterator[object]:
    from trafilatura import extract
    from warcio.archiveiterator import ArchiveIterator

    with Path(path).open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            mime = (record.http_headers.get_header("Content-Type") or "").split(";")[0].strip()
            if record.http_headers.get_statuscode() == "200" and mime in HTML:
                try:
                    body = record.content_stream().read()
                except AttributeError:  # warcio 1.8 on a body in brotli, with brotli 1.2
                    body = record.raw_stream.read()
                yield extract(body)


def peak_of_this_process() -> int:
    """Kilobytes; unlike ``ru_maxrss``, not those of the process that started this one."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def walked(path: str, count: int) -> tuple[int, int]:
    """Read all of ``path`` and clean the first ``count`` pages; the number of items and of cleaned pages."""
    from archtool.pipeline import clean

    items = cleaned = 0
    for item in read(path):
        items += 1
        if isinstance(item, Page) and cleaned < count:
            clean(item)
            cleaned += 1
    return items, cleaned


def flat(captures: Path, folder: str, largest: int, count: int) -> None:
    """The most memory that a process held, for a small and for a large file."""
    for size in (10, largest):
        path = build(captures, Path(folder, f"{size}.warc.gz"), size << 20)
        command = [sys.executable, __file__, "--memory", path, "--pages", str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        items, cleaned, peak = map(int, done.stdout.split())
        print(f"  {size:5} MB: {items} items, {cleaned} pages cleaned, at most {peak / 1024:.0f} MiB")


if __name__ == "__main__":
    sys.exit(main())
