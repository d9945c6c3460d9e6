"""With which letters can a match of a pattern begin? Most lines then never reach a regular expression.

A page meets few of the rules, and compiling the others would cost a start more than judging the page. Only what
rules use is understood: letters, groups, alternatives, classes of plain characters, quantifiers. Anything else ends
a beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archtool.rules.index import SIZE, Asked
from archtool.rules.model import SECTIONS, Rule

WHOLE = frozenset({"above", "below", "anywhere", "list", "contents"})  # where a pattern matches a whole line
MOST = 600  # beginnings of one pattern; where there would be more, shorter ones say enough
_SPECIAL = frozenset(".^$*+{}|)")
# A beginning is its letters and whether the pattern says exactly what follows them.
Beginnings = set[tuple[str, bool]]
_NOTHING: Beginnings = {("", True)}
_ANYTHING: Beginnings = {("", False)}


def beginnings(pattern: str) -> tuple[str, ...]:
    r"""Return strings of which one begins every match of ``pattern``; an empty string where any line may match.

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
    r"""Return patterns of which one matches a whole line where ``pattern`` does: of a list of words, each by itself.

    Of a long list a page meets a word or two, and compiling them all takes longer than judging the page.

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
            if _sequence(rest, 0)[1] < len(rest):  # what follows has alternatives of its own
                break
            return tuple(pattern[:at] + word + rest for word in words)
        _, at = _item(pattern, at)
    return (pattern,)


def _words(pattern: str, at: int) -> tuple[list[str], int]:
    """Return the alternatives of the group that begins at ``at``, and where it ends."""
    found: list[str] = []
    start = end = at + 3
    while True:
        _, end = _sequence(pattern, end)
        found.append(pattern[start:end])
        if pattern[end] == ")":
            return found, end + 1
        start = end = end + 1


def needed(pattern: str) -> str:
    r"""Return letters that stand in every match of ``pattern``: the longest run of plain ones outside of groups.

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


def asked(rules: Iterable[Rule]) -> Asked:
    """Return what ``rules`` ask of a line: their patterns in small pieces, found by how a match can begin."""
    found = Asked([], [], [], {})
    for owner, rule in enumerate(rules):
        keys = [f"{rule.kind} {rule.place}", *([f"section {rule.place}"] if rule.id in SECTIONS else ())]
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
    """Yield the patterns to ask of a line, each with how a match can begin and what stands in every match."""
    if rule.place == "suffix":  # it says nothing of how the line begins
        for pattern in rule.match:
            yield from ((f"(?:{part})$", ("",), needed(part)) for part in alternatives(pattern))
        return
    for pattern in rule.match:
        whole = rule.place in WHOLE and rule.kind != "template"
        for part in alternatives(pattern) if whole else (pattern,):
            yield part, beginnings(part), needed(part)


def _alternatives(pattern: str, at: int) -> tuple[Beginnings, int]:
    """Return how the alternatives from ``at`` can begin, and where they end."""
    found: Beginnings = set()
    while True:
        one, at = _sequence(pattern, at)
        found |= one
        if at >= len(pattern) or pattern[at] != "|":
            return found, at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[Beginnings, int]:
    """Return how one alternative can begin, and where it ends."""
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
    """Return how one item with its quantifier can begin, and where it ends."""
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
    """Read a quantifier: what may be left out adds nothing; what may come again ends what is known exactly."""
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
