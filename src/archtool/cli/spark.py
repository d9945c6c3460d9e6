"""The command ``archtool spark``, declared for Click: work on a cluster, with the options of the other commands."""

from __future__ import annotations

from functools import partial
from typing import Any

import click
from click.core import ParameterSource

from archtool.cli.command import Chosen, checked_options, command
from archtool.cli.flags import ALIKE, FILTER, INPUT, JUDGE, RULES, SHARED, SNAPSHOTS, VOCAB, as_size
from archtool.run.options import COMPARED

WHAT = ("clean", "dedupe", "tags", "learn")
# Options of Spark itself, and those whose combinations the command checks.
OWN = set("what output to table partition_by failures summary master conf task_size snapshots".split())
FILTERS = set("host url since until lang min_words having".split())
DIRECTORY = {"ordered", "compression"}  # of what executors write: of clean and dedupe


@command()
@click.argument("what", metavar="|".join(WHAT), required=False, type=click.Choice(WHAT))
@INPUT
@click.option("-o", "--output", metavar="DIR", help="A new directory on any file system; of tags and learn, a file")
@click.option("-t", "--to", type=click.Choice(["parquet", "jsonl"]), help="Output format [suffix of -o; parquet]")
@click.option("--table", metavar="NAME", help="Append to a table of the session's catalogue, or make it")
@click.option("--partition-by", type=click.Choice(["host", "year"]), help="A folder for each, in Parquet or a table")
@click.option("--compression", type=click.Choice(["none", "gzip", "zstd"]), help="Of the files [zstd; jsonl: none]")
@click.option("--ordered", is_flag=True, help="Write the records in the order of their pages")
@click.option("--failures", metavar="DIR", help="List the failures as JSON Lines, in a new directory")
@click.option("--summary", metavar="FILE", type=click.Path(), help="Write the counts of the run as JSON")
@click.option("--master", metavar="URL", help="Where Spark runs [that of spark-submit; local[2]]")
@click.option("--conf", multiple=True, metavar="KEY=VALUE", help="A setting of Spark; repeatable")
@click.option(
    "--task-size", default="32M", callback=as_size, metavar="SIZE", help="Stored bytes that make a task [32M]"
)
@click.option("--signals", is_flag=True, help="Add measures of the text, as archtool clean --signals does")
@SNAPSHOTS
@FILTER
@ALIKE
@RULES
@JUDGE
@VOCAB
@click.option("--links", type=click.Choice(["keep", "strip"]), default="keep", help="Links in Markdown")
@click.option("--images", type=click.Choice(["keep", "drop"]), default="keep", help="Pictures in Markdown")
@click.option("--markup", type=click.Choice(["plain", "md"]), default="plain", help="Format of the text in records")
@SHARED
def spark(**values: Any) -> Chosen:
    """Clean pages on Apache Spark: the same records, from one machine or from a cluster.

    PATHs are local files and folders that all executors see, or addresses that Spark reads (s3a://, hdfs://, gs://),
    which may be globs. Large WARCs are read in parts. Records have a column "position", which sorts them like the
    output of archtool clean.

    dedupe, tags and learn are the commands of these names: dedupe writes JSON Lines, tags a table and learn a rules
    file, both on this machine.

    Needs the extra "spark" and Java 17; see archtool guide spark for clusters.

    \b
    Examples:
      archtool spark clean crawl/ -o records/
      archtool spark clean crawl/ -o records.jsonl --ordered --master 'local[8]'
      archtool spark clean 's3a://bucket/crawl/*.warc.gz' -o s3a://bucket/records --partition-by host
      archtool spark dedupe hdfs:///records.jsonl -o hdfs:///unique.jsonl --master yarn
    """
    from archtool.cli.commands import spark

    if values["what"] is None:
        raise click.UsageError(f"say what Spark shall do: {', '.join(WHAT)}")
    context = click.get_current_context()
    if values["what"] == "dedupe" and context.get_parameter_source("min_words") is ParameterSource.DEFAULT:
        values["min_words"] = COMPARED
    return partial(spark.run, foreign=_foreign(context, values["what"])), checked_options(**values)


# Spark decides about executors and their cores.
spark.params = [each for each in spark.params if each.name != "jobs"]


def _foreign(context: click.Context, what: str) -> list[str]:
    """Return the options given on the command line that the command ``what`` does not have."""
    group = context.parent.command if context.parent else None
    command = group.commands[what] if isinstance(group, click.Group) else None
    known = OWN | FILTERS | (DIRECTORY if what in ("clean", "dedupe") else set())
    known |= {each.name for each in command.params if each.name} if command else set()
    given = (
        each
        for each in context.command.params
        if context.get_parameter_source(each.name or "") is ParameterSource.COMMANDLINE
    )
    return [each.opts[0] for each in given if isinstance(each, click.Option) and each.name not in known]
