"""Cut pages that were made to be slow, before they reach the parser.

The parser's time grows with the square of the nesting depth, and of the number of attributes of one element. Browsers
limit the depth, too; pages for readers stay far below the limits here and pass unchanged, at little cost.
"""

from __future__ import annotations

import re

from archtool.startup.patterns import lazy

MANY_TAGS = 20_000  # a page with fewer cannot be nested too deep
SHORTEST_TAG = 3  # characters
DEPTH = 3_000
LONG = 5_000  # characters; a shorter tag cannot hold too many attributes
ATTRIBUTES = 200
MANY_ATTRIBUTES = lazy(
    rf"""[a-zA-Z][^\s>/]*+(?:\s++[\w:.@-]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?+){{{ATTRIBUTES}}}"""
)
NAME = lazy(r"<(/?)([a-zA-Z][^\s/>]*)")
# Elements without content, or ended by the parser where the next begins.
FLAT = frozenset(
    """area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option optgroup tbody
    thead tfoot colgroup rp rt html head body""".split()
)

ENDS = {name: lazy(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}


def tame(body: str) -> str:
    """Return ``body`` without elements nested too deep and without excess attributes."""
    body = _without_many_attributes(body)
    if len(body) < SHORTEST_TAG * MANY_TAGS or body.count("<") < MANY_TAGS:
        return body
    return _not_too_deep(body)


def _without_many_attributes(body: str) -> str:
    """Remove excess attributes from long start tags."""
    parts: list[str] = []
    done = 0
    start = 0  # after a ``<``, or at the beginning of the page
    while start + LONG < len(body):
        end = body.rfind("<", start, start + LONG + 1)
        if end < 0:
            end = body.find("<", start + LONG)
            end = len(body) if end < 0 else end
            found = MANY_ATTRIBUTES.match(body, start, end)
            if found:  # more than two hundred attributes: the others go
                close = body.find(">", found.end(), end)
                parts += (body[done : found.end()], ">" if close < 0 else body[close:end])
                done = end
        start = end + 1
    return "".join(parts) + body[done:] if parts else body


def _not_too_deep(body: str) -> str:
    """Remove the start tags that would nest deeper than the limit; their text stays."""
    parts: list[str] = []
    done = depth = 0
    found = NAME.search(body)
    while found:
        name = found[2].lower()
        place = found.end()
        if name in ENDS and not found[1]:  # no tags inside scripts
            end = ENDS[name].search(body, place)
            place = end.start() if end else len(body)
        elif name in FLAT:
            pass
        elif found[1]:
            depth = max(depth - 1, 0)
        elif depth < DEPTH:
            depth += 1
        else:
            close = body.find(">", place)
            parts.append(body[done : found.start()])
            done = place = len(body) if close < 0 else close + 1
        found = NAME.search(body, place)
    parts.append(body[done:])
    return "".join(parts)
