"""What archives and saving tools leave in a page, known by rule: toolbars, headers, rewritten addresses.

``inspect`` finds the elements that are not the page's own and what they tell (address, time of capture); ``original``
undoes rewritten addresses. The facts are data, in ``rules/artefacts.toml``. ``judge/artefacts.py`` takes the elements'
blocks out, ``fields/structured.py`` and ``markdown/document.py`` undo addresses.
"""

from archtool.artefacts.addresses import absolute, original
from archtool.artefacts.elements import Artefact, blocks_inside, inspect, listed_rules, own_title

__all__ = ["Artefact", "absolute", "blocks_inside", "inspect", "listed_rules", "original", "own_title"]
