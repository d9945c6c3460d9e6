"""Find topics that a dump lists on one line without a label, above the title or below the text.

Run for dumps, before ``heading.py``. Seen on news sites: nine names and the same nine again on one line, or the same
short list on two lines in a row. The doubling distinguishes such a line from a sentence with commas.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.judge.view import View, is_prose
from archtool.model import FIELD, REMOVED, Candidate, Verdict
from archtool.topics import HASHTAGS, split_list, topic_key

MIN_RUN = 2  # least topics in a line that stands twice


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose doubled tag lines as topics."""
    last: int | None = None
    title = view.given("title") or 0
    near = frozenset(view.head())
    end = _text_ends(view)
    for index, block in enumerate(view.blocks):
        if not view.open(index):
            continue
        text = block.text
        if text[0] == "#" and index > end and HASHTAGS.fullmatch(text):
            yield index, _topics(split_list(text, True))
        elif "," in text or "،" in text or "|" in text or ";" in text:
            labels = doubled(text) if index in near or index > end else []
            if labels:
                yield index, _topics(labels)
            elif last is not None and index < title and view.blocks[last].text == text and is_run(text):
                yield last, _topics(split_list(text, True))
                yield index, Verdict(REMOVED, "repeat/topic", repeats=last)
        last = index


def _text_ends(view: View) -> int:
    """Return the index of the last block of running text."""
    for index in range(len(view.blocks) - 1, -1, -1):
        if view.open(index) and is_prose(view.blocks[index].text):
            return index
    return -1


def _topics(labels: list[str]) -> Verdict:
    return Verdict(FIELD, "topics/doubled-line", tuple(Candidate("topics", label, "doubled line") for label in labels))


def doubled(text: str) -> list[str]:
    """Return the topics of a line that lists them twice; an empty list for any other line.

    >>> doubled("ports, maps, ports, maps"), doubled("He came, he saw, he won")
    (['ports', 'maps'], [])
    """
    parts = split_list(text, True)
    half = len(parts) // 2
    if half < MIN_RUN or len(parts) % 2:
        return []
    if [topic_key(part) for part in parts[:half]] != [topic_key(part) for part in parts[half:]]:
        return []
    return parts[:half] if len({topic_key(part) for part in parts[:half]}) == half else []


def is_run(text: str) -> bool:
    """Return whether a line is a list of short names and not a sentence."""
    parts = split_list(text, True)
    return (
        len(parts) >= MIN_RUN
        and all(1 <= len(part.split()) <= 4 for part in parts)
        and not text.endswith((".", "!", "?"))
    )
