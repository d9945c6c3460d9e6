"""Select the pages that a run keeps: by host, address, date, language, length, and the keys that they have.

For the flags ``--host --url --since --until --lang --min-words --with``. A page that is left out becomes a
:class:`~archtool.model.Skipped`, so that it is counted with the flag that excludes it.
"""

import re
from typing import NamedTuple

from archtool.artefacts.addresses import host
from archtool.errors import UsageError
from archtool.model import Page, Record
from archtool.run.options import Options

DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
FIRST, LAST = "0000-01-01", "9999-12-31"
KNOWN = "title date text url authors site lang captured description categories topics".split()


class Filter(NamedTuple):
    """The conditions on a page; an empty value means none."""

    hosts: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    langs: frozenset[str] = frozenset()
    min_words: int = 0
    having: tuple[str, ...] = ()

    def refuses_page(self, page: Page) -> str:
        """Return the flag that excludes ``page`` by its address, before it is cleaned; empty if none does."""
        return self._refuses_address(page.url) if page.url else ""

    def refuses(self, record: Record) -> str:
        """Return the flag that excludes ``record``; empty if none does."""
        if flag := self._refuses_address(record.url):
            return flag
        if (self.since or self.until) and (flag := self._refuses_date(record.date or (record.captured or "")[:10])):
            return flag
        if self.langs and (record.lang or "").partition("-")[0] not in self.langs:
            return "--lang"
        if record.words < self.min_words:
            return "--min-words"
        return "--with" if any(not getattr(record, key) for key in self.having) else ""

    def _refuses_address(self, url: str | None) -> str:
        if self.hosts:
            name = host(url)
            if not any(name == wanted or name.endswith(f".{wanted}") for wanted in self.hosts):
                return "--host"
        if self.urls:
            from fnmatch import fnmatchcase

            bare = re.sub(r"^[a-z]+://", "", url or "")
            if not any(fnmatchcase(url or "", glob) or fnmatchcase(bare, glob) for glob in self.urls):
                return "--url"
        return ""

    def _refuses_date(self, date: str) -> str:
        """Return the flag that excludes ``date``. A year or a month passes if any day of it does."""
        if not date:
            return "--since" if self.since else "--until"
        if self.since and date + LAST[len(date) :] < self.since + FIRST[len(self.since) :]:
            return "--since"
        if self.until and date + FIRST[len(date) :] > self.until + LAST[len(self.until) :]:
            return "--until"
        return ""


def filter_of(options: Options) -> Filter | None:
    """Return the filter for the options; ``None`` without any. Raise :class:`UsageError` for an invalid date or key."""
    for name, value in (("since", options.since), ("until", options.until)):
        if value and not DATE.fullmatch(value):
            raise UsageError(f"--{name} {value}: no date such as 2018, 2018-05 or 2018-05-28")
    having = tuple(part.strip() for part in (options.having or "").split(",") if part.strip())
    for key in having:
        if key not in KNOWN:
            raise UsageError(f"--with {key}: no such key; known are {', '.join(KNOWN)}")
    langs = frozenset(part.strip().lower() for part in (options.lang or "").split(",") if part.strip())
    hosts = tuple(name.lower().removeprefix("*.").strip(".") for name in options.host)
    found = Filter(hosts, options.url, options.since, options.until, langs, options.min_words, having)
    return found if found != Filter() else None
