"""JSON-LD for the modules of this folder: what ``blocks/json_ld.py`` reads."""

from archtool.blocks.json_ld import ARTICLES as ARTICLES
from archtool.blocks.json_ld import PAGES as PAGES
from archtool.blocks.json_ld import PRODUCTS as PRODUCTS
from archtool.blocks.json_ld import Object as Object
from archtool.blocks.json_ld import Typed as Typed
from archtool.blocks.json_ld import read_objects as read_objects
from archtool.blocks.json_ld import resolve as resolve
from archtool.blocks.json_ld import text_of as text_of
from archtool.blocks.json_ld import texts_of as texts_of
from archtool.blocks.json_ld import types_of as types_of
from archtool.blocks.json_ld import unescaped as unescaped
