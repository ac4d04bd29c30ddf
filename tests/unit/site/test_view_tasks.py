"""Pages rendered by several processes are those that one renders, in the same order."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import replace

import pytest

from communique.pipeline import tasks, workers
from communique.pipeline.cache import BuildCache
from communique.pipeline.cache_key import KeyMaker
from communique.pipeline.tasks import run_tasks
from communique.site import render
from communique.site.formats.feed_items import FeedItem
from communique.site.graphics import basemap, coastlines
from communique.site.page_urls import RelativeLinks
from communique.site.pages.all_pages import build_views
from communique.site.pages.components import EventRow
from communique.site.pages.views import EventsPage, PlacePage, View
from communique.site.site_metadata import SiteMetadata
from communique.site.view_tasks import build_view_tasks
from golden.record import record
from golden.rows import session


def read_views() -> list[View]:
    with session(record()) as opened:
        return list(build_views(opened))


@pytest.fixture(scope="module")
def views() -> list[View]:
    return read_views()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this record were large, and this machine too."""
    monkeypatch.setattr(tasks, "BATCH", 5)
    monkeypatch.setattr(tasks, "FEW", 3)
    monkeypatch.setattr(workers, "max_workers", lambda: 3)


@pytest.mark.usefixtures("few")
def test_several_processes_render_what_one_renders(views: list[View]) -> None:
    publication = SiteMetadata()
    files = [*run_tasks(build_view_tasks(views, publication), BuildCache())]
    assert files == [
        file for view in render.with_locator_maps(views) for file in render.render_files(view, publication)
    ]
    assert multiprocessing.active_children() == []


def test_a_template_is_prepared_with_all_that_it_uses() -> None:
    render.html_environment.cache_clear()
    render.get_template.cache_clear()
    render.precompile_template.cache_clear()
    render.precompile_template("event.html", RelativeLinks(2))
    environment = render.html_environment(RelativeLinks(2))
    assert environment.cache is not None
    names = {name for _, name in environment.cache}
    assert names == {"event.html", "parts.html", "history.html"}


@pytest.mark.usefixtures("few")
def test_the_land_of_maps_is_read_before_processes_are_forked(
    views: list[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[int] = []
    monkeypatch.setattr(basemap, "preload_land", lambda: prepared.append(os.getpid()))
    places = [view for view in views if isinstance(view, PlacePage) and view.picture]
    others = [view for view in views if view.path.startswith(("sources/", "years/"))]
    [*run_tasks(build_view_tasks(others * 3, SiteMetadata()), BuildCache())]
    assert prepared == []
    [*run_tasks(build_view_tasks(places * 3, SiteMetadata()), BuildCache())]
    assert set(prepared) == {os.getpid()}


def test_preparing_reads_all_the_land() -> None:
    basemap.preload_land()
    before = coastlines.load_land.cache_info().misses
    for step in (coastlines.FINE, coastlines.MEDIUM, coastlines.COARSE):
        coastlines.load_land(step)
    assert coastlines.load_land.cache_info().misses == before


def test_equal_views_have_one_key_and_others_others(views: list[View]) -> None:
    shared = (EventRow, FeedItem)
    first, second = KeyMaker(shared), KeyMaker(shared)
    keys = [first.make_key(view) for view in views]
    assert [second.make_key(view) for view in read_views()] == keys
    assert len(set(keys)) == len(keys)


def test_a_key_changes_with_one_line_of_a_list(views: list[View]) -> None:
    page = next(view for view in views if isinstance(view, EventsPage))
    row, *rest = page.events.rows
    other = replace(page, events=replace(page.events, rows=(replace(row, source_count=99), *rest)))
    assert KeyMaker((EventRow,)).make_key(other) != KeyMaker((EventRow,)).make_key(page)
