"""Recognise the labels of lists of tags in HTML, such as ``Filed under:``, by the rules of ``labels.toml``.

Used by ``html_taglists.py``, which reads the lists.
"""

from functools import cache
from typing import Any

from archtool.model import Block
from archtool.rules.model import Rule
from archtool.rules.rulebook import own_rules
from archtool.startup.patterns import lazy

LONGEST_LIST = 1000  # characters of a line with a label and its tags
START, END = 2, 2  # letters of a label that are looked at first; 标签 has no more
LONGEST_LABEL = 40
TAKEN = frozenset({"topics", "categories"})
LABEL_END = lazy(r"[|•·\n/]|\s[-–—]\s|(?<=[,;.])\s")


def may_be_label(block: Block, names: frozenset[str]) -> bool:
    """Whether a block is a label, or has one. Called for all blocks, so most are rejected early."""
    text = block.text
    spans = block.spans
    size = len(text)
    if len(spans) < 2 and size > LONGEST_LABEL and ":" not in text[:LONGEST_LABEL]:
        return False  # most blocks
    if size <= LONGEST_LABEL and text.strip(" :：\u00a0").casefold() in names:
        return True
    if size > LONGEST_LIST or (len(spans) < 2 and ":" not in text and "：" not in text):
        return False
    at = colon(text)
    if at > 0 and text[:at].strip().casefold() in names:
        return True
    if len(spans) < 2:
        return False
    _, ends = edges_of_labels()
    for shown, (_, address) in spans:
        bare = "" if address else shown.strip(" :：\u00a0\n|•·-–—").strip()
        if bare[-END:].casefold()[-END:] not in ends:
            continue  # nine of ten: no label stands at its end
        if shown.strip(" :：\u00a0\n|•·-–—").rpartition("|")[2].strip().casefold() in names:
            return True
        if ":" in shown and LABEL_END.split(shown.strip(" :\u00a0\n"))[-1].strip().casefold() in names:
            return True
        if shown.rstrip().endswith(_ENDS) and LABEL_END.split(shown.strip())[-1].casefold() in names:
            return True
    return False


_ENDS = ("agged", "filed under", "Filed under", "unter", "tags", "Tags", "dans", "en", "in")


@cache
def edges_of_labels() -> tuple[frozenset[str], frozenset[str]]:
    """Return the first and the last letters of the labels."""
    labels = labels_of_lists()
    return frozenset(label[:START] for label in labels), frozenset(label[-END:] for label in labels)


@cache
def labels_of_lists() -> frozenset[str]:
    """Return our own labels of topics and categories."""
    return frozenset(label.casefold() for label, rule in own_rules().labels.items() if rule.field in TAKEN)


def rule_of(label: str, labels: Any) -> Rule | None:
    """Return the rule for a label of topics or categories among ``labels``; ``None`` for other texts."""
    rule = labels.get(label) or labels.get(label[:1].upper() + label[1:])
    return rule if rule is not None and rule.field in TAKEN else None


def colon(text: str) -> int:
    """Return where the colon behind a label stands; -1 if there is none."""
    return min((at for at in (text.find(":"), text.find("：")) if 0 < at <= LONGEST_LABEL), default=-1)
