"""Read the front matter of a Markdown file for the record: title, date, authors, topics, description, address.

For ``tool_marks.py``. Keys that ``fields/declared.py`` does not know stand for what only the program needs that wrote
the file, and are removed.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.blocks.front_matter import end_of, key_of, values
from archtool.fields.declared import LISTS, declared
from archtool.judge.view import View
from archtool.model import FIELD, REMOVED, Candidate, Verdict

RULE = "dump/front-matter"
RANK = 5


def verdicts(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose fields for the lines whose keys the record has, and the removal of the others."""
    said = values(view.page.body[: end_of(view.page.body)])
    gives: tuple[Candidate, ...] = ()
    for index, block in enumerate(view.blocks):
        if block.kind != "front":
            return
        key = key_of(block.text)
        if key or block.text == "---":
            gives = tuple(declared(key, said.get(key), "front matter", RANK))
        here = gives
        if not key:  # an entry of a list
            here = tuple(each for each in gives if each.field in LISTS and each.value in block.text)
        yield index, Verdict(FIELD, RULE, here) if here else Verdict(REMOVED, RULE)
