"""Quality of the judge of dumps, cross-validated by owner of the site: ``python tests/benchmarks/quality_dumps.py DATA...``.

Each folder of ``DATA`` (or of the variable ``DUMPS_DATA``, with ``:`` between) holds ``ground-truth/`` and ``html/``. Its pages become dumps
in several styles. Prints the mean F1 over words for each collection, language, kind of page and style. ``--without-language``
holds a language out of all training, ``--without-style`` a style. Takes minutes.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from archtool.scorer.line_examples import LineExample
from archtool.scorer.line_fit import FOLDS, blind_models, folds_by_owner, learn, linear, read_all
from archtool.scorer.line_validate import score, table
from archtool.scorer.lines import LineWeights


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--folds", type=int, default=FOLDS, help="how many of the folds to hold out, one after the other"
    )
    parser.add_argument("--without-language", action="append", default=[])
    parser.add_argument("--without-style", action="append", default=[])
    options = parser.parse_args()
    folders = options.data or [Path(name) for name in os.environ.get("DUMPS_DATA", "").split(":") if name]
    if not folders:
        print("no data: name folders, or set DUMPS_DATA", file=sys.stderr)
        return 2
    examples = read_all(folders, options.seed)
    for lang in options.without_language:
        report(held_out(examples, options.seed, lambda example, lang=lang: example.lang == lang))
    for style in options.without_style:
        report(held_out(examples, options.seed, lambda example, style=style: example.style == style))
    if not options.without_language and not options.without_style:
        report(crossed(examples, options.seed, options.folds))
    return 0


def crossed(examples: Sequence[LineExample], seed: int, held_folds: int) -> list[tuple[LineExample, float]]:
    """Judge each dump by a model that has seen no page of its owner."""
    folds = folds_by_owner(examples, seed)
    models = blind_models(examples, folds)
    results = []
    for held in range(held_folds):
        seen = [index for index, fold in enumerate(folds) if fold != held]
        weights = learn(
            [examples[index] for index in seen], [models[folds[index]] for index in seen], models[held], seed
        )
        results += judged([example for example, fold in zip(examples, folds, strict=True) if fold == held], weights)
    return results


def held_out(examples: Sequence[LineExample], seed: int, out) -> list[tuple[LineExample, float]]:
    """Judge the dumps for which ``out`` is true by a model that has seen none of them."""
    seen = [example for example in examples if not out(example)]
    folds = folds_by_owner(seen, seed)
    models = blind_models(seen, folds)
    weights = learn(seen, [models[fold] for fold in folds], linear(seen), seed)
    return judged([example for example in examples if out(example)], weights)


def judged(examples: Sequence[LineExample], weights: LineWeights) -> list[tuple[LineExample, float]]:
    """Return the dumps whose text is known, with their scores."""
    return [(example, score(example, weights)) for example in examples if example.truth]


def report(results: Sequence[tuple[LineExample, float]]) -> None:
    print(f"{'dumps of':<44} {'dumps':>5} {'F1':>6}")
    for name, count, mean in table(results):
        print(f"{name:<44} {count:>5} {mean:6.4f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
