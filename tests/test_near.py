"""Near-duplicates: what is compared, what meets, what becomes a cluster; and what must never."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archtool.corpus.addresses import canonical
from archtool.corpus.near import Forest, find_duplicates, gather
from archtool.corpus.shingles import Measure, available, hashes_of, prepared, rows, similarity, sketch
from archtool.corpus.store import Entry, Store
from archtool.errors import UsageError
from examples import tries

needs_library = pytest.mark.skipif(not available(), reason="rensa is not installed: pip install '.[dedupe]'")
MEASURE = Measure()
MADE = {"by": "text"}
STORY = (
    "The harbour office raises its dues by a tenth from June, and the fishermen of the three northern villages say that"
    " they will not pay before the quay is repaired, which the council has promised them every spring since the flood"
)


def jaccard(first: str, second: str, measure: Measure = MEASURE) -> float:
    return similarity(*(sketch(text, measure).shingles for text in (first, second)))


def words(text: str) -> list[str]:
    """What a text is compared by: each word that is hashed, as it is written."""
    data = prepared(text)
    return [word.decode("utf-8", "surrogatepass") for word in re.findall(rb"[0-9A-Za-z\x80-\xff]+", data)]


def entry(number: int, text: str, date: str | None = None, measure: Measure = MEASURE) -> Entry:
    buckets, shingles = sketch(text, measure)
    return Entry(f"{number:016x}", f"page-{number}", date, len(text), None, buckets, shingles, f"{number}\n")


def kept(*entries: Entry, store: Path | None = None) -> dict[int, int | None]:
    """What became of each entry: ``None`` where it is kept, else the number of what is kept for it."""
    with Store(str(store) if store else None, MADE) as tables:
        for each in entries:
            tables.add(each)
        find_duplicates(tables, MEASURE.threshold)
        fates = {number: original for number, _, _, original, _ in tables.lines()}
        if store:
            tables.commit()
    return fates


def test_words_of_scripts_without_blanks_are_characters() -> None:
    assert words("東京は雨。 Tokyo, rain!") == ["東", "京", "は", "雨", "tokyo", "rain"]
    assert words("Ærlig “talt” – nej") == ["ærlig", "talt", "nej"]


@given(st.text(), st.integers(1, 4))
@tries(100)
def test_hashes_are_those_of_the_runs_of_words(text: str, size: int) -> None:
    found = words(text)
    runs = {tuple(found[start : start + size]) for start in range(max(len(found) - size + 1, 1))} if found else set()
    hashes = hashes_of(text, size)
    assert len(hashes) == len(runs)
    assert all(0 <= value < 1 << 64 for value in hashes)


def test_hashes_are_the_same_in_every_process() -> None:
    code = f"from archtool.corpus.shingles import hashes_of; print(sorted(hashes_of({STORY!r}, 3)))"
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2")]
    run = [sys.executable, "-c", code]
    made = [subprocess.run(run, env=env, capture_output=True, check=True).stdout for env in seeds]
    assert made[0] == made[1] == f"{sorted(hashes_of(STORY, 3))}\n".encode()


@needs_library
@given(st.text(alphabet="ab 東\n.", max_size=60))
@tries(100)
def test_a_sketch_is_empty_only_without_words(text: str) -> None:
    buckets, shingles = sketch(text, MEASURE)
    assert bool(words(text)) == bool(buckets) == bool(shingles)
    assert [bucket < 0 for bucket in buckets] == [True, *[False] * (len(buckets) - 1)][: len(buckets)]


@needs_library
def test_similarity_is_that_of_the_sets() -> None:
    assert jaccard("a b c d", "a b c d") == 1
    assert jaccard("a b c d", "b c d e") == pytest.approx(1 / 3)
    assert jaccard("a b c d", "w x y z") == 0
    assert jaccard("日本語の文章", "日本語の文章です") == pytest.approx(4 / 6)


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 0.8, 0.9, 0.95])
def test_bands_let_pairs_at_the_threshold_meet(threshold: float) -> None:
    size = rows(threshold)
    assert 1 - (1 - threshold**size) ** (64 // size) >= 0.99
    assert 1 - (1 - threshold ** (size + 1)) ** (64 // (size + 1)) < 0.99


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20))))
def test_a_forest_is_what_its_pairs_connect(pairs: list[tuple[int, int]]) -> None:
    forest = Forest(21)
    neighbours: dict[int, set[int]] = {number: {number} for number in range(21)}
    for first, second in pairs:
        forest.join(first, second)
        whole = neighbours[first] | neighbours[second]
        for number in whole:
            neighbours[number] = whole
    assert all(forest.find(number) == min(neighbours[number]) for number in range(21))
    assert sorted(forest.members()) == sorted((min(n), number) for number, n in neighbours.items() if len(n) > 1)


def test_a_bucket_of_strangers_costs_no_square() -> None:
    compared = 0

    def alike(first: int, second: int) -> bool:
        nonlocal compared
        compared += 1
        return False

    gather(range(3000), Forest(3000), alike)
    assert compared <= 3000 * 64


@needs_library
def test_equal_and_similar_texts_are_found_and_others_are_not() -> None:
    texts = [STORY, "Nothing of the kind.", STORY.upper(), STORY.replace("tenth", "fifth"), STORY[: len(STORY) // 2]]
    assert kept(*(entry(number, text) for number, text in enumerate(texts))) == {0: None, 1: None, 2: 0, 3: 0, 4: None}


@needs_library
@pytest.mark.parametrize("text", ["", " \n", "***", "…", "—"])
def test_texts_without_words_are_no_duplicates(text: str) -> None:
    assert kept(entry(0, text), entry(1, text)) == {0: None, 1: None}


@needs_library
def test_texts_shorter_than_a_shingle_are_compared_whole() -> None:
    texts = ["Page.", "Page", "Page not found", "Page found", "Not found"]
    assert kept(*(entry(number, text) for number, text in enumerate(texts))) == dict.fromkeys(range(5)) | {1: 0}


@needs_library
def test_what_differs_in_one_number_of_a_short_text_is_no_duplicate() -> None:
    texts = [f"Resolution {number} was adopted by the council on Monday" for number in (1, 2, 3)]
    assert kept(*(entry(number, text) for number, text in enumerate(texts))) == dict.fromkeys(range(3))


@needs_library
@pytest.mark.parametrize(
    ("first", "second", "best"),
    [
        ("2018-05-28", "2018-05-27", 1),
        ("2018", "2018-05", 1),  # a year alone may be its end
        ("2018", "2019-01-01", 0),
        (None, "2024", 1),
        (None, None, 0),
        ("2018-05", "2018-05-01", 1),
    ],
)
def test_the_earliest_date_is_kept(first: str | None, second: str | None, best: int) -> None:
    assert kept(entry(0, STORY, first), entry(1, STORY, second)) == {best: None, 1 - best: best}


@needs_library
def test_then_the_longest_text_then_the_smallest_id() -> None:
    assert kept(entry(0, STORY), entry(1, STORY + "!")) == {0: 1, 1: None}
    assert kept(entry(9, STORY), entry(3, STORY)) == {0: 1, 1: None}
    assert kept(entry(3, STORY), entry(3, STORY)) == {0: None, 1: 0}


@needs_library
def test_recall_and_precision_on_edited_texts() -> None:
    chance = random.Random(3)
    vocabulary = [f"word{number}" for number in range(900)]
    texts: list[str] = []
    for _ in range(150):
        base = chance.choices(vocabulary, k=chance.randint(40, 200))
        texts += [
            " ".join(chance.choice(vocabulary) if chance.random() < rate else word for word in base)
            for rate in (0, 0.01, 0.03, 0.08)
        ]
    sets = [sketch(text, MEASURE).shingles for text in texts]
    fates = kept(*(entry(number, text) for number, text in enumerate(texts)))
    homes = [number if original is None else original for number, original in fates.items()]
    pairs = [
        (first, second)
        for first in range(len(texts))
        for second in range(first // 4 * 4, first)
        if similarity(sets[first], sets[second]) >= MEASURE.threshold
    ]
    assert len(pairs) > 250
    # Of two that are alike one goes, as a rule; for which one it goes may be a third that is like both.
    both = sum(homes[first] == first and homes[second] == second for first, second in pairs)
    assert both <= 0.05 * len(pairs)
    for number, home in enumerate(homes):
        if number != home:
            others = [other for other in range(len(texts)) if homes[other] == home and other != number]
            assert max(similarity(sets[number], sets[other]) for other in others) >= MEASURE.threshold


@needs_library
def test_a_store_remembers_what_was_kept(tmp_path: Path) -> None:
    store = tmp_path / "seen.sqlite"
    assert kept(entry(0, STORY, "2020"), entry(1, "Other news of the day"), store=store) == {0: None, 1: None}
    # An earlier date comes too late: the other has gone out already.
    today = [entry(2, STORY.replace("June", "May"), "2010"), entry(3, "Quite another thing"), entry(4, STORY, "2021")]
    assert kept(*today, store=store) == {2: 0, 3: None, 4: 0}
    assert kept(entry(5, STORY.replace("June", "May")), entry(6, "quite another thing"), store=store) == {5: 0, 6: 3}


@needs_library
def test_a_store_that_was_not_committed_is_as_it_was(tmp_path: Path) -> None:
    store = tmp_path / "seen.sqlite"
    kept(entry(0, STORY), store=store)
    before = store.read_bytes()
    with Store(str(store), MADE) as tables:
        tables.add(entry(1, "Something new"))
        find_duplicates(tables, 0.8)
    assert store.read_bytes() == before


def test_a_store_of_other_sketches_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "seen.sqlite"
    with Store(str(store), {"by": "title"}) as tables:
        tables.commit()
    with pytest.raises(UsageError, match="made with by title, not text"), Store(str(store), MADE):
        pass


@pytest.mark.parametrize("content", [b"no database at all, and long enough to be looked at " * 30, b"short"])
def test_a_file_that_is_no_store_is_refused(tmp_path: Path, content: bytes) -> None:
    store = tmp_path / "seen.sqlite"
    store.write_bytes(content)
    with pytest.raises(UsageError, match="no store of archtool"), Store(str(store), MADE):
        pass
    assert store.read_bytes() == content


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://example.org", "https://www.example.org/"),
        ("http://EXAMPLE.org:80/a/index.html", "example.org/a"),
        ("https://example.org/a?b=1&a=2&utm_source=x#top", "https://example.org/a?a=2&b=1"),
        ("https://web.archive.org/web/20180528120000id_/http://example.org/a", "http://example.org/a"),
    ],
)
def test_one_page_under_two_addresses(first: str, second: str) -> None:
    assert canonical(first) == canonical(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://example.org/A", "http://example.org/a"),
        ("http://example.org/a?id=1", "http://example.org/a?id=2"),
        ("http://example.org/#!a", "http://example.org/#!b"),
        ("http://example.org:8080/", "http://example.org/"),
        ("http://shop.example.org/", "http://example.org/"),
    ],
)
def test_two_pages_are_two_addresses(first: str, second: str) -> None:
    assert canonical(first) != canonical(second)
