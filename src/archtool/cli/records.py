"""Commands that look at many records together, declared for Click: ``tags``, ``dedupe`` and ``filter``.

``app.py`` groups them; ``commands/`` has their work, imported when a command is chosen. Pages are cleaned first.
"""

from __future__ import annotations

from typing import Any

import click

from archtool.cli.command import Chosen, checked_options, command
from archtool.cli.flags import ALIKE, COMPARED, INPUT, JUDGE, OUTPUT, RULES, SHARED, VOCAB


@command()
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

    return tags.run, checked_options(**values)


@command()
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

    return dedupe.run, checked_options(**values)


@command("filter")
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
    return command.run, checked_options(**values)
