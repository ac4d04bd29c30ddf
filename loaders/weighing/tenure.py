"""Which office a person held on a day, as far as the registry's tenures tell."""

from __future__ import annotations

import datetime as dt

from communique.loaders.record import RegistryIndex
from communique.schema.dates import Edtf, parse


def office_held(person: str, actor: str, date: Edtf | None, registry: RegistryIndex) -> str | None:
    """The office in which a person acted for an actor on a date, where the registry leaves exactly one.

    Tenures with dates that cover the event win; a tenure without dates counts where it is the only one.
    """
    entry = registry.people.get(person)
    own = [t for t in entry.tenures if _serves(registry, t.office, actor)] if entry else []
    covering = [t.office for t in own if t.date and date and covers(parse(t.date), date)]
    if covering:
        return str(covering[0])
    undated = [t.office for t in own if not t.date]
    return str(undated[0]) if len(undated) == 1 and len(own) == 1 else None


def _serves(registry: RegistryIndex, office: str, actor: str) -> bool:
    """Whether an office is the actor's own, or that of an actor which belongs to it."""
    known = registry.offices.get(office)
    holder = known.actor if known else None
    while holder and holder != actor:
        above = registry.actors.get(holder)
        holder = above.parent if above else None
    return holder == actor


def covers(tenure: Edtf, date: Edtf) -> bool:
    """Whether an event's date may lie within a tenure; unknown sides are open."""
    first, last = tenure.start_earliest or dt.date.min, tenure.end_latest or dt.date.max
    start, end = date.start_latest or date.start_earliest, date.end_earliest or date.end_latest
    return (start is None or first <= start) and (end is None or end <= last)
