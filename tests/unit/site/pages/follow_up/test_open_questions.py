"""What the record leaves open: each sort finds its case, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from communique.schema import Base, Event, Meeting, Office, Person, Ruling, Series, Source, Tenure
from communique.site.pages.event_index import EventIndex
from communique.site.pages.follow_up.open_questions import find_open_questions
from communique.site.pages.follow_up.open_questions_view import OpenQuestion, QuestionSort
from communique.site.pages.registry import SiteRegistry
from golden.record import record
from golden.rows import claim, dates, reports, session

DAY = dt.date(2026, 11, 29)


def ask(sort: str, *rows: Base, as_of: dt.date = DAY) -> dict[str, str]:
    """The reason by subject of one sort, of the golden record and some rows more."""
    with session([*record(), *rows]) as opened:
        return {one.id: one.reason for one in questions(opened, as_of)[QuestionSort(sort)]}


def questions(opened: Session, as_of: dt.date) -> dict[QuestionSort, tuple[OpenQuestion, ...]]:
    registry = SiteRegistry.load(opened)
    groups = find_open_questions(opened, EventIndex.load(opened, registry), registry, as_of)
    return {group.sort: group.questions for group in groups}


def talks(**more: Any) -> list[Base]:
    """Talks of 2024 that a source of the golden record reports."""
    given = {"title": "Talks", "summary": "They talked.", "status": "occurred"} | dates("2024-03-01") | more
    event = Event(id="talks", kind="meeting", source_count=1, independent_source_count=1, **given)
    return [event, Meeting(event_id="talks"), *reports("talks", ["yonhap-2024-07-28"])]


@pytest.mark.parametrize(
    ("status", "last", "is_asked"),
    [
        ("planned", DAY - dt.timedelta(days=1), True),
        ("ongoing", DAY - dt.timedelta(days=1), True),
        ("planned", DAY, False),
        ("occurred", DAY - dt.timedelta(days=1), False),
        ("cancelled", DAY - dt.timedelta(days=1), False),
    ],
)
def test_an_outcome_is_asked_for_from_the_day_after_the_last(
    status: str, last: dt.date, is_asked: bool
) -> None:
    rows = talks(status=status, **dates(last.isoformat()))
    assert ("talks" in ask("outcomes", *rows)) is is_asked


def test_an_outcome_looked_for_in_vain_is_still_open_and_says_when_somebody_looked() -> None:
    found = ask("outcomes", *talks(status="planned", outcome_sought=dt.date(2026, 11, 28)))
    assert (
        found["talks"]
        == "planned when last reported, 1 March 2024; looked for on 28 November 2026, none found"
    )


@pytest.mark.parametrize(
    ("texts", "is_asked"),
    [
        ({"title": "Ministers plan to meet"}, True),
        ({"summary": "The ministers are to meet. They did."}, True),
        ({"summary": "They met. They will meet again."}, False),
        ({"title": "Planet named"}, False),
        ({"title": "Ministers plan to meet", "status": "planned"}, False),
    ],
)
def test_what_happened_is_not_to_read_like_a_plan(texts: dict[str, str], is_asked: bool) -> None:
    assert ("talks" in ask("wording", *talks(**texts))) is is_asked


def test_a_summary_by_a_source_with_under_half_of_the_best_ones_values() -> None:
    thin = [claim("talks", "date", "2024-03-01", "yonhap-2024-07-28")]
    rich = [claim("talks", "topics", True, "jp-mod-2019-01-21", f"topic-{n}") for n in range(3)]
    other = reports("talks", ["jp-mod-2019-01-21"])
    for row in other:
        row.author_of_text = False
    assert ask("summaries", *talks(), *other, *thin, *rich[:2]) == {}
    found = ask("summaries", *talks(), *other, *thin, *rich)
    assert found == {"talks": "its author states 1 value, the best source 3"}


@pytest.mark.parametrize(
    ("review", "reason"),
    [
        (None, "date: unresolved, no day is set to look at it again; the log would settle it"),
        (DAY, "date: unresolved, due on 29 November 2026; the log would settle it"),
        (DAY + dt.timedelta(days=1), None),
    ],
)
def test_an_unresolved_ruling_comes_back_on_its_day(review: dt.date | None, reason: str | None) -> None:
    ruling = Ruling(
        event_id="talks",
        field="date",
        decision="unresolved",
        because="They differ.",
        review=review,
        would_settle="the log",
    )
    assert ask("rulings", *talks(), ruling).get("talks") == reason


@pytest.mark.parametrize(
    ("decided", "is_asked"), [(dt.date(2026, 11, 1), True), (dt.date(2026, 11, 28), False)]
)
def test_a_text_read_after_the_ruling_that_says_otherwise(decided: dt.date, is_asked: bool) -> None:
    ruling = Ruling(
        event_id="talks",
        field="date",
        decision="settled",
        value='"2024-03-02"',
        because="So.",
        decided=decided,
    )
    against = claim("talks", "date", "2024-03-01", "yonhap-2024-07-28", standing="overruled")
    assert ("talks" in ask("rulings", *talks(), ruling, against)) is is_asked


@pytest.mark.parametrize(
    ("rhythm", "years", "missing"),
    [
        ("yearly", (2023, 2025), ["2024"]),
        ("yearly", (2024, 2025), []),
        ("twice-yearly", (2025, 2025), []),
        ("twice-yearly", (2025,), ["2025"]),
        ("every-two-years", (2022, 2024), []),
        ("every-two-years", (2020, 2024), ["2022–2023"]),
        (None, (2020,), []),
    ],
)
def test_a_series_misses_editions(rhythm: str | None, years: tuple[int, ...], missing: list[str]) -> None:
    """As of 2026: the year that is not over lacks nothing yet."""
    rows: list[Base] = [Series(id="regular", name="Regular", kind="meeting", rhythm=rhythm)]
    for number, year in enumerate(years):
        rows.append(
            Event(
                id=f"edition-{number}",
                kind="meeting",
                title="An edition",
                summary="It was held.",
                status="occurred",
                series_id="regular",
                **dates(f"{year}-05-0{number + 1}"),
            )
        )
    with session([*record(), *rows]) as opened:
        found = [one.reason for one in questions(opened, DAY)[QuestionSort.SERIES] if one.id == "regular"]
    assert [reason.split(", and ")[1].split(" has ")[0] for reason in found] == missing


def test_a_tenure_without_an_end_before_a_later_one() -> None:
    rows = [
        Tenure(person_id="kihara-minoru", office_id="kr-minister", **dates("2020/..")),
        Tenure(person_id="shin-won-sik", office_id="kr-minister", number=2, **dates("2022-03-01/..")),
    ]
    offices = ask("offices", *_as_office("kr-minister"), *rows)
    assert offices["kihara-minoru"].endswith("no end, and another began on 1 March 2022")
    assert "no end" not in offices["shin-won-sik"]


def _as_office(key: str) -> list[Base]:
    return [Office(id=key, actor_id="KR", title="Minister")]


def test_a_tenure_of_somebody_without_a_page_is_not_asked_for() -> None:
    """A link to a page that is not there fails the build."""
    nobody = Person(id="absent-one", name="Absent One", name_order="given-first")
    tenure = Tenure(person_id="absent-one", office_id="jp-minister-of-defense")
    assert "absent-one" not in ask("offices", nobody, tenure)


def test_the_weakest_entry_that_nobody_read_twice_comes_first() -> None:
    with session(record()) as opened:
        rows = {row.id: row for row in opened.query(Source)}
        found = [one.id for one in questions(opened, DAY)[QuestionSort.READING]]
    assert set(found) == {key for key, row in rows.items() if not row.second_read_by}
    assert [rows[key].excerpt for key in found] == sorted((rows[key].excerpt for key in found), reverse=True)


def test_the_newest_article_is_so_many_days_old() -> None:
    (reason,) = ask("articles", as_of=dt.date(2024, 8, 1)).values()
    assert reason == "published 3 days ago"


def test_nothing_is_asked_of_an_empty_record() -> None:
    with session([]) as opened:
        assert not any(questions(opened, DAY).values())
