"""Learning from Python: what many pages of a site show to be its template, as a file of rules.

The command has its pages looked at in many processes (:func:`look`), Spark on many machines; what they have in common
is found in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archtool.api.settings import checked
from archtool.corpus.templates_page import Sheet, sheet
from archtool.corpus.templates_rules import rules_of_site
from archtool.corpus.templates_store import Sheets
from archtool.corpus.templates_survey import FEWEST
from archtool.corpus.templates_toml import Found, render
from archtool.errors import PageError
from archtool.model import Failure, Page, Record, Settings, Skipped
from archtool.rules.rulebook import own_rules

DEFAULT = Settings()


def learn(pages: Iterable[Page | Failure | Skipped], settings: Settings = DEFAULT) -> str:
    """Return what many pages show to be the template of their site, as the text of a rules file.

    Write it into a file, read it, and give it to ``archtool.settings(rules=...)``. Records and what is no page are
    passed over; a :class:`Failure` raises :class:`PageError`. From fewer than 5 pages of a site nothing is learned.

    >>> import archtool
    >>> print(archtool.learn(archtool.read("crawl.warc.gz")).splitlines()[0][:58])
    # Rules that `archtool learn` found on the pages of single
    """
    checked(settings)
    with Sheets() as sheets:
        for page in pages:
            if isinstance(page, Failure):
                raise PageError(page)
            if not isinstance(page, Page | Record | Skipped):
                raise TypeError(f"pages are needed, not {type(page).__name__}; archtool.read() gives them")
            if isinstance(page, Page) and page.record is None:
                sheets.add(look(page, settings))
        return "".join(render(named(rules_of(sheets), settings)))


def look(page: Page, settings: Settings) -> Sheet:
    """Return what one page says of the template of its site."""
    from archtool.pipeline import examine

    return sheet(examine(page, settings))


def rules_of(sheets: Sheets) -> Iterator[Found]:
    """Yield the rules for every site of these pages, in the order of their hosts."""
    sheets.cluster()
    return (found for host in sheets.hosts(FEWEST) for found in rules_of_site(sheets, host))


def named(found: Iterable[Found], settings: Settings) -> Iterator[Found]:
    """Yield rules with names that no other has: not one before it, nor one of the settings."""
    taken = {rule.id for rule in (settings.rules or own_rules()).rules}
    for kind, table in found:
        name = table["id"]
        while name in taken:  # also for a host of nearly the same name
            name += "-more"
        taken.add(name)
        yield Found(kind, {**table, "id": name})
