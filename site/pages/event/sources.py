"""Order and number the sources of an event as its page lists them, and describe how certain its record is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from communique.schema.dates.grammar import DatePrecision
from communique.schema.models import Event, Source, SourceEvent
from communique.schema.text_parts import format_passages
from communique.site import labels
from communique.site.pages.components import Link
from communique.site.pages.event.event_view import CitedSource, SourceGroup, ValueDisagreement
from communique.site.pages.event.rows import EventRows
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import group_by


def group_sources(
    reports: Iterable[SourceEvent], sources: Mapping[str, Source], registry: SiteRegistry
) -> tuple[SourceGroup, ...]:
    """Group an event's sources by reprinted dispatch, oldest first, and number them."""
    ordered = sorted(reports, key=lambda report: _publication_key(sources[report.source_id]))
    groups = group_by(
        ordered, lambda r: (sources[r.source_id].reprint_group or "", _standalone_key(sources[r.source_id]))
    )
    source_groups: list[SourceGroup] = []
    number = 0
    for members in groups.values():
        cited_sources: list[CitedSource] = []
        for report in members:
            number += 1
            cited_sources.append(_build_cited_source(number, report, sources[report.source_id], registry))
        source_groups.append(SourceGroup(_describe_reprints(cited_sources), tuple(cited_sources)))
    return tuple(source_groups)


def _publication_key(source: Source) -> tuple[str, str]:
    return (str(source.published_on or "9999"), source.id)


def _standalone_key(source: Source) -> str:
    """Return a key that puts a source that is no reprint into a group of its own."""
    return "" if source.reprint_group else source.id


def _describe_reprints(texts: list[CitedSource]) -> str:
    if len(texts) == 1:
        return ""
    agencies = {text.agency.label for text in texts if text.agency}
    dispatch = f"one {agencies.pop()} dispatch" if len(agencies) == 1 else "one dispatch"
    return f"{len(texts)} reprints of {dispatch} count once."


def _build_cited_source(
    number: int, report: SourceEvent, source: Source, registry: SiteRegistry
) -> CitedSource:
    return CitedSource(
        number=number,
        source=source_link(source),
        publisher=registry.publisher_link(source.publisher_id),
        agency=registry.publisher_link(source.agency_id) if source.agency_id else None,
        published=format_publication_date(source),
        url=source.url or "",
        archived_url=source.archived_url or "",
        language=source.language,
        language_words=labels.language_name(source.language),
        closeness=labels.CLOSENESS_LABELS[report.closeness],
        paragraphs=format_passages(report.paragraphs),
        excerpt=source.excerpt,
    )


def source_link(source: Source) -> Link:
    """Return the link to a source's page, labelled by its headline."""
    return Link(source.title, f"sources/{source.id}.md")


def format_publication_date(source: Source) -> str:
    """Return the publication date of a source in English."""
    return labels.format_day(source.published_on) if source.published_on else "date unknown"


def describe_certainty(
    event: Event, disagreements: Sequence[ValueDisagreement], is_overdue: bool
) -> tuple[str, ...]:
    """Describe whether an event happened, how many independent sources report it, and what they dispute."""
    return tuple(
        filter(
            None,
            (
                labels.explain_status(event.status, is_overdue, event.outcome_sought),
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
    return f"{total} sources report it; they count as {as_many}, since an agency or publisher counts once."


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
    DatePrecision.QUARTER: "precise to the quarter",
    DatePrecision.YEAR: "precise to the year",
    DatePrecision.DECADE: "precise to the decade",
    DatePrecision.CENTURY: "precise to the century",
    DatePrecision.INTERVAL: "",
    DatePrecision.ALTERNATIVES: "one of these, and it is not known which",
}


def describe_date_precision(event: Event) -> str:
    """Describe the precision of an event's date; "" where the date itself shows it."""
    return _PRECISION[event.date_precision] if event.date_precision else ""


def describe_provisions_reading(event_id: str, rows: EventRows) -> str:
    """Say that provisions come from the beginning of their text, where no more of it could be read; "" else."""
    claims = (row for row in rows.claims.get(event_id, ()) if row.field == "provisions")
    excerpts = [rows.sources[source_id].excerpt for source_id in {row.source_id for row in claims}]
    if not any(excerpts):
        return ""
    if all(excerpts):
        return (
            "From the beginning of the text: no more of it could be read, so later provisions may be missing."
        )
    return "Some come from the beginning of a text of which no more could be read; others from whole texts."
