"""Sinks: where the records of ``clean`` go, one kind of place each; what writers render ends here.

Text goes to standard output, into one file (``text.py``), or into a file for each record (``directory.py``). A format
that is no text names in ``FORMAT.store`` a module of this folder, which makes the file of what the format's ``render``
returned: lines of JSON, collected by ``spooled.py``. Such a format needs ``-o FILE``.

The life of a sink: ``open``, then ``write`` for each record and a ``checkpoint`` now and then, ``end``, ``close``.
After a kill at any moment the next run with ``--resume`` makes the same sink and calls ``open`` with the state that the
latest checkpoint, or ``end``, returned; then only the records behind it are written again.
"""

from typing import Any, NamedTuple, Protocol

FOLDER = "\0pictures/"  # of copied pictures, in the text of a note: how far it is from there, the sink knows


class Files(NamedTuple):
    """Pictures that go beside a note, by the names of their files, and how many others were not found."""

    found: tuple[tuple[str, bytes], ...] = ()
    missing: int = 0


class Cleaned(NamedTuple):
    """A record as a process hands it over: rendered, with the name of its file and its lines of the ledger.

    ``text``: what the format's ``render`` returned. ``name`` and ``id`` are empty where records have no files of their
    own. ``lacks``: which of title, date and text the page has not. ``files``: pictures to put beside the notes.
    """

    text: Any
    name: str = ""
    ledger: str = ""
    id: str = ""
    lacks: tuple[str, ...] = ()
    files: Files = Files()


class Sink(Protocol):
    """A place for records. Every method raises :class:`OutputError` where the system refuses; its message is one line.

    Nothing is seen at the place itself before ``close``, or each record is seen whole.
    """

    def open(self, state: Any = None) -> None:
        """Begin; or go on from ``state``, and drop whatever was written behind it.

        A state of ``end`` may stand for a run that was killed in the middle of ``close``, or behind it.
        """

    def write(self, cleaned: Cleaned) -> str | None:
        """Take one record; return what the user has to be told about it, if anything."""

    def checkpoint(self) -> Any:
        """Make durable what was written (flush, fsync); return a JSON value from which to go on.

        Only called where the run can be resumed.
        """

    def end(self) -> Any:
        """Write what stands behind all records; where the run can be resumed, make it durable. Return a state, too."""

    def close(self) -> None:
        """Complete: put the result in its place. After ``open`` with a state of ``end``, once more without harm."""

    def told(self) -> list[str]:
        """After ``close``: what the summary of the run has to say of the place, in a few words each."""

    def discard(self) -> None:
        """Give up and leave nothing half-done, however far it came, also where ``open`` failed or was never called.

        Of a run that can be resumed: close what is open, and leave for the next run what it goes on with.
        """
