"""Fields of whole HTML pages: authors, dates, titles, the site and topics as pages of many kinds show them."""

from unicodedata import normalize

import pytest

from archtool.model import Origin, Page, Record
from archtool.pipeline import clean, composed
from archtool.record import words_in

TEXT = """<p>The mill stood on the bank for a hundred years, and its wheel was the last one to turn on this river.</p>
<p>When the weir was opened the water fell by a metre, and since that day nobody has ground any flour in the valley.</p>
<p>Now the council wants to know what the building could be used for, and it has asked everybody to write a letter.</p>"""


def cleaned(body: str = TEXT, head: str = "", url: str | None = None, lang: str = "en") -> Record:
    source = f"<!doctype html><html lang={lang}><head>{head}</head><body>{body}</body></html>"
    return clean(Page(source, Origin("page.html"), "html", url=url))


def article(under: str = "", below: str = "", head: str = "", url: str | None = None, lang: str = "en") -> Record:
    return cleaned(f"<main><h1>The last mill</h1>{under}{TEXT}{below}</main>", head, url, lang)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p class=byline>By Rosa Lind (<a href='mailto:r@l.example'>r@l.example</a>), Odd Vik</p>", ["Rosa Lind", "Odd Vik"]),
        ("<p class=byline>By Rosa Lind, Millford</p>", ["Rosa Lind"]),
        ("<p>Posted in Mills by Rosa Lind on May 3, 2019</p>", ["Rosa Lind"]),
        ("<p>Ein Artikel von Rosa Lind | 27.01.2022 - 12:45</p>", ["Rosa Lind"]),
        ("<p>25.10.2022 - Rosa Lind</p>", ["Rosa Lind"]),
        ("<p>Publié le 3 mai 2019 par Rosa Lind</p>", ["Rosa Lind"]),
        ("<div class=author><span>Rosa Lind</span> <span class=role>Valley correspondent</span></div>", ["Rosa Lind"]),
        ("<p>By Rosa Lind, edited by Odd Vik</p>", ["Rosa Lind"]),
        ("<p>Rosa Lind, 01.12.2021</p>", ["Rosa Lind"]),
        ("<p>Dec 17, 2025 Rosa K. Lind</p>", ["Rosa K. Lind"]),
        ("<p>By Rosa Lind ⋅ Review Editor ⋅ Updated November 18, 2025</p>", ["Rosa Lind"]),
        ("<div><p>Rosa Lind</p></div>", ["Rosa Lind"]),
        ("<div><h5>Author:</h5> <p>Rosa Lind/LP-X</p></div>", ["Rosa Lind"]),
        ("<h4 class='author-box__name'>Rosa Lind (Content Manager)</h4>", ["Rosa Lind"]),
        ("<h4 class='field-author'>Rosa Lind</h4>", ["Rosa Lind"]),
        ("<h3 class=autor>Rosa Lind | three hours ago</h3>", ["Rosa Lind"]),
        ("<p>This post was written by Rosa Lind, MD, physician, Lindvik Hospital.</p>", ["Rosa Lind"]),
        ("<div><p>Water Mills</p></div>", []),
        ("<div class=image-copyright><p>Rosa Lind</p></div>", []),
        ("<div><p>© Rosa Lind</p></div>", []),
        ("<ul><li>Rosa Lind</li><li>Peter Aasen</li><li>Ann Lee</li></ul>", []),
        ("<p>Rosa Lind (@rosalind) 3 May 2019</p>", []),
        ("<div class=testimonial><p class=author-name>Rosa Lind</p></div>", []),
        ("<p>The last miller was Rosa Lind, 3 May 2019.</p>", []),
        ("<p>Filed under: Mills, Weirs — rosalind @ 00:11</p>", ["rosalind"]),
        ("<p>Meet us — Town hall @ noon</p>", []),
        ("<p>Photo by Odd Vik</p>", []),
        ("<p>The wheel was drawn by Odd Vik in a book on mills.</p>", []),
        ("<p>By <a href=/contributor/tove>Tove R. Holm</a> <a href=/issue/3>View Issue</a></p>", ["Tove R. Holm"]),
        ("<div><a href=/authors/wim><img src=w.jpg><span>Wigbert Holm</span></a></div>", ["Wigbert Holm"]),
        ("<div><a href=/mills/wim><img src=w.jpg><span>Wigbert Holm</span></a></div>", []),
        ("<div class=footer-row><a href=/profile/x>Activities</a> <a href=/profile/y>Achievements</a></div>", []),
        ("<div class=byline>March 20, 2023 <span class=byline__categories><a href=/n/w>Wellness</a></span></div>", []),
        ("<div class='hentry tag-mills author-odd type-post'><p class=mark>Coming Soon</p></div>", []),
        ("<p>Text Size</p>", []),
        ("<p>Text Rosa Lind</p>", ["Rosa Lind"]),
        ("<p>By focusing on the weir, the town has saved the mill for its children.</p>", []),
        ("<p class=author>Coming soon!</p>", []),
        ("<p>Privacy Policy<br>10 March 2019</p>", ["Privacy Policy"]),
        ("<p>It is closed.</p><p>It is wet.</p><p>It is old.</p><p>It is here.</p><p>Privacy Policy<br>10 March 2019</p>", []),
        ("<blockquote>The wheel is a wonder.</blockquote><p>Rosa Lind, 3 May 2019</p>", []),
        ("<table><tr><td>Poster:</td><td>Wigbert Holm</td><td>Date:</td><td>April 30, 2008</td></tr></table>", ["Wigbert Holm"]),
        ("<table><tr><td>Poster</td><td>Water Wheel</td></tr></table>", []),
        (TEXT * 8 + "<ul><li>AV Mill Forum (168)</li></ul>", []),
        ("<table><tr><td>Mill Friends Forum</td><td>23</td><td>odd 10 January 2007</td></tr></table>", []),
    ],
)
def test_authors_by_the_line_under_the_title(line: str, names: list[str]) -> None:
    assert list(article(line).authors) == names


