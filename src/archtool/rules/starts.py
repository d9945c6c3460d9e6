"""With which letters can a match of a pattern begin? Most lines then never reach a regular expression.

Only what the rules use is understood: letters, groups, alternatives, classes of plain characters, ``?`` and ``*``. For
anything else the answer is ``None``: any letter.
"""

from __future__ import annotations

ANY = None
_SPECIAL = frozenset(".^$*+{}|)")


def first_letters(pattern: str) -> str | None:
    r"""Return the letters with which a match of ``pattern`` can begin, sorted; ``None`` where any may.

    >>> [first_letters(pattern) for pattern in ("(?:Skip|Jump) to", "(?:The )?end", r"\d+ x", "[ab]c|d")]
    ['JS', 'Te', None, 'abd']
    """
    if pattern.startswith("(?i)"):
        return ANY
    found, _, can_be_empty = _alternatives(pattern, 0)
    return ANY if found is None or can_be_empty else "".join(sorted(found))


def _alternatives(pattern: str, at: int) -> tuple[set[str] | None, int, bool]:
    """Return the first letters of the alternatives from ``at``, where they end, and whether one may be empty."""
    found: set[str] | None = set()
    empty = False
    while True:
        letters, at, can_be_empty = _sequence(pattern, at)
        found = None if found is None or letters is None else found | letters
        empty = empty or can_be_empty
        if at < len(pattern) and pattern[at] == "|":
            at += 1
            continue
        return found, at, empty


def _sequence(pattern: str, at: int) -> tuple[set[str] | None, int, bool]:
    """Return the first letters of one alternative, where it ends, and whether it may be empty."""
    found: set[str] | None = set()
    open_start = True
    while at < len(pattern) and pattern[at] not in "|)":
        letters, at, optional = _item(pattern, at)
        if open_start:
            found = None if found is None or letters is None else found | letters
            open_start = optional
    return found, at, open_start


def _item(pattern: str, at: int) -> tuple[set[str] | None, int, bool]:
    """Return the first letters of one item with its quantifier, where it ends, and whether it may be left out."""
    char = pattern[at]
    optional = False
    letters: set[str] | None
    if char == "(":
        letters, at, optional = _group(pattern, at)
    elif char == "[":
        letters, at = _class(pattern, at)
    elif char == "\\":
        letters = {pattern[at + 1]} if not pattern[at + 1].isalnum() else None
        optional = pattern[at + 1] in "bB"
        at += 2
    else:
        letters = None if char in _SPECIAL else {char}
        optional = char in "^$"
        at += 1
    return _quantified(pattern, at, letters, optional)


def _group(pattern: str, at: int) -> tuple[set[str] | None, int, bool]:
    if pattern.startswith(("(?=", "(?!", "(?<=", "(?<!"), at):
        _, end, _ = _alternatives(pattern, pattern.index("?", at) + 2)
        return None, end + 1, True
    if pattern.startswith("(?:", at):
        at += 3
    elif pattern.startswith("(?P<", at):
        at = pattern.index(">", at) + 1
    else:
        at += 1
    letters, end, empty = _alternatives(pattern, at)
    return letters, end + 1, empty


def _class(pattern: str, at: int) -> tuple[set[str] | None, int]:
    end = at + 1 + (pattern[at + 1 : at + 2] == "^")
    end += pattern[end : end + 1] == "]"
    while pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    inside = pattern[at + 1 : end]
    plain = inside[:1] != "^" and "\\" not in inside and "-" not in inside[1:-1]
    return (set(inside) if plain else None), end + 1


def _quantified(pattern: str, at: int, letters: set[str] | None, optional: bool) -> tuple[set[str] | None, int, bool]:
    """Read a quantifier: ``?``, ``*`` and ``{0,…}`` make the item one that may be left out."""
    if at < len(pattern) and pattern[at] in "?*+":
        optional = optional or pattern[at] in "?*"
        at += 1
    elif at < len(pattern) and pattern[at] == "{":
        optional = optional or pattern[at + 1] in "0,"
        at = pattern.index("}", at) + 1
    if at < len(pattern) and pattern[at] == "?":
        at += 1
    return letters, at, optional
