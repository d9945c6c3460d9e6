"""Settings for all tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# Tests must not depend on luck: they try the same examples each time. Nor may they depend on how busy the machine is:
# no example has a deadline. ``make fuzz`` searches at random; what it finds becomes an example of the test.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("search" if os.environ.get("ARCHTOOL_FUZZ_EXAMPLES") else "same")

PROCESSES = 4  # at most: some tests start processes of their own


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Share a run of all tests among several processes where pytest-xdist is installed; ``-n 0`` prevents it."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    is_whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and config.option.markexpr == "not long"
    if is_whole and config.pluginmanager.hasplugin("xdist") and config.option.numprocesses is None:
        config.option.numprocesses = min(os.cpu_count() or 1, PROCESSES)
