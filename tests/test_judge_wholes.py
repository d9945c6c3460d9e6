"""What belongs together stays together in HTML: lists, tables, notes, quotations; and what readers wrote goes."""

from __future__ import annotations

import pytest

from archtool.model import Origin, Page, Settings
from archtool.pipeline import clean, examine, split
from archtool.scorer import predict

FIRST = "My wood kiln fills the yard with cold white smoke for the first hour, and the neighbour keeps a diary of it."
SECOND = "The wood is two years old, and the chimney, which I built of old brick, is four metres high.<sup><a href='#n1'>1</a></sup>"
TITLE = "Cold smoke from the kiln"


def page(body: str) -> Page:
    return Page(f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>", Origin("x"), format="html")


def text_where(monkeypatch: pytest.MonkeyPatch, body: str, removed: tuple[str, ...], chance: float = 0.3) -> str:
    """Return the text of a page where the model keeps all blocks but those that begin with ``removed``."""
    whole = page(f"<main><h1>{TITLE}</h1>{body}</main>")
    chances = [chance if block.text.startswith(removed) else 0.9 for block in split(whole, Settings()).blocks]
    monkeypatch.setattr(predict, "probabilities", lambda *_: (chances, [5.0] * len(chances)))
    monkeypatch.setattr(predict, "choose", lambda chances, *_: [chance == 0.9 for chance in chances])
    return clean(whole).text


def test_a_note_stays_with_the_text_that_refers_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = "<ol><li id=n1>Grey, Kilns, p. 12.</li><li id=n2>Ibid.</li></ol>"
    text = text_where(monkeypatch, f"<p>{FIRST}</p><p>{SECOND}</p>{notes}", ("Grey", "Ibid"), 0.05)
    assert "Grey, Kilns" in text
    assert "Ibid." not in text  # nothing refers to it
    text = text_where(
        monkeypatch, f"<p>{FIRST}</p><p>See <a href=#n1>the list of all the books</a>.</p>{notes}", ("Grey",), 0.05
    )
    assert "Grey, Kilns" not in text  # a table of contents refers, too


def test_a_list_most_of_which_is_kept_is_kept_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    items = "".join(f"<li>{name} of the kiln</li>" for name in ("Floor", "Arch", "Door"))
    assert "Door" in text_where(monkeypatch, f"<p>{FIRST}</p><ul>{items}</ul>", ("Door",))
    assert "Door" not in text_where(monkeypatch, f"<p>{FIRST}</p><ul>{items}</ul>", ("Door", "Arch"))


def test_a_sentence_between_kept_paragraphs_of_an_element_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<p>{FIRST}</p><p>It smelt of tar.</p>%s<p>{SECOND}</p>"
    assert "It smelt of tar." in text_where(monkeypatch, body % "", ("It smelt",))
    link = "<p><a href=/sheds>Read more about the sheds of Dren.</a></p>"
    assert "sheds" not in text_where(monkeypatch, body % link, ("It smelt", "Read more"))
    assert "sheds" not in text_where(
        monkeypatch, f"<div><p>{FIRST}</p></div><aside><p>Our sheds.</p></aside><div><p>{SECOND}</p></div>", ("Our",)
    )


def test_a_quotation_at_the_head_of_a_post_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    post = f"<div class=p><p>{FIRST}</p></div><div class=p><blockquote>The chimney is short</blockquote><p>{SECOND}</p></div>"
    assert "The chimney is short" in text_where(monkeypatch, post, ("The chimney is short",))


def test_a_table_of_facts_stays_with_its_heading_in_the_element_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = "<h2>Measures</h2><table><tr><td>Height<td>4 m<tr><td>Weight<td>2 t<tr><td>Door<td>60 cm</table>"
    removed = ("Measures", "Height", "Weight", "Door")
    assert "Measures\n\nHeight | 4 m" in text_where(monkeypatch, f"<p>{FIRST}</p><p>{SECOND}</p>{facts}", removed)
    links = facts.replace("Height<td>4 m", "<a href=/4>Height</a><td><a href=/4>4 m</a>")
    assert "Height" not in text_where(monkeypatch, f"<p>{FIRST}</p><p>{SECOND}</p>{links}", removed)
    assert "Height" not in text_where(monkeypatch, f"<p>{FIRST}</p><p>{SECOND}</p>{facts}", removed, 0.05)


def test_a_list_of_links_under_a_heading_of_the_text_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    links = "".join(f"<li><a href=/{name}>{name}</a></li>" for name in ("Bowline", "Hitch"))
    body = f"<p>{FIRST}</p><p>{SECOND}</p><h2>Knots of this manual</h2><ul>{links}</ul>"
    text = text_where(monkeypatch, body, ("Bowline", "Hitch"))
    assert "Bowline" in text
    assert "Hitch" in text
    assert "Bowline" not in text_where(monkeypatch, body, ("Knots", "Bowline", "Hitch"))


def test_a_hidden_copy_of_a_paragraph_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = f"<div hidden><p>{FIRST} And so he does today, with a pencil that he wets with his tongue.</p></div>"
    shown = hidden.replace(" hidden", "")
    assert text_where(monkeypatch, f"{hidden}<p>x</p>{shown}<p>{SECOND}</p>", ()).count("a pencil") == 1
    assert (
        text_where(monkeypatch, f"{shown}<p>x</p>{shown}<p>{SECOND}</p>", ()).count("a pencil") == 2
    )  # the author's own


COMMENTS = "<div id=comments><div class=comment><p>I had the same trouble with my own kiln, and a longer chimney helped.</p></div></div>"


@pytest.mark.parametrize("comments", ["drop", "keep"])
def test_what_readers_wrote_under_an_article(comments: str) -> None:
    body = f"<article><h1>{TITLE}</h1>{f'<p>{FIRST}</p>' * 3}<p>{SECOND}</p></article>{COMMENTS}"
    text = clean(page(body), Settings(comments=comments)).text
    assert FIRST in text
    assert ("a longer chimney helped" in text) == (comments == "keep")


def test_posts_of_a_thread_are_no_comments() -> None:
    thread = f"<h1>{TITLE}</h1><div id=comments><div class=comment><p>{FIRST}</p></div><div class=comment><p>{SECOND}</p></div></div>"
    rules = {verdict.rule for verdict in examine(page(thread)).verdicts}
    assert "comments/readers" not in rules
    forum = '<script type="application/ld+json">{"@type": "DiscussionForumPosting"}</script>'
    rules = {
        verdict.rule
        for verdict in examine(page(f"{forum}<article>{f'<p>{FIRST}</p>' * 4}</article>{COMMENTS}")).verdicts
    }
    assert "comments/readers" not in rules


def test_a_comment_in_a_listing_is_the_authors() -> None:
    listing = "<div class=listing><pre class='java comments'>// the kiln is read once an hour, and the chimney twice</pre></div>"
    rules = {verdict.rule for verdict in examine(page(f"<article>{f'<p>{FIRST}</p>' * 4}{listing}</article>")).verdicts}
    assert "comments/readers" not in rules


def test_the_dial_keeps_more_or_less() -> None:
    body = (
        f"<div><a href=/>Home</a></div><div><h1>{TITLE}</h1><p>{FIRST}</p><p>Smoke, 2 of 3</p><p>{SECOND}</p>"
        "<p>Next week: ashes</p><ul><li>Kilns<li>Sheds</ul></div><div>The harbour board</div>"
    )
    sizes = [len(clean(page(body), Settings(favor=favor)).text) for favor in ("precision", "balance", "recall")]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[2]


def test_the_foot_of_a_site_behind_the_text_goes_and_what_an_author_says_of_it_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    foot = "<p>© 2012 The harbour board<br>No part of it may be copied.</p>"
    assert "harbour board" not in text_where(monkeypatch, f"<p>{FIRST}</p><p>{SECOND}</p>{foot}", ())
    assert "harbour board" in text_where(monkeypatch, f"<p>{FIRST}</p>{foot}<p>{SECOND}</p>", ())
    assert "harbour board" in text_where(monkeypatch, foot, ())


def test_a_line_between_title_and_text_stays_where_the_model_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<p>The kiln in the second shed</p><p>{FIRST}</p><p>{SECOND}</p>"
    assert "second shed" in text_where(monkeypatch, body, ("The kiln",), 0.35)
    assert "second shed" not in text_where(monkeypatch, body, ("The kiln",), 0.25)


def test_a_short_sentence_goes_on_where_the_model_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<p>{SECOND}</p><p>{FIRST}</p><p>It smelt of tar.</p>"
    assert "tar" in text_where(monkeypatch, body, ("It smelt",), 0.35)
    assert "tar" not in text_where(monkeypatch, body, ("It smelt",), 0.25)
    assert "tar" not in text_where(monkeypatch, body.replace("<p>It", "<p class=note>It"), ("It smelt",), 0.35)
