"""The judges of HTML pages: the lines about a page and its posts, and titles that are no headings."""

from __future__ import annotations

import pytest

from archtool.blocks.html import Reading, parse, split
from archtool.judge.neighbours import together
from archtool.judge.view import View
from archtool.model import Origin, Page, Settings
from archtool.pipeline import clean, examine
from archtool.pipeline import split as split_page
from archtool.rules.rulebook import own_rules
from archtool.scorer import choice, predict

FIRST = "My wood kiln fills the yard with cold white smoke for the first hour, and the neighbour keeps a diary of it."
SECOND = (
    "Then the chimney is cold. Burn a newspaper at its foot before you light the fire box, and it will begin to pull."
)


def page(body: str, title: str = "Cold smoke from the kiln") -> Page:
    return Page(f"<html><head><title>{title}</title></head><body>{body}</body></html>", Origin("page.html"), "html")


def fates(body: str, title: str = "Cold smoke from the kiln") -> dict[str, str]:
    found = examine(page(body, title))
    return {block.text: verdict.rule for block, verdict in zip(found.blocks, found.verdicts, strict=True)}


def test_entries_of_a_list_are_no_menu_where_others_are_none() -> None:
    # Without its end, an element for a link goes on into the next entry.
    entries = "<li><a href=1>Kilns</a><li><a href=2>Sheds<li><a href=3>Ash pits</a><li><a href=4>Roofs</a>"
    found = fates(f"<h1>Cold smoke from the kiln</h1><p>{FIRST}</p><p>{SECOND}</p><ul>{entries}</ul>")
    assert "chrome/menu" not in found.values()
    row = "<ul><li><a href=1>Kilns</a> <a href=2>Sheds</a></li></ul>"
    found = fates(f"<h1>Cold smoke from the kiln</h1><p>{FIRST}</p><p>{SECOND}</p>{row}")
    assert found["Kilns Sheds"] == "chrome/menu"


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
    body = (
        f"<table><tr><td><font size=5><b>Cold smoke from the kiln</b></font></td></tr><tr><td>{FIRST}</td></tr></table>"
    )
    assert fates(body)["Cold smoke from the kiln"] == "title/heading"


def test_a_list_about_the_page_gives_fields_and_another_stays() -> None:
    about = "<dl><dt>From:</dt><dd>Office for Hens</dd><dt>Published</dt><dd>30 August 2012</dd></dl>"
    record = clean(page(f"<main><h1>Cold smoke from the kiln</h1>{about}<p>{FIRST}</p><p>{SECOND}</p></main>"))
    assert record.date == "2012-08-30"
    assert [tuple(pair) for pair in record.fields] == [("From", ("Office for Hens",))]
    assert "From" not in record.text
    found = fates(f"<main><h1>Kilns</h1><p>{FIRST}</p><dl><dt>From</dt><dd>the potter</dd></dl><p>{SECOND}</p></main>")
    assert not found["From"].startswith("label/")


def test_a_label_behind_the_author_is_not_of_the_name() -> None:
    line = "11 March 2012 by Ash Grey / Shelf: Kilns, Sheds"
    record = clean(page(f"<main><h1>Cold smoke from the kiln</h1><p>{line}</p><p>{FIRST}</p><p>{SECOND}</p></main>"))
    assert (record.date, record.authors) == ("2012-03-11", ("Ash Grey",))
    assert [tuple(pair) for pair in record.fields] == [("Shelf", ("Kilns, Sheds",))]


def test_rows_of_links_and_counters_at_the_edges_of_a_small_page_are_furniture() -> None:
    found = fates(
        "<table><tr><td><a href=a.html>Home</a><br><a href=b.html>Map</a><br><a href=mailto:x@y.example>Write</a></td>"
        f"<td><h1>Cold smoke from the kiln</h1>{FIRST}<br><br><b>How to <a href=c.html>light it</a></b><br><br>{SECOND}</td>"
        "</tr><tr><td>You are visitor number 00127<br>Best viewed with Netscape Navigator</td></tr></table>"
    )
    assert found["Home\nMap\nWrite"] == "chrome/menu"
    assert found["You are visitor number 00127\nBest viewed with Netscape Navigator"] == "chrome/counter"
    assert not found["How to light it"]
    assert not found[FIRST]


def test_a_mark_of_an_advertisement_goes_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "choose", lambda chances, words, favor: [True] * len(chances))
    found = fates(f"<h1>Kilns</h1><p>{FIRST}</p><div>Advertisement</div><p>{SECOND}</p>")
    assert found["Advertisement"] == "chrome/advertisement"


