"""Expressions that select records, such as ``words > 100 and lang == "en"``: checked once, then evaluated per record.

The language is that of Python's expressions as simpleeval evaluates them, with a few functions, no assignments, and
access only to the values of the record. An unknown value makes a comparison false, as in a database.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NoReturn

from archtool.artefacts.addresses import host
from archtool.corpus import signals
from archtool.errors import UsageError
from archtool.model import KEYS, Record, Signals

# Keys with values that can be compared: texts, numbers, truth values, and lists of texts.
COMPARED = (str, str | None, bool, int, tuple[str, ...])
PLAIN = tuple(key for key in KEYS if Record.__annotations__[key] in COMPARED)
OURS = ("host", "year")  # made of ``url`` and ``date``
NAMES = (*PLAIN, *OURS, *Signals._fields)
ALLOWED = (
    ast.BoolOp, ast.boolop, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.cmpop,
    ast.Name, ast.Load, ast.Tuple, ast.List, ast.IfExp,
)  # fmt: skip
NUMBERS = {"words", "year", *Signals._fields}
SHOWN = 200  # characters of an expression that a message quotes
TEXTS = {name for name in PLAIN if Record.__annotations__[name] in (str, str | None)} | {"host"}


class Values(dict[str, Any]):
    """The values of one record by their names, each computed on first use."""

    def __init__(self, record: Record) -> None:
        super().__init__()
        self._record = record

    def __missing__(self, name: str) -> Any:
        record = self._record
        if name in PLAIN:
            return getattr(record, name)
        if name == "host":
            return host(record.url) or None
        if name == "year":
            return int(record.date[:4]) if record.date and record.date[:4].isdecimal() else None
        if name not in Signals._fields:
            raise KeyError(name)
        if record.signals is not None:
            return getattr(record.signals, name)
        self.update(signals.group_of(name, signals.text_of(record)))
        return self[name]


class Expression:
    """A checked expression, with the ``names`` in it. Raises :class:`UsageError` with the place of an error in it.

    >>> from archtool.model import Record
    >>> Expression('words > 100 and lang in ("en", "fr")').accepts(Record("", "", words=120, lang="fr"))
    True
    """

    def __init__(self, text: str) -> None:
        from simpleeval import EvalWithCompoundTypes

        self._text = text.strip()
        try:
            self._tree = ast.parse(self._text, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            column = getattr(error, "offset", None) or 1
            is_assigned = self._text[column - 1 : column] == "="
            why = "an expression is needed" if not self._text else getattr(error, "msg", None) or str(error)
            self._refuse("values are compared with ==" if is_assigned else why, column)
        nodes = list(ast.walk(self._tree))
        called = {node.func for node in nodes if isinstance(node, ast.Call)}
        for node in nodes:
            if why := _fault(node, node in called):
                column = len(self._text.encode()[: getattr(node, "col_offset", 0)].decode()) + 1
                self._refuse(why, column)
        self.names = frozenset(node.id for node in nodes if isinstance(node, ast.Name) and node not in called)
        self._evaluator = EvalWithCompoundTypes(_operators(), dict(FUNCTIONS), {}, {})

    def accepts(self, record: Record) -> bool:
        """Whether the expression holds for ``record``. Raises :class:`UsageError` where values cannot be compared."""
        self._evaluator.names = Values(record)
        try:
            return bool(self._evaluator.eval(self._text, self._tree))
        except ZeroDivisionError:
            return False
        except Exception as error:  # caused by values of another type, or by limits of the library
            place = f" (at {record.origin})" if record.origin else ""
            raise UsageError(f"{_shown(self._text)}: {' '.join(str(error).split())}{place}") from error

    def _refuse(self, why: str, column: int) -> NoReturn:
        raise UsageError(f"{_shown(self._text)}, column {column}: {why}")


@lru_cache(maxsize=8)
def compiled(text: str) -> Expression:
    """Return a checked expression, cached in each process."""
    return Expression(text)


def _shown(text: str) -> str:
    """Return an expression, shortened for messages: a generated one may have thousands of terms."""
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]} ...")


def _fault(node: ast.AST, is_called: bool) -> str | None:
    """Return what is wrong with one node of an expression, if anything; ``is_called``: it is the name of a function."""
    if isinstance(node, ast.Call):
        return _wrong_call(node)
    if isinstance(node, ast.Name) and not is_called and node.id not in NAMES:
        from difflib import get_close_matches

        close = get_close_matches(node.id, NAMES, 1)
        hint = f"did you mean {close[0]!r}?" if close else "see 'archtool filter --help'"
        return f"unknown name {node.id!r}; {hint}"
    if isinstance(node, ast.Compare):
        return _mismatch(node)
    if isinstance(node, ast.BinOp | ast.UnaryOp) and not isinstance(node.op, ALLOWED):
        return f"{ast.unparse(node)!r} cannot be used in a filter"
    if isinstance(node, ast.BinOp | ast.UnaryOp):
        return _wrong_sum(node)
    if isinstance(node, ast.Constant):
        return None if isinstance(node.value, str | int | float | None) else "only texts and numbers can be compared"
    return None if isinstance(node, ALLOWED) else f"{ast.unparse(node)!r} cannot be used in a filter"


def _wrong_call(node: ast.Call) -> str | None:
    """Return why a call is invalid: its function, the number of its arguments, or a pattern; else ``None``."""
    if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords:
        return f"no such function; there are {', '.join(FUNCTIONS)}"
    name, values, takes = node.func.id, node.args, VALUES[node.func.id]
    if len(values) != takes:
        return f"{name} takes {takes} value{'s' * (takes > 1)}, not {len(values)}"
    for value in values:
        if (kind := _kind(value)) and kind != "a text" and (name, kind) != ("len", "a list"):
            return f"{name} takes texts{' and lists' * (name == 'len')}; {ast.unparse(value)!r} is {kind}"
    pattern = values[-1]
    if name == "matches" and isinstance(pattern, ast.Constant) and isinstance(pattern.value, str):
        try:
            re.compile(pattern.value)
        except (re.error, OverflowError, RecursionError) as error:
            return f"{pattern.value!r} is no regular expression: {error}"
    return None


def _wrong_sum(node: ast.BinOp | ast.UnaryOp) -> str | None:
    """Return why a sum or a difference is invalid: texts can be joined, everything else needs numbers."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _mismatch(ast.Compare(node.left, [ast.Eq()], [node.right]))
    if isinstance(node.op, ast.Not | ast.Mult):
        return None
    for value in (node.left, node.right) if isinstance(node, ast.BinOp) else (node.operand,):
        if (kind := _kind(value)) and kind != "a number":
            return f"{ast.unparse(value)!r} is {kind}, no number"
    return None


