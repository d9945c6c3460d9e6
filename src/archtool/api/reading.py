"""Reading from Python: files, archives and folders as pages, and what was given as text or bytes as one page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, overload

from archtool.api.settings import Path
from archtool.errors import PageError, UsageError
from archtool.model import Failure, Origin, Page, Skipped

if TYPE_CHECKING:
    from archtool.readers import ReadOptions

Errors = Literal["raise", "return"]
PageFormat = Literal["auto", "html", "text"]
GIVEN = Origin("")  # where a page is from that is no file
HEAD = 512  # bytes that show what is no page
LONGEST_NAME = 4096  # characters; what is longer is no name of a file


@overload
def read(
    path: Path, options: ReadOptions | None = None, *, errors: Literal["return"] = "return"
) -> Iterator[Page | Failure | Skipped]: ...


@overload
def read(path: Path, options: ReadOptions | None = None, *, errors: Literal["raise"]) -> Iterator[Page]: ...


def read(
    path: Path, options: ReadOptions | None = None, *, errors: Errors = "return"
) -> Iterator[Page | Failure | Skipped]:
    """Yield the pages of a file, an archive or a folder, in order.

    Also a :class:`Failure` for each that cannot be read and a :class:`Skipped` for each that is no page; with
    ``errors="raise"`` pages alone, and the first failure raises :class:`PageError`.

    >>> import archtool
    >>> for item in archtool.read("crawl.warc.gz"):
    ...     print(item.url if isinstance(item, archtool.Page) else item.reason)
    http://example.org/spring
    http://example.org/autumn
    image/png
    revisit of no page at hand
    http://example.org/spring
    """
    from archtool import readers

    if options is not None and not isinstance(options, readers.ReadOptions):
        raise TypeError(f"options are archtool.ReadOptions, not {type(options).__name__}")
    if errors not in ("raise", "return"):
        raise UsageError(f"errors={errors!r}: choose one of raise, return")
    name = os.fspath(path)
    if os.path.isdir(name):
        from archtool.readers.mirror import walk

        entries = walk(name)
    else:
        entries = iter((name,))
    for entry in entries:
        for item in readers.read(entry, options or readers.DEFAULT) if isinstance(entry, str) else (entry,):
            if errors == "return" or isinstance(item, Page):
                yield item
            elif isinstance(item, Failure):
                raise PageError(item)


def as_page(page: str | bytes | Page, url: str | None, captured: str | None, format_: str) -> Page | Failure:
    """Return what was given as a page, or why it is none.

    Raises :class:`UsageError` for what was meant as a path and for a time that is none, and ``TypeError``.
    """
    for name, value in (("url", url), ("captured", captured)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} is a str, not {type(value).__name__}")
    if captured is not None:
        captured = _moment(captured)
    if isinstance(page, Page):
        return page._replace(url=url or page.url, captured=captured or page.captured)
    if format_ not in ("auto", "html", "text"):
        raise UsageError(f"format={format_!r}: choose one of auto, html, text")
    if isinstance(page, str):
        _refuse_name(page)
    elif not isinstance(page, bytes):
        raise TypeError(f"HTML or text as str or bytes, or a Page, not {type(page).__name__}; for a file, clean_file()")
    from archtool.readers._body import to_page

    is_text = isinstance(page, str)
    data = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    if not data:
        return Failure(GIVEN, "empty")
    if not is_text and (kind := _other_kind(data)):
        return Failure(GIVEN, f"no page but {kind}; archtool.clean_file() reads archives")
    return to_page(
        data,
        GIVEN,
        format=None if format_ == "auto" else format_,
        url=url,
        captured=captured,
        http_charset="utf-8" if is_text else None,
    )


def _moment(text: str) -> str:
    """Return a time of capture as records have it. Raises :class:`UsageError` for what is none."""
    from archtool.readers._urls import when

    found = when(text)
    if found is None:
        raise UsageError(f"captured={text!r}: no time such as 2021-03-04T05:06:07Z or 20210304050607")
    return found


def _other_kind(data: bytes) -> str | None:
    """Return what bytes are that are neither HTML nor text."""
    from io import BytesIO

    from archtool.readers._sniff import no_page, recognise

    found = recognise(BytesIO(data))
    return no_page(data[:HEAD]) or (None if found in (None, "html", "text") else found)


def _refuse_name(text: str) -> None:
    """Refuse the name of a file and an address: it would be cleaned as a page of one line."""
    line = text.strip()
    if "\n" in line or "<" in line or not line or len(line) > LONGEST_NAME:
        return
    if line.startswith(("http://", "https://")) and len(line.split()) == 1:
        raise UsageError(f"{line}: an address; archtool fetches nothing: give the page itself, and its address as url=")
    if "\0" not in line and os.path.exists(line):
        raise UsageError(f"{line}: the name of a file; use archtool.clean_file(), or read the file first")
