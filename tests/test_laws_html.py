"""The laws of the house for HTML: pages put together from fragments as archives hold them, well-formed or not."""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archtool.model import FIELD, KEPT, REMOVED, Origin, Page, Settings
from archtool.pipeline import clean, examine
from archtool.topics import topic_key
from conservation import gone, squeezed, values_of
from examples import SEARCH, tries

laws = tries(100)

PROSE = "The ferry crosses the sound four times a day, and in summer once more after sunset, when the wind allows it."
FRAGMENTS = [
    "<title>A ferry for the sound - Harbour News</title>",
    '<meta name="keywords" content="ferries, sound, Ferries">',
    '<meta property="article:published_time" content="2018-05-28T10:00:00Z">',
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A ferry","author":{"name":"Jane Doe"}}</script>',
    "<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/about>About us</a></ul></nav>",
    "<h1>A ferry for the sound</h1>",
    "<p>By Jane Doe | 28 May 2018</p>",
    f"<p>{PROSE}</p>",
    f"<div class=content><p>{PROSE}<p>{PROSE}</div>",
    "<div class=field><div class=field__label>Topics</div><div class=field__item>Ferries</div></div>",
    "<div class='field'><div class='field-label'>Teaser:&nbsp;</div><div class='field-items'>A short summary of it.</div></div>",
    "<ul><li>One<ul><li>Two</ul><li>Three</ul>",
    "<table><tr><th>Hour<th>From<tr><td>8:00<td>Ansel</table>",
    "<table><tr><td width=20%><a href=a>Map</a><br><a href=b>Links</a><td>" + PROSE + "</table>",
    "<pre>  a = 1\n  b = 2</pre>",
    "<blockquote>Row the boat.<br>Row the boat.</blockquote>",
    "<noscript><p>" + PROSE + " It is told again here.</p></noscript>",
    "<h2>Related posts</h2><ul><li><a href=c>Another ferry</a></ul>",
    "<p>THIS CONTENT HAS BEEN ARCHIVED</p>",
    "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id=wm-ipp-base>3 captures</div><!-- END WAYBACK TOOLBAR INSERT -->",
    "<footer>&copy; 2018 Harbour News</footer>",
    "<dl><dt>Author<dd>Jane Doe<dt>Weight<dd>3 t</dl>",
    "</div></p></td><b><i>loose <a>ends",
    "<style>p{}</style><script>var a='<p>no</p>'</script>",
    "&#0;&bogus;&amp;lt;<!-- <p>hidden</p> -->",
]

pages = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(st.characters(exclude_categories=["Cs"]), max_size=40)), max_size=14
).map(lambda parts: Page("".join(parts), Origin("page.html"), "html", id="0123456789abcdef"))


@laws
@given(pages)
def test_every_visible_block_ends_in_one_place(page: Page) -> None:
    found = examine(page)
    record = clean(page)
    text = squeezed(record.text)
    held = {topic_key(value) for value in values_of(record)}
    assert len(found.blocks) == len(found.verdicts)
    for block, verdict in zip(found.blocks, found.verdicts, strict=True):
        assert verdict.fate in (KEPT, FIELD, REMOVED)
        if verdict.fate == KEPT:
            assert squeezed(block.text) in text
        elif verdict.fate == FIELD:
            assert verdict.gives
            assert all(topic_key(value.value) in held or value.field == "description" for value in verdict.gives)
        else:
            assert verdict.rule


@laws
@given(pages)
def test_where_nothing_is_found_nothing_is_lost(page: Page) -> None:
    found = examine(page)
    if any(verdict.rule == "scorer/boilerplate" for verdict in found.verdicts):
        assert any(verdict.fate != REMOVED for verdict in found.verdicts)


@laws
@given(pages)
def test_no_topic_of_a_field_is_lost(page: Page) -> None:
    found = examine(page)
    record = clean(page)
    topics = {topic_key(topic, record.lang) for topic in record.topics}
    for verdict in found.verdicts:
        for value in verdict.gives:
            if value.field == "topics":
                assert topic_key(value.value, record.lang) in topics
    assert len(record.tags) == len(record.topics) == len(topics)


