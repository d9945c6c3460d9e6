"""Quality of the text of HTML pages, cross-validated by owner of the site, for several sets of pages at once.

    WCXB_DIR=... NEWS5_DIR=... SNIPPETS_DIR=... python tests/benchmarks/quality_html.py [--every N] [--write FILE]

The whole tool is measured, from the page to the text of the record: F1, recall and precision over words, where the main
content is known, and the shares of wanted snippets found and of unwanted ones leaked. For each fold of owners, over all
sets together, a model is trained on the others. ``--write`` also trains on all pages, from the same linear models.
``--weights`` measures a model as it is (``shipped``: that of the package) and trains none.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from archtool.model import Origin, Page, Settings
from archtool.pipeline import clean
from archtool.readers._provenance import provenance
from archtool.scorer.examples import about, body_of, truths
from archtool.scorer.labels import WORD, word_f1, words
from archtool.scorer.weights import Weights, load

SETS = {"WCXB_DIR": "dev", "NEWS5_DIR": "", "SNIPPETS_DIR": ""}  # the variable, and where below it the pages are


def folders() -> list[Path]:
    """Return the folders of the sets that the environment names."""
    return [Path(os.environ[name]) / below for name, below in SETS.items() if name in os.environ]


class Result(NamedTuple):
    """One page: its set, kind, language and decade; how much of its text is right, and of the right text there.

    ``f1``, ``recall`` and ``precision`` are over words, ``None`` where only snippets are known; ``found`` and ``leaked``
    are the shares of wanted snippets in the text and of unwanted ones.
    """

    source: str
    kind: str
    language: str
    decade: str
    f1: float | None
    recall: float | None
    precision: float | None
    found: float | None
    leaked: float | None


def measure_page(file: Path, weights: Weights | None = None, favor: str = "balance") -> Result:
    """Return how good the text of the page is whose truth stands in ``file``. No ``weights``: those of the package."""
    told = json.loads(file.read_text(encoding="utf-8"))
    truth = told.get("ground_truth") or told
    body = body_of(file)
    page = Page(body, Origin(file.stem), format="html", url=provenance(body).url)
    text = clean(page, Settings(favor=favor, weights=weights)).text
    main, scores = truth.get("main_content"), (None, None, None)
    if main is not None:
        wanted, found = Counter(words(main)), Counter(words(text))
        right = (wanted & found).total()
        scores = word_f1(wanted, found), right / max(wanted.total(), 1), right / max(found.total(), 1)
    flat = plain(text)
    snippets = (_share(flat, truth.get(name) or []) for name in ("with", "without"))
    return Result(*about(file, told, main or flat), *scores, *snippets)


def _share(text: str, snippets: Sequence[str]) -> float | None:
    """Return the share of ``snippets`` that stand in the plain words of a ``text``; None where there are none."""
    if not snippets:
        return None
    return sum(plain(snippet) in text for snippet in snippets) / len(snippets)


def plain(text: str) -> str:
    """Return the words of ``text`` without what stands between them; capitals count."""
    return " ".join(WORD.findall(text))


class Row(NamedTuple):
    """The means over a group of pages; ``None`` where nothing of that sort is known of any."""

    group: str
    pages: int
    f1: float | None
    recall: float | None
    precision: float | None
    found: float | None
    leaked: float | None


FEWEST = 5  # pages of a group of which a mean says something


def table(results: Iterable[Result]) -> list[Row]:
    """Return a row for each set of pages, and under it one for each of its kinds, languages and decades."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.source, []).append(result)
        for name in (result.kind, result.language, result.decade):
            groups.setdefault(f"{result.source} {name}", []).append(result)
    return [
        Row(name, len(group), *(_mean([getattr(each, field) for each in group]) for field in Row._fields[2:]))
        for name, group in sorted(groups.items())
        if len(group) >= FEWEST
    ]


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def line(row: Row) -> str:
    """Return ``row`` as a line of a table to print."""
    return f"{row.group:<24} {row.pages:>5}" + "".join(
        f" {value:9.4f}" if value is not None else " " * 10 for value in row[2:]
    )


HEAD = f"{'pages of':<24} {'count':>5}" + "".join(
    f" {name:>9}" for name in ("F1", "recall", "precision", "found", "leaked")
)


def cross_validate(sets: Sequence[Path], seed: int, folds: int, written: Path | None) -> list[Result]:
    """Return the results of all pages of ``sets``, each by weights that have not seen its owner."""
    from archtool.scorer.examples import read_examples
    from archtool.scorer.fit import Trainer
    from archtool.scorer.weights import save

    files = [file for folder in sets for file in truths(folder)]
    trainer = Trainer(read_examples(*sets), seed, folds)
    every = frozenset(range(folds))
    if written:
        print(f"{written}: {save(trainer.train(every), written)} bytes", flush=True)
    results = []
    for held in range(folds):
        weights = trainer.train(every - {held})
        results += [measure_page(file, weights) for file, fold in zip(files, trainer.folds, strict=True) if fold == held]
        print(f"fold {held + 1} of {folds}: {len(results)} pages", flush=True)
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--every", type=int, default=1, help="with --weights: measure every Nth page only")
    parser.add_argument("--favor", default="balance", choices=("recall", "balance", "precision"))
    parser.add_argument("--weights", help="measure this file of weights, or the shipped ones")
    parser.add_argument("--write", type=Path, help="file of weights to write, trained on all pages")
    options = parser.parse_args()
    sets = folders()
    if not sets:
        print(f"none of {', '.join(SETS)} is set: folders of pages with their truth", file=sys.stderr)
        return 2
    if options.weights:
        weights = None if options.weights == "shipped" else load(options.weights)
        files = [file for folder in sets for file in truths(folder)[:: options.every]]
        results = [measure_page(file, weights, options.favor) for file in files]
    else:
        results = cross_validate(sets, options.seed, options.folds, options.write)
    print(HEAD)
    print("\n".join(map(line, table(results))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
