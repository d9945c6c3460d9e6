"""The entry point of ``archtool`` and ``python -m archtool``.

Ctrl-C ends without a traceback even while modules are still being imported.
"""

import sys

TYPE_CHECKING = False  # not from typing, whose import takes a third of the time of --version
if TYPE_CHECKING:
    from types import TracebackType


def _in_one_line(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _in_one_line

from archtool.cli.main import main  # noqa: E402

__all__ = ["main"]

if __name__ == "__main__":
    main()
