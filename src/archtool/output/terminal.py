"""Tell whether there is a terminal, make text safe for it, and show progress. Tables: ``output/drawn.py``."""

from __future__ import annotations

import sys
from typing import IO, Any

# C0 without tab and newline, DEL, C1: they move cursors, ring bells and rename windows.
# Direction overrides are escaped, too: ``abc`` would be shown as ``cba``.
TURNS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
CONTROLS = {
    **{code: f"\\x{code:02x}" for code in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))},
    **{code: f"\\u{code:04x}" for code in TURNS},
}


def is_terminal(stream: IO[Any] | None) -> bool:
    """Whether ``stream`` is a terminal; a closed or missing one is not."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def without_controls(text: str) -> str:
    """Return ``text`` with control characters, but not tabs and newlines, as visible escapes such as ``\\x1b``."""
    return text.translate(CONTROLS)


def visible(text: str) -> str:
    """Return ``text`` on one line, with every control character as a visible escape."""
    return without_controls(text).replace("\n", "\\n").replace("\t", "\\t")


def complain(message: str) -> None:
    """Print one line on standard error, whatever the message contains, and even if nobody reads it."""
    try:
        print(f"archtool: {visible(message)}", file=sys.stderr)
    except (OSError, ValueError):
        pass


def shows_progress(quiet: bool, output: str | None) -> bool:
    """Whether to show progress: standard error is a terminal, and results do not appear on it as well."""
    return not quiet and is_terminal(sys.stderr) and (output not in (None, "-") or not is_terminal(sys.stdout))


class Progress:
    """The progress of a run, on one line of standard error that is rewritten a few times a second.

    ``total``: the stored bytes of all inputs, if known. Rate and time left leave out pages and bytes that were done by
    an earlier run or before the first display.
    """

    def __init__(self, total: int | None = None) -> None:
        from time import monotonic

        self._now = monotonic
        self._begun = monotonic()
        self._next = self._begun + 0.5
        self._total = total
        self._shown = False
        self._first: tuple[int, int] | None = None  # pages and bytes at the first display

    def show(self, pages: int, failed: int = 0, position: int = 0) -> None:
        """Show the pages done and failed, and ``position``, the bytes of the input read, if an update is due."""
        now = self._now()
        if self._first is None:
            self._begun, self._first = now, (pages, position)
        if now < self._next:
            return
        self._next = now + 0.2
        self._shown = True
        sys.stderr.write(f"\r{self._line(pages, failed, position, now - self._begun)}\x1b[K")
        sys.stderr.flush()

    def _line(self, pages: int, failed: int, position: int, seconds: float) -> str:
        from shutil import get_terminal_size

        pages_before, bytes_before = self._first or (0, 0)
        parts = [f"{pages:,} pages"]
        if seconds and pages > pages_before:
            parts.append(f"{(pages - pages_before) / seconds:,.0f} pages/s")
        parts += [f"{failed:,} failed"] if failed else []
        if position:
            of_all = f" of {self._total / 1e6:,.1f}" if self._total else ""
            parts.append(f"{position / 1e6:,.1f}{of_all} MB")
        if self._total and seconds and position > bytes_before:
            left = int(seconds * max(0, self._total - position) / (position - bytes_before))
            parts.append(f"ETA {left // 3600}:{left // 60 % 60:02}:{left % 60:02}")
        return ", ".join(parts)[: get_terminal_size().columns - 1]

    def clear(self) -> None:
        """Erase the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False
