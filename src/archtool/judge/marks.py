"""Find the lines of a dump that may be labels: words of ``rules/labels.toml``, alone on a line or before a colon.

Called by ``labels.py``, which decides by their place which of these marks are labels. Marks that other lines rule out
are dropped here: words of object records on other pages, lines of a data sheet, labels that each post of a forum has.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from archtool.judge.view import View, ends_sentence
from archtool.rules import Rule
from archtool.startup.patterns import lazy

DETAIL, DETAIL_NAME = 100, 4  # most characters of a line ``Name: value``; most words of the name
LABEL_LIMIT = 60  # most characters of a label
INLINE_LIMIT = 400  # most characters of a line with label and value
RECORD_LABELS = 3  # labels of object records that make the page one
SHEET_LINE = lazy(r"[^\W\d_][\w .&/'’()-]{0,40}[:：]\s*\S")
SHEET_REACH = 30  # lines around a mark
THREAD, POST_HEAD = 4, 4  # repeats of a label that make the page a thread; lines above the first
ENUMERATED = 4  # labels in a row without values
CLOSED_SYSTEMS = frozenset({"EEAS"})  # systems all of whose labels are known
PER_ITEM = frozenset({"pair", "date", "modified", "authors", "title", "url"})  # fields that each post of a forum has


class Mark(NamedTuple):
    """A possible label: block index, rule, the label as written, and the value after its colon, if any."""

    at: int
    rule: Rule
    name: str
    value: str = ""


def find_marks(view: View) -> list[Mark]:
    """Return the open blocks that are a known label, alone or with a value after a colon."""
    key = ("marks", "")
    if key not in view.memo:
        view.memo[key] = list(_marks(view))
    return _of_records(view, _of_one_system([mark for mark in view.memo[key] if view.verdicts[mark.at] is None]))


def _marks(view: View) -> Iterator[Mark]:
    """Yield every line with the words of a label."""
    labels = view.rules.labels
    for index, block in enumerate(view.blocks):
        text = block.text
        if len(text) > INLINE_LIMIT:
            continue
        bare = text.rstrip(" :：\u00a0") if len(text) <= LABEL_LIMIT else ""
        if bare.isupper() and bare not in labels:
            bare = bare.capitalize()
        if bare in labels:
            yield Mark(index, labels[bare], bare)
            continue
        name, colon, value = _unmarked(text, labels) if block.kind == "label" else ("", "", "")
        if not colon and (":" in text or "：" in text):
            name, colon, value = parted(text)
        if colon and name in labels and value:
            yield Mark(index, labels[name], name, value)


def _of_records(view: View, marks: list[Mark]) -> list[Mark]:
    """Return the marks without those of object records and data sheets, unless the page is an object record.

    ``Culture``, ``Place`` and ``Length`` are labels where several stand together; alone they are topics, menu entries,
    or lines of a table whose other labels are unknown.
    """
    names = {mark.name for mark in marks if mark.rule.cms == "museum" or (mark.rule.field == "pair" and not mark.value)}
    is_record = len(names) >= RECORD_LABELS
    known = {mark.at for mark in marks}
    found = []
    for mark in marks:
        bare = not mark.value and not view.blocks[mark.at].text.endswith((":", "："))
        bare_pair = mark.rule.field == "pair" and mark.rule.weak and bare
        if not is_record and (mark.rule.cms == "museum" or bare_pair):
            continue
        if mark.value and mark.rule.weak and _in_unknown_sheet(view, mark.at, known):
            continue
        found.append(mark)
    return found


def _in_unknown_sheet(view: View, at: int, known: set[int]) -> bool:
    """Return whether a block stands in a run of ``name: value`` lines most of whose names are unknown."""
    first, last = at, at
    while first > 0 and view.blocks[first].tight and SHEET_LINE.match(view.blocks[first - 1].text):
        first -= 1
        if at - first > SHEET_REACH:
            break
    while last + 1 < len(view.blocks) and view.blocks[last + 1].tight and SHEET_LINE.match(view.blocks[last + 1].text):
        last += 1
        if last - at > SHEET_REACH:
            break
    unknown = sum(index not in known for index in range(first, last + 1))
    return unknown * 2 > last + 1 - first


def _of_one_system(marks: list[Mark]) -> list[Mark]:
    """Return the marks without common words, where a label proves a content system all of whose labels are known."""
    lists = [mark.rule for mark in marks if mark.rule.field in ("topics", "categories") and not mark.rule.weak]
    systems = {rule.cms for rule in lists if rule.cms in CLOSED_SYSTEMS}
    if not systems:
        return marks
    return [mark for mark in marks if not mark.rule.weak or mark.rule.cms in systems or mark.value]


def of_the_page(view: View, marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks without labels that every item of the page has, such as the posts of a forum."""
    counts = Counter(mark.name for mark in marks)
    posts = any(verdict is not None and verdict.rule == "date/first-post" for verdict in view.verdicts)
    return [mark for mark in marks if (counts[mark.name] == 1 and not posts) or mark.rule.field not in PER_ITEM]


def of_posts(view: View) -> range:
    """Return the range of lines that holds the posts of a thread: from the first label of a post to the last."""
    counts = Counter(
        mark.name for mark in view.memo.get(("marks", ""), ()) if mark.rule.field in PER_ITEM and mark.value
    )
    repeated = [mark.at for mark in view.memo.get(("marks", ""), ()) if counts[mark.name] > 1]
    if len(repeated) < THREAD:
        return range(0)
    return range(max(repeated[0] - POST_HEAD, 0), len(view.blocks))


def enumerated(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks in a row without values between: a list of such words, or a menu."""
    found: list[Mark] = []
    run: list[Mark] = []
    for mark in [*marks, None]:
        if mark is not None and not mark.value and run and mark.at == run[-1].at + 1:
            run.append(mark)
            continue
        if len(run) >= ENUMERATED:
            found += run
        run = [] if mark is None or mark.value else [mark]
    return found


def parted(text: str) -> tuple[str, str, str]:
    """Split a line at its first colon into label, colon and value."""
    at = min((at for at in (text.find(":"), text.find("：")) if 0 < at <= LABEL_LIMIT), default=-1)
    if at < 0:
        return "", "", ""
    return text[:at].rstrip(" \u00a0"), text[at], text[at + 1 :].strip(" \u00a0|·")


def is_detail(text: str) -> bool:
    """Return whether a line is a short name and a value behind a colon: ``Ward: North Quay``."""
    name, _, value = parted(text)
    short = bool(name and value) and len(name.split()) <= DETAIL_NAME and len(text) <= DETAIL
    return short and not ends_sentence(text) and not value.startswith("//")


def _unmarked(text: str, labels: Mapping[str, Rule]) -> tuple[str, str, str]:
    """Return label and value of a piece such as ``Posted in News``, split from a line at its bars."""
    for words in (2, 1):
        parts = text.split(None, words)
        name = " ".join(parts[:words])
        if len(parts) > words and name in labels:
            return name, " ", parts[words]
    return "", "", ""
