"""Mutates captures and reads them: no exception, no hang, bounded memory and output.

``python tests/fuzz_readers.py SECONDS [FOLDER] [--format NAME]``; the seconds are CPU time. Without a folder of real
captures it mutates those that ``archive_builder`` makes; forms of which the folder has none are built out of its pages.
Each round is told by its seed, which is printed on a finding; ``--seed N`` with the same FOLDER and ``--format`` repeats
it. ``--format`` keeps to the inputs of one format: the time that a format gets is then known.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import json
import lzma
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import archive_builder as build
from archtool.model import Failure, Page, Skipped
from archtool.pipeline import clean
from archtool.readers import ReadOptions, read_stream
from archtool.readers._sniff import recognise
from archtool.writers import load

OPTIONS = ReadOptions(max_bytes=4 << 20, max_total=256 << 20)
LARGEST = 3 << 20
SLOW = 10.0  # seconds of CPU time for one input: a busy machine makes nothing slow
HANGS = 60  # seconds of CPU time
PATIENCE = 4  # times the CPU time, on a busy machine
MEMORY = 2 << 30  # bytes of addresses; more is a MemoryError
CLEANED = 0.02  # of the pages go through the whole pipeline
Input = tuple[str, str, bytes]  # form, name, bytes
LYNX = b"""\
   [1]Home

   The ferry between the two islands will run again from Easter Monday,
   after the [2]town council had found a new captain for it last week. More at
   [3]http://ferry.example/timetable, and on the pier of both islands.

References

   1. http://ferry.example/
   2. http://ferry.example/council
   3. http://ferry.example/timetable
"""
SPLICES = (
    b"",
    b"\0",
    b"\r\n\r\n",
    b"WARC/1.0\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"ffffffff\r\n",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"--",
    b'{"',
    b"<html>",
    b"\xff" * 64,
)


def samples(folder: str | None) -> list[Input]:
    if not folder:
        pages = [build.page(f"page{number}") for number in range(6)]
        html = build.html("tides")
        whole = [
            *((f"warc {codec}", build.pack(pages, codec)) for codec in ("", "gzip", "one gzip", "zstd", "lz4")),
            ("arc", build.arc([("http://e.org/a", build.http(html)), ("http://e.org/b", build.http(html))])),
            ("wacz", build.wacz({"a.warc.gz": build.pack(pages, "gzip")}, [{"url": "http://example.org/page1"}])),
            ("mhtml", build.mhtml(html, frames=[html])),
            ("html", html),
        ]
    else:
        paths = sorted(path for path in Path(folder).rglob("*") if path.is_file() and path.stat().st_size <= LARGEST)
        whole = [(path.name, path.read_bytes()) for path in paths if path.name != "SOURCES.md"]
    inputs = [(format_of(name, data), name, data) for name, data in whole if data]
    bodies = [data for format, _, data in inputs if format == "html" and len(data) < 200_000][:12]
    if not bodies:
        sys.exit(f"{folder}: no page of HTML to build the other forms of")
    return [*inputs, *built(bodies)]


def format_of(name: str, data: bytes) -> str:
    """The reader of an input, with those apart that are a reader's own affair."""
    if ".wet" in name or ".wat" in name:
        return "wet"
    suffix = name.rpartition(".")[2]
    if suffix in {"wacz", "maff", "htz"}:
        return {"wacz": "wacz"}.get(suffix, "scrapbook")
    return recognise(io.BytesIO(data)) or "text"


