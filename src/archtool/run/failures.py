"""Lists of failures (``--failures``): a line each, with origin and message. ``--files-from`` takes one as inputs.

An origin is the path of what failed: a file, or the record of an archive (``crawl.warc.gz:10432``).
"""

from __future__ import annotations

import os
import re

from archtool.model import Failure
from archtool.output.tables import ESCAPES
from archtool.output.targets import table_format

MEANT = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
ESCAPED = re.compile(r"\\(?:([\\tnr])|u(d[89a-f][0-9a-f]{2}))")  # the latter stand for bytes that are not UTF-8


def render(failure: Failure, path: str | None) -> str:
    """Return the line for one failure in the list at ``path``: JSON if that ends in ``.jsonl``, else TSV."""
    if table_format(path) == "jsonl":
        from json import dumps

        return dumps({"origin": str(failure.origin), "message": failure.message}, ensure_ascii=False) + "\n"
    return f"{str(failure.origin).translate(ESCAPES)}\t{failure.message.translate(ESCAPES)}\n"


def origin_of(line: bytes) -> bytes:
    """Return the origin in a line of a list of failures."""
    if line.startswith(b"{"):
        from json import loads

        try:
            return os.fsencode(loads(os.fsdecode(line))["origin"])
        except (ValueError, KeyError, TypeError):  # a file name may begin like this
            pass
    return os.fsencode(_meant(os.fsdecode(line.partition(b"\t")[0])))


def _meant(cell: str) -> str:
    return ESCAPED.sub(lambda match: MEANT[match[1]] if match[1] else chr(int(match[2], 16)), cell)
