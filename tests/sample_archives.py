"""The archives in samples/archives/, made of pages written here: a WARC of a small crawl, and a WACZ that holds it.

``python3 tests/sample_archives.py`` writes them anew.
"""

from __future__ import annotations

import archive_builder as build
from process import ROOT

FOLDER = ROOT / "samples" / "archives"
SITE = "https://www.harbour-wharram.example"
MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/notices'>Notices</a></li><li><a href='/tides'>Tides</a></li></ul></nav>"
FOOT = "<footer><p>Harbour Office Wharram, 2 Quay Street. <a href='/imprint'>Imprint</a></p></footer>"
PAGES = {
    "notices/crane": (
        "The slewing crane is back in service",
        "2021-02-24",
        ("Harbour notices", "Cranes"),
        """The slewing crane on the north quay has been in service again since Wednesday morning. Its wire rope was replaced after the inspection in January had found eleven broken strands.

Boats of up to nine tonnes can be lifted again at high water. Please register at the harbour office two days ahead, because the crane driver comes from Selby and shares his week with two other harbours.

The fee stays the same: forty for a lift, sixty for both ways within one week.""",
    ),
    "notices/dredging": (
        "Dredging of the inner basin begins after Easter",
        "2021-03-01",
        ("Harbour notices", "Dredging"),
        """From Tuesday after Easter the suction dredger will work in the inner basin for about three weeks, on weekdays from six in the morning until the tide no longer carries it.

Berths 14 to 31 have to be cleared by then. Owners who cannot move their boats themselves should tell us by the end of March; the harbour launch will tow them to the visitors' pontoon without charge.

The mud goes to the salt marsh at Kell Point, where it raises the ground in front of the old sea wall.""",
    ),
    "history/bell": (
        "The fog bell of 1887",
        "2019-11-08",
        ("History",),
        """For sixty years a bell stood at the end of the pier and was rung by hand, twelve strokes a minute, for as long as the fog lasted. In November 1903 that was fifty-one hours.

The ringers were the pilots' widows, who were paid by the hour and kept a book about it. The book is in the harbour office, and the handwriting in it becomes less steady towards the morning.

The bell was replaced by a horn in 1947 and hangs in the sailing club today, where it announces the last round.""",
    ),
}


def html(name: str) -> bytes:
    """One page of the site."""
    title, date, topics, text = PAGES[name]
    tags = "".join(f'<meta property="article:tag" content="{topic}">' for topic in topics)
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in text.split("\n\n"))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title} | Harbour Wharram</title>\n'
        f'<meta property="article:published_time" content="{date}T08:00:00Z">{tags}</head>\n'
        f"<body>{MENU}<main><article><h1>{title}</h1>\n{body}</article></main>{FOOT}</body></html>\n"
    ).encode()


def warc() -> bytes:
    """A crawl of three pages and a picture, and a second one that met an unchanged page."""
    records = [build.warcinfo("software: sample_archives\r\nisPartOf: Harbour Wharram\r\n")]
    records += [build.record(build.http(html(name)), f"{SITE}/{name}") for name in PAGES]
    records.append(build.record(build.http(b"\x89PNG\r\n\x1a\n", "image/png"), f"{SITE}/crane.png"))
    again = {"WARC_Refers_To_Target_URI": f"{SITE}/history/bell", "WARC_Refers_To_Date": build.DATE}
    records.append(build.record(b"", f"{SITE}/history/bell", "revisit", "2022-03-04T05:06:07Z", **again))
    return build.pack(records, "gzip")


def wacz() -> bytes:
    """The same crawl as a WACZ; its list of pages names the two notices."""
    pages = [{"url": f"{SITE}/{name}", "ts": build.DATE, "title": PAGES[name][0]} for name in PAGES if "notices" in name]
    return build.wacz({"harbour.warc.gz": warc()}, pages, "Harbour Wharram")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "harbour.warc.gz").write_bytes(warc())
    (FOLDER / "harbour.wacz").write_bytes(wacz())
