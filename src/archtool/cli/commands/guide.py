"""``archtool guide``: the manual, one Markdown page per topic in ``archtool/guide/``."""

from __future__ import annotations

import os

from archtool.errors import UsageError
from archtool.output import streams
from archtool.run.options import Options

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(__file__))), "guide")


def run(options: Options) -> int:
    """Show one page of the guide, or the list of all pages."""
    text = page(options.topic) if options.topic else contents()
    with streams.closing(streams.open_output(None)) as out:
        if out.on_terminal:
            from archtool.output.drawn import rendered

            out.write_styled(rendered(text))
        else:
            out.write(text)
    return 0


def topics() -> list[str]:
    """Return the names of all pages."""
    return sorted(name.removesuffix(".md") for name in os.listdir(FOLDER) if name.endswith(".md"))


def page(topic: str) -> str:
    """Return the page about ``topic``. Raise :class:`UsageError` if there is none."""
    if topic not in topics():
        raise UsageError(f"the guide has no page about {topic!r}; its pages are: {', '.join(topics())}")
    with open(os.path.join(FOLDER, f"{topic}.md"), encoding="utf-8") as file:
        return file.read()


def contents() -> str:
    """Return the list of pages with their summaries: the paragraph under the title of each."""
    lines = [f"- `archtool guide {topic}`: {' '.join(page(topic).split(chr(10) * 2)[1].split())}" for topic in topics()]
    return "\n".join(["# Guide to archtool", "", *lines, ""])
