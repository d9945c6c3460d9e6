"""The exceptions that stop a run: each carries one line for the user and an exit code.

The commands and the modules that do input and output raise them; ``cli/main.py`` alone turns them into exit codes.
A page that cannot be read stops nothing: it becomes a ``Failure`` value.
"""

from __future__ import annotations

TYPE_CHECKING = False  # not from typing, whose import takes longer than this module
if TYPE_CHECKING:
    from archtool.model import Failure


class Stop(Exception):  # noqa: N818 - it ends a run; it is not always an error of the program
    """The run cannot go on: the message is printed on one line."""

    status = 1


class UsageError(Stop):
    """The command line, a setting, the configuration or a rules file cannot be used.

    >>> import archtool
    >>> archtool.clean("https://example.org/tides")
    Traceback (most recent call last):
    archtool.errors.UsageError: https://example.org/tides: an address; archtool fetches nothing: give the page itself, \
and its address as url=
    """

    status = 2


class OutputError(Stop):
    """A result cannot be written; what was written before stays.

    >>> import archtool
    >>> try:
    ...     archtool.write(archtool.clean_file("page.mhtml"), "/dev/null/records.jsonl")
    ... except archtool.OutputError as error:
    ...     print(error)
    /dev/null/records.jsonl: File exists
    """


class PageError(Stop):
    """A page cannot be read or cleaned. ``failure`` says where it is and why, as the API returns it on request.

    >>> import archtool
    >>> try:
    ...     archtool.clean(b"\\x89PNG\\r\\n\\x1a\\n\\x00\\x00")
    ... except archtool.PageError as error:
    ...     print(error.failure.message)
    no page but image/png; archtool.clean_file() reads archives
    """

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure

    def __reduce__(self) -> tuple[type[PageError], tuple[Failure]]:
        """Support pickling, by which it passes from one process to another."""
        return type(self), (self.failure,)


def temporary(error: OSError) -> str:
    """Return why the system refused a temporary file, with the directory, which a user would not think of."""
    from tempfile import gettempdir

    try:
        return f"temporary directory {gettempdir()}: {reason(error)}"
    except OSError:  # no directory is usable, and the message lists those tried
        return reason(error)


def reason(error: OSError) -> str:
    """Return why the operating system refused, without error number and path."""
    return error.strerror or str(error)
