"""How the golden record is written: a database in memory, and rows with what most of them share."""

from __future__ import annotations

import datetime as dt
import json
import weakref
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from communique.schema import (
    Base,
    Change,
    ChangeSource,
    Claim,
    EntryFile,
    Source,
    SourceEvent,
    metadata,
)
from communique.schema.dates import parse_date
from communique.schema.views import VIEWS


def session(rows: Iterable[Base]) -> Session:
    """An empty database in memory with these rows in this order, which goes with the session."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    metadata.create_all(engine)
    with engine.begin() as connection:
        for view in VIEWS:
            connection.exec_driver_sql(view.create_statement("sqlite"))
    opened = Session(engine)
    weakref.finalize(opened, engine.dispose)  # Python 3.13 warns of a database that nobody closes
    for row in rows:
        values = {key: value for key, value in row.__dict__.items() if not key.startswith("_sa_")}
        opened.execute(insert(type(row)), values)
    opened.commit()
    return opened


def dates(text: str) -> dict[str, Any]:
    """The columns of ``Dated`` for EDTF text."""
    edtf = parse_date(text)
    return {
        "date": edtf.text,
        "start_earliest": edtf.start_earliest,
        "start_latest": edtf.start_latest,
        "end_earliest": edtf.end_earliest,
        "end_latest": edtf.end_latest,
        "date_precision": edtf.precision,
        "date_approximate": edtf.approximate or edtf.uncertain,
    }


def claim(event: str, field: str, value: Any, source: str, element: str = "", **more: Any) -> Claim:
    """A claim, plainly stated in paragraph 1 unless said otherwise."""
    given = {
        "paragraphs": "1",
        "modality": "stated",
        "closeness": "direct-report",
        "standing": "agrees",
        "basis": "explicit",
        "number": 1,
    }
    return Claim(
        event_id=event,
        field=field,
        element=element,
        source_id=source,
        value=json.dumps(value, sort_keys=True),
        **{**given, **more},
    )


def change(
    number: int,
    key: str,
    type_: str,
    *,
    causes: Iterable[str] = (),
    release: str = "2026.11",
    entity: str = "event",
    target: str | None = None,
    **more: Any,
) -> list[Base]:
    """A change of an event, or another thing, with the sources that caused it; old and new as values."""
    known = {
        name: value if name in ("field", "element") else json.dumps(value) for name, value in more.items()
    }
    place = {"release_version": release, "number": number}
    return [
        Change(**place, entity=entity, entity_id=key, type=type_, target_id=target, **known),
        *(ChangeSource(**place, source_id=one) for one in causes),
    ]


def source(source_id: str, publisher: str, title: str, published: str, **more: Any) -> list[Base]:
    """A source with its entry file."""
    path = f"articles/{published[:4]}/{source_id}.yaml"
    given = {"kind": "newspaper", "language": "en", "url": f"https://news.example/{source_id}"}
    return [
        EntryFile(path=path, sha256="0" * 64),
        Source(
            id=source_id,
            publisher_id=publisher,
            title=title,
            published=published,
            published_on=dt.date.fromisoformat(published[:10]),
            accessed=dt.date(2026, 11, 23),
            path=path,
            **{**given, **more},
        ),
    ]


def reports(event: str, sources: Sequence[str], paragraphs: str = "1,2,3") -> list[Base]:
    """Sources that report an event; the first wrote its title."""
    return [
        SourceEvent(
            source_id=one,
            event_id=event,
            paragraphs=paragraphs,
            closeness="direct-report",
            author_of_text=i == 0,
        )
        for i, one in enumerate(sources)
    ]
