"""Maps, the timeline and the figures of launches: what is drawn where, and in which words."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from communique.site.graphics.geometry import (
    COARSE,
    FINE,
    build_land_path,
    build_local_frame,
    clip_to_box,
    load_land,
    simplify_line,
)
from communique.site.graphics.launches import draw_launch_chart
from communique.site.graphics.maps import (
    CENTRAL_MERIDIAN,
    REACH,
    build_world_frame,
    describe_map,
    draw_busiest_map,
    draw_fitted_map,
    draw_locator_map,
    draw_shared_lands,
    draw_world_map,
    measure_reach,
    project_equal_earth,
)
from communique.site.graphics.year_chart import CROWDED, describe_year, draw_day_line, draw_year_line
from communique.site.page_source import RelativeLinks, get_url
from communique.site.pages.components import (
    EventRow,
    Launch,
    Link,
    MapName,
    MapPoint,
    TimelineDays,
    ValueRange,
)
from communique.site.pages.overview.overview_views import TimelineYear

HOSTILE = '<script>alert("1")</script>\n\n& "quoted"'
TOKYO = MapPoint(Link("Tokyo", "places/tokyo.md"), 35.68, 139.69, "locality", 9)
SEA = MapPoint(Link("Sea of Japan", "places/sea-of-japan.md"), 40.0, 135.0, "sea-area", 1)
SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]


def row(day: str, kind: str = "meeting", title: str = "A meeting") -> EventRow:
    ref = Link(title, f"events/{kind}-{day}.md")
    return EventRow(ref, kind, kind.title(), day, "", (), 1, 1, "", int(day[:4]), day, f"{kind}-{day}")


def holds(longitude: float, latitude: float) -> int:
    """How many pieces of land lie around a point, by counting crossings."""
    inside = 0
    for ring in load_land(FINE):
        crossings = 0
        for (ax, ay), (bx, by) in pairwise([*ring.points, ring.points[0]]):
            if (ay > latitude) != (by > latitude):
                crossings += longitude < ax + (latitude - ay) / (by - ay) * (bx - ax)
        inside += crossings % 2
    return inside


@pytest.mark.parametrize(
    "place",
    [(121.0, 23.8), (127.5, 36.5), (126.5, 40.0), (21.0, 42.6), (33.6, 35.28), (44.06, 9.56), (-100, 40)],
)
def test_no_disputed_country_is_missing_from_the_land(place: tuple[float, float]) -> None:
    assert holds(*place) == 1


def test_the_sea_is_no_land() -> None:
    assert holds(135, 40) == holds(160, 10) == holds(-30, 30) == 0


def test_land_is_known_beyond_the_date_line() -> None:
    assert any(ring.west > 180 for ring in load_land(COARSE))
    assert sum(len(ring.points) for ring in load_land(COARSE)) < sum(
        len(ring.points) for ring in load_land(FINE)
    )


def test_clipping_keeps_what_lies_in_the_box() -> None:
    found = clip_to_box(SQUARE, 1, 3, -1, 2)
    assert {(round(x, 9), round(y, 9)) for x, y in found} == {(1, 0), (3, 0), (3, 2), (1, 2)}
    assert clip_to_box(SQUARE, 5, 6, 0, 4) == []


def test_smoothing_keeps_corners_and_drops_the_straight() -> None:
    assert simplify_line([(0, 0), (5, 0.1), (10, 0), (10, 10)]) == [(0, 0), (10, 0), (10, 10)]


def test_a_place_stands_in_the_middle_of_its_picture() -> None:
    frame = build_local_frame(TOKYO.longitude, TOKYO.latitude, 13, 360, 220)
    assert frame.place_point(TOKYO.longitude, TOKYO.latitude) == pytest.approx((180, 110))
    west = build_local_frame(-179.5, -17, 13, 360, 220)
    assert west.place_point(-179.5, -17) == pytest.approx((180, 110))
    assert build_land_path(load_land(COARSE), west)


def test_the_world_is_as_wide_as_asked_and_its_middle_in_the_middle() -> None:
    frame = build_world_frame(960)
    assert frame.place_point(CENTRAL_MERIDIAN, 0) == pytest.approx((480, frame.project_point(0, 0)[1]))
    assert frame.project_point(CENTRAL_MERIDIAN + 180, 0)[0] == pytest.approx(960)
    assert project_equal_earth(0, 0) == (0, 0)


def test_a_town_is_a_dot_and_a_sea_a_hollow_ring() -> None:
    assert 'stroke-dasharray="5 3"' not in draw_locator_map(TOKYO)
    assert 'stroke-dasharray="5 3"' in draw_locator_map(SEA)
    assert ElementTree.fromstring(draw_locator_map(SEA)).findtext("{*}title") == "Sea of Japan"


def test_a_map_tells_its_places_and_links_to_them() -> None:
    root = ElementTree.fromstring(str(draw_world_map((SEA, TOKYO), RelativeLinks(1))))
    assert root.findtext("svg/title") == describe_map((SEA, TOKYO))
    assert (
        describe_map((SEA, TOKYO))
        == "Map of 2 places with 10 events; most in Tokyo (9) and Sea of Japan (1)."
    )
    links = [(link.get("href"), link.findtext("circle/title")) for link in root.iterfind("svg/a")]
    assert links == [
        ("../places/tokyo/", "Tokyo: 9 events"),
        ("../places/sea-of-japan/", "Sea of Japan: 1 event"),
    ]
    assert [mark.get("class") for mark in root.iterfind("svg/a/circle[1]")] == ["spot", "spot area"]


def test_the_land_of_maps_that_pages_share_is_a_file_of_its_own() -> None:
    """A page names the land below its marks; the file of that name has it, for marks in the same frame."""
    near = [
        MapPoint(Link(f"Town {at}", f"places/{at}.md"), 36.0 + at, 138.0, "locality", 1) for at in range(3)
    ]
    lands = dict(draw_shared_lands(near))
    for draw, path in ((draw_world_map, "map/world.svg"), (draw_busiest_map, "map/busiest.svg")):
        root = ElementTree.fromstring(str(draw(near, RelativeLinks(2))))
        (below,) = root.iterfind("svg/use")
        assert below.get("href") == f"../../{path}#land"
        file = ElementTree.fromstring(lands[path])
        assert file.get("viewBox") == root.find("svg").get("viewBox")  # type: ignore[union-attr]  # it has one
        assert [land.get("id") for land in file.iterfind("{*}path")] == ["land"]
    assert list(dict(draw_shared_lands(near[:2]))) == ["map/world.svg"]
    assert list(draw_shared_lands(())) == []


def test_a_mark_is_hit_within_sixteen_pixels_unless_another_is_nearer() -> None:
    alone, near, large = (100.0, 100.0, 4.0), (112.0, 100.0, 4.0), (400.0, 100.0, 19.0)
    assert measure_reach(alone, [alone]) == REACH
    assert measure_reach(alone, [alone, near]) == 6.0
    assert measure_reach(large, [alone, large]) == 19.0


def test_a_name_stands_where_no_mark_is() -> None:
    name = MapName("Japan", 36.5, 138.0, "country")
    spots = [
        MapPoint(Link(f"Town {at}", f"places/{at}.md"), 36.5 - at / 2, 138.0, "locality", 1)
        for at in (0, 1, 2)
    ]
    root = ElementTree.fromstring(str(draw_busiest_map(spots, RelativeLinks(1), [name])))
    (text,) = root.iterfind("svg/g/text")
    middle = next(root.iterfind("svg/a/circle[@class='spot']"))
    assert abs(float(text.get("y", "0")) - float(middle.get("cy", "0"))) < 10


def test_a_map_bears_the_names_that_have_room() -> None:
    """Hearers have the marks' own names; one beside another has room on a screen, and not on a phone."""
    names = (
        MapName("Japan", 36.5, 138.0, "country"),
        MapName("Another Japan", 36.4, 138.2, "country"),
        MapName("Sea of Japan", 40.5, 136.0, "sea-area"),
        MapName("Of the other side", 0.0, -40.0, "country"),
    )
    near = [
        MapPoint(Link(f"Town {at}", f"places/{at}.md"), 36.0 + at, 138.0, "locality", 1) for at in range(3)
    ]
    root = ElementTree.fromstring(str(draw_busiest_map(near, RelativeLinks(1), names)))
    (group,) = root.iterfind("svg/g")
    assert group.get("aria-hidden") == "true"
    assert [(text.text, text.get("class")) for text in group] == [
        ("Japan", "country far"),
        ("Sea of Japan", "sea-area far"),
    ]
    crowded = (MapName("Japan", 36.5, 128.0, "country"), MapName("Sea of Japan", 37.6, 127.0, "sea-area"))
    root = ElementTree.fromstring(str(draw_busiest_map(near, RelativeLinks(1), crowded)))
    assert [text.get("class") for text in root.iterfind("svg/g/text")] == ["country far", "sea-area"]


