"""The scorer: the choice that it makes, the same scores with and without a compiler, the same file from the same seed."""

from __future__ import annotations

import gzip
import itertools
import json
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archtool.blocks import html, html_entering, html_making, html_taking, html_walk
from archtool.blocks.html import parse, read
from archtool.dom import tree
from archtool.judge import scorer as judge_scorer
from archtool.scorer import context, elements, features, measure, predict, rows, sequence, trees
from archtool.scorer.choice import FAVORS, choose
from archtool.scorer.labels import align, words
from archtool.scorer.predict import main_content, probabilities
from archtool.scorer.weights import Weights, load, save
from benches import load as load_bench
from sources import compiled, from_source

PROSE = "The committee met on Tuesday and agreed, after a long debate, that the bridge should be built. "
PAGE = (
    "<html><head><title>The bridge - The Daily Post</title></head><body><header class='site-header'><nav class='menu'><ul>"
    + "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "News", "Sport", "Contact"))
    + "</ul></nav></header><main><article class='post-content'><h1>The bridge</h1>"
    + "".join(f"<p>{PROSE * size}</p>" for size in (1, 2, 3, 2, 4))
    + "</article></main><aside class='related'><h3>Related</h3><ul>"
    + "".join(f"<li><a href='/{number}'>Another story, number {number}</a></li>" for number in range(6))
    + "</ul></aside><footer class='site-footer'><p>© 2019 The Daily Post. All rights reserved.</p></footer></body></html>"
)
SAMPLES = (
    PAGE,
    "<p>x",
    "<pre>a\n\nb",
    "<ul>" + "<li>Größe – 漢字 ١٢٣ ﬁ İ" * 40,
    "<table><tr><td>a<td>b<tr><td>c<td>1.5 €</table>",
)


def test_the_article_is_kept_and_what_surrounds_it_is_not() -> None:
    reading = read(parse(PAGE))
    kept = [block.text for block, keep in zip(reading.blocks, main_content(reading), strict=True) if keep]
    assert sum(text.startswith("The committee") for text in kept) == 5
    assert not any(text in ("Home", "Sport", "Related") or "rights reserved" in text for text in kept)


