"""Write ``metadata.json`` beside a database for ``--for datasette``: it describes the tables to Datasette.

It has descriptions of tables and columns, facets, page sizes and sort orders. The file may describe other databases,
too; what somebody has written about this one stays.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator
from typing import Any

from archtool.errors import UsageError
from archtool.output.sinks import sqlite
from archtool.output.streams import write_file

FILE = "metadata.json"
SIZE = 50  # rows of a list
FACETS = ["site", "lang", "year", {"array": "tags"}, {"array": "categories"}]
COLUMNS = {  # those whose name does not explain them; each is a line above the list
    "id": "the same page has the same id in every run",
    "date": "when the page was published: a day, a month or a year",
    "archived": "1 where the publisher itself says that the page is archived",
    "removed": "how many blocks of the page each rule left out",
}
TABLES: dict[str, dict[str, Any]] = {
    "pages": {
        "description": "A row for each page; its text is in the table texts. The search looks into the texts, too.",
        "sort_desc": "date",
        "size": SIZE,
        "facets": FACETS,
        "label_column": "title",
        "columns": COLUMNS,
    },
    "searched": {"hidden": True},  # the tables behind the search
    "texts": {"description": "The text of each page.", "size": 10},
    "topics": {"description": "Each topic with its tag.", "sort": "name", "size": 100, "label_column": "name"},
    "page_topic": {
        "description": "Which page has which topic, in which list of the page.",
        "size": 100,
        "facets": ["group_name"],
    },
    "removals": {"description": "How many blocks each rule left out, page by page.", "size": 100, "facets": ["rule"]},
    "tags": {"description": "How many pages have each tag, and how the topic is written.", "size": 100},
    "rules": {"description": "How many pages and blocks each rule left something out of.", "size": 100},
}
IS_DIRECTORY = False


def check(path: str) -> None:
    """Refuse a database that is not ours, and a ``metadata.json`` to which nothing can be added."""
    sqlite.check(path)
    _known(_beside(path))


def make(rows: Iterable[Any], path: str, temporary: str, new: bool) -> list[str]:
    """Make the database, and describe it in ``metadata.json``. Raises :class:`OutputError`."""
    phrases = sqlite.make(rows, path, temporary, new)
    beside, name = _beside(path), os.path.splitext(os.path.basename(path))[0]
    known = _known(beside)
    if name not in known.get("databases", {}):
        write_file(beside, described(known, name))
    return phrases


def leftovers(temporary: str) -> Iterator[str]:
    """Yield the files that :func:`make` may leave when interrupted."""
    return sqlite.leftovers(temporary)


def described(known: dict[str, Any], name: str) -> str:
    """Return ``known`` with the description of the database ``name``."""
    from json import dumps

    databases = known.setdefault("databases", {})
    databases[name] = {"description": "Archived web pages, cleaned by archtool.", "tables": TABLES}
    return dumps(known, ensure_ascii=False, indent=2) + "\n"


def _known(path: str) -> dict[str, Any]:
    """Return the contents of the file. Raises :class:`UsageError` if it is something else."""
    from json import load

    try:
        if os.path.exists(path) and not os.path.isfile(path):  # opening a pipe would wait for a writer
            raise UsageError(f"{FILE} beside it is no regular file: move it away")
        with open(path, encoding="utf-8") as file:
            found = load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{FILE} beside it cannot be added to: {getattr(error, 'strerror', None) or error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("databases", {}), dict):
        raise UsageError(f"{FILE} beside it is no metadata of Datasette: move it away")
    return found


def _beside(path: str) -> str:
    return os.path.join(os.path.dirname(path), FILE)


def command(path: str) -> str:
    """Return the command that shows the database ``path`` in a browser."""
    return shlex.join(["datasette", path, "--metadata", _beside(path)])
