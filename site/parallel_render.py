"""Render views to files in forked processes, while this process builds the next views."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from communique.pipeline import workers
from communique.pipeline.output_file import OutputFile, UnchangedFile
from communique.site.cached_files import ContentCache
from communique.site.graphics import basemap
from communique.site.pages.views import ActorPage, HomePage, MapPage, View
from communique.site.render import LocatorMap, precompile_template, render_files, with_locator_maps
from communique.site.site_metadata import SiteMetadata

BATCH = 500
"""Pages that a process renders: few enough for all to end together, many enough to be worth the memory it takes."""

FEW = 25
"""For fewer pages a process costs more time than it saves."""


class PageSlot(NamedTuple):
    """A view's place in the order, with its cache key, and its cached files if they are unchanged."""

    path: str
    key: str
    cached: list[UnchangedFile] | None


class RenderBatch(NamedTuple):
    """Consecutive slots, and the views of those among them that have to be rendered."""

    slots: list[PageSlot]
    views: list[View | LocatorMap]


def render_parallel(
    views: Iterable[View], publication: SiteMetadata, content_cache: ContentCache
) -> Iterator[OutputFile | UnchangedFile]:
    """Render views and yield their files, in the order of the views.

    Args:
        views: what pages show, taken one by one.
        publication: the site.
        content_cache: what the last build made of the same views is taken from it.

    Raises:
        BuildError: a process was killed, as one is for want of memory.
    """
    pending: deque[list[PageSlot]] = deque()

    def prepared_batches() -> Iterator[RenderBatch]:
        for batch in _make_batches(views, content_cache):
            pending.append(batch.slots)
            if workers.max_workers() > 1 and len(batch.views) >= FEW:
                _warm_caches(batch.views)
            yield batch

    def render_batch(batch: RenderBatch) -> Iterator[list[OutputFile]]:
        for view in batch.views:
            yield [*render_files(view, publication)]

    for rendered in workers.map_ordered(
        render_batch, prepared_batches(), workers.max_workers(), lambda batch: len(batch.views) >= FEW
    ):
        pages = iter(rendered)
        for slot in pending.popleft():
            yield from (
                slot.cached
                if slot.cached is not None
                else content_cache.build_cache.put(slot.path, slot.key, next(pages))
            )


def _warm_caches(views: Iterable[View | LocatorMap]) -> None:
    """Compile templates and load the basemap before processes are forked that would each do it."""
    for view in views:
        if not isinstance(view, LocatorMap):
            precompile_template(view.template, view.path.count("/"))
        if isinstance(view, LocatorMap) or (isinstance(view, HomePage | MapPage | ActorPage) and view.spots):
            basemap.preload_land()


def _make_batches(views: Iterable[View], content_cache: ContentCache) -> Iterator[RenderBatch]:
    batch = RenderBatch([], [])
    for view in with_locator_maps(views):
        key = content_cache.hasher.hash_value(view) if content_cache.hasher else ""
        cached = content_cache.build_cache.get(view.path, key) if key else None
        batch.slots.append(PageSlot(view.path, key, cached))
        if cached is None:
            batch.views.append(view)
            if len(batch.views) == BATCH:
                yield batch
                batch = RenderBatch([], [])
    yield batch
