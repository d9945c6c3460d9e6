"""Recognise what archives and saving tools add to a page: toolbars, headers, rewritten addresses.

``inspect`` finds the added elements and the values in them (address, time of capture); ``original`` restores rewritten
addresses. The facts are data, in ``rules/artefacts.toml``. ``judge/artefacts.py`` removes the elements' blocks,
``fields/structured.py`` and ``markdown/document.py`` restore addresses.
"""

from archtool.artefacts.addresses import absolute, original
from archtool.artefacts.elements import Artefact, blocks_inside, inspect, listed_rules, own_title

__all__ = ["Artefact", "absolute", "blocks_inside", "inspect", "listed_rules", "original", "own_title"]
