"""A large search index is made in parts, and a change costs those that it touches."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from communique.site import search_text
from communique.site.search_text import Words, words
from fixtures.site import made, site, snapshot


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which folders of words Pagefind was run over; events are many."""
    monkeypatch.setattr(search_text, "LARGE", 2)
    run, seen = subprocess.run, list[str]()

    def watched(command: list[str], **options: Any) -> Any:
        seen.append(Path(command[command.index("--site") + 1]).name)
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    return seen


def indexed(home: Path) -> dict[str, int]:
    """How many pages each part of the index has."""
    folder = home / "public/pagefind"
    parts = json.loads((folder / "parts.json").read_text())
    entries = {part: json.loads((folder / part / "pagefind-entry.json").read_text()) for part in ["", *parts]}
    return {part: entry["languages"]["en"]["page_count"] for part, entry in entries.items()}


def test_a_change_costs_the_parts_that_it_touches(home: Path, runs: list[str]) -> None:
    made(home)
    assert sum(indexed(home).values()) == 4  # the list of events says that it is not searched
    assert set(runs) == {"main", *set(indexed(home)) - {""}}
    assert len(runs) > 1
    part = Words(home, ["events/a/", "events/b/", "events/"]).path("events/b/index.html").partition("/")[0]
    before = snapshot(home / "public")
    runs.clear()
    made(home, *site(events__b="# B\n\nNeologism.\n"))
    assert runs == [part]
    after = snapshot(home / "public")
    assert {
        path.split("/")[1] for path in after if before.get(path) != after[path] and "pagefind/" in path
    } == {part}
    runs.clear()
    made(home, *site(events__b="# B\n\nNeologism.\n"))
    assert runs == []


def test_a_page_that_went_is_found_no_longer(home: Path, runs: list[str]) -> None:
    made(home, *site(events__c="# C\n"))
    assert sum(indexed(home).values()) == 5
    made(home)
    assert sum(indexed(home).values()) == 4


def test_words_that_were_lost_are_written_again(home: Path, runs: list[str]) -> None:
    made(home)
    shutil.rmtree(home / ".communique/words")
    made(home, *site(events__b="# B\n\nNeologism.\n"))
    assert sum(indexed(home).values()) == 4


def test_only_what_a_page_says_itself_is_indexed() -> None:
    page = (
        '<nav>Frame</nav><article><div class="page" data-pagefind-body><h1>Title<a class="headerlink" href="#t">¶</a>'
        '</h1><p>Said<sup class="mark"><a href="#claim">1</a></sup></p>'
        '<div class="evidence"><div>Deep</div>Also</div>'
        "<p>After</p></div></article><footer>Frame</footer>"
    )
    assert words(page) == (
        '<!doctype html><html lang="en"><body><div class="page" data-pagefind-body><h1>Title</h1><p>Said</p>'
        "<p>After</p></div></body></html>"
    )
    assert words("<article><div>Not searched</div></article>") == ""
