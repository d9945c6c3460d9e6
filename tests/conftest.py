"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# A run that decides over a change must not depend on luck: it tries the same examples each time. Fuzzing is `make fuzz`.
# Nor may it depend on how busy the machine is: no example has a deadline.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
