"""Render views to pages with Jinja templates that write HTML and escape every value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, meta
from markupsafe import Markup

from communique.pipeline.output_file import OutputFile
from communique.pipeline.tasks import Task
from communique.site import labels, template_filters
from communique.site.escape import to_template_value, web_link_target
from communique.site.formats.citation import build_citation_files, format_event_citation
from communique.site.formats.dossier_json import build_dossier_json
from communique.site.formats.event_json import (
    build_event_json,
    build_event_schema,
    build_explore_fields_json,
    build_explore_json,
    build_retired_id_files,
)
from communique.site.formats.event_markdown import build_event_markdown
from communique.site.formats.feed_items import feed_path
from communique.site.formats.json_ld import embed_event_json_ld, embed_json_ld
from communique.site.formats.launches_csv import build_launches_csv
from communique.site.formats.page_json import build_page_json, find_json_path
from communique.site.formats.questions_json import build_coverage_json, build_questions_json
from communique.site.graphics import basemap, year_chart
from communique.site.graphics.launches import draw_launch_chart
from communique.site.graphics.maps import (
    draw_busiest_map,
    draw_fitted_map,
    draw_locator_map,
    draw_shared_lands,
    draw_world_map,
)
from communique.site.graphics.network import draw_event_network
from communique.site.graphics.small_multiples import draw_small_multiples
from communique.site.graphics.social_cards import card_path
from communique.site.graphics.year_chart import draw_day_line, draw_year_line
from communique.site.page_source import PageSource, RelativeLinks
from communique.site.pages.components import CitedValue, Link, MapPoint, SearchMetadata
from communique.site.pages.views import (
    ActorPage,
    DossierPage,
    EventPage,
    ExplorePage,
    HomePage,
    LaunchesPage,
    MapPage,
    OpenQuestionsPage,
    PlacePage,
    RetiredIdPage,
    View,
)
from communique.site.site_metadata import SiteMetadata


def render_views(views: Iterable[View], publication: SiteMetadata | None = None) -> Iterator[OutputFile]:
    """Render every view as its files, and the schema of the events' JSON once.

    Args:
        views: what the pages show.
        publication: the site as citations name it.
    """
    for view in with_map_files(views):
        yield from render_files(view, publication or SiteMetadata())
    yield build_event_schema()


@dataclass(frozen=True, slots=True)
class LocatorMap:
    """A map of where a place lies: a file of its own, since the place's page changes with its events."""

    path: str
    spot: MapPoint


@dataclass(frozen=True, slots=True)
class SharedLands:
    """The land below maps that many pages show, made only when places are added or their events change."""

    path: str
    spots: tuple[MapPoint, ...]


MapFile = LocatorMap | SharedLands


def with_map_files(views: Iterable[View]) -> Iterator[View | MapFile]:
    """Yield views, after each place's the locator map that goes with it, and the land after the page Map."""
    for view in views:
        yield view
        if isinstance(view, PlacePage) and view.picture and view.spot and view.events.part.number == 1:
            yield LocatorMap(view.picture, view.spot)
        elif isinstance(view, MapPage):
            yield SharedLands("map/", view.spots)


def render_files(view: View | MapFile, publication: SiteMetadata) -> Iterator[OutputFile]:
    """Render a view as a page and its other forms."""
    if isinstance(view, LocatorMap):
        yield OutputFile(view.path, draw_locator_map(view.spot))
        return
    if isinstance(view, SharedLands):
        yield from (OutputFile(path, text) for path, text in draw_shared_lands(view.spots))
        return
    yield OutputFile(view.path, render_view(view, publication))
    if isinstance(view, EventPage):
        yield build_event_json(view)
        yield build_event_markdown(view, format_event_citation(view, publication))
        yield from build_citation_files(view, publication)
    elif isinstance(view, RetiredIdPage):
        yield from build_retired_id_files(view)
    elif isinstance(view, ExplorePage):
        yield build_explore_json(view)
        yield build_explore_fields_json(view)
    elif isinstance(view, LaunchesPage) and view.part.number == 1:
        yield build_launches_csv(view)
    elif isinstance(view, OpenQuestionsPage):
        yield build_questions_json(view)
    elif isinstance(view, DossierPage):
        yield build_dossier_json(view)
    elif isinstance(view, HomePage):
        yield build_coverage_json(view.coverage)
    if page_json := build_page_json(view):
        yield page_json


def render_view(view: View, publication: SiteMetadata | None = None) -> str:
    """Return the source of a view's page: front matter and HTML."""
    site = publication or SiteMetadata()
    links = RelativeLinks.from_page(view.path, site.use_directory_urls)
    context = view_context(view) | {"site": site}
    if isinstance(view, EventPage):
        context["cite"] = format_event_citation(view, site)
    return render_source(get_template(view.template, links), context, find_json_path(view))


