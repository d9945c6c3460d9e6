"""The terminal: whether there is one, what may be printed on it, colours and tables. The only user of Rich.

Colour is a matter of ``isatty`` alone: Rich takes FORCE_COLOR for a terminal, and would cut tables in a pipe.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

# C0 without tab and newline, DEL, C1: what moves cursors, rings bells and renames windows.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def is_terminal(stream: IO[Any] | None) -> bool:
    """Whether ``stream`` is a terminal; a closed or missing one is not."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def without_controls(text: str) -> str:
    """Return ``text`` with control characters, but not tabs and newlines, as visible escapes such as ``\\x1b``."""
    return CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def visible(text: str) -> str:
    """Return ``text`` on one line, with every control character as a visible escape."""
    return without_controls(text).replace("\n", "\\n").replace("\t", "\\t")
