"""Every regular expression of the package, and texts made to keep each of them busy: one for each part that repeats.

A backtracking matcher takes long where a repeated part can match one text in several ways, or where a match can begin
at every place of a long text and fails late at each. Such a text is what leads to the part, then what the part matches,
many times over, then what lets the match fail.
"""

from __future__ import annotations

import ast
import inspect
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import archtool
from archtool.readers.arc import HEADER
from archtool.rules import load_rules
from archtool.rules.starts import lookup_of
from optional_modules import module

ROOT = Path(archtool.__file__).parent
ANCHORED = {"match", "fullmatch"}
HANDED_ON = {HEADER.pattern}  # to where it is matched at the beginning of a record
ENDS = ("", "\n", "\0", "!", "x", "<", " ")
FILL = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_NOT_WORD: "-",
}
MOST = 60  # texts that are tried for one pattern, at most


class Pattern(NamedTuple):
    """A pattern of the package: where it is made, its source and flags, and whether it is only matched at one place."""

    where: str
    source: str | bytes
    flags: int
    anchored: bool


def patterns() -> list[Pattern]:
    """Every pattern of the modules and of the rules."""
    found = {(each.source, each.flags, each.anchored): each for each in (*_of_modules(), *_of_rules())}
    return sorted(found.values(), key=lambda each: (each.where, str(each.source)))


def _of_modules() -> Iterator[Pattern]:
    paths = sorted(ROOT.rglob("*.py"))
    code = "\n".join(path.read_text() for path in paths)
    for path in paths:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if name not in ("__main__", "__init__"):
            yield from _of_module(f"archtool.{name}", path.read_text(), code)
        yield from _in_functions(path)


def _of_module(name: str, own: str, code: str) -> Iterator[Pattern]:
    found = module(name)
    for variable, value in sorted(vars(found).items()) if found else ():
        if callable(value) and hasattr(value, "cache_info") and value.__module__ == name:
            value = _made_by(value)
        asked = isinstance(value, str) and re.search(rf"compiled\({variable}\b", own)
        for source, flags in [(value, 0)] if asked else _inside(value):
            uses = set(re.findall(rf"(?<!\w){variable}(?:\(\))?\)?\.(\w+)\(", own if variable.startswith("_") else code))
            where = f"{name}.{variable}"
            anchored = (bool(uses) and uses <= ANCHORED) or source in HANDED_ON
            yield Pattern(where, source, flags, anchored)


def _made_by(function: Any) -> Any:
    """What a function without parameters returns, once for all calls: patterns that are put together of words."""
    return function() if not inspect.signature(function).parameters else None


