"""The search index is made in parts, of which a change costs those that it touches; they say what may be chosen."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from communique.pipeline.output_file import OutputFile
from communique.site.search import pagefind, partitions
from fixtures.site import made, site, snapshot


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which folders of words Pagefind was run over; events are many."""
    monkeypatch.setattr(partitions, "LARGE", 2)
    run, seen = subprocess.run, list[str]()

    def watched(command: list[str], **options: Any) -> Any:
        seen.append(Path(command[command.index("--site") + 1]).name)
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    return seen


def told(home: Path) -> dict[str, Any]:
    """What the search box is told before it asks."""
    found: dict[str, Any] = json.loads((home / "public/pagefind/site.json").read_text())
    return found


def indexed(home: Path) -> dict[str, int]:
    """How many pages each part of the index has."""
    folder, parts = home / "public/pagefind", [*told(home)["main"], *told(home)["beside"]]
    entries = {part: json.loads((folder / part / "pagefind-entry.json").read_text()) for part in ["", *parts]}
    return {part: entry["languages"]["en"]["page_count"] for part, entry in entries.items()}


def several(**changed: str) -> list[OutputFile]:
    """A site whose index has three parts: the names of a and b lead to one, that of c to another."""
    return site(**{"events__c": "<h1>C</h1>\n", **changed})


def test_a_change_costs_the_parts_that_it_touches(home: Path, runs: list[str]) -> None:
    made(home, *several())
    assert indexed(home) == {
        "": 2,
        "main-1": 1,
        "main-2": 2,
    }  # the list of events says that it is not searched
    assert sorted(runs) == ["main", "main-1", "main-2"]
    before = snapshot(home / "public")
    runs.clear()
    made(home, *several(events__c="<p>Neologism.</p>\n"))
    assert runs == ["main-1"]
    after = snapshot(home / "public")
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert {path.split("/")[1] for path in changed if path.startswith("pagefind/")} == {"main-1"}
    runs.clear()
    made(home, *several(events__c="<p>Neologism.</p>\n"))
    assert runs == []


def test_a_page_that_went_is_found_no_longer(home: Path, runs: list[str]) -> None:
    made(home, *several())
    assert sum(indexed(home).values()) == 5
    made(home)
    assert sum(indexed(home).values()) == 4


def test_words_that_were_lost_are_written_again(home: Path, runs: list[str]) -> None:
    made(home, *several())
    shutil.rmtree(home / ".communique/words")
    made(home, *several(events__b="<p>Neologism.</p>\n"))
    assert sum(indexed(home).values()) == 5


def test_what_may_be_chosen_is_counted_over_all_parts(home: Path, runs: list[str]) -> None:
    made(home, *several())
    assert told(home)["main"] == ["main-1", "main-2"]
    assert told(home)["facets"] == {"kind": {"Meeting": 1}, "type": {"Event": 1, "Page": 4}}
    runs.clear()
    incident = (
        '---\nsearch: {"type": "Event", "kind": "Incident", "country": ["Côte d\'Ivoire"]}\n---\n<h1>C</h1>\n'
    )
    made(home, *several(events__c=incident))
    assert runs == ["main-1"]
    assert told(home)["facets"] == {
        "country": {"Côte d'Ivoire": 1},
        "kind": {"Incident": 1, "Meeting": 1},
        "type": {"Event": 2, "Page": 3},
    }


def test_sources_are_a_part_of_their_own_that_waits_where_it_is_large(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = '---\nsearch: {"type": "Source"}\n---\n<h1>Times</h1>\n'
    made(home, *site(sources__times=source, publishers__times=source.replace("Source", "Publisher")))
    assert indexed(home) == {"": 4, "sources": 2}
    assert told(home) | {"facets": None} == {
        "main": [],
        "beside": ["sources"],
        "asked": False,
        "facets": None,
    }
    assert told(home)["facets"]["type"] == {"Event": 1, "Page": 3, "Publisher": 1, "Source": 1}
    monkeypatch.setattr(pagefind, "MANY", 2)
    made(home, *site(sources__times=source, publishers__times=source.replace("Source", "Publisher")))
    assert told(home)["asked"]


def test_an_index_that_another_version_made_is_made_anew(home: Path, runs: list[str]) -> None:
    made(home)
    runs.clear()
    (home / "public/pagefind/site-state").write_text("0" * 32)
    made(home)
    assert runs == ["main"]
    assert told(home)["facets"] == {"kind": {"Meeting": 1}, "type": {"Event": 1, "Page": 3}}