def test_a_list_of_links_and_a_table_of_contents_are_no_menu() -> None:
    links = "".join(f"<li><a href=https://{name}.example/>The kilns of {name}</a></li>" for name in ("Dren", "Volda"))
    contents = "<p><a href=#a>The fire box</a> <a href=#b>The chimney</a></p>"
    found = fates(f"<h1>Cold smoke from the kiln</h1>{contents}<p>{FIRST}</p><ul>{links}</ul>")
    assert "chrome/menu" not in found.values()


def test_short_code_goes_with_its_heading_and_a_last_heading_with_its_section(monkeypatch: pytest.MonkeyPatch) -> None:
    body = (
        f"<main><h1>Kilns</h1><p>{FIRST}</p><pre>read(kiln)</pre><section><h2>At the prompt</h2><pre>kiln --read</pre></section>"
        "</main><h3>Find us</h3><p>Mill Lane</p>"
    )
    kept = {"Kilns", FIRST, "read(kiln)", "At the prompt", "Find us"}

    def choose(chances: list[float], words: list[float], favor: str) -> list[bool]:
        return [block.text in kept for block in split(parse(page(body).body))]

    monkeypatch.setattr(choice, "choose", choose)
    found = examine(page(body))
    texts = [block.text for block, verdict in zip(found.blocks, found.verdicts, strict=True) if verdict.fate == "kept"]
    assert texts == ["Kilns", FIRST, "read(kiln)", "At the prompt", "kiln --read"]
    kept -= {"read(kiln)"}  # nothing says that code is part of this page
    assert "kiln --read" not in clean(page(body)).text


