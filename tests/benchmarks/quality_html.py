"""Quality of the scorer of main content, cross-validated by domain: ``WCXB_DIR=... python tests/benchmarks/quality_html.py``.

Trains one model for each of five folds of domains and measures it on the pages of the fold it has not seen; prints the
mean F1 over words, overall and by kind of page, with the shares of wanted snippets found and unwanted ones let through.
``--write FILE`` also trains on all pages and writes the weights, from the same linear models. Takes minutes.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from archtool.scorer.examples import read_examples
from archtool.scorer.fit import FOLDS, Trainer
from archtool.scorer.validate import Result, measure_page, table
from archtool.scorer.weights import save


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="file of weights to write, trained on all pages")
    options = parser.parse_args()
    if "WCXB_DIR" not in os.environ:
        print("WCXB_DIR is not set: the folder that holds dev/", file=sys.stderr)
        return 2
    examples = read_examples(Path(os.environ["WCXB_DIR"]) / "dev")
    trainer = Trainer(examples, options.seed)
    every = frozenset(range(FOLDS))
    if options.write:
        print(f"{options.write}: {save(trainer.train(every), options.write)} bytes", flush=True)
    results: list[Result] = []
    for held in range(FOLDS):
        weights = trainer.train(every - {held})
        seen = [example for example, fold in zip(examples, trainer.folds, strict=True) if fold == held]
        results.extend(measure_page(example, weights) for example in seen)
        print(f"fold {held + 1}: {len(seen)} pages, {table(results[-len(seen):])[0][2]:.4f}", flush=True)
    print(f"{'kind':<14} {'pages':>5} {'F1':>6} {'found':>6} {'leaked':>6}")
    for kind, pages, score, found, leaked in table(results):
        print(f"{kind:<14} {pages:>5} {score:6.4f} {found:6.3f} {leaked:6.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
