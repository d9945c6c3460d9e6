"""Notes, code, formulas, callouts and rules of the tools that make pages: each kind in ``markdown_kinds.txt``."""

from pathlib import Path

import pytest

from archtool.model import Origin, Page, Settings
from archtool.pipeline import clean
from test_markup import whole

KINDS = Path(__file__).with_name("markdown_kinds.txt")


def cases():
    for case in KINDS.read_text(encoding="utf-8").split("\n==== ")[1:]:
        name, _, rest = case.partition("\n")
        source, _, expected = rest.partition("\n~~~~\n")
        yield pytest.param(source, expected.strip("\n"), id=name)


@pytest.mark.parametrize(("source", "expected"), list(cases()))
def test_a_kind_of_markup_gives_its_markdown(source: str, expected: str) -> None:
    assert whole(source) == expected


def test_no_kind_is_there_twice() -> None:
    names = [case.id for case in cases()]
    assert len(names) == len(set(names)) > 100


TRADES = ("corn", "oats", "barley", "rye", "bark", "mustard", "bones", "paper")


def prose(place: int) -> str:
    """Return paragraphs that stand nowhere else on the page."""
    return "".join(
        f"<p>The mill of Lindvik ground the {trade} of the valley for {years} years, until the railway took its trade.</p>"
        for years, trade in ((20 * place + 11, TRADES[place]), (20 * place + 23, TRADES[place + 4]))
    )


def cleaned(body: str) -> str:
    html = (
        f"<html><body><article><h1>The mill</h1>{prose(0)}{prose(1)}{body}{prose(2)}{prose(3)}</article></body></html>"
    )
    return clean(Page(html, Origin("page.html"), "html"), Settings(markup="md")).text


def test_the_name_of_a_language_above_its_code_is_said_once() -> None:
    box = "<div><div><span>{}</span><button>Copy</button></div><pre><code>def mill(wheel):\n    return wheel + 1\n\nprint(mill(2))</code></pre></div>"
    assert "```python\ndef mill" in cleaned(box.format("Python"))
    assert "Python" not in cleaned(box.format("Python"))
    kept = "<p>We write it in</p><p>Python</p><pre><code>def mill(wheel):\n    return wheel + 1\n\nprint(mill(2))</code></pre>"
    assert "```\ndef mill" in cleaned(kept)  # a paragraph above the code is text, not its label


def test_a_hidden_note_is_kept_where_the_text_refers_to_it() -> None:
    mark, note = "<p>It was sold.<sup><a href='#n1'>1</a></sup></p>", "<div hidden><p id={}>See the deeds.</p></div>"
    assert "[^1]: See the deeds." in cleaned(mark + note.format("n1"))
    assert "See the deeds." not in cleaned(mark + note.format("n2"))


def test_powers_are_no_notes() -> None:
    text = cleaned("<p>It is 10<sup>1</sup> m long and 5<sup>2</sup> m wide.</p><hr><p>1. First.</p>")
    assert "10<sup>1</sup>" in text
    assert "[^" not in text


def test_a_caption_stays_with_its_table() -> None:
    table = "<table><caption>Sacks by year</caption><tr><th>Year</th><th>Sacks</th></tr><tr><td>1901</td><td>400</td></tr></table>"
    assert "Sacks by year\n\n| Year | Sacks |" in cleaned(table)