@pytest.mark.parametrize(
    ("below", "names"),
    [
        ("<p>Peter Aasen</p>", ["Peter Aasen"]),
        ("<p><em><b>Peter Aasen</b></em></p>", ["Peter Aasen"]),
        (f"<p>{'The water of the weir stood high in spring. ' * 4} (Peter Aasen) +++</p>", ["Peter Aasen"]),
        (f"<p>{'The water of the weir stood high in spring. ' * 4} (Old Mill)</p>", []),
        (f"<p>{'The weir stood high in spring. ' * 5}It was built by a man (Peter Aasen)</p>", []),
        ("<p>Text: Peter Aasen</p><p>Photos: Odd Vik</p><p>Author: Peter Aasen</p>", ["Peter Aasen"]),
        ("<p>Written by<br>Peter Aasen, keeper of the mill</p>", ["Peter Aasen"]),
        ("<p>Authors: Rosa Lind and Peter Aasen, Extension mill educators</p>", ["Rosa Lind", "Peter Aasen"]),
        ("<div class='author-bio footer'><h3>Peter Aasen</h3><p>All by Peter Aasen</p></div>", ["Peter Aasen"]),
        (f"<p>Peter Aasen</p>{TEXT.replace('p>', 'p >')}", []),
        ("<aside><p>Peter Aasen</p></aside>", []),
        ("<ul class=menu><li>Interview coaching</li><li>Text Small</li></ul>", []),
        ("<div class=related><p class=author-name>Peter Aasen</p></div>", []),
    ],
)  # fmt: skip
def test_authors_by_what_stands_under_the_text(below: str, names: list[str]) -> None:
    longer = "<p>" + "The water of the weir stood high in that spring, and the sluice was opened every night. " * 3 + "</p>"
    assert list(article(below=longer + below.replace(TEXT.replace("p>", "p >"), longer * 2)).authors) == names


