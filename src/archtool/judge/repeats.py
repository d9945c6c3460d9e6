"""Remove a title or caption that a dump repeats as the very next line.

Run last of the rules for dumps. Nothing else in the body is made unique: refrains, clauses, table rows, programmes and
anaphora are meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from archtool.judge.view import View, ends_sentence, is_prose
from archtool.model import REMOVED, Verdict
from archtool.topics import topic_key

CAPTION_WORDS = 4  # a shorter line that stands twice may be speech, verse or a cell


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of a title or caption repeated as the next line."""
    yield from _title_again(view)
    yield from _caption_again(view)


def _title_again(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the title repeated with only fields and furniture between."""
    title = view.given("title")
    if title is None:
        return
    verdict = view.verdicts[title]
    assert verdict is not None
    wanted = {topic_key(view.blocks[title].text), topic_key(verdict.gives[0].value)}
    for index in range(title + 1, len(view.blocks)):
        if view.open(index):
            text = view.blocks[index].text
            if topic_key(text) in wanted or topic_key(undoubled(text)) in wanted:
                yield index, Verdict(REMOVED, "repeat/title", repeats=title)
            return


def undoubled(text: str) -> str:
    """Return one half of a line that consists of the same words twice, as alternative text glued to a caption.

    >>> undoubled("Print versionPrint version"), undoubled("tut tut"), undoubled("as it is")
    ('Print version', 'tut', 'as it is')
    """
    half = len(text) // 2
    if len(text) % 2 == 0 and text[:half] == text[half:]:
        return text[:half]
    if len(text) % 2 and text[half].isspace() and text[:half] == text[half + 1 :]:
        return text[:half]
    return text


def _caption_again(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of the second of two equal lines between title and running text.

    They are a picture's alternative text and caption. In the text itself, such a line may be verse, a cry, a row of a
    table.
    """
    title = view.given("title")
    shown = [index for index in range(len(view.blocks)) if view.open(index)]
    for at in range(len(shown) - 2):
        first, second = view.blocks[shown[at]], view.blocks[shown[at + 1]]
        if title is None or is_prose(first.text):
            return
        if shown[at] < title or first.text != second.text or len(first.text.split()) < CAPTION_WORDS:
            continue
        if is_prose(view.blocks[shown[at + 2]].text) and not ends_sentence(first.text):
            yield shown[at + 1], Verdict(REMOVED, "repeat/caption", repeats=shown[at])
