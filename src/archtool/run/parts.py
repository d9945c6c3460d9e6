"""Join the results of the parts of one file, from several processes, to those of the whole.

``batch.py`` calls this. A large WARC is cut where a record seems to begin. If its responses hold another WARC, a part
may begin inside that: then the part in front of it ends elsewhere. The results of such a part are dropped, and its
bytes are read again. So one process and many give the same results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from archtool.readers import NOTHING, Part, PartEnd

Again = Callable[[Part], Iterable[Any]]


def joined(results: Iterable[Any], again: Again) -> Iterator[Any]:
    """Yield ``results`` with a mark in front of those of each part, and without the marks at their ends.

    ``again`` returns the results of a part, with their marks.
    """
    end: PartEnd | None = None
    dropping = False
    for result in results:
        if isinstance(result, Part):
            dropping = end is not None and end.path == result.path and result.begin > 0 and not _continues(end, result)
            if not dropping:
                yield result
            elif end is not None and _reaches(result, end):
                for item in again(result._replace(begin=end.next, fields=end.fields)):
                    if isinstance(item, PartEnd):
                        end = item
                    else:
                        yield item
        elif isinstance(result, PartEnd):
            end = end if dropping else result
            dropping = False
        elif not dropping:
            yield result


def _continues(end: PartEnd, part: Part) -> bool:
    return (end.next, end.fields) == (part.begin, part.fields)


def _reaches(part: Part, end: PartEnd) -> bool:
    """Whether unread records begin before the end of ``part``."""
    return end.next != NOTHING and (part.end is None or end.next < part.end)