@pytest.mark.parametrize(
    ("declared", "line", "names"),
    [
        (["Rosa Lind"], "<p>By Rosa Lind Head of Mills</p>", ["Rosa Lind"]),
        (["Rosa"], "<p>By Rosa Lind</p>", ["Rosa Lind"]),
        (["rosa.lind"], "<p class=author-name>Rosa Lind</p>", ["Rosa Lind"]),
        (["Rosa Lind"], "<p>By popular demand</p>", ["Rosa Lind"]),
        (["Rosa Lind"], "<p>By Peter Aasen</p>", ["Peter Aasen"]),
        (["Rosa Lind", "Peter Aasen"], "", ["Rosa Lind", "Peter Aasen"]),
        (["Rosa Lind", "Print Managing Editor"], "", ["Rosa Lind"]),
    ],
)
def test_a_declared_author_and_the_line_that_shows_one(declared: list[str], line: str, names: list[str]) -> None:
    first = f'<script type="application/ld+json">{{"@type": "Article", "author": {{"name": "{declared[0]}"}}}}</script>'
    metas = "".join(f'<meta name=author content="{name}">' for name in declared)
    assert list(article(line, head=first + (metas if len(declared) > 1 else "")).authors) == names


def test_the_owner_of_a_personal_site_wrote_its_dated_entries() -> None:
    owner = "<footer>© 2019 Rosa Lind</footer>"
    assert article("<p>3 May 2019</p>", owner).authors == ("Rosa Lind",)
    assert article("", owner).authors == ()
    assert article("<p>3 May 2019</p>", "<footer>© 2019 Valley Media</footer>").authors == ()


def test_the_line_under_a_heading_is_that_of_the_article_not_of_a_list_above_it() -> None:
    cards = "<ul><li><h3><a href=/mill>The last mill</a></h3><p>3 May 2018</p></li></ul>"
    record = cleaned(f"{cards}<main><h1>The last mill</h1><p>Rosa Lind, 5 May 2019</p>{TEXT}</main>")
    assert (record.authors, record.date) == (("Rosa Lind",), "2019-05-05")


def test_a_person_who_signs_comes_before_a_team_and_a_commenter_is_none() -> None:
    team = '<meta name="author" content="The Valley Team">'
    assert article("<p>By Rosa Lind</p>", head=team).authors == ("Rosa Lind",)
    assert article(head=team).authors == ("The Valley Team",)
    comment = """<div id="comments"><div class="comment"><p>By <a rel="author" href="/u/1">Odd Vik</a> on 3 May 2019</p>
    <p>I remember the wheel.</p></div></div>"""
    record = article(below=comment)
    assert (record.authors, record.date) == ((), None)


@pytest.mark.parametrize(
    ("under", "day"),
    [
        ("<p>Datum: 19.11.2021</p>", "2021-11-19"),
        ("<div><h3><a href='#p7'>The last mill</a></h3><p class=author>by rosa » Tue Aug 27, 2019 1:47 am</p></div>", "2019-08-27"),
        ("<p>November 2015</p>", "2015-11"),
        ("<p>The wheel stood still in November 2015.</p>", None),
        ("<p>By Odd Vik at <abbr class=published title='2016-03-31T03:55:00-07:00'>3:55 AM</abbr></p>", "2016-03-31"),
        (f"<p>27.1.2022 - {'In the valley of the mills the water falls again. ' * 4}</p>", "2022-01-27"),
        ("<p>Member since: 18 September 2008</p>", None),
        ("<p>In: Rivers; Vol. 371, pp. 260 - 264, 15 January 2021</p>", None),
        (f"<p>Lindvik, (12.11.2021). {'In the valley of the mills the water falls again. ' * 4}</p>", "2021-11-12"),
        (f"<p>Sale ends 03/31/2021. {'In the valley of the mills the water falls again. ' * 4}</p>", None),
        ("<h5><a href=/team>Mill Team</a></h5><p class=pubdate>September 18, 2021</p>", "2021-09-18"),
        ("<h5><a href=/weir>The weir is open</a></h5><p class=pubdate>September 18, 2021</p>", None),
    ],
)  # fmt: skip
def test_days_by_the_lines_under_the_title(under: str, day: str | None) -> None:
    assert article(under).date == day


def test_the_day_of_the_visit_is_not_the_pages() -> None:
    today = "<header class=top><p>Monday, 18 March 2024</p></header>"
    assert cleaned(f"{today}<main><h1>The last mill</h1>{TEXT}</main>").date is None
    assert cleaned(f"<main><h1>The last mill</h1>{TEXT}</main><footer>Today is Monday, 18 March 2024.</footer>").date is None


