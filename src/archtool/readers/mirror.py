"""Directories of pages: plain folders, and mirrors by HTTrack, wget and browsers.

:func:`walk` yields the files that are worth opening, in an order that depends on the names alone. It skips

- hidden files and folders (``.git``, ``.DS_Store``), the mark that Spark leaves in its outputs (``_SUCCESS``);
- HTTrack's own (``hts-cache``, ``hts-log.txt``, ``cookies.txt``);
- the ``NAME_files`` folder that a browser saves beside ``NAME.html``: frames and scripts, no pages;
- HTTrack's title page: the ``index.html`` beside ``hts-cache`` or ``hts-log.txt``;
- ``robots.txt``, which mirrors fetch first;
- ``NAME.orig`` where ``NAME`` is there: wget's copy from before it rewrote the links;
- images, styles, scripts, fonts, sound, film, programs, tables and Office files, by their suffixes in
  ``rules/suffixes.toml``; everything else is opened and recognised by its bytes;
- symbolic links: a link to a file elsewhere in the tree would give a page twice, one to its parent would never end.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from functools import cache
from pathlib import PurePosixPath

from archtool.model import Origin, Skipped
from archtool.readers._archivebox import snapshot
from archtool.startup.patterns import lazy

COPIED = "beside a page"
WGET_LOG = lazy(r"wget-log(?:\.\d+)?")
PART_OF_TABLE = lazy(r"part-[\w.-]+\.parquet")  # of a folder of our records, from here or from Spark
LONGEST_PATH = 4096  # characters; no file system takes a longer one
HTTRACK_OWN = frozenset({"index.html", "hts-log.txt", "cookies.txt", "hts-stop.lock", "hts-in_progress.lock"})
Folder = dict[str, "Folder"]  # its entries; those of files are empty


@cache
def no_page_suffixes() -> frozenset[str]:
    """Return the suffixes of files that hold no page, in small letters and without their dots."""
    from archtool.rules.cache import load_toml

    return frozenset(" ".join(table["suffixes"] for table in load_toml("suffixes.toml").values()).split())


def walk(directory: str, root: str = "") -> Iterator[str | Skipped]:
    """Yield the paths of the files below ``directory`` that may hold pages, sorted, and why others were skipped.

    A folder that may not be listed is yielded itself, so that reading it reports the error. A link to a file is
    followed only to a target below ``root``, the folder that was named.
    """
    root = root or os.path.realpath(directory)
    try:
        with os.scandir(directory) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        yield directory
        return
    names = {entry.name for entry in entries}
    chosen = snapshot(names)
    if chosen:
        yield os.path.join(directory, chosen)
        yield Skipped(Origin(directory), "other formats of a page that ArchiveBox saved")
        return
    for entry in entries:
        if _is_passed_over(entry.name):
            continue
        reason = _why_not(entry, names, root)
        if reason:
            yield Skipped(Origin(entry.path), reason)
        elif entry.is_dir():
            yield from walk(entry.path, root)
        else:
            yield entry.path


def _why_not(entry: os.DirEntry[str], names: set[str], root: str) -> str | None:
    """Return why an entry of a folder is skipped; ``None`` for a file or folder that may hold pages."""
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if not target.startswith(os.path.join(root, "")) or not os.path.isfile(target):
            return "symbolic link"
    elif entry.is_dir():
        return "files of a saved page" if _belongs_to_page(entry.name, names) else None
    elif not entry.is_file():
        return "no regular file"
    if _may_hold_pages(entry.name, names):
        return None
    suffix = entry.name.rpartition(".")[2].lower()
    if suffix in no_page_suffixes():
        return f".{suffix}"
    return "log of wget" if WGET_LOG.fullmatch(entry.name) else "robots.txt" if entry.name == "robots.txt" else COPIED


def worth_opening(names: set[str]) -> set[str]:
    """Return those files of a container, named by their paths with ``/``, that :func:`walk` would open.

    Names may be hostile, such as 64 KB of slashes. So folders are held as a tree, not by their paths.
    """
    tree: Folder = {}
    for name in names:
        node = tree
        for part in name.rstrip("/").split("/") if len(name) <= LONGEST_PATH else ():
            node = node.setdefault(part, {})
    return {name for name in names if len(name) <= LONGEST_PATH and _is_worth_opening(name, tree)}


def _is_worth_opening(path: str, tree: Folder) -> bool:
    if "://" in path:  # HTTrack's cache names its members by their URLs
        return True
    *folders, leaf = path.rstrip("/").split("/")
    node = tree
    for folder in folders:
        if _is_passed_over(folder) or _belongs_to_page(folder, node):
            return False
        node = node[folder]
    return not _is_passed_over(leaf) and _may_hold_pages(leaf, node)


def _is_passed_over(name: str) -> bool:
    return name in {"hts-cache", "__MACOSX", "_SUCCESS"} or (name.startswith(".") and name not in {".", ".."})


def _belongs_to_page(folder: str, names: Container[str]) -> bool:
    # Browsers name the folder in the user's language: "_files", "-Dateien", "_fichiers", "_archivos", "_bestanden" ...
    for ending in ("_files", "-Dateien", "_fichiers", "_archivos", "_bestanden", "_arquivos", ".files"):
        stem = folder.removesuffix(ending)
        if stem != folder and any(f"{stem}{suffix}" in names for suffix in (".html", ".htm", ".xhtml", ".shtml")):
            return True
    return False


def _may_hold_pages(name: str, siblings: Container[str]) -> bool:
    if ("hts-cache" in siblings or "hts-log.txt" in siblings) and name in HTTRACK_OWN:
        return False
    if "wpull.db" in siblings and "." not in name:  # what grab-site keeps of a crawl
        return False
    if name == "robots.txt" or WGET_LOG.fullmatch(name):
        return False
    path = PurePosixPath(name)
    if path.suffix == ".orig" and path.stem in siblings:
        return False
    return path.suffix[1:].lower() not in no_page_suffixes() or PART_OF_TABLE.fullmatch(name) is not None
