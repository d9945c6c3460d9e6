"""The values that flow through archtool: frozen, and without logic.

A reader makes a :class:`Page`; ``blocks/`` splits it into :class:`Block` values that tile it; ``judge/`` gives one
:class:`Verdict` for each block; ``record.py`` gathers both into a :class:`Record`. A page that cannot be read is a
:class:`Failure` in the same stream, never an exception that stops a batch.

They are named tuples: immutable, slotted, and several times cheaper to make than frozen data classes, which matters
where a page has hundreds of blocks.
"""

from typing import Any, NamedTuple

from archtool.keys import FRONT_MATTER as FRONT_MATTER
from archtool.keys import KEYS as KEYS
from archtool.keys import MARKS as MARKS
from archtool.keys import Count as Count
from archtool.keys import Duplicate as Duplicate
from archtool.keys import Group as Group
from archtool.keys import Pair as Pair
from archtool.keys import Record as Record
from archtool.keys import Signals as Signals

KEPT = "kept"
FIELD = "field"
REMOVED = "removed"


class Origin(NamedTuple):
    """Where a page was found: a file, the member of a container, the byte offset of its record."""

    path: str
    member: str = ""
    offset: int | None = None

    def __str__(self) -> str:
        parts = [self.path, self.member, "" if self.offset is None else str(self.offset)]
        return ":".join(part for part in parts if part)


class Block(NamedTuple):
    """A piece of a page that is judged whole.

    ``kind`` is one of ``paragraph heading item row quote code caption term definition post blank``, or, for what a tool
    wrote into a dump, ``address sheet ruler front``. ``text`` is what a reader sees. ``start`` and ``end`` are offsets
    into the body of a dump; in HTML, into the visible text. ``place`` is the line of a dump, or the ordinal of an HTML
    block, from 1. ``tight``: no blank line stands before it. ``level``: of a heading, or how deep a list item is
    nested. ``group``: the ordinal of the list or table it belongs to. ``nodes``: the DOM nodes it was made of (texts
    and images); ``spans``: for each of them its text, and how the inline elements around mark it: the bits of
    ``blocks.html_tags.STYLES`` and the address that it leads to.
    """

    kind: str
    text: str
    start: int = 0
    end: int = 0
    place: int = 0
    level: int = 0
    tight: bool = False
    group: int = 0
    nodes: tuple[Any, ...] = ()
    spans: tuple[tuple[str, tuple[int, str]], ...] = ()


class Candidate(NamedTuple):
    """A value for a field of the record, from a judged block or from a page's metadata.

    ``field`` is a key of the record (``title``, ``date``, ``authors``, ``topics`` …), or ``pair`` for a labelled value
    whose label stands in ``group``. For topics, ``group`` names the list. ``source`` says where it was found
    (``json-ld``, ``og:title``, ``line under the title`` …); a lower ``rank`` is trusted more.
    """

    field: str
    value: str
    source: str = ""
    rank: int = 50
    group: str = ""


class Verdict(NamedTuple):
    """What was decided for one block: kept, a field, or removed; by which rule; for a repeat, what it repeats.

    ``gives`` holds the values that the block yields to the record: one for most fields, several for a dateline with a
    place and a reference, and also for a notice, which is removed but says when the page was archived. ``repeats`` is
    the index of the block that this one repeats, ``parent`` that of the topic above it in a tree that was inferred.
    """

    fate: str = KEPT
    rule: str = ""
    gives: tuple[Candidate, ...] = ()
    repeats: int | None = None
    note: str = ""
    parent: int | None = None

    @property
    def field(self) -> str:
        """The record key that the block went to; empty where it went to none."""
        return self.gives[0].field if self.fate == FIELD and self.gives else ""


class Page(NamedTuple):
    """One page as a reader found it, decoded once.

    ``format`` is ``text`` (a dump), ``html`` or ``record`` (one of our own records, read back). ``source`` says what
    it came from (``file``, ``warc``, ``wayback`` …). ``captured`` is RFC 3339 in UTC, ``modified`` the HTTP
    ``Last-Modified`` as an ISO date: a candidate of low trust.
    ``keys``: digests by which a later revisit may refer to this capture. ``encoding``: the encoding of the body and
    the doubt about it; empty where there is none. ``given``: what the container says about the page itself, such as
    its title: names as in front matter, with their values.

    >>> import archtool
    >>> page = next(archtool.read("crawl.warc.gz", errors="raise"))
    >>> page.format, page.source, page.captured, page.url
    ('html', 'warc', '2021-03-04T05:06:07Z', 'http://example.org/spring')
    """

    body: str
    origin: Origin
    format: str = "text"
    source: str = "file"
    id: str = ""
    url: str | None = None
    captured: str | None = None
    modified: str | None = None
    fields: tuple[Pair, ...] = ()
    record: Record | None = None
    keys: tuple[int, ...] = ()
    encoding: str = ""
    given: tuple[Pair, ...] = ()


class Examination(NamedTuple):
    """A page with its blocks, one verdict for each, and the values that its metadata gave.

    ``base`` is the address against which the page resolves its links, where it names one.
    """

    page: Page
    blocks: tuple[Block, ...]
    verdicts: tuple[Verdict, ...]
    candidates: tuple[Candidate, ...]
    base: str = ""


class Failure(NamedTuple):
    """A page, or a part of a container, that could not be read: where, and why, on one line.

    >>> import archtool
    >>> [failure] = archtool.read("absent.html")
    >>> print(failure)
    absent.html: No such file or directory
    """

    origin: Origin
    message: str

    def __str__(self) -> str:
        place = str(self.origin)
        return f"{place}: {self.message}" if place else self.message


class Skipped(NamedTuple):
    """Something that was read and is not a page (an image, a redirect, a revisit): counted with its reason.

    A revisit has ``keys``, digests by which it refers to the capture that it repeats, and its own address and time.

    >>> import archtool
    >>> [item.reason for item in archtool.read("pages.zip") if isinstance(item, archtool.Skipped)]
    ['.png']
    """

    origin: Origin
    reason: str
    url: str | None = None
    captured: str | None = None
    keys: tuple[int, ...] = ()


class Settings(NamedTuple):
    """The settings of one run. ``rules``: the loaded rulebook; ``disabled``: the ids of rules that are switched off.
    ``vocabulary``: the loaded vocabulary that tags are taken from.

    ``markup``: ``plain`` or ``md``, the format of ``Record.text``. ``links``: ``keep`` or ``strip`` in Markdown,
    ``images``: ``keep`` or ``drop`` there; with ``copy``, the addresses are filled in by ``run/pictures.py``.
    ``favor``: where main content is in doubt, ``recall`` keeps more, ``precision`` less, ``balance`` neither.
    ``comments``: ``keep`` or ``drop`` what readers wrote under an article. ``weights``: a model of main content for
    HTML pages in place of the built-in one.

    Make them with ``archtool.settings``, which checks them and reads the files; change one with ``_replace``.

    >>> import archtool
    >>> archtool.Settings() == archtool.settings()
    True
    """

    rules: Any = None
    disabled: frozenset[str] = frozenset()
    markup: str = "plain"
    links: str = "keep"
    images: str = "keep"
    vocabulary: Any = None
    favor: str = "balance"
    comments: str = "drop"
    weights: Any = None
