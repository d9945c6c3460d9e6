"""Make the record of an examined page: the last step before a writer.

Every value of the record is a candidate from the text, a judged block, the page's metadata or its archive.
``decide`` chooses for each key which candidates win; ``gather`` makes the record from the winners.
The ledger and the report show the choices of ``decide`` and make none themselves.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from archtool.fields.trust import ARCHIVE, TEXT
from archtool.markdown.plain_text import plain_text
from archtool.model import FIELD, KEPT, REMOVED, Block, Candidate, Count, Examination, Group, Pair, Record, Settings
from archtool.startup.patterns import lazy
from archtool.topics import merge, slug, topic_key

BY_ARCHIVE = "the archive's own record"
BY_TEXT = "the words of the text"
SIGNS_OF_WORD = 2  # of Chinese, Japanese, Thai, Lao, Khmer or Burmese, on the average
_DENSE = lazy("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]+")
# A search for this takes a third of the time, and most texts in Latin, Greek or Cyrillic letters have none of it.
_MAYBE_DENSE = lazy("[^\x00-\u0dff\u2000-\u2fff]")
TAGS = "Tags"  # the name of the list of tags that a user of an archive gave to a page
SHORT_TEXT = 200  # characters; below this, title and description also count for the language


class Choice(NamedTuple):
    """What was decided for one key of the record.

    ``used`` are the candidates whose values the record has, the most trusted first: several where they agree, or where
    the key takes several values. ``beaten`` are the others.
    """

    used: tuple[Candidate, ...] = ()
    beaten: tuple[Candidate, ...] = ()

    @property
    def value(self) -> str | None:
        """The value of a key that takes a single one."""
        return self.used[0].value if self.used else None


class Decision(NamedTuple):
    """What was decided for a page: the choice for each key, and the blocks that are its text."""

    choices: dict[str, Choice]
    kept: tuple[Block, ...]
    text: str

    def of(self, key: str) -> Choice:
        """Return the choice for ``key``; an empty one where the page gave no value for it."""
        return self.choices.get(key, NOTHING)


NOTHING = Choice()


def gather(examination: Examination, settings: Settings) -> Record:
    """Return the record of an examined page; its text is Markdown where the settings say so."""
    page = examination.page
    decided = decide(examination)
    lang = decided.of("lang").value
    topics = _divided(decided.of("topics").used)
    labels = tuple(merge((topic.value for topic in topics), lang).values())
    base = examination.base or page.url
    return Record(
        id=page.id,
        text=_markdown(decided.kept, settings, base) if settings.markup == "md" else decided.text,
        source=page.source,
        url=decided.of("url").value,
        title=decided.of("title").value,
        authors=_unique(decided.of("authors")),
        site=decided.of("site").value,
        lang=lang,
        date=decided.of("date").value,
        captured=decided.of("captured").value,
        archived=bool(decided.of("archived").used),
        description=" ".join(item.value for item in decided.of("description").used) or None,
        image=decided.of("image").value,
        categories=_unique(decided.of("categories")),
        tags=_tags(labels, lang, settings),
        topics=labels,
        tag_groups=_groups(topics, lang),
        fields=_pairs([*decided.of("pair").used, *_outvoted(examination, decided)]),
        words=words_in(decided.text),
        removed=_removed(examination),
        origin=str(page.origin),
        markup=settings.markup,
    )


def words_in(text: str) -> int:
    """Return how many words a text has: in scripts without blanks between them, a word for every two signs.

    >>> words_in("The mill of Lindvik"), words_in("武汉的声音 2020")
    (4, 4)
    """
    runs = [] if text.isascii() or not _MAYBE_DENSE.search(text) else _DENSE.findall(text)
    if not runs:
        return len(text.split())
    others = [word for word in _DENSE.sub(" ", text).split() if any(map(str.isalnum, word))]
    return len(others) + sum((len(run) + 1) // SIGNS_OF_WORD for run in runs)


def _markdown(kept: Sequence[Block], settings: Settings, base: str | None) -> str:
    from archtool.markdown.document import document

    return document(kept, settings.links, base, settings.images)


def decide(examination: Examination) -> Decision:
    """Return the choice for each key that has candidates. This is decided here and nowhere else."""
    kept = tuple(
        block for block, verdict in zip(examination.blocks, examination.verdicts, strict=True) if verdict.fate == KEPT
    )
    text = plain_text(kept)
    found = _by_field(examination)
    if any(block.kind == "picture" for block in kept):
        from archtool.fields.html_image import first_picture

        pictures = first_picture(kept, examination.base or examination.page.url)
        found["image"] = sorted((*found.get("image", ()), *pictures), key=lambda candidate: candidate.rank)
    _add_language(text, found)
    choices: dict[str, Choice] = {}
    for key, candidates in found.items():
        choices[key] = RULES.get(key, _all)(candidates)
    choices["authors"] = _signed(choices.get("authors", NOTHING), choices.get("title", NOTHING).value)
    return Decision(choices, kept, text)


def _by_field(examination: Examination) -> dict[str, list[Candidate]]:
    """Return all candidates of a page by field: the most trusted first, then in the order of the page."""
    page = examination.page
    found: dict[str, list[Candidate]] = {}
    for key, value in (("url", page.url), ("captured", page.captured)):
        if value:
            found[key] = [Candidate(key, value, BY_ARCHIVE, ARCHIVE)]
    for pair in page.fields:
        field = "topics" if pair.name == TAGS else "pair"
        given = (Candidate(field, value, BY_ARCHIVE, ARCHIVE, pair.name) for value in pair.values)
        found.setdefault(field, []).extend(given)
    for gives in (*(verdict.gives for verdict in examination.verdicts), examination.candidates):
        for candidate in gives:
            found.setdefault(candidate.field, []).append(candidate)
    for candidates in found.values():
        candidates.sort(key=lambda candidate: candidate.rank)
    return found


def _one(candidates: Sequence[Candidate]) -> Choice:
    """Return the first value, with the other candidates that have the same one."""
    best = next((item.value for item in candidates if item.value), None)
    return _parted(candidates, lambda item: item.value == best and best is not None)


def _moment(candidates: Sequence[Candidate]) -> Choice:
    """Return the first time of capture, as a moment in UTC."""
    first = next((item for item in candidates if item.value), None)
    if first is None or first.rank == ARCHIVE:
        return _one(candidates)
    from archtool.fields.captured import moment

    return _one([item._replace(value=moment(item.value) or "") for item in candidates])


def _best(candidates: Sequence[Candidate]) -> Choice:
    """Return all values of the most trusted source: several authors, a teaser of several paragraphs."""
    rank = next((item.rank for item in candidates if item.value), None)
    chosen = {topic_key(item.value) for item in candidates if item.rank == rank and item.value}
    return _parted(candidates, lambda item: item.rank == rank and topic_key(item.value) in chosen)


def _all(candidates: Sequence[Candidate]) -> Choice:
    return Choice(tuple(candidates))


def _signed(choice: Choice, title: str | None) -> Choice:
    """Return the authors without a site whose name is in the title; if none is left, those of the next source."""
    if title is None or all(topic_key(item.value) != topic_key(title) for item in choice.used):
        return choice
    candidates = sorted((*choice.used, *choice.beaten), key=lambda item: item.rank)
    named = _best([item for item in candidates if topic_key(item.value) != topic_key(title)])
    return Choice(named.used, tuple(item for item in candidates if item not in named.used))


def _parted(candidates: Sequence[Candidate], wins: Callable[[Candidate], bool]) -> Choice:
    return Choice(
        tuple(item for item in candidates if wins(item)), tuple(item for item in candidates if not wins(item))
    )


# How to choose among the candidates for a key; every other key takes all of them.
RULES: dict[str, Callable[[Sequence[Candidate]], Choice]] = {
    **dict.fromkeys(("title", "date", "url", "site", "lang", "image"), _one),
    "captured": _moment,
    "authors": _best,
    "description": _best,
}


def _unique(choice: Choice) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for candidate in choice.used:
        found.setdefault(topic_key(candidate.value), candidate.value)
    return tuple(found.values())


def _add_language(text: str, found: dict[str, list[Candidate]]) -> None:
    """Add the language of the text, with title and description where it is short, and what it may be if in doubt."""
    from archtool.fields.language import detect, doubts

    if len(text) < SHORT_TEXT:
        text = " ".join(
            [text, *(item.value for field in ("title", "description") for item in found.get(field, ())[:1])]
        )
    languages = found.get("lang", [])
    said = detect(text)
    if said:
        languages = found["lang"] = [Candidate("lang", said, BY_TEXT, TEXT), *languages]
    for lang, confidence in doubts(text, languages[0].value) if languages else ():
        doubt = Candidate("pair", f"{lang} {confidence:.2f}", "doubt/language", group="Language")
        found.setdefault("pair", []).append(doubt)


def _groups(topics: Iterable[Candidate], lang: str | None) -> tuple[Group, ...]:
    """Return the topics of each named list, unique within each, in order of appearance."""
    lists: dict[str, list[str]] = {}
    for topic in topics:
        lists.setdefault(topic.group, []).append(topic.value)
    return tuple(Group(name, tuple(merge(labels, lang).values())) for name, labels in lists.items())


def _divided(topics: Sequence[Candidate]) -> list[Candidate]:
    """Return the topics, ``A, B`` as two where the page has each of them as a topic elsewhere."""
    known = {topic_key(topic.value) for topic in topics if "," not in topic.value}
    found: list[Candidate] = []
    for topic in topics:
        parts = [part.strip() for part in topic.value.split(",")]
        both = len(parts) > 1 and all(topic_key(part) in known for part in parts)
        found += [topic._replace(value=part) for part in parts] if both else [topic]
    return found


def _tags(labels: Sequence[str], lang: str | None, settings: Settings) -> tuple[str, ...]:
    """Return one tag for each label, from the vocabulary where there is one."""
    if settings.vocabulary is not None:
        return tuple(settings.vocabulary.tag(label, lang) for label in labels)
    return tuple(slug(label, lang) for label in labels)


def _pairs(candidates: Iterable[Candidate]) -> tuple[Pair, ...]:
    found: dict[str, dict[str, None]] = {}
    for candidate in candidates:
        found.setdefault(candidate.group, {})[candidate.value] = None
    return tuple(Pair(name, tuple(values)) for name, values in found.items())


def _outvoted(examination: Examination, decided: Decision) -> list[Candidate]:
    """Return as pairs the values of blocks that lost against another value, so that no block is lost."""
    beaten = {item for choice in decided.choices.values() for item in choice.beaten if item.value}
    said = {(item.field, topic_key(item.value)) for choice in decided.choices.values() for item in choice.used}
    return [
        candidate._replace(group=candidate.field)
        for verdict in examination.verdicts
        if verdict.fate == FIELD
        for candidate in verdict.gives
        if candidate in beaten and (candidate.field, topic_key(candidate.value)) not in said
    ]


def _removed(examination: Examination) -> tuple[Count, ...]:
    counts = Counter([verdict.rule for verdict in examination.verdicts if verdict.fate == REMOVED])
    return tuple(Count(rule, count) for rule, count in counts.items())
