"""Why a page has no text: what a summary says of pages that are empty, so that nobody takes them for records.

Challenges of firewalls, which a crawler was shown in place of the page, have a few words, and are empty all the same.
"""

from __future__ import annotations

from archtool.model import Page, Record

CHALLENGE = "challenge of a firewall"
# What stands in the body of a page that shows nothing, the most telling first.
PARTS = (
    ("<iframe", "frames"),
    ("<script", "scripts"),
    ("<img", "pictures"),
    ("<object", "pictures"),
    ("<embed", "pictures"),
    ("<svg", "pictures"),
)


def why_empty(page: Page, record: Record) -> str:
    """Why ``record`` says nothing, in words that group well; empty for one that says something."""
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
