"""Blocks of a page's DOM: what a reader sees, piece by piece, with its kind."""

from __future__ import annotations

import pytest

from archtool.blocks.html import parse, read, split


def kinds(body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in split(parse(body))]


def texts(body: str) -> list[str]:
    return [block.text for block in split(parse(body))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<h2>A <b>bold</b>er title</h2>", [("heading", "A bolder title")], id="inline joined"),
        pytest.param("<p>one<br>two<br><br>three</p>", [("paragraph", "one\ntwo"), ("paragraph", "three")], id="br"),
        pytest.param("<p>a<br> \n <br>b", [("paragraph", "a"), ("paragraph", "b")], id="br br with space between"),
        pytest.param("a<p>b<div>c", [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")], id="unclosed"),
        pytest.param("<ul><li>a<p>b</ul>", [("item", "a"), ("paragraph", "b")], id="second paragraph of an item"),
        pytest.param("<dl><dt>t<dd>d</dl>", [("term", "t"), ("definition", "d")], id="definition list"),
        pytest.param("<blockquote><p>q</blockquote>r", [("quote", "q"), ("paragraph", "r")], id="quote"),
        pytest.param("<figure><img src=x><figcaption>c</figcaption></figure>", [("caption", "c")], id="caption"),
        pytest.param("<pre>\n a\n\n  b \n</pre>", [("code", " a\n\n  b")], id="white space of pre"),
        pytest.param("<a href=1>Home</a><a href=2>News</a>", [("paragraph", "Home News")], id="links that touch"),
        pytest.param("<p>x\u00ady\u200b z\u00a0w", [("paragraph", "xy z w")], id="invisible characters"),
        pytest.param("<p>\u200b\u200d</p><p>x", [("paragraph", "x")], id="nothing to see"),
        pytest.param("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", [("paragraph", "漢(kan)")], id="ruby"),
    ],
)
def test_kinds(body: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(body) == expected


@pytest.mark.parametrize(
    "lines",
    [
        "<div class=row>if a:</div><div class=row>    b()</div><div class=row>c()</div>",
        "<code><div>if a:<br></div><div>    b()</div>c()</code>",
        "<span class=line>if a:</span><span class='line new'>    b()</span><span class=line>c()</span>",
        "<ol><li>if a:</li><li>    b()</li><li>c()</li></ol>",
        "<span class=line>if a:</span>\n<span class=line>    b()</span>\n<span class=line>c()</span>\n",
        "<div><b>1</b><div>if a:</div></div><div><b>2</b><div>    b()</div></div><div><b>3</b><div>c()</div></div>",
    ],
)
def test_lines_of_code_in_elements_of_their_own_are_one_block(lines: str) -> None:
    assert kinds(f"<p>x</p><pre>{lines}</pre><p>y</p>") == [
        ("paragraph", "x"), ("code", "if a:\n    b()\nc()"), ("paragraph", "y")]  # fmt: skip


def test_a_button_in_code_is_no_line_of_it_and_numbers_alone_are_code() -> None:
    assert texts("<pre><button>Copy</button><code>a = 1</code></pre>") == ["Copy", "a = 1"]
    assert texts("<pre><div>1</div><div>2</div><div>3</div></pre>") == ["1\n2\n3"]
    assert texts("<pre><span class=outline>a</span><span hidden>b</span>c</pre>") == ["ac"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<span>Anna Berg</span><span>No Ferry Today</span>", "Anna Berg No Ferry Today"),
        ("<b>Anna Berg</b>Reviewed yesterday", "Anna Berg Reviewed yesterday"),
        ("Rating:<span>Good", "Rating: Good"),
        ("<span>Windproof</span><span>6/6</span>", "Windproof 6/6"),
        ("<span>EUR</span><span>17.07</span><span>EUR</span>", "EUR 17.07 EUR"),
        ("<span>was</span><span>$12</span>", "was $12"),
        ("<span>NEW</span><span>SALE</span>", "NEW SALE"),
        ("<label>Height<span>Tall</span></label>", "Height Tall"),
        ("<span>Ends here.</span><span>Begins there.</span>", "Ends here. Begins there."),
    ],
)
def test_words_set_apart_by_style_are_no_one_word(body: str, expected: str) -> None:
    assert texts(f"<p>{body}</p>") == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<b>H</b>ello", "Hello"),
        ("H<sub>2</sub>O and 10<sup>15</sup>, CO<sub>2</sub>Budget", "H2O and 10^15, CO2Budget"),
        ("<span>foo</span>bar, <a href=1>word</a>s, <code>Vec</code>s", "foobar, words, Vecs"),
        ("<strong>ACT</strong><strong>UARIAL</strong>", "ACTUARIAL"),
        ("<span>N</span><span>O</span><span>W</span>", "NOW"),
        ("<span>un</span><span>likely</span>", "unlikely"),
        ("Data<wbr>Feed, <code>get</code><code>Name</code>", "DataFeed, getName"),
        ("<span>漢</span><span>字</span>", "漢字"),
        ("the <span>19</span><span>th</span>", "the 19th"),
        ("<span>foo</span>(s) and (<i>a</i>)", "foo(s) and (a)"),
    ],
)
def test_parts_of_a_word_stay_one_word(body: str, expected: str) -> None:
    assert texts(f"<p>{body}</p>") == [expected]


