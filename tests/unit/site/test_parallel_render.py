"""Lists rendered by several processes are those that one renders, in the same order."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.pipeline import workers
from communique.pipeline.output_file import OutputFile, UnchangedFile
from communique.pipeline.output_folder import sync_folder
from communique.site import parallel_render, render
from communique.site.build_cache import BuildCache
from communique.site.cached_files import ContentCache
from communique.site.content_digest import ContentHasher
from communique.site.graphics import basemap, coastlines
from communique.site.pages.all_pages import build_views
from communique.site.pages.views import PlacePage, View
from communique.site.site_metadata import SiteMetadata
from golden.record import record
from golden.rows import session


@pytest.fixture(scope="module")
def seen() -> list[View]:
    with session(record()) as opened:
        return list(build_views(opened))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this record were large, and this machine too."""
    monkeypatch.setattr(parallel_render, "BATCH", 5)
    monkeypatch.setattr(parallel_render, "FEW", 3)
    monkeypatch.setattr(workers, "max_workers", lambda: 3)


def makers(view: View, publication: SiteMetadata) -> Iterator[OutputFile]:
    """A page that tells by which process it was made."""
    yield OutputFile(view.path, str(os.getpid()))


@pytest.mark.usefixtures("few")
def test_several_processes_render_what_one_renders(seen: list[View]) -> None:
    made = list(parallel_render.render_parallel(seen, SiteMetadata(), ContentCache()))
    assert made == [
        page for view in render.with_locator_maps(seen) for page in render.render_files(view, SiteMetadata())
    ]
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("few")
def test_each_batch_has_a_process_but_one_that_is_too_small(
    seen: list[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel_render, "render_files", makers)
    made = list(parallel_render.render_parallel(seen[:12], SiteMetadata(), ContentCache()))
    assert [page.path for page in made] == [view.path for view in seen[:12]]
    pids = [page.content for page in made if isinstance(page, OutputFile)]
    assert len(set(pids[:10])) == 2
    assert set(pids[:10]).isdisjoint(pids[10:])
    assert set(pids[10:]) == {str(os.getpid())}


@pytest.mark.usefixtures("few")
def test_what_is_kept_is_not_rendered_and_stays_in_its_place(
    seen: list[View], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reuse() -> ContentCache:
        return ContentCache(BuildCache.from_file(tmp_path, tmp_path / "pages"), ContentHasher(b"same"))

    first = reuse()
    sync_folder(parallel_render.render_parallel(seen[::2], SiteMetadata(), first), tmp_path / "pages")
    first.build_cache.to_file()
    rendered: list[str] = []
    monkeypatch.setattr(parallel_render, "FEW", 1000)  # all in this process
    monkeypatch.setattr(
        parallel_render,
        "render_files",
        lambda view, _: [rendered.append(view.path), OutputFile(view.path, "")][1:],
    )
    again = list(parallel_render.render_parallel(seen, SiteMetadata(), reuse()))
    assert rendered == [view.path for view in render.with_locator_maps(seen[1::2])]
    kept = {page.path for page in again if isinstance(page, UnchangedFile)}
    assert {view.path for view in render.with_locator_maps(seen[::2])} <= kept
    things = [view.path for view in render.with_locator_maps(seen)]
    assert [page.path for page in again if page.path in set(things)] == things


def test_a_template_is_prepared_with_all_that_it_uses() -> None:
    render.markdown_environment.cache_clear()
    render.get_template.cache_clear()
    render.precompile_template.cache_clear()
    render.precompile_template("event/base.md", 1)
    made = render.markdown_environment(1)
    assert made.cache is not None
    assert {name for _, name in made.cache} == {"event/base.md", "parts.md", "history.md"}


@pytest.mark.usefixtures("few")
def test_the_land_of_maps_is_read_before_processes_are_forked(
    seen: list[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[int] = []
    monkeypatch.setattr(basemap, "preload_land", lambda: prepared.append(os.getpid()))
    monkeypatch.setattr(parallel_render, "render_files", makers)
    places = [view for view in seen if isinstance(view, PlacePage) and view.picture]
    others = [view for view in seen if view.path.startswith(("sources/", "years/"))]
    list(parallel_render.render_parallel(others * 3, SiteMetadata(), ContentCache()))
    assert prepared == []
    list(parallel_render.render_parallel(places * 3, SiteMetadata(), ContentCache()))
    assert set(prepared) == {os.getpid()}


def test_preparing_reads_all_the_land() -> None:
    basemap.preload_land()
    before = coastlines.load_land.cache_info().misses
    for step in (coastlines.FINE, coastlines.MEDIUM, coastlines.COARSE):
        coastlines.load_land(step)
    assert coastlines.load_land.cache_info().misses == before
