"""``archtool explain -t html``: reports to look at, as one file or as a directory with an index.

One file holds one page, or an index and behind it the blocks of the first pages up to a bound: a browser has to show
it. A directory has ``index.html``, further files where the list is long, and a file for each page in ``pages/``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from archtool.api.cleaning import guarded
from archtool.model import Page, Settings, Skipped
from archtool.output import streams, targets
from archtool.output.terminal import complain
from archtool.run import inputs
from archtool.run.batch import Job, Report, results
from archtool.run.options import Options

if TYPE_CHECKING:
    from archtool.report.sheet import Sheet, Summary

MOST_BLOCKS = 20_000  # in a file for several pages; a browser opens so many in about a second
MOST_CHARACTERS = 8_000_000  # of their text
FOLDER = "pages"


class Explained(NamedTuple):
    """A page as a process hands it over: what an index says of it, and its report, rendered or to be rendered."""

    summary: Summary
    sheet: Sheet | None
    document: str = ""


def run(options: Options) -> int:
    """Write the reports of all pages of ``options.paths``."""
    into_directory = targets.is_directory(options.output)
    report = Report(options)
    job = Job(handle, options, (into_directory,))
    found = results(job, inputs.entries(options), report)
    if into_directory and options.output:
        _write_directory(options.output, found, report)
    else:
        _write_file(options, found, report)
    report.summary("explained")
    return report.status


def handle(page: Page, settings: Settings, alone: bool) -> Any:
    """Explain one page; a bug in it is the failure of this page."""
    if page.record is not None:
        return Skipped(page.origin, "a record: it has no blocks to explain")
    return guarded(page, lambda: _explain(page, settings, alone))


def _explain(page: Page, settings: Settings, alone: bool) -> Explained:
    from archtool.pipeline import examine
    from archtool.record import gather
    from archtool.report.page import whole
    from archtool.report.sheet import sheet

    examination = examine(page, settings)
    found = sheet(examination, gather(examination, settings), settings)
    if alone:
        return Explained(found.summary, None, whole(found, "../index.html"))
    return Explained(found.summary, found)


def _write_directory(directory: str, found: Iterator[Explained], report: Report) -> None:
    """Write a file for each page and the files of the index, which hold no more of the pages than their list."""
    from archtool.report.index import LISTED, Listing, Totals, file_of, front, further

    targets.make_directory(os.path.join(directory, FOLDER))
    totals, first = Totals(), Listing()
    listing, files, names = first, 1, set[str]()
    for summary, _, document in found:
        name = _unused(summary.name, names)
        streams.write_file(os.path.join(directory, FOLDER, name), document)
        if len(listing.rows) == LISTED:
            if files > 1:
                streams.write_file(os.path.join(directory, file_of(files)), further(listing, files, False))
            listing, files = Listing(), files + 1
        totals.add(summary)
        listing.add(summary, totals.pages, f"{FOLDER}/{name}")
    if files > 1:
        streams.write_file(os.path.join(directory, file_of(files)), further(listing, files, True))
    streams.write_file(os.path.join(directory, file_of(1)), front(totals, first, _notes(report), files))


def _unused(name: str, names: set[str]) -> str:
    """Return ``name``, with a number at its end if another page with the same content has it already."""
    stem, suffix = os.path.splitext(name)
    number = 1
    while name in names:
        number += 1
        name = f"{stem}-{number}{suffix}"
    names.add(name)
    return name


def _write_file(options: Options, found: Iterator[Explained], report: Report) -> None:
    """Write one file: the report of one page, or an index and the reports of the first pages."""
    from archtool.report.index import LISTED, Listing, Totals, front, parts
    from archtool.report.page import whole
    from archtool.report.sheet import Tally

    totals, listing, shown, full = Totals(), Listing(), list[tuple[int, "Sheet"]](), False
    blocks, characters, rules = [0] * 4, 0, dict[str, int]()
    for summary, sheet, _ in found:
        totals.add(summary)
        tally = summary.tally
        characters += sum(tally.characters)
        large = sum(blocks) + sum(tally.blocks) > MOST_BLOCKS or characters > MOST_CHARACTERS
        full = full or (large and totals.pages > 1)
        if not full and sheet is not None:
            shown.append((totals.pages, sheet))
            blocks = [before + more for before, more in zip(blocks, tally.blocks, strict=True)]
            for rule, numbers in summary.rules:
                rules[rule] = rules.get(rule, 0) + sum(numbers)
        if totals.pages <= LISTED:
            listing.add(summary, totals.pages, "" if full else f"#p{totals.pages}")
    with streams.closing(streams.open_output(options.output)) as out:
        if totals.pages == 1 and not report.failed:
            out.write(whole(shown[0][1]))
        else:
            left = _left_out(len(shown), totals.pages, LISTED)
            below = parts(shown, Tally(tuple(blocks), ()), rules) if shown else ""
            out.write(front(totals, listing, [*_notes(report), *left], parts=below))
            for note in [] if options.quiet else left:
                complain(note)


def _left_out(shown: int, pages: int, listed: int) -> list[str]:
    """Return sentences about the pages that one file leaves out."""
    notes = []
    if shown < pages:
        pages_ = f"the first {shown:,} of {pages:,} pages"
        notes.append(f"This file has the blocks of {pages_}; with -o DIR each page has a file.")
    if listed < pages:
        notes.append(f"It lists the first {listed:,}; all are counted.")
    return notes


def _notes(report: Report) -> list[str]:
    """Return sentences about inputs that gave no page."""
    notes = []
    if report.failed:
        notes.append(f"{report.failed:,} could not be read: the run named each on standard error.")
    if report.skipped:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(report.skipped.items()))
        notes.append(f"{sum(report.skipped.values()):,} skipped: {reasons}.")
    return notes
