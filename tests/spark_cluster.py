"""Spark for tests: whether it can run here, and a standalone cluster of processes on this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from process import COMMAND, environment

MISSING = [name for name in ("pyspark", "pyarrow", "pandas") if find_spec(name) is None]
REASON = f"{' and '.join(MISSING)} not installed" if MISSING else "" if shutil.which("java") else "no Java"
# Short-lived processes: compiling every loop of Spark costs more than it saves.
JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
CONF = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "1g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.extraJavaOptions": JAVA,
    "spark.executor.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
}


def spark(
    *arguments: str | Path, conf: dict[str, str] | None = None, cwd: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run ``archtool spark``; executors take the Python that runs it."""
    settings = [part for item in {**CONF, **(conf or {})}.items() for part in ("--conf", "=".join(item))]
    return subprocess.run(
        [*COMMAND, "spark", *map(str, arguments), *settings],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment(PYTHONWARNINGS="ignore", SPARK_LOCAL_IP="127.0.0.1", **variables),
        timeout=900,
        check=False,
    )


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What archtool said on standard error, without what Java says."""
    return [line for line in done.stderr.splitlines() if line.startswith("archtool: ")]


def told(stderr: str) -> list[str]:
    """What one machine says, without what it says of its own speed."""
    return [line for line in stderr.splitlines() if "running as pure Python" not in line]


def lines(folder: Path) -> str:
    """The files that Spark wrote, one behind the other."""
    return "".join(part.read_text() for part in sorted(folder.glob("part-*")))


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A master and workers as processes; gives the address of the master."""
    import pyspark

    home = Path(pyspark.__file__).parent
    port = _free_port()
    master = f"spark://127.0.0.1:{port}"
    common = {"SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": JAVA}
    started: list[subprocess.Popen[bytes]] = []

    def start(kind: str, *arguments: str) -> None:
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind.lower()}.{kind}", *arguments]
        log = (folder / f"{kind}-{len(started)}.log").open("wb")
        env = {**environment(), **common, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
        started.append(subprocess.Popen(command, stdout=log, stderr=log, env=env, start_new_session=True))

    try:
        start("Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        for number in range(workers):
            work = folder / f"work-{number}"
            start("Worker", "--cores", "1", "--memory", "600m", "--work-dir", str(work), "--webui-port", "0", master)
        yield master
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            process.wait(60)


def executors(folder: Path) -> list[int]:
    """The processes that are executors of the cluster in ``folder``: of no other one on this machine."""
    found = subprocess.run(["pgrep", "-f", "CoarseGrainedExecutorBackend"], capture_output=True, check=False)
    return [pid for pid in map(int, found.stdout.split()) if _works_in(pid, folder)]


def _works_in(pid: int, folder: Path) -> bool:
    """Whether a Java process has its working directory below ``folder``."""
    try:
        process = Path("/proc", str(pid))
        return process.joinpath("cwd").resolve(strict=True).is_relative_to(folder.resolve()) and (
            process.joinpath("comm").read_text().strip() == "java"
        )
    except OSError:  # it has ended, or is somebody else's
        return False


def works(executor: int) -> bool:
    """Whether an executor has begun a task: it has started Python."""
    return subprocess.run(["pgrep", "-P", str(executor)], capture_output=True, check=False).returncode == 0


def wait_for(condition: object, seconds: float = 300) -> None:
    """Wait until ``condition()`` holds."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
