"""Cleaning from Python: a page as text, as bytes or from a reader in, its record or its blocks out.

``clean`` and ``explain`` take one page, ``clean_file`` takes a file, an archive or a folder. The processes of ``run/``
call :func:`cleaned` for each of their pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from archtool.api.reading import Errors, PageFormat, as_page, read
from archtool.api.settings import Path, checked
from archtool.errors import PageError, UsageError
from archtool.model import Examination, Failure, Page, Record, Settings, Skipped

if TYPE_CHECKING:
    from archtool.readers import ReadOptions
    from archtool.report.ledger import Row

T = TypeVar("T")
DEFAULT = Settings()
NO_MEMORY = "SelectolaxError"  # what the parser of HTML raises where it gets no memory, and nowhere else


@overload
def clean(
    page: str | bytes | Page,
    settings: Settings = DEFAULT,
    *,
    url: str | None = None,
    captured: str | None = None,
    format: PageFormat = "auto",
    errors: Literal["raise"] = "raise",
) -> Record: ...


@overload
def clean(
    page: str | bytes | Page,
    settings: Settings = DEFAULT,
    *,
    url: str | None = None,
    captured: str | None = None,
    format: PageFormat = "auto",
    errors: Literal["return"],
) -> Record | Failure: ...


def clean(
    page: str | bytes | Page,
    settings: Settings = DEFAULT,
    *,
    url: str | None = None,
    captured: str | None = None,
    format: PageFormat = "auto",
    errors: Errors = "raise",
) -> Record | Failure:
    """Return the record of one page: HTML or a text dump, or a page that :func:`read` found.

    ``url``: the address of the page, against which its links are resolved. ``captured``: when it was archived, such as
    ``"2021-03-04T05:06:07Z"``. ``format``: ``"html"`` or ``"text"`` where the page itself does not show it. Bytes are
    decoded as a browser would; a record that archtool wrote is converted and not cleaned again.

    With ``errors="return"``, what cannot be cleaned is a :class:`Failure`; otherwise it raises :class:`PageError`.

    >>> import archtool
    >>> page = "<title>Spring tides</title><h1>Spring tides</h1><p>The <a href='/harbour'>harbour</a> is closed.</p>"
    >>> record = archtool.clean(page, url="http://example.org/tides")
    >>> record.title, record.text, record.url
    ('Spring tides', 'The harbour is closed.', 'http://example.org/tides')
    >>> print(archtool.clean(page, archtool.settings(markup="md"), url="http://example.org/tides").text)
    The [harbour](http://example.org/harbour) is closed.
    """
    checked(settings)
    found = as_page(page, url, captured, format)
    result: Record | Failure = _result(found, lambda each: cleaned(each, settings)[0], errors)
    return result


def cleaned(page: Page, settings: Settings) -> tuple[Record, Examination | None]:
    """Return the record of a page, and its blocks unless it is one of our own records, read back."""
    if page.record is not None:
        return _converted(page.record, settings), None
    from archtool.pipeline import examine
    from archtool.record import gather

    examination = examine(page, settings)
    return gather(examination, settings), examination


def _converted(record: Record, settings: Settings) -> Record:
    """Return a record as it would be if it had been cleaned with these settings, as far as it is known."""
    if record.markup != settings.markup:
        from archtool.markdown.escape import in_markup

        record = in_markup(record, settings.markup)
    if settings.vocabulary is None or not record.topics:
        return record
    return record._replace(tags=tuple(settings.vocabulary.tag(label, record.lang) for label in record.topics))


def explain(
    page: str | bytes | Page,
    settings: Settings = DEFAULT,
    *,
    url: str | None = None,
    format: PageFormat = "auto",
    sources: bool = False,
) -> list[Row]:
    """Return a row for every block of a page: kept, a field or removed, by which rule.

    With ``sources``, rows follow for each value that the page gave for a key of the record. Raises :class:`PageError`
    for what cannot be read, and for a record, which has no blocks.

    >>> import archtool
    >>> page = "Spring tides\\n\\nThe harbour is closed from Monday to Friday because of the tides."
    >>> for row in archtool.explain(page):
    ...     print(row.fate, row.rule, row.text[:21])
    field:title title/heading Spring tides
    kept  The harbour is closed
    """
    from archtool.report.ledger import rows
    from archtool.report.ledger import sources as values

    checked(settings)
    found = as_page(page, url, None, format)
    if isinstance(found, Page) and found.record is not None:
        raise PageError(Failure(found.origin, "a record: it has no blocks to explain"))
    examination = _result(found, lambda each: cleaned(each, settings)[1], "raise")
    return [*rows(examination), *(values(examination) if sources else ())]


@overload
def clean_file(
    path: Path,
    settings: Settings = DEFAULT,
    *,
    options: ReadOptions | None = None,
    errors: Literal["raise"] = "raise",
) -> Iterator[Record]: ...


@overload
def clean_file(
    path: Path, settings: Settings = DEFAULT, *, options: ReadOptions | None = None, errors: Literal["return"]
) -> Iterator[Record | Failure]: ...


def clean_file(
    path: Path,
    settings: Settings = DEFAULT,
    *,
    options: ReadOptions | None = None,
    errors: Errors = "raise",
) -> Iterator[Record | Failure]:
    """Yield a record for each page of a file, an archive or a folder, in order.

    With ``errors="return"``, a page that fails is yielded as a :class:`Failure` and the next one follows; otherwise the
    first failure raises :class:`PageError`. What is no page (a redirect, a picture) is passed over: :func:`read` tells.

    >>> import archtool
    >>> for record in archtool.clean_file("crawl.warc.gz"):
    ...     print(record.captured, record.title)
    2021-03-04T05:06:07Z spring
    2021-03-04T05:06:07Z autumn
    2023-03-04T05:06:07Z spring
    """
    checked(settings)
    for item in read(path, options):
        if not isinstance(item, Skipped):
            yield _result(item, lambda each: cleaned(each, settings)[0], errors)


def _result(found: Page | Failure, work: Callable[[Page], Any], errors: str) -> Any:
    if errors not in ("raise", "return"):
        raise UsageError(f"errors={errors!r}: choose one of raise, return")
    if isinstance(found, Page) and errors == "raise":
        return work(found)
    result = guarded(found, lambda: work(found)) if isinstance(found, Page) else found
    if isinstance(result, Failure) and errors == "raise":
        raise PageError(result)
    return result


def guarded(page: Page, work: Callable[[], T]) -> T | Failure:
    """Return ``work()``; an error in it is the failure of this page and stops no other."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except Exception as error:  # a bug: say where it is, and go on
        if type(error).__name__ == NO_MEMORY:
            raise MemoryError from error
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f" ({place.tb_frame.f_code.co_name}, line {place.tb_lineno})" if place else ""
        return Failure(page.origin, f"internal error: {type(error).__name__}: {error}{where}")
