"""Measure the model of dumps on unseen sites: cross-validation by owner, for the benchmark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from archtool.scorer.choice import choose
from archtool.scorer.labels import word_f1, words
from archtool.scorer.line_examples import LineExample
from archtool.scorer.lines import LineWeights, probabilities


def score(example: LineExample, weights: LineWeights | None = None) -> float:
    """Return the F1 over words of what ``weights`` (by default the package's) keep of one dump."""
    chances, sizes = probabilities(example.blocks, weights)
    kept: Counter[str] = Counter()
    for block, keep in zip(example.blocks, choose(chances, sizes), strict=True):
        if keep:
            kept.update(words(block.text))
    return word_f1(example.truth, kept)


def table(results: Iterable[tuple[LineExample, float]]) -> Iterator[tuple[str, int, float]]:
    """Yield name, number of dumps and mean F1 for each collection, and each language, kind and style in it.

    Languages and kinds are counted on dumps of a line a block alone, so that pages compare with pages.
    """
    groups: dict[str, list[float]] = {}
    plain: dict[str, float] = {}
    pairs: dict[str, list[tuple[float, str]]] = {}
    for example, found in results:
        if example.style == "lines":
            plain[example.name] = found
            for name in dict.fromkeys((example.world, f"{example.world} {example.lang or example.kind}")):
                groups.setdefault(name, []).append(found)
        else:
            pairs.setdefault(f"{example.world} {example.style}", []).append((found, example.name))
    for name in sorted(groups):
        yield name, len(groups[name]), _mean(groups[name])
    for name in sorted(pairs):
        yield name, len(pairs[name]), _mean([found for found, _ in pairs[name]])
        yield "  the same pages, a line a block", len(pairs[name]), _mean([plain[page] for _, page in pairs[name]])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
