"""Hold facts about the world as data (notices, labels, chrome, kinds of page), and load and check them.

Each ``*.toml`` file beside this module holds rules with examples that must (``yes``) and must not (``no``) match. The
judges use them through :class:`Rulebook`. A user's own files have the same form and are read after ours.
"""

from archtool.rules.model import Rule, RuleError
from archtool.rules.rulebook import Rulebook, load_rules

__all__ = ["Rule", "RuleError", "Rulebook", "load_rules"]
