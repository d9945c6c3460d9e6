"""Settings that are checked: rules and vocabularies by the paths of their files, and choices among known words.

``archtool.settings`` is the way to :class:`~archtool.model.Settings` for Python programs and for the command line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from archtool.errors import UsageError
from archtool.model import Settings

if TYPE_CHECKING:
    from archtool.rules import Rulebook

Path = str | os.PathLike[str]
Paths = Path | Iterable[Path]

# The switches that choose one of some words, the default first; those of the command line are the same.
CHOICES: dict[str, tuple[str, ...]] = {
    "markup": ("plain", "md"),
    "links": ("keep", "strip"),
    "images": ("keep", "drop"),
    "favor": ("balance", "recall", "precision"),
    "comments": ("drop", "keep"),
}


def settings(
    *,
    rules: Paths = (),
    disable: str | Iterable[str] = (),
    vocabulary: Paths = (),
    markup: Literal["plain", "md"] = "plain",
    links: Literal["keep", "strip"] = "keep",
    images: Literal["keep", "drop"] = "keep",
    favor: Literal["balance", "recall", "precision"] = "balance",
    comments: Literal["drop", "keep"] = "drop",
) -> Settings:
    """Return the settings for a run, checked; make them once and use them for many pages.

    ``rules``: TOML files with rules of your own. ``disable``: ids of rules that must not act. ``vocabulary``: files
    from which tags are taken, or ``"countries"``. ``markup``: whether the text of a record is plain or Markdown;
    ``links`` and ``images``: what becomes of those in Markdown. ``favor``: when in doubt, keep more (``recall``) or
    less (``precision``). ``comments``: what becomes of the comments of readers.

    Raises :class:`UsageError` for a value that is not known, a rule that does not exist, a file that cannot be used.

    >>> import archtool
    >>> careful = archtool.settings(favor="precision", disable="title/heading")
    >>> careful.favor
    'precision'
    >>> archtool.settings(favor="precison")
    Traceback (most recent call last):
    archtool.errors.UsageError: favor='precison': choose one of balance, recall, precision
    """
    book = None
    disabled = frozenset(_ids(disable))
    files = _paths("rules", rules)
    if files or disabled:
        from archtool.rules import RuleError, load_rules

        try:
            book = load_rules(files)
        except RuleError as error:
            raise UsageError(str(error)) from error
        _check_known(disabled, book)
    words = None
    if names := _paths("vocabulary", vocabulary):
        from archtool.corpus.vocabulary import load_vocabulary

        words = load_vocabulary(names)
    return checked(Settings(book, disabled, markup, links, images, words, favor, comments))


def checked(settings: Settings) -> Settings:
    """Return ``settings`` if each switch has a word that is known. Raises :class:`UsageError`, or ``TypeError``."""
    if not isinstance(settings, Settings):
        raise TypeError(f"settings are made by archtool.settings(), not {type(settings).__name__}")
    for name, words in CHOICES.items():
        if (value := getattr(settings, name)) not in words:
            raise UsageError(f"{name}={value!r}: choose one of {', '.join(words)}")
    if isinstance(settings.rules, (str, os.PathLike, list)) or type(settings.rules) is tuple:
        raise UsageError(f"rules={settings.rules!r}: give paths to archtool.settings(), which reads the files")
    return settings


def _paths(name: str, given: Paths) -> tuple[str, ...]:
    """Return the paths of files. Raises ``TypeError`` for anything else."""
    listed = (given,) if isinstance(given, (str, os.PathLike)) else given
    if isinstance(listed, Iterable) and not isinstance(listed, bytes):
        found = tuple(listed)
        if all(isinstance(path, (str, os.PathLike)) for path in found):
            return tuple(os.fspath(path) for path in found)
    raise TypeError(f"{name}={given!r}: a path is needed, or a list of paths")


def _ids(given: str | Iterable[str]) -> tuple[str, ...]:
    """Return the ids of rules. Raises ``TypeError`` for anything else."""
    listed = (given,) if isinstance(given, str) else given
    if isinstance(listed, Iterable) and not isinstance(listed, bytes):
        found = tuple(listed)
        if all(isinstance(each, str) for each in found):
            return found
    raise TypeError(f"disable={given!r}: the id of a rule is needed, or a list of ids")


def _check_known(disabled: frozenset[str], book: Rulebook) -> None:
    """Refuse ids that no rule has: a slip of the pen would leave the rule in force."""
    from archtool.artefacts import listed_rules
    from archtool.judge.computed import COMPUTED

    known = {*COMPUTED, *(rule.id for rule in book.rules), *(rule.id for rule in listed_rules())}
    for unknown in sorted(disabled - known):
        from difflib import get_close_matches

        close = get_close_matches(unknown, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else "see 'archtool rules'"
        raise UsageError(f"disable: no rule has the id {unknown!r}; {hint}")
