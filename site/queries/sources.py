"""The pages of sources and publishers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from communique.schema import Claim, Source
from communique.site import words
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.lists import event_parts, parts
from communique.site.queries.registry import Registry
from communique.site.queries.rows import column, grouped
from communique.site.queries.testimony import published, source_ref
from communique.site.views.family import PublisherPage, Report, SourcePage, Text


def claim_counts(session: Session, sources: Collection[str] | None = None) -> dict[tuple[str, str], int]:
    """How many values of an event each source, or each of some, states: one SELECT."""
    source, event = column(Claim, "source_id"), column(Claim, "event_id")
    query = select(source, event, func.count()).group_by(source, event)
    rows = session.execute(query if sources is None else query.where(source.in_(sources))).all()
    return {(row[0], row[1]): int(row[2]) for row in rows}


def source_pages(
    catalogue: Catalogue, registry: Registry, counts: dict[tuple[str, str], int]
) -> Iterator[SourcePage]:
    """A page for every article or official text."""
    groups = grouped(
        (row for row in catalogue.sources.values() if row.reprint_group), lambda row: str(row.reprint_group)
    )
    for source_id, row in catalogue.sources.items():
        own = {one.event_id: one for one in catalogue.reports.get(source_id, ())}
        reports = [own[row.id] for row in catalogue.listed(own)]
        twins = groups.get(row.reprint_group or "", [])
        yield SourcePage(
            path=source_ref(row).path,
            id=source_id,
            title=row.title,
            kind_words=words.title(row.kind),
            publisher=registry.publisher(row.publisher_id),
            agency=registry.publisher(row.agency_id) if row.agency_id else None,
            published=published(row),
            accessed=words.day(row.accessed),
            language=row.language,
            language_words=words.language(row.language),
            url=row.url or "",
            archived_url=row.archived_url or "",
            excerpt=row.excerpt,
            reprints=tuple(source_ref(twin) for twin in twins if twin.id != source_id),
            reports=tuple(
                Report(
                    row=catalogue.rows[one.event_id],
                    paragraphs=words.paragraphs(one.paragraphs),
                    closeness=words.CLOSENESS_WORDS[one.closeness],
                    claims=counts.get((source_id, one.event_id), 0),
                )
                for one in reports
            ),
        )


def publisher_pages(catalogue: Catalogue, registry: Registry) -> Iterator[PublisherPage]:
    """A page for every publisher that was read, with what it published and what others carried of it."""
    carried = grouped(catalogue.sources.values(), lambda row: row.publisher_id)
    written = grouped(
        (row for row in catalogue.sources.values() if row.agency_id), lambda row: str(row.agency_id)
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
        ids = [report.event_id for source in texts for report in catalogue.reports.get(source.id, ())]
        own_path = registry.publisher(publisher_id).path
        text_parts = [shown for _, shown, _ in parts(own_path, texts)]
        for path, shown in event_parts(own_path, ids, catalogue, least=len(text_parts)):
            here = text_parts[shown.part.number - 1] if shown.part.number <= len(text_parts) else ()
            yield PublisherPage(
                path=path,
                title=row.name,
                kind_words=words.title(row.kind),
                actor=registry.actor(row.actor_id) if row.actor_id else None,
                url=row.url or "",
                texts=tuple(_text(source, publisher_id, catalogue, registry) for source in here),
                text_count=len(texts),
                events=shown,
            )


def _text(source: Source, publisher_id: str, catalogue: Catalogue, registry: Registry) -> Text:
    role = ""
    if source.publisher_id != publisher_id:
        role = f"carried by {registry.publishers[source.publisher_id].name}"
    elif source.agency_id:
        role = f"from {registry.publishers[source.agency_id].name}"
    return Text(
        source=source_ref(source),
        published=published(source),
        kind_words=words.title(source.kind),
        language=source.language,
        language_words=words.language(source.language),
        event_count=len(catalogue.reports.get(source.id, ())),
        role=role,
    )
