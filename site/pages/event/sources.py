"""Order and number the sources of one event as its page lists them, with reprints grouped together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from communique.schema.models import Source, SourceEvent
from communique.schema.text_parts import format_passages
from communique.site import labels
from communique.site.pages.components import Link
from communique.site.pages.event.event_view import CitedSource, SourceGroup
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
