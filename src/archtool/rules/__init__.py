"""Facts about the world as data: notices, labels, chrome, kinds of page; and the loader that checks them.

Each ``*.toml`` file beside this module holds rules with examples that must (``yes``) and must not (``no``) match. The
judges ask the :class:`Rulebook`; a user's own files are of the same kind and are read after ours.
"""

from archtool.rules.model import Rule, RuleError
from archtool.rules.rulebook import Rulebook, load_rules

__all__ = ["Rule", "RuleError", "Rulebook", "load_rules"]
