"""Build the parts that indexes share: their pages, counts of what was held, and the years of their subjects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from communique.site.pages.components import EventRow, Link, SubjectYears, YearCount, paginate_items
from communique.site.pages.event_index import EventIndex
from communique.site.pages.overview.overview_views import IndexPage
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import group_by

Cells = tuple[Link | str | int, ...]

MULTIPLES = 12
"""How many subjects of an index have a chart of their own."""

READ_IN_PART = "rests on one originator, or on texts of which only the beginning was read"

COUNTED = ("Held", "Planned or called off")
"""The columns of what an index counts."""

RELATED = {
    "countries": (Link("Who with whom", "countries/with.md"),),
    "places": (Link("Map", "map.md"),),
    "years": (Link("Timeline", "timeline.md"),),
}
"""Pictures of what an index lists."""


def paginate_index(
    folder: str,
    title: str,
    lead: str,
    columns: tuple[str, ...],
    rows: Sequence[Cells],
    years: tuple[YearCount, ...] = (),
    multiples: Sequence[SubjectYears] = (),
    unit: tuple[str, str] = ("event held", "events held"),
    hatched: str = READ_IN_PART,
) -> Iterator[IndexPage]:
    """Yield the pages of an index; what is drawn stands on the first."""
    for path, page_items, part in paginate_items(f"{folder}/index.md", rows):
        yield IndexPage(
            path=path,
            title=title,
            lead=lead,
            columns=columns,
            rows=tuple(page_items),
            years=years,
            part=part,
            related=RELATED.get(folder, ()),
            multiples=tuple(multiples) if part.number == 1 else (),
            unit=unit,
            hatched=hatched,
        )


def count_held(rows: Iterable[EventRow]) -> tuple[int, int | str]:
    """Return how many events were held, and how many were not as far as is known; "" for none."""
    ordered = list(rows)
    held = sum(row.is_held for row in ordered)
    return held, len(ordered) - held or ""


def count_subject_years(events: Mapping[Link, Iterable[str]], event_index: EventIndex) -> list[SubjectYears]:
    """Return the years of the subjects with most events that were held."""
    rows = {link: [event_index.rows[key] for key in set(ids)] for link, ids in events.items()}
    held = {link: count_held(rows[link])[0] for link in rows}
    ranked = sorted((link for link in rows if held[link]), key=lambda link: (-held[link], link.label))
    subjects = (SubjectYears(link, event_index.year_counts(rows[link])) for link in ranked[:MULTIPLES])
    return [subject for subject in subjects if subject.years]


def count_publisher_years(event_index: EventIndex, registry: SiteRegistry) -> list[SubjectYears]:
    """Return the years in which the publishers with most texts published what was read."""
    dated = [(row.published_on.year, row) for row in event_index.sources.values() if row.published_on]
    texts = group_by(dated, lambda pair: pair[1].publisher_id)
    span = range(min((year for year, _ in dated), default=0), max((year for year, _ in dated), default=0) + 1)
    subjects = []
    for key in sorted(texts, key=lambda key: (-len(texts[key]), registry.publishers[key].name))[:MULTIPLES]:
        counts = Counter(year for year, _ in texts[key])
        parts = Counter(year for year, row in texts[key] if row.excerpt)
        years = tuple(YearCount(year, counts[year], thin=parts[year]) for year in span)
        subjects.append(SubjectYears(registry.publisher_link(key), years))
    return subjects
