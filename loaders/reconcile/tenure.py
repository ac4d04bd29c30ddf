"""Find the office that a person held on a day, according to the registry's tenures."""

from __future__ import annotations

import datetime as dt

from communique.loaders.dataset import RegistryIndex
from communique.schema.dates.parse import Edtf, parse_date


def find_office_held(person: str, actor: str, date: Edtf | None, registry: RegistryIndex) -> str | None:
    """Return the office in which a person acted for an actor on a date, if the registry has exactly one.

    Tenures with dates that cover the event win; a tenure without dates counts where it is the only one.
    """
    entry = registry.people.get(person)
    own = (
        [tenure for tenure in entry.tenures if _is_office_of(registry, tenure.office, actor)] if entry else []
    )
    covering = [
        tenure.office
        for tenure in own
        if tenure.date and date and is_within_tenure(parse_date(tenure.date), date)
    ]
    if covering:
        return str(covering[0])
    undated = [tenure.office for tenure in own if not tenure.date]
    return str(undated[0]) if len(undated) == 1 and len(own) == 1 else None


def _is_office_of(registry: RegistryIndex, office: str, actor: str) -> bool:
    """Return whether an office belongs to an actor, or to one that is part of it."""
    office_entry = registry.offices.get(office)
    holder = office_entry.actor if office_entry else None
    while holder and holder != actor:
        holder_entry = registry.actors.get(holder)
        holder = holder_entry.parent if holder_entry else None
    return holder == actor


def is_within_tenure(tenure: Edtf, date: Edtf) -> bool:
    """Return whether an event's date may lie within a tenure; unknown limits are open."""
    first, last = tenure.start_earliest or dt.date.min, tenure.end_latest or dt.date.max
    start, end = date.start_latest or date.start_earliest, date.end_earliest or date.end_latest
    return (start is None or first <= start) and (end is None or end <= last)
