"""The sources of one event in the order a page numbers them, with reprints of one dispatch kept together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from communique.schema import Source, SourceEvent
from communique.site import words
from communique.site.queries.registry import Registry
from communique.site.queries.rows import grouped
from communique.site.views.event import Testimonies, Testimony
from communique.site.views.parts import Ref


def testimonies(
    reports: Iterable[SourceEvent], sources: Mapping[str, Source], registry: Registry
) -> tuple[Testimonies, ...]:
    """An event's sources by day of publication, oldest first, each group of reprints at its oldest."""
    ordered = sorted(reports, key=lambda report: _published(sources[report.source_id]))
    groups = grouped(
        ordered, lambda r: (sources[r.source_id].reprint_group or "", _alone(sources[r.source_id]))
    )
    found: list[Testimonies] = []
    number = 0
    for members in groups.values():
        texts: list[Testimony] = []
        for report in members:
            number += 1
            texts.append(_testimony(number, report, sources[report.source_id], registry))
        found.append(Testimonies(_reprint_words(texts), tuple(texts)))
    return tuple(found)


def _published(source: Source) -> tuple[str, str]:
    return (str(source.published_on or "9999"), source.id)


def _alone(source: Source) -> str:
    """What keeps a text that is no reprint in a group of its own."""
    return "" if source.reprint_group else source.id


def _reprint_words(texts: list[Testimony]) -> str:
    if len(texts) == 1:
        return ""
    agencies = {text.agency.label for text in texts if text.agency}
    dispatch = f"one {agencies.pop()} dispatch" if len(agencies) == 1 else "one dispatch"
    return f"{len(texts)} reprints of {dispatch} count once."


def _testimony(number: int, report: SourceEvent, source: Source, registry: Registry) -> Testimony:
    return Testimony(
        number=number,
        source=source_ref(source),
        publisher=registry.publisher(source.publisher_id),
        agency=registry.publisher(source.agency_id) if source.agency_id else None,
        published=published(source),
        url=source.url or "",
        archived_url=source.archived_url or "",
        language=source.language,
        language_words=words.language(source.language),
        closeness=words.CLOSENESS_WORDS[report.closeness],
        paragraphs=words.paragraphs(report.paragraphs),
        excerpt=source.excerpt,
    )


def source_ref(source: Source) -> Ref:
    """The link to a source's page, by its own headline."""
    return Ref(source.title, f"sources/{source.id}.md")


def published(source: Source) -> str:
    """When a source was published, in words."""
    return words.day(source.published_on) if source.published_on else "date unknown"
