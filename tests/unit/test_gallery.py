"""Lists rendered by several processes are those that one renders, in the same order."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique import workers
from communique.site import gallery, render
from communique.site.drawing import ground, land
from communique.site.fingerprint import Fingerprints
from communique.site.page import Kept, Page
from communique.site.publication import Publication
from communique.site.queries import views
from communique.site.reuse import Reuse
from communique.site.shelf import Shelf
from communique.site.views import PlacePage, View
from communique.site.write import write
from golden.record import record
from golden.rows import session


@pytest.fixture(scope="module")
def seen() -> list[View]:
    with session(record()) as opened:
        return list(views(opened))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this record were large, and this machine too."""
    monkeypatch.setattr(gallery, "BATCH", 5)
    monkeypatch.setattr(gallery, "FEW", 3)
    monkeypatch.setattr(workers, "hands", lambda: 3)


def makers(view: View, publication: Publication) -> Iterator[Page]:
    """A page that tells by which process it was made."""
    yield Page(view.path, str(os.getpid()))


@pytest.mark.usefixtures("few")
def test_several_processes_render_what_one_renders(seen: list[View]) -> None:
    made = list(gallery.shown(seen, Publication(), Reuse()))
    assert made == [page for view in render.parted(seen) for page in render.files(view, Publication())]
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("few")
def test_each_batch_has_a_process_but_one_that_is_too_small(
    seen: list[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "files", makers)
    made = list(gallery.shown(seen[:12], Publication(), Reuse()))
    assert [page.path for page in made] == [view.path for view in seen[:12]]
    pids = [page.content for page in made if isinstance(page, Page)]
    assert len(set(pids[:10])) == 2
    assert set(pids[:10]).isdisjoint(pids[10:])
    assert set(pids[10:]) == {str(os.getpid())}


@pytest.mark.usefixtures("few")
def test_what_is_kept_is_not_rendered_and_stays_in_its_place(
    seen: list[View], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reuse() -> Reuse:
        return Reuse(Shelf.read(tmp_path, tmp_path / "pages"), Fingerprints(b"same"))

    first = reuse()
    write(gallery.shown(seen[::2], Publication(), first), tmp_path / "pages")
    first.shelf.write()
    rendered: list[str] = []
    monkeypatch.setattr(gallery, "FEW", 1000)  # all in this process
    monkeypatch.setattr(
        gallery, "files", lambda view, _: [rendered.append(view.path), Page(view.path, "")][1:]
    )
    again = list(gallery.shown(seen, Publication(), reuse()))
    assert rendered == [view.path for view in render.parted(seen[1::2])]
    kept = {page.path for page in again if isinstance(page, Kept)}
    assert {view.path for view in render.parted(seen[::2])} <= kept
    things = [view.path for view in render.parted(seen)]
    assert [page.path for page in again if page.path in set(things)] == things


def test_a_template_is_prepared_with_all_that_it_uses() -> None:
    render.environment.cache_clear()
    render.template.cache_clear()
    render.prepare.cache_clear()
    render.prepare("event/meeting.md", 1)
    made = render.environment(1)
    assert made.cache is not None
    assert {name for _, name in made.cache} == {"event/meeting.md", "event/base.md", "parts.md", "history.md"}


@pytest.mark.usefixtures("few")
def test_the_land_of_maps_is_read_before_processes_are_forked(
    seen: list[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[int] = []
    monkeypatch.setattr(ground, "prepare", lambda: prepared.append(os.getpid()))
    monkeypatch.setattr(gallery, "files", makers)
    places = [view for view in seen if isinstance(view, PlacePage) and view.picture]
    others = [view for view in seen if view.path.startswith(("sources/", "years/"))]
    list(gallery.shown(others * 3, Publication(), Reuse()))
    assert prepared == []
    list(gallery.shown(places * 3, Publication(), Reuse()))
    assert set(prepared) == {os.getpid()}


def test_preparing_reads_all_the_land() -> None:
    ground.prepare()
    before = land.land.cache_info().misses
    for step in (land.FINE, land.MIDDLING, land.COARSE):
        land.land(step)
    assert land.land.cache_info().misses == before
