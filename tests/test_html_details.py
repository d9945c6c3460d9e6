"""What surrounds and decorates the text of an HTML page comes out right: one test for each kind, with its near miss."""

from __future__ import annotations

import pytest

from archtool.model import KEPT, Origin, Page, Settings
from archtool.pipeline import clean, examine

FIRST = (
    "The weir was opened in spring and has been the longest of the whole valley for forty years, as the miller says."
)
LAST = (
    "It was closed after the thaw, and the lock has stood open ever since, with a third of its planks gone in the ice."
)


def page(body: str, head: str = "") -> Page:
    return Page(
        f"<!doctype html><html lang=en><head><title>The weir</title>{head}</head><body><main><article><h1>The weir</h1>"
        f"<p>{FIRST}</p>{body}<p>{LAST}</p></article></main></body></html>",
        Origin("page.html"),
        "html",
        url="https://weir.example/a/page.html",
    )


def said(body: str, markup: str = "plain", head: str = "") -> str:
    """Return what the record has between the first paragraph and the last."""
    text = clean(page(body, head), Settings(markup=markup)).text
    assert text.startswith(FIRST)
    return text.removeprefix(FIRST).split(LAST)[0].strip()


@pytest.mark.parametrize(
    ("body", "text", "markdown"),
    [
        ("10<sup>6</sup> stones", "10^6 stones", "10<sup>6</sup> stones"),
        ("ln<sub>2</sub>3 and x<sub>n</sub>", "ln_2 3 and x_n", "ln<sub>2</sub> 3 and x<sub>n</sub>"),
        ("CO<sub>2</sub>, the 3<sup>rd</sup>", "CO2, the 3rd", "CO<sub>2</sub>, the 3<sup>rd</sup>"),
        ("7.5<sup><a href='#f1'>1</a></sup> metres", "7.5[1] metres", "7.5\\[1] metres"),
        ("built 1733<a href='#f2'>2</a> here", "built 1733[2] here", "built 1733\\[2] here"),
        ("<a href='#s'>Part 2</a> of it", "Part 2 of it", "Part 2 of it"),
        ("she said <q>not now</q> to us", "she said “not now” to us", "she said “not now” to us"),
        ("<ruby>堰<rt>せき</rt></ruby>", "堰(せき)", "堰(せき)"),
    ],
)
def test_signs_that_the_markup_stands_for(body: str, text: str, markdown: str) -> None:
    sentence = "The measure that the county took here in the dry autumn of that year was this:"
    assert said(f"<p>{sentence} {body}</p>") == f"{sentence} {text}"
    assert said(f"<p>{sentence} {body}</p>", "md") == f"{sentence} {markdown}"


SENTENCE = "<p>The fee of the lock is {} nine crowns a boat, and was never raised in all these years by anybody.</p>"


@pytest.mark.parametrize(
    "inside",
    [
        "<span style='display:none'>k</span>", "<noscript>n</noscript>", "<span class=sr-only>in words</span>",
        "<a href=/no hidden>no</a>", "<i class=material-icons>paid</i>",
    ],
)  # fmt: skip
def test_what_is_not_shown_in_a_sentence_leaves_it_whole_and_is_told(inside: str) -> None:
    assert (
        said(SENTENCE.format(inside))
        == "The fee of the lock is nine crowns a boat, and was never raised in all these years by anybody."
    )
    found = examine(page(SENTENCE.format(inside)))
    assert [verdict.rule.split("/")[0] for verdict in found.verdicts if verdict.fate != KEPT and verdict.rule].count(
        "hidden"
    ) == 1


def test_elements_of_a_page_s_own_and_buttons_stay_in_their_sentence() -> None:
    assert "is about nine crowns" in said(SENTENCE.format("<fee-hint>about</fee-hint>"))
    assert "is about nine crowns" in said(SENTENCE.format("<button type=button>about</button>"))


def test_a_shadow_root_is_the_page_s_text_and_another_template_is_not() -> None:
    prose = "The pond above it froze in January, and all the children of the valley learned to skate on it that winter."
    assert said(f"<x-y><template shadowrootmode=open><p>{prose}</p></template></x-y>") == prose
    assert said(f"<template><p>{prose}</p></template>") == ""


def test_a_template_that_the_end_of_the_page_cuts_is_no_shadow_root() -> None:
    from archtool.blocks.html_shadow import opened, text_of_template

    whole = "<x-y><template shadowrootmode=open><p>a</p></template></x-y>"
    assert (
        opened(f"{whole}<template shadowroot") == "<x-y><div data-shadowroot><p>a</p></div></x-y><template shadowroot"
    )
    assert text_of_template("<template>a<!-- b --><script>c</script>d <b>e</b></template>") == "a d e"
    assert text_of_template("<template>a <b>b</b><!-- c") == "a b"


