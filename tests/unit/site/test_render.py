"""Rendering: templates use what their view declares and nothing else, and every link leads somewhere."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urljoin

import pytest
import yaml
from jinja2 import meta, nodes
from jsonschema import Draft202012Validator

from communique.pipeline import tasks, workers
from communique.pipeline.cache import BuildCache, KeyMaker
from communique.pipeline.tasks import run_tasks
from communique.schema.vocabulary import Kind
from communique.site import render
from communique.site.formats.feed_items import FeedItem
from communique.site.graphics import basemap, geometry
from communique.site.page_source import RelativeLinks, get_url
from communique.site.pages.all_pages import build_views
from communique.site.pages.components import EventRow
from communique.site.pages.views import EventsPage, PlacePage, View
from communique.site.render import build_view_tasks, html_environment, render_views
from communique.site.site_metadata import SiteMetadata
from golden.hostile import hostile
from golden.record import record
from golden.rows import session

ENVIRONMENT = html_environment(RelativeLinks(1))
VIEWS = [*get_args(View)]
FIELDS_FOR_PROGRAMS = {
    "event_ids",
    "file_rows",
    "pairs",
    "as_of",
    "path",
    "id",
    "edtf",
    "document",
    "source_count",
    "independent_source_count",
    "dispute_count",
    "figures",
    "spot",
}
WRITTEN = Path(__file__).parents[3] / "site/docs"
RELEASED = re.compile(r"changes/|releases/.*")
"""Pages and files that come of releases; tests/unit/site/pages/history/test_history_pages.py follows their links."""
ESCAPE_HATCHES = {
    "safe",
    "e",
    "escape",
    "forceescape",
    "join",
    "replace",
    "tojson",
    "urlize",
    "xmlattr",
    "indent",
}


def leaves(view: type) -> list[type]:
    """The classes that have a template of their own: a view, or its subclasses."""
    below = view.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [view]


ALL = [leaf for view in VIEWS for leaf in leaves(view)]


def parsed(name: str) -> nodes.Template:
    loader = ENVIRONMENT.loader
    assert loader is not None
    return ENVIRONMENT.parse(loader.get_source(ENVIRONMENT, name)[0])


def family(name: str) -> set[str]:
    """A template with those it extends or imports."""
    found = {name}
    for other in meta.find_referenced_templates(parsed(name)):
        assert other is not None, f"{name} chooses a template by a value"
        found |= family(other)
    return found


def wanted(name: str) -> set[str]:
    """The names that a template and its family take from their context."""
    return {word for one in family(name) for word in meta.find_undeclared_variables(parsed(one))} - set(
        ENVIRONMENT.globals
    )


@pytest.mark.parametrize("view", ALL, ids=lambda view: view.__name__)
def test_a_template_uses_only_what_its_view_declares(view: Any) -> None:
    given = {"page", "parts", "site", *(["cite"] if view.__name__ == "EventPage" else [])}
    assert wanted(view.template) <= {field.name for field in fields(view)} | given


@pytest.mark.parametrize("view", ALL, ids=lambda view: view.__name__)
def test_a_view_declares_nothing_that_its_template_leaves_unused(view: Any) -> None:
    assert {field.name for field in fields(view)} - FIELDS_FOR_PROGRAMS <= wanted(view.template)


@pytest.mark.parametrize("name", ENVIRONMENT.list_templates())
def test_a_template_has_no_way_around_escaping(name: str) -> None:
    tree = parsed(name)
    filters = {node.name for node in tree.find_all(nodes.Filter)}
    assert not filters & ESCAPE_HATCHES
    assert not list(tree.find_all((nodes.Concat, nodes.ScopedEvalContextModifier, nodes.MarkSafe)))


FOLLOWED = re.compile(r"(?:\.atom|\.feed\.json|\.ics)$")
"""What follows the path of a page in the paths of its feeds and calendar."""


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    with session([*record(), *hostile()]) as opened:
        return {page.path: page.data.decode() for page in render_views(build_views(opened))}


def test_every_link_leads_to_a_page_and_an_anchor(made: dict[str, str]) -> None:
    addresses = {get_url(path, True): path for path in made}
    addresses |= {get_url(path.relative_to(WRITTEN).as_posix(), True): "" for path in WRITTEN.rglob("*.md")}
    checked = 0
    for path, text in made.items():
        for link in re.findall(r' (?:href|src)="([^"]*)"', text) if path.endswith(".md") else ():
            if link.startswith(("http://", "https://")):
                continue
            target, _, fragment = link.partition("#")
            address = urljoin(f"/{get_url(path, True)}", target.partition("?")[0])[1:]
            if RELEASED.fullmatch(address):
                continue
            if (
                address.startswith("feeds/") or address == "data/"
            ):  # of the whole record; made of what all pages hold
                continue
            if FOLLOWED.search(address):  # made beside the page, when all pages have passed by
                assert f"{FOLLOWED.sub('', address)}/" in addresses, f"{path} links to {link}"
                continue
            assert address in addresses, f"{path} links to {link}"
            file = addresses[address]
            assert not (fragment and file) or f'id="{fragment}"' in made[file], f"{path} links to {link}"
            checked += 1
    assert checked > len(made)


def events(made: dict[str, str]) -> list[str]:
    """The paths of the JSON of events; that of an id that went says what it means now."""
    paths = [path for path in made if re.fullmatch(r"events/[^/.]+\.json", path)]
    return [path for path in paths if "targets" not in json.loads(made[path])]


def test_every_claim_is_evidence_and_every_mark_leads_to_one(made: dict[str, str]) -> None:
    for path in events(made):
        document = json.loads(made[path])
        page = made[path.removesuffix("json") + "md"]
        assert document["claims"]
        for claim in document["claims"]:
            assert page.count(f'id="{claim["id"]}"') == 1


def test_an_events_json_has_the_promised_shape(made: dict[str, str]) -> None:
    validator = Draft202012Validator(json.loads(made["data/event.schema.json"]))
    documents = [json.loads(made[path]) for path in events(made)]
    assert {document["kind"] for document in documents} == {*Kind}
    for document in documents:
        assert [error.message for error in validator.iter_errors(document)] == []


def test_front_matter_is_yaml_that_a_theme_may_put_into_html(made: dict[str, str]) -> None:
    for path, text in made.items():
        if path.endswith(".md"):
            values = yaml.safe_load(text.split("---\n")[1])
            assert values["hide"], path
            assert "<" not in json.dumps(values), path


def test_pages_have_no_blank_line(made: dict[str, str]) -> None:
    for path, text in made.items():
        assert not path.endswith(".md") or "\n\n" not in text, path


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
        file for view in render.with_map_files(views) for file in render.render_files(view, publication)
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
    before = geometry.load_land.cache_info().misses
    for step in (geometry.FINE, geometry.MEDIUM, geometry.COARSE):
        geometry.load_land(step)
    assert geometry.load_land.cache_info().misses == before


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
