"""The options that the commands share, as one frozen value with its defaults.

``cli/`` fills it from the command line, the environment and the configuration; the commands only read it.
"""

from typing import NamedTuple

COMPARED = 4  # words: by default, dedupe does not compare texts with fewer


class Options(NamedTuple):
    """One parsed command line. ``None`` where the command decides, or where the readers have a default."""

    paths: tuple[str, ...] = ()
    files_from: str | None = None
    null: bool = False
    from_format: str | None = None
    to: str | None = None
    output: str | None = None
    jobs: int = 1
    rules: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    ledger: str | None = None
    markup: str = "plain"
    links: str = "keep"
    favor: str = "balance"
    comments: str = "drop"
    images: str = "keep"
    vocab: tuple[str, ...] = ()
    by: str = "text"
    threshold: float = 0.8
    shingle: int = 3
    keep: str = "one"
    report: str | None = None
    store: str | None = None
    status: frozenset[int] | None = None
    mime: frozenset[str] | None = None
    max_size: int | None = None
    max_total: int | None = None
    max_members: int | None = None
    depth: int | None = None
    snapshots: str = "all"
    learn: bool = False
    failures: str | None = None
    resume: bool = False
    shard: tuple[int, int] | None = None
    timeout: float | None = None
    memory: int | None = None
    fail_fast: bool = False
    show: str = "topics"
    site_words: str | None = None
    min_pages: int = 1
    merges: str | None = None
    apply: tuple[str, ...] = ()
    topic: str | None = None
    expression: str | None = None
    signals: bool = False
    man: str | None = None
    what: str | None = None
    master: str | None = None
    conf: tuple[str, ...] = ()
    task_size: int = 32 << 20
    ordered: bool = False
    table: str | None = None
    partition_by: str | None = None
    compression: str | None = None
    summary: str | None = None
    names: str | None = None
    profile: str | None = None
    columns: str | None = None
    delimiter: str | None = None
    bom: bool = False
    keep_dirs: bool = False
    force: bool = False
    host: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    lang: str | None = None
    min_words: int = 0
    having: str | None = None
    quiet: bool = False
    verbose: bool = False
