"""Every field of every kind goes from an entry to every place that shows it; one left out is named."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from communique.database import connect
from communique.loaders.curation.scaffold import EventDraft, render_article
from communique.loaders.read import read_dataset
from communique.releases.database_snapshot import read_snapshot
from communique.releases.diff import diff_snapshots
from communique.releases.entity_schema import READING_COLUMNS
from communique.schema.data_dictionary import render_dictionary_markdown
from communique.schema.event_types import EVENT_TYPES, PHRASES, SHARED_FIELDS
from communique.schema.fields import EventField, Word
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Entity, Kind
from communique.site.downloads.tables import read_tables
from communique.site.formats.event_markdown import build_event_markdown
from communique.site.pages.all_pages import build_views
from communique.site.pages.event.event_view import EventPage
from communique.site.pages.overview.overview_views import ExplorePage
from communique.site.render import render_views
from fixtures.cli_home import CliHome
from fixtures.record import article, write_record

CLAIMS = text("SELECT event_id, field, value FROM claim")
EXAMPLES: dict[Any, Any] = {
    str: "Hwasong-18",
    bool: True,
    dt.date: "2029-07-27",
    Entity.ACTOR: "KR",
    Entity.PLACE: "japan",
}


def example(field: EventField) -> Any:
    """What the entry says in a field."""
    return list(field.word_list)[-1].value if field.word_list else EXAMPLES[field.type]


def entry(kind: Kind) -> dict[str, Any]:
    """An event that says something in each of its fields."""
    said = {
        field.name: [example(field)] if field.is_set else example(field) for field in EVENT_TYPES[kind].fields
    }
    texts = {"title": f"An event: {kind}", "summary": "It happened."}
    return {"id": f"a-{kind}", "kind": kind.value, "paragraphs": [1], "date": "2024-07-28"} | texts | said


def shown(field: EventField) -> str:
    """How a page words the example."""
    if field.word_list:
        phrase = PHRASES[example(field)]
        return phrase[:1].upper() + phrase[1:]
    words = {
        bool: field.truth[0],
        dt.date: "27 July 2029",
        Entity.ACTOR: "South Korea",
        Entity.PLACE: "Japan",
    }
    return words.get(field.type, example(field))


def missing(session: Session, hints: str) -> Iterator[str]:
    """Each place that leaves a field out."""
    views = list(build_views(session))
    pages = {page.path: page.data.decode() for page in render_views(views)}
    events = {view.id: view for view in views if isinstance(view, EventPage)}
    (explore,) = (view for view in views if isinstance(view, ExplorePage))
    snapshot = read_snapshot(session.connection())
    bare = {
        key: {k: v for k, v in data.items() if k in ("kind", "title", "summary", "status")}
        for key, data in snapshot.items()
    }
    changes = diff_snapshots(bare, snapshot)
    claims = {(row.event_id, row.field): json.loads(row.value) for row in session.execute(CLAIMS)}
    dictionary = render_dictionary_markdown()
    tables = {
        table.name: (table, [row for rows in chunks for row in rows])
        for table, chunks in read_tables(session)
    }
    for kind, event_type in EVENT_TYPES.items():
        view = events[f"a-{kind}"]
        plain = build_event_markdown(view, "").data.decode()
        if (kind.value, kind.capitalize()) not in explore.kinds:
            yield f"{kind}: Explore"
        for field in event_type.fields:
            name = field.name if field.is_set else field.column
            table, rows = tables[f"{kind}_{field.element}" if field.is_set else kind.value]
            columns = [column.name for column in table.columns]
            stored = [dict(zip(columns, row, strict=True)).get(field.column) for row in rows]
            in_json = view.document["detail"].get(name)
            places = {
                "claim": claims.get((view.id, field.name)) == example(field),
                "column, in the download": example(field) in [getattr(it, "value", it) for it in stored],
                "page": field.label in pages[view.path] and shown(field) in pages[view.path],
                "JSON": in_json == ([example(field)] if field.is_set else example(field)),
                "Markdown": f"- {field.label}: {shown(field)}" in plain,
                "diff": any(it.id == view.id and it.field == field.name for it in changes),
                "dictionary": f"| `{field.column}` |" in dictionary,
                "draft": f"{field.name}: " in hints,
            }
            yield from (f"{kind}.{field.name}: {place}" for place, is_there in places.items() if not is_there)


def test_every_field_arrives_everywhere(cli_home: CliHome) -> None:
    write_record(cli_home.home, {f"{kind}-article": article(entry(kind)) for kind in Kind})
    assert cli_home.run("load").status == 0
    dataset = read_dataset(cli_home.home / "entries")
    drafts = [EventDraft(f"b-{kind}", kind, {}) for kind in Kind]
    hints = render_article({"publisher": "jiji-press"}, drafts, dataset)
    with Session(connect(f"sqlite:///{cli_home.home / 'communique.db'}")) as session:
        assert list(missing(session, hints)) == []


READ = {
    "sha256": "0a" * 32,
    "paragraphs": 9,
    "by": "A. Curator",
    "second": {"by": "B. Reader", "on": "2026-11-29", "located": 11, "missing": 1},
}


def test_how_a_text_was_read_arrives_everywhere_but_in_releases(cli_home: CliHome) -> None:
    written = article(entry(Kind.MEETING), read=READ)
    write_record(cli_home.home, {"a": written, "b": article(entry(Kind.VISIT))})
    assert cli_home.run("load").status == 0
    with Session(connect(f"sqlite:///{cli_home.home / 'communique.db'}")) as session:
        views = {view.path: view for view in build_views(session)}
        sources = {
            source["id"]: source["read"]
            for view in views.values()
            if isinstance(view, EventPage)
            for source in view.document["sources"]
        }
        pages = {page.path: page.data.decode() for page in render_views(list(views.values()))}
        snapshot = read_snapshot(session.connection())
    assert sources == {"a": READ, "b": None}
    page = pages["sources/a.md"]
    assert "Read whole on 23 November 2026 by A. Curator" in page
    assert "Read a second time by B. Reader on 29 November 2026: 11 of 12 values were found" in page
    assert snapshot["source", "a"] == snapshot["source", "b"] | {"title": snapshot["source", "a"]["title"]}
    dictionary = render_dictionary_markdown()
    assert all(f"| `{column}` |" in dictionary for column in READING_COLUMNS)


@pytest.mark.parametrize("kind", Kind)
def test_no_field_has_the_name_of_a_measure(kind: Kind) -> None:
    names = {field.name for field in (*EVENT_TYPES[kind].fields, *SHARED_FIELDS)}
    assert names & {measure.value for measure in Measure} == set()


def test_no_word_has_two_phrases() -> None:
    phrases = {
        (word.value, word.phrase)
        for event_type in EVENT_TYPES.values()
        for field in event_type.fields
        for word in field.word_list or ()
        if isinstance(word, Word)
    }
    assert len(phrases) == len(PHRASES)


def test_a_kind_has_each_field_once() -> None:
    for event_type in EVENT_TYPES.values():
        names = [field.name for field in (*SHARED_FIELDS, *event_type.fields)]
        assert len(names) == len(set(names)), event_type.kind
