"""Every example in a docstring is a test."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import archtool

NEEDS_MORE = {"archtool.scorer.fit", "archtool.scorer.linear", "archtool.__main__"}  # the extra for training; the program
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(archtool.__path__, "archtool.") if module.name not in NEEDS_MORE
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module)
    assert failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(found) >= 10