def test_the_last_entry_of_a_list_stays_where_its_sisters_do(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("Brass lamp", "Copper lamp", "Anchor light")
    entries = "".join(f"<li><h2>{name}</h2><span class=price>{name} costs 74 €</span><i>Buy</i></li>" for name in names)
    body = f"<main><h1>Kilns</h1><p>{FIRST}</p><ul>{entries}</ul></main><footer>Quay</footer>"

    def choose(chances: list[float], words: list[float], favor: str) -> list[bool]:
        return [not block.text.startswith(("Anchor", "Quay")) for block in split(parse(page(body).body))]

    monkeypatch.setattr(choice, "choose", choose)
    text = clean(page(body)).text
    assert "Anchor light" in text
    assert "Quay" not in text


def test_a_row_of_facts_about_the_subject_dates_no_page() -> None:
    facts = "".join(
        f"<tr><th>{name}<td>{fact}</tr>"
        for name, fact in (("Built", "17 October 1911"), ("Height", "4 m"), ("Fuel", "Pine"), ("Owner", "Dren"))
    )
    record = clean(
        page(f"<main><h1>Cold smoke from the kiln</h1><table>{facts}</table><p>{FIRST}</p><p>{SECOND}</p></main>")
    )
    assert record.date is None
    assert "Built | 17 October 1911\nHeight | 4 m" in record.text
    about = "<table><tr><td>Author<td>Ada Byron</tr><tr><td>Published<td>3 May 2010</tr></table>"
    assert clean(page(f"<h1>Cold smoke from the kiln</h1>{about}<p>{FIRST}</p><p>{SECOND}</p>")).date == "2010-05-03"


@pytest.mark.parametrize(
    "heading",
    [
        "<h2><span id=a>At the door</span><span class=mw-editsection>[<a href=/e>edit</a>]</span></h2>",
        "<div><h2>At the door</h2><span class=mw-editsection><span>[</span><a href=/e>edit</a><span>]</span></span></div>",
    ],
)
def test_a_wikis_link_to_edit_a_section_is_no_part_of_its_heading(
    heading: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "choose", lambda chances, words, favor: [True] * len(chances))
    found = fates(f"<h1>Kilns</h1><p>{FIRST}</p>{heading}<p>{SECOND}</p>")
    assert found["[edit]"] == "chrome/edit-section"
    assert "At the door" in found


CARD = "<div><h4><a href=/{0}>How the potters of {0} built theirs</a></h4><p>They dug it into the hill, and it took them a year.</p></div>"


@pytest.mark.parametrize(
    "label", ["<h3>Up next</h3>", "<p>YOU MIGHT ALSO LIKE:</p>", "<h3>Das könnte Sie auch interessieren</h3>"]
)
def test_other_articles_with_their_teasers_are_no_text(label: str) -> None:
    cards = CARD.format("Dren") + CARD.format("Volda")
    found = fates(f"<main><h1>Cold smoke from the kiln</h1><p>{FIRST}</p><p>{SECOND}</p>{label}{cards}</main>")
    assert found["How the potters of Volda built theirs"] == "chrome/related"
    assert list(found.values()).count("chrome/related") == 4  # both teasers are the same text
    prose = fates(f"<main><h1>Cold smoke from the kiln</h1><p>{FIRST}</p>{label}<p>{SECOND}</p></main>")
    assert "chrome/related" not in prose.values()


def keep_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the model take every block for main content, with twenty words each."""

    def probabilities(reading: Reading, *_: object) -> tuple[list[float], list[float]]:
        return [0.9] * len(reading.blocks), [20.0] * len(reading.blocks)

    monkeypatch.setattr(predict, "probabilities", probabilities)


@pytest.mark.parametrize(
    "between",
    [
        '<p><b>Read also:</b> <a href="/kilns">Ten kilns that still burn</a></p>',
        '<div>Čtěte také <a href="/kilns">Ten kilns that still burn</a></div>',
        '<p>» Related: <a href="/a">Ten kilns</a>, <a href="/b">Nine wheels</a></p>',
        "<p>Sign up for our newsletter!</p>",
        "<p>メールマガジンに登録</p>",
    ],
)
def test_what_the_site_advertises_between_paragraphs_is_no_text(monkeypatch: pytest.MonkeyPatch, between: str) -> None:
    keep_all(monkeypatch)
    found = fates(f"<h1>Cold smoke from the kiln</h1><p>{FIRST}</p>{between}<p>{SECOND}</p>")
    title, first, advertised, second = found.values()
    assert (title, first, second) == ("title/heading", "", "")
    assert advertised.startswith("chrome/")


@pytest.mark.parametrize(
    "between",
    [
        '<p>Read also what <a href="/kilns">the kiln keeper</a> wrote about it in spring.</p>',
        '<p>Related: <a href="/kilns">the kiln</a> stood open for a week.</p>',
        '<h2>See also</h2><ul><li><a href="/kilns">Ten kilns that still burn</a></li></ul>',
        '<p><a href="/kilns">Ten kilns that still burn</a></p>',
    ],
)
def test_a_sentence_with_a_link_and_a_section_of_links_are_text(monkeypatch: pytest.MonkeyPatch, between: str) -> None:
    keep_all(monkeypatch)
    found = fates(f"<h1>Cold smoke from the kiln</h1><p>{FIRST}</p>{between}<p>{SECOND}</p>")
    assert not any(rule.startswith("chrome/") for rule in found.values())


def choosing(monkeypatch: pytest.MonkeyPatch, body: str, removed: tuple[str, ...], chance: float) -> str:
    """The text of a page of which the model removes the blocks that begin so, and gives them ``chance``."""
    blocks = split(parse(page(body).body))
    chances = [chance if block.text.startswith(removed) else 0.9 for block in blocks]
    monkeypatch.setattr(predict, "probabilities", lambda reading, address, weights: (chances, [5.0] * len(chances)))
    monkeypatch.setattr(choice, "choose", lambda chances, words, favor: [chance == 0.9 for chance in chances])
    return clean(page(body)).text


def test_a_row_of_boxes_has_no_holes_where_most_of_them_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    lamps = "".join(f"<div class=lamp><span>Lamp {name}</span></div>" for name in ("A", "B", "C"))
    towns = "".join(f"<div class=town><span>Town {name}</span></div>" for name in ("D", "E", "F"))
    body = f"<main><p>{FIRST}</p><div>{lamps}</div><div>{towns}</div></main>"
    holes = ("Lamp B", "Town D", "Town E")
    assert "Lamp A\n\nLamp B\n\nLamp C\n\nTown F" in choosing(monkeypatch, body, holes, 0.3)
    assert "Lamp B" not in choosing(monkeypatch, body, holes, 0.05)  # the model is certain
    plain = f"<p>Map | Guest book</p><p>{FIRST}</p><p>{SECOND}</p><p>{FIRST}</p><p>{SECOND}</p>"
    assert "Map" not in choosing(monkeypatch, plain, ("Map",), 0.3)


def test_rows_of_a_table_stay_together(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"<tr><td>{name}<td>2 g" for name in ("Ash", "Clay", "Salt", "Lime"))
    body = f"<main><p>{FIRST}</p><table><tr><th>In 100 g<th>of glaze{rows}</table></main>"
    assert "Salt | 2 g" in choosing(monkeypatch, body, ("Salt",), 0.3)


def test_a_table_keeps_its_head_and_has_no_holes(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"<tr class=r{name}><td>{name}<td>2 g" for name in ("Ash", "Clay", "Salt", "Lime", "Zinc"))
    body = f"<main><p>{FIRST}</p><table><tr><th>In 100 g<th>of glaze{rows}</table></main>"
    text = choosing(monkeypatch, body, ("In 100 g", "Salt", "Zinc"), 0.05)
    assert "In 100 g | of glaze\nAsh | 2 g\nClay | 2 g\nSalt | 2 g\nLime | 2 g" in text
    assert "Zinc" not in text  # at the end there may be a menu in the same table
    assert "Salt" not in choosing(monkeypatch, body, ("In 100 g", "Ash", "Clay", "Salt", "Zinc"), 0.05)


def test_a_heading_stays_between_what_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<main><p>{FIRST}</p><h3>Chimneys</h3><h4>Cold</h4><p>{SECOND}</p><h3>Sheds</h3><h3>Roofs</h3><p>{FIRST}</p></main>"
    text = choosing(monkeypatch, body, ("Chimneys", "Sheds", "Cold"), 0.05)
    assert "Cold" not in text.replace("cold", "")  # under a heading that goes
    text = choosing(monkeypatch, body, ("Chimneys", "Sheds"), 0.05)
    assert "Chimneys" in text
    assert "Sheds" not in text  # nothing of its section stays


def test_the_headings_over_the_first_text_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<div><h3>Menu</h3><h2>Kilns</h2><h3>Why do they smoke?</h3><p>{FIRST}</p><p>{SECOND}</p></div>"
    text = choosing(monkeypatch, body, ("Menu", "Kilns", "Why"), 0.05)
    assert text.startswith("Kilns\n\nWhy do they smoke?\n\nMy wood kiln")


def test_values_for_search_engines_are_no_text() -> None:
    spans = "<span itemprop=image itemscope><span itemprop=url>https://e.org/kiln.jpg</span> <span itemprop=height>720</span></span>"
    body = f"<main><h1>Cold smoke from the kiln</h1><p>{FIRST}</p><div>{spans}</div><p>{SECOND}</p>"
    found = fates(body + "<p>https://e.org/kiln</p><p itemprop=url>https://e.org/ash</p></main>")
    assert found["https://e.org/kiln.jpg 720"] == "chrome/microdata"
    assert "chrome/microdata" not in (found["https://e.org/kiln"], found["https://e.org/ash"])


def test_a_list_that_a_line_announces_stays_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<main><p>{FIRST}</p><p>For more of this, see:</p><ul><li>Kilns of Dren<li>Kilns of Volda</ul></main>"
    holes = ("Kilns of",)
    assert "- Kilns of Dren\n- Kilns of Volda" in choosing(monkeypatch, body, holes, 0.05)
    assert "Dren" not in choosing(monkeypatch, body.replace("see:", "see them."), holes, 0.05)
    assert "For more of this, see:" in choosing(monkeypatch, body, ("For more",), 0.05)
    assert "For more" not in choosing(monkeypatch, body.replace("see:", "see them."), ("For more",), 0.05)


def test_the_last_entry_of_a_trail_goes_with_it_and_what_only_mentions_trails_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choice, "choose", lambda chances, words, favor: [True] * len(chances))
    trail = '<ul class="wy-breadcrumbs"><li><a href=/>Docs</a></li><li>Lighting it</li></ul>'
    found = fates(f'<div class="has-breadcrumbs">{trail}<h1>Kilns</h1><p>{FIRST}</p><p>Ash</p></div>')
    assert [text for text, rule in found.items() if rule == "chrome/breadcrumb"] == ["Docs", "Lighting it"]
    found = fates(f'<div class="breadcrumbs"><p>Ash</p><p>{FIRST * 2}</p></div>')
    assert "chrome/breadcrumb" not in found.values()


def test_the_bar_of_an_archive_does_not_hide_a_title_that_is_no_heading() -> None:
    bar = "".join(f"<p>Entry {number}</p>" for number in range(14))
    script = '<script>__wm.wombat("http://e.example/a","20200304050607")</script>'
    found = fates(f'{script}<div id="wm-ipp-base">{bar}</div><div>Cold smoke from the kiln</div><p>{FIRST}</p>')
    assert found["Cold smoke from the kiln"] == "title/heading"


def test_an_author_who_is_named_twice_is_no_other_value() -> None:
    head = '<meta name="author" content="Jane Doe">'
    record = clean(page(f"{head}<h1>Cold smoke from the kiln</h1><p class=byline>By Jane Doe</p><p>{FIRST}</p>"))
    assert record.authors == ("Jane Doe",)
    assert not record.fields
    assert "By Jane Doe" not in record.text


def test_a_row_of_facts_is_no_footer() -> None:
    facts = "".join(
        f"<tr><td>{name}</td><td>2007</td></tr>" for name in ("Copyright", "Copyright evidence date", "Images")
    )
    found = fates(f"<h1>Cold smoke from the kiln</h1><p>{FIRST}</p><table>{facts}</table>")
    assert "chrome/footer" not in found.values()


def test_a_paragraph_that_is_the_description_too_stays_in_the_text() -> None:
    described = f'<meta name="description" content="{FIRST}">'
    body = f"{described}<main><h1>Cold smoke from the kiln</h1><p>{FIRST}</p>%s</main>"
    assert FIRST in clean(page(body % "<ul><li>Kilns</li><li>Chimneys</li></ul>")).text
    record = clean(page(body % f"<p>{SECOND}</p><p>{SECOND} {FIRST}</p>"))
    assert (record.description, record.text.count(FIRST)) == (FIRST, 2)


def test_a_site_that_signs_with_the_title_is_no_author() -> None:
    signed = '<meta name="author" content="Cold Smoke from the Kiln">'
    assert clean(page(f"{signed}<main><h1>Cold smoke from the kiln</h1><p>{FIRST}</p></main>")).authors == ()


def test_where_the_model_finds_the_title_alone_the_rest_is_judged_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    chances = [0.9, 0.4, 0.02, 0.02]
    monkeypatch.setattr(predict, "probabilities", lambda reading, address, weights: (chances, [5.0, 1.0, 3.0, 3.0]))
    record = clean(
        page(
            "<h1>Cold smoke from the kiln</h1><p>kilns.example</p><p>Send us your pictures</p><p>Rules of the house</p>"
        )
    )
    assert (record.title, record.text) == ("Cold smoke from the kiln", "kilns.example")


THIRD = "A flue that stays warm overnight needs no newspaper; a brick over the damper keeps the heat in until morning."


def test_the_same_content_for_a_narrow_screen_is_a_copy_of_it() -> None:
    once = f"<h2>Smoke</h2><p>{FIRST}</p><p>{SECOND}</p><h2>Heat</h2><p>{THIRD}</p>"
    found = examine(page(f"<h1>Kilns</h1><div class=wide>{once}</div><div class=narrow>{once}</div>"))
    twice = [verdict for verdict in found.verdicts if verdict.rule == "repeat/copy"]
    assert len(twice) == 5
    assert all(
        found.blocks[verdict.repeats].text == block.text and found.verdicts[verdict.repeats].fate == "kept"
        for block, verdict in zip(found.blocks, found.verdicts, strict=True)
        if verdict.rule == "repeat/copy" and verdict.repeats is not None
    )
    record = clean(page(f"<h1>Kilns</h1><div class=wide>{once}</div><div class=narrow>{once}</div>"))
    assert all(record.text.count(line) == 1 for line in (FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    "again",
    [
        f"<p>{FIRST}</p>",  # a refrain
        f"<p>{FIRST}</p><p>{FIRST}</p><p>{FIRST}</p>",  # the same line on and on
        f"<blockquote><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></blockquote>",  # an answer that quotes all of it
    ],
)
def test_what_comes_back_and_is_no_copy_of_a_run_stays(again: str) -> None:
    found = examine(page(f"<h1>Kilns</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>I beg to differ.</p>{again}"))
    assert not any(verdict.rule == "repeat/copy" for verdict in found.verdicts)


def test_the_last_block_of_a_page_can_be_the_heading_of_an_entry() -> None:
    entries = "".join(f"<li><h3>Kiln {number}</h3><p>Built of {number} bricks</p></li>" for number in range(3))
    given = page(f"<ul>{entries}<li><h3>Kiln 3</h3></li></ul>")
    pieces = split_page(given, Settings())
    view = View(given, pieces.blocks, [None] * len(pieces.blocks), own_rules(), {}, pieces)
    assert [block.kind for block in pieces.blocks] == ["heading", "paragraph"] * 3 + ["heading"]
    kept = [True, True, False, False, True, True, True]
    assert together(view, kept, [0.05] * len(kept), [1.0] * len(kept))[2:4] == [True, True]
