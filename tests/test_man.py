"""Manual pages, made of the texts of ``--help``."""

import shutil
import subprocess
from pathlib import Path

import pytest

from process import archtool

COMMANDS = ("clean", "dedupe", "explain", "guide", "learn", "rules", "spark", "tags")


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("man")
    assert archtool("guide", "--man", folder).returncode == 0
    return folder


def test_every_command_has_a_page_with_all_of_its_options(manual: Path) -> None:
    pages = {path.name for path in (manual / "man1").iterdir()}
    assert pages >= {"archtool.1", *(f"archtool-{name}.1" for name in COMMANDS)}
    for name in COMMANDS:
        page = (manual / f"man1/archtool-{name}.1").read_text().replace("\\-", "-")
        helped = archtool(name, "--help").stdout
        options = [word.strip(",") for word in helped.split() if word.startswith("--") and word.strip("-,").isalpha()]
        assert options
        assert [option for option in options if option not in page] == []
        for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS", "SEE ALSO"):
            assert f".SH {section}\n" in page


@pytest.mark.skipif(not shutil.which("man") or not shutil.which("groff"), reason="neither man nor groff here")
def test_man_shows_the_pages_without_a_warning(manual: Path) -> None:
    for path in sorted((manual / "man1").iterdir()):
        done = subprocess.run(
            ["man", "--warnings", "-P", "cat", "-l", path],
            capture_output=True,
            text=True,
            check=True,
            env={"PATH": "/usr/bin:/bin", "MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
        )
        assert done.stderr == ""
        assert "EXAMPLES" in done.stdout


@pytest.mark.skipif(not shutil.which("mandoc"), reason="no mandoc here")
def test_mandoc_has_no_errors(manual: Path) -> None:
    pages = sorted((manual / "man1").iterdir())
    done = subprocess.run(["mandoc", "-Tlint", "-Wwarning", *pages], capture_output=True, text=True, check=False)
    said = [line for line in done.stdout.splitlines() if "missing date" not in line]
    assert said == []


def test_the_same_version_makes_the_same_bytes(manual: Path, tmp_path: Path) -> None:
    archtool("guide", "--man", tmp_path, TZ="Asia/Tokyo")
    for path in (manual / "man1").iterdir():
        assert (tmp_path / "man1" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("place", ["-", ""])
def test_pages_of_the_manual_go_to_a_directory(place: str, tmp_path: Path) -> None:
    done = archtool("guide", "--man", place, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith("Error: --man needs a directory: there is a file for each command.\n")
    assert list(tmp_path.iterdir()) == []
