"""``archtool spark`` with a real Spark: the same records as ``archtool clean``, whatever happens to the executors."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

import pytest

from archive_builder import html, http, pack, page, record, warcinfo
from archtool.cli.commands.spark import do
from archtool.cli.spark import spark as spark_command
from archtool.errors import UsageError
from archtool.run.job import settings
from archtool.run.options import COMPARED, Options
from invented_site import invent, pages
from process import COMMAND, ROOT, archtool, environment
from spark_cluster import CONF, REASON, cluster, executors, lines, said, spark, told, wait_for, works

needs_spark = pytest.mark.skipif(bool(REASON), reason=f"Spark cannot run here: {REASON}")
pytestmark = pytest.mark.filterwarnings("ignore")  # what Spark says of other libraries

NAMES = [f"page{number}" for number in range(30)]
REVISITS = [
    record(b"", f"http://example.org/{name}", "revisit", "2022-01-01T00:00:00Z", WARC_Payload_Digest=f"sha1:{name}")
    for name in ("page3", "page29", "nowhere")
]


def crawl(folder: Path) -> Path:
    """Inputs of every kind that behaves in its own way."""
    stored = [page(name, WARC_Payload_Digest=f"sha1:{name}") for name in NAMES]
    inner = record(http(pack([warcinfo(), *stored[:9]]), "text/plain"), "http://example.org/crawl.txt")
    folder.mkdir()
    (folder / "a.warc.gz").write_bytes(pack([REVISITS[1], warcinfo(), *stored, *REVISITS], "gzip"))
    (folder / "b.warc").write_bytes(pack([warcinfo(), *stored[:3], inner, *stored[3:6]]))
    (folder / "broken.warc.gz").write_bytes(pack([warcinfo(), *stored[:9]], "gzip")[:-50])
    (folder / "dues.html").write_bytes(html("Dues – “rise”"))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "odd \udcff.txt").write_bytes("Hafengebühren steigen\n\nUm ein Zehntel, sagt das Amt.\n".encode("cp1252"))
    return folder


@needs_spark
@pytest.mark.long
def test_the_records_are_those_of_clean(tmp_path: Path) -> None:
    crawl(tmp_path / "crawl")
    samples = sorted((ROOT / "samples").glob("*/input.*"))[:12]
    paths = ["crawl", *map(str, samples)]
    expected = archtool("clean", *paths, "-t", "jsonl", "-o", "all.jsonl", cwd=tmp_path)
    done = spark(
        *("clean", *paths, "-o", "out.jsonl", "--ordered", "--task-size", "4k", "--failures", "failed"), cwd=tmp_path
    )
    assert lines(tmp_path / "out.jsonl") == (tmp_path / "all.jsonl").read_text()
    assert said(done) == told(expected.stderr)
    assert done.returncode == expected.returncode == 1
    failed = [json.loads(line) for line in lines(tmp_path / "failed").splitlines()]
    assert [f"archtool: {each['origin']}: {each['message']}" for each in failed] == said(done)[:-1]


@pytest.fixture
def session(local: Any) -> Iterator[Any]:
    yield local
    local.catalog.clearCache()  # of the tables of one test nothing is left for the next


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from archtool.run.spark.session import begin

    folder = tmp_path_factory.mktemp("warehouse")
    conf = {**CONF, "spark.sql.warehouse.dir": str(folder)}
    session = begin("local[2]", ["=".join(item) for item in conf.items()])
    yield session
    session.stop()


@needs_spark
@pytest.mark.long
def test_a_data_frame_has_the_columns_of_parquet(tmp_path: Path, session: Any) -> None:
    from pyarrow.parquet import read_table

    from archtool.spark import clean

    crawl(tmp_path / "crawl")
    archtool("clean", tmp_path / "crawl", "-o", "all.parquet", cwd=tmp_path)
    expected = read_table(tmp_path / "all.parquet")
    frame = clean(session, str(tmp_path / "crawl"), task_size=8000)
    assert frame.columns == [*expected.column_names, "position"]
    rows = [row.asDict(recursive=True) for row in frame.orderBy("position").collect()]
    for row in rows:
        row.pop("position")
        row["captured"] = row["captured"] and row["captured"].timestamp()
    wanted = expected.to_pylist()
    for row in wanted:
        row["captured"] = row["captured"] and row["captured"].timestamp()
    assert rows == wanted


def on_spark(session: Any, what: str, **values: Any) -> int:
    """``archtool spark`` in a session that is there already, whose working directory is another one."""
    paths = {name: str(Path(values[name]).resolve()) for name in ("output", "failures") if name in values}
    options = Options(what=what, task_size=4096, ordered=True, **{**values, **paths})
    return do(session, options, settings(options))


@needs_spark
@pytest.mark.long
def test_executors_take_the_python_of_the_command(tmp_path: Path) -> None:
    """The first ``python3`` of the path may be another one, where the virtual environment is not active."""
    (tmp_path / "page.txt").write_text("A page\n\nIt says something.\n")
    other = tmp_path / "bin" / "python3"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\nexit 9\n")
    other.chmod(0o755)
    path = f"{other.parent}:{os.environ['PATH']}"
    done = spark("clean", "page.txt", "-o", "out.jsonl", cwd=tmp_path, PATH=path, PYSPARK_PYTHON="")
    assert (done.returncode, "A page" in lines(tmp_path / "out.jsonl")) == (0, True), done.stderr


@needs_spark
@pytest.mark.long
def test_spark_submit_runs_the_command(tmp_path: Path) -> None:
    """Only a name that ends in ``.py`` is a Python program for spark-submit."""
    import pyspark

    (tmp_path / "submit.py").write_text("from archtool.cli.main import main\n\nmain()\n")
    (tmp_path / "page.txt").write_text("A page\n\nIt says something.\n")
    settings = [part for item in CONF.items() for part in ("--conf", "=".join(item))]
    command = [str(Path(pyspark.__file__).parent / "bin" / "spark-submit"), "--master", "local[1]", *settings]
    arguments = ["submit.py", "spark", "clean", "page.txt", "-o", "out.jsonl"]
    env = environment(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
    done = subprocess.run(
        [*command, *arguments], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stderr
    assert lines(tmp_path / "out.jsonl") == archtool("clean", "page.txt", "-t", "jsonl", cwd=tmp_path).stdout


@needs_spark
@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="no signals")
def test_an_interruption_is_no_stack_trace_of_python(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(3000):
        (tmp_path / "pages" / f"{number}.txt").write_text("A page\n\nIt says something.\n")
    command = [*COMMAND, "spark", "clean", "pages", "-o", "out.jsonl", "--task-size", "1k"]
    for item in CONF.items():
        command += ["--conf", "=".join(item)]
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(command, cwd=tmp_path, stderr=log, env=environment(SPARK_LOCAL_IP="127.0.0.1"))
        wait_for(lambda: running.poll() is not None or _has_begun(running.pid))
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) in (143, 1)  # Java may end first, which is an error of Spark
    assert "commands/spark.py" not in (tmp_path / "log").read_text()


def _has_begun(pid: int) -> bool:
    """Whether Python works for Spark below the process ``pid``: pyspark starts it from Java."""
    found = subprocess.run(["pgrep", "-f", "pyspark.daemon"], capture_output=True, text=True, check=False)
    return any(str(pid) in _parents(int(each)) for each in found.stdout.split())


def _parents(pid: int) -> list[str]:
    found: list[str] = []
    while pid > 1:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            break
        found.append(str(pid))
    return found


@needs_spark
def test_one_page_is_cleaned_and_no_output_replaced(
    tmp_path: Path, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text("A page\n\nIt says something.\n")
    expected = archtool("clean", "page.txt", "-t", "jsonl", cwd=tmp_path)
    assert on_spark(session, "clean", paths=("page.txt",), output="out.jsonl") == 0
    assert lines(tmp_path / "out.jsonl") == expected.stdout != ""
    before = sorted(path.name for path in (tmp_path / "out.jsonl").iterdir())
    with pytest.raises(UsageError, match=r"out\.jsonl: is there already; choose another output"):
        on_spark(session, "clean", paths=("page.txt",), output="out.jsonl")
    assert sorted(path.name for path in (tmp_path / "out.jsonl").iterdir()) == before


@needs_spark
@pytest.mark.long
def test_signals_are_those_of_clean(tmp_path: Path, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from archtool.spark import clean

    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text("A page\n\nIt says something. It says something more.\n")
    expected = archtool("clean", "page.txt", "-t", "jsonl", "--signals", cwd=tmp_path).stdout
    summary = str(tmp_path / "counts.json")
    assert on_spark(session, "clean", paths=("page.txt",), output="out.jsonl", signals=True, summary=summary) == 0
    assert lines(tmp_path / "out.jsonl") == expected
    assert '"signals": {' in expected
    assert json.loads(Path(summary).read_text())["pages"] == 1
    (row,) = clean(session, "page.txt", signals=True).select("signals").collect()
    assert row["signals"].asDict() == json.loads(expected)["signals"]


@needs_spark
@pytest.mark.long
def test_a_list_of_files_keeps_its_order(tmp_path: Path, session: Any) -> None:
    """One query for all of them: a list of Common Crawl has 80,000 files."""
    from archtool.run.spark.files import listed

    names = [f"{name}.txt" for name in ("c", "a", "b")]
    for name in names:
        (tmp_path / name).write_text(name * 3)
    (tmp_path / "list").write_text("".join(f"file:{tmp_path}/{name}\n" for name in names))
    found = listed(session, Options(files_from=str(tmp_path / "list")))
    assert [(Path(file.path).name, file.size) for file in found] == [(name, 15) for name in names]
    twice = listed(session, Options(paths=(f"file://{tmp_path}/b.txt", f"file:{tmp_path}/[ac].txt")))
    assert [Path(file.path).name for file in twice] == ["b.txt", "a.txt", "c.txt"]
    with pytest.raises(UsageError, match=r"d\.txt"):
        listed(session, Options(paths=(f"file:{tmp_path}/a.txt", f"file:{tmp_path}/d.txt")))


@needs_spark
@pytest.mark.long
@pytest.mark.parametrize("mode", ["first", "last", "distinct"])
def test_of_the_captures_the_same_stay(
    tmp_path: Path, session: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], mode: str
) -> None:
    monkeypatch.chdir(tmp_path)
    crawl(tmp_path / "crawl")
    later = [page(name, date="2023-03-04T05:06:07Z") for name in NAMES[:4]]
    changed = record(http(html("other")), "http://www.example.org/page5", date="2020-01-01T00:00:00Z")
    # Of a page that another address had, too, and of one whose own address never had that text.
    strays = [
        record(b"", "http://example.org/page7", "revisit", "2024-01-01T00:00:00Z", WARC_Payload_Digest="sha1:page8"),
        record(b"", "http://example.org/page7/", "revisit", "2024-02-01T00:00:00Z", WARC_Payload_Digest="sha1:page7"),
    ]
    (tmp_path / "crawl" / "z.warc.gz").write_bytes(pack([warcinfo(), *later, changed, *strays], "gzip"))
    expected = archtool("clean", "crawl", "-t", "jsonl", "--snapshots", mode, cwd=tmp_path)
    assert on_spark(session, "clean", paths=("crawl",), output="out.jsonl", snapshots=mode) == expected.returncode
    assert lines(tmp_path / "out.jsonl") == expected.stdout
    assert [line for line in capfd.readouterr().err.splitlines() if line.startswith("archtool: ")] == (
        told(expected.stderr)
    )
    assert ('"Captures"' in expected.stdout) == (mode == "distinct")


WORDS = "tide harbour dues spring ferry quay crane pilot sluice dredge buoy lamp keeper anchor mooring cargo".split()


def site(folder: Path) -> None:
    """Pages of two sites: some alike, with topics in several spellings and a template."""
    random = Random(5)
    folder.mkdir()
    for number in range(14):
        words = [random.choice(WORDS) for _ in range(120)]
        for copy in range(1 + number % 3):
            words[copy * 7] = f"word{copy}"
            text = ". ".join(" ".join(words[start : start + 12]).capitalize() for start in range(0, 120, 12))
            topics = f"Harbours, {WORDS[number % 5].title() if copy else WORDS[number % 5]}"
            page = (
                f"<html><head><title>Report {number} {copy}</title>"
                f"<link rel=canonical href='http://site{number % 2}.example.org/r/{number}-{copy}'>"
                f"<meta name=keywords content='{topics}'></head><body><p>Harbour office of the town</p>"
                f"<h1>Report {number} {copy}</h1><p>{text}.</p><p>Printed by the office of the harbour</p></body></html>"
            )
            (folder / f"page{number}-{copy}.html").write_text(page)


@needs_spark
@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], {}),
        (["--keep", "all", "--threshold", "0.5"], {"keep": "all", "threshold": 0.5}),
        (["--by", "title"], {"by": "title"}),
        (["--keep", "longest"], {"keep": "longest"}),
    ],
)
def test_dedupe_keeps_the_same(
    tmp_path: Path,
    session: Any,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    options: dict[str, Any],
) -> None:
    monkeypatch.chdir(tmp_path)
    site(tmp_path / "site")
    (tmp_path / "site" / "same.html").write_bytes((tmp_path / "site" / "page1-0.html").read_bytes())
    for number in range(12):  # versions of a page: each is nearly its neighbour, and the ends have little in common
        words = " ".join(f"chain{word}" for word in range(8 * number, 8 * number + 150))
        (tmp_path / "site" / f"version{number:02}.txt").write_text(f"Version {number}\n\n{words}.\n")
    expected = archtool("dedupe", "site", *arguments, cwd=tmp_path)
    assert '"duplicate' in expected.stdout
    assert on_spark(session, "dedupe", paths=("site",), output="out.jsonl", min_words=COMPARED, **options) == 0
    assert lines(tmp_path / "out.jsonl") == expected.stdout
    assert capfd.readouterr().err.splitlines()[-1:] == told(expected.stderr)


@needs_spark
@pytest.mark.long
@pytest.mark.parametrize("what", ["tags", "learn"])
def test_topics_and_templates_are_the_same(
    tmp_path: Path, session: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], what: str
) -> None:
    monkeypatch.chdir(tmp_path)
    site(tmp_path / "site")
    two = [
        record(http(made.body.encode(), "text/plain"), f"http://site{seed}.example.org/{number}")
        for seed in (1, 2)
        for number, made in enumerate(pages(invent(seed), 8))
    ]
    (tmp_path / "site" / "two-sites.warc.gz").write_bytes(pack([warcinfo(), *two], "gzip"))
    expected = archtool(what, "site", cwd=tmp_path)
    assert len(expected.stdout.splitlines()) > 3
    assert on_spark(session, what, paths=("site",), output="out") == 0
    assert (tmp_path / "out").read_text() == expected.stdout
    # Words of sites are counted on one machine alone.
    summary = [line.partition(", 1 word of sites")[0] for line in told(expected.stderr)]
    assert capfd.readouterr().err.splitlines()[-1:] == summary


@needs_spark
@pytest.mark.long
def test_limits_hold_in_executors(tmp_path: Path, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    deep = b"<p>Many words" * 450_000
    (tmp_path / "a.warc.gz").write_bytes(
        pack([page("alder"), record(http(deep), "http://example.org/deep"), page("birch")], "gzip")
    )
    limits: dict[str, Any] = {"timeout": 120.0, "memory": 200 << 20}
    assert on_spark(session, "clean", paths=("a.warc.gz",), output="out.jsonl", failures="failed", **limits) == 1
    kept = [json.loads(line)["url"] for line in lines(tmp_path / "out.jsonl").splitlines()]
    assert kept == ["http://example.org/alder", "http://example.org/birch"]
    assert json.loads(lines(tmp_path / "failed"))["message"] == "needs more memory than 200M"


@needs_spark
@pytest.mark.long
def test_a_table_of_the_catalogue_grows(tmp_path: Path, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_bytes(html("dues"))
    options = Options(what="clean", paths=("page.html",), table="pages", partition_by="host")
    for count in (1, 2):
        assert do(session, options, settings(options)) == 0
        rows = session.table("pages").select("title", "host").collect()
        # A page without an address: Spark has a partition without a name as null.
        assert [tuple(row) for row in rows] == [("dues", None)] * count


@needs_spark
@pytest.mark.long
def test_a_table_of_an_earlier_version_keeps_its_columns(
    tmp_path: Path, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_bytes(html("dues"))
    session.sql("create table older (id string, title string, date string, words bigint) using parquet")
    options = Options(what="clean", paths=("page.html",), table="older")
    assert do(session, options, settings(options)) == 0
    table = session.table("older")
    assert dict(table.dtypes)["date"] == "string"
    assert [row["title"] for row in table.collect()] == ["dues"]


@needs_spark
@pytest.mark.long
@pytest.mark.parametrize(("what", "times"), [("clean", 1), ("dedupe", 2)])
def test_an_executor_that_is_killed_costs_nothing_but_time(tmp_path: Path, what: str, times: int) -> None:
    """Of ``dedupe`` also a later one, which has tables of its own from earlier steps."""
    crawl(tmp_path / "crawl")
    expected = archtool(what, "crawl", *(["-t", "jsonl"] if what == "clean" else []), cwd=tmp_path)
    killed: list[int] = []
    over = Event()

    def kill() -> None:
        for _ in range(times):
            # Both are there, and one has begun: its Python is at work.
            wait_for(lambda: over.is_set() or (len(executors(tmp_path)) == 2 and any(map(works, executors(tmp_path)))))
            for pid in list(filter(works, executors(tmp_path)))[:1]:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
            over.wait(8)

    with cluster(tmp_path, workers=2) as master:
        killer = Thread(target=kill)
        killer.start()
        done = spark(
            *(what, "crawl", "-o", "out.jsonl", "--ordered", "--task-size", "1k", "--master", master),
            cwd=tmp_path,
            PYSPARK_PYTHON=sys.executable,
        )
        over.set()
        killer.join()
    assert killed, done.stderr
    assert lines(tmp_path / "out.jsonl") == expected.stdout
    assert said(done) == told(expected.stderr)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["page.txt"], "'page.txt' is not"),
        (["clean", "page.txt"], "say where the records go: either -o DIR or --table NAME"),
        (["clean", "page.txt", "-o", "a", "--table", "b"], "either -o DIR or --table NAME"),
        (["clean", "page.txt", "-o", "a.jsonl", "--partition-by", "host"], "--partition-by is for Parquet"),
        (["tags", "page.txt", "--lang", "en"], "filters and --snapshots are for clean"),
        (["dedupe", "page.txt"], "dedupe writes JSON Lines: -o DIR"),
        (["learn", "page.txt", "--partition-by", "year"], "learn writes a file on this machine"),
        (["clean", "page.txt", "-o", "a", "--disable", "title/headin"], "did you mean 'title/heading'"),
        (
            ["clean", "page.txt", "-o", "a", "--threshold", "0.5"],
            "--threshold is not an option of archtool spark clean",
        ),
        (["dedupe", "page.txt", "-o", "a", "--signals"], "--signals is not an option of archtool spark dedupe"),
        (["tags", "page.txt", "--ordered"], "--ordered is not an option of archtool spark tags"),
    ],
)
def test_what_cannot_be_done_is_said_before_spark_starts(tmp_path: Path, arguments: list[str], reason: str) -> None:
    done = archtool("spark", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_without_java_one_line_says_so(tmp_path: Path) -> None:
    done = archtool("spark", "clean", "page.txt", "-o", "out", cwd=tmp_path, JAVA_HOME="/nonexistent")
    missing = [line for line in done.stderr.splitlines() if line.startswith("archtool: Spark needs ")]
    assert done.returncode == 2
    assert len(missing) == len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("trace", "reason"),
    [
        ("An error occurred while calling o1.save.\n: java.io.IOException: no room\n\tat a.B.c(B.scala:1)", "java.io.IOException: no room"),
        ("Job aborted.\nTraceback (most recent call last):\n  File x\nValueError: no page\n\tat a.B.c(B.scala:1)", "ValueError: no page"),
        ("[PATH_NOT_FOUND] Path does not exist: s3a://a/b. SQLSTATE: 42K03", "[PATH_NOT_FOUND] Path does not exist: s3a://a/b. SQLSTATE: 42K03"),
        ("", "Exception"),
    ],
)  # fmt: skip
def test_an_error_of_spark_is_one_line(trace: str, reason: str) -> None:
    from archtool.cli.commands.spark import _reason

    assert _reason(Exception(trace)) == reason


def test_settings_of_spark_have_a_name_and_a_value() -> None:
    from archtool.run.spark.session import _setting

    assert _setting("spark.executor.extraJavaOptions=-Da=b") == ("spark.executor.extraJavaOptions", "-Da=b")
    for wrong in ("spark.executor.memory", "=2g"):
        with pytest.raises(UsageError, match="no setting such as"):
            _setting(wrong)


@pytest.mark.parametrize(
    ("arguments", "least"), [(["clean"], 0), (["dedupe"], COMPARED), (["dedupe", "--min-words", "0"], 0)]
)
def test_dedupe_compares_no_short_texts_unless_it_shall(arguments: list[str], least: int) -> None:
    from archtool.cli.app import archtool as group

    _, options = group.main(["spark", *arguments, "page.txt"], "archtool", standalone_mode=False)
    assert options.min_words == least


def test_jobs_are_no_option_of_spark() -> None:
    assert "--jobs" not in {option for each in spark_command.params for option in each.opts}


def test_nothing_of_spark_is_imported_without_it(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("A page\n\nIt says something.\n")
    program = (
        "import sys; from archtool.cli.app import run; run(['clean', 'page.txt', '-q']);"
        "import archtool.run.spark.work, archtool.run.spark.tasks;"
        "assert not {'pyspark', 'pyarrow', 'archtool.cli.commands.spark'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
