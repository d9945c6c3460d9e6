"""Commands that look at pages, declared for Click: ``clean``, ``explain`` and ``learn``.

``app.py`` groups them; ``commands/`` has their work, imported when a command is chosen.
"""

from __future__ import annotations

from typing import Any

import click

from archtool import writers
from archtool.cli.command import Chosen, checked_options, command
from archtool.cli.flags import BATCH, FILTER, INPUT, JUDGE, OUTPUT, RULES, SHARED, SNAPSHOTS, VOCAB
from archtool.writers.file_names import STYLES

PROGRAMS = ["obsidian", "hugo", "jekyll", "quarto", "zola", "datasette"]  # writers/profiles.py has the first five


@command()
@INPUT
@click.option("-t", "--to", type=click.Choice(writers.names()), help="Output format [suffix of -o; md]")
@click.option(
    "-o",
    "--output",
    metavar="FILE|DIR|-",
    type=click.Path(),
    help="A file for all records, or a directory with one file each [-]",
)
@JUDGE
@RULES
@VOCAB
@click.option("--ledger", metavar="FILE", type=click.Path(), help="Write what archtool explain prints (.tsv, .jsonl)")
@click.option("--markup", type=click.Choice(["plain", "md"]), default="plain", help="Format of the text in records")
@click.option("--links", type=click.Choice(["keep", "strip"]), default="keep", help="Links in Markdown")
@click.option("--images", type=click.Choice(["keep", "drop", "copy"]), default="keep", help="Pictures in Markdown")
@click.option("--signals", is_flag=True, help="Add what archtool filter can ask of a text: lines, repeats, stop words")
@SNAPSHOTS
@click.option("--for", "profile", type=click.Choice(PROGRAMS), help="Write what this program expects")
@click.option("--columns", metavar="LIST", help="Columns of a table, such as title,date,url,archive,text [all]")
@click.option("--delimiter", metavar="SIGN", help="Sign between the columns of CSV [,]")
@click.option("--bom", is_flag=True, help="Mark CSV as UTF-8 for Excel")
@click.option(
    "--partition", "partition_by", type=click.Choice(["host", "year"]), help="A folder of Parquet files for each"
)
@click.option("--names", type=click.Choice(STYLES), help="How to name the files in a directory [title-id]")
@click.option("--keep-dirs", is_flag=True, help="Keep the folders of the input")
@click.option("--force", is_flag=True, help="Also overwrite files that were edited")
@FILTER
@click.option("--learn", is_flag=True, help="First learn the templates of the sites, as archtool learn does")
@BATCH
@SHARED
def clean(**values: Any) -> Chosen:
    """Clean pages; print the records, or export them with -o.

    PATHs are files or directories; - or no PATH means standard input. Records written by archtool are valid input: they
    are converted, not cleaned again. If -o names something without a suffix, it is a directory.

    Archives (WARC, ARC, WACZ, MHTML, HAR, zip, tar ...) are recognised by their content. With --snapshots distinct, a
    record has the times of all captures with the same text.

    With --resume, give the same command again after an interruption, a crash or a full disk to continue. The list
    written by --failures can be given to --files-from.

    \b
    Examples:
      archtool clean page.txt
      archtool clean pages/ -o records.jsonl
      archtool clean pages/ -o vault/ -j 4
      archtool clean crawl.warc.gz --snapshots last -o crawl.jsonl
      find . -name '*.txt' -print0 | archtool clean --files-from - -0 -o all.csv
    """
    from archtool.cli.commands import clean

    return clean.run, checked_options(**values)


@command()
@INPUT
@click.option("-t", "--to", type=click.Choice(["tsv", "jsonl", "html"]), help="Output format [suffix of -o; tsv]")
@click.option(
    "-o", "--output", metavar="FILE|DIR|-", type=click.Path(), help="A file, or a directory of HTML reports [-]"
)
@JUDGE
@RULES
@SHARED
def explain(**values: Any) -> Chosen:
    """Show every block of a page: kept, field or removed, by which rule.

    Each line has the page, what became of the block, the rule, the place, and the text. Rules named doubt/... kept what
    may be junk. -v adds which values a block gave, and where other values come from.

    -t html writes a report for the browser. A FILE holds one page, or an index and the first pages up to 20,000 blocks;
    a DIR gets an index.html and one file per page. Reports load nothing from the network.

    \b
    Examples:
      archtool explain page.txt
      archtool explain page.html -o report.html
      archtool explain pages/ -t html -o reports/
      archtool explain pages/ | grep removed
      archtool explain pages/ -t jsonl | jq -r .rule | sort | uniq -c
    """
    from archtool.cli.commands import explain

    return explain.run, checked_options(**values)


@command()
@INPUT
@OUTPUT
@RULES
@SHARED
def learn(**values: Any) -> Chosen:
    """Learn the template of a site from many of its pages; write it as a file for --rules.

    Lines that many pages share above or below the text are template; repeated lines with different lines below them are
    labels; other dates show whether a site writes the day first. Captures of the same address and nearly identical
    pages count once; from fewer than 5 pages nothing is learned. Each rule is for one site and says how many pages have
    its lines. Pages without an address are one site. Where the pages do not decide, the rule marks a doubt.

    The file is meant to be read and edited. Memory use is small even for millions of pages, which are kept in a
    temporary file (SQLITE_TMPDIR).

    \b
    Examples:
      archtool learn pages/ -o site.toml
      archtool clean pages/ --rules site.toml -o records.jsonl
      archtool clean pages/ --learn -o records.jsonl
    """
    from archtool.cli.commands import learn

    return learn.run, checked_options(**values)
