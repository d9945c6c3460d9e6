"""Find the posts of a thread: the element around each, who wrote it, when, and what it answers.

Used by ``surroundings.py`` and ``threads.py``. Forums, pages of questions and answers and comments
name the element around a post in its class; it counts only with the name of an author inside.
"""

# No postponed annotations: for a named tuple, each would be compiled at import.
import itertools
import re
from functools import lru_cache
from typing import Any, NamedTuple

from archtool.startup.patterns import lazy

_POST = lazy(
    r"(?:^|\s)(?:(?:[a-z]+[_-]{1,2})?(?:comment|post|reply|answer|message|response)"
    r"(?:[_-]{1,2}(?:item|wrap|wrapper|container|box|entry|inner|body|content|block|card))?"
    r"|comments_subtree|comtr|postcontainer|postbit|question|status|timeline-comment)(?=\s|$)",
    re.IGNORECASE,
)
_TAGS = frozenset({"div", "li", "article", "section", "tr", "td", "table", "dd"})
_NAMES = ("data-author", "author", "data-username", "data-user-name")  # attributes of the element around a post
SURELY = "[itemprop~=author]"  # not one who only changed the text
AUTHOR = (
    ".author, .comment-author, .username, .hnuser, .fn, .p-author, .comment-user, .user-details,"
    " .creator, .message-name, .user-name, .nickname, .poster, .byline, .display-name, [rel~=author], [data-user-card]"
)
NAMES = ("[itemprop=name]", ".fn, .p-name, .username, .author-name, .name", "a, strong")  # inside it, best first
MOMENT = (
    "time, relative-time, .age, .relativetime, .relativetime-clean, .relative-date, [itemprop=datePublished],"
    " .postdate, .post-date, .comment-date, .date, .comment-time, .post-time, .timestamp, .time, .DateTime"
)
_MOMENTS = ("datetime", "title", "content", "data-time", "data-timestamp")
_ISO = lazy(r"(\d{4}-\d\d-\d\d)(?=$|[T ])")
_HANDLE = lazy(r" \(?@\S+$")  # behind the name
_CHANGE = lazy(r"(?i)last-?edit|edited|modified")
_SECONDS = lazy(r"1\d{9}(?:\d{3})?")
_LEVEL = lazy(r"(?:^|\s)(?:depth|level|indent|comment-depth)-(\d{1,2})(?=\s|$)")
_LEVELS = ("depth", "data-depth", "data-level", "data-indent")
SHORTEST_NAME, LONGEST_NAME = 2, 60  # characters; one is the sign for a portrait
LONGEST_MOMENT = 40
LONGEST_LINE = 120
LINE_CLIMB = 3
CHANGE_CLIMB = 2
MOST_LEVELS = 12
INDENTED = "indented"  # the class of a box around the replies to the post before it


class Post(NamedTuple):
    """A post: the element around it, its author, and the element that names the author.

    ``level``: how deep the reply is nested, where the page says so; otherwise -1. ``key`` is the same for the elements
    around one post.
    """

    node: Any
    author: str
    mark: Any
    level: int

    @property
    def key(self) -> int:
        """A number that identifies the post: that of the element with its author."""
        return int(self.mark.mem_id)


def is_named_post(node: Any) -> bool:
    """Whether an element is named as those around posts are."""
    tag = node.tag
    if tag in _TAGS:
        classes = node.attributes.get("class")
        return bool(classes) and _names_post(classes)
    return "comment" in tag and "-" in tag and bool(node.attributes.get("author"))


@lru_cache(maxsize=1 << 12)  # asked of all elements around the text, most of which have the classes of another
def _names_post(classes: str) -> bool:
    return _POST.search(classes) is not None


def is_entry(node: Any) -> bool:
    """Whether an element holds an article under its title, as entries of a blog do, and no post of a thread."""
    first = node.css_first(f"h1, h2, {SURELY}, {AUTHOR}")
    if first is None or first.tag not in ("h1", "h2"):
        return False
    return (
        first.tag == "h1"
        or "title" in (first.attributes.get("class") or "").lower()
        or first.css_first("a[href]:not([href^='#'])") is not None
    )


