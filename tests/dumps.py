"""Hypothesis strategies for dumps: lines as content systems print them, mixed with arbitrary text."""

from __future__ import annotations

from hypothesis import strategies as st

from archtool.model import Origin, Page

NOTICES = [
    "THIS CONTENT HAS BEEN ARCHIVED",
    "This site has been archived on (28st of Feb 2018)",
    "This page has been archived on the Web",
    "ARCHIVED - Rules for small harbours",
    "ARCHIVÉ - Règles des petits ports",
    "Rules for small harbours - Archived",
    "This guidance was withdrawn on 9 August 2014",
]
LABELS = [
    "Teaser",
    "Main Image",
    "Text",
    "Post category",
    "Topics",
    "Editorial sections",
    "Tags:",
    "Temas",
    "标签",
    "Date modified:",
]
TOPICS = [
    "Fishing",
    "Harbours",
    "Security, Defence & Crisis Response",
    "Security, Defence and Crisis Response",
    "fishing",
    "Niger",
    "Nigeria",
    "الري",
    "الری",
    "2018",
]
LINES = [
    "28.05.2018",
    "Brussels, 28/05/2018 - 14:00, UNIQUE ID: 180528_7",
    "04/05/2011",
    "Press releases",
    "You are in: A > B > C",
    "Share this:",
    "Leave a Reply",
    "Related posts",
    "Filed Under: News Tagged With: ports, maps",
    "ports, maps, ports, maps",
    "• a first point",
    "- a second point",
    "|  cell | cell  |",
    "By Jane Doe",
    "Displaying 121 - 130 of 66976",
    "U.S. Department of State",
    "Asia security: more work in and with Asia",
    "The harbour was built in 1904 and has been repaired twice since then, at the cost of the town.",
    "El puerto fue construido en 1904 y desde entonces ha sido reparado dos veces por la ciudad.",
    "港口建于1904年，此后由该市出资修缮过两次，至今仍有渔船停泊。",
    "Thank you.",
    "\u00a0",
    "\u200b",
    "",
    "",
]

lines = st.one_of(
    st.sampled_from(NOTICES),
    st.sampled_from(LABELS),
    st.sampled_from(TOPICS),
    st.sampled_from(LINES),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=80),
)
bodies = st.lists(lines, max_size=40).map("\n".join)


def page(body: str) -> Page:
    """Return a dump with this body."""
    return Page(body, Origin("page.txt"), id="0123456789abcdef")


pages = bodies.map(page)