@laws
@given(pages, st.data())
def test_disabling_a_rule_never_removes_more(page: Page, data: st.DataObject) -> None:
    rules = sorted({verdict.rule for verdict in examine(page).verdicts if verdict.rule})
    if rules:
        disabled = frozenset(data.draw(st.sets(st.sampled_from(rules), min_size=1)))
        assert gone(examine(page, Settings(disabled=disabled))) <= gone(examine(page))


@laws
@given(pages)
def test_markdown_is_made_of_any_page(page: Page) -> None:
    record = clean(page, Settings(markup="md"))
    assert record == clean(page, Settings(markup="md"))
    assert bool(record.text) == bool(clean(page).text)


TAGS = """<a/href=x> </a> <td> <tr> <table> </table> <li> </li> <ul> </ul> <br> <pre> </pre> <b> </b> <p> <div> </div> <h2>
    </h2> <h3> </h3> <code> </code> <noscript> <dl> <dt> <dd> <sup> </sup> <button> <img> <article> <blockquote> <span>
    <span/class=line> </span>""".split()
WORDS = ["tide", "Ferry", "8:00", "\n", "\n\n", " ", ">", PROSE, "the sound.", "x:"]


def test_tags_in_any_order_give_a_record_with_all_that_is_kept() -> None:
    for seed in range(20 * SEARCH or 200):
        chance = random.Random(seed)
        parts = [chance.choice(chance.choice((TAGS, WORDS))) for _ in range(chance.randrange(60))]
        page = Page("".join(parts), Origin("page.html"), "html")
        found = examine(page)
        text = squeezed(clean(page).text)
        kept = [block for block, verdict in zip(found.blocks, found.verdicts, strict=True) if verdict.fate == KEPT]
        assert all(squeezed(block.text) in text for block in kept), seed
        clean(page, Settings(markup="md"))


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def unseen_words(page: Page) -> list[str]:
    """Return the words of the body, as the parser has it, that are in no block of the page."""
    from archtool.blocks.html import parse
    from archtool.pipeline import split

    tree = parse(page.body)
    if tree.body is None:
        return []
    texts = (node for node in tree.body.traverse(include_text=True) if node.is_text_node)
    shown = " ".join(node.text_content or "" for node in texts if node.parent.tag not in ("script", "style"))
    held = "".join(letters(block.text) for block in split(page).blocks)
    return [word for word in set(shown.split()) if len(word) < LONGEST_WORD and letters(word) not in held]


LONGEST_WORD = 60  # characters; longer ones are encoded data
ODD = [
    "<p>Ten <sup>2</sup><span hidden>ninety</span> of <sub>n</sub></p>", "<svg><title>kite</title><text>drawn</text></svg>",
    "<select><option>choose</select><textarea>write</textarea>", "<p>one <x-y>two</x-y> three<noscript>four</noscript></p>",
    "<div hidden><p>folded</p><table><tr><td>away</td><td>now</td></tr></table></div>", "<iframe>framed</iframe>",
    "<span class=katex><math><mi>alpha</mi><annotation encoding=application/x-tex>\\alpha</annotation></math></span>",
    "<table><tr><td rowspan=2>wide</td><td><p hidden>low</p>b</td></tr><tr><td>c</td></tr></table>",
    "<p>note<span class=sidenote>in the margin</span> more</p>", "<pre><span class=lineno>1</span>code\n</pre>",
    "<div class=sr-only>spoken</div><i class=material-icons>menu</i>", "<ruby>a<rt>reading</rt></ruby><q>quoted</q>",
    "<x-z><template shadowrootmode=open>deep <slot></slot></template>light</x-z>",
]  # fmt: skip


@laws
@given(st.lists(st.sampled_from(FRAGMENTS + ODD), max_size=14))
def test_every_word_of_the_body_is_in_a_block(parts: list[str]) -> None:
    page = Page("".join(parts), Origin("page.html"), "html")
    assert not unseen_words(page)
    clean(page, Settings(markup="md"))


@pytest.mark.skipif("WCXB_DIR" not in os.environ, reason="WCXB_DIR is not set: the folder that holds dev/")
def test_every_word_of_real_pages_is_in_a_block() -> None:
    for file in sorted((Path(os.environ["WCXB_DIR"]) / "dev" / "html").glob("*.html.gz"))[::50]:
        body = gzip.decompress(file.read_bytes()).decode("utf-8", "replace")
        assert not unseen_words(Page(body, Origin(file.name), "html")), file.name
