"""``archtool rules``: the list of all rules with their reasons, or a check of the user's own files."""

from __future__ import annotations

from archtool.artefacts import listed_rules
from archtool.judge.computed import COMPUTED
from archtool.output import streams
from archtool.output.tables import table_format, write_table
from archtool.output.terminal import complain
from archtool.rules import RuleError, load_rules
from archtool.run import outputs
from archtool.run.options import Options

COLUMNS = ("id", "kind", "why")


def run(options: Options) -> int:
    """List our rules, or check ``options.paths``."""
    outputs.check(options, {"rules": options.output})
    return _check(options) if options.paths else _list(options)


def _list(options: Options) -> int:
    columns = (*COLUMNS, "yes", "no") if options.verbose else COLUMNS
    found = [(rule.id, rule.kind, rule.why, list(rule.yes), list(rule.no)) for rule in load_rules(()).rules]
    found += [(rule.id, "artefact", rule.why, list(rule.yes), list(rule.no)) for rule in listed_rules()]
    known = {row[0] for row in found}
    found += [(id_, "computed", why, [], []) for id_, why in COMPUTED.items() if id_ not in known]
    with streams.closing(streams.open_output(options.output)) as out:
        write_table(out, columns, (row[: len(columns)] for row in found), table_format(options.to, options.output))
    return 0


def _check(options: Options) -> int:
    own = len(load_rules(()).rules)
    wrong = 0
    for path in options.paths:
        try:
            found = len(load_rules([path]).rules) - own
        except RuleError as error:
            complain(str(error) if path in str(error) else f"{path}: {error}")
            wrong += 1
        else:
            if not options.quiet:
                complain(f"{path}: {found} {'rule' if found == 1 else 'rules'}, nothing wrong")
    if not wrong and len(options.paths) > 1:
        try:
            load_rules(options.paths)
        except RuleError as error:
            complain(str(error))
            wrong += 1
    return 2 if wrong else 0
