"""Ranks of trust for what HTML pages declare and show, the same for every field; a lower rank is trusted more.

A title is first the heading that the page shows, where what it declares agrees with it (``SHOWN``). The site's own name
as an author comes last (``LAST``).
"""

SHOWN = 8
JSON_LD = 10
MICRODATA = 12
DUBLIN_CORE = 14
OPEN_GRAPH = 16
META = 18
MARKED = 20  # <time>, links to authors: markup that says what it holds.
SEEN = 22
ADDRESS = 26
WEAK = 30
LAST = 35
