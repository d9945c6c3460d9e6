"""Plain-text dumps: the file is the page."""

from __future__ import annotations

from collections.abc import Iterator

from archtool.model import Failure, Page, Skipped
from archtool.readers._body import to_page
from archtool.readers._sniff import JSON_OBJECT, no_page
from archtool.readers._streams import read_capped
from archtool.readers._types import Source

JSON_SUFFIXES = (".json", ".jsonl", ".geojson", ".webmanifest")


def read(source: Source, format: str = "text") -> Iterator[Page | Failure | Skipped]:
    """Yield the one page of a dump, or why it cannot be read."""
    data, cut = read_capped(source.stream, source.options.max_bytes)
    if cut:
        yield Failure(source.origin, f"larger than {source.options.max_bytes} bytes: not read")
        return
    if data.startswith(b"HTTP/"):
        from archtool.readers._capture import saved_response
        from archtool.readers._http import begins

        if begins(data):
            yield from saved_response(data, source.origin, source.options)
            return
    kind = no_page(data[:512])
    if not kind and data.lstrip()[:1] in (b"{", b"["):
        # A dump may begin with a brace, but a file named as JSON is not a dump, and JSON that holds HTML no page.
        is_named = str(source.origin).endswith(JSON_SUFFIXES)
        kind = "JSON" if is_named or (format == "html" and JSON_OBJECT.match(data.lstrip())) else None
    if kind:
        yield Skipped(source.origin, kind)
        return
    yield to_page(data, source.origin, format=format)
