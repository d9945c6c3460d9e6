"""Threads through the whole pipeline: whose posts are kept, and how they look in Markdown."""

from archtool.model import Origin, Page, Settings
from archtool.pipeline import clean

OPENING = (
    "The wheel of our mill has not turned since the flood, and the town would like to see it run again. Does anybody "
    "here know how to lift an overshot wheel of five metres without a crane on the road?"
)
REPLIES = (
    ("miller7", "We lifted ours with two chain hoists on a frame of oak beams. It took a day and four people."),
    ("bjorn", "Take the buckets off first. An empty wheel weighs a third of a wet one."),
    ("holm", "Thank you, that sounds possible. How thick were the beams, and did they rest on the walls?"),
    ("miller7", "Thirty centimetres square, on sleepers beside the race, because the mortar was too old to trust."),
)


def markdown(html: str, **options: str) -> str:
    return clean(Page(html, Origin("page.html"), "html"), Settings(markup="md", **options)).text


def lobsters(posts: tuple[tuple[str, str], ...]) -> str:
    """Return a page whose comments are nested each in the one before."""
    nested = ""
    for name, text in reversed(posts):
        nested = (
            f'<li class="comments_subtree"><div class="comment"><div class="voters"><a class="upvoter">5</a></div>'
            f'<div class="details"><div class="byline"><a href="/~{name}">{name}</a> <time datetime="2021-03-05 08:01:00">'
            f'March 5, 2021</time> | <a href="/c/x">link</a></div><div class="comment_text"><p>{text}</p></div></div></div>'
            f'<ol class="comments">{nested}</ol></li>'
        )
    return (
        f"<html><head><title>A wheel | Mills</title></head><body><div><a href=/>Home</a> <a href=/new>New</a></div><h1>A wheel</h1>"
        f'<div class="story_text"><p>{OPENING}</p></div><ol class="comments comments1">{nested}</ol></body></html>'
    )


def test_replies_are_kept_where_that_is_wished_and_are_nested() -> None:
    text = markdown(lobsters(REPLIES[:2]), comments="keep")
    assert text.startswith(OPENING)
    assert f"\n\n**miller7** · 2021-03-05\n\n{REPLIES[0][1]}\n\n> **bjorn** · 2021-03-05\n>\n> {REPLIES[1][1]}" in text


def forum(posts: tuple[tuple[str, str], ...]) -> str:
    body = "".join(
        f'<li class="postcontainer" id="post_{at}"><div class="posthead"><span class="date">Mar {at + 4}, 2021, 10:15 AM</span></div>'
        f'<div class="userinfo"><a class="username" href="/u/{at}"><strong>{name}</strong></a><span class="usertitle">Member</span></div>'
        f'<div class="postbody"><div class="content"><blockquote class="postcontent">{text}</blockquote></div></div>'
        f'<div class="postfoot"><a href="/reply">Reply</a></div></li>'
        for at, (name, text) in enumerate(posts)
    )
    return (
        f"<html><head><title>A wheel - Mill Forum</title></head><body><div><a href=/>Home</a> <a href=/new>New</a></div><h1>A wheel</h1>"
        f"<ol>{body}</ol><div><a href=/about>About</a> <a href=/privacy>Privacy</a></div></body></html>"
    )


def test_all_posts_of_a_thread_are_kept_under_their_authors() -> None:
    text = markdown(forum((("holm", OPENING), *REPLIES)))
    for at, (name, post) in enumerate((("holm", OPENING), *REPLIES)):
        assert f"**{name}** · 2021-03-0{at + 4}\n\n{post}" in text
    assert "Member" not in text
    assert ">" not in text  # the blockquote holds the post; it is no quotation


def test_an_article_is_no_thread() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for _, text in REPLIES)
    article = f'<div class="post"><h1>The wheel</h1><div>by <span class="author">Eva Lind</span></div><p>{OPENING}</p>{paragraphs}</div>'
    assert "**" not in markdown(f"<html><body>{article}</body></html>")
