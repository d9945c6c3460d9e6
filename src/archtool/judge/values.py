"""Give the verdicts for accepted labels and each of their values.

Called by the judges of labels. Topic lists are made unique here, and only here: a line that stood in the same list
before is removed with a pointer to its original; in another list of the page it is a field of that list, too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from archtool.fields.dates import parse_date
from archtool.judge.marks import Mark
from archtool.judge.view import BODY_BEGINS, View, day_first_on, habit_of
from archtool.model import FIELD, REMOVED, Candidate, Verdict
from archtool.rules.words import byline_words, words_of
from archtool.startup.patterns import compiled, lazy
from archtool.topics import families, split_list, topic_key

_SENDER = lazy(r"\"?([^<>@\"]*[^<>@\"\s])\"?\s*<[^<>]+>|[^\s@]++(?:@| at )\S++ \(([^()]+)\)")
TOPIC_LIMIT = 120  # most characters of a topic
TAGS = ("label/tags-", "label/tagged-")  # labels over short words; topics under other labels may hold commas
LONG_LINE = "\n"  # no topic holds a line break
MUSEUM_LABELS = 2  # labels that only object records have


@cache
def _joined() -> re.Pattern[str]:
    """Return a pattern for words that join two terms in one topic: ``&``, ``and``."""
    words, prefixes = ("|".join(words_of("languages.toml", "joined", key)) for key in ("words", "prefixes"))
    return compiled(rf"&| (?:{words}) | (?:{prefixes})", re.I)


class Labelled(NamedTuple):
    """An accepted label with the indices of the blocks that are its values."""

    mark: Mark
    values: tuple[int, ...]


def keys_of(view: View) -> tuple[list[str], Counter[str]]:
    """Return the topic key of each line, equal for spellings of one topic, and how often each stands on the page.

    Lines longer than any topic share a key that no topic has.
    """
    memo = ("folded", "")
    if memo not in view.memo:
        keys = [topic_key(block.text) if len(block.text) <= TOPIC_LIMIT else LONG_LINE for block in view.blocks]
        view.memo[memo] = (keys, Counter(keys))
    found: tuple[list[str], Counter[str]] = view.memo[memo]
    return found


def has_copies(keys: Sequence[str]) -> bool:
    """Return whether three consecutive keys of a list stand in it twice."""
    first: dict[str, int] = {}
    run = 0
    for at, key in enumerate(keys):
        source = first.setdefault(key, at)
        run = run + 1 if source != at else 0
        if run >= 3:
            return True
    return False


def verdicts_of(view: View, items: Sequence[Labelled]) -> Iterator[tuple[int, Verdict]]:
    """Yield the verdicts for accepted labels and their values."""
    seen: dict[str, int] = {}
    parents = _parents(view, items)
    objects = sum(item.mark.rule.cms == "museum" for item in items) >= MUSEUM_LABELS
    for item in items:
        mark, rule = item.mark, item.mark.rule
        if objects and rule.field == "date":
            rule = rule._replace(field="pair")  # the date of the object, not of the page
        if mark.value:
            yield mark.at, Verdict(FIELD, rule.id, _values(view, rule.field, mark.name, mark.value, True))
            continue
        note = BODY_BEGINS if rule.takes == "text" else rule.frequency if item.values else "empty"
        yield mark.at, Verdict(REMOVED, rule.id, note=note)
        if rule.field == "topics":
            yield from _topic_list(view, item, seen, parents)
        elif rule.field == "none":
            yield from ((index, Verdict(REMOVED, rule.id, note="caption")) for index in item.values)
        else:
            for index in item.values:
                text = view.blocks[index].text
                note = habit_of(view, text) if rule.field == "date" else ""
                yield index, Verdict(FIELD, rule.id, _values(view, rule.field, mark.name, text, False), note=note)


def _parents(view: View, items: Sequence[Labelled]) -> dict[int, int]:
    """Return for topic blocks with an inferred parent its index."""
    topics = [index for item in items if item.mark.rule.field == "topics" for index in item.values]
    found = families([topic_key(view.blocks[index].text) for index in topics])
    return {topics[child]: topics[parent] for child, parent in found.items()}


def _topic_list(
    view: View, item: Labelled, seen: dict[str, int], parents: dict[int, int]
) -> Iterator[tuple[int, Verdict]]:
    """Propose a verdict for each line of a topic list.

    ``seen`` maps topics of earlier lists to their blocks, ``parents`` blocks to the topic above them.
    """
    rule, name = item.mark.rule, item.mark.name
    if len(item.values) == 1:
        index = item.values[0]
        text = view.blocks[index].text
        one_line = rule.id.startswith(TAGS) and not _joined().search(text)
        yield index, Verdict(FIELD, rule.id, _values(view, "topics", name, text, one_line))
        return
    here: dict[str, int] = {}
    for index in item.values:
        text = view.blocks[index].text
        key = topic_key(text)
        if key in here:
            yield index, Verdict(REMOVED, "repeat/topic", repeats=here[key])
        else:
            here[key] = index
            gives = (Candidate("topics", text, rule.id, group=name),)
            yield index, Verdict(FIELD, rule.id, gives, seen.get(key), parent=parents.get(index))
    for key, index in here.items():
        seen.setdefault(key, index)


def _values(view: View, field: str, name: str, text: str, inline: bool) -> tuple[Candidate, ...]:
    """Return the candidates for the record that one value line gives."""
    if field in ("topics", "categories"):
        return tuple(Candidate(field, part, "label", group=name) for part in split_list(text, inline))
    if field == "date":
        iso = parse_date(text, day_first=day_first_on(view))
        return (Candidate("date", iso, "label", 5) if iso else Candidate("pair", text, "label", group=name),)
    sender = _SENDER.fullmatch(text) if name in byline_words("mail") else None
    if sender:
        return (Candidate("authors", sender.group(1) or sender.group(2), "label", 30, name),)
    if field == "modified":
        return (Candidate("pair", text, "label", group=name),)
    return (Candidate(field, text, "label", group=name),)
