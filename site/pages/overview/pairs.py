"""Build the matrix of countries that share events, and a page for every pair with a shared history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from sqlalchemy.orm import Session

from communique.schema.event_types.meeting import MeetingLevel
from communique.schema.models import Meeting, Memorandum
from communique.schema.vocabulary import Kind
from communique.site import labels
from communique.site.pages.components import EVENTS_SIZE, EventRow, Link, Pagination, paginate_items
from communique.site.pages.event_index import EventIndex, count_kinds
from communique.site.pages.overview.overview_views import (
    CountryMatrixPage,
    CountryMatrixRow,
    PairPage,
    SharedCount,
)
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import select_models
from communique.site.pages.subjects.subject_views import Count

MIN_SHARED = 3
"""Shared events that make a history; fewer are found through either country."""

MATRIX_SIZE = 14
"""Countries in the matrix: as many as a page shows side by side."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CountryPairs:
    """Shared events by pair of countries, a ministry counting as its state, and countries by events.

    ``unheld`` are those that were not held as far as is known.
    """

    shared: dict[Pair, list[str]]
    unheld: dict[Pair, list[str]]
    ranked: tuple[str, ...]

    @classmethod
    def from_event_index(cls, event_index: EventIndex, registry: SiteRegistry) -> CountryPairs:
        """Find every pair of countries that took part in the same event; what is only planned stands apart."""
        shared: defaultdict[Pair, list[str]] = defaultdict(list)
        unheld: defaultdict[Pair, list[str]] = defaultdict(list)
        counts: Counter[str] = Counter()
        for event_id, row in event_index.rows.items():
            actors = {
                registry.resolve_country(row.actor_id) for row in event_index.participations.get(event_id, ())
            }
            countries = sorted(actor for actor in actors if registry.is_country(actor))
            counts.update(countries if row.is_held else ())
            for pair in combinations(countries, 2):
                (shared if row.is_held else unheld)[pair].append(event_id)
        ranked = sorted(counts, key=lambda actor_id: (-counts[actor_id], registry.actors[actor_id].name))
        return cls(dict(shared), dict(unheld), tuple(ranked))

    def shared_count(self, country: str, other: str) -> int:
        """Return the number of events that two countries share, in either order."""
        return len(self.shared.get((min(country, other), max(country, other)), ()))

    def list_pages(self) -> tuple[str, ...]:
        """Return the pages of all pairs that have one, without ending."""
        paths = (self.page_path(*pair) for pair in sorted(self.shared))
        return tuple(path.removesuffix(".md") for path in paths if path)

    def page_path(self, country: str, other: str, default: str = "") -> str:
        """Return the path of a pair's page, under the country whose id sorts first; ``default`` if none."""
        first, second = min(country, other), max(country, other)
        return (
            f"countries/{first.lower()}/with/{second.lower()}.md"
            if self.shared_count(country, other) >= MIN_SHARED
            else default
        )


def build_country_matrix_page(pairs: CountryPairs, registry: SiteRegistry) -> CountryMatrixPage:
    """Build the page with the matrix of the countries that have most events."""
    chosen = pairs.ranked[:MATRIX_SIZE]
    highest = max((pairs.shared_count(*pair) for pair in combinations(chosen, 2)), default=1)

    def build_cell(country: str, other: str) -> SharedCount | None:
        if country == other:
            return None
        count = pairs.shared_count(country, other)
        shade = min(5, 1 + int(5 * (count / highest) ** 0.5)) if count else 0
        return SharedCount(count, pairs.page_path(country, other), shade)

    ranked = sorted(pairs.shared, key=lambda pair: (-len(pairs.shared[pair]), pair))
    return CountryMatrixPage(
        path="countries/with.md",
        rows=tuple(
            CountryMatrixRow(
                registry.actor_link(country),
                registry.actors[country].iso_alpha2 or country,
                tuple(build_cell(country, other) for other in chosen),
            )
            for country in chosen
        ),
        pairs=tuple(
            Count(Link(_pair_title(pair, registry), pairs.page_path(*pair)), pairs.shared_count(*pair))
            for pair in ranked
            if pairs.page_path(*pair)
        ),
        least=MIN_SHARED,
    )


def _pair_title(pair: Pair, registry: SiteRegistry) -> str:
    return labels.capitalize_first(
        " and ".join(labels.add_article(registry.actors[actor_id].name) for actor_id in pair)
    )


def build_pair_pages(
    session: Session, pairs: CountryPairs, event_index: EventIndex, registry: SiteRegistry
) -> Iterator[PairPage]:
    """Yield a page for every pair of countries with a shared history; two SELECTs in all."""
    levels = {row.event_id: row.level for row in select_models(session, Meeting)}
    instruments = {row.event_id: row.instrument for row in select_models(session, Memorandum)}
    for pair in sorted(pairs.shared):
        if not pairs.page_path(*pair):
            continue
        rows = event_index.rows_for(pairs.shared[pair])
        ranks = Counter(level for row in rows if (level := levels.get(row.id)))
        texts = (
            (row, labels.format_label(kind) if (kind := instruments.get(row.id)) else "")
            for row in rows
            if row.kind == Kind.MEMORANDUM.value
        )
        page = PairPage(
            path=pairs.page_path(*pair),
            title=_pair_title(pair, registry),
            first=registry.actor_link(pair[0]),
            second=registry.actor_link(pair[1]),
            tallies=count_kinds(rows),
            alone=sum(1 for row in rows if _count_countries(row) == 2),
            levels=tuple(
                Count(Link(labels.format_label(level)), ranks[level])
                for level in MeetingLevel
                if ranks[level]
            ),
            instruments=tuple(texts),
            disputed=tuple(row for row in rows if row.dispute),
            years=event_index.year_counts(rows),
            rows=(),
            total=len(rows),
            part=Pagination(1, 1, len(rows), "", ""),
            event_ids=(*pairs.shared[pair], *pairs.unheld.get(pair, ())),
            explore=f"explore.md?country={pair[0].lower()}&with={pair[1].lower()}",
        )
        for path, page_rows, part in paginate_items(page.path, rows, EVENTS_SIZE):
            yield replace(page, path=path, rows=tuple(page_rows), part=part)


def _count_countries(row: EventRow) -> int:
    return sum(1 for link in row.countries if link.path.startswith("countries/"))