def author_in(node: Any) -> tuple[str, Any]:
    """Return the name of the first author in an element and the element that holds it; an empty name for none."""
    attributes = node.attributes
    said = next((value for name in _NAMES if (value := attributes.get(name))), "").strip()
    first = None
    for found in itertools.chain(node.css(SURELY), node.css(AUTHOR)):
        name = _name(found)
        if name:
            return (said or name, found)
        first = first or found
    return (said, node) if said else ("", None)


def _name(element: Any) -> str:
    """Return the name in an element for an author; empty if it holds none, or more than a name."""
    for inner in (*itertools.chain.from_iterable(map(element.css, NAMES)), element):
        text = " ".join((inner.attributes.get("content") or inner.text(deep=True)).split()).strip(" :·•–-")
        text = _HANDLE.sub("", text)
        if SHORTEST_NAME <= len(text) <= LONGEST_NAME and any(map(str.isalpha, text)):
            return text
    return ""


def post_of(node: Any, author: str, mark: Any) -> Post:
    """Return the post in ``node`` by ``author``, whose name is in ``mark``."""
    return Post(node, author, mark, _level(node))


def date_of(post: Post) -> tuple[str, Any]:
    """Return when a post was written, as a day where that is certain, and the element that says so."""
    if post.mark.mem_id == post.node.mem_id:
        return _moment(post.node)
    element = post.mark.parent  # from the name outwards: another date in the post may be that of a change
    while element.mem_id != post.node.mem_id:
        found = _moment(element)
        if found[0]:
            return found
        element = element.parent
    found = _moment(post.node)
    return found if found[0] else _beside(post.mark, post.node)


def _moment(node: Any) -> tuple[str, Any]:
    """Return when a post was written, an ISO date where the page gives one, and the element that says so."""
    for found in node.css(MOMENT):
        if _is_of_change(found):
            continue
        attributes = found.attributes
        for name in _MOMENTS:
            value = (attributes.get(name) or "").strip()
            iso = _ISO.match(value)
            if iso:
                return iso[1], found
            if _SECONDS.fullmatch(value):
                return _day(int(value[:10])), found
        inner = found.css_first("[datetime], [title], [data-time]")
        if inner is not None and inner.mem_id != found.mem_id:
            continue  # it comes next
        text = " ".join(found.text(deep=True).split()).strip(" ·•–-,|»")
        if any(map(str.isdigit, text)) and len(text) <= LONGEST_MOMENT:
            return _as_day(text), found
    return "", None


def _is_of_change(element: Any) -> bool:
    """Whether a date is that of a change to the post, by the class of its box."""
    for _ in range(CHANGE_CLIMB):
        if element is None:
            return False
        if _CHANGE.search(element.attributes.get("class") or ""):
            return True
        element = element.parent
    return False


def _beside(mark: Any, node: Any) -> tuple[str, Any]:
    """Return the date in the line around the name of an author, and the element that holds it."""
    from archtool.fields.dates import find_dates

    element = mark
    for _ in range(LINE_CLIMB):
        if element.mem_id == node.mem_id:
            break
        text = " ".join(element.text(deep=True).split())
        if len(text) > LONGEST_LINE:
            break
        dates = find_dates(text)
        if dates:
            return dates[0].iso or "", element
        element = element.parent
    return "", None


def _day(seconds: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _as_day(text: str) -> str:
    """Return a date as a day in ISO form where it is certain; else as the page says it."""
    from archtool.fields.dates import parse_date

    return parse_date(text) or text


def _level(node: Any) -> int:
    """Return how deep a post is nested among its replies, where the page says so without nesting elements, or -1."""
    attributes = node.attributes
    for value in (*map(attributes.get, _LEVELS), *_LEVEL.findall(attributes.get("class") or "")[:1]):
        if value and value.isdecimal():
            return min(int(value), MOST_LEVELS)
    inner = node.css_first("td.ind[indent]")
    said = (inner.attributes.get("indent") or "") if inner is not None else ""
    if said.isdecimal():
        return min(int(said), MOST_LEVELS)
    count = 0
    element = node.parent
    while element is not None and element.tag != "body":
        count += INDENTED in (element.attributes.get("class") or "").split()
        element = element.parent
    return min(count, MOST_LEVELS) if count else -1
