"""History on the site: event pages, releases and their files, ids that went, and what is told between releases."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import feedparser
import pytest
from jsonschema import Draft202012Validator

from communique.releases.apply import replay
from communique.releases.snapshot import snapshot_sha256
from communique.releases.store import list_releases
from fixtures.cli_home import CliHome
from fixtures.history import EARLIER
from fixtures.record import article, meeting

OLD = ("double-2024", "old-name-2024", "two-in-one-2024", "hoax-2024")
BASE = "https://record.example/x/"


class Seen(HTMLParser):
    """What a page says: its words, and its tags with their attributes."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        pairs = [(name.replace("_", "-"), value) for name, value in wanted.items()]
        return [
            attributes
            for name, attributes in self.tags
            if name == tag and all(attributes.get(key) == value for key, value in pairs)
        ]


def page(site: Path, path: str) -> Seen:
    return Seen(site / path / "index.html")


def data(site: Path, path: str) -> Any:
    return json.loads((site / path).read_text(encoding="utf-8"))


def test_an_event_tells_what_a_release_changed_with_both_values_and_the_article(released_site: Path) -> None:
    text = page(released_site, "events/talks-2024-07").text
    assert "First published in data release 2026.10, 30 October 2026; last changed in 2026.11." in text
    assert "Last changed in data release 2026.11 (corrected, developed)." in text
    assert "Corrected Date 27 July 2024 → 28 July 2024 Jiji Press, 28 July 2024" in text
    assert re.search(r"Developed Time 10:30 local time \(UTC\+09:00\) Yonhap", text)
    assert "Another entry of the same event was merged into this one: double-2024" in text


def test_an_event_without_changes_says_so_in_one_line(released_site: Path) -> None:
    text = page(released_site, "events/quiet-2024").text
    assert (
        "First published in data release 2026.10, 30 October 2026. Nothing in it has changed since." in text
    )
    assert "Last changed" not in text


def test_a_renamed_event_is_as_old_as_its_first_name(released_site: Path) -> None:
    text = page(released_site, "events/call-2024-04").text
    assert "First published in data release 2026.10" in text
    assert "It had another id before: old-name-2024" in text


def test_a_release_is_named_only_for_what_it_says(released_site: Path) -> None:
    assert (
        "Communiqué, data release 2026.11, event quiet-2024." in page(released_site, "events/quiet-2024").text
    )
    new = page(released_site, "events/new-2024").text
    assert "Communiqué, after data release 2026.11, event new-2024." in new
    assert "New since data release 2026.11: no release holds it yet." in new


def test_every_event_leads_to_its_state_in_the_newest_release(released_site: Path) -> None:
    index = data(released_site, "releases/2026.11/index.json")["events"]
    for key, file in index.items():
        document = data(released_site, f"events/{key}.json")
        path = posixpath.normpath(posixpath.join("releases/2026.11", file))
        assert document["release"]["last_state"] == path
        assert data(released_site, path)["id"] == key
    assert "new-2024" not in index


def test_the_states_of_a_release_are_what_its_changes_add_up_to(released_site: Path) -> None:
    stored = list_releases(released_site.parent / "releases")
    for number in (1, 2):
        whole = replay(stored[:number])
        version = stored[number - 1].version
        index = data(released_site, f"releases/{version}/index.json")["events"]
        events = {key for entity, key in whole if entity == "event"}
        assert set(index) == events - (set(OLD) if number == 2 else set())
        for key, file in index.items():
            state = data(released_site, posixpath.normpath(f"releases/{version}/{file}"))
            assert state["event"] == whole["event", key]
        assert snapshot_sha256(whole) == data(released_site, f"releases/{version}/manifest.json")["state"]


def test_what_a_release_did_not_change_is_not_stored_again(released_site: Path) -> None:
    names = {path.stem for path in (released_site / "releases/2026.11/events").iterdir()}
    assert names == {"talks-2024-07", "first-2024", "second-2024", "call-2024-04"}