def test_of_several_declared_days_the_one_that_is_shown_stands() -> None:
    head = """<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2023-11-03"}</script>
    <meta property="article:published_time" content="2023-11-06T14:25:00">"""
    assert article("<p>6 November 2023</p>", head=head).date == "2023-11-06"
    assert article(head=head).date == "2023-11-03"


def test_a_day_of_publication_that_a_generator_declares_with_each_change_yields_to_an_earlier_one_shown() -> None:
    script = '<script type="application/ld+json">{"@type": "Article", "datePublished": "%s", "dateModified": "%s"}</script>'
    line = "<p>31 January 2024</p>"
    assert article(line, head=script % ("2025-11-05", "2025-11-05")).date == "2024-01-31"
    assert article(line, head=script % ("2023-11-05", "2025-11-05")).date == "2023-11-05"
    assert article(line, head=script % ("2024-02-01", "2024-02-01")).date == "2024-02-01"
    assert article(head=script % ("2025-11-05", "2025-11-05")).date == "2025-11-05"


def test_a_list_of_articles_that_has_the_page_dates_it() -> None:
    cards = "<ul><li><a href=/m>The last mill of the valley</a> 28.11.2019</li><li><a href=/w>The weir</a> 30.11.2019</li></ul>"
    page = f"<main><h1>{{}}</h1>{TEXT * 8}</main><div>{cards}</div>"
    assert cleaned(page.format("The last mill of the valley")).date == "2019-11-28"
    assert cleaned(page.format("The last mill of the river")).date is None
    assert cleaned(page.format("The weir")).date is None


def test_the_days_of_a_list_whose_headings_are_no_links_are_not_the_pages() -> None:
    entry = "<h3>The wheel of {0}</h3><p>{0} May 2019</p><p>It turns again.</p>"
    entries = "".join(entry.format(day) for day in (7, 8, 9))
    assert cleaned(f"<main><h1>All mills</h1>{entries}{TEXT}</main>").date is None
    assert cleaned(f"<main><h1>All mills</h1><p>5 May 2019</p>{entries}{TEXT}</main>").date == "2019-05-05"
    assert cleaned(f"<main><h1>All mills</h1>{entry.format(7)}{TEXT}</main>").date == "2019-05-07"
    posts = entries.replace("The wheel of", "Re: All mills")
    assert cleaned(f"<main><h1>All mills</h1>{posts}{TEXT}</main>").date == "2019-05-07"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://m.example/2019/10/21/the-mill", "2019-10-21"),
        ("https://m.example/2019/oct/21/the-mill", "2019-10-21"),
        ("https://m.example/blog/2019/october/21/the-mill", "2019-10-21"),
        ("https://m.example/blog/2019/mills/21/the-wheel", None),
        ("https://m.example/news/29-10-2021", "2021-10-29"),
        ("https://m.example/2019/43/the-mill", None),
    ],
)
def test_an_address_with_a_day_gives_it_where_nothing_else_does(url: str, day: str | None) -> None:
    assert article(url=url).date == day
    if day:
        assert article("<p>Published on 3 May 2018</p>", url=url).date == "2018-05-03"


