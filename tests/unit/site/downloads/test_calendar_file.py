"""The calendar: what a reader of iCalendar makes of it, no date surer than it is, no text that leaves its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from communique.schema import Base, Event, Meeting, Participation, Place
from communique.site.downloads.calendar_file import (
    build_calendar,
    build_calendar_tasks,
    escape_text,
    fold_line,
    is_bounded,
)
from communique.site.escape import to_single_line as line_of
from communique.site.formats.feed_items import FeedIndex
from communique.site.site_metadata import SiteMetadata
from golden.gathering import gather
from golden.hostile import HOSTILE, hostile
from golden.record import record
from golden.registry import registry
from golden.rows import claim, dates, reports, session

PUBLICATION = SiteMetadata(name="Test, a record", address="https://record.example/x/")


def gathered(rows: list[Base]) -> FeedIndex:
    with session(rows) as opened:
        return gather(opened)


def events(rows: list[Base], publication: SiteMetadata = PUBLICATION) -> dict[str, Any]:
    """What icalendar reads, by the event's address or UID."""
    read = Calendar.from_ical(build_calendar(gathered(rows).items.values(), publication).data)
    assert read.errors == []
    found = read.walk("VEVENT")
    assert all(one.errors == [] for one in found)
    return {str(one["SUMMARY"]): one for one in found}


def meeting(key: str, status: str, date: str) -> Iterator[Base]:
    yield Event(
        id=key,
        kind="meeting",
        title=key,
        summary="They met.",
        status=status,
        source_count=1,
        independent_source_count=1,
        **dates(date),
    )
    yield Meeting(event_id=key)
    yield from reports(key, ["yonhap-2024-07-28"])
    yield claim(key, "date", date, "yonhap-2024-07-28")


@pytest.mark.parametrize(
    ("status", "told"),
    [("occurred", "CONFIRMED"), ("ongoing", "CONFIRMED"), ("planned", "TENTATIVE"), ("postponed", "TENTATIVE"),
     ("cancelled", "CANCELLED"), ("alleged", None), ("disputed", None)],
)  # fmt: skip
def test_a_status_is_told_only_where_it_can_be(status: str, told: str | None) -> None:
    title = "talks" if status == "occurred" else f"talks ({status})"
    found = events([*record(), *meeting("talks", status, "2025-03-04")])[title]
    assert found.get("STATUS") == told
    assert found["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2025-03-04", dt.date(2025, 3, 4), dt.date(2025, 3, 5)),
        ("2025-03-04/2025-03-06", dt.date(2025, 3, 4), dt.date(2025, 3, 7)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 3, 1)),
        ("2024", dt.date(2024, 1, 1), dt.date(2025, 1, 1)),
    ],
)
def test_days_are_whole_and_the_last_belongs_to_it(date: str, start: dt.date, end: dt.date) -> None:
    found = events([*record(), *meeting("talks", "occurred", date)])["talks"]
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (start, end)


@pytest.mark.parametrize("date", ["../2024", "2024-05/.."])
def test_an_open_end_is_left_out(date: str) -> None:
    rows = [*record(), *meeting("talks", "ongoing", date)]
    assert not any("talks" in title for title in events(rows))
    assert not is_bounded(gathered(rows).items["talks"])


def test_every_other_event_is_in_it_once_with_its_address() -> None:
    found = gathered(record())
    read = events(record())
    assert len(read) == sum(map(is_bounded, found.items.values())) > 1
    assert len({str(one["UID"]) for one in read.values()}) == len(read)
    for one in found.items.values():
        if is_bounded(one):
            assert read[one.title]["URL"] == f"https://record.example/x/events/{one.id}/"


def test_hostile_text_stays_in_its_line() -> None:
    found = events([*record(), *hostile()])
    (one,) = (event for title, event in found.items() if title.startswith("<script>"))
    assert str(one["SUMMARY"]) == f"{HOSTILE} (alleged)"
    assert str(one["DESCRIPTION"]).endswith(HOSTILE)
    assert set(one) <= {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES",
                        "STATUS", "URL", "TRANSP"}  # fmt: skip


