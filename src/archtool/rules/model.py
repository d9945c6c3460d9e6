"""The values to which rules files are read: :class:`Rule`, and :class:`RuleError` for faults.

``rulebook.py`` and ``check.py`` make them from TOML, ``sites.py`` from the rules for one site.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

KINDS = ("notice", "label", "chrome", "footer", "kind", "template", "date")
CARDS = "chrome/related"
SECTIONS = frozenset({CARDS, "chrome/share"})  # names of sections; also indexed by themselves


class RuleError(Exception):
    """A rules file cannot be used; the message names file, rule and fault on one line."""


class Rule(NamedTuple):
    """One fact about the world.

    ``match`` holds regular expressions for a whole line (notices, chrome), ``labels`` whole lines (labels, kinds).
    ``places`` says where on a page they hold: a line in another place is content.
    ``yields`` is what a notice tells about the page, as key and value. Rules of one site have its ``host`` (``*``: any
    page); ``lines`` are whole lines of its template, ``pages`` and ``of`` the numbers of pages on which a rule rests.
    """

    id: str
    kind: str
    why: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    match: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    field: str = ""
    takes: str = ""
    weak: bool = False
    rest: bool = False
    yields: tuple[tuple[str, Any], ...] = ()
    cms: str = ""
    lang: str = ""
    host: str = ""
    lines: tuple[str, ...] = ()
    fate: str = ""
    order: str = ""
    pages: int = 0
    of: int = 0

    @property
    def frequency(self) -> str:
        """Return in words on how many pages the rule rests; empty if unknown."""
        return f"on {self.pages} of {self.of} pages" if self.pages and self.of else ""


def rule_of(kind: str, table: Mapping[str, Any]) -> Rule:
    """Return the rule in a table of a rules file."""
    return Rule(
        id=table["id"],
        kind=kind,
        why=table.get("why", ""),
        yes=tuple(table["yes"]),
        no=tuple(table["no"]),
        match=tuple(table.get("match", ())),
        labels=tuple(table.get("labels", ())),
        places=_places(table.get("place", "above" if kind == "notice" else ())),
        field=table.get("field", ""),
        takes=table.get("takes", "line" if kind == "label" else ""),
        weak=table.get("weak", False),
        rest=table.get("rest", False),
        yields=tuple(table.get("yields", {}).items()),
        cms=table.get("cms", ""),
        lang=table.get("lang", ""),
        host=table.get("host", ""),
        lines=tuple(table.get("lines", ())),
        fate=table.get("fate", "removed" if kind == "template" else ""),
        order=table.get("order", ""),
        pages=table.get("pages", 0),
        of=table.get("of", 0),
    )


def _places(value: str | Sequence[str]) -> tuple[str, ...]:
    """Return the places of a rule, which a file gives as one text or a list of texts."""
    return (value,) if isinstance(value, str) else tuple(value)
