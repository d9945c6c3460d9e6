"""Recognise names of persons in Chinese, Japanese and Korean, where no blank and no capital tells a name from a word.

For ``names.py`` and ``authors.py``. A name begins with a known surname and has few letters; surnames are data in
``rules/names.toml``, words around names in ``rules/bylines.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from archtool.rules.cache import load_made
from archtool.rules.words import any_byline_word
from archtool.startup.patterns import compiled, lazy

DENSE = "\u2e80"  # from here on, Unicode has the scripts of East Asia
_LETTERS = "\u3005\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_HAN = lazy("[\u3400-\u9fff]{2,4}")
_WITH_KANA = lazy("[\u3005\u3041-\u30ff\u3400-\u9fff]{3,6}")
_HANGUL = lazy("[\uac00-\ud7a3]{2,4}")
_FOREIGN = lazy("[\u30a1-\u30ff\u3400-\u9fff]{1,8}(?:[·・＝][\u30a1-\u30ff\u3400-\u9fff]{1,8}){1,3}")  # 马克·吐温
_PARTS = lazy(r"\s*[\s、，,;；&／/]\s*")
LONGEST_SURNAME = 3


def is_dense(text: str) -> bool:
    """Whether a text has letters of East Asia."""
    return not text.isascii() and max(text) >= DENSE


def is_dense_name(text: str) -> bool:
    """Whether ``text`` is the name of a person.

    >>> is_dense_name("王小明"), is_dense_name("用户中心"), is_dense_name("山田太郎"), is_dense_name("马克·吐温")
    (True, False, True, True)
    """
    name = "".join(text.split())
    if _FOREIGN.fullmatch(name):
        return True
    surnames = _surnames()
    if _HANGUL.fullmatch(name):
        return name[0] in surnames["ko"]
    if _HAN.fullmatch(name):
        of_two = len(name) > 2 and name[:2] in surnames["compound"]
        if of_two or (len(name) < 4 and name[0] in surnames["zh"]):
            return True
    return _WITH_KANA.fullmatch(name) is not None and any(
        name[:size] in surnames["ja"] and len(name) > size for size in range(1, LONGEST_SURNAME + 1)
    )


def dense_names(text: str) -> tuple[str, ...]:
    """Return the names of persons with which ``text`` begins: what stands behind a word for "by".

    >>> dense_names("王小明 李麗 北京報道"), dense_names("了解到，该网站已经停用。")
    (('王小明', '李麗'), ())
    """
    end = _label().search(text)
    found: list[str] = []
    for part in _PARTS.split((text[: end.start()] if end else text).strip()):
        name = _job().sub("", part.strip(" （）()【】[]:：."))
        if name and not is_dense_name(name):
            break
        found += [name] if name and name not in found else []
    return tuple(found)


@cache
def _label() -> re.Pattern[str]:
    """Return a pattern of what ends the names: a label, a bracket, the end of a sentence."""
    return compiled(rf"[。！？（(【\[|]|(?:{any_byline_word('dense', 'ends')})\s*[:：/]?")


@cache
def _job() -> re.Pattern[str]:
    """Return a pattern of jobs before and behind a name."""
    words = any_byline_word("dense", "jobs")
    return compiled(rf"^(?:{words})+|(?:{words})+$")


@cache
def _surnames() -> dict[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = load_made("names.toml", _by_language)
    return names


def _by_language(tables: dict[str, Any]) -> dict[str, frozenset[str]]:
    return {lang: frozenset(names.split()) for lang, names in tables["surnames"].items()}
