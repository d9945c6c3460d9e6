"""Train the linear models below the trees: of a block's words, of the tags and classes on its path, of a page's kind.

Used by :mod:`archtool.scorer.fit` only. Logistic regression over hashed tokens. The trees take the scores as features,
so in training the scores of a page come from models that have not seen its fold.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy.optimize
import scipy.sparse
import scipy.special

from archtool.scorer import measure, page_kinds
from archtool.scorer.examples import Example
from archtool.scorer.weights import Weights

WORDS_SIZE = 1 << 16
PATHS_SIZE = 1 << 14
FEWEST_OWNERS = 5  # least sites with a token; a rarer one only identifies its site
WORDS_PENALTY = 3e-5
PATH_PENALTY = 2.5e-3
KINDS_PENALTY = 4e-5
MOST_WEIGHT = 10.0  # limit of the factor for unwanted blocks where few are known
SHORT = 6  # words; the whole text of a block this short is a token, too


class Design(NamedTuple):
    """The training data of a linear model: sparse counts of tokens by row; target, weight and example of each."""

    tokens: Any
    target: Any
    weight: Any
    page: Any


def block_weights(example: Any) -> Any:
    """Return the weight of each block of a page: it grows with the words, less so with the length of the page.

    A block without known truth has none. Where only snippets are known, wanted blocks are long and unwanted ones short:
    both weigh the same in total, or the model would learn to keep.
    """
    known, shares = np.asarray(example.known, bool), np.asarray(example.shares, float)
    weight = np.clip(np.asarray(example.sizes, float), 1, 80) ** 0.7 * known
    if not known.all():
        kept, gone = weight[known & (shares > 0)].sum(), weight[known & (shares == 0)].sum()
        weight[known & (shares == 0)] *= min(kept / gone, MOST_WEIGHT) if gone else 1.0
    return weight / np.sqrt(max(weight.sum(), 30.0))


def common_tokens(examples: Sequence[Example], hashes: Callable[[Example], Iterable[Any]]) -> Any:
    """Return in ascending order the hashes that at least ``FEWEST_OWNERS`` sites have."""
    by_owner: dict[str, list[Any]] = {}
    for example in examples:
        by_owner.setdefault(example.domain, []).extend(np.asarray(found, np.uint32) for found in hashes(example))
    unique = [np.unique(np.concatenate(found)) for found in by_owner.values() if found]
    tokens, owners = np.unique(np.concatenate(unique), return_counts=True)
    return tokens[owners >= FEWEST_OWNERS]


def word_design(examples: Sequence[Example], weights: Sequence[Any]) -> Design:
    """Return the training data of words: a row for each block of ``examples``, with the ``weights`` of the blocks."""
    common = common_tokens(examples, lambda example: example.hashed)
    columns, values = [], []
    for example in examples:
        for hashes in example.hashed:
            found = _known(hashes, common)
            share = np.full(len(found), 1 / np.sqrt(max(len(hashes), 1)), np.float32)
            if 0 < len(hashes) <= SHORT:
                whole = np.uint32(measure.hash_text(list(map(int, hashes))))
                found, share = np.append(found, whole), np.append(share, np.float32(1))
            columns.append((found & (WORDS_SIZE - 1)).astype(np.int32))
            values.append(share)
    target = np.concatenate([np.array(example.shares, float) for example in examples])
    pages = np.repeat(np.arange(len(examples)), [len(example.shares) for example in examples])
    return Design(_sparse(columns, values, WORDS_SIZE), target, np.concatenate(weights), pages)


def path_design(examples: Sequence[Example], weights: Sequence[Any]) -> Design:
    """Return the training data of tags and classes: a row for all blocks of a page on similar paths."""
    common = common_tokens(examples, lambda example: example.tokens.values())
    columns: list[Any] = []
    totals, good, pages = [], [], []
    for number, (example, weight) in enumerate(zip(examples, weights, strict=True)):
        walk = example.reading.walk
        own = {element: _known(hashes, common) & (PATHS_SIZE - 1) for element, hashes in example.tokens.items()}
        rows: dict[bytes, int] = {}
        for block, place in enumerate(example.reading.places):
            if not weight[block]:
                continue
            element = walk.owners[place]
            chain = [own[element]]
            while element >= 0:
                chain.append(own[element] + PATHS_SIZE)
                element = walk.parents[element]
            column = np.concatenate(chain).astype(np.int32)
            row = rows.setdefault(column.tobytes(), len(columns))
            if row == len(columns):
                columns.append(column)
                totals.append(0.0)
                good.append(0.0)
                pages.append(number)
            totals[row] += weight[block]
            good[row] += weight[block] * example.shares[block]
    ones = [np.ones(len(column), np.float32) for column in columns]
    weight = np.array(totals)
    return Design(_sparse(columns, ones, 2 * PATHS_SIZE), np.array(good) / weight, weight, np.array(pages))


def _known(hashes: Any, tokens: Any) -> Any:
    """Return the members of ``hashes`` that are in ``tokens``."""
    found = np.asarray(hashes, np.uint32)
    places = np.minimum(np.searchsorted(tokens, found), len(tokens) - 1)
    return found[tokens[places] == found]


def _sparse(columns: list[Any], values: list[Any], width: int) -> Any:
    ends = np.cumsum([0] + [len(column) for column in columns])
    matrix = scipy.sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(columns), ends), shape=(len(columns), width)
    )
    matrix.sum_duplicates()
    return matrix


def fit_linear(words: Design, paths: Design, kinds: PageDesign, pages: Any) -> Weights:
    """Return the hashed weights trained on the ``pages`` (a mask) of all examples, still without trees."""
    of_words = _logistic(words, pages, WORDS_PENALTY, 40)
    of_paths = _logistic(paths, pages, PATH_PENALTY, 60)
    near, far = of_paths[:PATHS_SIZE], of_paths[PATHS_SIZE:-1]
    return Weights(array("f", of_words[:-1]), array("f", near), array("f", far), fit_kinds(kinds, pages))


def _logistic(data: Design, pages: Any, penalty: float, rounds: int) -> Any:
    """Return the weights of a logistic regression with an L2 penalty; the last one is the intercept."""
    rows = pages[data.page] & (data.weight > 0)
    matrix, target, weight = data.tokens[rows], data.target[rows], data.weight[rows]
    transposed = matrix.T.tocsr()
    total = weight.sum()

    def loss(weights: Any) -> tuple[float, Any]:
        sums = matrix @ weights[:-1].astype(np.float32) + weights[-1]
        losses = np.logaddexp(0, sums) - target * sums
        slopes = weight * (1 / (1 + np.exp(-sums)) - target)
        gradient = transposed @ slopes.astype(np.float32) / total + penalty * weights[:-1]
        value = (weight @ losses) / total + 0.5 * penalty * (weights[:-1] @ weights[:-1])
        return value, np.append(gradient, slopes.sum() / total)

    found = scipy.optimize.minimize(
        loss, np.zeros(matrix.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 8}
    )
    return np.round(found.x * 1024) / 1024  # rounded, to compress well


class PageDesign(NamedTuple):
    """One row for each example: the tokens of its page, and its kind (a column for each)."""

    tokens: Any
    kinds: Any


def page_design(examples: Sequence[Example]) -> PageDesign:
    """Return the training data of the kinds of pages."""
    columns, values = [], []
    for example in examples:
        walk = example.reading.walk
        found = page_kinds.hashed(walk, page_kinds.types_of(walk), example.address)
        columns.append(np.array(found, np.int32))
        values.append(np.full(len(found), page_kinds.share_of(found), np.float32))
    kinds = np.array([[example.kind == kind for kind in page_kinds.KINDS] for example in examples], float)
    return PageDesign(_sparse(columns, values, page_kinds.SIZE), kinds)


def fit_kinds(data: PageDesign, rows: Any) -> Any:
    """Return the hashed weights of all kinds in order, then the intercepts (multinomial regression)."""
    rows = rows & (data.kinds.sum(axis=1) > 0)
    tokens, kinds = data.tokens[rows], data.kinds[rows]
    transposed, count, width = tokens.T.tocsr(), len(kinds), kinds.shape[1]

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(page_kinds.SIZE + 1, width)
        sums = tokens @ weights[:-1] + weights[-1]
        logs = sums - scipy.special.logsumexp(sums, axis=1, keepdims=True)
        slopes = (np.exp(logs) - kinds) / count
        gradient = np.vstack([transposed @ slopes + KINDS_PENALTY * weights[:-1], slopes.sum(axis=0)])
        value = -(kinds * logs).sum() / count + 0.5 * KINDS_PENALTY * (weights[:-1] ** 2).sum()
        return value, gradient.ravel()

    start = np.zeros((page_kinds.SIZE + 1) * width)
    found = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80, "maxcor": 8})
    weights = found.x.reshape(page_kinds.SIZE + 1, width)
    return array("f", np.concatenate([weights[:-1].T.ravel(), weights[-1]]))
