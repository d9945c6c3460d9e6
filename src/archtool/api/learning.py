"""Learn the template of a site from Python: many pages in, the text of a rules file out.

The command runs :func:`look` for its pages in many processes, Spark on many machines; what the pages have in common is
found in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archtool.api.settings import checked
from archtool.corpus.templates_page import PageHashes, page_hashes
from archtool.corpus.templates_rules import rules_of_site
from archtool.corpus.templates_store import PageStore
from archtool.corpus.templates_survey import FEWEST
from archtool.corpus.templates_toml import FoundRule, render
from archtool.errors import PageError
from archtool.model import Failure, Page, Record, Settings, Skipped
from archtool.rules.rulebook import own_rules

DEFAULT = Settings()


def learn(pages: Iterable[Page | Failure | Skipped], settings: Settings = DEFAULT) -> str:
    """Return rules for the templates of the sites of ``pages``, as the text of a rules file.

    Write it to a file, review it, and pass the file to ``archtool.settings(rules=...)``. Records and skipped items are
    ignored; a :class:`Failure` raises :class:`PageError`. From fewer than 5 pages of a site nothing is learned.

    >>> import archtool
    >>> print(archtool.learn(archtool.read("crawl.warc.gz")).splitlines()[0][:58])
    # Rules that `archtool learn` found on the pages of single
    """
    checked(settings)
    with PageStore() as store:
        for page in pages:
            if isinstance(page, Failure):
                raise PageError(page)
            if not isinstance(page, Page | Record | Skipped):
                raise TypeError(f"pages are needed, not {type(page).__name__}; archtool.read() gives them")
            if isinstance(page, Page) and page.record is None:
                store.add(look(page, settings))
        return "".join(render(named(rules_of(store), settings)))


def look(page: Page, settings: Settings) -> PageHashes:
    """Return the hashes of one page, from which the template of its site is found."""
    from archtool.pipeline import examine

    return page_hashes(examine(page, settings))


def rules_of(store: PageStore) -> Iterator[FoundRule]:
    """Yield the rules for every site of these pages, in the order of their hosts."""
    store.cluster()
    return (found for host in store.hosts(FEWEST) for found in rules_of_site(store, host))


def named(found: Iterable[FoundRule], settings: Settings) -> Iterator[FoundRule]:
    """Yield the rules with unique ids, which neither another of them has nor a rule of the settings."""
    taken = {rule.id for rule in (settings.rules or own_rules()).rules}
    for kind, table in found:
        name = table["id"]
        while name in taken:  # also for a host of nearly the same name
            name += "-more"
        taken.add(name)
        yield FoundRule(kind, {**table, "id": name})
