"""What two countries share: the matrix of who with whom, and a page for every pair with a history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy.orm import Session

from communique.schema import Meeting, Memorandum
from communique.schema.kinds.vocabulary import MeetingLevel
from communique.schema.vocabulary import Kind
from communique.site import words
from communique.site.queries.actors import kind_tallies
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.registry import Registry
from communique.site.queries.rows import read
from communique.site.views.family import Tally
from communique.site.views.parts import EventRow, Ref
from communique.site.views.pictures import PairPage, Shared, WithPage, WithRow

LEAST = 3
"""Shared events that make a history; fewer are found through either country."""

MATRIX = 14
"""Countries in the matrix: as many as a page shows side by side."""

MOST = 200
"""Events on a pair's page; the table over all events shows the rest."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Events by pair of countries, a ministry standing for its state; countries by how many events they have."""

    shared: dict[Pair, list[str]]
    ranked: tuple[str, ...]

    @classmethod
    def of(cls, catalogue: Catalogue, registry: Registry) -> Pairs:
        """Every pair of countries that took part in one event."""
        shared: defaultdict[Pair, list[str]] = defaultdict(list)
        counts: Counter[str] = Counter()
        for event_id in catalogue.rows:
            actors = {
                registry.represented(row.actor_id) for row in catalogue.participations.get(event_id, ())
            }
            countries = sorted(actor for actor in actors if registry.is_country(actor))
            counts.update(countries)
            for pair in combinations(countries, 2):
                shared[pair].append(event_id)
        ranked = sorted(counts, key=lambda one: (-counts[one], registry.actors[one].name))
        return cls(dict(shared), tuple(ranked))

    def count(self, one: str, other: str) -> int:
        """How many events two countries share, in either order."""
        return len(self.shared.get((min(one, other), max(one, other)), ()))

    def page(self, one: str, other: str, base: str = "") -> str:
        """The path of a pair's page, which lies under the country whose id sorts first; "" where it has none."""
        first, second = min(one, other), max(one, other)
        return (
            f"countries/{first.lower()}/with/{second.lower()}.md" if self.count(one, other) >= LEAST else base
        )


def with_page(pairs: Pairs, registry: Registry) -> WithPage:
    """Countries with most events against each other."""
    chosen = pairs.ranked[:MATRIX]
    highest = max((pairs.count(*pair) for pair in combinations(chosen, 2)), default=1)

    def cell(one: str, other: str) -> Shared | None:
        if one == other:
            return None
        count = pairs.count(one, other)
        shade = min(5, 1 + int(5 * (count / highest) ** 0.5)) if count else 0
        return Shared(count, pairs.page(one, other), shade)

    ranked = sorted(pairs.shared, key=lambda pair: (-len(pairs.shared[pair]), pair))
    return WithPage(
        path="countries/with.md",
        rows=tuple(
            WithRow(
                registry.actor(one),
                registry.actors[one].iso_alpha2 or one,
                tuple(cell(one, x) for x in chosen),
            )
            for one in chosen
        ),
        pairs=tuple(
            Tally(Ref(_title(pair, registry), pairs.page(*pair)), pairs.count(*pair))
            for pair in ranked
            if pairs.page(*pair)
        ),
        least=LEAST,
    )


def _title(pair: Pair, registry: Registry) -> str:
    return words.capital(" and ".join(words.with_article(registry.actors[one].name) for one in pair))


def pair_pages(
    session: Session, pairs: Pairs, catalogue: Catalogue, registry: Registry
) -> Iterator[PairPage]:
    """A page for every pair with a history: two SELECTs for all of them."""
    levels = {row.event_id: row.level for row in read(session, Meeting)}
    instruments = {row.event_id: row.instrument for row in read(session, Memorandum)}
    for pair in sorted(pairs.shared):
        if not pairs.page(*pair):
            continue
        rows = catalogue.listed(pairs.shared[pair])
        ranks = Counter(level for row in rows if (level := levels.get(row.id)))
        texts = (
            (row, words.title(kind) if (kind := instruments.get(row.id)) else "")
            for row in rows
            if row.kind == Kind.MEMORANDUM.value
        )
        yield PairPage(
            path=pairs.page(*pair),
            title=_title(pair, registry),
            first=registry.actor(pair[0]),
            second=registry.actor(pair[1]),
            tallies=kind_tallies(rows),
            alone=sum(1 for row in rows if _countries(row) == 2),
            levels=tuple(
                Tally(Ref(words.title(level)), ranks[level]) for level in MeetingLevel if ranks[level]
            ),
            instruments=tuple(texts)[:MOST],
            disputed=tuple(row for row in rows if row.dispute)[:MOST],
            years=catalogue.years(rows),
            rows=rows[:MOST],
            total=len(rows),
            explore=f"explore.md?country={pair[0].lower()}&with={pair[1].lower()}",
        )


def _countries(row: EventRow) -> int:
    return sum(1 for ref in row.countries if ref.path.startswith("countries/"))
