"""What ``learn`` does to sites with known main content: ``WCXB_DIR=... python tests/benchmarks/quality_learn.py``.

For every host with enough pages, as HTML and as a dump of all that they show: the mean F1 over words before and after
learning from these pages, how many rules were found, and how many blocks they removed or marked as doubts. Ends with
status 1 where learning lowers F1 on a page of HTML. ``--blocks`` prints what was removed and what was marked.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from archtool.artefacts.addresses import host_of
from archtool.corpus.templates_page import page_hashes
from archtool.corpus.templates_rules import rules_of_site
from archtool.corpus.templates_store import PageStore
from archtool.corpus.templates_toml import render
from archtool.model import FIELD, KEPT, Examination, Origin, Page, Settings
from archtool.pipeline import examine, split
from archtool.readers.decode import decode
from archtool.rules import load_rules
from archtool.scorer.labels import words


class Known(NamedTuple):
    """A page with the words of its main content."""

    page: Page
    truth: Counter[str]


def sites(folder: Path, fewest: int) -> dict[str, list[Known]]:
    """The pages of every host that has at least ``fewest``, by host."""
    found: dict[str, list[Known]] = {}
    for file in sorted((folder / "ground-truth").glob("*.json")):
        known = json.loads(file.read_text(encoding="utf-8"))
        url = known.get("url") or ""
        if url:
            body = decode(gzip.decompress((folder / "html" / f"{file.stem}.html.gz").read_bytes()), html=True).text
            page = Page(body, Origin(file.stem), "html", url=url)
            truth = Counter(words(known["ground_truth"].get("main_content") or ""))
            found.setdefault(host_of(url), []).append(Known(page, truth))
    return {host: pages for host, pages in sorted(found.items()) if len(pages) >= fewest}


def as_dump(page: Page) -> Page:
    """All that a page shows as text, as a dump without any knowledge of its markup would have it."""
    parts: list[str] = []
    for block in split(page, Settings()).blocks:
        row = block.kind in ("item", "row")
        parts.append(("\n" if row else "\n\n") + block.text)
    return page._replace(body="".join(parts).strip() + "\n", format="text")


def learned_settings(examined: list[Examination]) -> tuple[Settings, int]:
    """The settings with the rules that these pages teach, and how many those are."""
    with PageStore() as store:
        for examination in examined:
            store.add(page_hashes(examination))
        store.cluster()
        rules = [rule for host in store.hosts() for rule in rules_of_site(store, host)]
        text = "".join(render(rules))
    with tempfile.NamedTemporaryFile("w", suffix=".toml", encoding="utf-8", delete=False) as file:
        file.write(text)
    try:
        return Settings(load_rules([file.name])), len(rules)
    finally:
        Path(file.name).unlink()


def f1(examination: Examination, truth: Counter[str]) -> float:
    """F1 over words of title and text."""
    shown = Counter[str]()
    for block, verdict in zip(examination.blocks, examination.verdicts, strict=True):
        if verdict.fate == KEPT or (verdict.fate == FIELD and verdict.field == "title"):
            shown.update(words(block.text))
    common = (shown & truth).total()
    return 2 * common / (shown.total() + truth.total()) if common else 0.0


def changed(before: Examination, after: Examination) -> Iterator[tuple[str, str, str]]:
    """The blocks about which the site's rules decided: fate, rule, text."""
    for block, old, new in zip(before.blocks, before.verdicts, after.verdicts, strict=True):
        if old != new:
            yield new.fate, new.rule, block.text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fewest", type=int, default=5)
    parser.add_argument("--blocks", action="store_true")
    options = parser.parse_args()
    if "WCXB_DIR" not in os.environ:
        print("WCXB_DIR is not set: the folder that holds dev/", file=sys.stderr)
        return 2
    status = 0
    columns = ("form ", "pages", " before", "  after", "rules", "removed", "doubts", "worse")
    print(f"{'host':<28}", *columns)
    for host, pages in sites(Path(os.environ["WCXB_DIR"]) / "dev", options.fewest).items():
        for format in ("html", "text"):
            seen = [known if format == "html" else known._replace(page=as_dump(known.page)) for known in pages]
            before = [examine(known.page) for known in seen]
            settings, rules = learned_settings(before)
            after = [examine(known.page, settings) for known in seen]
            scores = [
                (f1(old, known.truth), f1(new, known.truth)) for old, new, known in zip(before, after, seen, strict=True)
            ]
            fates = [change for old, new in zip(before, after, strict=True) for change in changed(old, new)]
            worse = sum(new < old for old, new in scores)
            status |= format == "html" and worse > 0
            means = [sum(column) / len(scores) for column in zip(*scores, strict=True)]
            removed = sum(rule.startswith("template/") for _, rule, _ in fates)
            doubts = sum(rule == "doubt/template" for _, rule, _ in fates)
            counts = f"{rules:>5} {removed:>7} {doubts:>6} {worse:>5}"
            print(f"{host:<28} {format:<5} {len(pages):>5} {means[0]:7.4f} {means[1]:7.4f} {counts}")
            if options.blocks:
                for (fate, rule, text), count in Counter(fates).most_common():
                    print(f"  {count:>3} {fate:<8} {rule:<36} {text[:100]!r}")
    return status


if __name__ == "__main__":
    sys.exit(main())
