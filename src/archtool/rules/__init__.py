"""Facts about the world as data: notices, labels, chrome, kinds of page; and the loader that checks them.

Each ``*.toml`` file beside this module holds rules with examples that must (``yes``) and must not (``no``) match. The
judges ask the :class:`RuleBook`; a user's own files are of the same kind and are read after ours.
"""

from archtool.rules.book import RuleBook, load_rules
from archtool.rules.model import Rule, RuleError

__all__ = ["Rule", "RuleBook", "RuleError", "load_rules"]
