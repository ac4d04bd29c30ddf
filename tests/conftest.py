"""What every test shares; each fixture's own story is in tests/fixtures/."""

import os

from hypothesis import settings

pytest_plugins = [
    "fixtures.skips",
    "fixtures.postgresql",
    "fixtures.browser",
    "fixtures.database",
    "fixtures.cli_home",
    "fixtures.site",
    "fixtures.history",
]

# No test depends on the machine's speed, and CI draws the same examples on every run.
settings.register_profile("communique", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("communique")
