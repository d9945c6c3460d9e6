"""Run archtool as its users do: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import archtool as package

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path(package.__file__).resolve().parents[1]  # the tree or the installation: what these tests import
COMMAND = [sys.executable, "-m", "archtool"]
DUMP = "Harbour dues rise\n\n28.05.2018\n\nThe dues rise by a tenth from June, the harbour office says.\n"


def environment(**extra: str) -> dict[str, str]:
    """The environment of a test: ours on the path, nothing that configures archtool or colours it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARCHTOOL_")}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        kept.pop(name, None)
    return {**kept, "PYTHONPATH": str(PACKAGE), "XDG_CONFIG_HOME": "/nonexistent", **extra}


def results(folder: Path) -> list[Path]:
    """What a run has put into its directory, without the list that it keeps of it."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".archtool-notes"))


def archtool(
    *arguments: str | bytes | Path, stdin: bytes | str = b"", cwd: Path | None = None, **extra: str
) -> subprocess.CompletedProcess[str]:
    """Run a command line; its output is read as UTF-8, whatever the locale."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**extra),
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
    )


def archtool_on_a_full_disk(limit: int, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line where no file can grow beyond ``limit`` bytes."""
    import resource

    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
