"""Feeds: read by a feed reader, newest first by their sources, stable in name and moment, safe for any text."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as Xml

import feedparser
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from communique.schema import Base, Event, EventTopic, Meeting, Participation, Release, Source
from communique.site.formats.feed_items import feed_path
from communique.site.formats.feeds import CHANGES, SUBJECT_ITEMS, build_feed_tasks
from communique.site.pages.components import Link
from communique.site.pages.event_index import EventIndex
from communique.site.pages.history.changes import ChangeLog, iter_feed_changes
from communique.site.pages.history.changes_view import FeedChange
from communique.site.pages.registry import SiteRegistry
from communique.site.site_metadata import SiteMetadata
from golden.gathering import gather
from golden.hostile import HOSTILE, hostile
from golden.record import record
from golden.rows import change, claim, dates, reports, session, source

PUBLICATION = SiteMetadata(name="Test & record", address="https://record.example/x/")
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
ATOM = "{http://www.w3.org/2005/Atom}"

JSON_FEED = {  # the rules of https://www.jsonfeed.org/version/1.1/ that concern what we write
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string"},
        "feed_url": {"type": "string"},
        "language": {"const": "en"},
        "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "url", "title", "content_text"],
                "additionalProperties": False,
                "properties": {
                    **{key: {"type": "string", "minLength": 1} for key in ("id", "url", "title", "content_text")},
                    "date_published": MOMENT,
                    "date_modified": MOMENT,
                    "tags": {"type": "array", "items": {"type": "string", "minLength": 1}},
                },
            },
        },
    },
}  # fmt: skip


def made(rows: list[Base], publication: SiteMetadata = PUBLICATION) -> dict[str, bytes]:
    with session(rows) as opened:
        registry = SiteRegistry.load(opened)
        told = ChangeLog.from_event_index(opened, registry, EventIndex.load(opened, registry))
        return {
            file.path: file.data
            for task in build_feed_tasks(gather(opened), [*iter_feed_changes(told, CHANGES)], publication)
            for file in task.make()
        }


def meeting(key: str, published: str | None) -> Iterator[Base]:
    """A meeting of Japan with one source of its own."""
    for row in source(f"source-{key}", "yonhap", key, published or "2024-01-01"):
        if isinstance(row, Source) and not published:
            row.published = row.published_on = None
        yield row
    yield Event(
        id=key,
        kind="meeting",
        title=key,
        summary="They met.",
        status="occurred",
        source_count=1,
        independent_source_count=1,
        **dates("2001-02-03"),
    )
    yield Meeting(event_id=key)
    yield Participation(event_id=key, actor_id="JP", role="attendee")
    yield EventTopic(event_id=key, topic_id="missile-warning")
    yield from reports(key, [f"source-{key}"])
    yield claim(key, "date", "2001-02-03", f"source-{key}")


def test_every_subject_with_events_has_feeds() -> None:
    found = made(record())
    paths = {path.removesuffix(".atom") for path in found if path.endswith(".atom")}
    assert {
        "feeds/events",
        "countries/jp",
        "countries/kr",
        "series/freedom-edge",
        "topics/trilateral-cooperation",
        "people/kihara-minoru",
        "feeds/watch",
    } <= paths
    assert not any(path.startswith("places/") for path in paths)
    assert {path.removesuffix(".feed.json") for path in found if path.endswith(".feed.json")} == paths


@pytest.mark.parametrize("address", ["", "https://record.example/x/"])
def test_a_feed_reader_reads_every_atom_feed(address: str) -> None:
    for path, data in made([*record(), *hostile()], SiteMetadata(name="Test", address=address)).items():
        if not path.endswith(".atom"):
            continue
        read: Any = feedparser.parse(data)
        assert not read.bozo, (path, read.get("bozo_exception"))
        assert read.version == "atom10"
        assert {"id", "title", "updated", "authors"} <= set(read.feed)
        assert len({entry.id for entry in read.entries}) == len(read.entries)
        assert read.entries or path == "feeds/changes.atom"
        for entry in read.entries:
            assert {"id", "title", "updated", "published", "link", "summary"} <= set(entry)
            assert entry.id.startswith(address or "urn:uuid:")
            assert entry.link.startswith(address or "../")
            assert entry.updated_parsed >= entry.published_parsed


def test_without_an_address_links_are_those_of_wherever_the_feed_was_fetched() -> None:
    bare, named = (
        made([*record()], SiteMetadata(address=address)) for address in ("", "https://here.example/x/")
    )
    for path in filter(re.compile(r"\.atom$").search, bare):
        headers = {"content-location": f"https://here.example/x/{path}"}
        fetched: Any = feedparser.parse(bare[path], response_headers=headers)
        published: Any = feedparser.parse(named[path])
        assert [entry.link for entry in fetched.entries] == [entry.link for entry in published.entries]
        assert fetched.feed.link == published.feed.link


def test_json_feeds_keep_to_their_rules_and_say_the_same() -> None:
    found = made([*record(), *hostile()])
    validator = Draft202012Validator(JSON_FEED, format_checker=FormatChecker())
    for path, data in found.items():
        if path.endswith(".feed.json"):
            document = json.loads(data)
            assert [error.message for error in validator.iter_errors(document)] == [], path
            atom = Xml.fromstring(found[path.replace(".feed.json", ".atom")])
            ids = [entry.findtext(f"{ATOM}id") for entry in atom.findall(f"{ATOM}entry")]
            assert [item["id"] for item in document["items"]] == ids


def test_the_newest_source_decides_the_order_in_every_zone() -> None:
    rows = [
        *record(),
        *meeting("first", "2026-01-02T01:00:00+09:00"),
        *meeting("second", "2026-01-01T17:00:00Z"),
        *meeting("third", "2026-01-02"),
    ]
    document = json.loads(made(rows)["countries/jp.feed.json"])
    assert [item["title"] for item in document["items"]][:3] == [
        *("Entered late: third", "Entered late: second", "Entered late: first")
    ]
    assert document["items"][2]["date_published"] == "2026-01-02T01:00:00+09:00"


def test_an_event_whose_sources_tell_no_date_is_as_new_as_itself() -> None:
    document = json.loads(made([*record(), *meeting("undated", None)])["topics/missile-warning.feed.json"])
    (item,) = (item for item in document["items"] if item["title"].endswith(": undated"))
    assert item["date_published"] == "2001-02-03T00:00:00Z"


def test_a_feed_is_bounded_and_its_moment_is_that_of_its_newest() -> None:
    rows = [row for n in range(SUBJECT_ITEMS + 5) for row in meeting(f"m-{n:02}", f"2025-01-{n + 1:02}")]
    found = made([*record(), *rows])
    root = Xml.fromstring(found["topics/missile-warning.atom"])
    assert len(root.findall(f"{ATOM}entry")) == SUBJECT_ITEMS
    assert root.findtext(f"{ATOM}updated") == "2026-11-23T00:00:00Z"  # when they were read


def test_a_long_list_in_parts_has_one_feed() -> None:
    assert feed_path("countries/jp/page/2.md") == feed_path("countries/jp.md") == "countries/jp"
    assert feed_path("dossiers/gsomia.md") == "dossiers/gsomia"
    assert [feed_path(path) for path in ("organisations/quad.md", "index.md", "events/index.md")] == [
        "organisations/quad",
        "",
        "",
    ]


def test_hostile_text_is_text() -> None:
    found = made([*record(), *hostile()])
    root = Xml.fromstring(found["topics/hostile-topic.atom"])
    assert root.findtext(f"{ATOM}title") == f"Test & record: {HOSTILE}"
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"Entered late: {HOSTILE} (alleged)"
    assert {element.tag for element in root.iter()} <= {
        f"{ATOM}{name}"
        for name in (
            "feed",
            "id",
            "title",
            "updated",
            "author",
            "name",
            "link",
            "entry",
            "published",
            "category",
            "summary",
        )
    }
    assert all(
        link.get("href", "").startswith("https://record.example/x/") for link in root.iter(f"{ATOM}link")
    )


def released() -> list[Base]:
    """Two further releases: the later corrects an event, and takes one out that has no page any more."""
    shared = {"schema_revision": "0001", "sha256": "0" * 64, "event_count": 1}
    event = "freedom-edge-24-1"
    return [
        Release(version="2027.01", released=dt.date(2027, 1, 31), **shared),
        Release(version="2027.02", released=dt.date(2027, 2, 28), **shared),
        *change(1, event, "corrected", release="2027.01", field="edition", old="1", new="24-1"),
        *change(1, event, "corrected", release="2027.02", field="date", old="2024-05", new="2024-06"),
        *change(2, event, "developed", release="2027.02", field="edition", new="24-1"),
        *change(3, "gone-without-a-page", "withdrawn", release="2027.02"),
        *change(4, event, "new", release="2027.02", entity="source"),
    ]


@pytest.mark.parametrize("address", ["", "https://record.example/x/"])
def test_changes_are_told_by_release_and_thing(address: str) -> None:
    found = made([*record(), *released()], SiteMetadata(name="Test", address=address))
    read: Any = feedparser.parse(found["feeds/changes.atom"])
    assert not read.bozo
    told = [(entry.title.partition(":")[0], entry.updated[:10]) for entry in read.entries][:5]
    assert told == [
        ("Data release 2027.02", "2027-02-28"),
        ("Withdrawn", "2027-02-28"),
        ("Corrected and changed", "2027-02-28"),
        ("Data release 2027.01", "2027-01-31"),
        ("Corrected", "2027-01-31"),
    ]
    assert read.entries[2].summary == "Data release 2027.02\nDate: May 2024 → June 2024\nEdition: 24-1"
    assert read.entries[2].link == read.entries[4].link != read.entries[1].link
    ids = [entry.id for entry in read.entries]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith(address or "urn:uuid:") for one in ids)


def test_the_feed_of_corrections_tells_only_what_the_record_had_wrong() -> None:
    read: Any = feedparser.parse(made([*record(), *released()])["feeds/corrections.atom"])
    assert [entry.title.partition(":")[0] for entry in read.entries] == [
        *("Withdrawn", "Corrected", "Corrected"),
        *("Split", "Merged", "Corrected"),
    ]
    assert read.entries[1].summary == "Data release 2027.02\nDate: May 2024 → June 2024"


def test_an_empty_record_has_valid_feeds() -> None:
    found = made([])
    read: Any = feedparser.parse(found["feeds/events.atom"])
    assert not read.bozo
    assert read.entries == []
    assert read.feed.updated == "1970-01-01T00:00:00Z"
    assert json.loads(found["feeds/events.feed.json"])["items"] == []


def test_what_is_entered_late_comes_first_and_a_change_is_told_to_whom_it_concerns() -> None:
    late = [*meeting("late", "2012-05-01")]
    for row in late:
        if isinstance(row, Source):
            row.accessed = dt.date(2026, 12, 1)
    correction = FeedChange(
        Link("late", "events/late.md"), "After data release 2026.11", dt.date(2026, 12, 2), ("corrected",),
        (("corrected", "Place: Tokyo → Seoul"),), "#since",
    )  # fmt: skip
    with session([*record(), *late]) as opened:
        tasks = build_feed_tasks(gather(opened), [], SiteMetadata(), [correction])
    files = {file.path: file.data for task in tasks for file in task.make()}
    for path in ("countries/jp.feed.json", "feeds/watch.feed.json"):
        items = json.loads(files[path])["items"]
        assert [item["title"] for item in items[:2]] == ["Corrected: late", "Entered late: late"]
        assert "Place: Tokyo → Seoul" in items[0]["content_text"]
    assert "Corrected" not in files["countries/us.feed.json"].decode()


def test_an_item_says_what_it_is() -> None:
    rows = [*meeting("fresh", "2001-02-03"), *meeting("again", "2001-02-03")]
    for row in rows:
        if isinstance(row, Source):
            row.accessed = dt.date(2001, 2, 10)
    rows += [*source("later", "yonhap", "later", "2001-03-01"), *reports("again", ["later"])]
    items = json.loads(made([*record(), *rows])["topics/missile-warning.feed.json"])["items"]
    by_title = {item["title"]: item for item in items}
    assert by_title["New: fresh"]["tags"][:2] == ["new", "meeting"]
    assert (
        "On record since 10 February 2001; a further text was read on"
        in by_title["Changed: again"]["content_text"]
    )


def test_a_pair_is_watched_and_what_went_from_it_is_told() -> None:
    gone = FeedChange(
        Link("gone", "events/gone.md"), "Data release 2027.03", dt.date(2027, 3, 1), ("withdrawn",),
        (("withdrawn", "It never happened."),), "#2027.03", ("countries/jp", "countries/kr"),
    )  # fmt: skip
    left = replace(
        gone,
        thing=Link("moved", "events/freedom-edge-24-1.md"),
        types=("corrected",),
        sentences=(),
        left=("countries/kp",),
    )
    with session([*record()]) as opened:
        tasks = build_feed_tasks(gather(opened), [gone, left], SiteMetadata())
        files = {file.path: file.data.decode() for task in tasks for file in task.make()}
    assert "It never happened." in files["countries/jp.atom"]
    assert "It never happened." in files["countries/jp/with/kr.atom"]
    assert "It never happened." not in files["countries/us.atom"]
    assert "Corrected: moved" in files["countries/kp.atom"]
