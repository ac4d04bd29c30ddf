"""The whole record, batch by batch: what it comes to is handed on at once and never held as one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from communique.errors import Finding, RecordError
from communique.loaders import crew
from communique.loaders.batch import Ground, LayOut, Told
from communique.loaders.check import errors, examine_across
from communique.loaders.coherence import Elsewhere, cycles
from communique.loaders.ledger import Ledger
from communique.loaders.lives import Lives
from communique.loaders.read import ARTICLES, gather
from communique.loaders.record import Record, source_id
from communique.loaders.refer import unknown_of_registry
from communique.loaders.scan import Reported, batches, scan
from communique.loaders.weighing.weigh import dossiers
from communique.workers import hands

BATCH = 200
"""Files in a batch: enough that a round costs little, few enough that its rows are soon gone."""

FEW = 400
"""Files that are read quicker here than by processes that must be started."""


Done = TypeVar("Done")


class Misread(Exception):  # noqa: N818  (no error: the batches are made anew)
    """Some files report other events than their text seemed to, so the batches were not what they must be."""


@dataclass(slots=True)
class Whole:
    """A record that is read in batches.

    Args:
        root: its folder.
        paths: its files.
        elsewhere: what was released.
        lay_out: makes the rows of a batch; None where nobody wants any.
        lasting: read here and keep what is understood, because this process will ask again.
    """

    root: Path
    paths: tuple[str, ...]
    elsewhere: Elsewhere
    lay_out: LayOut | None = None
    lasting: bool = False
    record: Record = field(init=False)
    reported: Reported = field(init=False)
    known: Lives = field(init=False)
    findings: list[Finding] = field(init=False)
    unread: list[Finding] = field(init=False)
    """What is wrong with files that cannot be understood at all."""
    references: list[Finding] = field(init=False)
    """What is referred to and is not there, in files that can be understood."""
    left_out: set[str] = field(init=False)
    """The articles that cannot be understood."""
    _clashing: set[str] = field(init=False)
    """Files with a name or an address that another has: the database would refuse the second."""

    def __post_init__(self) -> None:
        """Read what every batch rests on: the registry, the rulings, and which file reports which event."""
        self.record, self.unread = gather(self.root, ())
        self.reported = scan(self.root, (path for path in self.paths if path.startswith(f"{ARTICLES}/")))
        self._settle()

    def _settle(self) -> None:
        moved = self.record.redirects()
        events = {moved.get(event, event) for own in self.reported.values() for event in own}
        self.known = Lives(frozenset(events), moved, self.record.splits(), self.record.withdrawn())
        self.references = list(unknown_of_registry(self.record.registry))
        self.findings = list(examine_across({}, self.record, self.known, self.elsewhere))
        self.left_out = set()
        self._clashing = set()
        first: dict[str, str] = {}
        for path in self.reported:
            self._meet(first, source_id(path), path)

    def sound(self) -> bool:
        """Whether nothing that was read up to now forbids to write."""
        told = (self.unread, self.references, self.findings)
        return not any(errors(findings) for findings in told) and not self._clashing

    def told(self) -> Iterator[Told]:
        """What each batch comes to. After the last one ``findings`` is whole.

        Raises:
            RecordError: files cannot be understood at all; with every finding on them.
            Misread: the batches must be made anew, which has been done: begin again.
        """
        workers = hands() if len(self.reported) > FEW and not self.lasting else 1
        ground = Ground(
            self.root, self.record, self.reported, self.known, self.elsewhere, self.lay_out, keep=workers < 2
        )
        jobs = batches(self.reported, self.record.redirects(), BATCH)
        misread: Reported = {}
        first: dict[str, str] = {}
        wholes: dict[str, set[str]] = {}
        # Words wait on the disk: a ledger beside the batches would cost a sixth of the memory.
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as words:
            for paths, told in zip(jobs, crew.in_order(ground.tell, jobs, workers), strict=True):
                self.unread += told.unread
                misread |= told.misread
                self.references += told.references
                self.findings += told.findings
                self.left_out.update(path for path in paths if path not in told.words)
                for path, address in told.addresses.items():
                    self._meet(first, address, path)
                wholes |= told.wholes
                words.writelines(f"{path}\t{said}\n" for path, said in told.words.items())
                if not misread:
                    yield told
            words.seek(0)
            self._learn(words)
        self.reported |= misread
        if errors(self.unread):
            raise RecordError(self.unread)
        if misread:
            self._settle()
            raise Misread
        self.findings += self.references
        self.findings += self._across(ground, wholes)

    def _learn(self, words: Iterable[str]) -> None:
        """Note the words of articles for the next check of one."""
        ledger = Ledger(self.root)
        ledger.learn(line.rstrip("\n").split("\t") for line in words)
        ledger.save(self.paths)

    def _meet(self, first: dict[str, str], value: str, path: str) -> None:
        """Note a file's value, and the two files that clash where another has it."""
        other = first.setdefault(value, path)
        if other != path:
            self._clashing |= {path, other}

    def _across(self, ground: Ground, wholes: dict[str, set[str]]) -> list[Finding]:
        """What is wrong between batches; the few files that it is about are read again to say where."""
        doubtful = set(self._clashing)
        moved = self.record.redirects()
        turning = {event for cycle in cycles(_graph(wholes)) for event in cycle}
        if turning:
            doubtful |= {
                path for path, own in self.reported.items() if turning & {moved.get(e, e) for e in own}
            }
        if not doubtful:
            return []
        record = ground.read(sorted(doubtful), Told())
        told = examine_across(dossiers(record), record, self.known, self.elsewhere)
        return [finding for finding in told if finding not in self.findings]


def until_read_right(attempt: Callable[[], Done]) -> Done:
    """Each attempt that fails knows more files right than the one before, so one succeeds."""
    while True:
        try:
            return attempt()
        except Misread:
            continue


def _graph(wholes: dict[str, set[str]]) -> Mapping[str, set[str]]:
    """Every event as a node, those that are part of nothing too."""
    return {target: set() for targets in wholes.values() for target in targets} | wholes
