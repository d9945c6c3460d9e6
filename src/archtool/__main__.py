"""The way in for ``archtool`` and ``python -m archtool``.

Ctrl-C before the command line has begun to run, while modules are still imported, ends without a traceback, too.
"""

import sys

TYPE_CHECKING = False  # as typing has it, whose import takes a third of the time of --version
if TYPE_CHECKING:
    from types import TracebackType


def _told(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _told

from archtool.cli.main import main  # noqa: E402

__all__ = ["main"]

if __name__ == "__main__":
    main()
