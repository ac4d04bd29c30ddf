"""Build the pages of sources and publishers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy.orm import Session

from communique.schema.models import Source
from communique.schema.text_parts import format_passages
from communique.site import labels
from communique.site.pages.components import paginate_events, paginate_items
from communique.site.pages.event.sources import format_publication_date, source_link
from communique.site.pages.event_index import EventIndex
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import group_by
from communique.site.pages.subjects.statements import SourceStatements
from communique.site.pages.subjects.subject_views import (
    PublisherPage,
    PublisherText,
    SourcePage,
    SourceReport,
)

BATCH = 250
"""Sources whose claims are in memory at once."""


def build_source_pages(
    session: Session, event_index: EventIndex, registry: SiteRegistry
) -> Iterator[SourcePage]:
    """Yield the page of every source in the index."""
    groups = group_by(
        (row for row in event_index.sources.values() if row.reprint_group), lambda row: str(row.reprint_group)
    )
    for batch in batched(event_index.sources.values(), BATCH):
        statements = SourceStatements.load(session, [row.id for row in batch])
        for row in batch:
            reprints = groups.get(row.reprint_group or "", [])
            yield _build_source_page(row, reprints, statements, event_index, registry)


def batched(items: Iterable[Source], size: int) -> Iterator[tuple[Source, ...]]:
    """Yield sources in tuples of a size; the last may be shorter."""
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch


def _build_source_page(
    row: Source,
    reprints: Iterable[Source],
    statements: SourceStatements,
    event_index: EventIndex,
    registry: SiteRegistry,
) -> SourcePage:
    report_by_event = {report.event_id: report for report in event_index.reports.get(row.id, ())}
    events = event_index.rows_for(report_by_event)
    counts = Counter(claim.event_id for claim in statements.claims.get(row.id, ()))
    return SourcePage(
        path=source_link(row).path,
        id=row.id,
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
        reading="Read in its beginning" if row.excerpt else "Read whole",
        read_by=row.read_by or "",
        second_reading=_describe_second_reading(row),
        reprints=tuple(source_link(reprint) for reprint in reprints if reprint.id != row.id),
        reports=tuple(
            SourceReport(
                row=event,
                paragraphs=format_passages(report_by_event[event.id].paragraphs),
                closeness=labels.CLOSENESS_LABELS[report_by_event[event.id].closeness],
                claims=counts[event.id],
            )
            for event in events
        ),
        passages=tuple(
            statements.list_passages(row.id, {event.id: event.event for event in events}, registry)
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
