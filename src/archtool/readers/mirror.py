"""Directories of pages: plain folders and the mirrors that HTTrack, wget and browsers leave.

:func:`walk` names the files that are worth opening, in an order that depends on the names alone. It passes over

- hidden files and folders (``.git``, ``.DS_Store``), HTTrack's own (``hts-cache``, ``hts-log.txt``, ``cookies.txt``);
- the ``NAME_files`` folder that a browser saves beside ``NAME.html``: frames and scripts, no pages;
- HTTrack's title page: the ``index.html`` beside ``hts-cache`` or ``hts-log.txt``;
- ``NAME.orig`` where ``NAME`` is there: wget's copy from before it rewrote the links;
- images, styles, scripts, fonts, sound, film and programs, by suffix; everything else is opened and told by its bytes;
- symbolic links: a link to a file elsewhere in the tree would give a page twice, one to its parent would never end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PICTURES = "avif bmp cur gif ico jpeg jpg png psd svg svgz tif tiff webp"
PARTS = "css less scss sass map js mjs ts wasm swf eot otf ttf woff woff2"
SOUND = "aac aif aiff flac m4a mid midi mp3 oga ogg opus wav wma"
FILM = "3gp avi flv m4v mkv mov mp4 mpeg mpg ogv webm wmv"
PROGRAMS = "bin class com dll dylib exe jar o obj pyc so"
NO_PAGE = frozenset(" ".join((PICTURES, PARTS, SOUND, FILM, PROGRAMS)).split())
HTTRACK_OWN = frozenset({"hts-log.txt", "cookies.txt", "hts-stop.lock", "hts-in_progress.lock"})


def walk(directory: str) -> Iterator[str]:
    """Yield the paths of the files below ``directory`` that may hold pages, sorted.

    A folder that may not be listed is yielded itself, so that reading it says so.
    """
    try:
        with os.scandir(directory) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        yield directory
        return
    names = {entry.name for entry in entries}
    httrack = "hts-cache" in names or "hts-log.txt" in names
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            if entry.name != "hts-cache" and not _belongs_to_page(entry.name, names):
                yield from walk(entry.path)
        elif entry.is_file() and not (httrack and _is_httrack_own(entry.name)) and _may_hold_pages(entry.name, names):
            yield entry.path


def _belongs_to_page(folder: str, names: set[str]) -> bool:
    # Browsers name the folder in the user's language: "_files", "-Dateien", "_fichiers", "_archivos", "_bestanden".
    for ending in ("_files", "-Dateien", "_fichiers", "_archivos", "_bestanden", "_arquivos", ".files"):
        stem = folder.removesuffix(ending)
        if stem != folder and any(f"{stem}{suffix}" in names for suffix in (".html", ".htm", ".xhtml", ".shtml")):
            return True
    return False


def _is_httrack_own(name: str) -> bool:
    return name in HTTRACK_OWN or name == "index.html"


def _may_hold_pages(name: str, names: set[str]) -> bool:
    path = Path(name)
    if path.suffix == ".orig" and path.stem in names:
        return False
    return path.suffix[1:].lower() not in NO_PAGE
