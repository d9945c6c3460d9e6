"""Fields and topics of HTML pages: which declaration wins, and what never does."""

import time

import pytest

from archtool.blocks import html
from archtool.fields.structured import candidates
from archtool.model import Candidate, Origin, Page
from archtool.pipeline import clean


def found(head: str, body: str = "<h1>The bridge is open</h1><p>Text.</p>", url: str | None = None) -> list[Candidate]:
    source = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
    tree = html.parse(source)
    return candidates(tree, Page(source, Origin("page.html"), format="html", url=url))


def best(values: list[Candidate], field: str) -> Candidate | None:
    fitting = sorted((value for value in values if value.field == field), key=lambda value: value.rank)
    return fitting[0] if fitting else None


def names(values: list[Candidate]) -> list[str]:
    first = best(values, "authors")
    return [value.value for value in values if first and value.field == "authors" and value.rank == first.rank]


def topics(head: str) -> list[str]:
    return [value.value for value in found(head) if value.field == "topics"]


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE = """{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "The bridge is open",
  "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "Juan Pérez"}],
  "datePublished": "2018-05-28T09:30:00+02:00", "dateModified": "2020-01-02", "keywords": "bridges, rivers",
  "articleSection": "Transport", "inLanguage": "en-GB", "publisher": {"@type": "Organization", "name": "The Example"}}"""


def test_json_ld_gives_title_authors_date_language_and_topics():
    values = found(ld(ARTICLE))
    assert names(values) == ["Jane Doe", "Juan Pérez"]
    assert best(values, "date")[1:4] == ("2018-05-28", "json-ld datePublished", 10)
    assert best(values, "lang").value == "en"
    topics = [(value.value, value.group) for value in values if value.field == "topics"]
    assert topics == [("bridges", "Keywords"), ("rivers", "Keywords")]
    assert [value.value for value in values if value.field == "categories"] == ["Transport"]


@pytest.mark.parametrize(
    "broken",
    [
        ARTICLE.replace('"The Example"}}', '"The Example",},};'),
        "<!-- " + ARTICLE + " -->",
        "//<![CDATA[\n" + ARTICLE + "\n//]]>",
        ARTICLE.replace('"keywords": "bridges, rivers"', '"keywords": "bridges,\n rivers"'),
        ARTICLE + '\n{"@type": "WebSite", "name": "X"}',
        ARTICLE.replace("The bridge", "The \\bridge"),
        '{"@graph": [{"@type": "WebSite", "name": "X"}, ' + ARTICLE + "]}",
        "[" + ARTICLE + ",]",
        '{"@type": "Broken", "name": "never closed" ' + ARTICLE,
    ],
)
def test_json_ld_that_is_not_quite_json_is_read(broken):
    assert names(found(ld(broken))) == ["Jane Doe", "Juan Pérez"]


def test_an_author_by_reference_is_looked_up():
    graph = """{"@graph": [{"@type": "Article", "headline": "H", "author": {"@id": "#p"}},
        {"@type": "Person", "@id": "#p", "name": "Jane Doe"}]}"""
    assert names(found(ld(graph))) == ["Jane Doe"]


def test_trust_goes_from_json_ld_to_meta():
    metas = '<meta name="dc.date" content="2017-01-01"><meta name="date" content="2016-01-01">'
    assert best(found(ld(ARTICLE) + metas), "date").value == "2018-05-28"
    assert best(found(metas), "date")[1:3] == ("2017-01-01", "dc.date")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2020-01-02">',
        '<meta property="og:updated_time" content="2020-01-02">',
        '<meta name="dcterms.modified" content="2020-01-02">',
        '<meta name="last-modified" content="2020-01-02">',
        ld('{"@type": "Article", "dateModified": "2020-01-02"}'),
    ],
)
def test_a_day_of_modification_is_no_day_of_publication(head):
    assert best(found(head), "date") is None


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: 2 January 2020",
        "This page was archived on 2 January 2020",
        "Deadline: 2 January 2020",
        "From 2 January 2020 to 3 March 2020",
        "© 2 January 2020 The Example",
        'Updated <time datetime="2020-01-02">2 January</time>',
    ],
)
def test_a_shown_date_of_another_role_is_no_day_of_publication(line):
    assert best(found("", f"<h1>The bridge is open</h1><p>{line}</p><p>Text.</p>"), "date") is None


