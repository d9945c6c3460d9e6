"""Turn fields that an HTML page prints with labels into fields of the record: tag lists, Drupal's ``field__label``.

Run before the title is sought. The labels are those of ``rules/labels.toml``, and their values get the same verdicts
as in a dump of the page. A block is a label by its class; its values are the blocks in the same field element.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archtool.fields.dates import find_dates
from archtool.fields.html_taglists import TagList, labelled_lists
from archtool.judge.html_heading import OTHER_WORDS, other_words
from archtool.judge.marks import Mark
from archtool.judge.values import Labelled, verdicts_of
from archtool.judge.view import View
from archtool.model import FIELD, REMOVED, Candidate, Verdict

LABEL_CLASSES = frozenset({"field__label", "field-label", "views-label", "label-inline", "field-label-inline-first"})
# Fields read from definition lists. Other pairs (a product's weight) are text.
TERM_FIELDS = frozenset({"date", "modified", "authors", "topics", "categories"})
DAYS = frozenset({"date", "modified"})  # a list with one of these is about the page: all its known labels count
REACH = 3  # most elements from a label's text up to the one with its class
FIELD_REACH = 12  # most elements from a value's text up to its field


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose verdicts for labelled fields and their values."""
    reading = view.pieces.reading
    if reading is None:
        return
    labelled = "label" in reading.walk.classes()
    terms = "term" in reading.walk.kinds
    yield from _tag_lists(view)
    if not labelled and not terms:
        return
    about = _lists_about_page(view) if terms else set()
    found = []
    for index, block in enumerate(view.blocks):
        name = block.text.rstrip(" :：\u00a0")
        rule = view.rules.labels.get(name)
        if rule is None or not view.open(index):
            continue
        if block.kind == "term" and (rule.field in TERM_FIELDS or index in about):
            found.append(Labelled(Mark(index, rule, name), _definitions(view, index + 1)))
            continue
        label = _label_element(block.nodes) if labelled else None
        if label is not None and label.parent is not None:
            values = () if rule.takes == "text" else _values(view, index + 1, label.parent.mem_id)
            found.append(Labelled(Mark(index, rule, name), values))
    yield from verdicts_of(view, found)


def _tag_lists(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose tag lists with a label, on the same line or above them, as fields."""
    if all(candidate.source != "label" for candidate in view.pieces.candidates):
        return  # none was found when the candidates were collected
    for item in labelled_lists(view.blocks, view.pieces.reading, view.rules.labels, view.open):
        if item.rule is None:
            continue
        text = view.blocks[item.at].text
        gives = tuple(Candidate(item.rule.field, term, "label", group=item.label) for term in item.terms)
        if item.values:
            yield item.at, Verdict(REMOVED, item.rule.id)
            for index in item.values:
                here = view.blocks[index].text
                yield index, Verdict(FIELD, item.rule.id, tuple(each for each in gives if each.value in here))
        elif _says_no_more(view, text, item):
            yield item.at, Verdict(FIELD, item.rule.id, gives)


def _says_no_more(view: View, text: str, item: TagList) -> bool:
    """Whether a line holds only its tags, the author and the date: ``post by Jane, on 3 May; tagged Boats``."""
    known = [value.value for value in view.pieces.candidates if value.field in ("authors", "categories")]
    for match in reversed(find_dates(text)):
        text = f"{text[: match.start]} {text[match.end :]}"
    for said in sorted((*item.terms, item.label, *known), key=len, reverse=True):
        text = text.replace(said, " ")
    return other_words(text) <= OTHER_WORDS


def _lists_about_page(view: View) -> set[int]:
    """Return the indices of the terms in definition lists that give the date of publication or change."""
    found: set[int] = set()
    terms: list[int] = []
    told = False
    for index, block in enumerate(view.blocks):
        if block.kind == "term":
            rule = view.rules.labels.get(block.text.rstrip(" :：\u00a0"))
            told = told or (rule is not None and rule.field in DAYS)
            terms.append(index)
        elif block.kind != "definition":
            found.update(terms if told else ())
            terms, told = [], False
    return found.union(terms if told else ())


def _definitions(view: View, start: int) -> tuple[int, ...]:
    """Return the indices of the definitions under a term, which stands before ``start``."""
    values: list[int] = []
    for index in range(start, len(view.blocks)):
        if view.blocks[index].kind != "definition" or not view.open(index):
            break
        values.append(index)
    return tuple(values)


def _label_element(nodes: tuple[Any, ...]) -> Any:
    """Return the element that marks a block as a label, or ``None``."""
    element = nodes[0].parent if nodes else None
    for _ in range(REACH):
        if element is None:
            return None
        if LABEL_CLASSES & set((element.attributes.get("class") or "").split()):
            return element
        element = element.parent
    return None


def _values(view: View, start: int, field: int) -> tuple[int, ...]:
    """Return the indices of the blocks from ``start`` on that stand in the element ``field``."""
    values: list[int] = []
    for index in range(start, len(view.blocks)):
        element = view.blocks[index].nodes[0].parent if view.blocks[index].nodes else None
        for _ in range(FIELD_REACH):
            if element is None or element.mem_id == field:
                break
            element = element.parent
        if element is None or element.mem_id != field:
            break
        if view.open(index):
            values.append(index)
    return tuple(values)
