"""What ``clean`` does to one page, in whatever process: a page in, its rendered record out.

``cli/commands/clean.py`` makes the :class:`Plan`; each process calls :func:`handle` for its pages; the results go to a
sink of ``output/``.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from archtool import writers
from archtool.api.cleaning import cleaned, guarded
from archtool.api.writing import Layout, rendered
from archtool.model import Page, Record, Settings, Skipped
from archtool.output.sinks import Cleaned, Files
from archtool.run.progress import EMPTY

if TYPE_CHECKING:
    from archtool.run.filters import Filter

FEW = 60  # words: with more, a page is not asked why it is empty


class Plan(NamedTuple):
    """What to make of each page.

    ``layout``: how its record is written. ``roots``: the folders that were given, where a file is to stand in the
    folder in which its page stood. ``ledger``: the format of the ledger, if one is written. ``hold``: records wait
    until all are known. ``copies``: the inputs, where the pictures that come along with pages are to be copied.
    ``signals``: whether they are measured.
    """

    layout: Layout
    roots: tuple[str, ...] | None = None
    ledger: str = ""
    hold: bool = False
    filter: "Filter | None" = None
    copies: tuple[str, ...] | None = None
    signals: bool = False


def handle(page: Page, settings: Settings, plan: Plan) -> Any:
    """Clean one page and render its record, or hold it; a bug in it is the failure of this page."""
    return guarded(page, lambda: _clean(page, settings, plan))


def _clean(page: Page, settings: Settings, plan: Plan) -> Any:
    if plan.filter and (flag := plan.filter.refuses_page(page)):
        return Skipped(page.origin, f"left out by {flag}")
    if writers.load(plan.layout.format).markdown:
        settings = settings._replace(markup="md")
    if plan.copies is not None:
        settings = settings._replace(images="copy")
    lines = ""
    record, examination = cleaned(page, settings)
    if plan.signals:
        from archtool.corpus.signals import measured, share_kept

        record = measured(record, share_kept(examination) if examination else None)
    if plan.ledger and examination:
        from archtool.report.ledger import RENDER, rows

        lines = "".join(map(RENDER[plan.ledger], rows(examination)))
    if plan.filter and (flag := plan.filter.refuses(record)):
        return Skipped(page.origin, f"left out by {flag}")
    folder = _folder(page, plan.roots) if plan.roots is not None else ""
    why = ""
    if record.words < FEW:
        from archtool.run.emptiness import why_empty

        why = why_empty(page, record)
    if plan.hold:
        import pickle

        from archtool.corpus.snapshots import snapshot

        return snapshot(record), pickle.dumps((record, (lines, folder, why)), pickle.HIGHEST_PROTOCOL)
    files = Files()
    if plan.copies is not None and examination:
        from archtool.run.pictures import copied

        record, files = copied(record, examination, plan.copies)
    return written(record, plan.layout, lines, folder, why)._replace(files=files)


def written(record: Record, layout: Layout, lines: str, folder: str, why: str) -> Cleaned:
    """A record as a sink takes it; ``why`` it is empty, if it is."""
    found = rendered(record, layout, lines, folder)
    return found._replace(lacks=(*found.lacks, f"{EMPTY}{why}")) if why else found


def _folder(page: Page, roots: tuple[str, ...]) -> str:
    """Where a page stood: below the folder that was given, in a zip or tar, or at its address in a crawl."""
    import os

    from archtool.writers.file_names import folder

    path, member, offset = page.origin
    above = next((root for root in roots if path.startswith(os.path.join(root, ""))), None)
    inside = os.path.dirname(os.path.relpath(path, above) if above is not None else path)
    if member:
        inside = f"{inside}/{os.path.dirname(member)}"
    elif offset is not None and page.url and page.format != "record":
        inside = f"{inside}/{os.path.dirname(page.url.partition('://')[2].partition('?')[0])}"
    return folder(inside)

