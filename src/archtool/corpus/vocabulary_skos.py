"""SKOS vocabularies in Turtle, RDF/XML, JSON-LD, N-Triples or TriG, by the library ``rdflib`` (an extra).

SKOS Reference, W3C Recommendation 18 August 2009: ``prefLabel``, ``altLabel`` and ``hiddenLabel`` name a concept,
``broader`` (or ``narrower`` from the other side) places it. Nothing is fetched from the network.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from warnings import catch_warnings

from archtool.corpus.vocabulary_model import ALTERNATIVE, PREFERRED, Concept, Label, Source, path_of
from archtool.errors import UsageError

FORMATS = {
    ".ttl": "turtle",
    ".rdf": "xml",
    ".xml": "xml",
    ".owl": "xml",
    ".jsonld": "json-ld",
    ".json": "json-ld",
    ".nt": "nt",
    ".trig": "trig",
}
NOT_INSTALLED = "SKOS needs rdflib: pip install '.[vocab]' in the checkout (a .csv table needs nothing)"


def read_skos(path: str) -> Source:
    """Read the concepts of a file. Raises :class:`UsageError`, and :class:`OSError` where it cannot be opened.

    The name shown is the preferred label in English, else that without a language, else the first by language. Of
    several broader concepts the one whose name comes first counts.
    """
    form = FORMATS.get(Path(path).suffix.lower())
    if form is None:
        raise UsageError(f"{path}: no vocabulary has this suffix (known: .csv, .tsv, {', '.join(FORMATS)})")
    data = Path(path).read_bytes()
    try:
        from rdflib import Graph
    except ImportError as error:
        raise UsageError(f"{path}: {NOT_INSTALLED}") from error
    graph = Graph()
    try:
        if form == "json-ld":
            _refuse_remote_contexts(data)
        with catch_warnings(action="ignore"):  # rdflib logs its own warnings
            graph.parse(data=data, format=form)
    except Exception as error:  # each parser raises its own errors
        reason = " ".join(str(error).split())[:200]
        raise UsageError(f"{path}: cannot be read as {form}: {reason}") from error
    source = _source(Path(path).name, graph)
    if not source.concepts:
        raise UsageError(f"{path}: no skos:Concept with a preferred label")
    return source


def _refuse_remote_contexts(data: bytes) -> None:
    """Raise :class:`ValueError` where JSON-LD names a context that would have to be fetched."""
    from json import loads

    waiting: list[Any] = [loads(data)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            contexts = value.get("@context")
            for context in contexts if isinstance(contexts, list) else [contexts]:
                remote = context.get("@import") if isinstance(context, dict) else context
                if isinstance(remote, str):
                    raise ValueError(f"its context {remote} would have to be fetched; write it into the file")
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _source(name: str, graph: Any) -> Source:
    from rdflib.namespace import OWL, SKOS

    found: dict[Any, str] = {}
    for subject in sorted(set(graph.subjects(SKOS.prefLabel))):
        if not any(str(value).lower() == "true" for value in graph.objects(subject, OWL.deprecated)):
            found[subject] = _shown(graph.objects(subject, SKOS.prefLabel))
    numbers = {subject: number for number, subject in enumerate(found)}
    names = list(found.values())
    above: dict[int, set[int]] = {}
    for child, parent in [*graph.subject_objects(SKOS.broader), *map(_turned, graph.subject_objects(SKOS.narrower))]:
        if child in numbers and parent in numbers:
            above.setdefault(numbers[child], set()).add(numbers[parent])
    parents = {child: min(each, key=lambda number: (names[number], number)) for child, each in above.items()}
    concepts = [Concept(shown, path_of(number, names, parents)) for number, shown in enumerate(names)]
    labels = [
        Label(str(label), number, kind, (label.language or "").lower())
        for kind, properties in ((PREFERRED, [SKOS.prefLabel]), (ALTERNATIVE, [SKOS.altLabel, SKOS.hiddenLabel]))
        for subject, number in numbers.items()
        for each in properties
        for label in sorted(graph.objects(subject, each))
    ]
    return Source(name, concepts, labels)


def _turned(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    return pair[1], pair[0]


def _shown(labels: Any) -> str:
    """Return the preferred label that is shown."""
    order = {"en": 0, "": 1}
    found = sorted((order.get(lang := (label.language or "").lower()[:2], 2), lang, str(label)) for label in labels)
    return found[0][2]