@given(st.text())
def test_any_text_comes_back(words: str) -> None:
    line = fold_line(f"SUMMARY:{escape_text(words)}")
    assert line.endswith(b"\r\n")
    assert all(len(part) <= 75 for part in line.split(b"\r\n"))
    for part in line.split(b"\r\n"):
        part.decode()
    lines = [b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", line.rstrip(b"\r\n"), b"END:VEVENT", b"END:VCALENDAR"]
    (read,) = Calendar.from_ical(b"\r\n".join(lines) + b"\r\n").walk("VEVENT")
    assert str(read["SUMMARY"]) == line_of(words)


def test_without_an_address_there_is_none_and_uids_differ_between_records() -> None:
    one, other = SiteMetadata(name="One"), SiteMetadata(name="Other")
    assert all("URL" not in found for found in events(record(), one).values())
    uids = [{str(found["UID"]) for found in events(record(), it).values()} for it in (one, one, other)]
    assert uids[0] == uids[1]
    assert not uids[0] & uids[2]


def test_each_country_and_series_with_a_dated_event_has_a_calendar_of_its_own() -> None:
    found = gathered(record())
    made = {
        file.path: Calendar.from_ical(file.data)
        for task in build_calendar_tasks(found, PUBLICATION)
        for file in task.make()
    }
    assert {"countries/jp.ics", "series/freedom-edge.ics"} <= set(made)
    assert not [path for path in made if not path.startswith(("countries/", "series/"))]
    for path, read in made.items():
        subject = found.subjects[path.removesuffix(".ics")]
        titles = {
            found.items[one].title for one in subject.events if found.items[one].start or found.items[one].end
        }
        assert {str(one["SUMMARY"]) for one in read.walk("VEVENT")} == titles
        assert read.errors == []
        assert subject.title in str(read["X-WR-CALNAME"])


@pytest.mark.parametrize("date", ["2024-03-01/..", "../2024-03-01"])
def test_what_has_an_open_side_stands_at_the_other_in_a_subjects_calendar(date: str) -> None:
    rows = [*registry(), *meeting("open", "ongoing", date)]
    rows += [Participation(event_id="open", actor_id="JP", role="attendee")]
    found = gathered(rows)
    assert Calendar.from_ical(build_calendar(found.items.values(), PUBLICATION).data).walk("VEVENT") == []
    (task,) = build_calendar_tasks(found, PUBLICATION)
    (page,) = task.make()
    (one,) = Calendar.from_ical(page.data).walk("VEVENT")
    assert one.decoded("DTSTART") == dt.date(2024, 3, 1)
    assert one.decoded("DTEND") == dt.date(2024, 3, 2)


@pytest.mark.parametrize("date", ["9999-12-31", "../9999-12-31"])
def test_the_last_day_of_all_years_has_no_day_after_it(date: str) -> None:
    rows = [*registry(), *meeting("last", "planned", date)]
    found = gathered([*rows, Participation(event_id="last", actor_id="JP", role="attendee")])
    (task,) = build_calendar_tasks(found, PUBLICATION)
    (page,) = task.make()
    (one,) = Calendar.from_ical(page.data).walk("VEVENT")
    assert one.decoded("DTSTART") == dt.date.max
    assert "DTEND" not in one


def test_an_event_keeps_its_uid_when_the_site_moves() -> None:
    rows = [*registry(), *meeting("talks", "occurred", "2024-07-28")]
    moved = SiteMetadata(name=PUBLICATION.name, address="https://elsewhere.example/")
    assert events(rows)["talks"]["UID"] == events(rows, moved)["talks"]["UID"]
    other = SiteMetadata(name="Another record", address=PUBLICATION.address)
    assert events(rows)["talks"]["UID"] != events(rows, other)["talks"]["UID"]


def test_a_point_is_given_where_a_place_is_one() -> None:
    """The middle of a country is no place where anything happened."""
    with session([*record(), *hostile()]) as opened:
        places = {row.id: row for row in opened.query(Place)}
        spots = {row.title: row.place_id for row in opened.query(Event)}
    found = {title: event for title, event in events([*record(), *hostile()]).items() if title in spots}
    pointed = {title for title, event in found.items() if "GEO" in event}
    assert pointed
    for title, event in found.items():
        place = places.get(spots[title] or "")
        exact = place is not None and place.precision in ("site", "locality") and place.latitude is not None
        assert (title in pointed) == exact, title
        if exact:
            assert event["GEO"].latitude == pytest.approx(place.latitude, abs=1e-5)
            assert event["GEO"].longitude == pytest.approx(place.longitude, abs=1e-5)
