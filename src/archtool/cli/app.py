"""The command line as Click sees it: commands, options, help. What the commands do is in ``commands/``.

The options that commands share are in ``cli/flags.py``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from archtool import writers
from archtool.cli.config_print import Group, print_all
from archtool.cli.flags import (
    ALIKE,
    BATCH,
    FILTER,
    INPUT,
    JUDGE,
    LINES,
    OUTPUT,
    PRINT,
    RULES,
    SHARED,
    SNAPSHOTS,
    VOCAB,
)
from archtool.cli.spark import spark_command
from archtool.errors import OutputError, reason
from archtool.output.terminal import is_terminal
from archtool.run.options import Options
from archtool.version import shown
from archtool.writers.file_names import STYLES

GROUP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
COMMAND = {**GROUP, "auto_envvar_prefix": "ARCHTOOL"}
PROGRAMS = ["obsidian", "hugo", "jekyll", "quarto", "zola"]  # writers/profiles.py has them
COMPLETION = "_ARCHTOOL_COMPLETE"
Chosen = tuple[Callable[[Options], int], Options]


@click.group(cls=Group, context_settings=GROUP)
@click.option("--print-config", is_flag=True, is_eager=True, expose_value=False, callback=print_all, help=PRINT)
@click.version_option(shown(), prog_name="archtool", message="%(prog)s %(version)s")
def archtool() -> None:
    """Turn archived web pages into cleaned, tagged records.

    Every option can also be set by a variable (ARCHTOOL_JOBS=4) or in archtool.toml (jobs = 4).

    Exit codes: 0 all fine, 1 some pages failed and the rest is written, 2 usage, configuration or rules.

    \b
    Examples:
      archtool clean page.txt                 one page to standard output
      archtool clean pages/ -o notes/         a folder of pages to a folder of notes
      archtool explain page.txt               what became of every line, and why
    """


@archtool.command(context_settings=COMMAND)
@INPUT
@click.option("-t", "--to", type=click.Choice(writers.names()), help="Form of the output [suffix of -o; md]")
@click.option(
    "-o", "--output", metavar="FILE|DIR|-", type=click.Path(), help="A file for all, or a directory for one each"
)
@JUDGE
@RULES
@VOCAB
@click.option("--ledger", metavar="FILE", type=click.Path(), help="Write what explain prints (.tsv, .jsonl)")
@click.option("--markup", type=click.Choice(["plain", "md"]), default="plain", help="Form of text in records")
@click.option("--links", type=click.Choice(["keep", "strip"]), default="keep", help="Links in Markdown")
@click.option("--images", type=click.Choice(["keep", "drop"]), default="keep", help="Pictures in Markdown")
@SNAPSHOTS
@click.option("--for", "profile", type=click.Choice(PROGRAMS), help="Markdown as this program wants it")
@click.option("--names", type=click.Choice(STYLES), help="Names of the files in a directory [title-id]")
@click.option("--keep-dirs", is_flag=True, help="Files stand in folders as their pages did")
@click.option("--force", is_flag=True, help="Overwrite files that somebody has changed, too")
@FILTER
@click.option("--learn", is_flag=True, help="Read all twice: learn the sites' template first, as learn does")
@BATCH
@SHARED
def clean(**values: Any) -> Chosen:
    """Clean pages; print the records, or export them with -o.

    PATHs are files or directories; - or nothing is standard input. Records that archtool wrote may be among them: they
    are converted, not cleaned again. A name without a suffix after -o is a directory.

    Archives (WARC, ARC, WACZ, MHTML, HAR, zip, tar ...) are recognised by their bytes. --snapshots distinct keeps one
    record for each text that an address had, with the times of all its captures.

    With --resume, the same command goes on after an interruption, a kill or a full disk, and the output is what it
    would have been. The list that --failures writes can be given to --files-from.

    \b
    Examples:
      archtool clean page.txt
      archtool clean pages/ -o records.jsonl
      archtool clean pages/ -o vault/ -j 4
      archtool clean crawl.warc.gz --snapshots last -o crawl.jsonl
      find . -name '*.txt' -print0 | archtool clean --files-from - -0 -o all.csv
    """
    from archtool.cli.commands import clean

    return clean.run, _options(**values)


@archtool.command(context_settings=COMMAND)
@INPUT
@click.option("-t", "--to", type=click.Choice(["tsv", "jsonl", "html"]), help="Form of the output [suffix of -o; tsv]")
@click.option("-o", "--output", metavar="FILE|DIR|-", type=click.Path(), help="A file, or a directory of reports [-]")
@JUDGE
@RULES
@SHARED
def explain(**values: Any) -> Chosen:
    """Show every block of a page: kept, field or removed, by which rule.

    A line has the page, the fate, the rule, the place, and the text. A rule named doubt/... kept what might be junk.
    With -v a line also says what values the block gave, and where the values come from that no block gave.

    With -t html it is a report to open in a browser. A FILE holds one page, or an index and the first pages up to
    20,000 blocks; a DIR gets an index.html and a file for each page. Reports load nothing from anywhere.

    \b
    Examples:
      archtool explain page.txt
      archtool explain page.html -o report.html
      archtool explain pages/ -t html -o reports/
      archtool explain pages/ | grep removed
      archtool explain pages/ -t jsonl | jq -r .rule | sort | uniq -c
    """
    from archtool.cli.commands import explain

    return explain.run, _options(**values)


@archtool.command(context_settings=COMMAND)
@INPUT
@LINES
@OUTPUT
@JUDGE
@RULES
@VOCAB
@click.option("--report", metavar="FILE|-", type=click.Path(), help="Which spelling became which tag, and why")
@SHARED
def tags(**values: Any) -> Chosen:
    """Count the topics of many pages or records.

    A line has the topic, its tag, the number of pages, the lists it stood in, the spellings that were taken for one
    topic, and other topics that get the same tag.

    With --vocab, topics that a vocabulary knows are counted under its name and tag; of several, the first that knows a
    topic decides. A topic that could be two things (Congo, Georgia) is left alone. --report - prints which spelling
    became which tag and why, in place of the counts.

    \b
    Examples:
      archtool tags pages/
      archtool tags records.jsonl | head
      archtool tags pages/ --vocab my.ttl --vocab countries --report merged.tsv
    """
    from archtool.cli.commands import tags

    return tags.run, _options(**values)


@archtool.command(context_settings=COMMAND)
@INPUT
@ALIKE
@click.option("--report", metavar="FILE|-", type=click.Path(), help="List the clusters; -: in place of the records")
@click.option("--store", metavar="FILE", type=click.Path(), help="Compare with earlier runs, and remember this one")
@click.option("-t", "--to", type=click.Choice(["tsv", "jsonl"]), help="Form of the report [suffix of FILE; tsv]")
@OUTPUT
@JUDGE
@RULES
@SHARED
def dedupe(**values: Any) -> Chosen:
    """Drop records that repeat another; write the rest as JSON Lines, in the order of the input.

    Duplicates are texts with the same words, or most of the same runs of words; with --by, pages of one address or one
    title. Of each cluster the record with the earliest date is kept, then the longest, then the one with the smallest
    id. It gets the key "duplicates": id, origin and similarity of the others. With --keep all the others stay and get
    "duplicate_of". Texts without words are never duplicates. Pages that are no records are cleaned first.

    What an earlier run with the same --store has kept stays kept: what repeats it is dropped now. Memory stays small
    over millions of records; the temporary directory (SQLITE_TMPDIR) needs room for twice the input.

    \b
    Examples:
      archtool dedupe records.jsonl -o unique.jsonl --report clusters.tsv
      archtool clean crawl.warc.gz -t jsonl | archtool dedupe > unique.jsonl
      archtool dedupe today.jsonl --store seen.sqlite > new.jsonl
    """
    from archtool.cli.commands import dedupe

    return dedupe.run, _options(**values)


@archtool.command(context_settings=COMMAND)
@INPUT
@OUTPUT
@RULES
@SHARED
def learn(**values: Any) -> Chosen:
    """Learn from many pages of a site what is its template; write a file for --rules.

    Lines that many pages share above or below their text are template; those with changing lines behind them are labels
    of the content system; other dates tell whether a site writes the day first. Captures of one address and nearly
    equal pages count once; of fewer than 5 pages nothing is learned. Each rule is for one site and says on how many of
    its pages it rests; pages without an address are one site. What the pages cannot decide is a rule that marks a
    doubt.

    The file is made to be read and changed. What is known of pages is in a temporary file (SQLITE_TMPDIR): memory stays
    small over millions of them.

    \b
    Examples:
      archtool learn pages/ -o site.toml
      archtool clean pages/ --rules site.toml -o records.jsonl
      archtool clean pages/ --learn -o records.jsonl
    """
    from archtool.cli.commands import learn

    return learn.run, _options(**values)


@archtool.command(context_settings=COMMAND)
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=click.Path())
@LINES
@OUTPUT
@SHARED
def rules(**values: Any) -> Chosen:
    """List the rules with their reasons, or check rules files of your own.

    With -v the list has the examples that a rule must and must not match.

    \b
    Examples:
      archtool rules
      archtool rules my-site.toml
    """
    from archtool.cli.commands import rules

    return rules.run, Options(**values)


@archtool.command(cls=click.Command, context_settings=GROUP)
@click.argument("topic", metavar="[TOPIC]", required=False)
def guide(**values: Any) -> Chosen:
    """Show the manual: a page about TOPIC, or the list of topics.

    \b
    Examples:
      archtool guide
      archtool guide archives
    """
    from archtool.cli.commands import guide

    return guide.run, Options(**values)


def _options(**values: Any) -> Options:
    options = Options(**values)
    if options.null and options.files_from is None:
        raise click.UsageError("-0 is for the list of --files-from")
    if options.files_from == "-" and "-" in options.paths:
        raise click.UsageError("standard input cannot be both a page and the list of --files-from")
    if not options.paths and options.files_from is None and is_terminal(sys.stdin):
        context = click.get_current_context()
        short = f"{context.get_usage()}\n\nNo PATH, and nothing is piped in. See '{context.command_path} --help'."
        click.echo(short, err=True)
        context.exit(2)
    if options.jobs == 0:
        options = options._replace(jobs=os.cpu_count() or 1)
    return options


archtool.add_command(spark_command(_options))


def run(arguments: list[str]) -> int:
    """Run a command line with options. Returns the exit code; raises what ``cli/main.py`` turns into one.

    Click chooses the command and stands back while it runs: it would print a line on Ctrl-C, and exit with 1 on a
    closed pipe.
    """
    try:
        chosen = archtool.main(arguments, "archtool", standalone_mode=False)
    except click.Abort:
        raise KeyboardInterrupt from None
    except BrokenPipeError:
        raise
    except OSError as error:  # only help is printed here
        raise OutputError(f"standard output: {reason(error)}") from error
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SystemExit as stop:
        if COMPLETION in os.environ:
            return int(stop.code or 0)
        raise BrokenPipeError from None  # the only other reason for Click to leave like that
    if isinstance(chosen, tuple):
        command, options = chosen
        return int(command(options))
    return chosen if isinstance(chosen, int) else 0
