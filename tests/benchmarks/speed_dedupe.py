"""How fast and how well ``dedupe`` finds near-duplicates, beside datasketch, on generated records.

    pip install '.[dedupe]' datasketch
    python tests/benchmarks/speed_dedupe.py [--records N] [--verify] [--one-by-one] [--without-datasketch]

The records are texts of 60 to 450 words from a vocabulary of Zipf's law, and copies of them in which 1 to 20 % of the
words were replaced, left out, doubled or swapped. Both programs read the same file of JSON Lines. Ours writes what it
keeps, with sorted buckets and every pair verified; datasketch holds all in memory, and only with ``--verify`` does it
find as many pairs and verify them. It takes ``update_batch``, its faster way, or with ``--one-by-one`` the ``update``
of its documentation.

Recall: of the pairs of one family whose exact Jaccard similarity is 0.8 or more, how many are in one cluster. Precision:
of the records in clusters, how many have another in their cluster to which their exact similarity is 0.8 or more.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from itertools import accumulate, combinations
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

RATES = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2)
THRESHOLD = 0.8
WORDS = 3  # in a shingle


def texts(count: int, seed: int = 7) -> Iterator[tuple[int, str]]:
    """Yield ``count`` texts, each with the number of its family."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices("aeinorstlkmdu", k=chance.randint(2, 9))) for _ in range(20_000)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
    made = family = 0
    while made < count:
        words = chance.choices(vocabulary, cum_weights=weights, k=chance.randint(60, 450))
        versions = [words] + [
            edited(words, rate, vocabulary, chance)
            for rate in chance.choices(RATES, k=chance.choice((0, 0, 1, 1, 2, 4)))
        ]
        for version in versions[: count - made]:
            yield family, " ".join(version)
            made += 1
        family += 1


def edited(words: list[str], rate: float, vocabulary: list[str], chance: random.Random) -> list[str]:
    """A copy of ``words`` in which that share of them was changed."""
    found: list[str] = []
    for word in words:
        change = chance.choice("rids") if chance.random() < rate else ""
        found += {
            "": [word],
            "r": [chance.choice(vocabulary)],
            "i": [word, chance.choice(vocabulary)],
            "d": [],
            "s": [word],
        }[change]
        if change == "s" and len(found) > 1:
            found[-2:] = found[:-3:-1]
    return found


def write(path: Path, count: int) -> list[int]:
    """Write the records in an order by chance; return the family of each, in that order."""
    made = list(texts(count))
    random.Random(1).shuffle(made)
    empty = {"source": "file", "url": None, "title": None, "authors": [], "site": None, "lang": None, "date": None,
             "captured": None, "archived": False, "description": None, "categories": [], "tags": [], "topics": [],
             "tag_groups": [], "fields": [], "words": 0, "removed": [], "origin": "generated"}  # fmt: skip
    with path.open("w", encoding="utf-8") as file:
        for number, (_, text) in enumerate(made):
            file.write(json.dumps({"id": f"{number:016x}", "text": text, **empty}) + "\n")
    return [family for family, _ in made]


def ours(path: Path) -> list[list[int]]:
    """Run the command on ``path``; return the clusters that it reports."""
    from archtool.cli.commands import dedupe
    from archtool.run.options import Options

    report = path.with_name("report.jsonl")
    dedupe.run(
        Options((str(path),), output=str(path.with_name("out.jsonl")), report=str(report), quiet=True, shingle=WORDS)
    )
    clusters: dict[int, list[int]] = {}
    for line in report.open():
        row = json.loads(line)
        clusters.setdefault(row["cluster"], []).append(int(row["id"], 16))
    return list(clusters.values())