def _inside(value: Any) -> Iterator[tuple[str | bytes, int]]:
    if isinstance(value, re.Pattern):
        yield value.pattern, value.flags & ~re.UNICODE
    elif type(value).__name__ == "_Lazy":
        yield value._source[0], int(value._source[1])
    elif type(value).__name__ == "Mark":
        yield from _inside(value._pattern)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _inside(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _inside(each)


def _in_functions(path: Path) -> Iterator[Pattern]:
    """Patterns that stand where they are used: ``re.search(r"...", text)``."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=method),
                args=[ast.Constant(value=str() | bytes() as source), *_],
            ) if method not in {"escape", "compile"}:
                yield Pattern(f"{path.relative_to(ROOT)}:{node.lineno}", source, 0, method in ANCHORED)


def _of_rules() -> Iterator[Pattern]:
    """Patterns of notices, chrome and dates are matched with a line, at its beginning or at its end."""
    for rule in load_rules(()).rules:
        for source in (*rule.match, *lookup_of([rule]).patterns):
            yield Pattern(rule.id, source, 0, anchored="suffix" not in rule.places)
    artefacts = tomllib.loads((ROOT / "rules" / "artefacts.toml").read_text())
    for rule in artefacts["artefact"]:
        patterns = (
            rule.get("text", ""),
            *rule.get("url", ()),
            *rule.get("captured", ()),
            *rule.get("pairs", {}).values(),
        )
        yield from (Pattern(rule["id"], source, 0, anchored=False) for source in patterns if source)


def pumps(pattern: Pattern, size: int) -> Iterator[str | bytes]:
    """Texts of about ``size`` characters that keep ``pattern`` busy if anything does."""
    binary = isinstance(pattern.source, bytes)
    text = pattern.source.decode("latin-1") if isinstance(pattern.source, bytes) else pattern.source
    try:
        tree = parser.parse(text, pattern.flags & ~re.LOCALE & (~re.UNICODE if binary else ~0))
    except re.error:
        return
    seen: set[str] = set()
    for before, body in _repeats(list(tree), ""):
        for unit in (body, before + body, body + body[:1], before):
            if not unit:
                continue
            for end in ENDS:
                made = before + unit * max(1, size // len(unit)) + end
                if made not in seen and len(seen) < MOST:
                    seen.add(made)
                    yield made.encode("latin-1", "replace") if binary else made


def _repeats(items: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """What leads to each part that repeats many times, and a text that it matches once."""
    for code, value in items:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            low, high, inner = value
            if high is codes.MAXREPEAT or high > 16:
                for body in _texts(list(inner)):
                    yield before, body
            yield from _repeats(list(inner), before)
            before += "".join(_texts(list(inner))[:1]) * max(low, 0)
        elif code is codes.SUBPATTERN:
            yield from _repeats(list(value[-1]), before)
            before += "".join(_texts(list(value[-1]))[:1])
        elif code is codes.ATOMIC_GROUP:
            yield from _repeats(list(value), before)
            before += "".join(_texts(list(value))[:1])
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from _repeats(list(branch), before)
            before += "".join(_texts(list(value[1][0]))[:1])
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(list(value[1]), before)
        else:
            before += "".join(_texts([(code, value)])[:1])


def _texts(items: list[Any]) -> list[str]:
    """A few texts that a sequence matches."""
    made = [""]
    for code, value in items:
        made = [text + more for text in made for more in _of_one(code, value)][:4]
    return made


def _of_one(code: Any, value: Any) -> list[str]:
    if code is codes.LITERAL:
        return [chr(value)]
    if code is codes.NOT_LITERAL:
        return ["a" if value != ord("a") else "b"]
    if code is codes.ANY:
        return ["a", " ", "-"]
    if code is codes.IN:
        return _of_class(value)
    if code is codes.BRANCH:
        return [text for branch in value[1] for text in _texts(list(branch))][:4]
    if code is codes.SUBPATTERN:
        return _texts(list(value[-1]))
    if code is codes.ATOMIC_GROUP:
        return _texts(list(value))
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [text * max(1, value[0]) for text in _texts(list(value[2]))]
    return [""]


def _of_class(items: list[Any]) -> list[str]:
    negated = items and items[0][0] is codes.NEGATE
    if negated:
        shown = [character for character in "a -1.<" if not _holds(items[1:], character)]
        return shown[:3] or ["\u4e00"]
    made = []
    for code, value in items:
        if code is codes.LITERAL:
            made.append(chr(value))
        elif code is codes.RANGE:
            made.append(chr(value[0]))
        elif code is codes.CATEGORY:
            made.append(FILL[value])
    return made[:3]


def _holds(items: list[Any], character: str) -> bool:
    place = ord(character)
    for code, value in items:
        if code is codes.LITERAL and value == place:
            return True
        if code is codes.RANGE and value[0] <= place <= value[1]:
            return True
        if code is codes.CATEGORY:
            name = str(value)
            kind = {"DIGIT": character.isdigit(), "SPACE": character.isspace(), "WORD": character.isalnum()}
            if any(name.endswith(which) and (true != ("NOT" in name)) for which, true in kind.items()):
                return True
    return False
