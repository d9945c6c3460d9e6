"""Front matter of Markdown files that other programs wrote: where it ends, and what it says.

``tool_marks.py`` makes its lines blocks of their own, ``judge/front_matter.py`` gives what they say to the record.
Files of our own are read back by ``readers/record.py``. Recognised by what no text begins with: a line ``---``, then
nothing but keys of YAML with their values, among them a title, then the line again.
"""

from __future__ import annotations

import re
from typing import Any

from archtool.startup.patterns import lazy

LONGEST = 1 << 14  # characters
_WHOLE = lazy(
    r"""\ufeff?---[ \t]*\n
        (?P<lines>(?:(?:[A-Za-z_][\w\ -]{0,40}:(?:[ \t][^\n]*)?|[ \t]+[^\n]*|-[ \t][^\n]*|\#[^\n]*|)\n)+?)
        ---[ \t]*(?:\n|\Z)""",
    re.X,
)
_TITLE = lazy(r"(?m)^title:[ \t]*\S")
_PAIR = lazy(r"([A-Za-z_][\w -]{0,40}):[ \t]+(\S.*?)[ \t]*")
_KEY = lazy(r"([A-Za-z_][\w -]{0,40}):(?:\s|$)")


def end_of(body: str) -> int:
    """Return where the front matter of ``body`` ends; 0 where it has none."""
    if not body.startswith(("---", "\ufeff---")):
        return 0
    found = _WHOLE.match(body, 0, LONGEST)
    return found.end() if found and _TITLE.search(found["lines"]) and values(body[: found.end()]) else 0


def values(text: str) -> dict[str, Any]:
    """Return the keys of a front matter with their values: strings, and lists and tables of them."""
    import yaml

    found = _WHOLE.match(text)
    try:
        said = yaml.load(found["lines"], Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)) if found else {}
    except (yaml.YAMLError, RecursionError):  # ``title: Pier: a plan``, which no YAML reader takes, and people write
        pairs = (_PAIR.fullmatch(line) for line in found["lines"].split("\n")) if found else ()
        return {pair[1]: pair[2].strip("\"'") for pair in pairs if pair}
    return {str(key): value for key, value in said.items()} if isinstance(said, dict) else {}


def key_of(line: str) -> str:
    """Return the key that a line of front matter begins with; empty for one that goes on with a value."""
    found = _KEY.match(line)
    return found[1] if found else ""
