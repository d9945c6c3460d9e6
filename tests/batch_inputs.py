"""The input of the tests of batches: files, a zip, and a WARC so large that it is read in parts; some of it fails."""

from __future__ import annotations

import random
from pathlib import Path

from archive_builder import http, pack, record, warcinfo, zip_of
from archtool.run.schedule import PART

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def dump(generator: random.Random, number: int) -> str:
    """A page that is like no other, about a kilobyte long."""
    words = ["".join(generator.choices(LETTERS, k=generator.randint(2, 9))) for _ in range(150)]
    sentences = [" ".join(words[place : place + 10]).capitalize() + "." for place in range(0, 150, 10)]
    return f"Page {number}\n\n28.05.2018\n\n" + "\n\n".join(sentences) + "\n\nTopics\n\nHarbours\nTides\n"


def warc(generator: random.Random, pages: int) -> bytes:
    """A WARC of more than two parts as stored: pages, pictures that fill it, revisits, another crawl, damage."""
    records = [warcinfo()]
    size = PART * 5 // (2 * pages)
    for number in range(pages):
        if number == pages // 2:
            records.append(warcinfo("isPartOf: Another crawl\r\n"))
        url = f"http://example.org/{number}"
        body = f"<html><head><title>Leaf {number}</title></head><body><p>{dump(generator, number)}</p></body></html>"
        records.append(record(http(body.encode()), url))
        records.append(record(http(generator.randbytes(size), "image/png"), f"{url}.png"))
        if number % 7 == 3:
            known = {"WARC_Refers_To_Target_URI": url, "WARC_Refers_To_Date": "2021-03-04T05:06:07Z"}
            records.append(record(b"", url, "revisit", "2022-03-04T05:06:07Z", **known))
        if number % 9 == 4:  # in front of its page
            known = {
                "WARC_Refers_To_Target_URI": f"http://example.org/{number + 5}",
                "WARC_Refers_To_Date": "2021-03-04T05:06:07Z",
            }
            records.append(record(b"", url, "revisit", "2022-03-04T05:06:07Z", **known))
        if number % 11 == 5:
            records.append(b"no record at all\r\n\r\n")
    return pack(records, "gzip")


def build(folder: Path, files: int = 60, pages: int = 50, seed: int = 1) -> Path:
    """Make the input, and a list of its files that also names a missing one; return the list."""
    generator = random.Random(seed)
    (folder / "pages").mkdir(parents=True)
    listed = [folder / "gone.txt"]
    for number in range(files):
        path = folder / "pages" / f"{number:03}.txt"
        path.write_text("" if number % 13 == 7 else dump(generator, number))
        listed.append(path)
        if pages and number == files // 3:
            (folder / "crawl.warc.gz").write_bytes(warc(generator, pages))
            listed += [folder / "crawl.warc.gz", folder / "missing.txt"]
        if pages and number == files // 2:
            members = {f"{each}.html": page_of(generator, each) for each in range(20)}
            (folder / "pages.zip").write_bytes(zip_of(members))
            listed.append(folder / "pages.zip")
    (folder / "list").write_text("".join(f"{path}\n" for path in listed))
    return folder / "list"


def page_of(generator: random.Random, number: int) -> bytes:
    return f"<html><body><h1>Sheet {number}</h1><p>{dump(generator, number)}</p></body></html>".encode()
