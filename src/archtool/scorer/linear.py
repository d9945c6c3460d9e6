"""The linear models under the trees: of the words of a block, of the tags and classes on its path, of a page's kind.

Logistic regression over hashed tokens. The trees take their scores as features, so for training the scores of a page
come from models that have not seen its fold. Used by :mod:`archtool.scorer.fit` only.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy.optimize
import scipy.sparse
import scipy.special

from archtool.scorer import kernel, page_kinds
from archtool.scorer.examples import Example
from archtool.scorer.weights import Weights

SIZE = 1 << 14
WORDS_PENALTY = 3e-5
PATH_PENALTY = 2.5e-3
KINDS_PENALTY = 4e-5
SHORT = 6  # words: up to this a block's text as a whole is a token too


class Design(NamedTuple):
    """One row for each block of all examples: sparse counts, target, weight, and the example it belongs to."""

    words: Any
    paths: Any
    target: Any
    weight: Any
    page: Any


def block_weights(sizes: Any) -> Any:
    """Return the weight of each block of a page: more words more, and each page as a whole not by its length."""
    weight = np.clip(np.asarray(sizes, float), 1, 80) ** 0.7
    return weight / np.sqrt(max(weight.sum(), 30.0))


def design(examples: list[Example]) -> Design:
    """Return the sparse matrices of ``examples``."""
    columns: tuple[list[Any], list[Any]] = ([], [])
    values: list[Any] = []
    weights, pages = [], []
    for number, example in enumerate(examples):
        walk = example.reading.walk
        paths = {element: np.array(hashes, np.uint32) & (SIZE - 1) for element, hashes in example.tokens.items()}
        for place, hashes in zip(example.reading.places, example.hashed, strict=True):
            found = np.array(hashes, np.uint32)
            share = np.full(len(found), 1 / np.sqrt(max(len(found), 1)), np.float32)
            if 0 < len(found) <= SHORT:
                found, share = np.append(found, kernel.hash_text(hashes)), np.append(share, np.float32(1))
            columns[0].append((found & (SIZE - 1)).astype(np.int32))
            values.append(share)
            element = walk.owners[place]
            chain = [paths[element]]
            while element >= 0:
                chain.append(paths[element] + SIZE)
                element = walk.parents[element]
            columns[1].append(np.concatenate(chain).astype(np.int32))
        weights.append(block_weights([count.total() for count in example.counts]))
        pages.append(np.full(len(example.counts), number))
    target = np.concatenate([np.array(example.shares, float) for example in examples])
    ones = [np.ones(len(column), np.float32) for column in columns[1]]
    return Design(
        _sparse(columns[0], values, SIZE),
        _sparse(columns[1], ones, 2 * SIZE),
        target,
        np.concatenate(weights),
        np.concatenate(pages),
    )


def _sparse(columns: list[Any], values: list[Any], width: int) -> Any:
    ends = np.cumsum([0] + [len(column) for column in columns])
    matrix = scipy.sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(columns), ends), shape=(len(columns), width)
    )
    matrix.sum_duplicates()
    return matrix


def fit_linear(data: Design, rows: Any, kinds: Any) -> Weights:
    """Return the hashed weights learned from the ``rows`` (a mask) of ``data``, with those of kinds of pages.

    The trees are still to come.
    """
    target, weight = data.target[rows], data.weight[rows]
    words = _logistic(data.words[rows], target, weight, WORDS_PENALTY, 40)
    paths = _logistic(data.paths[rows], target, weight, PATH_PENALTY, 60)
    return Weights(array("f", words[:-1]), array("f", paths[:SIZE]), array("f", paths[SIZE:-1]), kinds)


def _logistic(matrix: Any, target: Any, weight: Any, penalty: float, rounds: int) -> Any:
    """Return the weights of a logistic regression with an L2 penalty; the last is the intercept."""
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
    return np.round(found.x * 1024) / 1024  # coarse enough to compress well


class PageDesign(NamedTuple):
    """One row for each example: the tokens of its page, and of what kind it is (a column for each kind)."""

    tokens: Any
    kinds: Any


def page_design(examples: Sequence[Example]) -> PageDesign:
    """Return what there is to learn about the kinds of pages."""
    columns, values = [], []
    for example in examples:
        walk = example.reading.walk
        found = page_kinds.hashed(walk, page_kinds.types_of(walk), example.address)
        columns.append(np.array(found, np.int32))
        values.append(np.full(len(found), page_kinds.share_of(found), np.float32))
    kinds = np.array([[example.kind == kind for kind in page_kinds.KINDS] for example in examples], float)
    return PageDesign(_sparse(columns, values, page_kinds.SIZE), kinds)


def fit_kinds(data: PageDesign, rows: Any) -> Any:
    """Return the hashed weights of each kind one after another, then the intercepts (multinomial regression)."""
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
    found = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200, "maxcor": 8})
    weights = found.x.reshape(page_kinds.SIZE + 1, width)
    return array("f", np.concatenate([weights[:-1].T.ravel(), weights[-1]]))
