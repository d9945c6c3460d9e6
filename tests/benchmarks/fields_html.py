"""Title, author, date and topics of pages with known truth, beside trafilatura's in the same run where it is installed.

    WCXB_DIR=... SNIPPETS_DIR=... python tests/benchmarks/fields_html.py [--every N] [--errors FIELD]

WCXB has title, author and date of its dev pages, SNIPPETS_DIR the same and tags for pages of many years and languages.

The comparison, the same for both:

- title: right where letters and digits agree, case aside. Every page has one.
- author: right where the sets of names agree (each reduced to names by the same function, so that ``Jane Doe, MD`` and
  ``By Jane Doe`` are one); date: right where the day agrees. Half of the pages have none, so precision counts the values
  given on those pages too, recall the pages that have one, and F1 is their harmonic mean.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from archtool.blocks import html
from archtool.fields.authors import clean_names
from archtool.fields.structured import candidates
from archtool.model import Origin, Page


class Answer(NamedTuple):
    title: str
    authors: list[str]
    date: str | None
    topics: tuple[str, ...] = ()


def key(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text or "").casefold() if char.isalnum())


def name_keys(names: list[str]) -> frozenset[str]:
    return frozenset(key(name) for text in names for name in clean_names(text) or (text,)) - {""}


def pages(folder: Path, every: int) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    for path in sorted((folder / "dev" / "ground-truth").glob("*.json"))[::every]:
        truth = json.loads(path.read_text(encoding="utf-8"))
        source = gzip.decompress((folder / "dev" / "html" / f"{path.stem}.html.gz").read_bytes())
        yield path.stem, truth.get("url", ""), truth["ground_truth"], source.decode("utf-8", "replace")


def ours(source: str, url: str, spent: list[float]) -> Answer:
    tree = html.parse(source)
    reading = html.read(tree)
    page = Page(source, Origin("page"), format="html", url=url or None)
    start = time.process_time()
    values = sorted(candidates(tree, page, reading), key=lambda value: value.rank)
    spent.append(time.process_time() - start)
    best = {value.field: value for value in reversed(values)}
    authors = [value.value for value in values if value.field == "authors" and value.rank == best["authors"].rank]
    return Answer(
        best["title"].value if "title" in best else "",
        authors,
        best["date"].value if "date" in best else None,
        tuple(dict.fromkeys(value.value for value in values if value.field == "topics")),
    )


def theirs(source: str, url: str) -> Answer:
    from trafilatura import load_html
    from trafilatura.metadata import extract_metadata

    try:
        found = extract_metadata(load_html(source), default_url=url or None)
    except Exception:
        return Answer("", [], None)
    authors = found.author.split("; ") if found.author else []
    return Answer(found.title or "", authors, found.date, tuple(found.tags or ()))


def judge(answer: Answer, truth: dict[str, Any], counts: Counter[str]) -> dict[str, bool]:
    """Count one answer; return which of its fields are right."""
    wanted = name_keys([truth["author"]]) if truth["author"] else frozenset()
    given = name_keys(answer.authors)
    right = {
        "title": key(answer.title) == key(truth["title"]),
        "author": wanted == given,
        "date": answer.date == truth["publish_date"],
    }
    counts["pages"] += 1
    counts["title"] += right["title"]
    for field, there, here in (("author", wanted, given), ("date", truth["publish_date"], answer.date)):
        counts[f"{field} wanted"] += bool(there)
        counts[f"{field} given"] += bool(here)
        counts[f"{field} right"] += bool(there) and right[field]
    return right


def precision_and_recall(counts: Counter[str], field: str) -> tuple[float, float]:
    right = counts[f"{field} right"]
    return right / max(counts[f"{field} given"], 1), right / max(counts[f"{field} wanted"], 1)


def f1(counts: Counter[str], field: str) -> float:
    precision, recall = precision_and_recall(counts, field)
    return 2 * precision * recall / max(precision + recall, 1e-9)


def snippets(folder: Path, every: int) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    """Yield the pages of SNIPPETS_DIR in the shape of those of WCXB; truths of none of the fields are left out."""
    for path in sorted((folder / "ground-truth").glob("*.json"))[::every]:
        truth = json.loads(path.read_text(encoding="utf-8"))
        if "title" not in truth:
            continue
        author = truth["author"]
        truth["author"] = "; ".join(author) if isinstance(author, list) else author
        truth["publish_date"] = truth["date"]
        source = gzip.decompress((folder / "html" / f"{path.stem}.html.gz").read_bytes())
        yield path.stem, truth["url"], truth, source.decode("utf-8", "replace")


def judge_snippet(answer: Answer, truth: dict[str, Any], counts: Counter[str]) -> dict[str, bool]:
    """Count one answer on a page of SNIPPETS_DIR, each field where its truth is known."""
    wanted = frozenset(filter(None, map(key, _NAMES.split(truth["author"]))))
    right = {
        "title": key(answer.title) == key(truth["title"]),
        "author": frozenset(map(key, answer.authors)) == wanted,
        "date": answer.date == truth["publish_date"],
    }
    for field, there in (("title", truth["title"]), ("author", wanted), ("date", truth["publish_date"])):
        counts[f"{field} pages"] += bool(there)
        counts[field] += bool(there) and right[field]
    if truth.get("tags"):
        told, given = set(map(key, truth["tags"])), set(map(key, answer.topics))
        counts["topics wanted"] += len(told)
        counts["topics given"] += len(given)
        counts["topics right"] += len(told & given)
    return right


_NAMES = re.compile(r"\s*(?:;|\bund\b|\band\b|,)\s*")


def shares(counts: Counter[str]) -> dict[str, float]:
    """Return how many pages of SNIPPETS_DIR are right in each field, and precision and recall of their topics."""
    found = {field: counts[field] / max(counts[f"{field} pages"], 1) for field in ("title", "author", "date")}
    found["topics precision"] = counts["topics right"] / max(counts["topics given"], 1)
    found["topics recall"] = counts["topics right"] / max(counts["topics wanted"], 1)
    return found


def report(name: str, counts: Counter[str]) -> str:
    parts = [f"{name:<12} title {counts['title'] / counts['pages']:.3f}"]
    for field in ("author", "date"):
        precision, recall = precision_and_recall(counts, field)
        parts.append(f"{field} P {precision:.3f} R {recall:.3f} F1 {f1(counts, field):.3f}")
    return "  ".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="take every Nth page")
    parser.add_argument("--errors", choices=["title", "author", "date"], help="print our wrong answers for one field")
    options = parser.parse_args()
    try:
        import trafilatura  # noqa: F401

        peers = True
    except ImportError:
        peers = False
    sets = [
        (name, os.environ[name], *how)
        for name, how in {"WCXB_DIR": (pages, judge), "SNIPPETS_DIR": (snippets, judge_snippet)}.items()
        if os.environ.get(name)
    ]
    if not sets:
        print("skipped: neither WCXB_DIR nor SNIPPETS_DIR is set", file=sys.stderr)
    for name, folder, read, count in sets:
        measure(name, Path(folder), read, count, peers, options)
    return 0


def measure(name: str, folder: Path, read: Any, count: Any, peers: bool, options: argparse.Namespace) -> None:
    """Print what is right on the pages of one set."""
    print(name)
    counts: dict[str, Counter[str]] = {"archtool": Counter(), "trafilatura": Counter()}
    spent: list[float] = []
    for stem, url, truth, source in read(folder, options.every):
        answer = ours(source, url, spent)
        right = count(answer, truth, counts["archtool"])
        if options.errors and not right[options.errors]:
            print(stem, {k: truth[k] for k in ("title", "author", "publish_date")}, answer, sep="\t")
        if peers:
            count(theirs(source, url), truth, counts["trafilatura"])
    for tool, found in counts.items():
        if found and "pages" in found:
            print(report(tool, found))
        elif found:
            print(f"{tool:<12} " + "  ".join(f"{field} {share:.3f}" for field, share in shares(found).items()))
    spent.sort()
    print(
        f"fields and topics, CPU ms a page: mean {1e3 * sum(spent) / len(spent):.2f}, median {1e3 * spent[len(spent) // 2]:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
