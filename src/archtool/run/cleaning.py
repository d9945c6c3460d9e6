"""What ``clean`` does to one page, in whatever process: a page in, its rendered record out.

``cli/commands/clean.py`` makes the :class:`Plan`; each process calls :func:`handle` for its pages; the results go to a
sink of ``output/``.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from archtool import writers
from archtool.model import Page, Record, Settings, Skipped
from archtool.output.sinks import Cleaned
from archtool.run.job import guarded

if TYPE_CHECKING:
    from archtool.run.filters import Filter


class Plan(NamedTuple):
    """What to make of each page.

    ``names``: how the files of single records are called; empty where they have none. ``roots``: the folders that were
    given, where a file is to stand in the folder in which its page stood. ``ledger``: the format of the ledger, if one
    is written. ``hold``: records wait until all are known. ``profile``: the program that Markdown is for. ``table``:
    columns, delimiter and mark of a table that is not as usual.
    """

    format: str
    names: str = ""
    roots: tuple[str, ...] | None = None
    ledger: str = ""
    hold: bool = False
    filter: "Filter | None" = None
    profile: str = ""
    table: tuple[tuple[str, ...], str, bool] | None = None


def format_of(plan: Plan) -> writers.Format:
    """The output format that a plan asks for."""
    if plan.table is None:
        return writers.load(plan.format)
    columns, delimiter, bom = plan.table
    if plan.format == "xlsx":
        from archtool.writers import xlsx

        return xlsx.table(columns)
    from archtool.writers import csv

    return csv.table(columns, delimiter, bom, writers.load(plan.format).suffix)


def handle(page: Page, settings: Settings, plan: Plan) -> Any:
    """Clean one page and render its record, or hold it; a bug in it is the failure of this page."""
    return guarded(page, lambda: _clean(page, settings, plan))


def _clean(page: Page, settings: Settings, plan: Plan) -> Any:
    if plan.filter and (flag := plan.filter.refuses_page(page)):
        return Skipped(page.origin, f"left out by {flag}")
    if writers.load(plan.format).markdown:
        settings = settings._replace(markup="md")
    lines = ""
    if page.record is not None:
        record = _converted(page.record, page.markup, settings)
    else:
        from archtool.pipeline import examine
        from archtool.record import gather

        examination = examine(page, settings)
        record = gather(examination, settings)
        if plan.ledger:
            from archtool.explain.ledger import RENDER, rows

            lines = "".join(map(RENDER[plan.ledger], rows(examination)))
    if plan.filter and (flag := plan.filter.refuses(record)):
        return Skipped(page.origin, f"left out by {flag}")
    folder = _folder(page, plan.roots) if plan.roots is not None else ""
    if plan.hold:
        import pickle

        from archtool.corpus.snapshots import snapshot

        return snapshot(record), pickle.dumps((record, (lines, folder)), pickle.HIGHEST_PROTOCOL)
    return rendered(record, plan, lines, folder)


def _converted(record: Record, markup: str, settings: Settings) -> Record:
    if markup != settings.markup:
        from archtool.markdown.escape import in_markup

        record = in_markup(record, markup, settings.markup)
    if settings.vocabulary is None or not record.topics:
        return record
    return record._replace(tags=tuple(settings.vocabulary.tag(label, record.lang) for label in record.topics))


def rendered(record: Record, plan: Plan, lines: str, folder: str) -> Cleaned:
    """The record as the sink takes it."""
    writer = format_of(plan)
    if plan.profile:
        from archtool.writers.profiles import PROFILES, render

        text, below = render(record, PROFILES[plan.profile])
        folder = below + folder
    else:
        text = writer.render(record)
    lacks = tuple(key for key in ("title", "date", "text") if not getattr(record, key))
    if not plan.names:
        return Cleaned(text, "", lines, "", lacks)
    from archtool.writers.file_names import file_name

    name = folder + file_name(record, writer.suffix, plan.names)
    return Cleaned(writer.alone[0] + text + writer.alone[1], name, lines, record.id, lacks)


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