def test_pictures_are_the_same_each_time_and_have_no_style_or_script() -> None:
    for draw in (draw_world_map, draw_fitted_map):
        drawn = str(draw((SEA, TOKYO), RelativeLinks(1)))
        assert drawn == str(draw((SEA, TOKYO), RelativeLinks(1)))
        assert "style=" not in drawn
        assert "\n\n" not in drawn
    assert draw_fitted_map((), RelativeLinks(1)) == ""


def test_a_year_has_a_mark_for_every_event() -> None:
    year = TimelineYear(
        2024, Link("2024", "years/2024.md"), (row("2024-01-01"), row("2024-01-01", "exercise"))
    )
    root = ElementTree.fromstring(str(draw_year_line(year, RelativeLinks(0))))
    assert [link.get("href") for link in root.iterfind("svg/a")] == [
        get_url(one.event.path, True) for one in year.rows
    ]
    assert root.findtext("svg/title") == describe_year(year) == "2024: 1 meeting and 1 exercise."


def test_a_crowded_year_is_drawn_by_months() -> None:
    rows = tuple(row(f"2024-{1 + number % 12:02}-01") for number in range(CROWDED + 1))
    root = ElementTree.fromstring(
        str(draw_year_line(TimelineYear(2024, Link("2024", "years/2024.md"), rows), RelativeLinks(0)))
    )
    titles = [title.text for title in root.iterfind("svg/a/circle/title")]
    assert len(titles) == 12
    assert titles[0] == "January 2024: 14 meetings"


