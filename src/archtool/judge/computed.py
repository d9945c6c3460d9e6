"""The rules that are code: their ids and reasons, for ``archtool rules`` and ``--disable``.

They share one namespace of ids with the rules that are data. A test holds this table against the judges' sources and
against the ledgers of all samples.
"""

from __future__ import annotations

COMPUTED = {
    "about/post": "a line over a post of a thread that says who wrote it and when, like the one under the title",
    "about/under-title": "a line under the title of an HTML page that says who wrote it, when and where",
    "author/byline": "a name by its place under the title",
    "blank/invisible": "a line of characters that show nothing",
    "chrome/above-title": "a short line above a title that a date or a label makes certain: the site's name, a menu",
    "chrome/comments": "readers' comments below the text, with all that follows",
    "chrome/microdata": "values for search engines that a style sheet hides: addresses of pictures, their sizes",
    "chrome/repeated-line": "a short line that stands again and again around the text",
    "comments/readers": "readers' comments under an article of an HTML page: removed, or kept where that is wished",
    "date/dateline": "a line under the title that is a date, perhaps with a place",
    "date/first-post": "the date of the first post of a thread",
    "date/letter": "place and day over the greeting of a letter, which stay in the text",
    "date/of-page": "a line outside the text that says when the page was made",
    "date/opening": "a date that the first paragraph opens with",
    "description/lead": "a paragraph under the title that is the page's description, too: kept as its text",
    "description/standfirst": "a summary between the title and the dateline",
    "doubt/above-title": "a long line above the title: kept, though it may belong to the site",
    "doubt/ambiguous-date": "a date of which day and month cannot be told apart: kept, and the record has none",
    "doubt/lone-label": "a line that may be a label, with nothing else on the page that speaks for it: kept",
    "doubt/no-main-content": "a page in which no main content was found: all that is visible is kept",
    "doubt/template": "a line that many pages of the site share, where place does not tell template from text: kept",
    "dump/link-list": "the list of numbered addresses that a terminal browser prints under a page",
    "dump/ruler": "a line of signs that a converter to text or Markdown draws",
    "dump/sheet": "the head or foot of a printed sheet: address, number, title, day of printing",
    "label/unnamed": "a label that no rule knows, over a list of which a run stands on the page once more",
    "notice/date-again": "the date of the archive notice, alone on the next line",
    "repeat/caption": "a caption that the very next line repeats",
    "repeat/copy": "a run of blocks that the page holds once more, for other screens or as a cloned slide",
    "repeat/reference": "the dateline, repeated",
    "repeat/title": "the title, repeated",
    "repeat/topic": "a topic that a list of this page has already given",
    "scorer/boilerplate": "what the trained model does not take for main content of an HTML page",
    "title/heading": "the title by its place at the head of the page",
    "topics/doubled-line": "a line that lists its topics twice",
}
