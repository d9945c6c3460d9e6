"""The laws of the house, for any dump: real-looking lines mixed with arbitrary text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from archtool.fields.dates import find_dates
from archtool.model import FIELD, KEPT, REMOVED, Failure, Page, Record, Settings
from archtool.pipeline import clean, examine
from archtool.readers import read, read_stream
from archtool.topics import topic_key
from archtool.writers import Format, load
from conservation import gone, squeezed, values_of
from dumps import page, pages
from examples import tries

laws = tries(150)
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
ROUND_TRIPS = ("md", "jsonl", "json")


@laws
@given(pages)
def test_blocks_tile_the_page(dump: Page) -> None:
    blocks = examine(dump).blocks
    assert "".join(dump.body[block.start : block.end] for block in blocks) == (dump.body if blocks else "")
    assert blocks or not dump.body.strip()


@laws
@given(pages)
def test_every_block_ends_in_one_place(dump: Page) -> None:
    found = examine(dump)
    record = clean(dump)
    assert len(found.blocks) == len(found.verdicts)
    held = {squeezed(value) for value in values_of(record)}
    for block, verdict in zip(found.blocks, found.verdicts, strict=True):
        assert verdict.fate in (KEPT, FIELD, REMOVED)
        if verdict.fate == KEPT:
            assert squeezed(block.text) in squeezed(record.text)
        elif verdict.fate == FIELD:
            assert verdict.rule
            assert verdict.gives
            for value in verdict.gives:
                spelled = value.field in ("topics", "categories", "authors") and any(
                    topic_key(value.value) == topic_key(other) for other in values_of(record)
                )
                assert spelled or squeezed(value.value) in held or value.field == "description"
        else:
            assert verdict.rule


@laws
@given(pages)
def test_the_ledger_counts_every_removal(dump: Page) -> None:
    removed = [verdict.rule for verdict in examine(dump).verdicts if verdict.fate == REMOVED]
    record = clean(dump)
    assert {count.rule: count.count for count in record.removed} == {rule: removed.count(rule) for rule in removed}


@laws
@given(pages)
def test_the_text_keeps_its_order_and_adds_nothing(dump: Page) -> None:
    found = examine(dump)
    kept = [block for block, verdict in zip(found.blocks, found.verdicts, strict=True) if verdict.fate == KEPT]
    shown = squeezed("".join(("- " if block.kind == "item" else "") + block.text for block in kept))
    assert squeezed(clean(dump).text) == shown


@laws
@given(pages)
def test_no_topic_is_lost(dump: Page) -> None:
    found = examine(dump)
    record = clean(dump)
    topics = {topic_key(topic, record.lang) for topic in record.topics}
    for block, verdict in zip(found.blocks, found.verdicts, strict=True):
        if verdict.rule == "repeat/topic":
            assert verdict.repeats is not None
            original = found.verdicts[verdict.repeats]
            assert original.fate == FIELD
            said = [value.value for value in original.gives if value.field == "topics"]
            assert said
            assert all(topic_key(topic, record.lang) in topics for topic in said)
            assert topic_key(block.text) in {topic_key(found.blocks[verdict.repeats].text), *map(topic_key, said)}
        for value in verdict.gives:
            if value.field == "topics":
                assert topic_key(value.value, record.lang) in topics
    assert len(record.topics) == len(topics) == len(record.tags)


@laws
@given(pages, st.data())
def test_disabling_a_rule_never_removes_more(dump: Page, data: st.DataObject) -> None:
    rules = sorted({verdict.rule for verdict in examine(dump).verdicts if verdict.rule})
    if not rules:
        return
    disabled = frozenset(data.draw(st.sets(st.sampled_from(rules), min_size=1)))
    assert gone(examine(dump, Settings(disabled=disabled))) <= gone(examine(dump))


@laws
@given(pages)
def test_a_repeat_points_to_a_block_that_was_not_removed_as_one(dump: Page) -> None:
    found = examine(dump)
    for index, verdict in enumerate(found.verdicts):
        if verdict.repeats is not None:
            assert verdict.repeats != index
            assert 0 <= verdict.repeats < len(found.blocks)


@laws
@given(pages, st.sampled_from(ROUND_TRIPS))
def test_cleaning_a_record_again_changes_nothing(dump: Page, format: str) -> None:
    settings_ = Settings(markup="md") if format == "md" else Settings()
    writer = load(format)
    once = written(writer, [clean(dump, settings_)])
    back = list(read_stream(io.BytesIO(once.encode()), f"records.{format}"))
    assert not [item for item in back if isinstance(item, Failure)]
    again = written(writer, [clean(item, settings_) for item in back if isinstance(item, Page)])
    assert again == once


def written(writer: Format, records: Iterable[Record]) -> str:
    return writer.before + writer.between.join(map(writer.render, records)) + writer.after


@laws
@given(pages)
def test_the_same_page_gives_the_same_record(dump: Page) -> None:
    assert clean(dump) == clean(page(dump.body))


@laws
@given(st.text(max_size=200))
def test_dates_are_found_in_any_text(text: str) -> None:
    for match in find_dates(text):
        assert 0 <= match.start < match.end <= len(text)
        assert match.iso is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", match.iso)


NOISE = [
    ["The weather on the coast stays mild until Sunday, and the ferries will run as they do in summer."],
    ["Das Wetter an der Küste bleibt bis Sonntag mild, und die Fähren fahren wie im Sommer."],
    ["We use cookies to make this site work better for you. Tell us whether you accept them."],
    ["Nous utilisons des cookies pour améliorer votre visite. Dites-nous si vous êtes d'accord."],
    ["Мы используем файлы cookie, чтобы сайт работал лучше для вас. Сообщите нам, согласны ли вы."],
    ["Accept all", "Decline"],
    ["About the office"],
    ["Home", "About us", "News", "Topics", "Contact"],
    ["Startseite", "Über uns", "Themen", "Presse", "Kontakt"],
    ["Inicio > Prensa > Noticias"],
    ["Skip to main content"],
]
BELOW = [["See also", "The harbours of the north"], ["© 2018 Office for the Eastern Lakes"], ["Back to top"]]
# Pages that are no document of one title: a thread, a list.
NO_DOCUMENT = {"forum-phpbb-labels", "list-page-teasers"}
# Pages of many short lines (turns of a transcript, a programme, contents): of some of them the model is hardly sure, and
# each line that it gets to see more may turn the scale.
IN_DOUBT = {
    "newsletter-contents-and-headings",
    "programme-repeated-rows",
    "state-dept-briefing",
    "un-press-fr-capitals-title",
}
# A title with nothing beside it that says so: no day, no label, no running text under it.
BARE = {"poem-with-refrain"}
DOCUMENTS = sorted(
    path for path in SAMPLES.glob("*/input.txt") if path.parent.name not in NO_DOCUMENT | IN_DOUBT | BARE
)


@laws
@given(st.sampled_from(DOCUMENTS), st.sampled_from(NOISE + BELOW), st.booleans(), st.booleans())
def test_a_line_above_or_below_changes_nothing_else(sample: Path, noise: list[str], above: bool, blank: bool) -> None:
    """The law of locality: title, date, topics and text of a document stay, whatever a site puts around it."""
    (dump,) = (item for item in read(str(sample)) if isinstance(item, Page))
    above = above and noise not in BELOW
    # A short line under the last line of a list, without a blank line between, is one more line of that list.
    lines, gap = "\n".join(noise), "\n\n" if blank or not (above or noise[0].endswith(".")) else "\n"
    body = f"{lines}{gap}{dump.body}" if above else f"{dump.body.rstrip()}{gap}{lines}\n"
    alone, amid = clean(dump), clean(dump._replace(body=body))
    assert (amid.title, amid.date, amid.topics) == (alone.title, alone.date, alone.topics)
    missing = [part for part in alone.text.split("\n") if part and part not in amid.text]
    assert not missing
