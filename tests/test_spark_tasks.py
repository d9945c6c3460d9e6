"""What executors do, without Spark: however the inputs are cut into tasks, the rows are those of reading them whole."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from archive_builder import html, http, pack, page, record, warcinfo
from archtool.model import Failure, Page, Settings
from archtool.readers import NOTHING, Part, PartEnd, ReadOptions, read
from archtool.run.spark import tasks, work
from archtool.run.spark.files import File, is_remote
from archtool.run.workers import Limits

PAGES = [page(name) for name in "alder birch cedar dogwood elm fir gorse hazel".split()]
OTHER = warcinfo("isPartOf: Harbours\r\n")
INNER = record(http(pack([warcinfo(), *PAGES[:6]]), "text/plain"), "http://example.org/crawl.txt")


def named(page: Page, settings: Settings) -> Any:
    """In place of cleaning: what a record depends on."""
    return type("Text", (), {"text": f"{page.id} {page.url} {page.origin} {page.fields} {page.body}"})()


def plan_of(paths: list[Path], count: int, limits: Limits | None = None) -> work.Plan:
    files = tuple(File(str(path), path.stat().st_size) for path in paths)
    return work.Plan(files, count, named, (), Settings(), ReadOptions(), limits, str(Path.cwd()))


def rows_of(plan: work.Plan) -> list[work.Row]:
    """The rows of all tasks, mended as ``crawl`` mends them."""
    rows = [row for number in range(plan.tasks) for row in work.do_task(plan, number)]
    for file in range(len(plan.files)):
        marks = sorted(work.mark_of(row.text) for row in rows if row.file == file and row.kind == work.MARK)
        if marks and not tasks.meet(marks):
            more = list(work.mend(plan, file, marks))
            drop = {row.part for row in more if row.kind == work.DROP}
            rows = [row for row in rows if row.file != file or row.part not in drop] + more
    found = sorted(row for row in rows if row.kind not in (work.MARK, work.DROP))
    assert len({row[:3] for row in found}) == len(found), "two rows have one position"
    return found


def whole(paths: list[Path]) -> list[tuple[str, str, str]]:
    told = []
    for path in paths:
        for item in read(str(path)):
            if isinstance(item, Page):
                told.append((work.RECORD, str(item.origin), named(item, Settings()).text))
            elif isinstance(item, Failure):
                told.append((work.FAILURE, str(item.origin), item.message))
            else:
                told.append((work.SKIPPED, str(item.origin), item.reason))
    return told


@pytest.mark.parametrize("codec", ["", "gzip", "zstd", "one gzip"])
def test_however_many_tasks_the_rows_are_those_of_the_whole(tmp_path: Path, codec: str) -> None:
    paths = [tmp_path / name for name in ("a.warc", "b.txt", "c.warc", "d.warc", "e.html")]
    paths[0].write_bytes(pack([warcinfo(), *PAGES, record(b"", "http://example.org/elm", "revisit")], codec))
    paths[1].write_text("Harbour dues rise\n\nThe dues rise by a tenth from June.\n")
    paths[2].write_bytes(pack([warcinfo(), *PAGES[:3], OTHER, *PAGES[3:], INNER, page("ivy")], codec))
    paths[3].write_bytes(pack([warcinfo(), *PAGES], codec)[:-40])
    paths[4].write_bytes(html("juniper"))
    expected = whole(paths)
    assert any(kind == work.FAILURE for kind, _, _ in expected)
    for count in (1, 2, 5, 40, 200):
        found = rows_of(plan_of(paths, count))
        assert [(row.kind, row.origin, row.text) for row in found] == expected, count


def test_a_warc_in_the_body_of_a_page_is_no_part_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "nested.warc"
    path.write_bytes(pack([warcinfo(), PAGES[0], INNER, PAGES[1]]))
    plan = plan_of([path], 12)
    marks = sorted(
        work.mark_of(row.text) for number in range(12) for row in work.do_task(plan, number) if row.kind == work.MARK
    )
    assert not tasks.meet(marks)  # or the test shows nothing: a cut fell into the inner file
    assert [row.text for row in rows_of(plan)] == [text for _, _, text in whole([path])]


def test_parts_that_meet_are_not_read_again() -> None:
    marks = [tasks.Mark(0, 50, (), 60, ()), tasks.Mark(60, 100, (), NOTHING, ())]
    assert tasks.meet(marks)

    def read_again(part: Part) -> PartEnd:
        raise AssertionError(part)

    assert list(tasks.follow("x", marks, read_again)) == []


@pytest.mark.parametrize(
    "marks",
    [
        [tasks.Mark(0, 50, (), 60, ())],  # nothing behind it
        [tasks.Mark(60, 100, (), NOTHING, ())],  # nothing in front of it
        [tasks.Mark(0, 50, (), 60, ()), tasks.Mark(55, 100, (), NOTHING, ())],  # in the middle of a record
        [tasks.Mark(0, 50, (), 60, ()), tasks.Mark(70, 100, (), NOTHING, ())],  # a record between them
    ],
)
def test_parts_that_do_not_meet_are_seen(marks: list[tasks.Mark]) -> None:
    assert not tasks.meet(marks)
    read_again: list[Part] = []

    def read_part(part: Part) -> PartEnd:
        read_again.append(part)
        return PartEnd(part.path, NOTHING if part.end is None or part.end >= 100 else max(part.end, 60), ())

    list(tasks.follow("x", marks, read_part))
    assert read_again


def test_the_size_of_a_task_is_bounded_and_every_core_has_some() -> None:
    assert tasks.number_of_tasks([File("a", 10 << 30)], cores=2, largest=32 << 20) == 320
    assert tasks.number_of_tasks([File("a", 3 << 20)], cores=2) == 6
    assert tasks.number_of_tasks([File("a", 1000)], cores=64) == 1
    assert tasks.number_of_tasks([], cores=2) == 1


def test_a_page_that_hangs_is_a_failure_and_its_task_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(pack([warcinfo(), *PAGES[:3]], "gzip"))
    plan = plan_of([path], 1, Limits(seconds=3.0))._replace(handle=_hanging)
    found = rows_of(plan)
    assert [row.kind for row in found] == [work.RECORD, work.FAILURE, work.RECORD]
    assert found[1].text == "took longer than 3 s"


def _hanging(page: Page, settings: Settings) -> Any:
    import time

    if page.url and page.url.endswith("birch"):
        time.sleep(600)
    return Text(page.url or "")


class Text:
    """A record, as far as rows need one."""

    def __init__(self, text: str) -> None:
        self.text = text


def test_a_file_that_is_gone_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "gone.warc.gz"
    path.write_bytes(pack([warcinfo(), *PAGES], "gzip"))
    plan = plan_of([path], 3)
    path.unlink()
    found = rows_of(plan)
    assert [(row.kind, row.text) for row in found] == [(work.FAILURE, "No such file or directory")]


def test_local_paths_keep_the_folder_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.txt").write_text("Harbour dues rise\n\nThe dues rise by a tenth.\n")
    monkeypatch.chdir(tmp_path)
    plan = plan_of([Path("page.txt")], 1)
    monkeypatch.chdir("/")
    assert [row.origin for row in rows_of(plan)] == ["page.txt"]
    assert Path.cwd() == Path("/")


def test_a_scheme_makes_a_path_remote() -> None:
    assert [is_remote(path) for path in ("s3a://bucket/a", "hdfs:///a", "file:/tmp/a")] == [True] * 3
    assert [is_remote(path) for path in ("a.warc.gz:10432", "C:/pages", "/tmp/a", "pages/")] == [False] * 4


@pytest.mark.skipif(not find_spec("pyarrow"), reason="pyarrow is not installed: pip install '.[spark]'")
def test_a_remote_file_is_read_by_ranges_and_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a b.warc.gz"
    path.write_bytes(pack([warcinfo(), *PAGES], "gzip"))
    address = f"file:{path}"
    plan = plan_of([path], 4)._replace(files=(File(address, path.stat().st_size),))
    expected = [(kind, origin.replace(str(path), address)) for kind, origin, _ in whole([path])]
    assert [(row.kind, row.origin) for row in rows_of(plan)] == expected


def test_marks_are_read_back_as_they_were() -> None:
    from archtool.model import Pair

    part = Part("x", 5, None, (Pair("Collection", ("Tides",)),))
    end = PartEnd("x", NOTHING, (Pair("Collection", ("Harbours", "Tides")),))
    assert work.mark_of(work.mark_text(part, end)) == tasks.Mark(5, None, part.fields, NOTHING, end.fields)
