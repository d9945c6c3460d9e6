"""HTML blocks as Markdown: structure, inline markup, and that a parser reads back the same words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archtool.blocks import html
from archtool.markdown.document import document
from archtool.markdown.escape import plain
from archtool.markdown.plain_text import plain_text
from archtool.markdown.single import render
from examples import tries

TABLE = """<table><tr><th>A</th><th>B|C</th></tr><tr><td>1 <b>b</b></td><td><a href=q>l</a></td></tr>
    <tr><td></td><td>z</td></tr></table>"""
BASE = "http://example.org/dir/page"


def markdown(source: str, **options: str) -> str:
    return document(html.split(html.parse(source)), base=BASE, **options)


def whole(source: str, **options: str) -> str:
    """Return a page as Markdown with its pictures, rules and callouts, whatever the judges say."""
    from archtool.model import Origin, Page, Settings
    from archtool.pipeline import split

    pieces = split(Page(source, Origin("page.html"), "html"), Settings())
    hidden = {index for index, kind in pieces.beside.items() if kind.startswith("hidden/")}
    blocks = [block for index, block in enumerate(pieces.blocks) if index not in hidden]
    return document(blocks, base=BASE, **options)


def same(text: str) -> str:
    """Return the signs of a text without white space, and without the bars that part cells."""
    return "".join(text.replace("|", " ").split())


def test_what_is_left_of_an_item_is_no_part_of_the_one_before():
    blocks = html.split(html.parse("<ul><li>a<p>b</p></li><li>c<p>d</p></li><li>e</li></ul>"))
    assert document([block for block in blocks if block.text != "c"]) == "- a\n\n  b\n\nd\n\n- e"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>A <em>title</em></h1>", "# A *title*"),
        ("<h3>C #</h3><h3>C#</h3><h3>#</h3>", "### C \\#\n\n### C#\n\n### \\#"),
        ("<h2>Two<br>lines</h2>", "## Two lines"),
        ("<h2>1. One</h2><p><b>2. Two</b></p><p><i>- three</i> four", "## 1. One\n\n**2. Two**\n\n*- three* four"),
        ('<a href="/a"><img src=x><h3>Card</h3><p>Text</p></a>', "### [Card](http://example.org/a)\n\nText"),
        ('<a href="/a"><div><div>Card <b>one</b></div></div></a>b', "[Card **one**](http://example.org/a)\n\nb"),
        (
            '<a href="/a">x<div>y</div>z</a>',
            "[x](http://example.org/a)\n\n[y](http://example.org/a)\n\n[z](http://example.org/a)",
        ),
        ("<p>a <b>b</b> <i>c</i> <code>d`e</code> <s>f</s></p>", "a **b** *c* ``d`e`` ~~f~~"),
        ("<p><b><i>x</i></b></p>", "***x***"),
        ("<p><b>a</b><i>b</i></p>", "**a**b"),
        ("<p><b>“q”</b>t</p>", "“q”t"),
        (
            '<p>See <a href="other">the <b>other</b> page</a>.</p>',
            "See [the **other** page](http://example.org/dir/other).",
        ),
        ('<p><a href="http://e.org/">http://e.org/</a></p>', "<http://e.org/>"),
        ('<p><a href="#n">a</a> <a href="javascript:x()">b</a></p>', "a b"),
        ('<p><a href="/a b(c)">x[y]z</a></p>', "[x\\[y\\]z](http://example.org/a%20b%28c%29)"),
        ('<p>Look!<a href="/a">x</a></p>', "Look\\![x](http://example.org/a)"),
        (
            '<p><a href="https://web.archive.org/web/20190717140047/http://www.example.org:80/a">x</a></p>',
            "[x](http://www.example.org/a)",
        ),
        ("<p>1. no list</p><p>- nor this</p><p># nor this</p>", "1\\. no list\n\n\\- nor this\n\n\\# nor this"),
        ("<ul><li><h4>a</h4><ul><li>b</li><li>c</li></ul></li><li>d</li></ul>", "#### a\n\n- b\n- c\n- d"),
        ("<ul><li>a<ul><ul><li>b</li><li>c</li></ul></ul></li></ul>", "- a\n  - b\n  - c"),
        ("<p>first<br>second</p>", "first  \nsecond"),
        (
            "<table><tr><th>Day</th><th>Ice</th></tr><tr><td>1 | 2</td><td>a|b</td></tr><tr><td></td><td>| x</td></tr></table>",
            "| Day | Ice |\n| --- | --- |\n| 1 \\| 2 | a\\|b |\n|  | \\| x |",
        ),
        (
            '<div class="highlight-python notranslate"><div class=highlight><pre>a = 1</pre></div></div>',
            "```python\na = 1\n```",
        ),
        ('<div class="highlight highlight-source-shell"><pre>ls</pre></div>', "```shell\nls\n```"),
        ('<pre class="brush: js; title: x">a()</pre>', "```js\na()\n```"),
        ('<div class="highlight-default"><pre>a</pre></div>', "```\na\n```"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>", "1. a\n   1. b\n2. c"),
        ('<ol start="9"><li>a</li><li>b<ul><li>c</li></ul></li></ol>', "9. a\n10. b\n    - c"),
        ("<ul><li>a<br>b</li></ul>", "- a  \n  b"),
        (
            "<ol><li>a<pre>x\n\ny</pre></li><li>b<ul><li>c<p>d</p></li></ul><p>e</p></li><li>f</li></ol><p>g</p>",
            "1. a\n\n   ```\n   x\n\n   y\n   ```\n\n2. b\n   - c\n\n     d\n\n   e\n\n3. f\n\ng",
        ),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<blockquote><p>a</p><p>b<br>c</p></blockquote>", "> a\n>\n> b  \n> c"),
        (
            '<pre><code class="language-python">def f():\n    return 1</code></pre>',
            "```python\ndef f():\n    return 1\n```",
        ),
        ("<pre>a\n```\nb</pre>", "````\na\n```\nb\n````"),
        (
            TABLE,
            "| A | B\\|C |\n| --- | --- |\n| 1 **b** | [l](http://example.org/dir/q) |\n|  | z |",
        ),
    ],
)
def test_what_markdown_a_page_gives(source, expected):
    assert markdown(source) == expected
    assert same(plain(expected)) == same("".join(block.text for block in html.split(html.parse(source))))


def test_a_table_for_layout_gives_paragraphs():
    source = f"<table><tr><td>{'Long text. ' * 80}</td><td><p>Side</p></td></tr></table>"
    assert "|" not in markdown(source)


def test_links_can_be_stripped():
    assert markdown('<p>See <a href="/x">the <b>page</b></a>.</p>', links="strip") == "See the **page**."


def test_pictures_are_references_or_left_out():
    source = '<p>A <img src="/web/20190717140047im_/http://www.example.org/p.png" alt="a [p]"> picture</p>'
    assert whole(source, images="drop") == "A picture"
    assert whole(source) == "A picture\n\n![a \\[p\\]](http://www.example.org/p.png)"


@pytest.mark.parametrize(
    "href", ["javascript:x()", "JAVASCRIPT:x()", "file:///C:/x", "data:text/html,x", "about:blank", "#"]
)
def test_links_that_lead_nowhere_are_text(href):
    assert markdown(f'<p><a href="{href}">x</a></p>') == "x"


def test_a_page_without_an_address_keeps_relative_links():
    blocks = html.split(html.parse('<p><a href="x.html">x</a></p>'))
    assert render(blocks[0]) == "[x](x.html)"


WORDS = st.text(alphabet=st.sampled_from("ab 1.-*_`~#[]()<>!|\\&;{}%$^=+:@\"'“é中\u00a0"), min_size=1, max_size=12)
TAGS = st.sampled_from(
    ["b", "i", "em", "strong", "code", "s", "span", "sup", 'a href="/x"', 'a href="y?z=(1)&amp;q=[2]"', "u"]
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def element(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag.split()[0]}>"


INLINE = st.recursive(
    WORDS.map(escaped),
    lambda inner: (
        st.lists(inner, max_size=3).map("".join) | st.builds(element, TAGS, inner) | inner.map(lambda x: f"{x}<br>")
    ),
    max_leaves=8,
)
BLOCKS = st.recursive(
    st.builds(element, st.sampled_from(["p", "h1", "h3", "blockquote", "pre", "div", "dt", "dd"]), INLINE),
    lambda inner: (
        st.lists(inner, max_size=4).map("".join)
        | st.lists(inner, max_size=3).map(lambda parts: f"<ul>{''.join(f'<li>{part}</li>' for part in parts)}</ul>")
        | st.lists(INLINE, max_size=4).map(lambda parts: f"<ol>{''.join(f'<li>{part}</li>' for part in parts)}</ol>")
        | st.lists(st.lists(INLINE, min_size=2, max_size=3), min_size=1, max_size=3).map(
            lambda rows: (
                f"<table>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in rows)}</table>"
            )
        )
    ),
    max_leaves=6,
)


@tries(60)
@example("<p><s>~</s><br></p>")
@given(BLOCKS)
def test_a_parser_reads_back_the_same_words(source):
    blocks = html.split(html.parse(source))
    for links in ("keep", "strip"):
        text = document(blocks, links=links, base=BASE)
        assert same(plain(text)) == same("".join(block.text for block in blocks)), text


FOOTNOTES = """<p>One<sup><a href="#fn1">1</a></sup> and two<a class="footnote-ref" href="#fn2"><sup>[2]</sup></a> and
    gone<sup><a href="#fn9">9</a></sup>.</p><ol><li id="fn1">First <b>note</b>.</li><li><p id="fn2">Second note.</p></li></ol>
    <p>After.</p>"""


def test_footnotes_whose_notes_are_kept_become_markdowns_own():
    assert markdown(FOOTNOTES) == (
        "One[^1] and two[^2] and gone\\[9].\n\n[^1]: First **note**.\n\n[^2]: Second note.\n\nAfter."
    )


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ('seen [<a href="#n1">1</a>] here', "seen [^1] here"),
        ('seen [<a href="#n1">1</a>][<a href="#n2">2</a>], here', "seen [^1][^2], here"),
        ('seen <b>[<a href="#n1">1</a>]</b> here', "seen [^1] here"),
        ('seen<sup>[<a href="#n1"><i>1</i></a>]</sup> here', "seen[^1] here"),
        ('seen ([<a href="#n1">1</a>]) here', "seen ([^1]) here"),
        ('seen [<a href="#n1">1</a> p. 5] here', "seen \\[[^1] p. 5] here"),
        ('seen [see <a href="#n1">[1]</a>] here', "seen \\[see [^1]] here"),
        ('seen [<a href="#n9">1</a>] here', "seen \\[1] here"),
        ('seen [<a href="/n1">1</a>] here', "seen \\[[1](http://example.org/n1)] here"),
    ],
)
def test_a_citation_in_brackets_is_a_footnote_without_them(citation, expected):
    notes = "<p id=n1>First note.</p><p id=n2>Second note.</p>"
    assert markdown(f"<p>{citation}.</p>{notes}").split("\n")[0] == f"{expected}."


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<ol start=3><li>a<ol><li>x</ol><li>b<ul><li>z</ul></ol>", "3. a\n  1. x\n4. b\n  - z"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1. b"),
        ("<ol reversed start=9><li>a<li>b<li value=3>c<li>d</ol>", "9. a\n8. b\n3. c\n2. d"),
        ("<ol><li>a<p>b</p><li>c</ol>", "1. a\n\nb\n\n2. c"),
        ("<ol><li><h3>A</h3><p>b</p><li>c</ol>", "1. A\n\nb\n\n2. c"),
        (
            "<ol><li><table><tr><th>k<th>v<tr><td>x<td>y</table><li>c</ol>",
            "1. k | v\nx | y\n\n2. c",
        ),
        ("<ul><li>a<li value=4>b</ul>", "- a\n- b"),
        ("<ul><li><h3>A</h3><p>b</ul>", "A\n\nb"),
        ("<p>1 a</p><h3>A</h3>", "1 a\n\nA"),
    ],
)
def test_the_numbers_of_an_ordered_list_stand_in_plain_text(source, expected):
    blocks = html.split(html.parse(source))
    assert plain_text(blocks) == expected


def test_a_reversed_list_counts_down_in_markdown():
    assert markdown("<ol reversed><li>a<li>b<li>c</ol>") == "3. a\n2. b\n1. c"


def test_a_note_is_found_around_its_paragraph_and_has_no_way_back():
    source = (
        '<p>Herons.<sup id=r1><a href="#fn1">1</a></sup></p>'
        '<ol><li id=fn1><p>Minutes, volume 2. <a href="#r1">↩</a></p><p>More.</p></li></ol>'
    )
    assert markdown(source) == "Herons.[^1]\n\n[^1]: Minutes, volume 2.\n\n    More."


def test_a_reference_without_its_note_stays_a_number():
    blocks = html.split(html.parse(FOOTNOTES))
    assert document(blocks[:1]) == "One\\[1] and two\\[2] and gone\\[9]."


@pytest.mark.parametrize(
    "source",
    [
        "<p>" + "<b>" * 20_000 + "x",
        "<ol>" + "<li>x</li>" * 20_000 + "</ol>",
        "<p>" + '[<a href="#n">1</a>]' * 5_000 + "<p id=n>note",
        "<p>" + '<a href="/x">x</a> y<br>' * 20_000,
        "<p>" + '<a href="/x">x</a><b>y</b>' * 20_000,
        "<ul><li>x" * 2_000,
        "<table>" + "<tr><td>x</td><td>y</td></tr>" * 10_000 + "</table>",
        "<p>" + "".join(f'<sup><a href="#n{n}">{n % 1000}</a></sup>' for n in range(2_000)) + "<p id=n1>note",
    ],
)
def test_no_page_is_written_in_more_than_linear_time(source):
    import time

    blocks = html.split(html.parse(source))
    start = time.process_time()
    document(blocks, base=BASE)
    assert time.process_time() - start < 5


def test_an_empty_line_of_a_block_has_no_markup() -> None:
    written = document(html.split(html.parse("<pre><table><td><b>one\n\ntwo</b></table></pre>")))
    assert "**one**" in written
    assert "**two**" in written
