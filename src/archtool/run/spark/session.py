"""The Spark session of the command line: what it needs, and its settings where the user gives none."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from shutil import which
from typing import TYPE_CHECKING

from archtool.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "local[2]"
DEFAULTS = {
    "spark.app.name": "archtool",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.session.timeZone": "UTC",
    # Tables that are kept are cut into as few parts as their size asks for, not into 200.
    "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning": "true",
    # The rows of a task come one after the other; small batches would only take time.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "10000",
}


def check() -> None:
    """Raise :class:`UsageError` if pyspark, pyarrow or Java is missing."""
    missing = [name for name in ("pyspark", "pyarrow") if find_spec(name) is None]
    if missing:
        raise UsageError(f"Spark needs {' and '.join(missing)}: pip install '.[spark]' in the checkout")
    home = os.environ.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else "java"
    if "PYSPARK_GATEWAY_PORT" not in os.environ and which(java) is None:
        raise UsageError("Spark needs Java 17 or later: install it, or set JAVA_HOME")


def begin(master: str | None, conf: Iterable[str]) -> SparkSession:
    """Return the session of ``spark-submit``, or begin one. Raises :class:`UsageError`."""
    check()
    given = dict(map(_setting, conf))
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    from pyspark import SparkConf
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    settings = SparkConf()
    for name, value in DEFAULTS.items():
        settings.setIfMissing(name, value)
    if not submitted:
        settings.setIfMissing("spark.master", MASTER)
    for name, value in given.items():
        settings.set(name, value)
    if master:
        settings.setMaster(master)
    if not submitted and not os.environ.get("PYSPARK_PYTHON"):
        # Without spark-submit, pyspark reads only this variable, else it takes the first ``python3`` of the path.
        local = (settings.get("spark.master") or "").startswith("local")
        python = settings.get("spark.pyspark.python") or (sys.executable if local else None)
        if python:
            os.environ["PYSPARK_PYTHON"] = python
    # What py4j logs when Spark fails or is interrupted is a stack trace; the error itself is raised and printed.
    logging.disable(logging.ERROR)
    try:
        return SparkSession.builder.config(conf=settings).getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        raise UsageError(f"Spark does not start: {str(error).splitlines()[0]}") from error


def end(spark: SparkSession) -> None:
    """Stop the session. After an interruption Java may be gone already, or its connection in disorder."""
    from py4j.protocol import Py4JError

    try:
        spark.stop()
    except (Py4JError, OSError):
        pass


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"--conf {text}: no setting such as spark.executor.memory=2g")
    return name, value
