"""How sure the record is of an event, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from communique.schema import Event
from communique.schema.dates import DatePrecision
from communique.site import words
from communique.site.views.event import Disagreement


def certainty(event: Event, disagreements: Sequence[Disagreement]) -> tuple[str, ...]:
    """Whether it happened, how many independent sources say so, and on what they disagree."""
    return tuple(
        filter(None, (words.STATUS_SENTENCES[event.status], _sources(event), _disputed(disagreements)))
    )


def _sources(event: Event) -> str:
    total, independent = event.source_count, event.independent_source_count
    if total == 1:
        return "It rests on a single source."
    if independent == total:
        return f"{total} independent sources report it."
    as_many = "one independent source" if independent == 1 else f"{independent} independent sources"
    return f"{total} sources report it, which count as {as_many} since reprints of one dispatch count once."


def _disputed(disagreements: Sequence[Disagreement]) -> str:
    def named(decision: str) -> str:
        return words.listed([_lower(one.field) for one in disagreements if one.decision == decision])

    unresolved, settled = named("unresolved"), named("settled")
    if unresolved and settled:
        return f"Sources disagree on {unresolved} (unresolved) and {settled} (settled)."
    if unresolved:
        return f"Sources disagree on {unresolved}; that is unresolved."
    return f"Sources disagree on {settled}; a ruling settles it." if settled else ""


def _lower(field: str) -> str:
    head, colon, tail = field.partition(":")
    return head[:1].lower() + head[1:] + colon + tail


_PRECISION = {
    DatePrecision.DAY: "",
    DatePrecision.MONTH: "precise to the month",
    DatePrecision.SEASON: "precise to the season",
    DatePrecision.YEAR: "precise to the year",
    DatePrecision.DECADE: "precise to the decade",
    DatePrecision.CENTURY: "precise to the century",
    DatePrecision.INTERVAL: "",
}


def date_precision(event: Event) -> str:
    """How fine an event's date is, in words; "" where the date itself shows it to the day."""
    return _PRECISION[event.date_precision] if event.date_precision else ""
