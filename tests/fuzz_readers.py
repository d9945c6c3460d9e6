"""Mutates captures and reads them: no exception, no hang, bounded output. ``python tests/fuzz_readers.py SECONDS [FOLDER]``.

Without a folder of real captures it mutates those that ``archive_builder`` makes. Each round is told by its seed, which is
printed on a finding; ``python tests/fuzz_readers.py --seed N [FOLDER]`` repeats it.
"""

from __future__ import annotations

import io
import random
import sys
import time
import tracemalloc
from pathlib import Path

import archive_builder as build
from archtool.model import Failure, Page, Skipped
from archtool.readers import ReadOptions, read_stream

OPTIONS = ReadOptions(max_bytes=4 << 20, max_total=256 << 20)
LARGEST = 3 << 20
SLOW = 10.0  # seconds for one input
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


def samples(folder: str | None) -> list[tuple[str, bytes]]:
    if folder:
        paths = sorted(path for path in Path(folder).rglob("*") if path.is_file() and path.stat().st_size <= LARGEST)
        return [(path.name, path.read_bytes()) for path in paths]
    pages = [build.page(f"page{number}") for number in range(6)]
    html = build.html("tides")
    return [
        *((f"warc {codec}", build.pack(pages, codec)) for codec in ("", "gzip", "one gzip", "zstd", "lz4")),
        ("arc", build.arc([("http://e.org/a", build.http(html)), ("http://e.org/b", build.http(html))])),
        ("wacz", build.wacz({"a.warc.gz": build.pack(pages, "gzip")}, [{"url": "http://example.org/page1"}])),
        ("mhtml", build.mhtml(html, frames=[html])),
        ("har", build.har([build.har_entry("http://e.org/a", html)])),
        ("zip", build.zip_of({"a.html": html, "b.zip": build.zip_of({"c.txt": b"tides"})})),
        ("tar", build.tar_of({"a.html": html}, "w:gz")),
        ("html", html),
    ]


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


def one_round(seed: int, inputs: list[tuple[str, bytes]]) -> str:
    """Read one mutant; return its name. Raises what the readers raise, or ``AssertionError``."""
    chance = random.Random(seed)
    name, data = chance.choice(inputs)
    if chance.random() < 0.1:
        name, data = f"{name} zipped", build.zip_of({name: data})
    mutant = mutate(data, chance)
    begun = time.monotonic()
    for count, item in enumerate(read_stream(io.BytesIO(mutant), name, OPTIONS)):
        assert isinstance(item, Page | Failure | Skipped), item
        assert not isinstance(item, Failure) or (item.message and "\n" not in item.message), item
        assert count < 100_000, "too many items"
    assert time.monotonic() - begun < SLOW, "slow"
    return name


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--seed"]:
        print(one_round(int(arguments[1]), samples(arguments[2] if len(arguments) > 2 else None)))
        return 0
    seconds = float(arguments[0]) if arguments else 60.0
    inputs = samples(arguments[1] if len(arguments) > 1 else None)
    end = time.monotonic() + seconds
    seed, findings = random.randrange(1 << 40), 0
    first = seed
    tracemalloc.start()
    while time.monotonic() < end and findings < 10:
        seed += 1
        try:
            one_round(seed, inputs)
        except (Exception, RecursionError) as error:
            findings += 1
            print(f"seed {seed}: {type(error).__name__}: {str(error)[:200]}", flush=True)
    peak = tracemalloc.get_traced_memory()[1] >> 20
    print(f"{seed - first} mutants of {len(inputs)} inputs in {seconds:.0f} s, {findings} findings, peak {peak} MiB")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
