"""The files of all events: made by as many processes as there are cores, or kept from the last build."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from communique.site import crew
from communique.site.downloads import LINES
from communique.site.exports import json_line
from communique.site.page import Kept, Page
from communique.site.publication import Publication
from communique.site.queries import Run, event_ids, event_page, runs
from communique.site.queries.digests import Digests
from communique.site.queries.registry import Registry
from communique.site.render import files, prepare
from communique.site.shelf import Shelf
from communique.site.views.event import (
    Disagreement,
    EventPage,
    ExercisePage,
    IncidentPage,
    MeetingPage,
    MemorandumPage,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is made of an event's view; plain enough to cross from one process to another."""

    id: str
    pages: tuple[Page, ...]
    line: bytes
    disagreements: tuple[Disagreement, ...]


@dataclass(slots=True)
class Events:
    """One build's dealings with the events.

    Args:
        session: on the database.
        registry: what the record refers to.
        publication: the site.
        shelf: what the last build made.
        digests: what each event is made of; None where nothing is kept.
        lines: the file that every event's JSON goes to, a line each.
    """

    session: Session
    registry: Registry
    publication: Publication
    shelf: Shelf
    digests: Digests | None
    lines: Path
    _disagreements: dict[str, tuple[Disagreement, ...]] = field(default_factory=dict)

    def files(self) -> Iterator[Page | Kept]:
        """The files of every event in the order of the database, and meanwhile the lines."""
        ids = event_ids(self.session)
        earlier = self._earlier()
        kept = {one: found for one in ids if one in earlier and (found := self._kept(one))}
        made = self._made(ids, frozenset(ids) - kept.keys())
        with self.lines.open("wb") as lines, self._last_lines().open("rb") as last:
            for one in ids:
                if one in kept:
                    yield from kept[one]
                    start, end = earlier[one]
                    last.seek(start)
                    lines.write(last.read(end - start))
                else:
                    told = next(made)
                    yield from self.shelf.made(f"event {one}", self.key(one), told.pages)
                    lines.write(told.line)
                    if told.disagreements:
                        self._disagreements[one] = told.disagreements

    def disagreements(self, event: str) -> tuple[Disagreement, ...]:
        """What sources disagree on in an event, also in one whose files were kept."""
        if event not in self._disagreements:
            page = event_page(self.session, event, self.registry)
            self._disagreements[event] = page.disagreements if page else ()
        return self._disagreements[event]

    def key(self, event: str) -> str:
        """What an event's files are made of."""
        return self.digests.of(event) if self.digests else ""

    def _kept(self, event: str) -> list[Kept] | None:
        return self.shelf.kept(f"event {event}", self.key(event))

    def _made(self, ids: Sequence[str], wanted: frozenset[str]) -> Iterator[Told]:
        def make(run: Run) -> Iterator[Told]:
            for view in run.pages(self.registry):
                yield told(view, self.publication)

        workers = crew.hands(len(wanted))
        for kind in (MeetingPage, MemorandumPage, ExercisePage, IncidentPage) if workers > 1 else ():
            prepare(kind.template, 1)
        for done in crew.ahead(make, runs(self.session, ids, wanted), workers):
            yield from done

    def _earlier(self) -> dict[str, tuple[int, int]]:
        """By event, where the line of the last build begins and ends."""
        found: dict[str, tuple[int, int]] = {}
        if self.shelf.intact(LINES):
            start = 0
            with self._last_lines().open("rb") as lines:
                for line in lines:
                    end = start + len(line)
                    found[line.split(b'"', 6)[5].decode()] = start, end
                    start = end
        return found

    def _last_lines(self) -> Path:
        """The lines of the last build; nothing where there was none."""
        return (
            self.shelf.folder / LINES if self.shelf.folder and self.shelf.intact(LINES) else Path(os.devnull)
        )


def told(view: EventPage, publication: Publication) -> Told:
    """Everything that is made of an event's view."""
    return Told(view.id, tuple(files(view, publication)), json_line(view.document), view.disagreements)
