"""Check that what a dossier names exists: its series and topics in the registry, its events in the record."""

from __future__ import annotations

from collections.abc import Iterator

from communique.errors import Finding, did_you_mean
from communique.loaders.checks.id_lifecycle import IdLifecycle
from communique.loaders.checks.references import describe_unknown
from communique.loaders.dataset import Dataset, Location, ParsedFile
from communique.loaders.entry_format.dossier import DossierEntry
from communique.loaders.layout import ARTICLES, REGISTRY


def check_dossiers(dataset: Dataset, lifecycle: IdLifecycle) -> Iterator[Finding]:
    """Yield findings on what dossiers name: errors on unknown ids, warnings on those that have moved."""
    for dossier in dataset.dossiers.values():
        for section in ("series", "topics"):
            for i, key in enumerate(getattr(dossier.model, section)):
                if key not in dataset.registry.sections[section]:
                    what, cure = describe_unknown(section, key, dataset.registry)
                    yield dossier.create_finding((section, i), what, cure, others=(f"{REGISTRY}/",))
        for location, event in _iter_events(dossier.model):
            yield from _check_event(dossier, location, event, lifecycle)


def _iter_events(dossier: DossierEntry) -> Iterator[tuple[Location, str]]:
    """Yield every event that a dossier names, with where it stands."""
    for i, event in enumerate(dossier.events):
        yield ("events", i), event
    for i, paragraph in enumerate(dossier.introduction):
        for j, event in enumerate(paragraph.events):
            yield ("introduction", i, "events", j), event


def _check_event(
    dossier: ParsedFile[DossierEntry], location: Location, event: str, lifecycle: IdLifecycle
) -> Iterator[Finding]:
    current_id = lifecycle.redirects.get(event, event)
    if retirement := lifecycle.describe_retirement(event):
        yield dossier.create_finding(location, *retirement)
    elif current_id not in lifecycle.event_ids:
        cure = (
            did_you_mean(event, sorted(lifecycle.event_ids)) or "write an entry that reports it, or remove it"
        )
        what = f"the record reports no event {event!r}"
        yield dossier.create_finding(location, what, cure, others=(f"{ARTICLES}/",))
    elif current_id != event:
        what = f"{event} is now {current_id}"
        yield dossier.create_finding(location, what, f"write {current_id}", severity="warning")
