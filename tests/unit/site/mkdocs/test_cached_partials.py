"""Parts of pages that are made once are, on every page, what they would be if they were made for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.pipeline.output_file import OutputFile
from communique.site.mkdocs import plugin
from communique.site.mkdocs.cached_partials import CachedPartials
from fixtures.site import made, pages_of, site

DEEPER = (
    "events/x.md",
    "events/x/history.md",
    "events/y/history.md",
    "countries/jp/with/kr.md",
    "method/x.md",
)


def test_shared_parts_are_those_of_each_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [*site(), *(OutputFile(path, "<h1>Title</h1>\n<p>Words.</p>\n") for path in DEEPER)]
    made(home, *pages)
    once = pages_of(home)

    class Each(CachedPartials):
        """Makes every part for every page."""

        def __call__(self, context: Any, name: str) -> str:
            self.rendered.clear()
            return super().__call__(context, name)

        __call__.jinja_pass_arg = CachedPartials.__call__.jinja_pass_arg  # type: ignore[attr-defined]

    monkeypatch.setattr(plugin, "CachedPartials", Each)
    (home / ".communique/cache/site.json").unlink()
    assert made(home, *pages).reused_count == 0
    assert pages_of(home) == once
    assert len({page for path, page in once.items() if path.endswith(".html")}) > len(DEEPER)
