"""Beside every page of the record stands what it shows as JSON; only prose and what holds nothing has none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from communique.site.page_source import get_dest_uri

PROJECT = Path(__file__).parents[4]
WITHOUT_JSON = {
    "404.html": "no page of the record",
    "data/codebook.html": "the codebook's own page, which names its JSON",
    "query/index.html": "a form",
    "commands/index.html": "prose",
    **{
        get_dest_uri(path.relative_to(PROJECT / "site/docs").as_posix(), True): "prose"
        for path in (PROJECT / "site/docs").rglob("*.md")
    },
}
EXPECTED = PROJECT / "tests/golden/expected"
LINK = re.compile(r'<link rel="alternate" type="application/json" title="JSON" href="([^"]+)">')


def test_every_page_of_a_built_site_leads_to_its_json(released_site: Path) -> None:
    pages = {path.relative_to(released_site).as_posix(): path for path in released_site.rglob("*.html")}
    without = set()
    for name, page in pages.items():
        links = LINK.findall(page.read_text(encoding="utf-8"))
        if not links:
            without.add(name)
            continue
        (target,) = links
        document = json.loads((page.parent / target).read_text(encoding="utf-8"))
        assert isinstance(document, dict), name
    assert without <= WITHOUT_JSON.keys()
    assert len(pages) > 2 * len(without)


def test_what_a_page_shows_is_in_it() -> None:
    document: dict[str, Any] = json.loads((EXPECTED / "countries/jp.json").read_text(encoding="utf-8"))
    assert (document["format"], document["page"], document["title"]) == (1, "countries/jp", "Japan")
    first = document["events"]["rows"][0]
    event = json.loads((EXPECTED / f"events/{first['id']}.json").read_text(encoding="utf-8"))
    assert event["title"] == first["title"]
    for partner in document["partners"]:
        assert (EXPECTED / f"{partner['subject']['page']}.json").is_file()
    assert all(year["count"] for year in document["events"]["years"])
