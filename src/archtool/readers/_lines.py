"""Cut a stream of JSON into its values, one at a time, for the readers of records and of crawls."""

from __future__ import annotations

import io
from collections.abc import Iterator

Piece = tuple[int, str | None]


class Lines:
    """The lines of a stream with their numbers; lines that are too long are cut."""

    def __init__(self, stream: io.TextIOWrapper, limit: int) -> None:
        self._stream = stream
        self.limit = limit
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(self.limit + 1):
            self.number += 1
            yield line
            while line and not line.endswith("\n"):  # the rest of a line that is too long
                line = self._stream.readline(1 << 16)


def objects(lines: Lines) -> Iterator[Piece]:
    """Yield the JSON values of a stream: one a line, or indented ones up to the line that closes them."""
    held: list[str] = []
    size, start, end = 0, 0, ""
    for line in lines:
        if not held:
            bare = line.strip()
            if bare in ("", "[", "]", ","):
                continue
            # A line that was cut must not begin an indented value, which would swallow the good ones behind it.
            if bare not in ("{", "[{") or len(line) > lines.limit:
                yield lines.number, bare.removesuffix(",") if len(line) <= lines.limit else None
                continue
            start, size, end = lines.number, 0, line[: len(line) - len(line.lstrip())] + "}"
        size += len(line)
        held.append(line if size <= lines.limit else "")
        if line.rstrip().removesuffix(",") == end:
            yield start, "".join(held).strip().removesuffix(",") if size <= lines.limit else None
            held = []
    if held:
        yield start, "".join(held)
