"""Compute the letters with which matches of a pattern can begin, so that few lines reach a regular expression.

Called when the index of rules is made. A page meets few of the rules, and compiling the others would cost a start more
than judging the page. Only the syntax used in rules is understood: letters, groups, alternatives, classes of plain
characters, quantifiers. Anything else ends a beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archtool.rules.index import SIZE, Lookup
from archtool.rules.model import SECTIONS, Rule

WHOLE = frozenset({"above", "below", "anywhere", "list", "contents"})  # places where a pattern matches a whole line
MOST = 600  # most beginnings of one pattern; if there are more, they are shortened
_SPECIAL = frozenset(".^$*+{}|)")
# A beginning: its letters, and whether the pattern continues right after them.
Beginnings = set[tuple[str, bool]]
_NOTHING: Beginnings = {("", True)}
_ANYTHING: Beginnings = {("", False)}


def beginnings(pattern: str) -> tuple[str, ...]:
    r"""Return strings one of which begins every match of ``pattern``; an empty string if any line may match.

    >>> beginnings("(?:Skip|Jump) to"), beginnings("(?:The )?end"), beginnings(r"\d+ x"), beginnings("[ab]c|d")
    (('Jump ', 'Skip '), ('The e', 'end'), ('',), ('ac', 'bc', 'd'))
    """
    if pattern.startswith("(?i)"):
        return ("",)
    found, _ = _alternatives(pattern, 0)
    letters = {text for text, _ in found}
    for size in range(SIZE, 0, -1):
        if len(letters) <= MOST:
            break
        letters = {text[: size - 1] for text in letters}
    return ("",) if "" in letters else tuple(sorted(letters))


def alternatives(pattern: str) -> tuple[str, ...]:
    r"""Return patterns that together match the whole lines of ``pattern``: one for each word of its list.

    A page meets a word or two of a long list, and compiling them all takes longer than judging the page.

    >>> alternatives(r"(?:Skip|Jump (?:up|down))\s*:?"), alternatives("(?:a|b)?c"), alternatives("(?:a|b)c|d")
    (('Skip\\s*:?', 'Jump (?:up|down)\\s*:?'), ('(?:a|b)?c',), ('(?:a|b)c|d',))
    >>> alternatives(r"(?:\W\s)?(?:Top|Up)"), alternatives(r"\s+(?:Old|OLD)")
    (('(?:\\W\\s)?Top', '(?:\\W\\s)?Up'), ('\\s+Old', '\\s+OLD'))
    """
    at = 0
    while at < len(pattern) and pattern[at] != "|" and "(?P" not in pattern:
        words, end = _words(pattern, at) if pattern.startswith("(?:", at) else ([], at)
        if len(words) > 1 and pattern[end : end + 1] not in ("?", "*", "+", "{"):
            rest = pattern[end:]
            if _sequence(rest, 0)[1] < len(rest):  # the rest has alternatives, too
                break
            return tuple(pattern[:at] + word + rest for word in words)
        _, at = _item(pattern, at)
    return (pattern,)


def _words(pattern: str, at: int) -> tuple[list[str], int]:
    """Return the alternatives of the group that begins at ``at``, and the offset of its end."""
    found: list[str] = []
    start = end = at + 3
    while True:
        _, end = _sequence(pattern, end)
        found.append(pattern[start:end])
        if pattern[end] == ")":
            return found, end + 1
        start = end = end + 1


def needed(pattern: str) -> str:
    r"""Return the longest run of plain letters outside groups, which every match of ``pattern`` contains.

    >>> needed(r".{0,80}All [Rr]ights [Rr]eserved\.?"), needed("(?:a|b) c"), needed("a+|b")
    ('eserved', ' c', '')
    """
    if pattern.startswith("(?i)"):
        return ""
    best = run = ""
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "|":
            return ""
        size = 2 if char == "\\" else 1
        _, end = _item(pattern, at)
        letter = pattern[end - 1]
        plain = end == at + size and not (letter.isalnum() if size == 2 else letter in _SPECIAL)
        run = run + letter if plain else ""
        best = max(best, run, key=len)
        at = end
    return best


def lookup_of(rules: Iterable[Rule]) -> Lookup:
    """Return the patterns of ``rules`` for lookup, in small pieces indexed by how a match can begin."""
    found = Lookup([], [], [], {})
    for owner, rule in enumerate(rules):
        kinds = (rule.kind, "section") if rule.id in SECTIONS else (rule.kind,)
        keys = [f"{kind} {place}" for kind in kinds for place in rule.places or ("",)]
        for pattern, letters, certain in _pieces(rule):
            number = str(len(found.patterns))
            found.patterns.append(pattern)
            found.needed.append(certain)
            found.owners.append(owner)
            for key in keys:
                numbers = found.numbers.setdefault(key, {})
                for beginning in letters:
                    numbers[beginning] = f"{numbers[beginning]} {number}" if beginning in numbers else number
    return found


def _pieces(rule: Rule) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield patterns for lookup, each with how a match can begin and the text that every match contains."""
    if "suffix" in rule.places:  # the line may begin with anything
        for pattern in rule.match:
            yield from ((f"(?:{part})$", ("",), needed(part)) for part in alternatives(pattern))
        return
    for pattern in rule.match:
        whole = rule.kind != "template" and not WHOLE.isdisjoint(rule.places)
        for part in alternatives(pattern) if whole else (pattern,):
            yield part, beginnings(part), needed(part)


