"""What stops a run, as exceptions that carry one line for the user and the exit code that it means.

Raised by the commands and the modules that touch the outside world; turned into an exit code in ``cli/main.py`` alone.
A page that cannot be read stops nothing and is a ``Failure`` instead.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing has it, whose import takes longer than this module
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
        """As it is sent from one process to another."""
        return type(self), (self.failure,)


def temporary(error: OSError) -> str:
    """Why the system refused something in the directory for temporary files, of which nobody else would think."""
    from tempfile import gettempdir

    try:
        return f"temporary directory {gettempdir()}: {reason(error)}"
    except OSError:  # there is none, and the message says where one was looked for
        return reason(error)


def reason(error: OSError) -> str:
    """Why the operating system refused, without the number and the path."""
    return error.strerror or str(error)