def test_a_shown_date_is_found_near_the_title():
    body = '<h1>The bridge is open</h1><p class="meta">By Jane Doe | 28 May 2018 | 5 min read</p><p>Text.</p>'
    values = found("", body)
    assert best(values, "date").value == "2018-05-28"
    assert names(values) == ["Jane Doe"]


def test_a_time_element_says_the_day_that_its_text_only_hints_at():
    body = '<h1>The bridge is open</h1><p><time datetime="2018-05-28T10:00">3 days ago</time></p><p>Text.</p>'
    assert best(found("", body), "date").value == "2018-05-28"


def test_a_time_in_utc_gives_way_to_the_day_that_the_page_shows():
    head = '<meta property="article:published_time" content="2018-05-29T01:30:00Z">'
    assert best(found(head, "<h1>The bridge is open</h1><p>May 28, 2018</p>"), "date").value == "2018-05-28"
    assert best(found(head, "<h1>The bridge is open</h1><p>May 3, 2018</p>"), "date").value == "2018-05-29"


def test_the_address_dates_a_page_that_says_nothing():
    assert best(found("", url="https://example.org/2018/05/28/bridge"), "date")[1:3] == ("2018-05-28", "address")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>The bridge is open | The Example</title>", "<h1>The bridge is open</h1>", "The bridge is open"),
        ("<title>The bridge is open - Transport - The Example</title>", "<h1>The bridge is open</h1>", "The bridge is open"),
        (
            '<title>The bridge is open – The Example</title><meta property="og:site_name" content="The Example">',
            "<p>Text.</p>",
            "The bridge is open",
        ),
        (
            '<title>The bridge over the half- dry river- Dry Feet</title><meta property="og:site_name" content="Dry Feet">',
            "<p>Text.</p>",
            "The bridge over the half- dry river",
        ),
        ("<title>Example.org: The bridge is open</title>", "<p>Text.</p>", "The bridge is open"),
        ("<title>The bridge - Example Forum</title>", "<h1>Example Forum</h1><h2>The bridge</h2>", "The bridge"),
        ("<title>The bridge | City of Exmouth</title>", "<h1>City of Exmouth</h1><p>Text.</p>", "The bridge"),
        ("<title>The Club - Rules of The Club</title>", "<h1>Rules of The Club</h1>", "Rules of The Club"),
        ("<title>Example - The bridge</title>", "<h1>The bridge</h1>", "The bridge"),
        ("<title>The bridge is open</title>", "<h1>Blog</h1><p>Text.</p>", "The bridge is open"),
        ("", "<h1>The bridge is open ¶</h1>", "The bridge is open"),
        ("<title>Bridges - and rivers - in spring | example.org</title>", "<p>x</p>", "Bridges - and rivers - in spring"),
        ("<title>The Example</title>", "<p>Text.</p>", "The Example"),
        ("<title>The bridge is open - Portal</title>", "<td><b>The bridge is open</b><br>By Ann Lee</td>", "The bridge is open"),
        ("<title>History - Choir of Exmouth</title>", "<td><b>Choir of Exmouth</b><br>1 High Street</td>", "History - Choir of Exmouth"),
    ],
)  # fmt: skip
def test_titles_lose_the_name_of_the_site_and_nothing_else(head, body, title):
    assert best(found(head, body, url="https://www.example.org/bridge"), "title").value == title


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ('<p>By <a rel="author" href="/x">Jane Doe</a></p>', ["Jane Doe"]),
        ('<div class="byline">Jane Doe, Senior Editor</div>', ["Jane Doe"]),
        ('<p><a href="/author/jane">Jane Doe</a>, <a href="/author/juan">Juan Gil</a></p>', ["Jane Doe", "Juan Gil"]),
        ("<p>Von Jürgen Müller</p>", ["Jürgen Müller"]),
        ("<p>Par Jean de La Tour</p>", ["Jean de La Tour"]),
        ("<p>By the river stands a mill.</p>", []),
        ('<p class="author"><a href="/users/sign_in">Sign in</a></p>', []),
        ('<p class="author">May 28, 2018</p>', []),
        ('<nav class="menu"><a href="/author/all">All Authors</a></nav>', []),
    ],
)  # fmt: skip
def test_bylines_near_the_title_name_the_authors(shown, expected):
    assert names(found("", f"<h1>The bridge is open</h1>{shown}<p>Text.</p>")) == expected


