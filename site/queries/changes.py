"""What data releases changed, for the feed of changes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from communique.schema import Change, Event, Redirect, Release, Withdrawal
from communique.schema.vocabulary import RecordStatus
from communique.site import words
from communique.site.queries.rows import column, grouped, read
from communique.site.views.changes import Changed
from communique.site.views.parts import Ref


def changes(session: Session) -> list[Changed]:
    """Every event of every release that changed it, newest release first, then by event: five SELECTs."""
    released = {row.version: row.released for row in read(session, Release)}
    titles = {
        row.id: row.title
        for row in read(session, Event, column(Event, "record_status") == RecordStatus.PUBLISHED)
    }
    pages = {
        *titles,
        *(row.id for row in read(session, Redirect)),
        *(row.id for row in read(session, Withdrawal)),
    }
    groups = grouped(read(session, Change), lambda row: (row.release_version, row.event_id))
    found = [
        Changed(
            event=Ref(
                titles.get(event, event), f"events/{event}.md" if event in pages else "events/index.md"
            ),
            release=release,
            released=released[release],
            types=tuple(dict.fromkeys(row.type.value for row in rows)),
            words=tuple(dict.fromkeys(_said(row) for row in rows)),
        )
        for (release, event), rows in sorted(groups.items())
    ]
    return sorted(found, key=lambda one: (one.released, one.release), reverse=True)


def _said(row: Change) -> str:
    return words.joined((row.type.value, words.plain(row.field or "")), ": ")
