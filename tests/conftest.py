"""What every test shares; what each fixture is stands in tests/fixtures/.

These modules are imported by every run, so they import what is slow to import only where they use it:
a test of pure functions starts in half a second.
"""

import os
import sys

import pytest

pytest_plugins = [
    "fixtures.skips",
    "fixtures.shared",
    "fixtures.postgresql",
    "fixtures.browser",
    "fixtures.database",
    "fixtures.cli_home",
    "fixtures.site",
    "fixtures.history",
    "fixtures.wheel",
    "fixtures.yaml_language_server",
]

FIRST = (
    "browser/test_access.py",
    "house/test_lint.py",
    "property/",
    "migrations/",
    "unit/site/preview/",
    "browser/",
    "unit/commands/",
)
"""What takes long, in the order in which processes take it: one builds the record's site while another needs none."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first, so that all processes end together with short tests."""

    def rank(item: pytest.Item) -> int:
        name = item.nodeid.removeprefix("tests/")
        return next((i for i, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))

    items.sort(key=rank)


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Set Hypothesis up before the first module that uses it."""
    if "hypothesis" in sys.modules or not isinstance(collector, pytest.Module):
        return
    if "hypothesis" in collector.path.read_text(encoding="utf-8"):
        from hypothesis import settings

        # No test depends on the machine's speed, and CI draws the same examples on every run.
        settings.register_profile("communique", deadline=None, derandomize="CI" in os.environ)
        settings.load_profile("communique")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let go of Hypothesis' plugin where no test used it: it would import Hypothesis only to say nothing."""
    if "hypothesis" not in sys.modules:
        session.config.pluginmanager.unregister(name="hypothesispytest")