@pytest.mark.parametrize(
    ("heading", "title", "wanted"),
    [
        ("<h1>Energy policy<br>The mill is to turn again</h1>", "The mill is to turn again", "The mill is to turn again"),
        ("<h1>23.01.2022 - The mill is to turn again</h1>", "The mill is to turn again", "The mill is to turn again"),
        ("<h1>Valley Post</h1><h2>The mill is to turn again</h2>", "Valley Post » Archive » The mill is to turn again",
         "The mill is to turn again"),
        ("<h1></h1><h2>The mill is to turn again</h2>", "", "The mill is to turn again"),
        ("<h1>Mills: water law</h1>", "Water law | Valley Post", "Mills: water law"),
        ("<h1><span class=top><span class=date>27.01.2022</span></span>The mill turns</h1>", "The mill turns", "The mill turns"),
        ("<h1><span class=h__kicker>Energy</span> <span class=hidden>:</span> <span class=h__title>The mill turns</span></h1>",
         "Energy: The mill turns", "The mill turns"),
        ("<h1><span class=dachzeile>After the flood</span> <span>The mill turns</span></h1>", "The mill turns", "The mill turns"),
        ("<h1><span class=blue>The mill</span> turns <b>again</b></h1>", "The mill turns again", "The mill turns again"),
        ("<p><b>The mill is to turn again</b></p>", "The mill is to turn again - Valley - A great paper",
         "The mill is to turn again"),
        ("<p>A great paper</p>", "The mill is to turn again - A great paper", "The mill is to turn again - A great paper"),
        ("<p>武漢的磨坊又開始轉動了</p>", "武漢的磨坊又開始轉動了-水利-河谷新聞", "武漢的磨坊又開始轉動了"),
        ("<p>武漢的磨坊又開始轉動了</p>", "河谷報 〉地方新聞 〉武漢的磨坊又開始轉動了", "武漢的磨坊又開始轉動了"),
        ("<h2>河谷報</h2><h2>武漢的磨坊又開始轉動了</h2>", "河谷報--地方--武漢的磨坊又開始轉動了", "武漢的磨坊又開始轉動了"),
        ("<p>武漢</p>", "武漢的磨坊-COVID-19-之後", "武漢的磨坊-COVID-19-之後"),
        ("<p>Week 14.</p>", "Week 14. - 20. January 2022", "Week 14. - 20. January 2022"),
        ("<h1>河谷健康網 〉火線新聞 〉武漢的磨坊又開始轉動了</h1>", "武漢的磨坊又開始轉動了", "武漢的磨坊又開始轉動了"),
        ("<h1>The mill » turns » again</h1>", "The mill » turns » again", "The mill » turns » again"),
        ("<p>武漢的磨坊又開始轉動了</p>", "河谷醫療：武漢的磨坊又開始轉動了", "武漢的磨坊又開始轉動了"),
        ("<p>武漢</p>", "河谷醫療：武漢的磨坊又開始轉動了", "河谷醫療：武漢的磨坊又開始轉動了"),
        ("<p>The mill is to turn again</p>", "Odd world: The mill is to turn again", "Odd world: The mill is to turn again"),
        ("<p>武漢</p>", "武漢的磨坊又開始轉動了_要闻_河谷新闻网", "武漢的磨坊又開始轉動了"),
        ("<p>武漢</p>", "武漢的磨坊-水車,磨坊,河谷,水利-河谷网", "武漢的磨坊"),
        ("<p>武漢</p>", "武漢的磨坊_要闻_又開始", "武漢的磨坊_要闻_又開始"),
        ("<h1>The mill is to turn again Comments: 12</h1>", "The mill is to turn again", "The mill is to turn again"),
        ("<h1>The mill is to turn again in 2019</h1>", "The mill is to turn again", "The mill is to turn again in 2019"),
        ("<h1>The mill turns (From Valley Post)</h1>", "The mill turns (From Valley Post)", "The mill turns"),
        ("<h1>The mill turns (or nearly so)</h1>", "The mill turns (or nearly so)", "The mill turns (or nearly so)"),
        ("<p>A paper</p>", ", : The mill turns", "The mill turns"),
        ("<h1>»The mill turns«</h1>", "»The mill turns«", "»The mill turns«"),
    ],
)  # fmt: skip
def test_titles(heading: str, title: str, wanted: str) -> None:
    url = "https://valleypost.example/a"
    assert cleaned(f"<main>{heading}{TEXT}</main>", f"<title>{title}</title>", url).title == wanted


def test_a_part_of_a_title_that_begins_with_the_site_is_more_than_its_name() -> None:
    head = '<meta property="og:site_name" content="Wigbert Holmberg"><title>{}</title>'
    title = "„Considered waterways“ – A new study"
    page = f"<main><h1>{title}</h1>{TEXT}</main>"
    assert cleaned(page, head.format(f"Wigbert Holmberg {title} | Wigbert Holmberg"), "https://wigbertholmberg.example/a").title == title
    assert cleaned(TEXT, head.format("Wigbert Holmberg Media | The last mill")).title == "The last mill"


