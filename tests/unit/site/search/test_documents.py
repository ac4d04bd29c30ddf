"""Search is told what a page says, each thing once; its index is made in parts that say what may be chosen."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from communique.pipeline.output_file import OutputFile
from communique.site.search import documents, pagefind
from communique.site.search.documents import SearchDocuments, search_html, split_unspaced
from fixtures.site import made, site, snapshot

TYPE = '<span hidden data-pagefind-filter="type:{}"></span>'
ALSO = '<span hidden class="also" data-pagefind-weight="7">{}.</span>'
TITLE = '<h1 id="t">{}<a class="headerlink" href="#t">¶</a></h1>'


def page(*parts: str) -> str:
    """A page of the site with these parts."""
    body = f'<div class="page" data-pagefind-body>{"".join(parts)}</div>'
    return f"<nav>Frame</nav><article>{body}</article><footer>Frame</footer>"


def text(output: str) -> str:
    """What search reads of a page, in one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", search_html(output)).split())


def test_a_page_written_by_hand_says_all_but_what_is_no_text_of_its_own() -> None:
    output = page(
        TYPE.format("Page"),
        TITLE.format("Method"),
        '<h2>Part</h2><p>Said<sup class="mark"><a href="#claim">1</a></sup></p>',
        '<div class="evidence"><div>Deep</div>Also</div><p>Said after</p>',
    )
    assert search_html(output) == (
        '<!doctype html><html lang="en"><body><div class="page" data-pagefind-body>'
        f"{TYPE.format('Page')}"
        '<h1 id="t">Method</h1><h2>Part</h2><p>Said</p><p>Said after</p></div></body></html>'
    )


def test_a_page_that_is_not_searched_says_nothing() -> None:
    assert search_html("<article><div>Not searched</div></article>") == ""


def test_an_event_says_each_thing_once_and_nothing_after_its_sources() -> None:
    output = page(
        '<span hidden data-pagefind-meta="date:2 May 2024"></span>',
        '<span hidden data-pagefind-filter="kind:Meeting"></span>',
        ALSO.format("Wonsik Shin · 申源湜 · Japan"),
        '<div class="head meeting"><div class="eyebrow"><p>Meeting</p></div>',
        TITLE.format("Japan meets Korea"),
        '<div class="lede"><p><span class="when">2 May 2024</span> · Seoul</p></div>',
        "<p>Shin of Korea came.</p></div>",
        '<h2 id="who">Who took part</h2><table><thead><tr><th>Who</th></tr></thead>',
        '<tr><td data-label="Fact">Place</td><td data-label="Value"><a href="../k/">Korea</a></td></tr>',
        "<tr><td>Minister of Korea</td><td>Minister</td></tr></table>",
        '<div class="relations"><ul><li>After another</li></ul></div>',
        '<h2 id="sources">Sources</h2><p>A paper said so.</p>',
    )
    assert (
        text(output)
        == "Japan meets Korea · Seoul Shin of Korea came. Minister of Korea ⟦ Wonsik 申源湜 ⟧ ⟦ 申源 源湜 ⟧"
    )
    assert search_html(output).endswith(
        "<p>⟦ Wonsik 申源湜 ⟧</p><p>⟦ 申源 源湜 ⟧</p></div></body></html>"
    )  # within what Pagefind reads
    assert (
        '<span hidden data-pagefind-ignore><span data-pagefind-meta="title">Japan meets Korea</span>'
        in search_html(output)
    )
    assert 'data-pagefind-filter="kind:Meeting"' in search_html(output)


def test_another_entry_is_found_by_its_names_before_all_that_have_them_in_theirs() -> None:
    output = page(
        TYPE.format("Country"),
        ALSO.format("日本"),
        TITLE.format("Japan"),
        '<div class="chips"><ul><li>Korea</li></ul></div>',
        '<div class="list"><table><tr><td>Kishida</td></tr></table></div>',
        '<div class="events"><div>Meeting</div></div><p>An island country.</p>',
    )
    assert text(output) == "⟦ Japan · 日本. ⟧ Japan An island country. ⟦ 日本 ⟧"
    assert 'data-pagefind-weight="7">⟦ Japan · 日本' in search_html(output)


def test_a_word_inside_a_run_without_spaces_is_found_by_its_pairs() -> None:
    assert split_unspaced("日米韓、ミサイル防衛 drill 독도") == [
        *("日米", "米韓", "ミサ", "サイ", "イル", "ル防", "防衛", "독도"),
    ]
    output = page(TYPE.format("Source"), TITLE.format("ミサイル"), "<p>防</p>")
    assert search_html(output).endswith("<p>⟦ ミサ サイ イル ⟧</p></div></body></html>")


def test_a_persons_offices_are_said() -> None:
    output = page(
        TYPE.format("Person"),
        TITLE.format("Shin"),
        '<div class="list"><table><tr><td>Minister</td></tr></table></div><div class="names">Sin</div>',
    )
    assert text(output) == "Shin Minister"


def test_an_event_that_says_no_more_than_its_title_says_that() -> None:
    """Pagefind leaves out a page without any text."""
    assert "<h1>Korea</h1>" in search_html(page(TITLE.format("Korea"), "<p>Korea</p>"))


def test_released_events_split_no_part_of_the_index(tmp_path: Path) -> None:
    released = [f"releases/2026.11/events/{number}/index.html" for number in range(documents.LARGE)]
    pages = ["index.html", "events/a/index.html"]
    assert SearchDocuments(tmp_path, [*pages, *released]).parts == SearchDocuments(tmp_path, pages).parts


def test_what_is_looked_for_by_name_stands_in_one_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LARGE", 2)
    names = [f"{folder}/{number}/index.html" for folder in ("countries", "people") for number in range(9)]
    events = [f"events/{number}/index.html" for number in range(9)]
    writer = SearchDocuments(tmp_path, [*names, *events])
    assert {writer.document_path(name).split("/")[0] for name in names} == {"main"}
    assert len({writer.document_path(event).split("/")[0] for event in events}) > 1


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which folders of words Pagefind was run over; events are many."""
    monkeypatch.setattr(documents, "LARGE", 2)
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