def test_the_site_is_the_author_only_where_nobody_else_is():
    head = '<meta property="og:site_name" content="The Example"><meta name="author" content="The Example">'
    assert names(found(head)) == ["The Example"]
    assert names(found(head, "<h1>The bridge is open</h1><p>By Jane Doe</p>")) == ["Jane Doe"]


def test_the_author_of_a_comment_is_not_the_author_of_the_page():
    body = """<div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Ann Onlooker</span></div>
        <article itemscope itemtype="https://schema.org/Article"><span itemprop="author">Jane Doe</span></article>"""
    assert names(found("", body)) == ["Jane Doe"]


def test_a_drupal_field_gives_topics_under_its_label():
    body = """<h1>T</h1><div class="field field--name-field-topics field--type-entity-reference">
        <div class="field__label">Topics</div><div class="field__items">
        <div class="field__item"><a href="/t/1">Security &amp; Defence</a></div>
        <div class="field__item"><a href="/t/2">Asia, Pacific</a></div></div></div>
        <div class="field field--name-field-image"><a href="/i">Picture</a></div>"""
    topics = [value[1:] for value in found("", body) if value.field == "topics"]
    assert topics == [
        ("Security & Defence", "taxonomy", 10, "Topics"),
        ("Asia, Pacific", "taxonomy", 10, "Topics"),
    ]


def test_lists_in_one_string_are_divided_and_breadcrumbs_lose_both_ends():
    crumbs = """{"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "Home"},
        {"@type": "ListItem", "item": {"@id": "/n", "name": "Rivers"}}, {"@type": "ListItem", "name": "The bridge"}]}"""
    head = '<meta name="keywords" content="bridges; rivers，water"><meta property="article:tag" content="Tees, river">'
    values = found(head + ld(crumbs), '<h1>T</h1><a rel="tag" href="/t/steel">Steel</a>')
    shown = [(value.field, value.value, value.source) for value in values if value.field in ("topics", "categories")]
    assert shown == [
        ("topics", "Steel", "rel=tag"),
        ("topics", "Tees, river", "article:tag"),
        ("categories", "Rivers", "json-ld breadcrumb"),
    ]


def test_keywords_are_those_that_the_page_speaks_of_where_it_has_no_other_topics():
    head = '<meta name="keywords" content="bridges; rivers，water, weather, cheap flights, hotels">'
    body = "<h1>T</h1><p>A bridge over the river, and the water under it.</p>"
    assert [value.value for value in found(head, body) if value.field == "topics"] == ["bridges", "rivers", "water"]
    many = ", ".join(f"water{number}" for number in range(60))
    assert topics(f'<meta name="keywords" content="{many}">') == []


def test_what_a_publishers_system_says_to_itself_is_no_topic():
    words = "locale: US, contentId: f00-1, _noshow, hasProduct: true, Things to do: Classes, rivers: Tees, IT, x:y"
    head = ld(f'{{"@type": "Article", "keywords": "{words}"}}')
    assert topics(head) == ["Things to do: Classes", "rivers: Tees", "IT", "x:y"]


def test_keywords_name_neither_the_site_nor_the_author_and_no_words_of_a_sentence():
    head = (
        '<meta property="og:site_name" content="The Tees Post"><meta name="author" content="Ada Byron">'
        '<meta name="keywords" content="how, to, ferries, IT, ada byron, the tees post">'
    )
    body = "<h1>T</h1><p>How to use IT on ferries: Ada Byron tells it to the Tees Post.</p>"
    assert [value.value for value in found(head, body) if value.field == "topics"] == ["ferries", "IT"]


def test_a_step_that_names_a_part_of_the_site_is_no_topic():
    steps = ", ".join(f'{{"name": "{name}"}}' for name in ("Start", "Shop", "Lamps", "A brass lamp"))
    values = found(ld(f'{{"@type": "BreadcrumbList", "itemListElement": [{steps}]}}'))
    assert [value.value for value in values if value.field == "categories"] == ["Lamps"]


