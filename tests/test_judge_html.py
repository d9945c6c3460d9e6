"""The judges of HTML pages: the lines about a page and its posts, and titles that are no headings."""

from __future__ import annotations

from archtool.clean import clean, examine
from archtool.model import Origin, Page

FIRST = "My wood kiln fills the yard with cold white smoke for the first hour, and the neighbour keeps a diary of it."
SECOND = "Then the chimney is cold. Burn a newspaper at its foot before you light the fire box, and it will begin to pull."


def page(body: str, title: str = "Cold smoke from the kiln") -> Page:
    return Page(f"<html><head><title>{title}</title></head><body>{body}</body></html>", Origin("page.html"), "html")


def fates(body: str, title: str = "Cold smoke from the kiln") -> dict[str, str]:
    found = examine(page(body, title))
    return {block.text: verdict.rule for block, verdict in zip(found.blocks, found.verdicts, strict=True)}


def test_the_posts_of_a_thread_are_treated_alike() -> None:
    found = fates(
        "<h2>Cold smoke from the kiln</h2>"
        f"<h3>Cold smoke from the kiln</h3><p class=author>by ash » Sun Mar 11, 2012 4:02 pm</p><p>{FIRST}</p>"
        f"<h3>Re: Cold smoke from the kiln</h3><p class=author>by grey » Mon Mar 12, 2012 6:40 pm</p><p>{SECOND}</p>"
    )
    assert found["by ash » Sun Mar 11, 2012 4:02 pm"] == "about/under-title"
    assert found["by grey » Mon Mar 12, 2012 6:40 pm"] == "about/post"
    assert found["Re: Cold smoke from the kiln"] == "repeat/title"


def test_a_title_in_a_layout_table_is_the_title() -> None:
    body = f"<table><tr><td><font size=5><b>Cold smoke from the kiln</b></font></td></tr><tr><td>{FIRST}</td></tr></table>"
    assert fates(body)["Cold smoke from the kiln"] == "title/heading"


def test_a_list_about_the_page_gives_fields_and_another_stays() -> None:
    about = "<dl><dt>From:</dt><dd>Office for Hens</dd><dt>Published</dt><dd>30 August 2012</dd></dl>"
    record = clean(page(f"<main><h1>Cold smoke from the kiln</h1>{about}<p>{FIRST}</p><p>{SECOND}</p></main>"))
    assert record.date == "2012-08-30"
    assert [tuple(pair) for pair in record.fields] == [("From", ("Office for Hens",))]
    assert "From" not in record.text
    found = fates(f"<main><h1>Kilns</h1><p>{FIRST}</p><dl><dt>From</dt><dd>the potter</dd></dl><p>{SECOND}</p></main>")
    assert not found["From"].startswith("label/")
