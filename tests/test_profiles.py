"""Notes as programs want them, and the proof by the programs: Hugo and Jekyll build the notes of all samples."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from archtool.model import Page, Record
from archtool.readers import read
from archtool.writers.profiles import PROFILES, render
from process import ROOT, archtool, results

PAGE = Record(
    "3f0a9c2b71d4e856",
    "One.",
    url="https://x.example/news/dues.html",
    title="Boats: a count",
    date="2018-05-28",
    tags=("boats", "boats", "c"),
    topics=("Boats", "Boats!", "C"),
    categories=("News",),
)
LIQUID = "Write `{% raw %}` or\n\n```\n{{< youtube x >}} {{ page.title }}\n{{< alone\n```\n"

CODE = "{{< youtube x >}} {{ page.title }}\n{{< alone\n{% raw %}"


def front(record: Record, profile: str) -> tuple[dict[str, object], str, str]:
    text, folder = render(record, PROFILES[profile])
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    return yaml.safe_load(head), body.strip(), folder


def test_obsidian_has_the_title_as_an_alias_where_a_name_cannot_hold_it() -> None:
    assert front(PAGE, "obsidian")[0]["aliases"] == ["Boats: a count"]
    assert "aliases" not in front(PAGE._replace(title="Boats"), "obsidian")[0]


@pytest.mark.parametrize(("profile", "key"), [("hugo", "aliases"), ("jekyll", "redirect_from"), ("quarto", "aliases"), ("zola", "aliases")])
@pytest.mark.parametrize(
    ("url", "aliases"),
    [
        ("https://x.example/news/dues.html", ["/news/dues.html"]),
        ("https://x.example/news/", ["/news/"]),
        ("https://x.example/news#top", ["/news"]),
        ("https://x.example/", None),
        ("https://x.example/index.html", None),
        ("https://x.example/news?id=4", None),
        ("https://x.example/../etc", None),
        ("https://x.example/a%20b", None),
    ],
)
def test_old_links_live(profile: str, key: str, url: str, aliases: list[str] | None) -> None:
    assert front(PAGE._replace(url=url), profile)[0].get(key) == aliases


@pytest.mark.parametrize("profile", ["hugo", "jekyll", "zola"])
@pytest.mark.parametrize(
    ("date", "captured", "day"),
    [("2018-05-28", None, "2018-05-28"), ("2018-05", "2020-01-02T00:00:00Z", "2018-05-01"), ("2018", None, "2018-01-01"), (None, "2020-01-02T00:00:00Z", "2020-01-02")],
)
def test_a_day_for_every_page_and_the_truth_beside_it(profile: str, date: str | None, captured: str | None, day: str, tmp_path: Path) -> None:
    values, _, folder = front(PAGE._replace(date=date, captured=captured), profile)
    assert str(values["date"]) == day
    assert folder == ("_posts/" if profile == "jekyll" else "")
    if profile != "zola":  # read back, the record has what it had
        (tmp_path / "note.md").write_text(render(PAGE._replace(date=date, captured=captured), PROFILES[profile])[0])
        (page,) = read(str(tmp_path / "note.md"))
        assert isinstance(page, Page)
        assert page.record is not None
        assert (page.record.date, page.record.captured) == (date, captured)


def test_a_page_without_any_date_is_a_draft() -> None:
    bare = PAGE._replace(date=None)
    assert front(bare, "hugo")[0]["draft"] is True
    assert front(bare, "zola")[0]["draft"] is True
    values, _, folder = front(bare, "jekyll")
    assert folder == "_drafts/"
    assert "date" not in values


def test_tags_in_the_form_that_each_takes() -> None:
    assert front(PAGE, "hugo")[0]["tags"] == ["boats", "c"]
    assert front(PAGE, "zola")[0]["taxonomies"] == {"tags": ["boats", "c"], "categories": ["News"]}
    assert front(PAGE, "quarto")[0]["categories"] == ["News", "Boats", "Boats!", "C"]


def test_zola_gets_no_key_that_it_does_not_know() -> None:
    known = {"title", "description", "date", "updated", "weight", "draft", "slug", "path", "aliases", "authors"}
    assert set(front(PAGE._replace(authors=("Ann",), archived=True), "zola")[0]) <= known | {"taxonomies", "extra"}


def test_what_acts_in_code_is_escaped() -> None:
    page = PAGE._replace(text=LIQUID)
    assert "{{</* youtube x */>}} {{ page.title }}" in front(page, "hugo")[1]
    assert "{{<" not in front(page, "hugo")[1].replace("{{</*", "")
    assert "`{% raw %}{%{% endraw %} raw %}`" in front(page, "jekyll")[1]
    assert "{{{< youtube x >}}}" in front(page, "quarto")[1]


@pytest.mark.parametrize(
    ("profile", "code", "said"),
    [
        ("hugo", "{{% note %}} {{< a >}}", "{{%/* note */%}} {{</* a */>}}"),
        ("hugo", "{{% note >}}", None),  # none of its own: only the sign is broken
        ("zola", "{{ youtube(id=\"x\") }} {{ page.title }}", "{{/* youtube(id=\"x\") */}} {{ page.title }}"),
        ("zola", "{% note() %}\nx\n{% end %}", "{%/* note() */%}\nx\n{%/* end */%}"),
        ("zola", "{% note() %} {% if a %} {{< a >}}", "{% note() %} {% if a %} {{< a >}}"),
        ("quarto", "{{% note %}} {{< a >}}", "{{% note %}} {{{< a >}}}"),
        ("obsidian", "{{ a }} {% raw %} {{< a >}}", "{{ a }} {% raw %} {{< a >}}"),
    ],
)
def test_code_is_escaped_by_the_rules_of_its_program(profile: str, code: str, said: str | None) -> None:
    body = front(PAGE._replace(text=f"```\n{code}\n```"), profile)[1]
    assert body == f"```\n{said or code.replace('{{', chr(0x200B).join('{{'))}\n```"


@pytest.mark.parametrize("arguments", [("--for", "hugo", "-t", "csv"), ("--for", "jekyll", "--names", "id")])
def test_a_profile_is_for_markdown_and_jekyll_names_its_posts(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A page\n\nIt says something.\n")
    done = archtool("clean", "a.txt", "-o", "site/", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("archtool: --for ")


def built(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout + done.stderr


def notes_of_samples(site: Path, profile: str, out: Path) -> list[str]:
    """The front matter of the notes of all samples, and of one page that shows code; they are written into ``out``."""
    (site.parent / "code.html").write_text(
        "<html><head><title>Of tags</title><meta property='article:published_time' content='2018-05-28'></head><body><article>"
        "<h1>Of tags</h1><p>In a template of this site you write the tag like this, and nothing else is needed for it:</p>"
        f"<pre><code>{CODE.replace('<', '&lt;')}</code></pre><p>Then the page is built again with {{% if page.title %}}, and the title stands in it.</p></article></body></html>"
    )
    samples = sorted((ROOT / "samples").glob("*/input.*"))
    done = archtool("clean", *samples, site.parent / "code.html", "--for", profile, "-o", out)
    assert done.returncode == 0, done.stderr
    return [path.read_text() for path in out.rglob("*.md")]


@pytest.mark.skipif(shutil.which("hugo") is None, reason="Hugo is not installed")
def test_hugo_builds_every_note(tmp_path: Path) -> None:
    site = tmp_path / "site"
    layouts = site / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (site / "config.toml").write_text('baseURL = "https://x.example/"\ntitle = "Notes"\n')
    (layouts / "single.html").write_text('<h1>{{ .Title }}</h1><time>{{ .Date.Format "2006-01-02" }}</time>{{ .Content }}')
    (layouts / "list.html").write_text("{{ range .Pages }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}")
    notes = notes_of_samples(site, "hugo", site / "content" / "notes")
    said = built("hugo", "--buildDrafts", cwd=site)
    assert "WARN" not in said
    assert "ERROR" not in said
    pages = list((site / "public" / "notes").glob("*/index.html"))
    assert len(pages) == len(notes)
    texts = [page.read_text() for page in pages]
    undated = sum("\ndraft: true" in note for note in notes)
    assert sum("<time>0001-01-01" in text for text in texts) == undated
    tags = {tag for note in notes for tag in yaml.safe_load(note.split("\n---\n")[0].removeprefix("---\n")).get("tags", ())}
    assert len(list((site / "public" / "tags").rglob("index.html"))) == len({tag.lower() for tag in tags}) + 1
    (code,) = (text for text in texts if "<h1>Of tags" in text)
    assert "{{&lt; youtube x &gt;}} {{ page.title }}" in code
    aliases = [line for note in notes for line in re.findall(r"^aliases:\n- (.*)$", note, re.M)]
    assert aliases
    assert all((site / "public" / alias.strip("'/")).exists() for alias in aliases)


@pytest.mark.skipif(shutil.which("jekyll") is None, reason="Jekyll is not installed")
def test_jekyll_builds_every_note(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "_layouts").mkdir(parents=True)
    (site / "_config.yml").write_text("title: Notes\npermalink: /:year/:title/\n")
    (site / "_layouts" / "post.html").write_text("<h1>{{ page.title | escape }}</h1>{{ content }}")
    (site / "count.txt").write_text("---\nlayout: null\n---\n{{ site.posts.size }} {{ site.tags.size }}")
    notes = notes_of_samples(site, "jekyll", site)
    posts = results(site / "_posts")
    drafts = results(site / "_drafts")
    assert len(posts) + len(drafts) == len(notes)
    assert all(re.match(r"\d{4}-\d\d-\d\d-.+\.md$", path.name) for path in posts)
    said = built("jekyll", "build", "--drafts", cwd=site)
    assert "Warning" not in said
    assert "Error" not in said
    tags = {tag for note in notes for tag in yaml.safe_load(note.split("\n---\n")[0].removeprefix("---\n")).get("tags", ())}
    assert (site / "_site" / "count.txt").read_text().split() == [str(len(notes)), str(len(tags))]
    (code,) = (path.read_text() for path in (site / "_site").rglob("*.html") if "<h1>Of tags" in path.read_text())
    assert "{{ page.title }}" in re.sub(r"<[^>]+>", "", code)
    assert "{% raw %}" in re.sub(r"<[^>]+>", "", code)
    assert "again with {% if page.title %}, and" in code