def test_who_wrote_an_entry_of_a_list_and_when_is_not_the_pages():
    entry = "<a href=/{0}><h3>The {0} is open</h3></a><p class=byline>By Jane Doe</p><p>Published on 3 May 2018</p>"
    values = found("", f"<h1>Bridges</h1>{entry.format('ferry')}{entry.format('road')}")
    assert not names(values)
    assert best(values, "date") is None
    own = found(
        "", "<h1>Bridges</h1><p class=byline>By Jane Doe</p><p>Published on 3 May 2018</p>" + entry.format("road")
    )
    assert names(own) == ["Jane Doe"]
    assert best(own, "date").value == "2018-05-03"


def test_site_description_and_canonical_address():
    values = found(
        '<link rel=canonical href="/bridge"><meta property="og:site_name" content="The Example">'
        '<meta name="description" content="It is open  again.">',
        url="https://example.org/bridge?ref=1",
    )
    assert best(values, "url").value == "https://example.org/bridge"
    assert best(values, "site").value == "The Example"
    assert best(values, "description").value == "It is open again."


@pytest.mark.parametrize("source", ["", "<", "<html></html>", "<title>", "<h1></h1>", ld("{"), ld("[" * 5000), "text"])
def test_pages_that_say_nothing_give_little_and_never_fail(source):
    tree = html.parse(source)
    assert [value for value in candidates(tree, Page(source, Origin("x"), format="html")) if value.field == "date"] == []


def test_an_archives_own_declarations_and_blocks_are_not_the_pages():
    head = '<meta property="article:published_time" content="2019-07-17T10:00:00Z"><title>The bridge</title>'
    body = """<div id="HEADER"><p>archive.today webpage capture</p><p>Saved from http://example.org/b</p>
        <p>17 Jul 2019 10:00</p><h1>Saved</h1></div><div id="CONTENT"><h1>The bridge</h1><p>Text.</p></div>"""
    values = found(head, body)
    assert best(values, "date") is None
    assert best(values, "title").value == "The bridge"
    assert best(values, "url")[1:3] == ("http://example.org/b", "artefact/archive-today")
    assert best(values, "captured").value == "17 Jul 2019 10:00"


def test_addresses_that_an_archive_rewrote_are_undone():
    head = '<link rel=canonical href="https://web.archive.org/web/20190717140047/http://example.org:80/bridge">'
    assert best(found(head), "url").value == "http://example.org/bridge"


@pytest.mark.parametrize(
    "source",
    [
        "<title>" + "a | " * 50_000 + "</title><h1>a</h1>",
        "<h1>A | B</h1>" * 10_000,
        ld('{"a":' * 50_000),
        ld('{"a":"b} ' * 20_000),
        "<h1>x</h1>" + '<p><time datetime="x">1 2 2018 ago</time></p>' * 10_000,
        '<meta name=author content="' + "x@y.z (" * 50_000 + '">x',
        "<div itemprop=author itemscope>" * 5_000 + "x",
        '<div class="field field--name-field-tags"><a>x</a>' * 3_000,
        '<div id="wm-ipp">' * 5_000 + "x",
        "".join(f'<meta property="article:tag" content="Rope {number}">' for number in range(60_000)) + "x",
    ],
)
def test_no_page_takes_long(source):
    tree = html.parse(source)
    start = time.process_time()
    candidates(tree, Page(source, Origin("x"), format="html"))
    assert time.process_time() - start < 5


def test_links_to_categories_are_categories_and_links_to_tags_topics():
    values = found("", '<h1>T</h1><a rel="category tag" href="/c">Harbour</a> <a rel="tag" href="/t">Rope</a>')
    assert [(value.field, value.value) for value in values if value.field in ("categories", "topics")] == [
        ("topics", "Rope"), ("categories", "Harbour"),
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["Marsh Notes: Herons, again", "Herons, again | Marsh Notes", "Herons, again"])
def test_the_only_entry_of_a_blog_gives_the_title(title):
    body = '<h1>Marsh Notes</h1><h3 class="post-title entry-title">Herons, again</h3><p>Nine herons.</p>'
    assert best(found(f"<title>{title}</title>", body), "title").value == "Herons, again"
    two = body + '<h3 class="post-title entry-title">No herons</h3><p>None.</p>'
    assert best(found("<title>Marsh Notes</title>", two), "title").value == "Marsh Notes"


