"""Decide the fate of every block of a page: an ordered table of judges, run until no verdict changes.

Called by ``pipeline.py`` between splitting into blocks and building the record. A judge proposes verdicts for blocks
that have none yet; this module applies them. The first proposal for a block stands, and a block without a proposal is
kept. Verdicts of rules that the user disabled are reverted at the end, so that disabling one never removes more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module

from archtool.artefacts.addresses import host_of
from archtool.blocks import Split
from archtool.judge.view import UNLIKELY, Memo, View, is_prose
from archtool.model import KEPT, REMOVED, Page, Settings, Verdict
from archtool.rules.rulebook import Rulebook, own_rules

Judge = Callable[[View], Iterator[tuple[int, Verdict]]]

# The modules of this folder, in order. Notices first: they are never titles. Labels before the heading: a labelled
# title is the page's own word. Chrome after it: what stands above the title is known only once that is.
NAMED = ("labels", "unnamed_lists", "taglines", "footers")
DUMP = ("tool_marks", "notices", "contacts", *NAMED, "heading", "contents", "chrome", "repeats")
# The model judges what the rules left undecided.
LAST = ("line_scorer",)
# Where rules for the page's site are given, its template is removed before anything is found by its place.
SITE_DUMP = ("tool_marks", "notices", "template", *DUMP[2:])
# In HTML the trained model finds the furniture, after the rules that are certain.
HTML = (
    "artefacts",
    "notices",
    "html_fields",
    "html_heading",
    "html_comments",
    "html_sections",
    "html_edges",
    "code_labels",
    "scorer",
)
MAX_ROUNDS = 20  # each round decides at least one block; real pages need three, and a page of labels alone has an end

_BLANK = Verdict(REMOVED, "blank/invisible")
_KEPT = Verdict()


def judge(page: Page, pieces: Split, settings: Settings) -> tuple[Verdict, ...]:
    """Return one verdict for each block of ``page``."""
    beside = pieces.beside
    shown = [index for index, block in enumerate(pieces.blocks) if block.kind != "blank" and index not in beside]
    if len(shown) == len(pieces.blocks):
        return _judge(page, pieces, settings)
    verdicts = [_BLANK] * len(pieces.blocks)
    found = _judge(page, pieces._replace(blocks=tuple(pieces.blocks[index] for index in shown)), settings)
    for index, verdict in zip(shown, found, strict=True):
        verdicts[index] = verdict
        if verdict.repeats is not None or verdict.parent is not None:
            repeats = None if verdict.repeats is None else shown[verdict.repeats]
            parent = None if verdict.parent is None else shown[verdict.parent]
            verdicts[index] = Verdict(verdict.fate, verdict.rule, verdict.gives, repeats, verdict.note, parent)
    if beside:
        from archtool.judge.beside import decide

        decide(pieces, verdicts)
        verdicts = [_overrule(verdict, settings) for verdict in verdicts]
    return tuple(verdicts)


def _judge(page: Page, pieces: Split, settings: Settings) -> tuple[Verdict, ...]:
    """Return the verdicts for the visible blocks; without the others, neighbours in the list are neighbours on the
    page.
    """
    rules: Rulebook = settings.rules or own_rules()
    if rules.sites:
        rules = rules.of_site(host_of(page.url))
    blocks = pieces.blocks
    memo: Memo = {}
    chances: Sequence[float] = ()
    words: Sequence[float] = ()
    running: Sequence[bool] = ()
    if page.format != "html":
        from archtool.scorer.lines import probabilities

        chances, words = probabilities(blocks)
        running = [chance >= UNLIKELY and is_prose(block.text) for block, chance in zip(blocks, chances, strict=True)]
    tables = [_judges(HTML)] if page.format == "html" else [_judges(SITE_DUMP if rules.site else DUMP), _judges(LAST)]
    verdicts: list[Verdict | None] = [None] * len(blocks)
    for table in tables:
        _run_table(table, View(page, blocks, verdicts, rules, memo, pieces, settings, chances, words, running))
    decided = [verdict or _KEPT for verdict in verdicts]
    if all(verdict.fate != KEPT for verdict in decided):
        opinions = OPINIONS if page.format == "html" else OPINIONS[:1]
        decided = [_DOUBTED if verdict.rule.startswith(opinions) else verdict for verdict in decided]
    if rules.site:
        from archtool.judge.template import review

        decided = list(review(View(page, blocks, decided, rules, memo, pieces, settings), decided))
    return tuple(_overrule(verdict, settings) for verdict in decided) if settings.disabled else tuple(decided)


def _run_table(table: Sequence[Judge], view: View) -> None:
    """Run the judges of a table in turn, and write their verdicts into the view, until none proposes anything new."""
    verdicts: list[Verdict | None] = view.verdicts  # type: ignore[assignment]  # the only place that writes them
    undecided = verdicts.count(None)
    last_run = dict.fromkeys(table, -1)  # how many blocks were undecided when each judge last ran
    for _ in range(MAX_ROUNDS):
        before = undecided
        for propose in table:
            # Nothing is left to decide, or nothing has changed since: the judge would propose the same.
            if not undecided or last_run[propose] == undecided:
                continue
            last_run[propose] = undecided
            for index, verdict in list(propose(view)):
                if verdicts[index] is None:
                    verdicts[index] = verdict
                    undecided -= 1
        if undecided == before:
            break


@cache
def _judges(names: tuple[str, ...]) -> tuple[Judge, ...]:
    """Return the judges of a table, importing only these."""
    return tuple(import_module(f"archtool.judge.{name}").judge for name in names)


# Where removals by these rules leave no text at all, they are taken back and marked as doubtful.
OPINIONS = ("scorer/", "chrome/")
_DOUBTED = Verdict(KEPT, "doubt/no-main-content", note="no main content was found: all visible text is kept")


def _overrule(verdict: Verdict, settings: Settings) -> Verdict:
    if verdict.rule in settings.disabled:
        return Verdict(KEPT, "", note=f"{verdict.rule} is disabled")
    return verdict
