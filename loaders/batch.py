"""What one batch of files comes to: its rows where nothing is wrong with them, and what is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from communique.errors import Finding, RecordError
from communique.loaders.check import errors, examine_within
from communique.loaders.coherence import Elsewhere
from communique.loaders.files import read_file
from communique.loaders.lives import Lives
from communique.loaders.read import take_in
from communique.loaders.record import Record, words_of
from communique.loaders.refer import unknown_of
from communique.loaders.scan import Reported
from communique.loaders.weighing.weigh import Reconciled, dossiers
from communique.schema.vocabulary import Relation

PlainRow = tuple[str | int | float | None, ...]
"""A row in the order of its table's columns, as both databases take it: days in ISO 8601, words as text."""

LayOut = Callable[[Record, Iterable[Reconciled]], dict[str, list[PlainRow]]]
"""From what was read, and the events on which all of it agrees, to rows by table."""


@dataclass(slots=True)
class Told:
    """What a batch comes to.

    Args:
        unread: what is wrong with files that cannot be understood at all.
        misread: files that report other events than their text seemed to, with the events.
        references: what the files refer to and is not there.
        findings: what else is wrong or strange.
        rows: rows by table, of sources and of events; none where a finding is an error, or nobody wants rows.
        addresses: where each file's article was read, of those that say so.
        wholes: for each event those that it is said to be a part of.
        words: for each file the hash of what was read, a tab, and the words by which others may mean it.
    """

    unread: list[Finding] = field(default_factory=list)
    misread: Reported = field(default_factory=dict)
    references: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, list[PlainRow]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    wholes: dict[str, set[str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every batch rests on.

    Args:
        root: the record's folder.
        record: the registry and the rulings.
        reported: the events that each file seems to report.
        known: the ids of the whole record.
        elsewhere: what was released.
        lay_out: makes the rows; None where nobody wants any.
        keep: whether files, once understood, are kept for the next time in this process.
    """

    root: Path
    record: Record
    reported: Reported
    known: Lives
    elsewhere: Elsewhere
    lay_out: LayOut | None
    keep: bool

    def tell(self, paths: Iterable[str]) -> Told:
        """Read the files of a batch and work out what they come to."""
        told = Told()
        record = self.read(paths, told)
        moved = record.redirects()
        gathered = dossiers(record)
        for path, article in record.articles.items():
            events = tuple(sorted({event.id for event in article.model.events}))
            if events != self.reported[path]:
                told.misread[path] = events
            told.words[path] = f"{article.sha256}\t{words_of(article.model)}"
            if article.model.source.url:
                told.addresses[path] = article.model.source.url
            for event in article.model.events:
                parts = {moved.get(k.target, k.target) for k in event.links if k.relation is Relation.PART_OF}
                if parts:
                    told.wholes.setdefault(moved.get(event.id, event.id), set()).update(parts)
            told.references += unknown_of(article, record.registry)
        if told.unread or told.misread:
            return told
        reconciled, told.findings = examine_within(gathered, record, self.known, self.elsewhere)
        if self.lay_out and not errors([*told.references, *told.findings]):
            told.rows = self.lay_out(record, reconciled)
        return told

    def read(self, paths: Iterable[str], told: Told) -> Record:
        """The files with the registry and the rulings; what cannot be understood is told."""
        record = replace(self.record, articles={}, hashes={})
        for path in paths:
            try:
                told.unread += take_in(record, read_file(self.root, Path(path)), self.root, self.keep)
            except RecordError as error:
                told.unread += error
        return record