def _mismatch(node: ast.Compare) -> str | None:
    """Return why a comparison of a number with a text can never hold."""
    sides = [node.left, *node.comparators]
    for left, kind, right in zip(sides, node.ops, sides[1:], strict=False):
        if isinstance(kind, ast.In | ast.NotIn):
            if isinstance(right, ast.Constant | ast.Name) and _kind(right) == "a number":
                return f"{ast.unparse(right)!r} is a number and holds nothing"
        elif (one := _kind(left)) and (other := _kind(right)) and one != other:
            return f"{ast.unparse(left)!r} is {one}, {ast.unparse(right)!r} is {other}"
    return None


def _kind(node: ast.expr) -> str | None:
    """Return the type of a name or a constant, where it is known."""
    if isinstance(node, ast.Name) and node.id in NAMES and node.id != "archived":
        return "a number" if node.id in NUMBERS else "a text" if node.id in TEXTS else "a list"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RESULTS:
        return RESULTS[node.func.id]
    value = node.value if isinstance(node, ast.Constant) else None
    return "a text" if isinstance(value, str) else "a number" if isinstance(value, int | float) else None


def _known(work: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``work`` as a function that returns ``None``, which is false, if one of its arguments is unknown."""
    return lambda *values: None if None in values else work(*values)


def _operators() -> dict[type, Callable[..., Any]]:
    """Return the functions of the operators; ``==`` and ``is`` also test whether a value is known."""
    from simpleeval import safe_add, safe_mult

    return {
        ast.Add: _known(safe_add),
        ast.Sub: _known(operator.sub),
        ast.Mult: _known(safe_mult),
        ast.Div: _known(operator.truediv),
        ast.USub: _known(operator.neg),
        ast.Gt: _known(operator.gt),
        ast.Lt: _known(operator.lt),
        ast.GtE: _known(operator.ge),
        ast.LtE: _known(operator.le),
        ast.In: _known(lambda item, holder: item in holder),
        ast.NotIn: _known(lambda item, holder: item not in holder),
        ast.Eq: operator.eq,
        ast.NotEq: operator.ne,
        ast.Is: operator.is_,
        ast.IsNot: operator.is_not,
        ast.Not: operator.not_,
    }


FUNCTIONS = {
    "len": _known(len),
    "lower": _known(str.lower),
    "startswith": _known(str.startswith),
    "endswith": _known(str.endswith),
    "matches": _known(lambda text, pattern: bool(re.search(pattern, text))),
}
VALUES = {"len": 1, "lower": 1, "startswith": 2, "endswith": 2, "matches": 2}  # numbers of arguments of each function
RESULTS = {"len": "a number", "lower": "a text"}
