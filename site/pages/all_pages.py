"""Build the views of all pages from the database, with few SELECTs whatever the number of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from communique.releases.snapshot import SnapshotChange
from communique.schema.models import EventLink
from communique.site.pages.dossier.dossier import build_dossier_pages
from communique.site.pages.event.event import EventPageBuilder
from communique.site.pages.event.event_pages import RUN, build_event_page, build_event_pages
from communique.site.pages.event.event_view import ValueDisagreement
from communique.site.pages.event.evidence import ClaimIndex
from communique.site.pages.event.rows import EventRows
from communique.site.pages.event_index import EventIndex
from communique.site.pages.follow_up.coverage import add_coverage, load_coverage
from communique.site.pages.follow_up.open_questions import build_open_questions_page
from communique.site.pages.history.retired_ids import build_retired_id_pages
from communique.site.pages.overview.charts import build_map_page, build_timeline_pages
from communique.site.pages.overview.explore import build_explore_page
from communique.site.pages.overview.home import (
    build_about_page,
    build_events_pages,
    build_home_page,
    find_example,
    paginate_disagreements,
)
from communique.site.pages.overview.indexes import build_index_pages
from communique.site.pages.overview.launches import build_launches_pages, select_launches
from communique.site.pages.overview.overview_views import ExampleDisagreement
from communique.site.pages.overview.pairs import CountryPairs, build_country_matrix_page, build_pair_pages
from communique.site.pages.overview.recent import build_month_pages, build_recent_page
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.subjects.actors import build_actor_pages, build_person_pages
from communique.site.pages.subjects.sources import build_publisher_pages, build_source_pages
from communique.site.pages.subjects.subjects import (
    EditionFacts,
    build_place_pages,
    build_series_pages,
    build_topic_pages,
    build_year_pages,
)
from communique.site.pages.views import EventPage, View
from communique.site.pages.word_lists import build_word_list_page


def build_views(session: Session, unreleased: Sequence[SnapshotChange] = ()) -> Iterator[View]:
    """Yield the views of all pages, in an order that depends only on the dataset.

    Args:
        session: on the database.
        unreleased: what changed after the newest release.
    """
    registry = SiteRegistry.load(session, unreleased)
    event_index = EventIndex.load(session, registry)
    yield from build_list_pages(session, event_index, registry)
    disputed: dict[str, tuple[ValueDisagreement, ...]] = {}
    for page in build_event_pages(session, registry):
        disputed[page.id] = page.disagreements
        yield page
    for part in paginate_disagreements(session, event_index):
        yield part.build_page(disputed)


def build_list_pages(session: Session, event_index: EventIndex, registry: SiteRegistry) -> Iterator[View]:
    """Yield all views but those of events and disagreements, which need the whole pages of events."""
    views = _build_list_pages(session, event_index, registry)
    yield from add_coverage(views, load_coverage(session, registry))


def _build_list_pages(session: Session, event_index: EventIndex, registry: SiteRegistry) -> Iterator[View]:
    def load_events(ids: Sequence[str]) -> Iterator[tuple[EventPage, ClaimIndex, tuple[EventLink, ...]]]:
        rows = EventRows.load(session, ids)
        for event_id in ids:
            builder = EventPageBuilder(rows.events[event_id], rows, registry)
            yield builder.build_page(), builder.claim_index, tuple(rows.links_out.get(event_id, ()))

    home = build_home_page(event_index, registry)
    yield replace(home, example=_build_example(session, event_index, registry))
    yield build_about_page(event_index, registry.release)
    pairs = CountryPairs.from_event_index(event_index, registry)
    yield build_explore_page(session, event_index, registry, pairs.list_pages())
    yield from build_timeline_pages(event_index)
    yield build_map_page(event_index, registry)
    launches = select_launches(session, event_index)
    yield from build_launches_pages(launches, event_index)
    yield build_open_questions_page(session, event_index, registry)
    yield build_word_list_page(session, event_index)
    yield build_country_matrix_page(pairs, registry)
    yield from build_pair_pages(session, pairs, event_index, registry)
    yield from build_events_pages(event_index)
    dossiers = tuple(build_dossier_pages(session, event_index, registry, load_events))
    yield from dossiers
    yield from build_index_pages(event_index, registry, dossiers)
    yield from build_actor_pages(event_index, registry, pairs.page_path)
    yield from build_person_pages(event_index, registry)
    yield from build_place_pages(event_index, registry)
    yield from build_series_pages(event_index, registry, EditionFacts.load(session))
    yield from build_topic_pages(event_index, registry, launches)
    yield from build_year_pages(event_index)
    yield from build_month_pages(event_index)
    yield build_recent_page(session, event_index, registry)
    yield from build_source_pages(session, event_index, registry)
    yield from build_publisher_pages(event_index, registry)
    yield from build_retired_id_pages(session, event_index, registry.release_history)


def _build_example(
    session: Session, event_index: EventIndex, registry: SiteRegistry
) -> ExampleDisagreement | None:
    """Build what the home page shows of one event that governments tell differently."""
    address = find_example(session, event_index, registry)
    page = build_event_page(session, address[0], registry) if address else None
    if address is None or page is None:
        return None
    anchor = ClaimIndex.dispute_anchor(*address[1:])
    disagreements = (item for item in page.disagreements if item.anchor == anchor)
    return next((ExampleDisagreement(event_index.rows[page.id], item) for item in disagreements), None)


def build_selected_views(
    session: Session, events: Iterable[str], sources: Iterable[str], unreleased: Sequence[SnapshotChange] = ()
) -> Iterator[View]:
    """Yield the views of some events and sources alone, as in ``build_views``; skip unknown ids."""
    registry = SiteRegistry.load(session, unreleased)
    for event_id in sorted(events):
        if page := build_event_page(session, event_id, registry):
            yield page
    wanted = sorted(set(sources))
    for start in range(0, len(wanted), RUN):
        batch_ids = wanted[start : start + RUN]
        event_index = EventIndex.for_sources(session, registry, batch_ids)
        for source_page in build_source_pages(session, event_index, registry):
            if source_page.id in batch_ids:
                yield source_page
