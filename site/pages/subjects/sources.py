"""Build the pages of sources and publishers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from communique.schema.models import Claim, Source
from communique.schema.text_parts import format_passages
from communique.site import labels
from communique.site.pages.components import paginate_events, paginate_items
from communique.site.pages.event.sources import format_publication_date, source_link
from communique.site.pages.event_index import EventIndex
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import get_column, group_by
from communique.site.pages.subjects.subject_views import (
    PublisherPage,
    PublisherText,
    SourcePage,
    SourceReport,
)


def count_claims(session: Session, sources: Collection[str] | None = None) -> dict[tuple[str, str], int]:
    """Count the claims of each source, or of some, on each event, by (source, event); one SELECT."""
    source, event = get_column(Claim, "source_id"), get_column(Claim, "event_id")
    query = select(source, event, func.count()).group_by(source, event)
    rows = session.execute(query if sources is None else query.where(source.in_(sources))).all()
    return {(row[0], row[1]): int(row[2]) for row in rows}


def build_source_pages(
    event_index: EventIndex, registry: SiteRegistry, counts: dict[tuple[str, str], int]
) -> Iterator[SourcePage]:
    """Yield the page of every source in the index."""
    groups = group_by(
        (row for row in event_index.sources.values() if row.reprint_group), lambda row: str(row.reprint_group)
    )
    for source_id, row in event_index.sources.items():
        report_by_event = {report.event_id: report for report in event_index.reports.get(source_id, ())}
        reports = [report_by_event[row.id] for row in event_index.rows_for(report_by_event)]
        reprints = groups.get(row.reprint_group or "", [])
        yield SourcePage(
            path=source_link(row).path,
            id=source_id,
            title=row.title,
            kind_words=labels.format_label(row.kind),
            publisher=registry.publisher_link(row.publisher_id),
            agency=registry.publisher_link(row.agency_id) if row.agency_id else None,
            originator=registry.publisher_link(row.agency_id or row.publisher_id),
            published=format_publication_date(row),
            accessed=labels.format_day(row.accessed),
            language=row.language,
            language_words=labels.language_name(row.language),
            url=row.url or "",
            archived_url=row.archived_url or "",
            excerpt=row.excerpt,
            read_by=row.read_by or "",
            second_reading=_describe_second_reading(row),
            reprints=tuple(source_link(reprint) for reprint in reprints if reprint.id != source_id),
            reports=tuple(
                SourceReport(
                    row=event_index.rows[report.event_id],
                    paragraphs=format_passages(report.paragraphs),
                    closeness=labels.CLOSENESS_LABELS[report.closeness],
                    claims=counts.get((source_id, report.event_id), 0),
                )
                for report in reports
            ),
        )


def _describe_second_reading(source: Source) -> str:
    """Return who read a text a second time, when, and what came of it; an empty text where nobody did."""
    if source.second_read_by is None or source.second_read_on is None:
        return ""
    located, missing = source.values_located or 0, source.values_missing or 0
    values = labels.format_count(located + missing, "value")
    share = f"all {values} were" if not missing else f"{located:,} of {values} were"
    return (
        f"Read a second time by {source.second_read_by} on {labels.format_day(source.second_read_on)}: "
        f"{share} found where the entry cites the text."
    )


def build_publisher_pages(event_index: EventIndex, registry: SiteRegistry) -> Iterator[PublisherPage]:
    """Yield the pages of every publisher with texts, its own and those that others carried."""
    carried = group_by(event_index.sources.values(), lambda row: row.publisher_id)
    written = group_by(
        (row for row in event_index.sources.values() if row.agency_id), lambda row: str(row.agency_id)
    )
    for publisher_id, row in registry.publishers.items():
        own, others = carried.get(publisher_id, []), written.get(publisher_id, [])
        if not own and not others:
            continue
        texts = sorted(
            {source.id: source for source in (*own, *others)}.values(),
            key=lambda source: (str(source.published_on or ""), source.id),
            reverse=True,
        )
        ids = [report.event_id for source in texts for report in event_index.reports.get(source.id, ())]
        own_path = registry.publisher_link(publisher_id).path
        text_pages = [page_items for _, page_items, _ in paginate_items(own_path, texts)]
        for path, page_events in paginate_events(own_path, ids, event_index, min_pages=len(text_pages)):
            page_texts = (
                text_pages[page_events.part.number - 1] if page_events.part.number <= len(text_pages) else ()
            )
            yield PublisherPage(
                path=path,
                title=row.name,
                kind_words=labels.format_label(row.kind),
                actor=registry.actor_link(row.actor_id) if row.actor_id else None,
                url=row.url or "",
                texts=tuple(
                    _build_text(source, publisher_id, event_index, registry) for source in page_texts
                ),
                text_count=len(texts),
                events=page_events,
            )


def _build_text(
    source: Source, publisher_id: str, event_index: EventIndex, registry: SiteRegistry
) -> PublisherText:
    role = ""
    if source.publisher_id != publisher_id:
        role = f"carried by {registry.publishers[source.publisher_id].name}"
    elif source.agency_id:
        role = f"from {registry.publishers[source.agency_id].name}"
    return PublisherText(
        source=source_link(source),
        published=format_publication_date(source),
        kind_words=labels.format_label(source.kind),
        language=source.language,
        language_words=labels.language_name(source.language),
        event_count=len(event_index.reports.get(source.id, ())),
        role=role,
    )