def test_frozen_files_are_published_where_they_are_what_the_manifest_seals(released_site: Path) -> None:
    manifest = data(released_site, "releases/2026.11/manifest.json")
    for one in manifest["files"]:
        found = (released_site / "releases/2026.11" / one["path"]).read_bytes()
        assert hashlib.sha256(found).hexdigest() == one["sha256"]
    assert not (released_site / "releases/2026.10/communique.sqlite").exists()
    text = page(released_site, "releases/2026.10").text
    assert "communique release --verify 2026.10" in text
    assert "--verify" not in page(released_site, "releases/2026.11").text


def test_the_page_of_changes_lists_releases_newest_first_and_what_came_after(released_site: Path) -> None:
    text = page(released_site, "changes").text
    order = ["Since release 2026.11", "1 new", "Release 2026.11", "Withdrawn", "Split", "Merged", "Renamed"]
    order += ["Corrected: the record was wrong", "New", "Release 2026.10", "the first release"]
    assert re.search(".*".join(map(re.escape, order)), text)
    assert "articles read by 23 November 2026" in text
    lines = (released_site / "data/unreleased.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} >= {"new-2024"}


@pytest.mark.parametrize("key", OLD)
def test_an_id_that_went_keeps_its_addresses(released_site: Path, key: str) -> None:
    found = data(released_site, f"events/{key}.json")
    schema = Draft202012Validator(data(released_site, "data/life.schema.json"))
    assert [error.message for error in schema.iter_errors(found)] == []
    assert (found["id"], found["release"]) == (key, "2026.11")
    assert data(released_site, found["last_state"])["event"]["title"]
    assert found["because"] in (released_site / f"events/{key}.md").read_text(encoding="utf-8")
    seen = page(released_site, f"events/{key}")
    assert found["because"] in seen.text
    stays_out = [] if found["status"] in {"merged", "renamed"} else [{"name": "robots", "content": "noindex"}]
    assert seen.all("meta", name="robots") == stays_out  # a redirect passes its standing on to its target
    assert not [tag for tag in seen.tags if "data-pagefind-body" in tag[1]]


def test_every_id_that_went_is_in_one_list(released_site: Path) -> None:
    lives = {one["id"]: one for one in data(released_site, "data/lives.json")["lives"]}
    assert set(lives) == set(OLD)
    assert all(data(released_site, f"events/{key}.json") == one for key, one in lives.items())
    assert {key: one["status"] for key, one in lives.items()} == dict(
        zip(OLD, ("merged", "renamed", "split", "withdrawn"), strict=True)
    )
    assert [one["id"] for one in lives["two-in-one-2024"]["targets"]] == ["first-2024", "second-2024"]


@pytest.mark.parametrize(
    ("key", "target"), [("double-2024", "talks-2024-07"), ("old-name-2024", "call-2024-04")]
)
def test_a_moved_id_takes_readers_and_robots_to_the_present_page(
    released_site: Path, key: str, target: str
) -> None:
    seen = page(released_site, f"events/{key}")
    assert seen.all("meta", http_equiv="refresh")[0]["content"] == f"0; url=../{target}/"
    assert [one["href"] for one in seen.all("link", rel="canonical")] == [f"{BASE}events/{target}/"]
    assert (f"../../events/{target}/" in {one.get("href") for one in seen.all("a")}) is True


def test_a_split_lists_its_parts_and_moves_nobody(released_site: Path) -> None:
    seen = page(released_site, "events/two-in-one-2024")
    links = {one.get("href") for one in seen.all("a")}
    assert {"../../events/first-2024/", "../../events/second-2024/"} <= links
    assert not seen.all("meta", http_equiv="refresh")


def test_ids_that_went_are_in_no_list_and_no_map_of_the_site(released_site: Path) -> None:
    places = (released_site / "sitemap.xml").read_text(encoding="utf-8")
    explore = (released_site / "data/explore.json").read_text(encoding="utf-8")
    lines = (released_site / "data/events.jsonl").read_text(encoding="utf-8")
    assert f"{BASE}events/talks-2024-07/" in places
    for key in OLD:
        assert f"events/{key}/" not in places
        assert f'"{key}"' not in explore
        assert f'"id":"{key}"' not in lines


def test_the_licence_stands_where_the_record_is_taken_away(released_site: Path) -> None:
    seen = page(released_site, "data")
    assert "https://licence.example/" in {link.get("href") for link in seen.all("a")}
    for cited in ("data", "releases/2026.10"):
        assert "Licence: CC BY 4.0." in page(released_site, cited).text
    described = json.loads((released_site / "data/dataset.jsonld").read_text(encoding="utf-8"))
    assert described["license"] == "https://licence.example/"
    assert "Licence: CC BY 4.0." in (released_site / "llms.txt").read_text(encoding="utf-8")


def test_the_feed_of_corrections_holds_only_what_was_wrong(released_site: Path) -> None:
    every: Any = feedparser.parse((released_site / "feeds/changes.atom").read_bytes())
    wrong: Any = feedparser.parse((released_site / "feeds/corrections.atom").read_bytes())
    assert [one.title.partition(":")[0] for one in wrong.entries] == [
        "Withdrawn",
        "Split",
        "Merged",
        "Corrected",
    ]
    assert {one.title.partition(":")[0] for one in every.entries} > {"Renamed", "New", "Data release 2026.10"}
    assert wrong.entries[3].link == f"{BASE}events/talks-2024-07/"
    assert "developed" not in wrong.entries[3].summary.lower()


def test_linked_data_names_release_and_day_only_of_what_is_as_released(released_site: Path) -> None:
    def linked(key: str) -> Any:
        text = (released_site / f"events/{key}/index.html").read_text(encoding="utf-8")
        return json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])

    assert linked("talks-2024-07")["mainEntityOfPage"]["version"] == "2026.11"
    assert linked("quiet-2024")["mainEntityOfPage"]["dateModified"] == "2026-10-30"
    assert "mainEntityOfPage" not in linked("new-2024")