@pytest.mark.parametrize(
    ("formula", "tex"),
    [
        (("<span class=katex><span class=katex-mathml><math><semantics><mi>a</mi><annotation encoding='application/x-tex'>"
         "\\frac{a}{b}</annotation></semantics></math></span><span class=katex-html>ab</span></span>"), r"$\frac{a}{b}$"),
        ("<script type='math/tex; mode=display'>a_1</script>", "$$a_1$$"),
        (("<mjx-container display='true'><mjx-math>x</mjx-math><mjx-assistive-mml><math display=block><msup><mi>x</mi>"
         "<mn>2</mn></msup></math></mjx-assistive-mml></mjx-container>"), "$$x^2$$"),
        ("<math alttext='{\\displaystyle Q=Av}'><mi>Q</mi></math>", "$Q=Av$"),
        ("<img class=latex src='/latex.php?latex=v' alt='v^2'>", "$v^2$"),
        (r"\(h_0\)", "$h_0$"),
    ],
)  # fmt: skip
def test_a_formula_is_there_once_as_tex(formula: str, tex: str) -> None:
    for markup in ("plain", "md"):
        text = said(
            f"<p>The flow over the weir is, as the county school teaches, {formula} for every one of the sluices.</p>",
            markup,
        )
        assert text.count(tex.strip("$")) == 1
        assert tex in text


def test_an_image_with_an_ordinary_text_is_no_formula() -> None:
    assert "$" not in said(
        "<p>The plan shows all: <img src=/p.png alt='a = plan of the weir'> it is kept in the mill.</p>", "md"
    )


def test_cells_stand_under_their_headings() -> None:
    rows = "<tr><th>River</th><th>Weir</th><th>Fall</th></tr><tr><td rowspan=2>Ard</td><td>Old</td><td>2</td></tr>"
    table = f"<table>{rows}<tr><td>New</td><td><span hidden>0003</span>3</td></tr></table>"
    assert said(table) == "River | Weir | Fall\nArd | Old | 2\n | New | 3"
    assert said(table, "md").endswith("|  | New | 3 |")


def test_notes_in_the_form_of_word_processors() -> None:
    body = (
        "<p>The miller kept the book of all the floods himself.<a href='#_ftn1' name='_ftnref1'>[1]</a> It is lost today.</p>"
        "<hr><p><a href='#_ftnref1' name='_ftn1'>[1]</a> So says his niece.</p>"
    )
    assert said(body, "md") == (
        "The miller kept the book of all the floods himself.[^1] It is lost today.\n\n---\n\n[^1]: So says his niece."
    )


def test_a_picture_has_its_address_and_its_caption_and_a_spacer_is_left_out() -> None:
    body = (
        "<figure><img src='data:image/gif;base64,R0' data-src='/w.jpg' alt='The weir'><figcaption>In 1901.</figcaption></figure>"
        "<img src=/spacer.gif width=1 height=1>"
    )
    assert said(body, "md") == "![The weir](https://weir.example/w.jpg)\n\nIn 1901."
    assert said(body) == "In 1901."


def test_gutters_of_numbers_are_no_code_and_code_has_its_language() -> None:
    body = (
        "<table class=highlighttable><tr><td class=linenos><pre>1\n2</pre></td><td class=code><div class='highlight'>"
        "<pre><code class='language-python'>a = 1\nb = 2</code></pre></div></td></tr></table>"
    )
    assert said(body, "md") == "```python\na = 1\nb = 2\n```"


def test_code_that_a_site_generator_would_run_is_code() -> None:
    body = "<pre><code>{% include weir %}\n{{&lt; weir &gt;}}</code></pre>"
    assert said(body, "md") == "```\n{% include weir %}\n{{< weir >}}\n```"
    assert said("<p>The sluice is written {% include weir %} here.</p>", "md") == "The sluice is written {\\% include weir %} here."


def test_check_boxes_of_a_list_are_shown() -> None:
    done, open_ = "<input type=checkbox checked disabled>", "<input type='checkbox'>"
    items = (f"{done} Rebuild the pier", f"<p>{open_} Paint the sheds</p>", f"<label>{open_} Call the divers</label>", "Rest")
    body = f"<p>{LAST[:60]} is to be done before spring.</p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    lines = "- [x] Rebuild the pier\n- [ ] Paint the sheds\n- [ ] Call the divers\n- Rest"
    assert said(body, "md").endswith(lines)
    assert said(body).endswith(lines)


@pytest.mark.parametrize(
    "item",
    [
        "<input type=radio> Rebuild the pier",
        "<input> Rebuild the pier",
        "Rebuild <input type=checkbox> the pier",
        "<b>Rebuild</b><input type=checkbox> the pier",
    ],
)
def test_other_fields_and_boxes_inside_an_item_are_not(item: str) -> None:
    body = f"<p>{LAST[:60]} is to be done before spring.</p><ul><li>{item}</li><li>Paint the sheds</li></ul>"
    assert "[ ]" not in said(body, "md")


def test_boxes_are_callouts() -> None:
    body = f"<div class='admonition warning'><p class=admonition-title>Warning</p><p>{LAST[:60]} on thin ice in the spring.</p></div>"
    assert said(body, "md").startswith("> [!warning]\n> It was closed")


def test_links_are_relative_to_the_base_of_the_page() -> None:
    link = (
        "<p>The plans of it can be had from the county: <a href=x.pdf>drawing one</a>, and others on demand there.</p>"
    )
    assert "(https://plans.example/v2/x.pdf)" in said(link, "md", "<base href='https://plans.example/v2/'>")
    assert "(https://weir.example/a/x.pdf)" in said(link, "md")
