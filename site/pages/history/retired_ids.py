"""Build the pages at the addresses of event ids that were renamed, merged, split or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from communique.schema.models import Redirect, Split, SplitTarget, Withdrawal
from communique.site import labels
from communique.site.pages.components import Link
from communique.site.pages.event_index import EventIndex
from communique.site.pages.history.history_view import (
    FORMAT,
    MovedPage,
    RetiredIdPage,
    RetirementStatus,
    SplitPage,
    WithdrawnPage,
)
from communique.site.pages.history.release_history import ReleaseHistory, is_merged, release_link
from communique.site.pages.select import group_by, select_models


def build_retired_id_pages(
    session: Session, event_index: EventIndex, release_history: ReleaseHistory
) -> Iterator[RetiredIdPage]:
    """Yield a page for every event id that moved, was split or was withdrawn; four SELECTs."""
    for redirect in select_models(session, Redirect):
        is_merge = is_merged(redirect, release_history)
        shared = _shared_fields(
            redirect, "merged" if is_merge else "renamed", [redirect.target_id], event_index, release_history
        )
        yield MovedPage(**shared, merged=is_merge, event=_event_link(redirect.target_id, event_index))
    targets = group_by(select_models(session, SplitTarget), lambda row: row.split_id)
    for split in select_models(session, Split):
        ids = [row.target_id for row in targets.get(split.id, ())]
        shared = _shared_fields(split, "split", ids, event_index, release_history)
        yield SplitPage(
            **shared, parts=event_index.rows_for(event_id for event_id in ids if event_id in event_index.rows)
        )
    for withdrawal in select_models(session, Withdrawal):
        yield WithdrawnPage(**_shared_fields(withdrawal, "withdrawn", [], event_index, release_history))


def _event_link(event_id: str, event_index: EventIndex) -> Link:
    row = event_index.rows.get(event_id)
    return row.event if row else Link(event_id)


def _shared_fields(
    row: Redirect | Split | Withdrawal,
    status: RetirementStatus,
    targets: Sequence[str],
    event_index: EventIndex,
    release_history: ReleaseHistory,
) -> dict[str, Any]:
    """Return the fields that the pages of all retired ids share."""
    release, state = (
        release_history.retirements.get(row.id, ("", ""))[1],
        release_history.latest_state_path(row.id),
    )
    return {
        "path": f"events/{row.id}.md",
        "json_path": f"events/{row.id}.json",
        "id": row.id,
        "because": row.because,
        "decided": labels.format_day(row.decided) if row.decided else "",
        "release": release_link(release) if release else None,
        "last": Link(f"the event in data release {release_history.last[row.id]}, as JSON", state)
        if state
        else None,
        "document": {
            "format": FORMAT,
            "id": row.id,
            "status": status,
            "targets": [
                {"id": target_id, "title": _event_link(target_id, event_index).label} for target_id in targets
            ],
            "because": row.because,
            "decided": _format_iso(row.decided),
            "release": release or None,
            "last_state": state or None,
        },
    }


def _format_iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
