"""A block of code as a fenced block of Markdown, with the language that the page names.

For ``document.py``. Highlighters name the language in a class or an attribute of one of the elements around the code.
"""

import re

from archtool.markdown.escape import escape
from archtool.model import Block
from archtool.startup.patterns import lazy

_LANGUAGE = lazy(
    r"(?:\b(?:language|lang|brush|highlight-source|highlight-text|sourceCode|src)[-: ]+|\bhighlight-(?!source|text)"
    r"|\bhljs +(?!lang))([A-Za-z0-9+#.-]+)"
)
_LIVE = lazy(r"\{[{%]")  # a tag of Liquid, a shortcode of Hugo
_LANGUAGES = frozenset(
    """bash c clojure cpp csharp css dart diff elixir erlang go graphql haskell html http ini java javascript js json
    jsx kotlin latex less lua makefile markdown matlab nginx objectivec perl php powershell protobuf python py r ruby
    rb rust scala scss sh shell sql swift toml ts tsx typescript vim xml yaml yml zig""".split()
)
_NO_LANGUAGE = frozenset({"none", "plaintext", "text", "nohighlight", "notranslate", "default", "copy-btn"})


def fenced(block: Block) -> str:
    """Return a fenced code block, its fence longer than any in the text."""
    if _LIVE.search(block.text):  # in a fence, too, Jekyll and Hugo would run it: as lines of text it stays what it is
        return escape(block.text)
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", block.text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{_language(block)}\n{block.text}\n{fence}"


def _language(block: Block) -> str:
    """Return the language that a class of the code's elements names."""
    element = block.nodes[0].parent if block.nodes else None
    for _ in range(8):
        if element is None or element.tag in ("body", "article", "main", "li", "td"):
            break
        attributes = element.attributes
        for name in ("data-language", "data-lang"):
            if attributes.get(name):
                return re.sub(r"[^A-Za-z0-9+#.-]", "", attributes[name] or "").lower()
        match = _LANGUAGE.search(f"{attributes.get('class') or ''} {attributes.get('lang') or ''}")
        if match and match.group(1).lower() not in _NO_LANGUAGE:
            return match.group(1).lower().strip(".")
        classes = (attributes.get("class") or "").lower().split()
        if not {"highlight", "hljs", "code", "sourcecode", "prettyprint"}.isdisjoint(classes):
            named = [word for word in classes if word in _LANGUAGES]
            if named:
                return named[0]
        element = element.parent
    return ""
