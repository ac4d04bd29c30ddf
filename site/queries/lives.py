"""The pages at the addresses of event ids that were renamed, merged, split or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from communique.schema import Redirect, Split, SplitTarget, Withdrawal
from communique.schema.vocabulary import ChangeType
from communique.site import words
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.past import Past, release_ref
from communique.site.queries.rows import grouped, read
from communique.site.views.lives import FORMAT, LifeStatus, MovedPage, OldPage, SplitPage, WithdrawnPage
from communique.site.views.parts import Ref


def old_pages(session: Session, catalogue: Catalogue, past: Past) -> Iterator[OldPage]:
    """A page at the address of every id that moved, was split or was withdrawn: four SELECTs."""
    for moved in read(session, Redirect):
        merged = was_merged(moved, past)
        shared = _shared(moved, "merged" if merged else "renamed", [moved.target_id], catalogue, past)
        yield MovedPage(**shared, merged=merged, event=_event(moved.target_id, catalogue))
    targets = grouped(read(session, SplitTarget), lambda row: row.split_id)
    for split in read(session, Split):
        ids = [row.target_id for row in targets.get(split.id, ())]
        shared = _shared(split, "split", ids, catalogue, past)
        yield SplitPage(**shared, parts=catalogue.listed(one for one in ids if one in catalogue.rows))
    for gone in read(session, Withdrawal):
        yield WithdrawnPage(**_shared(gone, "withdrawn", [], catalogue, past))


def was_merged(moved: Redirect, past: Past) -> bool:
    """Whether an id's event was merged into another, or only got another id.

    A release says so. An id that no release ever held was renamed, unless a release holds the other.
    """
    if moved.id in past.ends:
        return past.ends[moved.id][0] is not ChangeType.RENAMED
    return moved.target_id in past.first


def _event(event_id: str, catalogue: Catalogue) -> Ref:
    row = catalogue.rows.get(event_id)
    return row.event if row else Ref(event_id)


def _shared(
    row: Redirect | Split | Withdrawal,
    status: LifeStatus,
    targets: Sequence[str],
    catalogue: Catalogue,
    past: Past,
) -> dict[str, Any]:
    """What every page at an old address shows."""
    release, state = past.ends.get(row.id, ("", ""))[1], past.state(row.id)
    return {
        "path": f"events/{row.id}.md",
        "json_path": f"events/{row.id}.json",
        "id": row.id,
        "because": row.because,
        "decided": words.day(row.decided) if row.decided else "",
        "release": release_ref(release) if release else None,
        "last": Ref(f"the event in data release {past.last[row.id]}, as JSON", state) if state else None,
        "document": {
            "format": FORMAT,
            "id": row.id,
            "status": status,
            "targets": [{"id": one, "title": _event(one, catalogue).label} for one in targets],
            "because": row.because,
            "decided": _iso(row.decided),
            "release": release or None,
            "last_state": state or None,
        },
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
