"""Every example in a docstring is a test."""

from __future__ import annotations

import doctest
import pkgutil

import pytest

import archtool
from optional_modules import module

MODULES = sorted(found.name for found in pkgutil.walk_packages(archtool.__path__, "archtool."))
MODULES.remove("archtool.__main__")  # importing it runs the program


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    found = module(name)
    if found is None:
        pytest.skip("training needs the extra fit")
    failed, _ = doctest.testmod(found)
    assert failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    modules = filter(None, map(module, MODULES))
    found = [test for each in modules for test in finder.find(each) if test.examples]
    assert len(found) >= 10