def built(bodies: list[bytes]) -> Iterator[Input]:
    """The forms that are made of pages."""
    named = {f"page{number}.html": body for number, body in enumerate(bodies)}
    records = list(read_stream(io.BytesIO(build.zip_of(named)), "pages.zip", OPTIONS))
    cleaned = [clean(page) for page in records if isinstance(page, Page)]
    entries = [build.har_entry(f"http://example.org/{name}", body, is_base64=True) for name, body in named.items()]
    yield "har", "pages.har", build.har(entries)
    yield "har", "text.har", build.har([build.har_entry("http://example.org/", build.html("tides"))])
    yield "webarchive", "page.webarchive", build.webarchive(bodies[0])
    yield "webarchive", "page.xml.webarchive", build.webarchive(bodies[0], is_binary=False)
    yield "zip", "pages.zip", build.zip_of(named)
    yield "zip", "nested.zip", build.zip_of({"a.zip": build.zip_of(named), "b.txt": b"tides\n" * 50})
    yield "tar", "pages.tar", build.tar_of(named)
    yield "tar", "pages.tar.gz", build.tar_of(named, "w:gz")
    documents = [b'<doc id="%d" url="http://e.org/%d">\n%s\n</doc>\n' % (n, n, body) for n, body in enumerate(bodies)]
    yield "corpus", "pages.corpus", b"".join(documents)
    items = [json.dumps({"url": f"http://e.org/{n}", "html": body.decode("utf-8", "replace")}) for n, body in enumerate(bodies)]
    mail = b"From a@e.org Mon Mar  4 08:00:00 2019\nFrom: Ann <a@e.org>\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    yield "mail", "list.mbox", b"\n\n".join(mail + body for body in bodies)
    yield "json", "pages.jsonl", "\n".join(items).encode()
    yield "text", "note.txt", "\n\n".join(record.text for record in cleaned).encode()
    yield "text", "lynx.txt", LYNX
    yield "text", "page.md", b"---\ntitle: Tides\ntags: [a, b]\n---\n\n" + cleaned[0].text.encode()
    yield "record", "records.jsonl", "".join(load("jsonl").render(record) for record in cleaned).encode()
    yield "record", "records.json", b"[" + b",\n".join(load("json").render(r).encode() for r in cleaned) + b"]\n"
    yield "record", "record.md", load("md").render(cleaned[0]).encode()
    for codec, compress in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)):
        yield "compressed", f"page.html.{codec}", compress(bodies[0])
    for codec in ("zstd", "lz4"):
        yield "compressed", f"page.html.{codec}", build.pack([bodies[-1]], codec)
        yield "warc", f"pages.warc.{codec}", build.pack(
            [build.record(build.http(body), f"http://example.org/{name}") for name, body in named.items()], codec
        )


def mutate(data: bytes, chance: random.Random) -> bytes:
    mutant = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not mutant:
            break
        place = chance.randrange(len(mutant))
        size = chance.choice((1, 1, 4, 30, 500))
        kind = chance.randrange(6)
        if kind == 0:
            mutant[place] = chance.randrange(256)
        elif kind == 1:
            del mutant[place : place + size]
        elif kind == 2:
            mutant[place:place] = mutant[place : place + size]
        elif kind == 3:
            mutant[place:place] = chance.choice(SPLICES)
        elif kind == 4:
            mutant[place : place + size] = chance.randbytes(size)
        else:
            del mutant[place:]
    return bytes(mutant)


def one_round(seed: int, inputs: list[Input]) -> str:
    """Read one mutant; return its name. Raises what the readers raise, or ``AssertionError``."""
    chance = random.Random(seed)
    _, name, data = chance.choice(inputs)
    if chance.random() < 0.1:
        name, data = f"{name} zipped", build.zip_of({name: data})
    mutant = mutate(data, chance)
    begun = time.process_time()
    cleaning = 0.0
    for count, item in enumerate(read_stream(io.BytesIO(mutant), name, OPTIONS)):
        assert isinstance(item, Page | Failure | Skipped), item
        assert not isinstance(item, Failure) or (item.message and "\n" not in item.message), item
        assert count < 100_000, "too many items"
        if isinstance(item, Page) and chance.random() < CLEANED:
            before = time.process_time()
            clean(item)
            cleaning += time.process_time() - before
    assert time.process_time() - begun - cleaning < SLOW, "slow"
    assert cleaning < SLOW, "slow to clean"
    return name


def hangs(*_: object) -> None:
    raise TimeoutError(f"nothing for {HANGS} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("seconds", nargs="?", type=float, default=60.0)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--format")
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    inputs = [each for each in samples(options.folder) if options.format in (None, each[0])]
    if not inputs:
        print(f"no input of the format {options.format}")
        return 2
    if options.seed is not None:
        print(one_round(options.seed, inputs))
        return 0
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, hangs)
    begun, used = time.monotonic(), time.process_time()
    seed, findings = random.randrange(1 << 40), 0
    first = seed
    while (
        time.process_time() - used < options.seconds
        and time.monotonic() - begun < PATIENCE * options.seconds
        and findings < 10
    ):
        seed += 1
        signal.setitimer(signal.ITIMER_PROF, HANGS)
        try:
            one_round(seed, inputs)
        except (Exception, RecursionError) as error:
            findings += 1
            print(f"seed {seed}: {type(error).__name__}: {str(error)[:200]}", flush=True)
    signal.setitimer(signal.ITIMER_PROF, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"{options.format or 'all formats'}: {seed - first} mutants of {len(inputs)} inputs in "
        f"{time.monotonic() - begun:.0f} s ({time.process_time():.0f} s CPU), {findings} findings, at most {peak} MiB",
        flush=True,
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
