"""From views to pages: Jinja templates that write plain Markdown, with every value escaped on its way. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from jinja2 import PackageLoader, StrictUndefined, Template, meta

from communique.site import charts, inline, words
from communique.site.cards import card_of
from communique.site.citation import event_citations
from communique.site.drawing.launches import launch_chart
from communique.site.drawing.maps import busiest_map, fitted_map, locator, world_map
from communique.site.drawing.timeline import year_line
from communique.site.escape import Markdown, escape, front_matter, target, web_address
from communique.site.explore import explore_json
from communique.site.exports import event_json, event_schema
from communique.site.items import feed_of
from communique.site.jinja import MarkdownEnvironment
from communique.site.json_ld import embedded, embedded_event
from communique.site.lives import life_files
from communique.site.page import Page
from communique.site.plain import event_markdown
from communique.site.publication import Publication
from communique.site.views import EventPage, ExplorePage, OldPage, PlacePage, View
from communique.site.views.parts import Cited, Ref, Search, Spot


def render(views: Iterable[View], publication: Publication | None = None) -> Iterator[Page]:
    """Every view as a Markdown page; beside an event's page its other forms, and the shape of its JSON once.

    Args:
        views: what the pages show.
        publication: the site as citations name it.
    """
    for view in parted(views):
        yield from files(view, publication or Publication())
    yield event_schema()


@dataclass(frozen=True, slots=True)
class Locator:
    """A picture of where a place lies: a thing of its own, since the place's page changes with its events."""

    path: str
    spot: Spot


def parted(views: Iterable[View]) -> Iterator[View | Locator]:
    """Views, and after each place's the picture that goes with it."""
    for view in views:
        yield view
        if isinstance(view, PlacePage) and view.picture and view.spot and view.events.part.number == 1:
            yield Locator(view.picture, view.spot)


def files(view: View | Locator, publication: Publication) -> Iterator[Page]:
    """A view as a Markdown page, and what stands beside it."""
    if isinstance(view, Locator):
        yield Page(view.path, locator(view.spot))
        return
    yield Page(view.path, markdown(view))
    if isinstance(view, EventPage):
        yield event_json(view)
        yield event_markdown(view)
        yield from event_citations(view, publication)
    elif isinstance(view, OldPage):
        yield from life_files(view)
    elif isinstance(view, ExplorePage):
        yield explore_json(view)


def markdown(view: View) -> str:
    """A view's page as Markdown with front matter."""
    text = template(view.template, view.path.count("/")).render(context(view))
    return tidy(text)


def tidy(text: str) -> str:
    """Text without blanks at ends of lines, without two blank lines in a row, with one line feed at its end."""
    text = "\n".join([line.rstrip(" \t") for line in text.split("\n")])
    while "\n\n\n" in text:  # four times as fast as one regular expression
        text = text.replace("\n\n\n", "\n\n")
    return text.strip("\n") + "\n"


def context(view: View) -> dict[str, Any]:
    """What a template may use: exactly the fields of its view, under their own names."""
    return {field.name: getattr(view, field.name) for field in fields(view)}


@lru_cache(maxsize=256)
def prepare(name: str, depth: int) -> None:
    """Compile a template and all that it uses, before processes are forked that would each do it anew.

    Args:
        name: the template.
        depth: of the pages, in folders.
    """
    made = environment(depth)
    if made.loader is not None:
        source, _, _ = made.loader.get_source(made, name)
        for other in meta.find_referenced_templates(made.parse(source)):
            if other is not None:  # else its name is only known when a page is made
                prepare(other, depth)
    template(name, depth)


@lru_cache(maxsize=256)
def template(name: str, depth: int) -> Template:
    """A compiled template, for pages so many folders below the folder of pages."""
    return environment(depth).get_template(name)


@lru_cache(maxsize=16)
def environment(depth: int) -> MarkdownEnvironment:
    """Jinja with Markdown in place of HTML: ``finalize`` escapes each value, links know where they stand."""
    made = MarkdownEnvironment(
        loader=PackageLoader("communique.site", "templates"),
        autoescape=True,
        finalize=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )

    def link(ref: Ref, language: str = "en") -> Markdown:
        return inline.link(ref, depth, language)

    def cited(value: Cited) -> Markdown:
        return inline.cited(value, depth)

    def to(path: str) -> Markdown:
        return target(path, depth)

    made.filters.update(
        link=link,
        cited=cited,
        to=to,
        web=web_address,
        badge=inline.badge,
        marks=inline.marks,
        name=inline.name,
        spoken=inline.spoken,
        facets=facets,
        beside=beside,
        spelled=spelled,
        query=query,
        feed=feed_of,
        card=card_of,
        linked_data=embedded,
        linked_event=embedded_event,
        shortened=words.shortened,
        capital=words.capital,
    )
    made.filters.update(
        world_map=lambda spots: world_map(spots, depth),
        busiest_map=lambda spots: busiest_map(spots, depth),
        fitted_map=lambda spots: fitted_map(spots, depth),
        year_line=lambda year: year_line(year, depth),
        launch_chart=lambda launches: launch_chart(launches, depth),
    )
    made.globals.update(front=front_matter, strip=charts.strip, bars=charts.bars, counted=words.counted)
    return made


def beside(path: str, ending: str) -> str:
    """The path of another form of a page."""
    return f"{path.removesuffix('.md')}.{ending}"


def spelled(word: str) -> str:
    """A word of a closed list as a phrase."""
    return words.capital(words.plain(word))


def query(address: str) -> Markdown:
    """What follows a page's path in an address that the views made, from its question mark on."""
    return Markdown(f"?{address.partition('?')[2]}")


def facets(search: Search) -> dict[str, object]:
    """What the search index is told of a page, leaving out what is empty."""
    found = ((one.name, getattr(search, one.name)) for one in fields(search))
    return {key: value for key, value in found if value}