def render_source(template: Template, context: dict[str, Any], json_path: str = "") -> str:
    """Return the source of a page from its template, which calls its `page` for front matter and headings.

    Args:
        template: the page's.
        context: what the template may use.
        json_path: where what the page shows stands as JSON, where it does.
    """
    page = PageSource()
    body = template.render(context, page=page)
    if json_path:
        page.meta["json"] = json_path
    return page.to_text(body)


def view_context(view: View) -> dict[str, Any]:
    """Return what a template may use of its view: exactly its fields, under their own names."""
    return {field.name: getattr(view, field.name) for field in fields(view)}


@lru_cache(maxsize=256)
def precompile_template(name: str, links: RelativeLinks) -> None:
    """Compile a template and all that it uses, before processes are forked that would each do it anew.

    Args:
        name: the template.
        links: those of the pages.
    """
    env = html_environment(links)
    if env.loader is not None:
        source, _, _ = env.loader.get_source(env, name)
        for included in meta.find_referenced_templates(env.parse(source)):
            if included is not None:  # else its name is only known when a page is made
                precompile_template(included, links)
    get_template(name, links)


@lru_cache(maxsize=256)
def get_template(name: str, links: RelativeLinks) -> Template:
    """Return a compiled template for pages that have their links in common."""
    return html_environment(links).get_template(name)


@lru_cache(maxsize=16)
def html_environment(links: RelativeLinks) -> Environment:
    """Return a Jinja environment for pages: each value is set on one line and escaped."""
    env = Environment(
        loader=PackageLoader("communique.site", "templates"),
        autoescape=True,
        finalize=to_template_value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )

    def link_filter(ref: Link, language: str = "en") -> Markup:
        return template_filters.format_link(ref, links, language)

    def cited_filter(value: CitedValue) -> Markup:
        return template_filters.format_cited(value, links)

    env.filters.update(
        link=link_filter,
        cited=cited_filter,
        to=links.href,
        coded=template_filters.format_code_spans,
        web=web_link_target,
        badge=template_filters.format_badge,
        marks=template_filters.format_marks,
        name=template_filters.format_name,
        spoken=template_filters.mark_language,
        facets=search_facets,
        sibling_path=sibling_path,
        sibling_page=lambda path: f"{path.removesuffix('.json')}.md",
        spelled=format_term,
        query=query_string,
        feed=feed_path,
        card=card_path,
        linked_data=embed_json_ld,
        linked_event=lambda document: embed_event_json_ld(document, links.href),
        shortened=labels.shorten_text,
        capital=labels.capitalize_first,
        with_article=labels.add_article,
    )
    env.filters.update(
        world_map=lambda spots, names=(): draw_world_map(spots, links, names),
        busiest_map=lambda spots, names=(): draw_busiest_map(spots, links, names),
        fitted_map=lambda spots: draw_fitted_map(spots, links),
        year_line=lambda year: draw_year_line(year, links),
        day_line=lambda days: draw_day_line(days, links),
        multiples=lambda subjects, unit: draw_small_multiples(subjects, unit, links),
        launch_chart=lambda launches: draw_launch_chart(launches, links),
    )
    env.globals.update(
        strip=year_chart.draw_year_chart,
        bars=year_chart.scale_bars,
        bar_legend=year_chart.draw_bar_legend,
        counted=labels.format_count,
        network=lambda rows, connections, own="": draw_event_network(rows, connections, links, own),
    )
    return env


def sibling_path(path: str, extension: str) -> str:
    """Return the path of another form of a page."""
    return f"{path.removesuffix('.md')}.{extension}"


def format_term(term: str) -> str:
    """Return a term of a closed list as a phrase with a capital first letter."""
    return labels.capitalize_first(labels.humanize(term))


def query_string(address: str) -> str:
    """Return the query string of an address that a view holds, from its question mark on."""
    return f"?{address.partition('?')[2]}"


def search_facets(search: SearchMetadata) -> dict[str, object]:
    """Return the facets of a page for the search index, without empty ones."""
    values = ((field.name, getattr(search, field.name)) for field in fields(search))
    return {key: value for key, value in values if value}


def build_view_tasks(views: Iterable[View], publication: SiteMetadata) -> Iterator[Task]:
    """Yield a task for each view, taken one by one, and for the files of maps."""
    for view in with_map_files(views):
        make = partial(render_files, view, publication)
        yield Task(view.path, view, make, partial(_load_shared, view, publication))


def _load_shared(view: View | MapFile, publication: SiteMetadata) -> None:
    """Compile templates and load the basemap before processes are forked that would each do it."""
    if not isinstance(view, MapFile):
        links = RelativeLinks.from_page(view.path, publication.use_directory_urls)
        precompile_template(view.template, links)
    if isinstance(view, MapFile) or (isinstance(view, ActorPage) and view.spots):
        basemap.preload_land()