def _alternatives(pattern: str, at: int) -> tuple[Beginnings, int]:
    """Return the beginnings of the alternatives from ``at``, and the offset of their end."""
    found: Beginnings = set()
    while True:
        one, at = _sequence(pattern, at)
        found |= one
        if at >= len(pattern) or pattern[at] != "|":
            return found, at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[Beginnings, int]:
    """Return the beginnings of one alternative, and the offset of its end."""
    found = _NOTHING
    while at < len(pattern) and pattern[at] not in "|)":
        item, at = _item(pattern, at)
        found = _joined(found, item)
    return found, at


def _joined(first: Beginnings, second: Beginnings) -> Beginnings:
    """Return the beginnings of one thing followed by another."""
    found: Beginnings = set()
    for text, exact in first:
        if not exact or len(text) >= SIZE:
            found.add((text, exact))
            continue
        for more, more_exact in second:
            whole = text + more
            found.add((whole[:SIZE], more_exact or len(whole) >= SIZE))
    return found if len(found) <= MOST * SIZE else {(text[:1], False) for text, _ in found}


def _item(pattern: str, at: int) -> tuple[Beginnings, int]:
    """Return the beginnings of one item with its quantifier, and the offset of its end."""
    char = pattern[at]
    item = _ANYTHING
    if char == "(":
        item, at = _group(pattern, at)
    elif char == "[":
        item, at = _class(pattern, at)
    elif char == "\\":
        escaped = pattern[at + 1]
        if not escaped.isalnum():
            item = {(escaped, True)}
        elif escaped in "bB":
            item = _NOTHING
        at += 2
    else:
        if char in "^$":
            item = _NOTHING
        elif char not in _SPECIAL:
            item = {(char, True)}
        at += 1
    return _quantified(pattern, at, item)


def _group(pattern: str, at: int) -> tuple[Beginnings, int]:
    if pattern.startswith(("(?=", "(?!", "(?<=", "(?<!"), at):
        _, end = _alternatives(pattern, at + 3)
        return _NOTHING, end + 1
    if pattern.startswith("(?:", at):
        at += 3
    elif pattern.startswith("(?P<", at):
        at = pattern.index(">", at) + 1
    elif pattern.startswith("(?", at):
        _, end = _alternatives(pattern, at + 2)
        return _ANYTHING, end + 1
    else:
        at += 1
    item, end = _alternatives(pattern, at)
    return item, end + 1


def _class(pattern: str, at: int) -> tuple[Beginnings, int]:
    end = at + 1 + (pattern[at + 1 : at + 2] == "^")
    end += pattern[end : end + 1] == "]"
    while pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    inside = pattern[at + 1 : end]
    if inside == "0-9":
        inside = "0123456789"
    plain = inside[:1] != "^" and "\\" not in inside and "-" not in inside[1:-1]
    return ({(char, True) for char in inside} if plain else _ANYTHING), end + 1


def _quantified(pattern: str, at: int, item: Beginnings) -> tuple[Beginnings, int]:
    """Apply a quantifier to beginnings: an optional item adds none, a repeatable one ends the exact part."""
    if at >= len(pattern) or pattern[at] not in "?*+{":
        return item, at
    sign = pattern[at]
    optional = sign in "?*"
    if sign == "{":
        optional = pattern[at + 1] in "0,"
        at = pattern.index("}", at)
    at += 1
    if sign != "?":
        item = {(text, False) for text, _ in item}
    if at < len(pattern) and pattern[at] in "?+":
        at += 1
    return (item | _NOTHING if optional else item), at
