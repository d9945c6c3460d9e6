"""``--images copy``: the kept pictures of pages that bring their files along stand beside the notes."""

import base64
import json
import plistlib
import re
import zipfile
from pathlib import Path

import pytest

from archive_builder import arc, http, pack, record, tar_of, zip_of
from process import archtool

PNG = b"\x89PNG\r\n\x1a\n" + b"wheel" * 800
JPEG = b"\xff\xd8\xff\xe0" + b"river" * 300
TRADES = ("corn", "oats", "barley", "rye", "bark", "mustard", "bones", "paper")


def prose(place: int) -> str:
    """Return paragraphs that stand nowhere else on the page."""
    return "".join(
        f"<p>The mill of Lindvik ground the {trade} of the valley for {years} years, until the railway took its trade.</p>"
        for years, trade in ((20 * place + 11, TRADES[place]), (20 * place + 23, TRADES[place + 4]))
    )


def page(*addresses: str, title: str = "The mill") -> str:
    parts = [prose(0)]
    for place, address in enumerate(addresses, 1):
        parts += [f'<p><img src="{address}" alt="The wheel" width="600"></p>', prose(place)]
    body = "".join(parts)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"


def copied(tmp_path: Path, source: Path, *more: str) -> tuple[str, dict[str, bytes], str]:
    """Return the note of a page, the pictures beside it by name, and what was told."""
    out = tmp_path / "vault"
    done = archtool("clean", source, "-o", out, "--images", "copy", *more)
    assert done.returncode == 0, done.stderr
    notes = sorted(out.rglob("*.md"))
    pictures = {path.name: path.read_bytes() for path in sorted((out / "pictures").glob("*"))}
    text = "\n".join(note.read_text(encoding="utf-8") for note in notes)
    for link in re.findall(r"!\[[^\]]*\]\(([./]*pictures/[^)]+)\)", text):
        assert any((note.parent / link).is_file() for note in notes), link
    return text, pictures, done.stderr


def test_a_saved_page_with_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "mill_files"
    folder.mkdir(parents=True)
    (folder / "the wheel.png").write_bytes(PNG)
    (tmp_path / "in" / "mill.html").write_text(page("./mill_files/the%20wheel.png", "./mill_files/gone.png"))
    text, pictures, told = copied(tmp_path, tmp_path / "in")
    assert list(pictures.values()) == [PNG]
    assert "![The wheel](pictures/" in text
    assert "mill_files/gone.png)" in text
    assert "1 picture copied" in told
    assert "1 picture not found" in told


def test_the_same_bytes_are_one_file_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name in ("one", "two"):
        (source / f"{name}.png").write_bytes(PNG)
        (source / f"{name}.html").write_text(page(f"{name}.png", title=f"The mill {name}"))
    text, pictures, _ = copied(tmp_path, source)
    assert len(pictures) == 1
    assert text.count("pictures/") == 2
    assert copied(tmp_path, source)[:2] == (text, pictures)


def test_a_picture_of_the_user_is_not_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "mill.html"
    (tmp_path / "wheel.png").write_bytes(PNG)
    source.write_text(page("wheel.png"))
    (name,) = copied(tmp_path, source)[1]
    (tmp_path / "vault" / "pictures" / name).write_bytes(b"drawn over")
    assert copied(tmp_path, source)[1] == {name: b"drawn over"}


