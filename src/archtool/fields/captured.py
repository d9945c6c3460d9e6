"""Convert times of capture, as archives write them in their banners, to RFC 3339 in UTC."""

from __future__ import annotations

from archtool.fields.dates import find_dates
from archtool.startup.patterns import lazy

_TIME = lazy(r"(\d{1,2}):(\d\d)(?::(\d\d))?")
_STAMP = lazy(r"\d{14}")


def moment(text: str) -> str | None:
    """Return the moment that ``text`` names, or the day where it has no time; ``None`` where it has no date.

    >>> moment("15:29:26 Jan 22, 2019"), moment("20190122152926")
    ('2019-01-22T15:29:26Z', '2019-01-22T15:29:26Z')
    """
    stamp = _STAMP.search(text)
    if stamp:
        digits = stamp.group()
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"
    dates = find_dates(text)
    if not dates or not dates[0].iso:
        return None
    time = _TIME.search(text)
    if not time or len(dates[0].iso) < 10:
        return dates[0].iso
    return f"{dates[0].iso}T{int(time.group(1)):02}:{time.group(2)}:{time.group(3) or '00'}Z"