def test_between_releases_the_front_page_says_so_and_every_other_names_the_newest(
    released_site: Path,
) -> None:
    assert "The record has changed since data release 2026.11." in page(released_site, "").text
    apart = {"pagefind", "codebook.html"}  # no pages of the frame
    for file in released_site.rglob("*.html"):
        if not apart & set(file.parts):
            text = file.read_text(encoding="utf-8")
            assert "Newest data release 2026.11 (<a href=" in text, file
            assert ('class="as-of"' in text) == (file == released_site / "index.html"), file


def test_a_site_that_is_a_release_has_no_such_line_and_one_without_any_says_that(cli_home: CliHome) -> None:
    cli_home.record(EARLIER)
    assert cli_home.run("build").status == 0
    public = cli_home.home / "public"
    assert "Before the first release" in page(public, "").text
    assert "No release has been made yet." in page(public, "changes").text
    assert "Not part of a data release yet." in page(public, "events/quiet-2024").text
    assert cli_home.run("release", "2026.10", "--date", "2026-10-30").status == 0
    assert cli_home.run("build").status == 0
    assert 'class="as-of"' not in (public / "index.html").read_text(encoding="utf-8")
    assert "What this site shows is release 2026.10" in page(public, "changes").text
    assert "Newest data release 2026.10" in page(public, "").text

    cli_home.record(EARLIER | {"later": article(meeting("later-2024", date="2024-06"))})
    built = cli_home.run("build")
    assert "The record has changed since data release 2026.10." in page(public, "").text
    assert "no release holds it yet" in page(public, "events/later-2024").text
    assert "as they were" in built.err  # of a build that makes every page anew nothing is said


def test_every_link_of_the_pages_of_history_leads_somewhere(released_site: Path) -> None:
    """MkDocs holds the links between pages; those to data it takes as they are."""
    paths = ["changes", "releases/2026.10", "releases/2026.11", *(f"events/{key}" for key in OLD)]
    for path in paths:
        for one in page(released_site, path).all("a"):
            link = one.get("href", "#").partition("#")[0]
            if link and not link.startswith(("http:", "https:")):
                found = released_site / posixpath.normpath(posixpath.join(path, link))
                assert found.is_file() or (found / "index.html").is_file(), f"{path} links to {link}"
