"""How good the scorer is on pages of sites it has not seen: cross-validation by domain, used by the benchmark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archtool.scorer.examples import Example
from archtool.scorer.labels import word_f1, words
from archtool.scorer.predict import main_content
from archtool.scorer.weights import Weights


class Result(NamedTuple):
    """One page: its kind, the F1 over words, the share of wanted snippets found, and of unwanted ones let through."""

    kind: str
    score: float
    found: float | None
    leaked: float | None


def measure_page(example: Example, weights: Weights | None = None) -> Result:
    """Return how well ``weights`` (those of the package, where there are none) find the main content of one page."""
    kept = main_content(example.reading, example.address, weights)
    taken: Counter[str] = Counter()
    for count, keep in zip(example.counts, kept, strict=True):
        if keep:
            taken.update(count)
    text = " ".join(block.text for block, keep in zip(example.reading.blocks, kept, strict=True) if keep)
    flat = " ".join(words(text))
    return Result(
        example.kind,
        word_f1(example.truth, taken),
        _share(flat, example.wanted),
        _share(flat, example.unwanted),
    )


def _share(text: str, snippets: Sequence[str]) -> float | None:
    """Return the share of ``snippets`` that stand in ``text``, both as plain words; None where there are none."""
    if not snippets:
        return None
    return sum(" ".join(words(snippet)) in text for snippet in snippets) / len(snippets)


def table(results: Iterable[Result]) -> list[tuple[str, int, float, float, float]]:
    """Return a row for all pages and one for each kind: name, pages, mean F1, snippets found, snippets let through."""
    by_kind: dict[str, list[Result]] = {"all": []}
    for result in results:
        by_kind["all"].append(result)
        by_kind.setdefault(result.kind, []).append(result)
    return [
        (
            kind,
            len(group),
            _mean([result.score for result in group]),
            _mean([result.found for result in group if result.found is not None]),
            _mean([result.leaked for result in group if result.leaked is not None]),
        )
        for kind, group in by_kind.items()
    ]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
