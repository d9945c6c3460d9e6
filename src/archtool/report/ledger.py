"""Make the ledger of a page: a row for each block with its fate. ``explain`` prints it, ``clean --ledger`` writes it.

A row is ``origin fate rule place text``. The fate is ``kept``, ``removed`` or ``field:`` with the key of the record
to which the block went. The place is ``line 5`` (``block 5`` in HTML); a repeat adds its original: ``lines 35-46 repeat
12-23``; a topic in an inferred tree adds the line of its parent: ``line 35 under 34``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from archtool.model import FIELD, Block, Examination, Verdict
from archtool.output.tables import ESCAPES


class Row(NamedTuple):
    """One block of a page and its fate. ``note`` adds details to the rule, shown on demand.

    >>> import archtool
    >>> [row] = archtool.explain("The harbour is closed from Monday to Friday because of the tides.")
    >>> row.fate, row.place
    ('kept', 'line 1')
    """

    origin: str
    fate: str
    rule: str
    place: str
    text: str
    note: str = ""


def rows(examination: Examination) -> Iterator[Row]:
    """Yield a row for each block, in order."""
    origin = str(examination.page.origin)
    repeats = _runs(examination)
    for index, (block, verdict) in enumerate(zip(examination.blocks, examination.verdicts, strict=True)):
        fate = f"{verdict.fate}:{verdict.field}" if verdict.fate == FIELD and verdict.field else verdict.fate
        place = repeats.get(index) or f"{unit(examination)} {block.place}"
        if verdict.parent is not None:
            place += f" under {examination.blocks[verdict.parent].place}"
        yield Row(origin, fate, verdict.rule, place, shown(block), verdict.note)


def shown(block: Block) -> str:
    """Return the text of a block; for a picture or the like, its kind and alternative text."""
    return block.text if block.text or not block.spans else f"[{block.kind}] {block.spans[0][0]}".rstrip()


def unit(examination: Examination) -> str:
    """Return the unit of a block's place: ``line`` in a dump, ``block`` in HTML."""
    return "block" if examination.page.format == "html" else "line"


def sources(examination: Examination) -> Iterator[Row]:
    """Yield a row for each value that the page gave for a key of the record, the most trusted first.

    The fate is ``value:`` with the key if the record has the value, ``unused:`` if a better one won.
    """
    from archtool.record import decide

    origin = str(examination.page.origin)
    for field, choice in decide(examination).choices.items():
        for fate, candidates in (("value", choice.used), ("unused", choice.beaten)):
            for candidate in candidates:
                rank = f"rank {candidate.rank}"
                yield Row(origin, f"{fate}:{field}", candidate.source, rank, candidate.value, candidate.group)


def _runs(examination: Examination) -> dict[int, str]:
    """Return for each repeating block the run to which it belongs: ``lines 35-46 repeat 12-23``."""
    blocks, verdicts, word = examination.blocks, examination.verdicts, unit(examination)
    places: dict[int, str] = {}
    run: list[int] = []
    for index in range(len(blocks) + 1):
        verdict = verdicts[index] if index < len(blocks) else None
        if run and (verdict is None or not _continues(verdicts[run[-1]], verdict)):
            places.update(dict.fromkeys(run, _run_place(blocks, verdicts, run, word)))
            run = []
        if verdict is not None and verdict.repeats is not None:
            run.append(index)
    return places


def _continues(before: Verdict, verdict: Verdict) -> bool:
    return verdict.repeats is not None and verdict.rule == before.rule


def _run_place(blocks: tuple[Block, ...], verdicts: tuple[Verdict, ...], run: list[int], word: str) -> str:
    originals = [blocks[repeated].place for index in run if (repeated := verdicts[index].repeats) is not None]
    copy = _span(word, blocks[run[0]].place, blocks[run[-1]].place)
    return f"{copy} repeat {_span('', min(originals), max(originals))}"


def _span(word: str, first: int, last: int) -> str:
    if first == last:
        return f"{word} {first}".strip()
    return f"{word}s {first}-{last}" if word else f"{first}-{last}"


def as_tsv(row: Row, verbose: bool = False) -> str:
    """Return ``row`` as tab-separated values: origin, fate, rule, place, text; with ``verbose`` also the note."""
    cells = row if verbose else row[:-1]
    return "\t".join(cell.translate(ESCAPES) for cell in cells) + "\n"


def as_json(row: Row, verbose: bool = False) -> str:
    """Return ``row`` as one line of JSON."""
    from json import dumps

    values = row._asdict()
    if not verbose:
        del values["note"]
    return dumps(values, ensure_ascii=False) + "\n"


RENDER: dict[str, Callable[..., str]] = {"tsv": as_tsv, "jsonl": as_json}
