"""Find out why a page has no text, for the summary of a run and its warnings about empty records.

A firewall's challenge that a crawler got in place of the page has a few words, and counts as empty all the same.
"""

from __future__ import annotations

from archtool.model import Page, Record

CHALLENGE = "challenge of a firewall"
# What the body of an empty page holds, the most telling first.
PARTS = (
    ("<iframe", "frames"),
    ("<script", "scripts"),
    ("<img", "pictures"),
    ("<object", "pictures"),
    ("<embed", "pictures"),
    ("<svg", "pictures"),
)


def why_empty(page: Page, record: Record) -> str:
    """Return why ``record`` has no content, as one of a few phrases; an empty string if it has."""
    if page.format == "html" and _is_challenge(page.body):
        return CHALLENGE
    if record.text or page.record is not None:
        return ""
    if record.removed:
        return "nothing but boilerplate"
    body = page.body.lower() if page.format == "html" else ""
    part = next((name for sign, name in PARTS if sign in body), "")
    return f"nothing but {part}" if part else "a title only" if record.title else "nothing at all"


def _is_challenge(body: str) -> bool:
    from archtool.artefacts.addresses import load_artefacts

    return any(sign in body for sign in load_artefacts()["challenges"]["signs"])
