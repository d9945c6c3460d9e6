"""How many examples a property test tries: the same ones at each run, or many at random for ``make fuzz``."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SEARCH = int(os.environ.get("ARCHTOOL_FUZZ_EXAMPLES", "0"))  # examples at random, in place of those that never change


def tries(count: int) -> settings:
    """Return settings that try ``count`` examples, or as many as ``make fuzz`` asks for."""
    return settings(max_examples=SEARCH or count, deadline=None, suppress_health_check=[HealthCheck.too_slow])
