"""Configuration files: where they are looked for, and what they may say.

The first file found counts: ``--config``, ``./archtool.toml``, then ``archtool/archtool.toml`` in the XDG folder. Its
keys are the long names of options, for all commands at the top or for one command in a table of its name. The values
become Click's defaults, so that flags and ``ARCHTOOL_*`` variables win. Unknown keys are errors.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from archtool.errors import UsageError, reason

NAME = "archtool.toml"
PATHS = frozenset({"rules", "output", "ledger", "files-from"})
SEVERAL = frozenset({"rules", "disable"})


def candidates() -> tuple[str, str]:
    """The files that are looked for when ``--config`` is not given, in this order."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return NAME, os.path.join(home, "archtool", NAME)


def load(path: str | None, command: str, options: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """Return the defaults that the configuration sets for ``command``, by parameter name.

    ``options`` maps each command to the long names of its options. A key at the top may be an option of any command.
    Paths are relative to the file that names them.
    """
    found = path or next(filter(os.path.exists, candidates()), None)
    if found is None:
        return {}
    values = _parse(found)
    known = frozenset().union(*options.values())
    # ``rules`` is an option of most commands and a command, too: its value tells which is meant.
    tables = {name: values.pop(name) for name in list(values) if name in options and isinstance(values[name], dict)}
    _refuse_unknown(found, values, known, frozenset(options))
    for name, table in tables.items():
        _refuse_unknown(f"{found}: [{name}]", table, options[name])
    chosen = {**values, **tables.get(command, {})}
    return {_parameter(key): _value(found, key, value) for key, value in chosen.items() if key in options[command]}


def _parse(path: str) -> dict[str, Any]:
    import tomllib

    try:
        with open(path, "rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        raise UsageError(f"{path}: {reason(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error


def _refuse_unknown(
    where: str, values: Mapping[str, Any], known: frozenset[str], tables: frozenset[str] = frozenset()
) -> None:
    for key, value in values.items():
        if key in tables and key not in known:
            raise UsageError(f"{where}: [{key}] must be a table")
        if key not in known:
            import difflib

            close = difflib.get_close_matches(key, tables if isinstance(value, dict) else known, 1)
            hint = f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(sorted(known))}"
            raise UsageError(f"{where}: unknown key {key!r}{hint}")


def _parameter(key: str) -> str:
    return "from_form" if key == "from" else key.replace("-", "_")


def _value(file: str, key: str, value: Any) -> Any:
    if key in SEVERAL and not isinstance(value, list):
        value = [value]
    return _resolve(file, value) if key in PATHS else value


def _resolve(file: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_resolve(file, item) for item in value]
    if not isinstance(value, str) or value == "-":
        return value
    joined = os.path.join(os.path.dirname(file), value)
    return joined + "/" if value.endswith("/") and not joined.endswith("/") else joined
