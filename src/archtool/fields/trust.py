"""The ranks of trust for values of a record, by where they were found; a lower rank is trusted more.

Of several candidates for one key, ``record.py`` takes the one of the lowest rank. The archive that holds a page knows
its address; the text shows its own language; then what blocks show that were judged to be a field, what the page
declares, and what only its place speaks for. The site's own name as an author comes last.
"""

ARCHIVE = -2
TEXT = -1
SHOWN = 8
SIGNED = 9  # a byline right under the title
JSON_LD = 10
MICRODATA = 12
DUBLIN_CORE = 14
OPEN_GRAPH = 16
META = 18
MARKED = 20  # <time>, links to authors: markup that says what it holds.
SEEN = 22
ADDRESS = 26
WEAK = 30
TEAM = 33  # a team, a firm, an office as author
LAST = 35
LABELLED = 50  # what stands behind a label of the page: as in a dump

# How far a day is trusted that the page shows, by what told that it is one of publication.
SEEN_DATES = {
    "time published": MARKED,
    "time": MARKED + 1,
    "date published": SEEN - 1,
    "date": SEEN,
    "dateline": SEEN + 2,
    "time above": SEEN + 3,
    "date above": SEEN + 3,
    "date in text": WEAK,
}
