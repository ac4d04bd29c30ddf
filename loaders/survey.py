"""The whole record looked over for a curator: in batches, for to hold all of it at once takes gigabytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from communique.errors import Finding, RecordError
from communique.loaders.check import errors, told_before
from communique.loaders.ledger import Ledger
from communique.loaders.read import REGISTRY, paths_of
from communique.loaders.whole import Whole, until_read_right


@dataclass(frozen=True, slots=True)
class Survey:
    """What was looked at, and what is wrong with it.

    Args:
        articles: the articles that can be understood, as POSIX paths relative to the record's folder.
        events: the events that these report.
        findings: every finding, in the order of files.
    """

    articles: frozenset[str]
    events: frozenset[str]
    findings: list[Finding]


def survey(root: Path, released: Path | None = None, lasting: bool = False) -> Survey:
    """Look for everything that would stop a load, and for what looks wrong.

    What can be said is said although some files cannot be understood: then what files have to do with each other
    is not told, because one is missing.

    Args:
        root: the record's folder.
        released: the folder of releases; ``releases`` beside the record's folder by default.
        lasting: keep what is understood in this process, because it will ask again.

    Raises:
        RecordError: there is no such folder.
        HistoryError: a file of a release is damaged.
    """
    ledger = Ledger(root)
    paths = paths_of(root, [])  # what does not belong there is told by Whole
    ledger.digests(paths, [])  # and so is what cannot be read
    ledger.save(paths)
    whole = Whole(root, tuple(paths), told_before(root, released), lasting=lasting)
    try:
        until_read_right(lambda: [None for _ in whole.told()])
        findings = [*whole.unread, *whole.findings]
    except RecordError:
        findings = whole.unread
        if not any(finding.path.startswith(f"{REGISTRY}/") for finding in errors(findings)):
            findings = [*findings, *whole.references]
    understood = whole.reported.keys() - whole.left_out
    events = (event for path in understood for event in whole.reported[path])
    return Survey(frozenset(understood), frozenset(events), sorted(set(findings)))
