"""Every example in a docstring is a test, and every public name has one.

Examples are run in a folder with one archive of each format, as the commands of the guide are.
"""

from __future__ import annotations

import doctest
import pkgutil
from pathlib import Path

import pytest

import archtool
from optional_modules import module
from test_readme import archives

MODULES = sorted(found.name for found in pkgutil.walk_packages(archtool.__path__, "archtool."))
MODULES.remove("archtool.__main__")  # importing it runs the program


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    for name, data in archives().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
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


@pytest.mark.parametrize("name", [name for name in archtool.__all__ if name != "__version__"])
def test_every_public_name_has_an_example(name: str) -> None:
    found = doctest.DocTestFinder().find(getattr(archtool, name), name, module=False)
    assert any("archtool." in example.source for test in found for example in test.examples), name
