"""Train the model of dumps: ``python -m archtool.scorer.line_fit DATA...`` writes the weights that the package ships.

Each folder of ``DATA`` holds ``ground-truth/`` and ``html/``; its pages become dumps in several styles. Needs the extra
``archtool[fit]``. First comes a linear model over hashed words and pairs of words; boosted trees over the features of a
line then learn the share of it that is main content. Folds are made of whole site owners over all collections. In some
dumps all words are salted to unknown ones, so that the trees learn to judge without knowing words.
"""

from __future__ import annotations

import argparse
import random
from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import scipy.sparse

from archtool.scorer import line_measure
from archtool.scorer.fit import _flatten
from archtool.scorer.line_columns import WIDTH
from archtool.scorer.line_dumps import STYLES
from archtool.scorer.line_examples import LineExample, cut, labelled, read_dumps
from archtool.scorer.linear import Design, _logistic, block_weights
from archtool.scorer.lines import SHIPPED, LineWeights, rows
from archtool.scorer.weights import save

FOLDS = 4
TREES = 260
SIZE, SEEN = 1 << 16, 1 << 18
FEWEST_OWNERS = 3  # least sites that use a known word
STRANGE = 0.25  # share of the dumps with salted words
MOST_LINES = 300  # most lines of a dump used for training
CUT, LABELLED = 0.6, 0.5  # shares of the pages that also become a cut dump, or one with labels
PENALTY = 3e-5
PARAMETERS: dict[str, Any] = {
    "objective": "cross_entropy",
    "learning_rate": 0.06,
    "num_leaves": 31,
    "min_data_in_leaf": 150,
    "feature_fraction": 0.2,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


def read_all(folders: Sequence[Path], seed: int, styles: Sequence[str] = tuple(STYLES)) -> list[LineExample]:
    """Return for each page a dump of a line a block, one in another style, and for many a cut or labelled one."""
    found: list[LineExample] = []
    others = [style for style in styles if style != "lines"]
    for folder in folders:
        for file in sorted((folder / "ground-truth").glob("*.json")):
            chance = random.Random(f"{seed}{file.stem}")
            dumps = read_dumps(file, ["lines", chance.choice(others)])
            found.extend(dumps)
            if dumps and dumps[-1].truth:
                for make, share in ((cut, CUT), (labelled, LABELLED)):
                    if chance.random() < share:
                        found.append(make(chance.choice(dumps), chance))
    return found


def folds_by_owner(examples: Sequence[LineExample], seed: int) -> list[int]:
    """Return the fold of each dump: one for all of an owner, so that the folds have similar sizes."""
    sizes = Counter(example.owner for example in examples)
    owners = sorted(sizes)
    random.Random(seed).shuffle(owners)
    load, chosen = [0] * FOLDS, {}
    for owner in sorted(owners, key=lambda owner: -sizes[owner]):
        chosen[owner] = load.index(min(load))
        load[chosen[owner]] += sizes[owner]
    return [chosen[example.owner] for example in examples]


def linear(examples: Sequence[LineExample]) -> LineWeights:
    """Return the weights of words trained on dumps of a line a block, and which words are known."""
    columns: list[Any] = []
    values, target, weight = [], [], []
    owners: dict[int, set[str]] = {}
    for example in examples:
        if example.style != "lines" or not example.truth:
            continue
        longest = max(len(block.text) for block in example.blocks)
        buffer, made = array("I", [0]) * (longest + 1), array("I", [0]) * (2 * longest + 4)
        for block in example.blocks:
            count = line_measure.hash_line(block.text, 0, buffer)
            for value in set(buffer[:count]):
                owners.setdefault(value & (SEEN - 1), set()).add(example.owner)
            number = line_measure.tokens(count, buffer, made)
            columns.append(np.frombuffer(made, np.uint32)[:number].astype(np.int64) & (SIZE - 1))
            values.append(np.full(number, 1 / max(number, 1) ** 0.5, np.float32))
        target.extend(example.shares)
        weight.append(block_weights(example))
    ends = np.cumsum([0] + [len(column) for column in columns])
    matrix = scipy.sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(columns), ends), shape=(len(columns), SIZE)
    )
    page = np.zeros(len(columns), int)
    found = _logistic(Design(matrix, np.array(target), np.concatenate(weight), page), np.array([True]), PENALTY, 40)
    step = float(np.quantile(np.abs(found[:-1]), 0.9999)) / 127
    steps = np.clip(np.round(found[:-1] / step), -127, 127).astype(np.int8)
    seen = np.zeros(SEEN // 8, np.uint8)
    for value, using in owners.items():
        if len(using) >= FEWEST_OWNERS:
            seen[value >> 3] |= 1 << (value & 7)
    return LineWeights(array("b", steps.tobytes()), array("d", [float(found[-1]), step]), array("B", seen.tobytes()))


def _salt(example: LineExample) -> int:
    """Return the salt for the words of a dump; 0, for none, in most."""
    chance = random.Random(f"salt{example.name}{example.style}")
    return chance.randrange(1, 1 << 31) if chance.random() < STRANGE else 0


def learn(
    examples: Sequence[LineExample], blind: Sequence[LineWeights], shipped: LineWeights, seed: int
) -> LineWeights:
    """Return ``shipped`` with trees trained on ``examples``; ``blind`` are linear models that have not seen them."""
    parts, target, weight = [], [], []
    for example, words in zip(examples, blind, strict=True):
        shares = np.array(example.shares)
        counted = block_weights(example)
        use = np.flatnonzero(counted)
        if len(use) > MOST_LINES:
            use = np.sort(np.random.default_rng(len(use)).choice(use, MOST_LINES, replace=False))
        if not len(use):
            continue
        values = np.frombuffer(rows(example.blocks, words, _salt(example)).values, np.float32).reshape(-1, WIDTH)
        parts.append(values[use])
        target.append(shares[use])
        weight.append(counted[use] if example.truth else counted[use] * 0.5)
    together = np.concatenate(weight)
    dataset = lightgbm.Dataset(np.concatenate(parts), np.concatenate(target), weight=together / together.mean())
    del parts
    booster = lightgbm.train({**PARAMETERS, "seed": seed}, dataset, TREES)
    flat = LineWeights(*shipped[:3], array("i"), array("h"), array("f"), array("i"), array("i"), array("f"))
    for tree in booster.dump_model()["tree_info"]:
        flat.roots.append(len(flat.columns))
        _flatten(tree["tree_structure"], flat)
    return flat


def blind_models(examples: Sequence[LineExample], folds: Sequence[int]) -> list[LineWeights]:
    """Return for each fold the linear model trained on the others."""
    return [
        linear([example for example, fold in zip(examples, folds, strict=True) if fold != held])
        for held in range(FOLDS)
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, train on all of the data, and write the file of weights."""
    parser = argparse.ArgumentParser(prog="python -m archtool.scorer.line_fit", description="Train the judge of dumps.")
    parser.add_argument("data", type=Path, nargs="+", help="folder with ground-truth/ and html/")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, default=SHIPPED, help="file of weights to write")
    options = parser.parse_args(arguments)
    examples = read_all(options.data, options.seed)
    print(f"{len(examples)} dumps, {sum(len(example.shares) for example in examples)} lines", flush=True)
    folds = folds_by_owner(examples, options.seed)
    models = blind_models(examples, folds)
    weights = learn(examples, [models[fold] for fold in folds], linear(examples), options.seed)
    print(f"{options.output}: {save(weights, options.output)} bytes")


if __name__ == "__main__":
    main()
