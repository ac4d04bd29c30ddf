"""Render the files of all events in parallel processes, or take them from the last build."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sqlalchemy.orm import Session

from communique.pipeline import workers
from communique.pipeline.cache import BuildCache
from communique.pipeline.output_file import OutputFile, UnchangedFile
from communique.site.cache_keys import EventCacheKeys
from communique.site.downloads.all_downloads import LINES
from communique.site.formats.event_lines import EventLineWriter, encode_event_line, list_value_paths
from communique.site.page_source import RelativeLinks
from communique.site.pages.event.event_pages import (
    EventBatch,
    build_event_page,
    event_batches,
    published_event_ids,
)
from communique.site.pages.event.event_view import (
    EventPage,
    ValueDisagreement,
)
from communique.site.pages.registry import SiteRegistry
from communique.site.render import precompile_template, render_files
from communique.site.site_metadata import SiteMetadata


@dataclass(frozen=True, slots=True)
class EventOutput:
    """The files and the JSON line of one event, and where it has values; what worker processes return."""

    id: str
    pages: tuple[OutputFile, ...]
    line: bytes
    paths: frozenset[str]
    disagreements: tuple[ValueDisagreement, ...]


@dataclass
class EventFiles:
    """The build step that renders the files of all events.

    Args:
        session: on the database.
        registry: what the record refers to.
        publication: the site.
        cache: what the last build made.
        cache_keys: what each event is made of; None where nothing is kept.
        lines_path: the file that every event's JSON goes to, a line each.
    """

    session: Session
    registry: SiteRegistry
    publication: SiteMetadata
    cache: BuildCache
    cache_keys: EventCacheKeys | None
    lines_path: Path
    _disagreements: dict[str, tuple[ValueDisagreement, ...]] = field(default_factory=dict)

    def build_files(self) -> Iterator[OutputFile | UnchangedFile]:
        """Yield the files of every event in the order of the database, and write the file of JSON lines."""
        ids = published_event_ids(self.session)
        spans = self._previous_spans()
        cached = {
            event_id: unchanged
            for event_id in ids
            if event_id in spans and (unchanged := self.cache.get(self._key(event_id)))
        }
        rendered = self._render_events(ids, frozenset(ids) - cached.keys())
        writer = EventLineWriter(self.lines_path, self.cache.get_facts(self.cache.make_key(LINES)) or ())
        with writer as lines, self._previous_lines.open("rb") as previous_lines:
            for event_id in ids:
                key = self._key(event_id)
                if event_id in cached:
                    yield from cached[event_id]
                    start, end = spans[event_id]
                    previous_lines.seek(start)
                    lines.write(previous_lines.read(end - start), self.cache.get_facts(key))
                else:
                    output = next(rendered)
                    bits = lines.number_paths(output.paths)
                    yield from self.cache.put(key, output.pages, bits)
                    lines.write(output.line, bits)
                    if output.disagreements:
                        self._disagreements[event_id] = output.disagreements
        self.cache.record(self.cache.make_key(LINES), [LINES], writer.paths)

    def disagreements_of(self, event_id: str) -> tuple[ValueDisagreement, ...]:
        """Return the disagreements between sources on an event, also where its files were cached."""
        if event_id not in self._disagreements:
            page = build_event_page(self.session, event_id, self.registry)
            self._disagreements[event_id] = page.disagreements if page else ()
        return self._disagreements[event_id]

    def event_inputs(self, event_id: str) -> str:
        """Return a digest of what an event's page shows; "" where nothing is kept."""
        return self.cache_keys.event_key(event_id) if self.cache_keys else ""

    def _key(self, event_id: str) -> str:
        return self.cache.make_key("event", event_id, self.event_inputs(event_id))

    def _render_events(self, ids: Sequence[str], outdated: frozenset[str]) -> Iterator[EventOutput]:
        def render_batch(batch: EventBatch) -> Iterator[EventOutput]:
            for view in batch.build_pages(self.registry):
                yield render_event_output(view, self.publication)

        worker_count = workers.worker_count(len(outdated))
        if worker_count > 1:
            links = RelativeLinks.from_page("events/x.md", self.publication.use_directory_urls)
            precompile_template(EventPage.template, links)
        for outputs in workers.map_ordered(
            render_batch, event_batches(self.session, ids, outdated), worker_count
        ):
            yield from outputs

    def _previous_spans(self) -> dict[str, tuple[int, int]]:
        """Return, by event id, the start and end of its line in the last build's file."""
        spans: dict[str, tuple[int, int]] = {}
        start = 0
        with self._previous_lines.open("rb") as lines:
            for line in lines:
                end = start + len(line)
                spans[line.split(b'"', 6)[5].decode()] = start, end
                start = end
        return spans

    @cached_property
    def _previous_lines(self) -> Path:
        """The file of the last build's lines; an empty device if there is none."""
        return self.cache.previous_file(LINES) or Path(os.devnull)


def render_event_output(view: EventPage, publication: SiteMetadata) -> EventOutput:
    """Render an event page into all its files, its JSON line and its disagreements."""
    return EventOutput(
        view.id,
        tuple(render_files(view, publication)),
        encode_event_line(view.document),
        list_value_paths(view.document),
        view.disagreements,
    )