def test_rdfa_on_any_element_gives_the_day_unless_it_is_a_comment():
    day = '<span property="dc:date dc:created" content="2016-05-09T10:00:00+02:00">05/09/2016</span>'
    assert best(found("", f"<h1>T</h1>{day}<p>Text.</p>"), "date").value == "2016-05-09"
    assert best(found("", f'<h1>T</h1><p>Text.</p><div typeof="sioct:Comment">{day}</div>'), "date") is None


@pytest.mark.parametrize("line", ["Webmaster: oldkeel, last change 3.14.2002", "letzte Änderung: 23.4.2002"])
def test_the_day_of_a_change_is_none_of_publication(line):
    assert best(found("", f"<h1>T</h1><p>Text.</p><small>{line}</small>"), "date") is None


def test_a_name_in_capitals_is_written_as_the_page_shows_it():
    assert names(found('<meta name="byl" content="By ROLF TAMM">', "<h1>T</h1><p>By Rolf Tamm</p>")) == ["Rolf Tamm"]
    assert names(found('<meta name="author" content="Piet H.">')) == ["Piet H."]


def test_a_short_description_in_the_markup_is_the_descriptions_last_resort():
    lead = '<h1>T</h1><div itemprop="description"><p>The path on the dyke is open since Friday.</p></div>'
    assert best(found("", lead), "description").value == "The path on the dyke is open since Friday."
    assert best(found('<meta name="description" content="A path.">', lead), "description").value == "A path."
    assert best(found("", f'<h1>T</h1><div itemprop="description">{"Oak, oiled. " * 40}</div>'), "description") is None


@pytest.mark.parametrize(
    "line",
    [
        "<table><tr><th>Initial release</th><td>May 27, 2009</td></tr></table>",
        "<table>" + "<tr><td>Re: Boats</td><td>jane</td><td>16</td><td>May 27, 2009 12:01</td></tr>" * 3 + "</table>",
        "<p>May 27, 1879</p>",
        "<p>Terms of Use (10 Mar 2001)</p>",
    ],
)
def test_a_shown_date_of_something_else_is_no_day_of_publication(line):
    assert best(found("", f"<h1>The bridge is open</h1>{line}<p>Text.</p>"), "date") is None


def test_a_cell_that_speaks_of_dates_or_authors_dates_the_page():
    rows = ("<td>Date:</td><td>May 27, 2009</td>", "<td>By Jane Doe</td><td>May 27, 2009</td>", "<td>May 27, 2009</td>")
    for row in rows:
        values = found("", f"<h1>The bridge is open</h1><table><tr>{row}</tr></table><p>Text.</p>")
        assert best(values, "date").value == "2009-05-27", row


@pytest.mark.parametrize(
    "shown",
    [
        '<p>Follow us: <a href="https://www.youtube.com/user/ferries">Youtube</a></p>',
        '<p id="port-authority">Port Rowan</p>',
        '<div id="contributors"><h2>Contributors</h2><p>Jane Doe</p></div>',
    ],
)
def test_channels_authorities_and_lists_of_contributors_name_no_author(shown):
    assert names(found("", f"<h1>The bridge is open</h1>{shown}<p>Text.</p>")) == []


def test_the_zone_of_a_time_is_no_part_of_a_name():
    shown = '<p class="byline">June 20, 2017 at 10:33 AM ET by The Ferry House</p>'
    assert names(found("", f"<h1>The bridge is open</h1>{shown}<p>Text.</p>")) == ["The Ferry House"]


def test_a_date_among_the_words_of_an_item_is_not_the_pages():
    shown = "<ul><li>Announcement of the new bridge (14 July 1999)</li><li>The old bridge</li></ul>"
    assert best(found("", f"<h1>The bridge is open</h1>{shown}<p>Text.</p>"), "date") is None


@pytest.mark.parametrize("address", ["http://[bad/x", "http://[::1"])
def test_an_address_that_is_none_fails_no_page(address: str) -> None:
    page = f'<html><head><title>Kilns</title><link rel="canonical" href="{address}"></head><body><h1>Kilns</h1></body>'
    assert clean(Page(page, Origin("page.html"), "html")).title == "Kilns"
    assert clean(Page(page, Origin("page.html"), "html", url=address)).title == "Kilns"
