"""Tell from its other dates whether a page writes days before months.

Used by ``dateline.py`` and ``opening.py`` for dates such as 05/09/2016, and by ``learn``.
"""

from archtool.startup.patterns import lazy

_BEHIND_DAY = lazy(r"/([0-9]{1,2})/[0-9]{4}(?!\d)")  # in 28/05/2018: a cheap test before the full one
_DIGITS = "0123456789"
_MONTHS, _OTHER_DAYS = range(1, 13), range(13, 32)


def day_first_of(body: str) -> bool | None:
    """Return whether the page writes days before months, if another date on it decides that."""
    day = month = False
    for found in _BEHIND_DAY.finditer(body):
        slash = found.start()
        start = len(body[max(slash - 3, 0) : slash].rstrip(_DIGITS)) + max(slash - 3, 0)
        before = body[start - 1 : start]
        if not 0 < slash - start < 3 or before == "/" or before.isdecimal():
            continue
        first, second = int(body[start:slash]), int(found[1])
        day = day or (first in _OTHER_DAYS and second in _MONTHS)
        month = month or (first in _MONTHS and second in _OTHER_DAYS)
        if day and month:
            break
    return None if day == month else day