def test_a_title_is_cut_where_the_page_itself_names_its_site() -> None:
    header = '<div id=header><a href="/">Valley online</a></div>'
    head = "<title>The last mill – Valley online</title>"
    record = cleaned(f"{header}<div>{TEXT}</div>", head)
    assert (record.title, record.site) == ("The last mill", "Valley online")
    assert cleaned(f"<div>{TEXT}</div>", head).title == "The last mill – Valley online"


@pytest.mark.parametrize(
    ("line", "site"),
    [
        ("© 2019 Valley Post", "Valley Post"), ("Copyright 2018, Valley Post 2019, Lindvik", "Valley Post"),
        ("© Valley Post - Imprint/Terms", "Valley Post"), ("Copyright Status: not known", "valley.example"),
        ("© 2019 Valley Post, All Rights Reserved", "Valley Post"), ("© 2019 Great Rivers Media Ltd", "valley.example"),
        ("Copyright Region: Norway", "valley.example"), ("© Copyright 2018", "valley.example"),
    ],
)  # fmt: skip
def test_the_site_by_the_line_of_its_copyright(line: str, site: str) -> None:
    assert article(below=f"<footer>{line}</footer>", url="https://www.valley.example/a").site == site


@pytest.mark.parametrize(
    ("link", "site"),
    [
        ("<div class=logo><a href='/'>Great Rivers</a></div>", "Great Rivers"), ("<p><a href='/'>Valley Home</a></p>", "Valley"),
        ("<p><a href='/'>Politics</a></p>", "valley.example"), ("<p><a href='/'>28.11.2011, 20:59</a></p>", "valley.example"),
        ("<p><a href='/'>首頁</a></p>", "valley.example"), ("<div class=logo><a href='/'>English</a></div>", "valley.example"),
    ],
)  # fmt: skip
def test_the_site_by_the_link_to_its_front_page(link: str, site: str) -> None:
    assert cleaned(f"{link}<main><h1>The last mill</h1>{TEXT}</main>", url="https://www.valley.example/a").site == site


@pytest.mark.parametrize(
    ("declared", "title", "site"),
    [
        ("Home", "The last mill", "valley.example"),
        ("The last mill", "The last mill", "valley.example"),
        ("Mills", "The last mill | VALLEY", "VALLEY"),
        ("Mills", "The last mill | Rivers", "Mills"),
        ("Valley Post", "The last mill | Valley", "Valley Post"),
        ("Great Rivers Media", "The last mill | Great Rivers Media", "Great Rivers Media"),
    ],
)
def test_the_site_that_is_declared_and_the_one_that_the_address_names(declared: str, title: str, site: str) -> None:
    head = f'<meta property="og:site_name" content="{declared}"><title>{title}</title>'
    assert article(head=head, url="https://www.valley.example/a").site == site


def test_a_declared_name_whose_initials_are_the_host_stands() -> None:
    head = '<meta property="og:site_name" content="Valley Mill Foundation"><title>The last mill | VMF</title>'
    assert article(head=head, url="https://www.vmf.example/a").site == "Valley Mill Foundation"
    assert article(head=head, url="https://www.valley.example/a").site == "Valley Mill Foundation"


def test_the_title_of_a_front_page_may_be_the_name_of_the_site() -> None:
    head = '<meta property="og:site_name" content="The last mill"><title>The last mill</title>'
    assert article(head=head, url="https://www.valley.example/").site == "The last mill"


def test_a_site_without_a_name_is_called_by_its_host() -> None:
    assert article(url="https://www.valley.example/a").site == "valley.example"


def test_a_keyword_with_a_comma_is_two_where_the_page_knows_both() -> None:
    head = '<meta property="article:tag" content="Mills, Weirs"><meta name=keywords content="{}">'
    assert article(head=head.format("Weirs, rivers, Mills")).topics == ("Mills", "Weirs")
    assert article(head=head.format("rivers, water")).topics == ("Mills, Weirs",)


