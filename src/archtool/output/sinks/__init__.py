"""Sinks: the places for the records of ``clean`` after the writers have rendered them.

Text goes to standard output, into one file (``text.py``), or into a file for each record (``directory.py``). A format
that is not text names in ``FORMAT.store`` a module of this folder, which makes its file from the lines of JSON that
``render`` returned, collected by ``spooled.py``. Such a format needs ``-o FILE``.

The life of a sink: ``open``, then ``write`` for each record and now and then a ``checkpoint``, ``end``, ``close``.
After a kill at any moment, the next run with ``--resume`` makes the same sink and calls ``open`` with the state that
the latest checkpoint, or ``end``, returned; then only the records after it are written again.
"""

from typing import Any, NamedTuple, Protocol

FOLDER = "\0pictures/"  # placeholder, in a note, of the folder of copied pictures; the sink inserts the relative path


class Files(NamedTuple):
    """Pictures to put beside a note, by file name, and the number of others that were not found."""

    found: tuple[tuple[str, bytes], ...] = ()
    missing: int = 0


class Cleaned(NamedTuple):
    """A rendered record as a process hands it over, with its file name and its lines of the ledger.

    ``text``: the result of the format's ``render``. ``name`` and ``id`` are empty where records have no files of their
    own. ``lacks``: which of title, date and text the page lacks. ``files``: pictures to put beside the notes.
    """

    text: Any
    name: str = ""
    ledger: str = ""
    id: str = ""
    lacks: tuple[str, ...] = ()
    files: Files = Files()


class Sink(Protocol):
    """A place for records. Every method raises :class:`OutputError`, with a message of one line, if the system refuses.

    Nothing appears at the place before ``close``, or each record appears whole.
    """

    def open(self, state: Any = None) -> None:
        """Begin; or continue from ``state``, discarding whatever was written after it.

        A state returned by ``end`` may come from a run killed during or after ``close``.
        """

    def write(self, cleaned: Cleaned) -> str | None:
        """Take one record; return a message for the user, or ``None``."""

    def checkpoint(self) -> Any:
        """Make durable what was written (flush, fsync); return a JSON value from which to continue.

        Only called in resumable runs.
        """

    def end(self) -> Any:
        """Write what follows all records; in a resumable run, make it durable. Return a state, too."""

    def close(self) -> None:
        """Put the result in its place. Must be repeatable after ``open`` with a state returned by ``end``."""

    def phrases(self) -> list[str]:
        """Return, after ``close``, phrases for the summary of the run."""

    def discard(self) -> None:
        """Abandon the output, leaving nothing incomplete, even if ``open`` failed or was never called.

        In a resumable run: close what is open, and leave what the next run continues from.
        """
