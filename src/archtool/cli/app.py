"""The command line for Click: commands, options, help. ``main.py`` calls :func:`run`; ``commands/`` does the work.

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
    COMPARED,
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
PROGRAMS = ["obsidian", "hugo", "jekyll", "quarto", "zola", "datasette"]  # writers/profiles.py has the first five
COMPLETION = "_ARCHTOOL_COMPLETE"
Chosen = tuple[Callable[[Options], int], Options]


@click.group(cls=Group, context_settings=GROUP)
@click.option("--print-config", is_flag=True, is_eager=True, expose_value=False, callback=print_all, help=PRINT)
@click.version_option(shown(), prog_name="archtool", message="%(prog)s %(version)s")
def archtool() -> None:
    """Turn archived web pages into cleaned, tagged records.

    archtool PATH is short for archtool clean PATH. Every option can also be set with an environment variable
    (ARCHTOOL_JOBS=4) or in archtool.toml (jobs = 4). archtool guide is the manual.

    Exit codes: 0 success; 1 some pages failed and the others are written; 2 wrong usage, configuration or rules.

    \b
    Examples:
      archtool clean page.txt                 print one page
      archtool clean pages/ -o notes/         turn a folder of pages into a folder of notes
      archtool explain page.txt               what became of every line, and why
    """


@archtool.command(context_settings=COMMAND)
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

    return clean.run, _options(**values)


@archtool.command(context_settings=COMMAND)
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

    return explain.run, _options(**values)


@archtool.command(context_settings=COMMAND)
@INPUT
@click.option(
    *("-t", "--to"),
    type=click.Choice(["tsv", "jsonl", "graph", "gexf", "graphml", "canvas"]),
    help="Format of the output; graph: a graph by the suffix of -o [suffix of -o; tsv]",
)
@OUTPUT
@JUDGE
@RULES
@VOCAB
@click.option(
    "--show",
    type=click.Choice(["topics", "years", "pairs", "tree"]),
    default="topics",
    help="Topics; topics by year; pairs of topics on one page; topics below topics [topics]",
)
@click.option(
    "--site-words",
    type=click.Choice(["keep", "drop", "only"]),
    help="Topics on nearly every page of a host [keep; in pairs, trees and graphs: drop]",
)
@click.option("--min-pages", type=click.IntRange(1), default=1, metavar="N", help="Only topics of N pages or more [1]")
@click.option("--merges", metavar="FILE|-", type=click.Path(), help="List spellings that may be one topic, as CSV")
@click.option("--apply", multiple=True, metavar="FILE", type=click.Path(), help="Merge what the list says; repeatable")
@click.option("--report", metavar="FILE|-", type=click.Path(), help="Write which spelling became which tag, and why")
@SHARED
def tags(**values: Any) -> Chosen:
    """Count the topics of many pages or records.

    Each line has the topic, its tag, the number of pages, the lists that had it, its spellings, and other topics with
    the same tag.

    With --vocab, topics are counted under the names and tags of a vocabulary; the first vocabulary that knows a topic
    decides. A topic with several meanings (Congo, Georgia) is left unchanged. --report - prints which spelling became
    which tag, and why, instead of the counts.

    --merges lists what this collection shows to be one topic: the same letters, words turned round, short forms,
    endings. Delete the lines that are wrong and give the file to --apply, or to clean --vocab.

    \b
    Examples:
      archtool tags pages/
      archtool tags records.jsonl --show tree
      archtool tags records.jsonl --merges merges.csv
      archtool tags records.jsonl --apply merges.csv -o topics.gexf --min-pages 3
      archtool tags pages/ --vocab my.ttl --vocab countries --report merged.tsv
    """
    from archtool.cli.commands import tags

    return tags.run, _options(**values)


@archtool.command(context_settings=COMMAND)
@INPUT
@ALIKE
@COMPARED
@click.option("--report", metavar="FILE|-", type=click.Path(), help="List the clusters; -: instead of the records")
@click.option("--store", metavar="FILE", type=click.Path(), help="Compare with earlier runs, and remember this run")
@click.option("-t", "--to", type=click.Choice(["tsv", "jsonl"]), help="Format of the report [suffix of FILE; tsv]")
@OUTPUT
@JUDGE
@RULES
@SHARED
def dedupe(**values: Any) -> Chosen:
    """Drop records that repeat another; write the rest as JSON Lines, in the order of the input.

    Duplicates are texts with the same words or mostly the same runs of words; with --by, pages with the same address or
    title. A text is only dropped if it is that similar to the text that is kept. Texts with fewer than --min-words are
    kept: they are too short to be compared. Pages are cleaned first.

    The record that is kept gets the key "duplicates" with id, origin and similarity of the others. With --keep all, the
    others are kept and get "duplicate_of". Where --keep does not decide, the earliest date does, then the longest text,
    then the smallest id.

    Records kept by an earlier run with the same --store stay kept, and later duplicates of them are dropped. Memory use
    is small even for millions of records; the temporary directory (SQLITE_TMPDIR) needs twice the size of the input.

    \b
    Examples:
      archtool dedupe records.jsonl -o unique.jsonl --report clusters.tsv
      archtool clean crawl.warc.gz -t jsonl | archtool dedupe > unique.jsonl
      archtool dedupe today.jsonl --store seen.sqlite > new.jsonl
      archtool dedupe records.jsonl --by url --keep longest > pages.jsonl
    """
    from archtool.cli.commands import dedupe

    return dedupe.run, _options(**values)


@archtool.command("filter", context_settings=COMMAND)
@click.argument("expression", metavar="EXPR", required=False)
@INPUT
@OUTPUT
@JUDGE
@RULES
@SHARED
def filter_(**values: Any) -> Chosen:
    """Keep the records for which an expression holds; write them as JSON Lines, in the order of the input.

    EXPR compares keys of the record with texts and numbers: < <= > >= == != in, joined by and, or, not and brackets,
    with + - * / and the functions len, lower, startswith, endswith, matches. What a record does not know makes a
    comparison false; date == None asks for it.

    \b
    Keys:     id text source url host title authors site lang date year captured
              archived description image categories tags topics words origin
    Signals:  lines mean_line_length bullet_lines ellipsis_lines ended_lines
              repeated_lines repeated_line_characters repeated_paragraphs
              repeated_paragraph_characters sentences mean_word_length stop_words
              symbols alphabetic_words top_2grams top_3grams top_4grams
              repeated_5grams repeated_6grams repeated_7grams repeated_8grams
              repeated_9grams repeated_10grams lang_confidence kept

    Signals are measured where archtool clean --signals has not: see archtool guide filters. Pages are cleaned first.

    \b
    Examples:
      archtool filter 'words > 100 and lang == "en"' records.jsonl > english.jsonl
      archtool filter 'repeated_lines < .3 and stop_words > .2' records.jsonl
      archtool filter '"Museums" in topics or matches(title, "[Mm]useum")' pages.db
    """
    from archtool.cli.commands import filter as command

    if values["expression"] is None:  # optional for Click only, which would require it with --print-config, too
        raise click.UsageError("Missing argument 'EXPR'.")
    return command.run, _options(**values)


@archtool.command(context_settings=COMMAND)
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

    return learn.run, _options(**values)


@archtool.command(context_settings=COMMAND)
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=click.Path())
@LINES
@OUTPUT
@SHARED
def rules(**values: Any) -> Chosen:
    """List the rules with their reasons, or check rules files of your own.

    -v adds the examples that each rule must and must not match.

    \b
    Examples:
      archtool rules
      archtool rules my-site.toml
    """
    from archtool.cli.commands import rules

    return rules.run, Options(**values)


@archtool.command(cls=click.Command, context_settings=GROUP)
@click.argument("topic", metavar="[TOPIC]", required=False)
@click.option("--man", metavar="DIR", type=click.Path(), help="Write man pages of all commands below DIR")
def guide(**values: Any) -> Chosen:
    """Show the manual: a page about TOPIC, or the list of topics.

    \b
    Examples:
      archtool guide
      archtool guide archives
      archtool guide --man ~/.local/share/man && man archtool-clean
    """
    if folder := values["man"]:
        from archtool.cli import man

        return lambda _: man.write(archtool, folder), Options(**values)
    from archtool.cli.commands import guide

    return guide.run, Options(**values)


def _options(**values: Any) -> Options:
    options = Options(**values)
    if options.null and options.files_from is None:
        raise click.UsageError("-0 needs --files-from")
    if options.files_from == "-" and "-" in options.paths:
        raise click.UsageError("standard input cannot be both a page and the list for --files-from")
    if not options.paths and options.files_from is None and is_terminal(sys.stdin):
        context = click.get_current_context()
        short = f"{context.get_usage()}\n\nNo PATH given, and nothing is piped in. See '{context.command_path} --help'."
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
        raise BrokenPipeError from None  # the only other case in which Click exits like that
    if isinstance(chosen, tuple):
        command, options = chosen
        return int(command(options))
    return chosen if isinstance(chosen, int) else 0