def test_levels_and_groups() -> None:
    blocks = split(parse("<h3>t</h3><ul><li>a<ul><li>b</ul><li>c</ul><p>x<ol><li>d</ol>"))
    assert [(block.text, block.level) for block in blocks] == [
        ("t", 3), ("a", 1), ("b", 2), ("c", 1), ("x", 0), ("d", 1)]  # fmt: skip
    groups = {block.text: block.group for block in blocks}
    assert groups["a"] == groups["b"] == groups["c"] != groups["d"]
    assert groups["x"] == 0


def test_rows_of_a_data_table() -> None:
    body = "<table><caption>Prices</caption><tr><th>Item<th>Euro<tr><td>Tea<td>2<tr><td>Milk<br>cold<td></table>"
    assert kinds(body) == [
        ("caption", "Prices"), ("row", "Item | Euro"), ("row", "Tea | 2"), ("row", "Milk cold | ")]  # fmt: skip


def test_a_layout_table_gives_ordinary_blocks() -> None:
    menu = "".join(f"<p><a href={n}>Menu {n}</a>" for n in range(8))
    prose = "".join(f"<p>{'A sentence that goes on for a while. ' * 4}" for _ in range(5))
    body = f"<table><tr><td>{menu}<td>{prose}<tr><td>a<td>b</table>"
    assert {kind for kind, _ in kinds(body)} == {"paragraph"}


def test_a_table_in_a_table_is_joined_once() -> None:
    inner = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    assert texts(f"<table><tr><td>{inner}<td>e<tr><td>f<td>g</table>") == ["a | b", "c | d", "e", "f", "g"]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>secret</script>", "<style>secret</style>", "<template><p>secret</template>", "<!-- secret -->",
        "<svg><text>secret</text></svg>", "<p hidden>secret", "<p style='color:red; Display : none'>secret",
        "<select><option>secret</select>", "<textarea>secret</textarea>", "<iframe>secret</iframe>",
    ],
)  # fmt: skip
def test_what_no_reader_sees(markup: str) -> None:
    assert texts(f"<p>before</p>{markup}</p><p>after</p>") == ["before", "after"]


@pytest.mark.parametrize("tag", "span b strong i em small abbr mark time label font u".split())
def test_inline_text_that_is_hidden_is_not_shown(tag: str) -> None:
    for sign in ("hidden", "style='display: none'", "style='visibility:hidden'", "class='visually-hidden'"):
        assert texts(f"<p>before <{tag} {sign}>secret</{tag}>after</p>") == ["before after"]
    reading = read(parse(f"<p>before <{tag} hidden>secret</{tag}>after</p>"))
    assert [(beside.kind, beside.block.text) for beside in reading.beside] == [("hidden/element", "secret")]


@pytest.mark.parametrize("tag", "span b strong i em small abbr mark time label font u".split())
@pytest.mark.parametrize(
    "sign",
    ["aria-hidden=true", "style='overflow:hidden'", "style='display:inline'", "title=hidden", "class=hidden-gem"],
)
def test_inline_text_that_a_reader_sees_is_shown(tag: str, sign: str) -> None:
    assert texts(f"<p>before <{tag} {sign}>seen</{tag}> after</p>") == ["before seen after"]


def test_encoded_data_is_no_text() -> None:
    assert texts(f"<p>before</p>data:image/png;base64,{'iVBORw0KGgo' * 200}<p>after</p>") == ["before", "after"]


def test_hidden_prose_is_text_that_scripts_reveal() -> None:
    answer = "The parcel takes three days within the country and about a week to anywhere else in Europe. " * 2
    assert texts(f"<h3>How long?</h3><div style='display:none'>{answer}</div>") == ["How long?", answer.strip()]


def test_noscript_is_the_text_where_there_is_no_other() -> None:
    posts = "".join(f"<p>Post {n}: {'what I think of it is this. ' * 5}</p>" for n in range(4))
    assert len(texts(f"<p>Loading</p><noscript>{posts}</noscript>")) == 5
    shown = "".join(f"<p>Shown {n}: {'what I think of it is this. ' * 10}</p>" for n in range(9))
    assert not any(text.startswith("Post") for text in texts(f"{shown}<noscript>{posts}</noscript>"))


def test_a_page_that_is_hidden_while_it_loads_is_visible() -> None:
    assert texts("<body style='visibility:hidden'><p>x") == ["x"]


def test_xhtml_elements_that_close_themselves() -> None:
    head = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a.js"/><title>t</title></head>'
    assert texts(f"{head}<body><a id='x'/><p>seen</p></body></html>") == ["seen"]