def test_a_mirror_with_pictures_of_other_hosts(tmp_path: Path) -> None:
    root = tmp_path / "mirror"
    for name, data in (("example.org/img/wheel.png", PNG), ("cdn.example.net/a/river.jpg", JPEG)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    (root / "example.org" / "robots.txt").write_text("User-agent: *\n")
    mill = root / "example.org" / "town" / "mill.html"
    mill.parent.mkdir()
    mill.write_text(page("../img/wheel.png", "http://cdn.example.net/a/river.jpg"))
    assert sorted(copied(tmp_path, root)[1].values()) == sorted([PNG, JPEG])


def test_keep_dirs_leads_up_to_the_pictures(tmp_path: Path) -> None:
    town = tmp_path / "in" / "town"
    town.mkdir(parents=True)
    (town / "wheel.png").write_bytes(PNG)
    (town / "mill.html").write_text(page("wheel.png"))
    assert "](../pictures/" in copied(tmp_path, tmp_path / "in", "--keep-dirs")[0]


def test_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("town/mill.html", page("../img/wheel.png?v=2"))
        archive.writestr("img/wheel.png", PNG)
    assert list(copied(tmp_path, tmp_path / "in.zip")[1].values()) == [PNG]


def test_an_mhtml_file(tmp_path: Path) -> None:
    body = page("http://example.org/wheel.png", "cid:river@mill")
    parts = [
        ("text/html; charset=utf-8", "Content-Location: http://example.org/mill.html", body),
        ("image/png", "Content-Location: http://example.org/wheel.png", base64.encodebytes(PNG).decode()),
        ("image/jpeg", "Content-ID: <river@mill>", base64.encodebytes(JPEG).decode()),
    ]
    lines = ["MIME-Version: 1.0", 'Content-Type: multipart/related; boundary="--mill"', ""]
    for kind, name, data in parts:
        coding = "8bit" if kind.startswith("text") else "base64"
        lines += ["----mill", f"Content-Type: {kind}", f"Content-Transfer-Encoding: {coding}", name, "", data]
    (tmp_path / "mill.mhtml").write_text("\r\n".join([*lines, "----mill--", ""]))
    assert sorted(copied(tmp_path, tmp_path / "mill.mhtml")[1].values()) == sorted([PNG, JPEG])


def crawl(*, first: str = "2021-03-04T05:06:07Z") -> list[bytes]:
    """A crawl of a page and its two pictures, the first of which changed later."""
    image, other = http(PNG, "image/png"), http(JPEG, "image/jpeg")
    return [
        record(http(page("wheel.png", "http://cdn.example.net/river.jpg?w=9").encode()), "http://example.org/town/mill"),
        record(http(b"no wheel", "text/html", "404 Not Found"), "http://example.org/town/wheel.png", date=first),
        record(http(PNG + b"new", "image/png"), "http://example.org/town/wheel.png", date="2024-03-04T05:06:07Z"),
        record(image, "http://example.org/town/wheel.png", date=first),
        record(other, "http://cdn.example.net/river.jpg?w=9", date=first),
        record(http(b"not shown", "image/png"), "http://example.org/town/other.png", date=first),
    ]


@pytest.mark.parametrize("codec", ["", "gzip", "one gzip", "zstd"])
def test_a_warc_has_the_pictures_of_its_pages_as_they_were_then(tmp_path: Path, codec: str) -> None:
    (tmp_path / "in.warc").write_bytes(pack(crawl(), codec))
    text, pictures, _ = copied(tmp_path, tmp_path / "in.warc")
    assert sorted(pictures.values()) == sorted([PNG, JPEG])
    assert text.count("](pictures/") == 2


def test_a_wacz(tmp_path: Path) -> None:
    members = {"datapackage.json": b"{}", "archive/data.warc.gz": pack(crawl(), "gzip")}
    (tmp_path / "in.wacz").write_bytes(zip_of(members))
    assert sorted(copied(tmp_path, tmp_path / "in.wacz")[1].values()) == sorted([PNG, JPEG])


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz"])
def test_a_tar(tmp_path: Path, mode: str) -> None:
    members = {"town/mill.html": page("../img/wheel.png", "../../river.jpg").encode(), "img/wheel.png": PNG}
    (tmp_path / "in.tar").write_bytes(tar_of({**members, "river.jpg": b"no picture"}, mode))
    assert list(copied(tmp_path, tmp_path / "in.tar")[1].values()) == [PNG]


def test_an_arc(tmp_path: Path) -> None:
    image, body = http(PNG, "image/png"), http(page("wheel.png").encode())
    records = [("http://example.org/town/mill", body), ("http://example.org/town/wheel.png", image)]
    (tmp_path / "in.arc").write_bytes(arc(records))
    assert list(copied(tmp_path, tmp_path / "in.arc")[1].values()) == [PNG]


@pytest.mark.parametrize("folder", ["", "town/"])
def test_containers_inside_containers(tmp_path: Path, folder: str) -> None:
    pages = {f"{folder}mill.html": page("img/wheel.png").encode(), f"{folder}img/wheel.png": PNG}
    inner = {
        "a.zip": zip_of(pages),
        "b.tar.gz": tar_of({**pages, f"{folder}img/wheel.png": JPEG}, "w:gz"),
        "c.warc.gz": pack(crawl(), "gzip"),
    }
    (tmp_path / "in.zip").write_bytes(zip_of(inner))
    assert sorted(copied(tmp_path, tmp_path / "in.zip")[1].values()) == sorted([PNG, JPEG])
    (tmp_path / "out.tar").write_bytes(tar_of({"x/in.zip": zip_of(inner)}))
    assert sorted(copied(tmp_path, tmp_path / "out.tar")[1].values()) == sorted([PNG, JPEG])


def test_a_har(tmp_path: Path) -> None:
    stored = (
        (page("wheel.png").encode(), "mill", "text/html", 200),
        (PNG, "wheel.png", "image/png", 200),
        (PNG + b"x", "wheel.png", "image/png", 404),
    )
    entries = [
        {
            "request": {"url": f"http://example.org/{name}"},
            "startedDateTime": "2021-03-04T05:06:07Z",
            "response": {
                "status": status,
                "headers": [],
                "content": {"mimeType": mime, "text": base64.b64encode(data).decode(), "encoding": "base64"},
            },
        }
        for data, name, mime, status in stored
    ]
    (tmp_path / "in.har").write_text(json.dumps({"log": {"entries": entries}}))
    assert list(copied(tmp_path, tmp_path / "in.har")[1].values()) == [PNG]


def test_a_web_archive(tmp_path: Path) -> None:
    def part(data: bytes, name: str, mime: str) -> dict[str, object]:
        return {"WebResourceData": data, "WebResourceURL": f"http://example.org/{name}", "WebResourceMIMEType": mime}

    archive = {
        "WebMainResource": part(page("wheel.png", "gone.png").encode(), "mill", "text/html"),
        "WebSubresources": [part(PNG, "wheel.png", "image/png")],
    }
    (tmp_path / "in.webarchive").write_bytes(plistlib.dumps(archive, fmt=plistlib.FMT_BINARY))
    text, pictures, _ = copied(tmp_path, tmp_path / "in.webarchive")
    assert list(pictures.values()) == [PNG]
    assert "http://example.org/gone.png)" in text


def test_of_a_damaged_crawl_the_pictures_that_can_be_read(tmp_path: Path) -> None:
    whole = pack(crawl(), "gzip")
    (tmp_path / "in.warc.gz").write_bytes(whole[:-300])
    done = archtool("clean", tmp_path / "in.warc.gz", "-o", tmp_path / "out", "--images", "copy")
    assert "1 failed" in done.stderr
    assert PNG in [path.read_bytes() for path in (tmp_path / "out" / "pictures").iterdir()]


def test_a_page_that_holds_its_pictures(tmp_path: Path) -> None:
    (tmp_path / "mill.html").write_text(page("data:image/png;base64," + base64.b64encode(PNG).decode()))
    text, pictures, _ = copied(tmp_path, tmp_path / "mill.html")
    assert list(pictures.values()) == [PNG]
    assert "data:" not in text


@pytest.mark.parametrize("address", ["../secret.png", "{}/secret.png", "file://{}/secret.png", "in/link.png"])
def test_nothing_from_outside_of_what_was_given(tmp_path: Path, address: str) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    source = tmp_path / "in"
    source.mkdir()
    (source / "link.png").symlink_to(tmp_path / "secret.png")
    (source / "mill.html").write_text(page(address.format(tmp_path).removeprefix("in/")))
    assert copied(tmp_path, source)[1] == {}


def test_only_pictures_are_copied(tmp_path: Path) -> None:
    (tmp_path / "notes.png").write_text("My password is the name of the mill. " * 50)
    (tmp_path / "mill.html").write_text(page("notes.png"))
    assert copied(tmp_path, tmp_path / "mill.html")[1] == {}


@pytest.mark.parametrize(
    "more",
    [("-t", "jsonl"), ("-o", "notes.md"), ("-o", "vault/", "--for", "hugo"), ("-o", "v/", "--snapshots", "last")],
)
def test_copies_need_notes_to_stand_beside(tmp_path: Path, more: tuple[str, ...]) -> None:
    (tmp_path / "mill.html").write_text(page("wheel.png"))
    done = archtool("clean", "mill.html", "--images", "copy", *more, cwd=tmp_path)
    assert done.returncode == 2
    assert "--images copy" in done.stderr
