"""Find and load configuration files, before Click reads the other options (``flags.py``).

The first file found is used: ``--config``, ``./archtool.toml``, then ``archtool/archtool.toml`` in the XDG folder. Its
keys are the long names of options, for all commands at the top or for one command in a table of its name. The values
become Click's defaults, so that flags and ``ARCHTOOL_*`` variables win. Unknown keys and values of the wrong type are
errors. ``config_print.py`` writes such a file.

``./archtool.toml`` may have come with a folder from somebody else: unless it is named with ``--config``, its paths must
stay in that folder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from archtool.errors import UsageError, reason

if TYPE_CHECKING:
    import click

    Options = Mapping[str, click.Option]  # the options of one command, by their long names

NAME = "archtool.toml"
LARGEST = 1 << 20  # bytes
NO_PATHS = frozenset({"-", "countries"})  # standard input or output; a built-in vocabulary


def candidates() -> tuple[str, str]:
    """Return the files that are tried when ``--config`` is not given, in order."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return NAME, os.path.join(home, "archtool", NAME)


def find(path: str | None) -> str | None:
    """Return the file to use; ``path`` is that of ``--config``."""
    if path:  # named, and so trusted
        return os.path.join(os.curdir, NAME) if path == NAME else path
    return next(filter(os.path.exists, candidates()), None)


def load(path: str | None, context: click.Context, options: Mapping[str, Options]) -> dict[str, Any]:
    """Return the defaults that the configuration sets for the command of ``context``, by parameter name.

    ``options`` maps the name of each command to its options. A key at the top may be an option of any command. Paths
    are relative to the file that names them. Raises :class:`UsageError`.
    """
    found = find(path)
    if found is None:
        return {}
    command = context.info_name or ""
    values = _parse(found)
    known = {name: option for each in options.values() for name, option in each.items()}
    # ``rules`` is both an option of most commands and a command: its value shows which is meant.
    tables = {name: values.pop(name) for name in list(values) if name in options and isinstance(values[name], dict)}
    _refuse_unknown(found, values, known, frozenset(options))
    for name, table in tables.items():
        _refuse_unknown(f"{found}: [{name}]", table, options[name])
        for key, value in table.items():
            _typed(f"{found}: [{name}]: {key}", options[name][key], value)
    own = options[command]
    chosen = {}
    for key, value in {**values, **tables.get(command, {})}.items():
        shown = f"{found}: [{command}]: {key}" if key in tables.get(command, {}) else f"{found}: {key}"
        if key in own:
            chosen[own[key].name or key] = _checked(shown, found, own[key], value, context)
        else:
            _typed(shown, known[key], value)
    return chosen


def _parse(path: str) -> dict[str, Any]:
    import tomllib

    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:  # files such as ``/dev/zero`` never end
            raise UsageError(f"{path}: larger than {LARGEST >> 20} MiB: no configuration file")
        return tomllib.loads(data.decode())
    except OSError as error:
        raise UsageError(f"{path}: {reason(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    except RecursionError as error:
        raise UsageError(f"{path}: nested too deep") from error


def _refuse_unknown(
    where: str, values: Mapping[str, Any], known: Options, tables: frozenset[str] = frozenset()
) -> None:
    for key, value in values.items():
        if key in tables and key not in known:
            raise UsageError(f"{where}: [{key}] must be a table")
        if key not in known:
            import difflib

            close = difflib.get_close_matches(key, tables if isinstance(value, dict) else known, 1)
            hint = f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(sorted(known))}"
            raise UsageError(f"{where}: unknown key {key!r}{hint}")


def _checked(shown: str, file: str, option: click.Option, value: Any, context: click.Context) -> Any:
    """Return ``value`` as a default for Click, after Click has validated it."""
    import click

    typed = _typed(shown, option, value)
    if isinstance(option.type, click.Path):
        for each in typed if isinstance(typed, list) else [typed]:
            if file == NAME and each not in NO_PATHS and not _is_inside(each):
                hint = f"name the file with --config {NAME} to trust it"
                raise UsageError(f"{shown}: {each!r} is outside the folder of this file; {hint}")
        typed = [_resolve(file, each) for each in typed] if isinstance(typed, list) else _resolve(file, typed)
    try:
        option.process_value(context, typed)
    except click.BadParameter as error:
        raise UsageError(f"{shown}: {error.message}") from error
    return typed


def _typed(shown: str, option: click.Option, value: Any) -> Any:
    """Return ``value`` if it has the type of the option; one value may be a list. Raise :class:`UsageError`."""
    if option.multiple:
        return [_single(shown, option, each) for each in (value if isinstance(value, list) else [value])]
    if is_list(option) and isinstance(value, list):
        return ",".join(_single(shown, option, each) for each in value)
    return _single(shown, option, value)


def _single(shown: str, option: click.Option, value: Any) -> Any:
    import click

    types: set[type]
    word, types = "text in quotes", {str}
    if option.is_flag:
        word, types = "true or false", {bool}
    elif isinstance(option.type, click.types.FloatParamType):
        word, types = "a number", {int, float}
    elif isinstance(option.type, click.types.IntParamType):
        word, types = "a whole number", {int}
    elif option.metavar in ("LIST", "SIZE"):
        word, types = "a number or text in quotes", {int, str}
    if type(value) not in types:
        raise UsageError(f"{shown}: {value!r} must be {word}")
    return str(value) if types == {int, str} else value


def is_list(option: click.Option) -> bool:
    """Whether the option takes a comma-separated list, which may be an array in the file."""
    return option.metavar == "LIST"


def _is_inside(path: str) -> bool:
    """Whether ``path``, with links resolved, is in the working directory."""
    here = os.path.realpath(os.curdir)
    return os.path.commonpath([here, os.path.realpath(path)]) == here


def _resolve(file: str, value: str) -> str:
    if value in NO_PATHS:
        return value
    joined = os.path.join(os.path.dirname(file), value)
    return joined + "/" if value.endswith("/") and not joined.endswith("/") else joined
