"""Whether what was read is right: every finding of every file, in one run and without a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from communique.errors import Finding, RecordError
from communique.loaders.coherence import Elsewhere, incoherences_across, incoherences_of
from communique.loaders.lives import Lives, lives_decided, lives_used
from communique.loaders.read import RELEASES, read
from communique.loaders.record import Record
from communique.loaders.refer import unknown_references
from communique.loaders.weighing.ruled import misruled
from communique.loaders.weighing.tenure import covers
from communique.loaders.weighing.weigh import Dossier, Reconciled, dossiers, weigh
from communique.schema.dates import parse


def check(root: Path, released: Path | None = None) -> tuple[Record, list[Finding]]:
    """Read the whole record and look for everything that would stop a load, and for what looks wrong.

    Args:
        root: the record's folder.
        released: the folder of releases; ``releases`` beside the record's folder by default.

    Raises:
        RecordError: files that cannot be understood at all.
        HistoryError: a file of a release is damaged.
    """
    record = read(root)
    return record, examine(record, told_before(root, released))


def told_before(root: Path, released: Path | None = None) -> Elsewhere:
    """What readers were told of the whole record's ids by its releases; arguments and errors as ``check``."""
    folder = released or root.parent / RELEASES
    if not folder.is_dir():
        return Elsewhere()
    from communique.loaders.published import published

    told = published(folder)
    return Elsewhere(released=frozenset(told.first), given_up=told.given_up)


def examine(record: Record, elsewhere: Elsewhere) -> list[Finding]:
    """All findings on what was read, those on values too: a missing title need not hide a disagreement."""
    gathered, known = dossiers(record), Lives.of(record, elsewhere)
    return sorted(
        [
            *unknown_references(record),
            *examine_across(gathered, record, known, elsewhere),
            *examine_within(gathered, record, known, elsewhere)[1],
        ]
    )


def examine_across(
    gathered: Mapping[str, Dossier], record: Record, known: Lives, elsewhere: Elsewhere
) -> Iterator[Finding]:
    """What only the whole record shows: decisions, addresses given twice, cycles."""
    yield from incoherences_across(gathered, record, elsewhere)
    yield from lives_decided(record, known, elsewhere)


def examine_within(
    gathered: Mapping[str, Dossier], record: Record, known: Lives, elsewhere: Elsewhere
) -> tuple[list[Reconciled], list[Finding]]:
    """What the files on some events show, if they are all that report them; and these events reconciled.

    Args:
        gathered: the events with every testimony on each.
        record: the files, with the whole registry and all rulings.
        known: the ids of the whole record.
        elsewhere: what was released.
    """
    findings = list(
        incoherences_of(gathered, record, known.known, known.split.keys() | known.withdrawn.keys())
    )
    findings += lives_used(record, known, elsewhere)
    amiss = dict(misruled(record))
    findings += amiss.values()
    reconciled: list[Reconciled] = []
    for dossier in gathered.values():
        if dossier.event not in amiss:
            weighed, found = weigh(dossier, record)
            reconciled.append(weighed)
            findings += found
        findings += _out_of_office(dossier, record)
    return reconciled, findings


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
        if not any(participant.people for participant in entry.participants):
            continue
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
