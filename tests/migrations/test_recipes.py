"""Fifteen questions of the page have one answer each: in SQL on both databases, in the console and by the package.

Beside them stand the four joins that mislead, each with a view that answers, on a record in which they differ.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

import communique
from communique import schema
from communique.database import write_transaction
from communique.schema import derived, models
from communique.schema.event_types.meeting import MeetingFormat
from communique.schema.tables.base import Base
from communique.schema.vocabulary import Kind, Role, Status
from fixtures.small_record import TOLD, day

PAGE = (Path(__file__).parents[2] / "site/docs/querying/recipes.md").read_text(encoding="utf-8")
QUESTIONS, JOINS = PAGE.split("## Four joins that mislead")
RECIPES = re.findall(
    r"^## (\d+)\. .*?```sql\n(.*?)```\n\n```python\n(.*?)```", QUESTIONS, re.DOTALL | re.MULTILINE
)
PAIRS = re.findall(r"```sql\n(.*?)```\n\n```sql\n(.*?)```", JOINS, re.DOTALL)
ANSWERS: dict[str, list[list[str]]] = {}
"""By question, what was answered first."""


def more_events() -> Iterator[Base]:
    """What sets the obvious queries apart: a plan, a conference, an incident that two only saw, one between them."""
    held = {"source_count": 2, "independent_source_count": 2, "status": Status.OCCURRED}
    for id_, kind, more, roles in (
        ("plan", Kind.MEETING, {"status": Status.PLANNED}, (Role.HOST, Role.ATTENDEE)),
        ("conference", Kind.MEETING, {}, (Role.ATTENDEE, Role.ATTENDEE)),
        ("seen", Kind.INCIDENT, {}, (Role.WITNESS, Role.WITNESS)),
        ("lock-on", Kind.INCIDENT, {}, (Role.AFFECTED, Role.INITIATOR)),
    ):
        title = f"An event called {id_}"
        texts = {"title": title, "summary": f"{title}, {TOLD}"}
        yield schema.Event(id=id_, kind=kind, **day(2023, 5, 2), **texts, **(held | more))
        if kind is Kind.MEETING:
            form = MeetingFormat.CONFERENCE if id_ == "conference" else None
            yield schema.Meeting(event_id=id_, format=form)
        else:
            yield schema.Incident(event_id=id_)
        yield schema.EventTopic(event_id=id_, topic_id="missile-defence")
        for actor, role in zip(("JP", "KR"), roles, strict=True):
            yield schema.Participation(event_id=id_, actor_id=actor, role=role)


@pytest.fixture(scope="module")
def asked(loaded_database: Engine) -> Engine:
    with write_transaction(loaded_database) as connection, Session(connection) as session:
        for row in more_events():
            session.add(row)
            session.flush()
    return loaded_database


def as_text(rows: Any) -> list[list[str]]:
    """Rows as the console prints them in CSV: null is empty, and a number is what it comes to."""
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> str:
    if value is None or value != value:  # not a number: how pandas says that a figure is missing
        return ""
    if isinstance(value, date):
        return value.isoformat()
    try:
        return f"{float(value):g}"
    except ValueError:
        return str(value)


def answer_in_sql(asked: Engine, sql: str) -> list[list[str]]:
    """What a database answers by itself."""
    with asked.connect() as connection:
        return as_text(connection.execute(text(sql.rstrip().rstrip(";"))))


def schema_names() -> set[str]:
    """The names that `from communique.schema import …` knows."""
    return {*models.__all__, *derived.__all__}


def test_there_are_fifteen_and_four() -> None:
    assert [int(number) for number, _, _ in RECIPES] == list(range(1, 16))
    assert len(PAIRS) == 4


@pytest.mark.parametrize(("number", "sql", "python"), RECIPES, ids=[number for number, _, _ in RECIPES])
def test_a_question_has_one_answer(number: str, sql: str, python: str, asked: Engine) -> None:
    answer = answer_in_sql(asked, sql)
    assert answer, "the record holds what is asked for"
    assert ANSWERS.setdefault(number, answer) == answer
    classes = {name: getattr(schema, name) for name in schema_names() & set(re.findall(r"\w+", python))}
    with communique.open(asked.url.render_as_string(hide_password=False)) as record:
        found: dict[str, Any] = classes | {"record": record, "select": select}
        exec(python, found)
    assert as_text(found["answer"]) == answer


def test_the_console_gives_the_same_answers(
    asked: Engine, cli_home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNIQUE_DATABASE", asked.url.render_as_string(hide_password=False))
    for _, sql, _ in RECIPES:
        answer = cli_home.run("query", "--csv", sql)
        assert answer.status == 0, answer.err
        _, *rows = csv.reader(io.StringIO(answer.out))
        assert as_text(rows) == answer_in_sql(asked, sql)


@pytest.mark.parametrize(("obvious", "right"), PAIRS)
def test_the_obvious_join_misleads_and_a_view_answers(obvious: str, right: str, asked: Engine) -> None:
    counts = []
    for sql in (obvious, right):
        with asked.connect() as connection:
            counts.append(int(connection.execute(text(sql.rstrip().rstrip(";"))).scalar_one()))
    expected = {"incidents": (2, 1), "meetings": (3, 2), "sources": (16, 9)}
    name = re.findall(r"AS (\w+)", obvious)[0]
    assert tuple(counts) == ((3, 1) if "relation = 'met'" in right else expected[name])
