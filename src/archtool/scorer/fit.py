"""Train the scorer: ``python -m archtool.scorer.fit DATA... --seed N`` writes the weights that the package ships.

Each ``DATA`` holds ``ground-truth/`` and ``html/`` (:mod:`archtool.scorer.examples`). Needs the extra ``fit``.
The same data, seed and versions of the libraries give the same file. Linear models over hashed tokens come first
(:mod:`archtool.scorer.linear`); boosted trees over the features of a block then learn the share of its words that is
main content. Folds are made of whole domains, so that no site is judged by a model that has seen it.
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

from archtool.blocks.html_tags import CODES
from archtool.scorer import elements
from archtool.scorer.examples import Example, read_examples
from archtool.scorer.features import WIDTH, matrix
from archtool.scorer.linear import PATHS_SIZE, block_weights, fit_linear, page_design, path_design, word_design
from archtool.scorer.weights import SHIPPED, Weights, save

FOLDS = 5
TREES = 500
BALANCE = 0.5  # exponent: pages count more by (size of the largest set / size of theirs) to this power
RENAMED = 0.2  # share of the pages whose class names are made meaningless for the trees

PARAMETERS: dict[str, Any] = {
    "objective": "cross_entropy",
    "learning_rate": 0.04,
    "num_leaves": 31,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.12,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "num_threads": 1,  # more threads slow training down on a busy machine
    "deterministic": True,
    "force_col_wise": True,
    "verbose": -1,
}


def folds_by_domain(examples: Sequence[Example], seed: int, folds: int = FOLDS) -> list[int]:
    """Return the fold of each example: whole domains, distributed so that the folds have similar sizes."""
    sizes: dict[str, int] = {}
    for example in examples:
        sizes[example.domain] = sizes.get(example.domain, 0) + 1
    domains = sorted(sizes)
    random.Random(seed).shuffle(domains)
    domains.sort(key=lambda domain: -sizes[domain])
    load = [0] * folds
    chosen: dict[str, int] = {}
    for domain in domains:
        fold = load.index(min(load))
        chosen[domain] = fold
        load[fold] += sizes[domain]
    return [chosen[example.domain] for example in examples]


def source_weights(examples: Sequence[Example]) -> list[float]:
    """Return the weight of each example: large sets weigh more in total, but less than in proportion."""
    sizes = Counter(example.source for example in examples)
    return [(max(sizes.values()) / sizes[example.source]) ** BALANCE for example in examples]


def _rows(example: Example, linear: Weights) -> Any:
    """Return the feature matrix of one example."""
    if not example.reading.blocks:
        return np.zeros((0, WIDTH), np.float32)
    found = matrix(example.reading, linear, example.address)
    return np.frombuffer(found.values, np.float32).reshape(found.rows, WIDTH)


def _renamed(linear: Weights, draw: random.Random) -> Weights:
    """Return ``linear``, or for some draws a copy with the weights of class names shuffled.

    The trees thus learn to handle pages with unseen class names, for which the linear model gives noise. The weights of
    tags stay in place.
    """
    if draw.random() >= RENAMED:
        return linear
    fixed = _places_of_tags()
    places = [place for place in range(PATHS_SIZE) if place not in fixed]
    near, far = array("f", linear.near), array("f", linear.far)
    for old, new in zip(places, draw.sample(places, len(places)), strict=True):
        near[new], far[new] = linear.near[old], linear.far[old]
    return linear._replace(near=near, far=far)


def _places_of_tags() -> set[int]:
    """Return the indices of the weights of tags among those of names."""
    buffer = array("I", bytes(4))
    places = set()
    for tag in range(len(CODES)):
        elements.hash_tokens("", tag, buffer)
        places.add(buffer[0] & (PATHS_SIZE - 1))
    return places


class Trainer:
    """The examples with their folds, and a cache of linear models for several trainings."""

    def __init__(self, examples: Sequence[Example], seed: int, folds: int = FOLDS) -> None:
        self.examples = examples
        self.folds = folds_by_domain(examples, seed, folds)
        self.seed = seed
        factors = source_weights(examples)
        self.weights = [block_weights(example) * factor for example, factor in zip(examples, factors, strict=True)]
        self._words, self._paths = word_design(examples, self.weights), path_design(examples, self.weights)
        self._kinds = page_design(examples)
        self._linear: dict[frozenset[int], Weights] = {}

    def linear(self, use: frozenset[int]) -> Weights:
        """Return the linear models trained on the folds in ``use``."""
        if use not in self._linear:
            self._linear[use] = fit_linear(self._words, self._paths, self._kinds, np.isin(self.folds, list(use)))
        return self._linear[use]

    def train(self, use: frozenset[int]) -> Weights:
        """Return the weights trained on the examples whose fold is in ``use``.

        The features of an example come from linear models that have not seen its fold; the weights returned have linear
        models trained on all of ``use``.
        """
        chosen = [index for index, fold in enumerate(self.folds) if fold in use]
        draw = random.Random(self.seed)
        rows, target, weight = [], [], []
        for index in chosen:
            blind = _renamed(self.linear(use - {self.folds[index]}), draw)
            known = np.asarray(self.weights[index]) > 0
            rows.append(_rows(self.examples[index], blind)[known])
            target.append(np.array(self.examples[index].shares)[known])
            weight.append(self.weights[index][known])
        weights = np.concatenate(weight)
        dataset = lightgbm.Dataset(
            np.concatenate(rows), np.concatenate(target), weight=weights / weights.mean(), free_raw_data=True
        )
        booster = lightgbm.train({**PARAMETERS, "seed": self.seed}, dataset, TREES)
        return _gather(self.linear(use), booster)


def _gather(linear: Weights, booster: Any) -> Weights:
    """Return the weights of the linear models and the flattened trees as one value."""
    flat = Weights(*linear[:4], array("i"), array("h"), array("f"), array("i"), array("i"), array("f"))
    for tree in booster.dump_model()["tree_info"]:
        flat.roots.append(len(flat.columns))
        _flatten(tree["tree_structure"], flat)
    return flat


def _flatten(node: dict[str, Any], flat: Any) -> int:
    """Append ``node`` and its subtree to ``flat``; return its index."""
    place = len(flat.columns)
    for values, value in ((flat.columns, -1), (flat.thresholds, 0.0), (flat.lefts, 0), (flat.rights, 0)):
        values.append(value)
    flat.values.append(node.get("leaf_value", 0.0))
    if "split_feature" in node:
        flat.columns[place] = node["split_feature"]
        flat.thresholds[place] = _below(node["threshold"])
        flat.lefts[place] = _flatten(node["left_child"], flat)
        flat.rights[place] = _flatten(node["right_child"], flat)
    return place


def _below(threshold: float) -> float:
    """Return the greatest 32-bit float not above ``threshold``; as features are 32-bit, no comparison changes."""
    single = np.float32(threshold)
    return float(single if float(single) <= threshold else np.nextafter(single, np.float32(-np.inf)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, train on all of the data, and write the file of weights."""
    parser = argparse.ArgumentParser(
        prog="python -m archtool.scorer.fit", description="Train the scorer of main content."
    )
    parser.add_argument("data", type=Path, nargs="+", help="folders with ground-truth/ and html/")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, default=SHIPPED, help="file of weights to write")
    options = parser.parse_args(arguments)
    examples = read_examples(*options.data)
    print(f"{len(examples)} pages, {sum(len(example.shares) for example in examples)} blocks")
    weights = Trainer(examples, options.seed).train(frozenset(range(FOLDS)))
    print(f"{options.output}: {save(weights, options.output)} bytes")


if __name__ == "__main__":
    main()
