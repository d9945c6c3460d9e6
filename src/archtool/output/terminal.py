"""The terminal: whether there is one, what may be printed on it, colours and tables. The only user of Rich.

Colour is a matter of ``isatty`` alone: Rich takes FORCE_COLOR for a terminal, and would cut tables in a pipe.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import IO, Any

# C0 without tab and newline, DEL, C1: what moves cursors, rings bells and renames windows.
# Signs that turn the direction of what follows are shown, too: ``abc`` would stand there as ``cba``.
TURNS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
CONTROLS = {
    **{code: f"\\x{code:02x}" for code in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))},
    **{code: f"\\u{code:04x}" for code in TURNS},
}
STYLES = {"field": "cyan", "value": "cyan", "removed": "red", "unused": "bright_black", "doubt": "yellow"}
WIDEST = 100  # columns: longer lines of prose are hard to read


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
    """Print one line on standard error, whatever is in the message and even if nobody listens."""
    try:
        print(f"archtool: {visible(message)}", file=sys.stderr)
    except (OSError, ValueError):
        pass


def painter() -> Callable[[str], str]:
    """Return what colours lines of the ledger: by fate, and a doubt as a doubt. Nothing but colour is added."""
    from rich.console import Console
    from rich.style import Style

    console = Console(force_terminal=True)  # it knows what TERM, COLORTERM and NO_COLOR mean
    system = None if console.no_color else console._color_system
    styles = {name: Style.parse(style) for name, style in STYLES.items()}

    def paint(text: str) -> str:
        return "".join(map(line, without_controls(text).split("\n")[:-1]))

    def line(text: str) -> str:
        cells = text.split("\t")
        style = styles.get("doubt" if cells[2].startswith("doubt/") else cells[1].partition(":")[0])
        return (style.render(text, color_system=system) if style else text) + "\n"

    return paint


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as wide as the terminal; long cells are folded, none is cut."""
    from io import StringIO

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(column, overflow="fold", justify="right" if column == "pages" else "left")
    for row in rows:
        drawn.add_row(*(Text(visible(cell)) for cell in row))
    console = Console(file=StringIO(), force_terminal=True, width=_width())
    console.print(drawn)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def rendered(markdown: str) -> str:
    """Return Markdown of our own as it looks on a terminal, with headings, tables and code in colour."""
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(file=StringIO(), force_terminal=True, width=min(_width(), WIDEST))
    console.print(Markdown(markdown, code_theme="ansi_dark"))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def _width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def shows_progress(quiet: bool, output: str | None) -> bool:
    """Whether to show progress: somebody looks at standard error, and no results appear between."""
    return not quiet and is_terminal(sys.stderr) and (output not in (None, "-") or not is_terminal(sys.stdout))


class Progress:
    """How far a run is, on one line of standard error that is rewritten a few times a second.

    ``total``: the stored bytes of all inputs, where they are known.
    """

    def __init__(self, total: int | None = None) -> None:
        from time import monotonic

        self._now = monotonic
        self._begun = monotonic()
        self._next = self._begun + 0.5
        self._total = total
        self._shown = False

    def show(self, pages: int, failed: int = 0, position: int = 0) -> None:
        """Show that ``pages`` are done, and ``position`` bytes of the input read, if it is time to."""
        now = self._now()
        if now < self._next:
            return
        self._next = now + 0.2
        self._shown = True
        sys.stderr.write(f"\r{self._line(pages, failed, position, now - self._begun)}\x1b[K")
        sys.stderr.flush()

    def _line(self, pages: int, failed: int, position: int, seconds: float) -> str:
        parts = [f"{pages:,} pages", f"{pages / seconds:,.0f} pages/s"]
        parts += [f"{failed:,} failed"] if failed else []
        if position:
            of_all = f" of {self._total / 1e6:,.1f}" if self._total else ""
            parts.append(f"{position / 1e6:,.1f}{of_all} MB")
        if position and self._total:
            left = int(seconds * max(0, self._total - position) / position)
            parts.append(f"ETA {left // 3600}:{left // 60 % 60:02}:{left % 60:02}")
        return ", ".join(parts)[: _width() - 1]

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False
