"""No pattern takes long, whatever it is asked: each is tried with texts that are made for each of its parts."""

import re
import signal
import time
from types import FrameType

import pytest

from pattern_pumps import Pattern, patterns, pumps

SIZE = 60_000  # characters; a pattern that takes the square of the time needs seconds for so many
LINE = 2000  # what the rules of a book are asked, with single blanks: see ``Rulebook.find``
SECONDS = 0.25  # of CPU time: many times what a linear pattern takes on a slow machine
# Patterns that see short texts only, with single blanks: the most characters that there can be, and why.
SHORT = {
    "archtool.fields.authors": (1000, "clean_names cuts its text"),
    "archtool.fields.byline_patterns": (1000, "clean_names cuts its text"),
    "archtool.blocks.numbered_links._LIST_HEAD": (300, "what stands in front of a list"),
    "archtool.judge.bylines": (120, "read_byline looks at lines of this length"),
    "archtool.judge.dateline": (180, "read_dateline looks at lines of this length"),
    "archtool.judge.opening": (300, "opening_date looks at so much of a paragraph"),
    "archtool.blocks.html_pictures._CANDIDATE": (5000, "largest cuts its text"),
    "archtool.readers._encodings": (4096, "a charset is looked for at the beginning"),
    "archtool.artefacts.elements": (300, "titles are cut"),
}
# Patterns that take the square of the time of a long line, known and not yet written anew.
KNOWN = (
    "archtool.writers.profiles.",
)
ALL = patterns()
CHECKED = [each for each in ALL if each.where.startswith("archtool.") or ":" in each.where]
RULES = sorted({each.where for each in ALL} - {each.where for each in CHECKED})


class TooLongError(Exception):
    pass


def ring(number: int, frame: FrameType | None) -> None:
    raise TooLongError


def is_quick(pattern: Pattern, text: str | bytes) -> bool:
    compiled = re.compile(pattern.source, pattern.flags)
    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, 2 * SECONDS)
    began = time.process_time()
    try:
        for ask in (compiled.match, compiled.fullmatch) if pattern.anchored else (compiled.search,):
            ask(text)  # type: ignore[operator]
    except TooLongError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return time.process_time() - began < SECONDS


@pytest.mark.parametrize("pattern", CHECKED, ids=lambda each: f"{each.where}-{str(each.source)[:12]}")
def test_patterns_of_modules(pattern: Pattern) -> None:
    if pattern.where.startswith(KNOWN):
        pytest.xfail("takes the square of the time")
    limit = next((size for where, (size, _) in SHORT.items() if pattern.where.startswith(where)), SIZE)
    for size in (60, limit):
        for text in pumps(pattern, size):
            if limit < SIZE and isinstance(text, str):
                text = " ".join(text.split())
            assert is_quick(pattern, text[:limit]), text[:80]


@pytest.mark.parametrize("where", RULES)
def test_patterns_of_rules(where: str) -> None:
    for pattern in ALL:
        if pattern.where == where:
            for size in (60, LINE):
                for text in pumps(pattern, size):
                    assert is_quick(pattern, " ".join(str(text).split())[:LINE]), (pattern.source, text[:80])


def test_a_pattern_that_takes_long_is_found() -> None:
    for source in (r"(?:a+)+b", r"\s+$", r"<a[^>]*b", r"(?:x|<!--.*?-->)*<p"):
        slow = Pattern("made", source, 0, anchored=False)
        assert not all(is_quick(slow, text) for size in (60, SIZE) for text in pumps(slow, size)), source
