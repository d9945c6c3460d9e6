"""Select among several captures of one address: all, the first, the last, or one for each text (``--snapshots``).

Addresses are compared as web archives compare them: by the Sort-friendly URI Reordering Transform (SURT) of their
canonical form. The library of that name is not used: it brings a client that fetches a list from the network.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from tempfile import TemporaryFile
from typing import Any, NamedTuple

from archtool.corpus.addresses import canonical
from archtool.errors import OutputError, temporary
from archtool.model import Pair, Record

MODES = ("all", "first", "last", "distinct")
CAPTURES = "Captures"
# Session identifiers in addresses, recognised by their length.
SESSION = re.compile(
    r"(?i);jsessionid=[0-9a-z.!_-]{8,}|(?<=[?&])(?:phpsessid|jsessionid|aspsessionid[a-z]*|sid|cfid|cftoken)=[0-9a-z-]{6,}&?"
)
ADDRESS = re.compile(r"[\d.]+|\[[0-9a-f:]+\]")


class Kept(NamedTuple):
    """A record that is kept: its ordinal in the input, and the times of all captures that it represents."""

    ordinal: int
    times: tuple[str, ...]


class Snapshot(NamedTuple):
    """A capture: digests of its address and its text, its time. A revisit ``repeats`` the capture with that ordinal.

    If that has another address, the revisit counts for a capture of its own address with the same text, if any.
    """

    address: bytes
    text: bytes
    captured: str
    repeats: int | None = None


def surt(url: str) -> str:
    """Return the sort-friendly form of ``url``, which is equal for all captures of one address.

    >>> surt("http://www.Example.org:80/Tides/index.html?b=2&a=1&PHPSESSID=0123456789abcdef")
    'org,example)/tides?a=1&b=2'
    >>> surt("https://example.org:8443")
    'org,example:8443)/'
    """
    address = canonical(SESSION.sub("", url).rstrip("?&"))
    split = re.search(r"[/?#]", address)
    host, rest = (address[: split.start()], address[split.start() :]) if split else (address, "/")
    host, colon, port = host.partition(":") if not host.startswith("[") else (host, "", "")
    if not ADDRESS.fullmatch(host):
        host = ",".join(reversed(host.split(".")))
    return f"{host}{colon}{port}){rest if rest.startswith('/') else f'/{rest}'}".lower()


def snapshot(record: Record) -> Snapshot:
    """Return the snapshot of ``record``. Without an address its digest is empty, and it has no other captures."""
    address = _digest(surt(record.url)) if record.url else b""
    return Snapshot(address, _digest(record.text), record.captured or "")


def address_of(url: str) -> bytes:
    """Return the digest that all captures of ``url`` share."""
    return _digest(surt(url))


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def choose(snapshots: Iterable[Snapshot], mode: str) -> list[Kept]:
    """Return which of ``snapshots`` to keep, by ordinal, in their order.

    All without an address are kept. A capture of unknown time is neither first nor last if there is another; among
    captures of one time, the first in the input is the first. In ``distinct``, the earliest capture of each text is
    kept and represents the later ones.
    """
    if mode not in MODES:
        raise ValueError(f"snapshots: {mode!r} is none of {', '.join(MODES)}")
    snapshots = list(snapshots)
    strays = _strays(snapshots)
    groups: dict[bytes, list[tuple[str, int]]] = {}
    for ordinal, (address, text, captured, repeats) in enumerate(snapshots):
        page = strays.get(ordinal, ordinal if repeats is None else repeats)
        if page is None:
            continue
        # No digest is so short: captures without an address share it with none.
        key = address if address and mode != "all" else ordinal.to_bytes(8, "big")
        if mode == "distinct" and address:
            key += text
        groups.setdefault(key, []).append((captured, page))
    kept: list[Kept] = []
    for captures in groups.values():
        captures.sort()
        dated = [capture for capture in captures if capture[0]] or captures
        ordinal = dated[-1][1] if mode == "last" else dated[0][1]
        times = tuple(time for time, _ in captures if time) if mode == "distinct" else ()
        kept.append(Kept(ordinal, times))
    return sorted(kept)


def _strays(snapshots: list[Snapshot]) -> dict[int, int | None]:
    """Return the revisits of other addresses, each with a capture of its own address with that text, if any."""
    strays = {
        ordinal: found.address + found.text
        for ordinal, found in enumerate(snapshots)
        if found.repeats is not None and found.address != snapshots[found.repeats].address
    }
    if not strays:
        return {}
    pages: dict[bytes, int] = dict.fromkeys(strays.values(), -1)
    for ordinal, found in enumerate(snapshots):
        if found.repeats is None and pages.get(found.address + found.text) == -1:
            pages[found.address + found.text] = ordinal
    return {ordinal: page if (page := pages[key]) >= 0 else None for ordinal, key in strays.items()}


def select(records: Iterable[Record], mode: str) -> Iterator[Record]:
    """Yield those of ``records`` that are kept, in order; all of them are held in memory meanwhile."""
    held = list(records)
    for ordinal, times in choose(map(snapshot, held), mode):
        yield with_captures(held[ordinal], times)


class Held:
    """Records that wait in a temporary file until all captures are known; only their snapshots stay in memory.

    Each record is stored with what belongs to it. It takes some 300 bytes of memory.
    """

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # closed by ``close``
        self._snapshots: list[Snapshot] = []
        self._places: list[int] = []
        self._numbers: list[int] = []  # ordinals of the records among the snapshots, which include revisits

    def add(self, found: Snapshot, data: bytes) -> None:
        """Store a pickled pair: a record and what belongs to it. Raise :class:`OutputError` if the disk is full."""
        self._numbers.append(len(self._snapshots))
        self._snapshots.append(found)
        self._places.append(self._file.tell())
        try:
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            raise OutputError(temporary(error)) from error

    def recapture(self, number: int, url: str | None, captured: str | None) -> None:
        """Add a further capture of the record ``number``, whose address may be another."""
        original = self._snapshots[self._numbers[number]]
        if captured and original.address and url:
            self._snapshots.append(Snapshot(address_of(url), original.text, captured, self._numbers[number]))

    def chosen(self, mode: str) -> Iterator[tuple[Record, Any]]:
        """Yield the records that are kept, in order, each with what belongs to it."""
        places = dict(zip(self._numbers, self._places, strict=True))
        for ordinal, times in choose(self._snapshots, mode):
            self._file.seek(places[ordinal])
            record, more = pickle.load(self._file)
            yield with_captures(record, times), more

    def close(self) -> None:
        """Delete the temporary file."""
        self._file.close()


def with_captures(record: Record, times: tuple[str, ...]) -> Record:
    """Return ``record`` with the times of the captures that it represents in ``fields``, if there are several."""
    if len(times) < 2:
        return record
    others = tuple(pair for pair in record.fields if pair.name != CAPTURES)
    return record._replace(fields=(*others, Pair(CAPTURES, tuple(dict.fromkeys(times)))))