def test_a_text_in_one_pre_is_parted_into_paragraphs() -> None:
    mail = "From the list, on a Tuesday, this came in:\nplease read it to the end.\n\nThe second part of it says more,\nand says it well."
    assert texts(f"<pre>{mail}</pre>") == mail.split("\n\n")
    assert [kind for kind, _ in kinds("<pre>for x in y:\n    f(x)\n\nreturn [1, 2]\n</pre>")] == ["code"]


def test_offsets_places_and_nodes() -> None:
    blocks = split(parse("<h1>T</h1><p>a <b>b</b> <img src=x> c</p>"))
    visible = "\n".join(block.text for block in blocks)
    assert [visible[block.start : block.end] for block in blocks] == [block.text for block in blocks]
    assert [block.place for block in blocks] == [1, 2]
    assert [node.tag for node in blocks[1].nodes] == ["-text", "-text", "img", "-text"]


def test_what_the_page_says_about_itself() -> None:
    walk = read(parse(
        "<head><title> A  title </title><meta property='og:Type' content=article><script type='application/ld+json'>"
        "{}</script></head><body><p class='lead big' id=x>a <a href=y>link</a>")).walk  # fmt: skip
    assert (walk.title, walk.meta, walk.linked_data) == ("A title", [("og:type", "article")], ["{}"])
    assert walk.tokens[walk.owners[0]] == "lead big x"
    assert (list(walk.linked), list(walk.anchors)) == ([4], [1])


def test_signs_to_click_on_are_no_text() -> None:
    page = '<h2>Options<a class=headerlink href="#options">¶</a></h2><p>See <a href="#a">#</a>.</p><h3><a href=#x>#</a> X</h3>'
    assert texts(page) == ["Options", "See #.", "X"]
    assert texts('<p>Minutes, volume 2. <a href="#r1">↩</a></p>') == ["Minutes, volume 2."]


def test_an_icon_of_a_font_is_no_text_of_its_link():
    page = '<h2>Options<a href="#options">\uf0c1</a></h2><p>The <a href="#a">sign \uf0c1</a>.</p>'
    assert texts(page) == ["Options", "The sign \uf0c1."]


def test_what_stands_under_a_heading_in_an_item_is_no_item() -> None:
    body = "<ul><li><h3>Chart</h3><p>Ink.</p></li><li><h3>Map</h3><p>Pencil.</p><ul><li>one</li></ul></li></ul>"
    assert [kind for kind, _ in kinds(body)] == ["heading", "paragraph", "heading", "paragraph", "item"]


def test_whom_a_quote_quotes_stands_on_its_own_line() -> None:
    assert texts("<blockquote><div><cite>ash wrote:</cite>The chimney is cold.</div></blockquote>") == [
        "ash wrote:\nThe chimney is cold."
    ]
    assert texts("<blockquote>As <cite>Emma</cite> says.</blockquote>") == ["As Emma says."]


def test_frames_give_what_they_say_instead_or_their_links() -> None:
    frames = "<frameset cols=2><frame src=a.html name=menu><frame src=b.html>{}</frameset>"
    assert texts(f"<title>t</title>{frames.format('<noframes><body><p>Go <a href=b.html>in</a>.</p></noframes>')}") == [
        "Go in."
    ]
    assert texts(frames.format("")) == ["menu", "b.html"]


def test_an_article_only_in_json_ld_is_the_text() -> None:
    said = "The clock was paid for in eggs, four thousand of them, over two years. " * 4
    script = f'<script type="application/ld+json">{{"@type":"Article","articleBody":"{said}\\n\\nAnd a hen."}}</script>'
    assert texts(f"{script}<div id=root></div>") == [said.strip(), "And a hen."]
    assert texts(f"{script}<p>{said}</p>") == [said.strip()]


def test_a_line_break_before_the_first_text_of_a_link_in_a_cell_is_no_seam() -> None:
    reading = read(parse("<table>w<a href=x><td><a href=y><br>text"))
    assert [block.text for block in reading.blocks] == ["w", "text"]


@pytest.mark.parametrize("tag", ["html", "body"])
@pytest.mark.parametrize("name", ["katex", "sr-only", "sidenote", "line-numbers", "material-icons", "MathJax", "math"])
def test_a_class_of_the_whole_page_does_not_take_it_for_a_formula_or_a_label(tag: str, name: str) -> None:
    """The page had no element left that holds its text, and its features were written outside of their array."""
    reading = read(parse(f"<{tag} class='{name}'><p>The ferry sails at 8.</p><p>\\(x^2\\)</p>"))
    assert [block.text for block in reading.blocks] == ["The ferry sails at 8.", "$x^2$"]
    assert len(reading.walk.tags) > max(reading.walk.owners)


def test_a_class_of_an_element_in_the_page_still_does() -> None:
    assert texts("<p>The ferry</p><div class='sr-only'>Skip</div><div class='katex'>\\(x^2\\)</div>") == ["The ferry", "$x^2$"]
