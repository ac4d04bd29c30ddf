"""Make a task of each view: the files that it renders to depend on nothing but the view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from communique.pipeline.tasks import Task
from communique.site.graphics import basemap
from communique.site.page_urls import RelativeLinks
from communique.site.pages.views import ActorPage, HomePage, MapPage, View
from communique.site.render import LocatorMap, precompile_template, render_files, with_locator_maps
from communique.site.site_metadata import SiteMetadata


def build_view_tasks(views: Iterable[View], publication: SiteMetadata) -> Iterator[Task]:
    """Yield a task for each view, taken one by one, and for each locator map."""
    for view in with_locator_maps(views):
        make = partial(render_files, view, publication)
        yield Task(view.path, view, make, partial(_load_shared, view, publication))


def _load_shared(view: View | LocatorMap, publication: SiteMetadata) -> None:
    """Compile templates and load the basemap before processes are forked that would each do it."""
    if not isinstance(view, LocatorMap):
        links = RelativeLinks.from_page(view.path, publication.use_directory_urls)
        precompile_template(view.template, links)
    if isinstance(view, LocatorMap) or (isinstance(view, HomePage | MapPage | ActorPage) and view.spots):
        basemap.preload_land()
