"""Reports for the tests about them: made of samples and of pages that mean harm, and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from archtool.model import Examination, Origin, Page, Settings
from archtool.pipeline import examine
from archtool.readers import read
from archtool.record import gather
from archtool.report.page import whole
from archtool.report.sheet import Sheet, sheet
from process import ROOT

VOID = frozenset("meta link input br hr img".split())
SAMPLES = sorted(path for path in (ROOT / "samples").glob("*/input.*"))

ARABIC = "هذا نص عربي طويل بما يكفي ليكون من المحتوى، وفيه كلمة English وأرقام 123 في الوسط."
HOSTILE = f"""</title><script>document.title='owned'</script>

12.05.2011

A first paragraph with </div></li></ol><script>document.title = 'owned'</script> and <img src=x onerror=alert(1)> in it.

{ARABIC}

It says \u202eexe.gnp\u202c and &amp; and &lt; and "quotes" and 'quotes', with an escape \x1b[31m and a bell \x07 in it.

{"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4}

Topics
a"onmouseover="alert(1)
<b>bold</b>
"""


def pages(*paths: Path) -> Iterator[Page]:
    for path in paths:
        yield from (page for page in read(str(path)) if isinstance(page, Page))


def explained(page: Page, settings: Settings | None = None) -> tuple[Examination, Sheet]:
    chosen = settings or Settings()
    found = examine(page, chosen)
    return found, sheet(found, gather(found, chosen), chosen)


def hostile() -> Page:
    return Page(HOSTILE, Origin("hostile <b>.txt"), id="0123456789abcdef", url="http://[broken/<script>")


def report(page: Page) -> str:
    return whole(explained(page)[1])


class Element:
    """An element of a report with the text of all that is in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.text = ""

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attributes}>"


class Reader(HTMLParser):
    """Reads a report, strictly: every element is closed where it has to be, no attribute stands twice."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(document)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), (tag, attrs)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, (self._open[-1], tag, self.getpos())
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str = "", class_: str = "") -> list[Element]:
        return [
            element
            for element in self.elements
            if (not tag or element.tag == tag) and (not class_ or class_ in element.attributes.get("class", "").split())
        ]

    def ids(self) -> list[str]:
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]


def unescaped(text: str) -> str:
    """The characters that a report shows by their numbers, as they are; runs of them as one."""
    return re.sub(r"U\+([0-9A-F]{4})", lambda found: chr(int(found[1], 16)), text)
