"""Whether the record is right: every finding of every file, in one run and without a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from communique.errors import Finding, RecordError
from communique.loaders.coherence import Elsewhere, incoherences
from communique.loaders.read import REGISTRY, gather, read
from communique.loaders.record import Record
from communique.loaders.refer import unknown_references
from communique.loaders.weighing.ruled import misruled
from communique.loaders.weighing.tenure import covers
from communique.loaders.weighing.weigh import Dossier, dossiers, weigh
from communique.schema.dates import parse


def check(root: Path, elsewhere: Elsewhere | None = None) -> tuple[Record, list[Finding]]:
    """Read the whole record and look for everything that would stop a load, and for what looks wrong.

    Raises:
        RecordError: files that cannot be understood at all.
    """
    record = read(root)
    return record, examine(record, elsewhere or Elsewhere())


def look_over(root: Path) -> tuple[Record, list[Finding]]:
    """As ``check``, but with what can be said although some files cannot be understood.

    Raises:
        RecordError: there is no such folder.
    """
    record, findings = gather(root)
    if not errors(findings):
        return record, sorted([*findings, *examine(record, Elsewhere())])
    if not any(finding.path.startswith(f"{REGISTRY}/") for finding in errors(findings)):
        findings += unknown_references(
            record
        )  # what files have to do with each other is not told: one is missing
    return record, sorted(findings)


def examine(record: Record, elsewhere: Elsewhere) -> list[Finding]:
    """All findings on what was read, those on values too: a missing title need not hide a disagreement."""
    findings = list(unknown_references(record))
    findings += incoherences(record, elsewhere)
    amiss = dict(misruled(record))
    findings += amiss.values()
    for dossier in dossiers(record).values():
        if dossier.event not in amiss:
            findings += weigh(dossier, record)[1]
        findings += _out_of_office(dossier, record)
    return sorted(findings)


def errors(findings: list[Finding]) -> list[Finding]:
    """The findings that stop a load."""
    return [finding for finding in findings if finding.severity == "error"]


def require(findings: list[Finding]) -> None:
    """Let a load go on only where nothing stops it.

    Raises:
        RecordError: with every error, and the warnings beside them.
    """
    if errors(findings):
        raise RecordError(findings)


def _out_of_office(dossier: Dossier, record: Record) -> Iterator[Finding]:
    """A person who acts in an office outside every dated tenure of it."""
    for article, entry in dossier.entries():
        index = article.model.events.index(entry)
        dates = [parse(stated.value) for stated in entry.date]
        if not dates:
            continue
        for i, participant in enumerate(entry.participants):
            for j, acting in enumerate(participant.people):
                person = record.registry.people.get(acting.person)
                tenures = person.tenures if person else ()
                held = [
                    t.date for t in tenures if t.date and (not acting.office or t.office == acting.office)
                ]
                undated = any(not t.date for t in tenures)
                if not held or undated or any(covers(parse(span), date) for span in held for date in dates):
                    continue
                what = f"{acting.person} held no office of the registry on that day"
                cure = "correct the date or the person, or add the tenure to the registry"
                place = ("events", index, "participants", i, "people", j)
                yield article.finding(place, what, cure, severity="warning")
