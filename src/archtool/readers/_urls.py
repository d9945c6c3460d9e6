"""Bring addresses and times of captures, as tools write them, into the form that records have."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from archtool.artefacts.controls import without_controls
from archtool.startup.patterns import lazy

ONE_SLASH = lazy(r"(https?|ftp):/(?=[^/])", re.I)
DIGITS = lazy(r"\d{8,20}")
SHORT = lazy(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-([0-3]\d))?)?")
ISO = lazy(r"(\d{4})-(\d\d)-(\d\d)(?!\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d))?)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?")


def clean_url(url: str | None) -> str | None:
    """Return a URL without what tools do to it: wget's brackets, one slash for two, unescaped blanks, default ports."""
    if not url:
        return None
    url = without_controls(url).strip()
    if url.startswith("<") and url.endswith(">"):
        url = url[1:-1].strip()
    if "://" not in url and ":/" in url:
        url = ONE_SLASH.sub(r"\1://", url, count=1)
    if ":80" in url or ":443" in url:
        from archtool.artefacts.addresses import without_usual_port  # imported here, since few captures need it

        url = without_usual_port(url)
    return "%20".join(url.split()) or None


def when(text: str | None) -> str | None:
    """Return a capture time as RFC 3339 in UTC, from an ISO date, 14 digits, or a date of mail or JavaScript.

    Missing minutes or seconds count as zero. A day, a month or a year alone is returned as such. ``None`` for nonsense,
    and for a date without a year.
    """
    text = (text or "").strip()
    if DIGITS.fullmatch(text):
        digits = text[:14].ljust(14, "0")
        text = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"
    if len(text) == 20 and text.endswith("Z"):
        try:
            return datetime.fromisoformat(text[:19]).isoformat() + "Z"
        except ValueError:
            return None
    if SHORT.fullmatch(text):
        return _short(text)
    match = ISO.match(text)
    if match:
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
        return _utc(year, month, day, hour, minute, second, match[7])
    return mail_date(text)


def _short(text: str) -> str | None:
    try:
        datetime.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return None
    return text


def _utc(year: int, month: int, day: int, hour: int, minute: int, second: int, zone: str | None) -> str | None:
    offset = "+00:00" if zone in (None, "Z") else zone
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59))
        aware = datetime.fromisoformat(f"{moment.isoformat()}{offset}")
        return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None


def mail_date(text: str) -> str | None:
    """Return an RFC 2822, HTTP or JavaScript date (``Thu May 07 2026 08:52:27 GMT-0400 (EDT)``) as RFC 3339 in UTC."""
    if not text:
        return None
    from email.utils import parsedate_to_datetime

    script = re.match(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d)(?: GMT)?([+-]\d{4})?", text)
    if script:
        text = f"{script[2]} {script[1]} {script[3]} {script[4]} {script[5] or '+0000'}"
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def http_date(text: str) -> str | None:
    """Return the day of an HTTP ``Last-Modified`` as an ISO date."""
    stamp = mail_date(text)
    return stamp[:10] if stamp else None
