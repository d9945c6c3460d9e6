"""Find the page or file that an embedded player or post shows, for ``judge/beside.py`` and ``markdown/pictures.py``."""

from __future__ import annotations

import re
from typing import Any

from archtool.startup.patterns import lazy

# Address of a player, and of the page that it shows; ``{1}`` is the first group, decoded.
_PAGES = tuple(
    (lazy(rf"(?:https?:)?//(?:www\.)?{player}"), page)
    for player, page in (
        (r"youtube(?:-nocookie)?\.com/embed/?(?:videoseries)?\?(?:.*&)?list=([\w-]+)", "https://www.youtube.com/playlist?list={1}"),
        (r"youtube(?:-nocookie)?\.com/(?:embed|v)/(?!videoseries)([\w-]+)/?\?(?:.*&)?(?:start|t)=(\d+)",
         "https://www.youtube.com/watch?v={1}&t={2}"),
        (r"youtube(?:-nocookie)?\.com/(?:embed|v)/(?!videoseries)([\w-]+)", "https://www.youtube.com/watch?v={1}"),
        (r"player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{1}"),
        (r"platform\.(?:twitter|x)\.com/embed/\w+\.html\?(?:.*&)?id=(\d+)", "https://x.com/i/status/{1}"),
        (r"open\.spotify\.com/embed(?:-podcast)?/(\w+/\w+)", "https://open.spotify.com/{1}"),
        (r"embed\.podcasts\.apple\.com/([^?]+)", "https://podcasts.apple.com/{1}"),
        (r"w\.soundcloud\.com/player/\?(?:.*&)?url=([^&]+)", "{1}"),
        (r"codepen\.io/([\w-]+)/embed/(?:preview/)?([\w-]+)", "https://codepen.io/{1}/pen/{2}"),
        (r"instagram\.com/((?:p|reel|tv)/[\w-]+)/embed", "https://www.instagram.com/{1}/"),
        (r"tiktok\.com/(?:embed(?:/v\d)?|player/v1)/(\d+)", "https://www.tiktok.com/embed/{1}"),
        (r"dailymotion\.com/embed/video/(\w+)", "https://www.dailymotion.com/video/{1}"),
        (r"facebook\.com/plugins/(?:post|video)\.php\?(?:.*&)?href=([^&]+)", "{1}"),
        (r"embed\.bsky\.app/embed/([^/]+)/app\.bsky\.feed\.post/(\w+)", "https://bsky.app/profile/{1}/post/{2}"),
        (r"player\.bilibili\.com/player\.html\?(?:.*&)?bvid=(\w+)", "https://www.bilibili.com/video/{1}"),
        (r"player\.twitch\.tv/\?(?:.*&)?video=v?(\d+)", "https://www.twitch.tv/videos/{1}"),
        (r"loom\.com/embed/(\w+)", "https://www.loom.com/share/{1}"),
        (r"embed\.ted\.com/(talks/[\w/]+)", "https://www.ted.com/{1}"),
        (r"archive\.org/embed/([^?/]+)", "https://archive.org/details/{1}"),
        (r"gist\.github\.com/([\w-]+/\w+)\.js", "https://gist.github.com/{1}"),
        (r"([\w.-]+/@[\w.@-]+/\d+)/embed", "https://{1}"),  # Mastodon
    )
)  # fmt: skip
_MEDIA = lazy(
    r"//(?:[\w-]+\.)*(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|soundcloud\.com|spotify\.com"
    r"|bandcamp\.com|ted\.com|twitter\.com|x\.com|instagram\.com|tiktok\.com|archive\.org|peertube\.[\w.]+|rutube\.ru"
    r"|vk\.com|bilibili\.com|codepen\.io|twitch\.tv|loom\.com|wistia\.(?:com|net)|bsky\.app|podcasts\.apple\.com"
    r"|jsfiddle\.net|codesandbox\.io|observablehq\.com|datawrapper\.de|dwcdn\.net|flourish\.studio)/"
)
_FILE = lazy(r"\.(?:mp4|webm|ogv|ogg|oga|mp3|m4a|m4v|mov|wav|flac)(?:$|[?#])", re.IGNORECASE)
GIST = "gist.github.com/"


def media(element: Any) -> tuple[str, str]:
    """Return address and title of the page or file that an embedded player shows; empty strings for other elements."""
    attributes = element.attributes
    address = next(
        (value for name in ("src", "data-src", "data", "data-lazy-src") if (value := attributes.get(name))), ""
    )
    if element.tag in ("video", "audio") and not address:
        inner = element.css_first("source[src]")
        address = (inner.attributes["src"] or "") if inner is not None else ""
    if "-" in element.tag:  # a custom element that waits for a click
        name = attributes.get("videoid") or attributes.get("data-videoid") or ""
        page = "https://vimeo.com/" if "vimeo" in element.tag else "https://www.youtube.com/watch?v="
        title = attributes.get("playlabel") or attributes.get("title") or ""
        return (page + name, " ".join(title.split())) if re.fullmatch(r"[\w-]+", name) else ("", "")
    address = address.strip()
    if address.startswith(("data:", "about:", "javascript:", "blob:")):
        return "", ""
    title = " ".join((attributes.get("title") or attributes.get("aria-label") or "").split())
    page = page_of(address)
    if page != address:
        return page, title
    if element.tag not in ("video", "audio") and not _FILE.search(address) and not _MEDIA.search(address):
        return "", ""
    return address, title


def page_of(address: str) -> str:
    """Return the address of the page that a player shows; other addresses unchanged.

    >>> page_of("https://player.vimeo.com/video/76979871?h=82")
    'https://vimeo.com/76979871'
    """
    for player, page in _PAGES:
        found = player.match(address)
        if found:
            from urllib.parse import unquote  # few pages have a player

            for number, text in enumerate(found.groups(), 1):
                page = page.replace(f"{{{number}}}", unquote(text or ""))
            return page
    return address
