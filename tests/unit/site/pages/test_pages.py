"""Queries: as many SELECTs for many events as for few, long lists in parts, and nothing that is not published."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import text
from sqlalchemy.orm import Session

from communique.pipeline.output_file import OutputFile
from communique.schema import Base, Event, Meeting, Participation, Place
from communique.schema.tables.measure import Measure
from communique.site.labels import label_measure
from communique.site.pages.all_pages import build_views
from communique.site.pages.components import EVENTS_SIZE
from communique.site.pages.event.event_pages import RUN, build_event_page
from communique.site.pages.overview.charts import TIMELINE_SIZE
from communique.site.pages.overview.overview_views import TimelinePage
from communique.site.pages.views import EventPage
from communique.site.render import render_view, render_views
from golden.record import record
from golden.rows import claim, dates, reports, session


def meetings(count: int, **more: str) -> Iterator[Base]:
    """Many plain meetings of Japan, one a day in 2022 and on."""
    for number in range(count):
        key = f"meeting-{number:04}"
        day = f"{2022 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        yield Event(
            id=key,
            kind="meeting",
            title=f"Meeting {number}",
            summary="They met.",
            status="occurred",
            source_count=1,
            independent_source_count=1,
            **dates(day),
            **more,
        )
        yield Meeting(event_id=key)
        yield Participation(event_id=key, actor_id="JP", role="attendee")
        yield from reports(key, ["yonhap-2024-07-28"])
        yield claim(key, "date", day, "yonhap-2024-07-28")


def pages(opened: Session) -> dict[str, OutputFile]:
    return {page.path: page for page in render_views(build_views(opened))}


def statements(opened: Session) -> list[str]:
    """The SQL that making all pages takes, however many ids a list in it has."""
    seen: list[str] = []
    engine = opened.get_bind()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(re.sub(r"\(\?(?:, \?)*\)", "(…)", statement))

    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    for _ in build_views(opened):
        pass
    return seen


def test_the_golden_record_is_coherent() -> None:
    with session(record()) as opened:
        assert opened.execute(text("PRAGMA foreign_key_check")).all() == []


def test_more_events_take_no_more_queries() -> None:
    """Events come in runs, so that memory stays small: a run takes the same SELECTs however full it is."""
    with session([*record(), *meetings(20)]) as few, session([*record(), *meetings(RUN // 2)]) as many:
        assert statements(few) == statements(many)
    with (
        session([*record(), *meetings(3 * RUN // 2)]) as two,
        session([*record(), *meetings(5 * RUN // 2)]) as three,
    ):
        one_run = len(statements(two)) - len(statements(many))
        assert len(statements(three)) == len(statements(two)) + one_run


def test_only_selects_are_sent() -> None:
    with session(record()) as opened:
        assert {statement.split()[0] for statement in statements(opened)} == {"SELECT"}


def test_one_event_alone_is_the_same_as_among_all() -> None:
    with session(record()) as opened:
        found = [view for view in build_views(opened) if isinstance(view, EventPage)]
        assert [build_event_page(opened, view.id) for view in found] == found


def test_an_unknown_event_has_no_page() -> None:
    with session(record()) as opened:
        assert build_event_page(opened, "no-such-event") is None


def test_long_lists_come_in_parts_that_link_to_each_other() -> None:
    count = 2 * EVENTS_SIZE + 1
    with session([*record(), *meetings(count)]) as opened:
        made = pages(opened)
    paths = ["events/index.md", "events/page/2.md", "events/page/3.md"]
    listed = [str(made[path].content).count("\n<tr><td") for path in paths]
    assert listed[:2] == [EVENTS_SIZE, EVENTS_SIZE]
    assert 'href="../../../events/page/3/"' in str(made["events/page/2.md"].content)
    assert 'href="../../../events/"' in str(made["events/page/2.md"].content)
    assert "events/page/4.md" not in made
    assert "countries/jp/page/3.md" in made


def test_a_long_timeline_has_its_years_on_pages_that_name_them() -> None:
    with session([*record(), *meetings(2 * TIMELINE_SIZE)]) as opened:
        made = [view for view in build_views(opened) if isinstance(view, TimelinePage)]
    assert [view.path for view in made][:2] == ["timeline.md", "timeline/page/2.md"]
    shown = [year.year for view in made for year in view.years]
    assert shown == sorted(shown, reverse=True)
    counts = [sum(len(year.rows) for year in view.years) for view in made]
    assert all(
        count <= TIMELINE_SIZE or len(view.years) == 1 for count, view in zip(counts, made, strict=True)
    )
    assert all(view.pages == made[0].pages for view in made)
    assert [bool(view.span) for view in made] == [True] + [False] * (len(made) - 1)
    text = render_view(made[1])
    assert f'aria-current="page">{made[1].pages[1].label}<' in text
    assert f'<a href="../../../timeline/">{made[0].pages[0].label}</a>' in text


def test_an_event_s_head_names_only_the_widest_of_waters_inside_one_another() -> None:
    rows = record()
    waters = [
        Place(id=f"waters-{number}", name=f"Waters {number}", precision="sea-area", parent_id=parent)
        for number, parent in ((1, "sea-of-japan"), (2, "waters-1"), (3, "waters-2"))
    ]
    event = next(row for row in rows if isinstance(row, Event))
    event.place_id = "waters-3"
    with session([*waters, *rows]) as opened:
        page = build_event_page(opened, event.id)
        assert page
        assert [link.label for link in page.within] == ["Sea of Japan"]


def test_an_event_s_head_does_not_repeat_what_the_name_of_its_place_says() -> None:
    rows = record()
    event = next(row for row in rows if isinstance(row, Event))
    event.place_id = "hotel-tokyo"
    hotel = Place(id="hotel-tokyo", name="Hotel, Tokyo", precision="site", parent_id="tokyo", actor_id="JP")
    with session([hotel, *rows]) as opened:
        page = build_event_page(opened, event.id)
        assert page
        assert [link.label for link in page.within] == ["Japan"]


def test_a_measure_is_called_by_a_phrase() -> None:
    assert all(len(label_measure(measure)) < 60 for measure in Measure)


@pytest.mark.parametrize("status", ["merged", "withdrawn"])
def test_what_is_not_published_is_on_no_page(status: str) -> None:
    with session([*record(), *meetings(1, record_status=status)]) as opened:
        made = pages(opened)
    assert "events/meeting-0000.md" not in made
    assert all("Meeting 0" not in str(page.content) for page in made.values())


def test_an_empty_record_has_every_page_that_the_navigation_names() -> None:
    with session([]) as opened:
        made = pages(opened)
    families = ("events", "countries", "people", "organisations", "series", "places", "topics", "years")
    assert {"index.md", "disagreements.md", *(f"{family}/index.md" for family in families)} <= set(made)
    assert {"sources/index.md", "publishers/index.md"} <= set(made)
