"""Describe in sentences how certain the record of an event is."""

from __future__ import annotations

from collections.abc import Sequence

from communique.schema.dates.grammar import DatePrecision
from communique.schema.models import Event
from communique.site import labels
from communique.site.pages.event.event_view import ValueDisagreement


def describe_certainty(
    event: Event, disagreements: Sequence[ValueDisagreement], is_overdue: bool
) -> tuple[str, ...]:
    """Describe whether an event happened, how many independent sources report it, and what they dispute."""
    return tuple(
        filter(
            None,
            (
                labels.explain_status(event.status, is_overdue),
                _describe_sources(event),
                _describe_disputes(disagreements),
            ),
        )
    )


def _describe_sources(event: Event) -> str:
    total, independent = event.source_count, event.independent_source_count
    if total == 1:
        return "It rests on a single source."
    if independent == total:
        return f"{total} independent sources report it."
    as_many = "one independent source" if independent == 1 else f"{independent} independent sources"
    return f"{total} sources report it, which count as {as_many} since reprints of one dispatch count once."


def _describe_disputes(disagreements: Sequence[ValueDisagreement]) -> str:
    def list_fields(decision: str) -> str:
        return labels.join_with_and(
            [
                _lowercase_first(disagreement.field)
                for disagreement in disagreements
                if disagreement.decision == decision
            ]
        )

    unresolved, resolved = list_fields("unresolved"), list_fields("settled")
    if unresolved and resolved:
        return f"Sources disagree on {unresolved} (unresolved) and {resolved} (settled)."
    if unresolved:
        return f"Sources disagree on {unresolved}; that is unresolved."
    return f"Sources disagree on {resolved}; a ruling settles it." if resolved else ""


def _lowercase_first(field: str) -> str:
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


def describe_date_precision(event: Event) -> str:
    """Describe the precision of an event's date; "" where the date itself shows it."""
    return _PRECISION[event.date_precision] if event.date_precision else ""