def datasketch(path: Path, one_by_one: bool = False, verify: bool = False) -> list[list[int]]:
    """Do the same by datasketch; return the clusters."""
    from datasketch import MinHash, MinHashLSH

    # Its choice of bands misses one pair in seven at the threshold and above; with these weights it misses few.
    index = MinHashLSH(threshold=THRESHOLD, num_perm=128, weights=(0.1, 0.9) if verify else (0.5, 0.5))
    known: dict[int, frozenset[str]] = {}
    parents: dict[int, int] = {}

    def find(number: int) -> int:
        while parents[number] != number:
            number = parents[number]
        return number

    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            number = int(record["id"], 16)
            signature = MinHash(num_perm=128)
            found = frozenset(shingles(record["text"]))
            tokens = [shingle.encode() for shingle in found]
            if one_by_one:
                for token in tokens:
                    signature.update(token)
            else:
                signature.update_batch(tokens)
            parents[number] = number
            for other in index.query(signature):
                if verify and find(number) != find(other):
                    common = len(found & known[other])
                    if common < THRESHOLD * (len(found) + len(known[other]) - common):
                        continue
                parents[find(number)] = find(other)
            if verify:
                known[number] = found
            index.insert(number, signature)
    clusters: dict[int, list[int]] = {}
    for number in parents:
        clusters.setdefault(find(number), []).append(number)
    return [cluster for cluster in clusters.values() if len(cluster) > 1]


def shingles(text: str) -> set[str]:
    words = text.lower().split()
    return set(map(" ".join, zip(*(words[start:] for start in range(WORDS)), strict=False)))


def quality(path: Path, families: list[int], clusters: list[list[int]]) -> tuple[float, float, int]:
    """Recall and precision, and the number of pairs that they are told from."""
    sets = [frozenset(map(hash, shingles(json.loads(line)["text"]))) for line in path.open(encoding="utf-8")]

    def alike(first: int, second: int) -> bool:
        common = len(sets[first] & sets[second])
        return common >= THRESHOLD * (len(sets[first]) + len(sets[second]) - common)

    home = {number: place for place, cluster in enumerate(clusters) for number in cluster}
    related: dict[int, list[int]] = {}
    for number, family in enumerate(families):
        related.setdefault(family, []).append(number)
    pairs = [pair for family in related.values() for pair in combinations(family, 2) if alike(*pair)]
    found = sum(first in home and home[first] == home.get(second) for first, second in pairs)
    right = sum(
        any(alike(number, other) for other in cluster if other != number) for cluster in clusters for number in cluster
    )
    return found / max(len(pairs), 1), right / max(len(home), 1), len(pairs)


def measure(name: str, work: Callable[[Path], list[list[int]]], path: Path, families: list[int]) -> float:
    start, cpu = time.perf_counter(), time.process_time()
    clusters = work(path)
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    peak = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    recall, precision, pairs = quality(path, families, clusters)
    count = len(families)
    print(
        f"{name:12} {count / wall:8.0f} records/s (wall) {count / used:8.0f} (CPU)  recall {recall:.4f} of {pairs} pairs  precision {precision:.4f}  {peak} MB",
        flush=True,
    )
    return used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--one-by-one", action="store_true", help="datasketch takes update, not update_batch")
    parser.add_argument("--verify", action="store_true", help="datasketch finds as many pairs as we and verifies them")
    parser.add_argument("--without-datasketch", action="store_true")
    options = parser.parse_args()
    if find_spec("rensa") is None:
        print("rensa is not installed: nothing to measure (pip install '.[dedupe]')")
        return
    if not options.without_datasketch and find_spec("datasketch") is None:
        print("datasketch is not installed: archtool alone")
        options.without_datasketch = True
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:  # or the peak of memory were that of the generator
            families = pool.submit(write, path, options.records).result()
        print(f"{options.records} records, {path.stat().st_size >> 20} MB, {len(set(families))} families", flush=True)
        mine = measure("archtool", ours, path, families)
        if not options.without_datasketch:
            theirs = measure(
                "datasketch", partial(datasketch, one_by_one=options.one_by_one, verify=options.verify), path, families
            )
            print(f"archtool is {theirs / mine:.1f} times as fast in CPU time")


if __name__ == "__main__":
    sys.exit(main())
