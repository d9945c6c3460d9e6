"""Signals of the quality of a text: each by its definition, counted by hand; and the way through all formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import archtool
from archtool.corpus.signals import GROUPS, Text, all_signals, stop_words
from archtool.keys import Signals
from archtool.writers.csv import COLUMNS
from process import archtool as command

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "three-forms-html" / "input.html"


def signals(text: str, lang: str | None = "en") -> Signals:
    return all_signals(Text(text, lang, None))


def test_lines_are_counted_without_blank_ones() -> None:
    found = signals("one two\n\nthree\n   \n- four\n• five ...\nsix…\nseven.")
    assert found.lines == 6
    assert found.mean_line_length == round((7 + 5 + 6 + 10 + 4 + 6) / 6, 1)
    assert found.bullet_lines == round(2 / 6, 4)
    assert found.ellipsis_lines == round(2 / 6, 4)
    assert found.ended_lines == round(1 / 6, 4)


def test_repeated_lines_and_paragraphs_count_from_the_second_on() -> None:
    found = signals("Menu\n\nA long line of text\n\nMenu\n\nMenu\n\nA last line")
    assert found.repeated_lines == found.repeated_paragraphs == round(2 / 5, 4)
    assert found.repeated_line_characters == round(8 / (3 * 4 + 19 + 11), 4)
    found = signals("a\nb\n\na\nb\n\nc")  # lines in paragraphs
    assert (found.repeated_lines, found.repeated_paragraphs) == (round(2 / 5, 4), round(1 / 3, 4))
    assert signals("Menu\n\nmenu").repeated_lines == 0.0


def test_words_are_told_by_their_signs() -> None:
    found = signals("The mill of 1830 is # open ... and (the lock) is not!")
    words = 13
    assert found.stop_words == round(5 / words, 4)  # the, of, is, and, is: "(the" and "not!" carry signs
    assert found.symbols == round(2 / words, 4)
    assert found.alphabetic_words == round(10 / words, 4)
    assert found.sentences == 2
    assert found.mean_word_length == round(41 / words, 2)


@pytest.mark.parametrize(("lang", "known"), [("en", True), ("ru", True), ("ja", False), (None, False)])
def test_stop_words_need_a_language_with_words(lang: str | None, known: bool) -> None:
    assert (signals("и в на the of", lang).stop_words is not None) is known


def test_stop_words_are_those_of_the_rules() -> None:
    assert {"the", "be", "to", "of", "and", "that", "have", "with"} <= stop_words()["en"]  # those of Gopher
    assert "der" in stop_words()["de"]


def test_the_most_frequent_run_of_words_counts_its_characters() -> None:
    found = signals("see also: the mill see also: the lock see also: a weir")
    characters = len("seealso:themillseealso:thelockseealso:aweir")
    assert found.top_2grams == round(3 * 8 / characters, 4)
    assert found.top_3grams == round(2 * 11 / characters, 4)
    assert (found.top_4grams, found.repeated_5grams) == (0.0, 0.0)


def test_characters_in_overlapping_runs_count_once() -> None:
    run = "one two three four five six"
    found = signals(f"{run} and {run} or")
    characters = 2 * len(run.replace(" ", "")) + len("andor")
    inside = 2 * len(run.replace(" ", ""))
    assert found.repeated_5grams == found.repeated_6grams == round(inside / characters, 4)
    assert found.repeated_7grams == 0.0
    assert signals("la " * 40).top_2grams == 1.0


def test_nothing_is_repeated_where_every_word_is_another() -> None:
    assert set(signals(" ".join(map(str, range(500))))[14:23]) == {0.0}


def test_runs_are_those_that_a_plain_count_finds() -> None:
    words = [str(number * number % 17) for number in range(300)]
    found = signals(" ".join(words))
    for size in range(2, 11):
        grams = [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]
        characters = sum(map(len, words))
        if size <= 4:
            most = max(map(grams.count, grams))
            expected = max(most * len("".join(gram)) for gram in grams if grams.count(gram) == most)
        else:
            places = {at + step for at, gram in enumerate(grams) if grams.count(gram) > 1 for step in range(size)}
            expected = sum(len(words[place]) for place in places)
        name = f"top_{size}grams" if size <= 4 else f"repeated_{size}grams"
        assert getattr(found, name) == min(1.0, round(expected / characters, 4)), name


def test_two_signs_are_a_word_without_blanks() -> None:
    found = signals("武汉的声音。武汉的声音。", "zh")
    assert found.mean_word_length == 1.5
    assert found.lang_confidence == 1.0
    assert found.sentences == 2


def test_languages_that_are_alike_are_less_certain() -> None:
    clear = signals("The boats are in the harbour, and the town is waiting for the spring.").lang_confidence
    close = signals("og det er en by som ligger ved havet, og det er ikke langt til byen", "da").lang_confidence
    assert clear is not None
    assert close is not None
    assert close < clear <= 1


def test_an_empty_text_has_no_shares() -> None:
    found = signals("")
    assert (found.lines, found.sentences, found.ended_lines, found.stop_words) == (0, 0, None, None)


def test_groups_give_the_fields_in_their_order() -> None:
    assert sum(len(group(Text("The mill.", "en", 0.5))) for group in GROUPS) == len(Signals._fields)
    assert signals("The mill is open.")._replace(kept=None) == signals("The mill is open.")


def test_markdown_is_measured_as_the_text_that_it_shows(tmp_path: Path) -> None:
    page = "<h1>A</h1><p>The <a href='http://example.org/a/long/address'>mill</a> is <b>open</b> and the lock is not.</p>"
    plain = archtool.signals(archtool.clean(page)).signals
    assert archtool.signals(archtool.clean(page, archtool.settings(markup="md"))).signals == plain


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.tsv", "a.db", "a.parquet", "a.jsonl.gz"])
def test_records_with_signals_are_read_back(name: str, tmp_path: Path) -> None:
    if name == "a.parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra parquet)")
    packed = name.endswith(".gz")
    done = command("clean", "--signals", SAMPLE, "-o", tmp_path / name.removesuffix(".gz"))
    assert done.returncode == 0, done.stderr
    if packed:
        import gzip

        (tmp_path / name).write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    (record,) = archtool.clean_file(tmp_path / name)
    assert record.signals is not None
    assert 0.5 < (record.signals.kept or 0) < 0.7
    assert record.signals._replace(kept=None) == all_signals(Text(record.text, record.lang, None))
    again = archtool.signals(record)
    assert again.signals == record.signals
    plain = command("clean", tmp_path / name, "-t", "jsonl").stdout
    assert json.loads(plain)["signals"] == record.signals._asdict()


def test_tables_have_signals_only_where_they_were_asked_for(tmp_path: Path) -> None:
    headers = []
    for arguments in ([], ["--signals"], ["--signals", "--columns", "title,repeated_lines"], ["--columns", "title,lines"]):
        done = command("clean", SAMPLE, "-t", "csv", *arguments)
        headers.append(done.stdout.split("\r\n")[0].split(","))
    assert headers == [
        list(COLUMNS),
        [*COLUMNS[:-2], *Signals._fields, *COLUMNS[-2:]],
        ["title", "repeated_lines"],
        ["title", "lines"],
    ]
    archtool.write(map(archtool.signals, archtool.clean_file(SAMPLE)), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text().splitlines()[0].split(",") == headers[1]


def test_records_are_as_before_where_signals_are_not_asked_for() -> None:
    assert "signals" not in json.loads(command("clean", SAMPLE, "-t", "jsonl").stdout)
