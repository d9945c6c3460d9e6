"""Print the options of a command as a configuration file, each with the source of its value: ``--print-config``.

Read with ``--config``, the file has the same effect: paths are absolute, and options that are not set are comments.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

import click
from click.core import ParameterSource

from archtool.cli import config

NOT_CONFIGURED = frozenset({"config", "help", "man", "paths", "print-config"})
FILE = "archtool.file"  # keys in Click's context for what is kept of a command line
ARGUMENTS = "archtool.arguments"


def print_all(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    """Print the options of all commands, for ``archtool --print-config``."""
    if not value or context.resilient_parsing or not isinstance(context.command, click.Group):
        return
    commands = context.command.commands.items()
    contexts = [each.make_context(name, [], context) for name, each in commands if _has_settings(each)]
    click.echo(heading(contexts[0]) + "\n".join(map(table, contexts)), nl=False)
    context.exit(0)


def _has_settings(command: click.Command) -> bool:
    """Whether a command has options that can be set in a file: all but the manual."""
    return any(parameter.name == "print_config" for parameter in command.params)


def heading(context: click.Context) -> str:
    """Return a comment that names the configuration file in use."""
    found = context.meta[FILE]
    looked = " and ".join(config.candidates())
    return f"# Read from {_comment(found)}.\n\n" if found else f"# No file found: looked for {_comment(looked)}.\n\n"


def options(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command that a file may set, by their long names."""
    return {
        long[2:]: option
        for option in command.params
        if isinstance(option, click.Option)
        for long in option.opts
        if long.startswith("--") and long[2:] not in NOT_CONFIGURED
    }


def table(context: click.Context) -> str:
    """Return the options of the command of ``context`` as a table of TOML."""
    arguments = context.meta[ARGUMENTS]
    given, _, _ = context.command.make_parser(context).parse_args(list(arguments))
    lines = [f"[{context.info_name}]"]
    for name, option in options(context.command).items():
        value, source = option.consume_value(context, given)
        lines += _lines(name, option, _plain(option, value, context), source, context)
    return "\n".join(lines) + "\n"


def _lines(
    name: str, option: click.Option, value: Any, source: ParameterSource | None, context: click.Context
) -> Iterator[str]:
    choices = f": {', '.join(option.type.choices)}" if isinstance(option.type, click.Choice) else ""
    yield f"# {_comment(option.help or '')}{choices} ({_origin(option, value, source, context)})"
    yield f"#{name} =" if value is None else f"{name} = {_toml(value)}"


def _origin(option: click.Option, value: Any, source: ParameterSource | None, context: click.Context) -> str:
    if source is ParameterSource.COMMANDLINE:
        return "flag"
    if source is ParameterSource.ENVIRONMENT:
        prefix = context.auto_envvar_prefix
        names = [option.envvar] if isinstance(option.envvar, str) else []
        names += [f"{prefix}_{(option.name or '').upper()}"]
        return f"variable {next(name for name in names if name in os.environ)}"
    if source is ParameterSource.DEFAULT_MAP:
        return f"file {_comment(context.meta[FILE])}"
    return "not set" if value is None or value == [] else "default"


def _plain(option: click.Option, value: Any, context: click.Context) -> Any:
    """Return ``value``, as it was given, as a TOML type; ``None`` where there is no value."""
    if not isinstance(value, (str, bool, int, float, list, tuple)):
        return None  # None, or Click's own marker for it
    typed = option.type_cast_value(context, value)
    if isinstance(option.type, click.Path):
        return [_absolute(each) for each in typed] if option.multiple else _absolute(typed)
    return list(typed) if isinstance(typed, tuple) else typed


def _absolute(path: str) -> str:
    return path if path in config.NO_PATHS else os.path.join(os.getcwd(), path)


def _toml(value: Any) -> str:
    """Return ``value`` in TOML syntax."""
    import json

    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value)


def _comment(text: str) -> str:
    """Return ``text`` on one line, without characters that TOML forbids in comments."""
    return "".join(char if char.isprintable() else "�" for char in text)
