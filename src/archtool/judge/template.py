"""Remove the template of a site by the rules that ``archtool learn`` derived from many of its pages.

A template line is furniture by place: ``above`` the page's own text or ``below`` it. Inside the text the same words are
content. Where the pages left it open (a formula in each decision), the rule says ``doubt``: the block stays, and the
ledger gives the number of pages. Dumps pass ``judge`` before title and labels are sought; ``review`` runs on all pages
after the trained model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archtool.judge.view import View, is_prose
from archtool.model import KEPT, REMOVED, Verdict
from archtool.rules import Rule

DOUBT = "doubt/template"
# Verdicts that kept a block for lack of evidence, which a site's pages may supply.
UNDECIDED = ("", "doubt/no-main-content", "doubt/above-title")


def judge(view: View) -> Iterator[tuple[int, Verdict]]:
    """Propose the removal of template lines at both ends of the page."""
    if view.rules.site is None:
        return
    stays = [verdict is None for verdict in view.verdicts]
    found = _at_ends(view, stays)
    if len(found) < sum(stays):
        yield from found.items()


def review(view: View, verdicts: Sequence[Verdict]) -> Sequence[Verdict]:
    """Return the verdicts with the rules of the site applied; a page of nothing but template stays whole."""
    if view.rules.site is None:
        return verdicts
    stays = [verdict.fate == KEPT and verdict.rule in UNDECIDED for verdict in verdicts]
    found = _at_ends(view, stays)
    whole = len(found) == sum(verdict.fate == KEPT for verdict in verdicts)
    reviewed = list(verdicts)
    for index, block in enumerate(view.blocks):
        if index in found and not whole:
            reviewed[index] = found[index]
        elif stays[index]:
            rule = next(view.rules.site.template(block.text), None)
            if rule:
                reviewed[index] = Verdict(KEPT, DOUBT, note=": ".join(filter(None, (rule.id, rule.frequency))))
    return reviewed


def _at_ends(view: View, stays: Sequence[bool]) -> dict[int, Verdict]:
    """Return the removals of template lines before and behind all running text of the page's own.

    Rules for lines inside the text, confirmed by a person, apply everywhere.
    """
    assert view.rules.site is not None
    said = {index: tuple(view.rules.site.template(view.blocks[index].text)) for index, stay in enumerate(stays) if stay}
    own = [index for index, rules in said.items() if not rules and is_prose(view.blocks[index].text)]
    first, last = (own[0], own[-1]) if own else (len(stays), -1)
    found: dict[int, Verdict] = {}
    for index, rules in said.items():
        places = ["inside", *["above"] * (index < first), *["below"] * (index > last)]
        rule = _rule(rules, places)
        if rule:
            found[index] = Verdict(REMOVED, rule.id, note=rule.frequency)
    return found


def _rule(rules: Sequence[Rule], places: Sequence[str]) -> Rule | None:
    """Return the first rule that matches a line at one of ``places``."""
    removing = (rule for rule in rules if rule.fate == "removed")
    return next((rule for rule in removing if any(place in rule.places for place in places)), None)
