"""Views → files, rendered by forked processes while this one puts the next views together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from communique import workers
from communique.site import crew
from communique.site.drawing import ground
from communique.site.page import Kept, Page
from communique.site.publication import Publication
from communique.site.render import Locator, files, parted, prepare
from communique.site.reuse import Reuse
from communique.site.views import ActorPage, HomePage, MapPage, View

BATCH = 500
"""Pages that a process renders: few enough for all to end together, many enough to be worth the memory it takes."""

FEW = 25
"""For fewer pages a process costs more time than it saves."""


class Turn(NamedTuple):
    """A view's place in the order: its files if they stay as they are, else the key under which they are made."""

    path: str
    key: str
    kept: list[Kept] | None


class Batch(NamedTuple):
    """Turns one after another, and the views of those among them that have to be rendered."""

    turns: list[Turn]
    views: list[View | Locator]


def shown(views: Iterable[View], publication: Publication, reuse: Reuse) -> Iterator[Page | Kept]:
    """The files of views, in their order.

    Args:
        views: what pages show, taken one by one.
        publication: the site.
        reuse: what the last build made of the same views is taken from it.

    Raises:
        BuildError: a process was killed, as one is for want of memory.
    """
    waiting: deque[list[Turn]] = deque()

    def taken() -> Iterator[Batch]:
        for batch in _batches(views, reuse):
            waiting.append(batch.turns)
            if workers.hands() > 1 and len(batch.views) >= FEW:
                _prepare(batch.views)
            yield batch

    def render(batch: Batch) -> Iterator[list[Page]]:
        for view in batch.views:
            yield [*files(view, publication)]

    for made in crew.ahead(render, taken(), workers.hands(), lambda batch: len(batch.views) >= FEW):
        pages = iter(made)
        for turn in waiting.popleft():
            yield from (
                turn.kept if turn.kept is not None else reuse.shelf.made(turn.path, turn.key, next(pages))
            )


def _prepare(views: Iterable[View | Locator]) -> None:
    """Have ready what each process would otherwise make for itself: compiled templates, the land of maps."""
    for view in views:
        if not isinstance(view, Locator):
            prepare(view.template, view.path.count("/"))
        if isinstance(view, Locator) or (isinstance(view, HomePage | MapPage | ActorPage) and view.spots):
            ground.prepare()


def _batches(views: Iterable[View], reuse: Reuse) -> Iterator[Batch]:
    batch = Batch([], [])
    for view in parted(views):
        key = reuse.fingerprints.of(view) if reuse.fingerprints else ""
        kept = reuse.shelf.kept(view.path, key) if key else None
        batch.turns.append(Turn(view.path, key, kept))
        if kept is None:
            batch.views.append(view)
            if len(batch.views) == BATCH:
                yield batch
                batch = Batch([], [])
    yield batch
