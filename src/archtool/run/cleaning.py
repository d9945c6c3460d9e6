"""The work of ``clean`` on one page, in any process: a page in, its rendered record out.

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

FEW = 60  # words; a page with more is not checked for emptiness


class Plan(NamedTuple):
    """What to make of each page.

    ``layout``: how its record is written. ``roots``: the input folders, where the output repeats their tree.
    ``ledger``: the format of the ledger, if one is written. ``hold``: records wait until all are known. ``copies``: the
    inputs, where the pictures saved with pages are to be copied. ``signals``: whether to compute them.
    """

    layout: Layout
    roots: tuple[str, ...] | None = None
    ledger: str = ""
    hold: bool = False
    filter: "Filter | None" = None
    copies: tuple[str, ...] | None = None
    signals: bool = False


def handle(page: Page, settings: Settings, plan: Plan) -> Any:
    """Clean one page and render its record, or hold it; an unexpected exception becomes a failure of this page."""
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
    """Return a record as a sink takes it; ``why``: the reason if it is empty."""
    found = rendered(record, layout, lines, folder)
    return found._replace(lacks=(*found.lacks, f"{EMPTY}{why}")) if why else found


def _folder(page: Page, roots: tuple[str, ...]) -> str:
    """Return the folder of a page: below the input folder, in a zip or tar, or by its address in a crawl."""
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
