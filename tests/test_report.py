"""Reports as files: every block once, every link with its target, nothing loaded, nothing of a page taken for markup."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archtool.cli.commands import explain_report
from archtool.model import Origin, Page, Record, Settings
from archtool.record import gather
from archtool.report import index
from archtool.report.charts import histogram, percent
from archtool.report.document import plain, text
from archtool.report.ledger import rows, sources
from archtool.report.page import whole
from archtool.report.sheet import FATES, tally
from archtool.rules import load_rules
from archtool.run.options import Options
from process import DUMP, archtool
from reports import SAMPLES, Reader, explained, hostile, pages, report, unescaped

TANDEM = next(path for path in SAMPLES if path.parent.name == "eeas-new-tandem-topics")
FORUM = next(path for path in SAMPLES if path.parent.name == "html-forum-thread")
FETCHES = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping", "manifest"}


@pytest.fixture(scope="module")
def all_samples() -> list[Page]:
    return [*pages(*SAMPLES), hostile()]


def listed(read: Reader) -> list[tuple[str, str, str, str]]:
    """Fate, rule, place and text of every block in a report, in order."""
    items = [
        each for each in read.all("li") if each.attributes["class"].split()[0] in FATES and "id" in each.attributes
    ]
    places, said, fates = read.all(class_="place"), read.all(class_="said"), read.all("div", "fate")
    assert len(items) == len(places) == len(said) == len(fates)
    return [
        (fate.text.split(" ")[0], item.attributes.get("data-rule", ""), place.text, what.text)
        for item, place, what, fate in zip(items, places, said, fates, strict=True)
    ]


def test_every_block_of_the_ledger_stands_once_in_order(all_samples: list[Page]) -> None:
    for page in all_samples:
        examination, sheet = explained(page)
        wanted = list(rows(examination))
        found = listed(Reader(whole(sheet)))
        assert len(found) == len(wanted)
        for (fate, rule, _, said), row, block in zip(found, wanted, examination.blocks, strict=True):
            assert fate.rstrip(":") == row.fate.partition(":")[0]
            assert rule == row.rule
            assert unescaped(said) == row.text or not block.text.strip() or "×" in said
        assert [place for _, _, place, _ in found] == [str(block.place) for block in examination.blocks]


def test_a_repeat_and_its_original_lead_to_each_other(all_samples: list[Page]) -> None:
    links = 0
    for page in all_samples:
        examination, sheet = explained(page)
        items = re.findall(r'<li id="b(\d+)" .*?</li>', document := whole(sheet), re.S)
        assert items == [str(number + 1) for number in range(len(examination.blocks))]
        bodies = dict(re.findall(r'<li id="b(\d+)" (.*?)</li>', document, re.S))
        for at, verdict in enumerate(examination.verdicts):
            if verdict.repeats is not None:
                links += 1
                assert f'class="original" href="#b{verdict.repeats + 1}"' in bodies[str(at + 1)]
                assert f'<a href="#b{at + 1}">' in bodies[str(verdict.repeats + 1)].partition("repeated by")[2]
    assert links > 20


def test_documents_are_well_formed_and_load_nothing(all_samples: list[Page], tmp_path: Path) -> None:
    few = SAMPLES[::2]
    archtool("explain", *few, "-o", tmp_path / "all.html")
    archtool("explain", *few, "-t", "html", "-o", tmp_path / "all")
    made = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")]
    assert len(made) == 2 + len(few)
    for document in (report(all_samples[-1]), *made):
        read = Reader(document)
        ids = read.ids()
        assert len(set(ids)) == len(ids)
        for element in read.elements:
            names = set(element.attributes)
            assert not names & FETCHES, element
            assert "style" not in names
            assert not [name for name in names if name.startswith("on")]
            for name in ("aria-labelledby", "aria-describedby", "for"):
                assert set(element.attributes.get(name, "").split()) <= set(ids), element
            address = element.attributes.get("href", "#")
            if address.startswith("#"):
                assert address == "#" or address[1:] in ids, element
            else:
                assert re.match(r"data:image/svg|pages/|index|\.\./index", address), element
        assert "http" not in re.sub(r">[^<]*<|http://www\.w3\.org/2000/svg", "", document.partition("</script>")[2])


def test_the_policy_allows_our_own_style_and_script_alone() -> None:
    document = report(hostile())
    read = Reader(document)
    policy = next(each for each in read.all("meta") if "http-equiv" in each.attributes).attributes["content"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (element,) = read.all(tag)
        digest = b64encode(sha256(element.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


SHOWN = re.compile(r'<span class="unseen" dir="ltr">U\+([0-9A-F]{4,6})</span>(?:×(\d+))?')


@given(st.text(st.characters(codec=None)))
def test_any_text_comes_back_from_a_report(said: str) -> None:
    elements = Reader(f"<p>{text(said)}</p>").elements
    assert {(each.tag, *sorted(each.attributes.items())) for each in elements[1:]} <= {
        ("span", ("class", "unseen"), ("dir", "ltr"))
    }
    assert unescape(SHOWN.sub(lambda run: chr(int(run[1], 16)) * int(run[2] or 1), text(said))) == said
    (element,) = Reader(f'<p title="{plain(said)}"></p>').elements
    assert re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda found: chr(int(found[1], 16)), element.attributes["title"]) == said


def test_what_cannot_be_seen_is_made_visible() -> None:
    assert text("a\x1b\u202eb") == (
        'a<span class="unseen" dir="ltr">U+001B</span><span class="unseen" dir="ltr">U+202E</span>b'
    )
    assert text("\u200b\u200b\u00a0").count("unseen") == 2
    assert text("ab\u200bc\n\td") == "ab\u200bc\n\td"


def test_texts_of_pages_find_their_own_direction() -> None:
    read = Reader(report(hostile()))
    for class_ in ("said", "text"):
        assert read.all(class_=class_)
        assert all(each.attributes["dir"] == "auto" for each in read.all(class_=class_))
    assert read.all("h1")[0].attributes["dir"] == "auto"


def test_every_rule_has_its_reason(all_samples: list[Page]) -> None:
    for page in all_samples:
        for rule, reason in explained(page)[1].summary.reasons:
            assert reason, rule


def test_a_rule_of_the_user_has_its_own_reason(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        "[[notice]]\nid='notice/mine'\nmatch=['Kept by .+']\nplace='above'\nyes=['Kept by us']\nno=['Kept']\nwhy='our <banner>'\n"
    )
    _, sheet = explained(Page("Kept by us\n\n" + DUMP, Origin("p")), Settings(rules=load_rules([str(path)])))
    assert ("notice/mine", "our <banner>") in sheet.summary.reasons
    assert "our &lt;banner&gt;" in whole(sheet)


def test_the_record_is_shown_with_its_sources(all_samples: list[Page]) -> None:
    for page in all_samples:
        examination, sheet = explained(page)
        record = gather(examination, Settings())
        shown = {fact.key: [value.text for value in fact.values] for fact in sheet.facts}
        for key in ("title", "date", "description", "site", "lang", "url", "captured"):
            value = getattr(record, key)
            assert shown.get(key, []) == ([value] if value else [])
        for key in ("authors", "categories", "topics"):
            assert tuple(shown.get(key, [])) == getattr(record, key)
        pairs = [(value.name, value.text) for fact in sheet.facts if fact.key == "fields" for value in fact.values]
        assert pairs == [(pair.name, value) for pair in record.fields for value in pair.values]
        for fact in sheet.facts:
            assert fact.key in ("words", "id") or all(value.sources for value in fact.values), (page.origin, fact)


BEATEN = """<html lang="fr"><head><title>Boats at Lindvik - Harbour News</title><meta name="author" content="Harbour News">
<meta property="og:site_name" content="Harbour News"><meta name="description" content="What the ferries do in winter.">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Boats at Lindvik",
"author": {"@type": "Person", "name": "Ida Holm"}, "description": "Ferries in winter."}</script></head>
<body><h1>Boats at Lindvik</h1><p>The ferries of the harbour lie at the pier in winter, and the crews repair them.</p>
<p>In spring they sail again, twice a day at first, and every hour when the days are long.</p></body></html>"""


def test_ledger_and_report_show_what_was_decided_for_the_record() -> None:
    page = Page(BEATEN, Origin("page.html"), "html")
    examination, sheet = explained(page)
    record = gather(examination, Settings())
    assert (record.authors, record.description, record.lang) == (("Ida Holm",), "Ferries in winter.", "en")
    told = {(row.fate, row.text) for row in sources(examination)}
    facts = {fact.key: fact for fact in sheet.facts}
    for key, used, beaten in (
        ("authors", "Ida Holm", "Harbour News"),
        ("description", "Ferries in winter.", "What the ferries do in winter."),
        ("lang", "en", "fr"),
    ):
        assert {(f"value:{key}", used), (f"unused:{key}", beaten)} <= told
        assert not {(f"unused:{key}", used), (f"value:{key}", beaten)} & told
        assert [value.text for value in facts[key].values] == [used]
        assert beaten in [value.text for value in facts[key].unused]


def test_sources_name_the_block_and_the_list() -> None:
    (page,) = pages(TANDEM)
    read = Reader(report(page))
    values = {each.text: each for each in read.all(class_="value")}
    said = next(said for said in values if said.startswith("Boundary Commissions"))
    assert "“Topics”, line 30" in said
    assert "“Editorial sections”, line 42" in said
    assert "boundary-commissions" in said


def test_a_page_of_one_kind_of_everything_has_its_numbers(all_samples: list[Page]) -> None:
    for page in all_samples:
        examination, sheet = explained(page)
        assert sheet.summary.tally == tally(sheet.entries)
        assert sum(sheet.summary.tally.blocks) == len(examination.blocks)
        removed = {count.rule: count.count for count in gather(examination, Settings()).removed}
        assert {rule: numbers[-1] for rule, numbers in sheet.summary.rules if numbers[-1]} == removed


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0%"), (0.001, "under 1%"), (0.005, "under 1%"), (0.5, "50%"), (0.999, "over 99%"), (1, "100%")],
)
def test_a_share_is_never_rounded_to_nothing_or_all(share: float, said: str) -> None:
    assert percent(share) == said


def test_the_histogram_says_what_it_shows() -> None:
    read = Reader(histogram([3, 0, 0, 0, 0, 0, 0, 0, 0, 12_345]))
    assert read.elements[0].attributes["aria-label"].endswith("removed. 0 to 10%: 3, 90 to 100%: 12,345")
    assert [each.text for each in read.all("text") if "class" not in each.attributes] == ["3", "12k"]


def test_the_suffix_chooses_the_format(tmp_path: Path) -> None:
    for name, begins in (("r.html", "<!DOCTYPE html>"), ("r.jsonl", "{"), ("r.tsv", str(TANDEM))):
        assert archtool("explain", TANDEM, "-o", tmp_path / name).returncode == 0
        assert (tmp_path / name).read_text().startswith(begins)
    assert archtool("explain", TANDEM, "-t", "html").stdout == (tmp_path / "r.html").read_text()


def test_an_input_is_not_overwritten_and_rows_need_a_file(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>Some text.")
    done = archtool("explain", page, "-o", page)
    assert (done.returncode, page.read_text()) == (2, "<p>Some text.")
    done = archtool("explain", page, "-o", tmp_path)
    assert done.returncode == 2
    assert "only -t html writes into one" in done.stderr


def test_one_file_for_many_pages_has_an_index_and_all_blocks(tmp_path: Path) -> None:
    done = archtool("explain", TANDEM, FORUM, "-o", tmp_path / "two.html")
    assert done.stderr == "archtool: 2 pages explained\n"
    read = Reader((tmp_path / "two.html").read_text())
    assert read.all("h1")[0].text == "2 pages explained"
    assert [each.attributes["id"] for each in read.all("article")] == ["p1", "p2"]
    assert len(listed(read)) == sum(len(explained(page)[0].blocks) for page in pages(TANDEM, FORUM))
    links = [each.attributes["href"] for each in read.all("a") if each.attributes["href"] in ("#p1", "#p2")]
    assert links == ["#p1", "#p2"]


def test_a_directory_has_an_index_and_a_file_for_each_page(tmp_path: Path) -> None:
    archtool("explain", TANDEM, FORUM, TANDEM, "-t", "html", "-o", tmp_path / "out")
    read = Reader((tmp_path / "out" / "index.html").read_text())
    links = [each.attributes["href"] for each in read.all("a") if each.attributes["href"].startswith("pages/")]
    assert len(set(links)) == 3, "the same page twice is two reports"
    for link in links:
        assert 'href="../index.html"' in (tmp_path / "out" / link).read_text()
    assert {path.name for path in (tmp_path / "out" / "pages").iterdir()} == {
        link.removeprefix("pages/") for link in links
    }


def test_the_index_counts_by_rule_and_by_host(all_samples: list[Page]) -> None:
    totals, listing, removed, hosts = index.Totals(), index.Listing(), dict[str, int](), dict[str, int]()
    for number, page in enumerate(all_samples, 1):
        examination, sheet = explained(page)
        totals.add(sheet.summary)
        listing.add(sheet.summary, number, f"#p{number}")
        hosts[sheet.summary.host] = hosts.get(sheet.summary.host, 0) + 1
        for count in gather(examination, Settings()).removed:
            removed[count.rule] = removed.get(count.rule, 0) + count.count
    read = Reader(index.front(totals, listing, ["One <note>."]))
    rows_ = re.findall(r'<tr id="rule-(.*?)">.*?</tr>', index.front(totals, listing, []))
    assert sorted(rows_) == sorted(totals.rules)
    assert {rule: counts[-1] for rule, (_, counts) in totals.rules.items() if counts[-1]} == removed
    assert {host: pages for host, (pages, _, _) in totals.hosts.items()} == hosts
    assert len(hosts) > 3
    shown = [each.text for each in read.all("th") if each.attributes.get("scope") == "row"]
    assert {host for host in hosts if host} < set(shown)
    assert sum(totals.shares) == totals.pages == len(all_samples)
    assert "One <note>." in [each.text for each in read.all("p", "remark")]


def test_hosts_beyond_the_bound_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MOST_HOSTS", 2)
    totals = index.Totals()
    for host in ("a", "b", "c", "d", "a", ""):
        summary = explained(Page(DUMP, Origin("p"), url=f"http://{host}/" if host else None))[1].summary
        totals.add(summary)
    assert {host: pages for host, (pages, _, _) in totals.hosts.items()} == {"a": 2, "b": 1, index.OTHERS: 2, "": 1}


def test_a_file_is_bounded_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(explain_report, "MOST_BLOCKS", 40)
    out = tmp_path / "some.html"
    assert explain_report.run(Options(paths=(str(TANDEM), str(FORUM), str(TANDEM)), output=str(out))) == 0
    read = Reader(out.read_text())
    assert [each.attributes["id"] for each in read.all("article")] == ["p1"]
    note = "This file has the blocks of the first 1 of 3 pages; with -o DIR each page has a file."
    assert [each.text for each in read.all("p", "remark")] == [note]
    assert note in capsys.readouterr().err
    assert read.all("h1")[0].text == "3 pages explained"


def test_one_page_is_shown_whole_however_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explain_report, "MOST_BLOCKS", 3)
    out = tmp_path / "one.html"
    explain_report.run(Options(paths=(str(TANDEM),), output=str(out)))
    assert len(listed(Reader(out.read_text()))) == 35


def test_a_long_list_goes_over_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "LISTED", 3)
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(DUMP.replace("rise\n", f"rise, part {number}\n"))
    out = tmp_path / "out"
    paths = tuple(str(tmp_path / f"{number}.txt") for number in range(8))
    explain_report.run(Options(paths=paths, output=f"{out}/"))
    files = ["index.html", "index-2.html", "index-3.html"]
    found = []
    for name in files:
        read = Reader((out / name).read_text())
        found += [each.text for each in read.all("a") if each.attributes["href"].startswith("pages/")]
        ways = {each.attributes["href"] for each in read.all("a") if each.attributes["href"].startswith("index")}
        assert ways & set(files), name
    assert found == [f"Harbour dues rise, part {number}" for number in range(8)]
    assert sorted(path.name for path in out.iterdir()) == sorted([*files, "pages"])


def test_failures_and_what_was_skipped_stand_in_the_report(tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text(archtool("clean", TANDEM, "-t", "jsonl").stdout)
    done = archtool("explain", tmp_path / "none.txt", TANDEM, records, "-o", tmp_path / "r.html")
    assert done.returncode == 1
    notes = [each.text for each in Reader((tmp_path / "r.html").read_text()).all("p", "remark")]
    assert notes == [
        "1 could not be read: the run named each on standard error.",
        "1 skipped: 1 a record: it has no blocks to explain.",
    ]


def test_without_any_page_there_is_an_empty_index(tmp_path: Path) -> None:
    assert archtool("explain", tmp_path / "none.txt", "-o", tmp_path / "r.html").returncode == 1
    assert Reader((tmp_path / "r.html").read_text()).all("h1")[0].text == "0 pages explained"


@pytest.mark.parametrize("output", ["r.html", "out/"])
def test_reports_do_not_depend_on_the_number_of_processes(tmp_path: Path, output: str) -> None:
    made = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs / output
        out.parent.mkdir(parents=True, exist_ok=True)
        archtool(
            "explain", *SAMPLES[:12], "-t", "html", "-o", f"{out}{'/' if output.endswith('/') else ''}", "-j", jobs
        )
        made.append(
            {path.relative_to(tmp_path / jobs): path.read_bytes() for path in (tmp_path / jobs).rglob("*.html")}
        )
    assert made[0] == made[1]
    assert made[0]


def test_a_summary_needs_no_address_that_can_be_read() -> None:
    assert explained(hostile())[1].summary.host == ""
    assert explained(Page(DUMP, Origin("p"), url="https://Example.ORG:80/x"))[1].summary.host == "example.org"


def test_an_empty_page_has_a_report() -> None:
    read = Reader(report(Page("", Origin("empty.txt"))))
    assert "0 blocks: nothing to judge." in read.all("div", "overview")[0].text
    assert isinstance(gather(explained(Page("", Origin("e")))[0], Settings()), Record)
