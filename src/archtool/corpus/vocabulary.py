"""Match topics with the concepts of a vocabulary: which spelling is which concept, and why.

``record.py`` and ``tags`` use this: the ``tags`` of a record become those of the concepts, its ``topics`` stay as
written. A vocabulary is SKOS (``vocabulary_skos.py``), a table with two or three columns, or the built-in countries of
ISO 3166. Labels match only if :func:`archtool.topics.topic_key` is equal. An ambiguous label keeps its own tag, and the
report lists its possible concepts.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from archtool.corpus.vocabulary_model import ALTERNATIVE, PREFERRED, Concept, Label, Source, path_of
from archtool.errors import UsageError
from archtool.topics import slug, topic_key

COUNTRIES = "countries"
COUNTRY_TAG = "country"  # countries stand below it: a bare code such as "no" would be a truth value in YAML
AMBIGUOUS = "ambiguous"
HEADER = ("alternative", "preferred", "broader")


class Match(NamedTuple):
    """The match of a label in a vocabulary: its concept, or none where it is ambiguous; and the reason, in words."""

    concept: Concept | None
    why: str


class Vocabulary:
    """Several sources; the first that has a label decides."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = [_Index(source) for source in sources]

    def find(self, label: str, lang: str | None = None) -> Match | None:
        """Return the match of ``label`` on a page in ``lang``; ``None`` where no source has it."""
        for source in self._sources:
            if match := source.find(label, lang):
                return match
        return None

    def tag(self, label: str, lang: str | None = None) -> str:
        """Return the tag of ``label``: that of its concept, else its own slug."""
        match = self.find(label, lang)
        return match.concept.tag if match and match.concept else slug(label, lang)


class _Index:
    """The labels of one source by their folded form."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._labels: dict[str, list[Label]] = {}
        for label in source.labels:
            self._labels.setdefault(topic_key(label.text, label.lang or None), []).append(label)
        self._ambiguous = {topic_key(label): meaning for label, meaning in source.ambiguous.items()}

    def find(self, label: str, lang: str | None) -> Match | None:
        key = topic_key(label, lang)
        found = [each for each in self._labels.get(key, ()) if not each.exact or each.text == label.strip()]
        if key in self._ambiguous:
            return Match(None, f"{AMBIGUOUS}: {self._ambiguous[key]}")
        # In the language of the page, then without a language, then in any.
        own = [each for each in found if lang and each.lang[:2] == lang[:2]]
        chosen = own or [each for each in found if not each.lang] or found
        return self._decide(chosen) if chosen else None

    def _decide(self, labels: list[Label]) -> Match:
        """Return a match with the only concept, or with the one whose preferred name it is, or with none."""
        preferred = {label.concept for label in labels if label.kind == PREFERRED}
        concepts = {label.concept for label in labels}
        chosen = concepts if len(concepts) == 1 else preferred
        if len(chosen) != 1:
            names = sorted(self._source.concepts[concept].tag for concept in concepts)
            return Match(None, f"{AMBIGUOUS}: {' or '.join(names)}")
        (concept,) = chosen
        label = min((each for each in labels if each.concept == concept), key=lambda each: each.kind != PREFERRED)
        language = f" in {label.lang}" if label.lang else ""
        return Match(self._source.concepts[concept], f"{label.kind}{language} of {self._source.name}")


def load_vocabulary(names: Iterable[str]) -> Vocabulary:
    """Read vocabularies: ``countries``, or files (``.csv``, ``.tsv``, or SKOS). Raise :class:`UsageError`."""
    return Vocabulary([_load(name) for name in names])


def _load(name: str) -> Source:
    if name == COUNTRIES:
        return countries()
    try:
        if Path(name).suffix.lower() in (".csv", ".tsv", ".txt"):
            return _table(name)
        from archtool.corpus.vocabulary_skos import read_skos

        return read_skos(name)
    except OSError as error:
        raise UsageError(f"{name}: {error.strerror or error}") from error


def countries() -> Source:
    """Return the countries and territories of ISO 3166-1: ``Deutschland`` is ``country/de``."""
    from tomllib import loads

    data = loads(Path(__file__).with_name("countries.toml").read_text(encoding="utf-8"))
    concepts = [Concept(names[0], f"{COUNTRY_TAG}/{code.lower()}") for code, names in data["countries"].items()]
    labels = [
        Label(name, number, ALTERNATIVE if place else PREFERRED, exact=_is_short_form(name))
        for number, names in enumerate(data["countries"].values())
        for place, name in enumerate(names)
    ]
    return Source("ISO 3166", concepts, labels, data["ambiguous"])


def _is_short_form(name: str) -> bool:
    """Whether ``name`` is two to four letters with two capitals, such as ``US``, which in lower case may be a word."""
    return len(name) <= 4 and sum(char.isupper() for char in name) >= 2


def _table(path: str) -> Source:
    """Read a table ``alternative,preferred[,broader]`` with a row for each alternative label, which may be empty.

    With a header, the columns may be in any order and there may be others, such as the reasons of ``tags --merges``.
    """
    import csv

    preferred: dict[str, str] = {}  # by folded name
    broader: dict[str, str] = {}
    rows: list[tuple[str, str]] = []
    seen: dict[str, tuple[str, int]] = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter="\t" if path.lower().endswith(".tsv") else ",")
        places: list[int] = []  # of our columns, where there is a header
        try:
            for row in reader:
                cells = [cell.strip() for cell in row]
                names = [cell.lower() for cell in cells]
                if reader.line_num == 1 and {*HEADER[:2]} <= {*names}:
                    places = [names.index(name) for name in HEADER if name in names]
                    continue
                if not any(cells):
                    continue
                if places:
                    cells = [cells[at] if at < len(cells) else "" for at in places]
                place = f"{path}: line {reader.line_num}"
                if not 2 <= len(cells) <= 3 or not cells[1]:
                    raise UsageError(f"{place}: expected alternative,preferred[,broader]")
                alternative, name, above = [*cells, ""][:3]
                name = preferred.setdefault(topic_key(name), name)
                if above and broader.setdefault(topic_key(name), above) != above:
                    raise UsageError(f"{place}: {name!r} has the broader term {broader[topic_key(name)]!r} already")
                if alternative:
                    other, line = seen.setdefault(topic_key(alternative), (name, reader.line_num))
                    if other != name:
                        raise UsageError(f"{place}: {alternative!r} stands for {other!r} already (line {line})")
                    rows.append((alternative, name))
        except (csv.Error, UnicodeDecodeError) as error:
            raise UsageError(f"{path}: line {reader.line_num + 1}: {error}") from error
    for above in [*broader.values()]:
        preferred.setdefault(topic_key(above), above)
    numbers = {key: number for number, key in enumerate(preferred)}
    parents = {numbers[key]: numbers[topic_key(above)] for key, above in broader.items()}
    names = list(preferred.values())
    concepts = [Concept(name, path_of(number, names, parents)) for number, name in enumerate(names)]
    labels = [Label(name, number, PREFERRED) for number, name in enumerate(names)]
    labels += [Label(alternative, numbers[topic_key(name)]) for alternative, name in rows]
    return Source(Path(path).name, concepts, labels)
