"""Report a run on Spark: the list of failures, the first of them on standard error, the counts and the exit code.

What is counted comes to the driver in one query: one row for each reason, never one for each page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archtool.output.terminal import complain
from archtool.run.options import Options
from archtool.run.progress import MOST, NUMBER, OTHERS, Report
from archtool.run.spark import work

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from archtool.run.spark.crawl import Crawl

SHOWN = 20  # failures that are printed one by one; the list of failures has them all


def reported(found: Crawl, options: Options, kept: DataFrame | None = None) -> Report:
    """Write the list of failures, print the first ones, and return the counts.

    ``kept``: the records that are written, where these are not all.
    """
    from pyspark.sql import functions as f

    report = Report(options)
    reason = f.when(f.col("kind") == work.SKIPPED, f.col("text")).alias("reason")
    is_revisit = ((f.col("kind") == work.SKIPPED) & (f.size("keys") > 0)).alias("is_revisit")
    rows = found.rows.groupBy("kind", "lacks", reason, is_revisit).count().collect()
    for row in rows:
        if row["kind"] == work.RECORD:
            report.pages += row["count"]
            if kept is None:
                report.lacks(row["lacks"], row["count"])
        elif row["kind"] == work.FAILURE:
            report.failed += row["count"]
        elif row["kind"] == work.SKIPPED:
            report.skipped[row["reason"]] = report.skipped.get(row["reason"], 0) + row["count"]
    if kept is not None:
        for row in kept.groupBy("lacks").count().collect():
            report.lacks(row["lacks"], row["count"])
    if any(row["is_revisit"] for row in rows):
        _count_captures(found, report)
    if options.failures:
        lines = found.failures.orderBy("position").select(f.to_json(f.struct("origin", "message")).alias("value"))
        lines.write.text(options.failures)
    if report.failed:
        _tell_failures(found, report)
    return report


def _count_captures(found: Crawl, report: Report) -> None:
    """Count the revisits whose page was found as captures, and no longer as skipped."""
    from archtool.run.spark.revisits import resolved

    captures = resolved(found).select("position").join(found.skipped.select("position", "reason"), "position")
    for row in captures.groupBy("reason").count().collect():
        report.captures += row["count"]
        report.skipped[row["reason"]] -= row["count"]
        if not report.skipped[row["reason"]]:
            del report.skipped[row["reason"]]


def _tell_failures(found: Crawl, report: Report) -> None:
    """Print the first failures, and count all by their kind: as on one machine, at most so many kinds apart."""
    from pyspark.sql import functions as f

    failures = found.failures
    for row in failures.orderBy("position").limit(SHOWN).collect():
        complain(f"{row['origin']}: {row['message']}")
    if report.failed > SHOWN:
        complain(f"and {report.failed - SHOWN} more failures")
    kind = f.regexp_replace("message", NUMBER.pattern, "N").alias("kind")
    kinds = failures.groupBy(kind).count().orderBy(f.col("count").desc(), "kind").limit(MOST).collect()
    report.reasons = {row["kind"]: row["count"] for row in kinds}
    if others := report.failed - sum(report.reasons.values()):
        report.reasons[OTHERS] = report.reasons.get(OTHERS, 0) + others