@pytest.mark.skipif(not compiled(measure), reason="the scorer is not compiled here: there is one form of it only")
@pytest.mark.parametrize("body", SAMPLES)
def test_compiled_and_plain_loops_give_the_same_scores(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read(parse(body))
    fast = features.matrix(reading, load())
    fast_chances, _ = probabilities(reading)
    for module in (measure, elements, rows, context):
        monkeypatch.setattr(features, module.__name__.rpartition(".")[2], from_source(module))
    monkeypatch.setattr(predict, "sequence", from_source(sequence))
    monkeypatch.setattr(trees, "ask", trees.one_by_one)
    slow = features.matrix(reading, load())
    assert list(slow.values) == pytest.approx(list(fast.values), rel=1e-5, abs=1e-6)
    slow_chances, sizes = probabilities(reading)
    assert slow_chances == pytest.approx(fast_chances, abs=1e-6)
    assert choose(slow_chances, sizes) == choose(fast_chances, sizes)


@pytest.mark.skipif(trees.ask is trees.one_by_one, reason="trees are evaluated one by one where nothing is compiled")
def test_trees_asked_of_all_blocks_together_say_what_each_says_of_each_block() -> None:
    weights = load()
    page = features.matrix(read(parse(PAGE)), weights)
    given = (page.values, features.WIDTH, page.rows, *weights[4:])
    together, one_by_one = array("d", bytes(8 * page.rows)), array("d", bytes(8 * page.rows))
    trees.ask(*given, together)
    trees.one_by_one(*given, one_by_one)
    assert together == one_by_one
    for block in range(page.rows):
        row = page.values[block * features.WIDTH : (block + 1) * features.WIDTH]
        assert together[block] == sum(leaf_value(weights, root, row) for root in weights.roots)


def leaf_value(weights: Weights, node: int, row: Sequence[float]) -> float:
    while weights.columns[node] >= 0:
        below = row[weights.columns[node]] <= weights.thresholds[node]
        node = weights.lefts[node] if below else weights.rights[node]
    return float(weights.values[node])


@pytest.mark.skipif(not compiled(html_walk), reason="the walk is not compiled here: there is one form of it only")
@pytest.mark.parametrize("body", SAMPLES)
def test_compiled_and_plain_walk_find_the_same(body: str) -> None:
    root = parse(body).root
    plain = from_source(html_walk, tree, html_making, html_taking, html_entering)
    fast, slow = html_walk.Walk(root), plain.Walk(root)
    for name in ("parents", "tags", "tokens", "kinds", "texts", "levels", "groups", "owners", "linked", "anchors",
                 "marks", "images", "flags", "meta", "title"):  # fmt: skip
        assert getattr(fast, name) == getattr(slow, name), name


@given(
    st.lists(st.tuples(st.floats(0.1, 1), st.integers(1, 50)), min_size=1, max_size=7),
    st.sampled_from(sorted(FAVORS)),
)
def test_the_choice_has_the_greatest_expected_f_measure(blocks: list[tuple[float, int]], favor: str) -> None:
    chances, sizes = [chance for chance, _ in blocks], [float(size) for _, size in blocks]
    expected = sum(chance * size for chance, size in blocks)

    def value(chosen: Any) -> float:
        taken = sum(size for size, keep in zip(sizes, chosen, strict=True) if keep)
        found = sum(c * size for c, size, keep in zip(chances, sizes, chosen, strict=True) if keep)
        weight = FAVORS[favor] ** 2
        return (1 + weight) * found / (taken + weight * expected)

    best = max(value(chosen) for chosen in itertools.product((False, True), repeat=len(blocks)))
    assert value(choose(chances, sizes, favor)) == pytest.approx(best)


@given(st.lists(st.tuples(st.floats(0.1, 1), st.integers(1, 50)), min_size=1, max_size=30))
def test_recall_keeps_all_that_balance_keeps_and_that_all_that_precision_keeps(blocks: list[tuple[float, int]]) -> None:
    chances, sizes = [chance for chance, _ in blocks], [float(size) for _, size in blocks]
    precision, balance, recall = (choose(chances, sizes, favor) for favor in ("precision", "balance", "recall"))
    assert all(more or not less for less, more in zip(precision, balance, strict=True))
    assert all(more or not less for less, more in zip(balance, recall, strict=True))


def test_where_nothing_is_found_nothing_is_lost() -> None:
    assert choose([0.01, 0.05], [10.0, 3.0]) == [False, False]
    assert choose([], []) == []
    assert main_content(read(parse(""))) == []
    assert judge_scorer.NOTHING_FOUND.fate == "kept"


def test_pages_without_any_word() -> None:
    for body in ("", "<p>…</p><p>—</p>", "<img src=x>", "<p>😀"):
        reading = read(parse(body))
        assert len(main_content(reading)) == len(reading.blocks)


def test_weights_read_back(tmp_path: Path) -> None:
    shipped = load()
    save(shipped, tmp_path / "copy.bin")
    assert load(tmp_path / "copy.bin") == shipped
    assert max(shipped.columns) < features.WIDTH
    (tmp_path / "broken.bin").write_bytes(b"not weights")
    with pytest.raises(ValueError, match="not a file of weights"):
        load(tmp_path / "broken.bin")


def test_labels_follow_the_reading_order() -> None:
    truth = words(
        "The title. One sentence that is long enough to be an anchor here. Read more. Two is another sentence of it."
    )
    blocks = ["The title", "Read more", "The title", "One sentence that is long enough to be an anchor here.",
              "Read more.", "Two is another sentence of it.", "Read more"]  # fmt: skip
    assert align(truth, [words(block) for block in blocks]) == [0, 0, 1, 1, 1, 1, 0]


def test_hashes_fold_capitals_and_digits() -> None:
    buffer = array("I", bytes(400))
    measure.hash_words("Price 12 PRICE 99", buffer)
    assert buffer[0] == buffer[2]
    assert buffer[1] == buffer[3]
    count = elements.hash_tokens("postContent post-content", 3, buffer)
    assert count == 7  # the tag; post, content and the whole name, twice
    assert buffer[1] == buffer[4]


def write_pages(folder: Path, count: int) -> None:
    (folder / "ground-truth").mkdir()
    (folder / "html").mkdir()
    for number in range(count):
        truth = {
            "main_content": "The bridge " + PROSE * 12,
            "with": ["The committee met"],
            "without": ["all rights reserved"],
        }
        known = {"url": f"https://site{number}.example/a", "ground_truth": truth,
                 "_internal": {"page_type": {"primary": "article"}}}  # fmt: skip
        (folder / "ground-truth" / f"{number:04}.json").write_text(json.dumps(known), encoding="utf-8")
        body = PAGE.replace("site-", f"site{number}-").replace("<main>", "<main>" + "<p>Advertisement</p>" * number)
        (folder / "html" / f"{number:04}.html.gz").write_bytes(gzip.compress(body.encode()))


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_the_same_seed_gives_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("lightgbm", reason="training needs the extra fit")
    from archtool.scorer import fit

    monkeypatch.setattr(fit, "TREES", 5)
    monkeypatch.setitem(fit.PARAMETERS, "min_data_in_leaf", 5)
    write_pages(tmp_path, 6)
    for name in ("one.bin", "two.bin"):
        fit.main([str(tmp_path), "--seed", "3", "-o", str(tmp_path / name)])
    assert (tmp_path / "one.bin").read_bytes() == (tmp_path / "two.bin").read_bytes()
    bench = load_bench("quality_html")
    result = bench.measure_page(tmp_path / "ground-truth" / "0000.json", load(tmp_path / "one.bin"))
    assert result.f1 > 0.9
    assert result.found == 1.0


def test_the_pipeline_and_the_scorer_read_the_same_blocks() -> None:
    tree = parse(PAGE)
    assert html.split(tree) == html.read(tree).blocks
