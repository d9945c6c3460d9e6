"""The views of ``archtool tags``: topics by year, in pairs, as a tree or a graph, and spellings that may be one topic.

``tags.py`` has counted the topics and kept which page has which; ``corpus/collection.py`` and ``corpus/spellings.py``
work out the rest.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from archtool.corpus import collection
from archtool.corpus.collection import PageTopics
from archtool.corpus.counted import COLUMNS as COUNTS
from archtool.corpus.counted import Counted, by_pages, table
from archtool.errors import UsageError
from archtool.output import streams, targets
from archtool.output.tables import table_format, write_table
from archtool.run.options import Options

TABLES = (None, "tsv", "jsonl")
GRAPHS = ("gexf", "graphml", "canvas")
COLUMNS = {
    "years": ("topic", "tag", "year", "pages"),
    "pairs": ("topic", "other", "pages", "similarity"),
    "tree": ("topic", "tag", "pages", "above"),
    "site words": ("topic", "tag", "pages", "hosts"),
}
MERGES = ("alternative", "preferred", "pages", "preferred_pages", "why")
Topics = dict[str, Counted]
Row = tuple[Any, ...]


def view_of(options: Options) -> str:
    """Return the view that ``options`` choose. Raises :class:`UsageError` if it does not fit the format."""
    suffix = targets.suffix(options.output).lower().removeprefix(".")
    is_graph = options.to == "graph" or options.to in GRAPHS or (options.to is None and suffix in GRAPHS)
    if is_graph and options.show != "topics":
        raise UsageError(f"--show {options.show} is a table: a graph shows the pairs of topics")
    if options.site_words == "only" and (is_graph or options.show != "topics"):
        raise UsageError("--site-words only is a table of its own, and no view of others")
    if not is_graph:
        table_format(options.to, options.output)
    return "graph" if is_graph else "site words" if options.site_words == "only" else options.show


def write(options: Options, view: str, counted: Topics, seen: list[PageTopics]) -> Iterator[str]:
    """Write the view; yield what the summary has to say."""
    words = collection.site_words(seen)
    shown = dict(counted)
    keeps = options.site_words or ("keep" if view in ("topics", "years") else "drop")
    if view == "site words":
        shown = {key: topic for key, topic in counted.items() if key in words}
    elif keeps == "drop":
        shown, seen = _without(shown, seen, words)
    elif words:
        many = "word" if len(words) == 1 else "words"
        yield f"{len(words):,} {many} of sites among the topics (--site-words drop leaves them out)"
    shown = {key: topic for key, topic in shown.items() if topic.pages >= options.min_pages}
    with streams.closing(streams.open_output(options.output)) as out:
        if view == "graph":
            out.write(_graph(options, shown, seen))
            return
        if view == "topics":
            write_table(out, COUNTS, table(shown), table_format(options.to, options.output))
            return
        indent = "  " if out.on_terminal and options.to is None else ""
        rows = _site_words(shown, words) if view == "site words" else VIEWS[view](shown, seen, indent)
        write_table(out, COLUMNS[view], rows, table_format(options.to, options.output))


def _without(counted: Topics, seen: list[PageTopics], words: dict[str, list[str]]) -> tuple[Topics, list[PageTopics]]:
    """Return the topics without the words of sites; such a word still counts on hosts where it is a topic."""
    left = collection.without(seen, words)
    counts = collection.counts(left)
    for key in words:
        counted[key].pages = counts[key]
    return {key: topic for key, topic in counted.items() if topic.pages}, left


def _site_words(shown: Topics, words: dict[str, list[str]]) -> Iterator[Row]:
    for topic in by_pages(shown):
        yield topic.shown, topic.tag, topic.pages, sorted(words[topic.key])


def _years(shown: Topics, seen: Sequence[PageTopics], indent: str) -> Iterator[Row]:
    found = collection.years(seen)
    for topic in by_pages(shown):
        for year, pages in sorted(found[topic.key].items()):
            yield topic.shown, topic.tag, year, pages


def _pairs(shown: Topics, seen: Sequence[PageTopics], indent: str) -> Iterator[Row]:
    for one, other, pages, similarity in collection.pairs(seen, shown):
        first, second = sorted((shown[one], shown[other]), key=lambda topic: (-topic.pages, topic.shown))
        yield first.shown, second.shown, pages, f"{similarity:.4f}"


def _tree(shown: Topics, seen: Sequence[PageTopics], indent: str) -> Iterator[Row]:
    """Yield each topic after its parent; ``indent`` is put in front once for each level, for a terminal."""
    parents = collection.parents(seen, {key: topic.tag for key, topic in shown.items()})
    below: dict[str, list[Counted]] = {}
    for topic in by_pages(shown):
        below.setdefault(parents.get(topic.key, ""), []).append(topic)
    stack = [(topic, 0) for topic in reversed(below.get("", []))]
    while stack:
        topic, level = stack.pop()
        above = parents.get(topic.key)
        yield level * indent + topic.shown, topic.tag, topic.pages, shown[above].shown if above else ""
        stack += [(each, level + 1) for each in reversed(below.get(topic.key, []))]


VIEWS: dict[str, Callable[[Topics, Sequence[PageTopics], str], Iterable[Row]]] = {
    "years": _years,
    "pairs": _pairs,
    "tree": _tree,
}


def _graph(options: Options, shown: Topics, seen: Sequence[PageTopics]) -> str:
    from archtool.output.graphs import FORMATS, Edge, Node

    suffix = targets.suffix(options.output).lower().removeprefix(".")
    format = options.to if options.to in GRAPHS else suffix if suffix in GRAPHS else GRAPHS[0]
    topics = by_pages(shown)
    place = {topic.key: at for at, topic in enumerate(topics)}
    nodes = [Node(topic.shown, topic.tag, topic.pages) for topic in topics]
    found = collection.pairs(seen, place)
    edges = [Edge(place[pair.one], place[pair.other], pair.pages, pair.similarity) for pair in found]
    return FORMATS[format](nodes, edges)


def keep_edited(options: Options) -> None:
    """Refuse to write ``--merges`` over a file that is there: the user may have edited it. Raises ``UsageError``."""
    if options.merges and options.merges != targets.STDOUT and os.path.isfile(options.merges):
        raise UsageError(f"--merges {options.merges}: the file is there already and may be edited; choose another name")


def write_merges(options: Options, counted: Topics, seen: Sequence[PageTopics]) -> Iterator[str]:
    """Write which spellings may be one topic, to be edited and given back; yield what the summary has to say."""
    if not options.merges:
        return
    from archtool.corpus.spellings import merges

    found = merges({topic.key: topic.shown for topic in by_pages(counted)}, seen)
    both = [(counted[each.topic], counted[each.preferred], each.why) for each in found]
    rows = [(topic.shown, better.shown, topic.pages, better.pages, why) for topic, better, why in both]
    with streams.closing(streams.open_output(options.merges)) as out:
        if out.on_terminal:
            write_table(out, MERGES, rows, None)
        else:
            out.write(_csv([MERGES, *rows], "\t" if options.merges.lower().endswith(".tsv") else ","))
    if not found:
        yield "no two spellings look like one topic"
    elif options.merges != targets.STDOUT:
        many = "spelling" if len(found) == 1 else "spellings"
        yield f"{len(found):,} {many} to merge: edit {options.merges}, then --apply {options.merges}"


def _csv(rows: Iterable[Row], delimiter: str) -> str:
    import csv
    import io

    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()