def test_two_topics_in_one_are_two_where_the_page_has_both_elsewhere() -> None:
    tags = '<p><a rel=tag href=/t/1>Mills, Weirs</a> <a rel=tag href=/t/2>{}</a> <a rel=tag href=/t/3>Mills</a></p>'
    assert article(below=tags.format("Weirs")).topics == ("Mills", "Weirs")
    assert article(below=tags.format("Rivers")).topics == ("Mills, Weirs", "Rivers", "Mills")
    dump = "The last mill\n\n14 March 2019\n\n{}\n\nTopics\nMills, Weirs\nWeirs\nMills\n"
    record = clean(Page(dump.format("The council met on Monday and read the letters about the mill."), Origin("page.txt")))
    assert record.topics == ("Mills", "Weirs")


WAYS = [
    '<p>Tags: <a href="/tags/mills">Mills</a>, <a href="/tags/weirs">Weirs</a>, <a href="/tags/old-trades">Old trades</a></p>',
    "<p>Tags: Mills, Weirs, Old trades</p>",
    "<p><strong>Keywords:</strong> Mills, Weirs, Old trades</p>",
    '<p>Filed under: <a href="/tags/mills">Mills</a>, <a href="/tags/weirs">Weirs</a>, <a href="/tags/o">Old trades</a></p>',
    ('<h3>Tags</h3><ul><li><a href="/tags/m">Mills</a></li><li><a href="/tags/w">Weirs</a></li>'
    '<li><a href="/tags/o">Old trades</a></li></ul>'),
    ('<h4>Topics</h4><ul><li><a href="/tags/m">Mills</a></li><li><a href="/tags/w">Weirs</a></li>'
    '<li><a href="/tags/o">Old trades</a></li></ul>'),
    '<div class="post-tags"><a href="/t/m">Mills</a> <a href="/t/w">Weirs</a> <a href="/t/o">Old trades</a></div>',
    '<ul class="tags"><li><a href="/t/m">Mills</a></li><li><a href="/t/w">Weirs</a></li><li><a href="/t/o">Old trades</a></li></ul>',
    ('<p>post by <a rel="author" href="/authors/1">Rosa Lind</a>, on 3 May 2019; tagged <a href="/tag/m">Mills</a>, '
    '<a href="/tag/w">Weirs</a>, <a href="/tag/o">Old trades</a></p>'),
    ('<h4>Topics</h4><ul><li><a href="/thema/m">Mills</a></li></ul><p>The mill has a wheel of oak.</p><ul><li><a href="/thema/m">'
    'Mills</a></li><li><a href="/thema/w">Weirs</a></li><li><a href="/thema/o">Old trades</a></li></ul>'),
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_visible_lists_of_tags_are_topics(way: str) -> None:
    record = article(below=way)
    assert record.topics == ("Mills", "Weirs", "Old trades")
    assert "Weirs" not in record.text


def test_a_menu_with_a_label_for_topics_is_no_list_of_the_pages_tags() -> None:
    menu = "<ul><li>Topics:</li><li><a href=/thema/m>Mills</a></li><li><a href=/thema/w>Weirs</a></li></ul>"
    assert cleaned(f"<nav>{menu}</nav><main><h1>The last mill</h1>{TEXT}</main>").topics == ()
    header = "<div class=wrapper-header>Topics: <a href=/thema/m>Mills</a> <a href=/thema/w>Weirs</a></div>"
    assert cleaned(f"{header}<main><h1>The last mill</h1>{TEXT}</main>").topics == ()
    assert article(below=f"<nav class=post-tags>{menu}</nav>").topics == ("Mills", "Weirs")


def test_a_title_that_is_no_heading_shows_where_author_and_day_stand() -> None:
    menu = "<ul><li>The last mill</li></ul>" + "".join(f"<ul><li>Section {number}</li></ul>" for number in range(30))
    line = "<tr><td>Rosa Lind 2012.01.12 03:15 pm</td></tr>"
    old = f"{menu}<table><tr><td><b>The last mill</b></td></tr>{line}<tr><td>{TEXT}</td></tr></table>"
    record = cleaned(old, "<title>The last mill</title>")
    assert (record.title, record.date, record.authors) == ("The last mill", "2012-01-12", ("Rosa Lind",))
    other = cleaned(old.replace("<b>The last mill</b>", "<b>Valley</b>"), "<title>The last mill</title>")
    assert (other.date, other.authors) == (None, ())


@pytest.mark.parametrize("label", ["标签：", "タグ：", "태그: ", "Тег: ", "Tags: "])
def test_a_label_of_two_letters_is_one(label: str) -> None:
    assert article(below=f"<p>{label}Mills, Weirs, Old trades</p>").topics == ("Mills", "Weirs", "Old trades")


def test_a_line_of_hashtags_is_a_list_and_one_hashtag_is_none() -> None:
    assert article(below="<p>#Mills #WeirsInSpring</p>").topics == ("Mills", "WeirsInSpring")
    assert article(below="<p>#Mills</p>").topics == ()
    assert article(below="<p>Rule #1 is to keep the weir open, rule #2 to grease it.</p>").topics == ()


def test_rel_tag_takes_any_name() -> None:
    tags = "".join(f'<a rel="tag" href="/t/{n}">{name}</a> ' for n, name in enumerate(["C#", "R", "2024", "9/11", "五"]))
    assert article(below=f"<p>{tags}</p>").topics == ("C#", "R", "2024", "9/11", "五")


def test_a_sentence_with_a_label_and_a_cloud_are_no_lists_of_tags() -> None:
    assert article(below="<p>Tags: what they are for is a question that the council will have to answer one day.</p>").topics == ()
    cloud = "".join(f'<a href="/tag/{n}">Word {n}</a> ' for n in range(80))
    assert article(below=f'<div class="tagcloud">{cloud}</div>').topics == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [("The mill of Lindvik", 4), ("武汉的声音 2020", 4), ("河上的旧磨坊，一百年。", 5), ("Мельница у реки", 3), ("", 0), ("สวัสดีครับ", 5)],
)
def test_words_are_counted_by_script(text: str, words: int) -> None:
    assert words_in(text) == words


