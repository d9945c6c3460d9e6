"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# Tests must not depend on luck: they try the same examples each time. Nor may they depend on how busy the machine is:
# no example has a deadline. ``make fuzz`` searches at random; what it finds becomes an example of the test.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("search" if os.environ.get("ARCHTOOL_FUZZ_EXAMPLES") else "same")
