"""Write a manual page for every command from the texts of ``--help``: ``archtool guide --man DIR``.

Pages use the macros of man(7), which groff and mandoc know, and go to ``DIR/man1``. ``man -M DIR archtool-tags`` shows
one. They have no date, so that the same version writes the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from archtool.cli import layout
from archtool.output import streams, targets
from archtool.version import __version__

SECTION = "1"
EXAMPLES = "Examples:"
EXIT = "Exit codes: "
NO_WRAP = "\b"  # in a help text, the lines behind it are not wrapped


def write(program: click.Command, directory: str) -> int:
    """Write the manual pages of all commands of ``program``; return the exit code. Raises :class:`OutputError`."""
    folder = os.path.join(directory, f"man{SECTION}")
    targets.make_directory(folder)
    found = list(commands(click.Context(program, info_name="archtool", **program.context_settings)))
    names = [_name(context) for context in found]
    for context in found:
        streams.write_file(os.path.join(folder, f"{_name(context)}.{SECTION}"), page(context, names))
    return 0


def commands(context: click.Context) -> Iterator[click.Context]:
    """Yield the context of a command and of all commands below it."""
    yield context
    if isinstance(context.command, click.Group):
        for name, command in sorted(context.command.commands.items()):
            inside = click.Context(command, info_name=name, parent=context, **command.context_settings)
            yield from commands(inside)


def page(context: click.Context, names: list[str]) -> str:
    """Return the manual page of one command; ``names``: the pages of all commands."""
    name, command = _name(context), context.command
    paragraphs = (command.help or "").split("\n\n")
    summary = " ".join(paragraphs[0].split())
    examples = [part for part in paragraphs if part.lstrip(f"{NO_WRAP}\n ").startswith(EXAMPLES)]
    prose = [" ".join(part.split()) for part in paragraphs if part not in examples]
    arguments = " ".join(command.collect_usage_pieces(context))
    lines = [
        f'.TH "{_plain(name.upper())}" {SECTION} "" "archtool {__version__}" "User Commands"',
        ".ad l",
        *(".SH NAME", f"{_plain(name)} \\- {_plain(summary[0].lower() + summary[1:].rstrip('.'))}"),
        *(".SH SYNOPSIS", f".B {_plain(context.command_path)}", _plain(arguments)),
        ".SH DESCRIPTION",
        _plain("\n.PP\n".join(part for part in prose if not part.startswith(EXIT))),
        *_options(context),
        *_commands(context),
        *_examples(examples),
        *_exit_status(context),
        *(".SH SEE ALSO", _see_also(name, names)),
    ]
    return "\n".join(lines) + "\n"


def _options(context: click.Context) -> Iterator[str]:
    yield ".SH OPTIONS"
    for title, records in layout.sections(context.command, context):
        yield f".SS {_plain(title)}"
        for flags, said in records:
            yield from (".TP", f".B {_plain(flags)}", _plain(said))


def _commands(context: click.Context) -> Iterator[str]:
    if isinstance(context.command, click.Group):
        yield ".SH COMMANDS"
        for name, command in sorted(context.command.commands.items()):
            shown = f".BR {_plain(_name(context))}\\-{_plain(name)} ({SECTION})"
            yield from (".TP", shown, _plain(command.get_short_help_str(limit=1000)))


def _examples(parts: list[str]) -> Iterator[str]:
    """Yield the examples as they are written: one a line, with its comment behind blanks."""
    if not parts:
        return
    yield from (".SH EXAMPLES", ".nf")
    for part in parts:
        lines = part.partition(EXAMPLES)[2].strip("\n").split("\n")
        yield from (_plain(line.strip()) for line in lines)
    yield ".fi"


def _exit_status(context: click.Context) -> Iterator[str]:
    """Yield the exit codes, from the help of the program, which apply to every command."""
    for part in (context.find_root().command.help or "").split("\n\n"):
        if part.strip().startswith(EXIT):
            yield from (".SH EXIT STATUS", _plain(" ".join(part.split()).removeprefix(EXIT)))


def _see_also(name: str, names: list[str]) -> str:
    others = [f".BR {_plain(other)} ({SECTION})" for other in names if other != name]
    return ",\n".join(others)


def _name(context: click.Context) -> str:
    return context.command_path.replace(" ", "-")


def _plain(text: str) -> str:
    """Return ``text`` escaped for roff, so that nothing in it is a macro or an escape."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("\u2019", "\\(cq")
    return "\n".join(
        f"\\&{line}" if line.startswith((".", "'")) and line != ".PP" else line for line in escaped.split("\n")
    )