def launch(event: EventRow, distance: ValueRange) -> Launch:
    """A launch of which only the distance is known."""
    return Launch(event, event.day, "missile-launch", "A", "ballistic", distance, None)


def test_launches_show_spans_bounds_and_what_is_unresolved() -> None:
    launches = (
        launch(row("2017-01-01", "incident"), ValueRange(900, None, 989, "900–989 km", True)),
        launch(row("2018-01-01", "incident"), ValueRange(200, None, None, "at least 200 km", False)),
    )
    root = ElementTree.fromstring(str(draw_launch_chart(launches, RelativeLinks(0))))
    dots = [dot.get("class") for dot in root.iterfind("svg/a/circle")]
    assert dots == ["dot open", "dot"]
    assert "unresolved" in (root.findtext("svg/a/title") or "")
    said = "2 launches from 2017 to 2018 in order of time. Farthest: 900–989 km, 2017-01-01."
    assert root.findtext("svg/title") == said
    assert draw_launch_chart(launches[:1], RelativeLinks(0)) == ""


def test_years_of_few_launches_go_without_a_label_rather_than_over_another() -> None:
    span = ValueRange(200, None, None, "at least 200 km", False)
    days = [f"{year}-01-01" for year in range(1998, 2012)] + [
        f"2017-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(90)
    ]
    drawn = str(draw_launch_chart([launch(row(day, "incident"), span) for day in days], RelativeLinks(0)))
    labels = re.findall(r'<text x="([0-9.]+)"[^>]*>(’\d\d|\d{4})</text>', drawn)
    assert labels[0][1] == "’98"
    assert labels[-1][1] == "2017"
    ends = [(float(x) - 3 * len(text), float(x) + 3 * len(text)) for x, text in labels]
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))


def test_hostile_names_stay_words() -> None:
    spot = MapPoint(Link(HOSTILE, "places/x.md"), 1, 1, "site", 1)
    year = TimelineYear(2024, Link("2024", "years/2024.md"), (row("2024-01-01", title=HOSTILE),))
    hostile_launch = launch(row("2024-01-01", "incident", HOSTILE), ValueRange(None, 1, None, "1 km", False))
    for drawn in (
        draw_locator_map(spot),
        draw_world_map((spot,), RelativeLinks(0)),
        draw_year_line(year, RelativeLinks(0)),
        draw_launch_chart((hostile_launch, hostile_launch), RelativeLinks(0)),
    ):
        assert "<script" not in drawn
        assert "\n\n" not in drawn.rstrip("\n")
        words = "".join(ElementTree.fromstring(str(drawn)).itertext())
        assert '<script>alert("1")</script> & "quoted"' in words


def test_some_weeks_are_drawn_by_day_with_a_tick_at_mondays_or_at_first_days() -> None:
    rows = tuple(
        EventRow(
            event=Link(f"Event {day}", f"events/{day}.md"),
            kind="meeting",
            kind_words="Meeting",
            date=day,
            status="",
            countries=(),
            source_count=1,
            independent_source_count=1,
            dispute="",
            year=2024,
            day=day,
            id=day,
        )
        for day in ("2024-07-01", "2024-07-28")
    )
    july = TimelineDays(dt.date(2024, 7, 1), dt.date(2024, 7, 31), rows, 3)
    root = ElementTree.fromstring(str(draw_day_line(july, RelativeLinks(1))))
    assert [mark.get("href") for mark in root.iterfind("svg/a")] == [f"../events/{row.day}/" for row in rows]
    assert root.findtext("svg/title", "").endswith("3 more began on no day that is known.")
    assert root.find("svg/path[@class='grid']").get("d", "").count("M") == 5
    longer = TimelineDays(dt.date(2024, 5, 20), dt.date(2024, 7, 31), rows)
    assert str(draw_day_line(longer, RelativeLinks(1))).count("v10") == 2
    assert draw_day_line(TimelineDays(july.first, july.last, rows[:1]), RelativeLinks(1)) == ""
