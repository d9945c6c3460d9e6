"""Several captures of one address: all of them, the first, the last, or one for each text that they had.

Addresses are compared as web archives compare them: by the Sort-friendly URI Reordering Transform (SURT) of their
canonical form. The library of that name is not used: it brings a client that fetches a list from the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from archtool.corpus.addresses import canonical
from archtool.model import Pair, Record

MODES = ("all", "first", "last", "distinct")
CAPTURES = "Captures"
# What servers put into addresses to know a visitor again: as long as an identifier is.
SESSION = re.compile(
    r"(?i);jsessionid=[0-9a-z.!_-]{8,}|(?<=[?&])(?:phpsessid|jsessionid|aspsessionid[a-z]*|sid|cfid|cftoken)=[0-9a-z-]{6,}&?"
)
ADDRESS = re.compile(r"[\d.]+|\[[0-9a-f:]+\]")


class Kept(NamedTuple):
    """A record that stays: its ordinal in the input, and the times of all captures that it stands for."""

    ordinal: int
    times: tuple[str, ...]


def surt(url: str) -> str:
    """The sort-friendly form of ``url``, under which all captures of one address meet.

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


def choose(records: Iterable[Record], mode: str) -> Iterator[Kept]:
    """Yield what to keep of ``records``, by ordinal. Only addresses, times and digests of texts are held in memory.

    Records without an address all stay. A capture of unknown time is neither first nor last if there is another; among
    captures of one time, the first in the input is the first.
    In ``distinct``, the earliest capture of each text stays and stands for the later ones.
    """
    if mode not in MODES:
        raise ValueError(f"snapshots: {mode!r} is none of {', '.join(MODES)}")
    groups: dict[str, list[tuple[str, int]]] = {}
    for ordinal, record in enumerate(records):
        key = surt(record.url) if record.url and mode != "all" else f" {ordinal}"
        if mode == "distinct" and record.url:
            key += f" {blake2b(record.text.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"
        groups.setdefault(key, []).append((record.captured or "", ordinal))
    kept: list[Kept] = []
    for captures in groups.values():
        captures.sort()
        dated = [capture for capture in captures if capture[0]] or captures
        ordinal = dated[-1][1] if mode == "last" else dated[0][1]
        times = tuple(time for time, _ in captures if time) if mode == "distinct" else ()
        kept.append(Kept(ordinal, times))
    yield from sorted(kept)


def select(records: Iterable[Record], mode: str) -> Iterator[Record]:
    """Yield the records of ``records`` that stay, in their order; all of them are held in memory meanwhile."""
    held = list(records)
    for ordinal, times in choose(held, mode):
        yield with_captures(held[ordinal], times)


def with_captures(record: Record, times: tuple[str, ...]) -> Record:
    """``record`` with the times of the captures that it stands for among its fields, if there is more than one."""
    if len(times) < 2:
        return record
    others = tuple(pair for pair in record.fields if pair.name != CAPTURES)
    return record._replace(fields=(*others, Pair(CAPTURES, tuple(dict.fromkeys(times)))))
