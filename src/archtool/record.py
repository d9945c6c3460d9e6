"""From an examined page to its record: the last step before a writer.

Every value of the record is a candidate that a judged block or the page's metadata gave; of several for one key, the
one of the lowest rank stands, then the first. Kept blocks become the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from archtool.markdown.plain_text import plain_text
from archtool.model import FIELD, KEPT, REMOVED, Block, Candidate, Count, Examination, Group, Pair, Record, Settings
from archtool.topics import fold, merge, slug

SINGLE = frozenset({"title", "date", "url"})  # keys that take one value
SHARED = frozenset({"authors", "description"})  # keys that take all values of the most trusted source


def gather(examination: Examination, settings: Settings) -> Record:
    """Return the record of an examined page; its text is Markdown where the settings say so."""
    page = examination.page
    values = by_field(examination)
    kept = [
        block for block, verdict in zip(examination.blocks, examination.verdicts, strict=True) if verdict.fate == KEPT
    ]
    text = plain_text(kept)
    lang = _language(text, values)
    title = _best(values, "title")
    topics = values.get("topics", ())
    labels = tuple(merge((topic.value for topic in topics), lang).values())
    return Record(
        id=page.id,
        text=_markdown(kept, settings, page.url) if settings.markup == "md" else text,
        source=page.source,
        url=page.url or _best(values, "url"),
        title=title,
        authors=_authors(values.get("authors", ()), title),
        site=_best(values, "site"),
        lang=lang,
        date=_best(values, "date"),
        captured=page.captured or _captured(values),
        archived="archived" in values,
        description=_description(values.get("description", ())),
        categories=_unique(candidate.value for candidate in values.get("categories", ())),
        tags=_tags(labels, lang, settings),
        topics=labels,
        tag_groups=_groups(topics, lang),
        fields=page.fields + _pairs([*values.get("pair", ()), *_outvoted(examination, values)]),
        words=len(text.split()),
        removed=_removed(examination),
        origin=str(page.origin),
    )


def _markdown(kept: Sequence[Block], settings: Settings, base: str | None) -> str:
    from archtool.markdown.document import document

    return document(kept, settings.links, base)


def by_field(examination: Examination) -> dict[str, list[Candidate]]:
    """Return all candidates of a page by field: the most trusted first, then in the order of the page."""
    found: dict[str, list[Candidate]] = {}
    for verdict in examination.verdicts:
        for candidate in verdict.gives:
            found.setdefault(candidate.field, []).append(candidate)
    for candidate in examination.candidates:
        found.setdefault(candidate.field, []).append(candidate)
    for candidates in found.values():
        candidates.sort(key=lambda candidate: candidate.rank)
    return found


def _best(values: dict[str, list[Candidate]], field: str) -> str | None:
    for candidate in values.get(field, ()):
        if candidate.value:
            return candidate.value
    return None


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(fold(value), value)
    return tuple(found.values())


def _authors(candidates: Sequence[Candidate], title: str | None) -> tuple[str, ...]:
    """Return the names that the most trusted source gives; a site that signs with the page's title is none of them."""
    names = [item for item in candidates if item.value and (title is None or fold(item.value) != fold(title))]
    return _unique(item.value for item in names if item.rank == names[0].rank)


def _description(candidates: Sequence[Candidate]) -> str | None:
    """Return the summary of the most trusted source; a teaser may have several paragraphs."""
    return (
        " ".join(item.value for item in candidates if item.rank == candidates[0].rank) or None if candidates else None
    )


def _language(text: str, values: dict[str, list[Candidate]]) -> str | None:
    """Return the language of the text, with title and description where it is short; else the one declared."""
    from archtool.fields.language import detect

    if len(text) < 200:
        text = " ".join(
            [text, *(item.value for field in ("title", "description") for item in values.get(field, ())[:1])]
        )
    return detect(text) or _best(values, "lang")


def _captured(values: dict[str, list[Candidate]]) -> str | None:
    found = _best(values, "captured")
    if not found:
        return None
    from archtool.fields.captured import moment

    return moment(found)


def _groups(topics: Sequence[Candidate], lang: str | None) -> tuple[Group, ...]:
    """Return what each named list said, unique within each, in order of appearance."""
    lists: dict[str, list[str]] = {}
    for topic in topics:
        lists.setdefault(topic.group, []).append(topic.value)
    return tuple(Group(name, tuple(merge(labels, lang).values())) for name, labels in lists.items())


def _tags(labels: Sequence[str], lang: str | None, settings: Settings) -> tuple[str, ...]:
    """Return one tag for each label, from the vocabulary where there is one; ``C`` and ``C++`` get the same slug."""
    if settings.vocabulary is not None:
        return tuple(settings.vocabulary.tag(label, lang) for label in labels)
    return tuple(slug(label, lang) for label in labels)


def _pairs(candidates: Sequence[Candidate]) -> tuple[Pair, ...]:
    found: dict[str, list[str]] = {}
    for candidate in candidates:
        values = found.setdefault(candidate.group, [])
        if candidate.value not in values:
            values.append(candidate.value)
    return tuple(Pair(name, tuple(values)) for name, values in found.items())


def _outvoted(examination: Examination, values: dict[str, list[Candidate]]) -> list[Candidate]:
    """Return what blocks gave to a key that another value took, as pairs: no block that went to a field is lost."""
    found = []
    for verdict in examination.verdicts:
        for candidate in verdict.gives if verdict.fate == FIELD else ():
            best = values[candidate.field][0]
            loses = candidate.field in SINGLE and candidate.value != best.value
            if candidate.field in SHARED and candidate.rank != best.rank:
                winners = {fold(item.value) for item in values[candidate.field] if item.rank == best.rank}
                loses = fold(candidate.value) not in winners
            if loses and candidate.value:
                found.append(candidate._replace(group=candidate.field))
    return found


def _removed(examination: Examination) -> tuple[Count, ...]:
    counts = Counter([verdict.rule for verdict in examination.verdicts if verdict.fate == REMOVED])
    return tuple(Count(rule, count) for rule, count in counts.items())
