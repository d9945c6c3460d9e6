"""Adapt Markdown to one program: ``--for obsidian|hugo|jekyll|quarto|zola``.

A profile changes the front matter of ``md.py``, escapes what the program would run inside code, and sets the style of
file names. Common to all: a page whose date is not known to the day gets the first day of its month or year, or the
day of its capture (``date_from: captured`` says so), or is a draft; the path of its URL becomes an alias, so that old
links still lead to it.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from archtool.model import Record
from archtool.writers import md
from archtool.writers.file_names import called, file_name

Values = dict[str, Any]
ALIAS = re.compile(r"/[\w.~/-]*[\w~-]/?", re.A)  # a path valid for every file system and server
SHORTCODE = re.compile(r"\{\{(?:<((?:(?!\*/|\{\{[<%]).)*?)>|%((?:(?!\*/|\{\{[<%]).)*?)%)\}\}", re.S)
OPEN_SHORTCODE = re.compile(r"(?<=\{)\{(?=[<%](?!/\*))")
QUARTO = re.compile(r"\{\{<((?:(?!\{\{<).)*?)>\}\}", re.S)
CALL = r"""\s*[A-Za-z_]\w*\s*\((?:[^"'`(){}]|"[^"]{0,500}"|'[^']{0,500}'|`[^`]{0,500}`)*+\)\s*"""
ZOLA = re.compile(rf"\{{\{{(?P<inline>{CALL})\}}\}}|\{{%(?P<open>{CALL})%\}}|\{{%(?P<end>\s*end\s*)%\}}", re.A)
LIQUID = re.compile(r"\{\{|\{%")
FENCED = re.compile(r"(^ *`{3,}.*?^ *`{3,}$)", re.S | re.M)
INVISIBLE = "\u200b"  # zero-width space, for programs without an escape for a single opening sign
ZOLA_KEYS = ("title", "description", "date", "draft", "aliases", "authors")


class Profile(NamedTuple):
    """``names``: the style of file names. ``front``: changes our front matter to the program's. ``body``: the same
    for the text. ``folder``: the folder for a page's file, from its front matter.
    """

    names: str
    front: Callable[[Record, Values], Values]
    body: Callable[[str], str] = str
    folder: Callable[[Values], str] = lambda values: ""


def render(record: Record, profile: Profile) -> tuple[str, str]:
    """Return ``record``, whose text is Markdown, as a document, and the folder for it."""
    values = profile.front(record, md.front_matter(record))
    return md.through_library(values, profile.body(record.text)), profile.folder(values)


def _obsidian(record: Record, values: Values) -> Values:
    """Return the front matter with the title as an alias if no file name can hold it, as ``AC/DC: a life``."""
    if record.title and file_name(record, "", "title") != record.title:
        return _with(values, aliases=[record.title])
    return values


def _hugo(record: Record, values: Values) -> Values:
    values = _dated(record, values)
    return _with(values, title=_title(record), tags=_unique(record.tags), aliases=_aliases(record))


def _jekyll(record: Record, values: Values) -> Values:
    values = _dated(record, values)
    values.pop("draft", None)  # a file in _drafts is a draft
    return _with(
        {"layout": "post", **values}, title=_title(record), tags=_unique(record.tags), redirect_from=_aliases(record)
    )


def _quarto(record: Record, values: Values) -> Values:
    """Return the front matter with topics as Quarto's categories."""
    if "issued" in values:
        values = _dated(record, values)
    categories = _unique((*record.categories, *record.topics))
    return _with(values, title=_title(record), categories=categories, aliases=_aliases(record))


def _zola(record: Record, values: Values) -> Values:
    """Return the front matter with keys unknown to Zola, which it refuses, under ``extra``."""
    values = _dated(record, values)
    values = _with(values, title=_title(record), aliases=_aliases(record), authors=values.pop("author", None))
    taxonomies = _with({}, tags=_unique(record.tags), categories=values.pop("categories", None))
    values.pop("tags", None)
    known = {key: values.pop(key) for key in ZOLA_KEYS if key in values}
    return _with(known, taxonomies=taxonomies, extra=values)


def _with(values: Values, **more: Any) -> Values:
    return values | {key: value for key, value in more.items() if value}


def _title(record: Record) -> str:
    return record.title or called(record) or record.id


def _unique(values: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(values))


def _dated(record: Record, values: Values) -> Values:
    """Return the front matter with a whole day as its date, or as a draft."""
    if "date" in values:
        return values
    known = (record.date or "")[:7]
    try:
        day = date.fromisoformat((known + "-01-01")[:10] if known else (record.captured or "")[:10])
    except ValueError:
        return _with(values, draft=True)
    return _with(values, date=day, date_from=None if known else "captured")


def _aliases(record: Record) -> list[str]:
    """Return the path of the page's URL in a list; none for a home page or an address with a query."""
    place = re.sub(r"^[a-z]+://[^/?#]*", "", record.url or "", flags=re.I).partition("#")[0]
    if "?" in place or not ALIAS.fullmatch(place) or ".." in place or re.fullmatch(r"/(?:index|default)\.\w+", place):
        return []
    return [place]


def _hugo_body(text: str) -> str:
    """Return text with shortcodes as comments, which Hugo shows; a single opening sign gets a zero-width space."""
    commented = SHORTCODE.sub(
        lambda found: f"{{{{</*{found[1]}*/>}}}}" if found[2] is None else f"{{{{%/*{found[2]}*/%}}}}", text
    )
    return OPEN_SHORTCODE.sub(INVISIBLE + "{", commented)


def _jekyll_body(text: str) -> str:
    """Return text with Liquid tags made literal, without backslashes, which would be visible in code."""
    parts = FENCED.split(text)
    parts[::2] = [part.replace("{\\%", "{%") for part in parts[::2]]
    return LIQUID.sub(r"{% raw %}\g<0>{% endraw %}", "".join(parts))


def _zola_body(text: str) -> str:
    """Return text with shortcodes as comments; those with a body only if closed, as they are text to Zola otherwise."""
    found = list(ZOLA.finditer(text))
    acting, opened = [], None
    for match in found:
        if match["inline"] and not opened:
            acting.append(match)
        elif match["open"] and not opened:
            opened = match
        elif match["end"] and opened:
            acting += [opened, match]
            opened = None
    parts, done = [], 0
    for match in acting:
        said = match[0]
        parts += [text[done : match.start()], f"{said[:2]}/*{said[2:-2]}*/{said[-2:]}"]
        done = match.end()
    return "".join(parts) + text[done:]


def _jekyll_folder(values: Values) -> str:
    return "_posts/" if "date" in values else "_drafts/"


def _quarto_body(text: str) -> str:
    return QUARTO.sub(r"{{{<\1>}}}", text)


PROFILES = {
    "obsidian": Profile("title", _obsidian),
    "hugo": Profile("slug", _hugo, _hugo_body),
    "jekyll": Profile("date-title", _jekyll, _jekyll_body, _jekyll_folder),
    "quarto": Profile("slug", _quarto, _quarto_body),
    "zola": Profile("slug", _zola, _zola_body),
}