def test_letters_in_two_signs_are_the_same_as_letters_in_one() -> None:
    dump = "La jetée sera reconstruite\n\n14 mars 2019\n\nLe conseil s'est réuni à la mairie.\n\nMots-clés : Tempêtes, Jetée"
    one, two = (clean(Page(normalize(format, dump), Origin("page.txt"))) for format in ("NFC", "NFD"))
    assert one == two
    assert one.topics == ("Tempêtes", "Jetée")
    assert composed("\ufa19 e\u0301") == "\ufa19 é"


JSON_LD = '<script type="application/ld+json">{"@type": "Article", "headline": "The last mill", "image": %s}</script>'


@pytest.mark.parametrize(
    ("head", "image"),
    [
        ('<meta property="og:image" content="/i/weir.jpg">', "https://m.example/i/weir.jpg"),
        ('<meta property="og:image" content="https://web.archive.org/web/2019im_/https://m.example/i/w.jpg">', "https://m.example/i/w.jpg"),
        (JSON_LD % '[{"@type": "ImageObject", "url": "https://m.example/i/a.jpg"}]', "https://m.example/i/a.jpg"),
        ('<meta name="twitter:image" content="https://m.example/i/t.jpg">', "https://m.example/i/t.jpg"),
        ('<meta property="og:image" content="https://m.example/i/site-logo.png">', "https://m.example/wheel.jpg"),
        ('<meta property="og:image" content="https://m.example/i/blank.jpg">', "https://m.example/wheel.jpg"),
        ('<meta property="og:image" content="data:image/png;base64,AAAA">', "https://m.example/wheel.jpg"),
        ("", "https://m.example/wheel.jpg"),
    ],
)  # fmt: skip
def test_the_picture_that_stands_for_the_page(head: str, image: str) -> None:
    icon = "<p><img src=icon.gif width=16 height=16></p>"
    figure = "<figure><img data-src=/wheel.jpg src=blank.gif width=600 height=400></figure>"
    record = cleaned(f"<main><h1>The last mill</h1>{TEXT}{icon}{figure}{TEXT}</main>", head, "https://m.example/a")
    assert record.image == image


def test_a_page_whose_pictures_only_decorate_has_no_picture() -> None:
    below = "<p><img src=icon.gif width=16 height=16></p><p><img src=/i/mill-logo.png></p>"
    assert article(below=below + TEXT, url="https://m.example/a").image is None
    logo = '<meta property="og:image" content="https://m.example/i/mill-logo.png">'
    assert article(head=logo).image == "https://m.example/i/mill-logo.png"
