"""Check the lifecycle of event ids: redirects, splits, withdrawals, and uses of retired ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.errors import Finding, did_you_mean
from communique.loaders.checks.references import find_cycles
from communique.loaders.dataset import Dataset, DatasetContext, EditorialDecisions, Location, ParsedFile
from communique.loaders.layout import ARTICLES, RULINGS_FILE

if TYPE_CHECKING:
    from communique.loaders.entry_format.article import Article


@dataclass(frozen=True, slots=True)
class IdLifecycle:
    """The present event ids of a dataset, and what became of its retired ones.

    Args:
        event_ids: every event that the record reports, under its present id.
        redirects: old ids, each with the end of its chain of redirects.
        splits: old ids, each with the events that it turned out to be.
        withdrawals: ids taken out, each with the reason.
    """

    event_ids: frozenset[str]
    redirects: dict[str, str]
    splits: dict[str, tuple[str, ...]]
    withdrawals: dict[str, str]

    @classmethod
    def from_dataset(cls, dataset: Dataset, context: DatasetContext) -> IdLifecycle:
        """Return the lifecycle of ids that a dataset and its context describe."""
        events = (event.id for article in dataset.articles.values() for event in article.model.events)
        return cls.from_event_ids(events, dataset, context)

    @classmethod
    def from_event_ids(cls, events: Iterable[str], dataset: Dataset, context: DatasetContext) -> IdLifecycle:
        """Return the lifecycle of reported ids and of those of the context, by the decisions of a dataset."""
        redirects = dataset.resolve_redirects()
        event_ids = {redirects.get(event, event) for event in events} | set(context.kinds)
        return cls(frozenset(event_ids), redirects, dataset.resolve_splits(), dataset.get_withdrawals())

    def is_retired(self, event: str) -> bool:
        """Return whether an id is redirected, split or withdrawn."""
        return event in self.redirects or event in self.splits or event in self.withdrawals

    def describe_retirement(self, event: str) -> tuple[str, str] | None:
        """Return what became of an id that denotes no single event, and the cure; None for other ids."""
        current_id = self.redirects.get(event, event)
        if current_id in self.splits:
            parts = self.splits[current_id]
            return f"{event} is split into {join_list(parts, 'and')}", f"write {join_list(parts, 'or')}"
        if current_id in self.withdrawals:
            what = f"{event} is withdrawn: {self.withdrawals[current_id].rstrip('.')}"
            return what, "remove it here, or its withdrawal from rulings.yaml"
        return None


def check_ids_used(dataset: Dataset, lifecycle: IdLifecycle, context: DatasetContext) -> Iterator[Finding]:
    """Yield findings on the event ids that articles use."""
    for article in dataset.articles.values():
        for i, event in enumerate(article.model.events):
            if lifecycle.is_retired(event.id):
                yield from _check_old_id(article, ("events", i, "id"), event.id, lifecycle)
            for j, link in enumerate(event.links):
                if lifecycle.is_retired(link.target):
                    yield from _check_old_id(article, ("events", i, "links", j), link.target, lifecycle)
    yield from _check_reused_ids(dataset, lifecycle, context)


def check_id_decisions(
    dataset: Dataset, lifecycle: IdLifecycle, context: DatasetContext
) -> Iterator[Finding]:
    """Yield findings on decisions about ids, and on released ids that are missing without one."""
    if dataset.rulings:
        for i, ruling in enumerate(dataset.rulings.model.rulings):
            if lifecycle.is_retired(ruling.event):
                yield from _check_old_id(dataset.rulings, ("rulings", i, "event"), ruling.event, lifecycle)
        yield from _check_rulings(dataset.rulings, lifecycle)
        yield from _check_duplicate_decisions(dataset.rulings)
        yield from _check_redirects(dataset.rulings, lifecycle)
        yield from _check_splits(dataset.rulings, lifecycle)
        yield from _check_restored_ids(dataset.rulings, lifecycle)
    yield from _check_missing_ids(lifecycle, context)


def join_list(items: Sequence[str], conjunction: str) -> str:
    """Return the items as the text `a, b and c`, with the given conjunction."""
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}" if len(items) > 1 else "".join(items)


def _check_old_id(
    file: ParsedFile[Article] | EditorialDecisions, location: Location, event: str, lifecycle: IdLifecycle
) -> Iterator[Finding]:
    """Yield a warning for the use of a redirected id, an error for that of a split or withdrawn one."""
    current_id = lifecycle.redirects.get(event, event)
    if retirement := lifecycle.describe_retirement(event):
        yield file.create_finding(location, *retirement)
    elif current_id in lifecycle.event_ids and current_id != event:
        yield file.create_finding(
            location, f"{event} is now {current_id}", f"write {current_id}", severity="warning"
        )


def _check_rulings(decisions: EditorialDecisions, lifecycle: IdLifecycle) -> Iterator[Finding]:
    for i, ruling in enumerate(decisions.model.rulings):
        if lifecycle.redirects.get(
            ruling.event, ruling.event
        ) not in lifecycle.event_ids and not lifecycle.describe_retirement(ruling.event):
            cure = did_you_mean(ruling.event, sorted(lifecycle.event_ids)) or "remove the ruling"
            what = f"ruling on a missing event {ruling.event!r}"
            yield decisions.create_finding(("rulings", i, "event"), what, cure, others=(f"{ARTICLES}/",))
    first: dict[tuple[str, str, str], int] = {}
    for i, ruling in enumerate(decisions.model.rulings):
        event = lifecycle.redirects.get(ruling.event, ruling.event)
        earlier = first.setdefault((event, ruling.field, ruling.element or ""), i)
        if earlier != i:
            subject = f"{ruling.field} {ruling.element or ''}".strip()
            what = f"{subject} of {event} is ruled on twice; first in {decisions.format_location('rulings', earlier)}"
            yield decisions.create_finding(("rulings", i), what, "keep one of the two")
    groups: dict[frozenset[str], int] = {}
    for i, distinct in enumerate(decisions.model.distinct):
        if (earlier := groups.setdefault(frozenset(distinct.events), i)) != i:
            first_place = decisions.format_location("distinct", earlier)
            what = f"{join_list(distinct.events, 'and')} are told apart twice; first in {first_place}"
            yield decisions.create_finding(("distinct", i), what, "keep one of the two")
        present = [lifecycle.redirects.get(event, event) for event in distinct.events]
        for j, (event, current) in enumerate(zip(distinct.events, present, strict=True)):
            if current not in lifecycle.event_ids and not lifecycle.describe_retirement(event):
                cure = did_you_mean(event, sorted(lifecycle.event_ids)) or "remove it"
                what = f"a missing event {event!r} is told apart from others"
                yield decisions.create_finding(
                    ("distinct", i, "events", j), what, cure, others=(f"{ARTICLES}/",)
                )
        if len(set(present)) < len(present):
            what = f"{join_list(distinct.events, 'and')} are told apart here and are one by a redirect"
            yield decisions.create_finding(("distinct", i), what, "remove the one or the other")


def _check_duplicate_decisions(decisions: EditorialDecisions) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for section in ("redirects", "splits", "withdrawals"):
        for i, entry in enumerate(getattr(decisions.model, section)):
            if entry.id in first:
                what = f"{entry.id} is decided on twice; first under {first[entry.id]}"
                yield decisions.create_finding((section, i, "id"), what, "keep one of the two")
            first.setdefault(entry.id, decisions.format_location(section, i))


def _check_redirects(decisions: EditorialDecisions, lifecycle: IdLifecycle) -> Iterator[Finding]:
    redirect_graph = {entry.id: {entry.target} for entry in decisions.model.redirects}
    for cycle in find_cycles(redirect_graph):
        i = next(i for i, entry in enumerate(decisions.model.redirects) if entry.id == cycle[0])
        what = f"a cycle of redirects: {' → '.join([*cycle, cycle[0]])}"
        yield decisions.create_finding(("redirects", i), what, "let one of them lead to a published event")
    for i, redirect in enumerate(decisions.model.redirects):
        yield from _check_target(
            decisions, ("redirects", i, "target"), redirect.target, redirect_graph, lifecycle
        )


def _check_splits(decisions: EditorialDecisions, lifecycle: IdLifecycle) -> Iterator[Finding]:
    redirect_graph = {entry.id: {entry.target} for entry in decisions.model.redirects}
    split_graph = {
        split.id: {lifecycle.redirects.get(target, target) for target in split.targets}
        & lifecycle.splits.keys()
        for split in decisions.model.splits
    }
    for cycle in find_cycles(split_graph):
        i = next(i for i, split in enumerate(decisions.model.splits) if split.id == cycle[0])
        what = f"a cycle of splits: {' → '.join([*cycle, cycle[0]])}"
        yield decisions.create_finding(
            ("splits", i), what, "let each part be an event that the record reports"
        )
    for i, split in enumerate(decisions.model.splits):
        parts = lifecycle.splits[split.id]
        findings = [
            finding
            for j, target in enumerate(split.targets)
            for finding in _check_target(
                decisions, ("splits", i, "targets", j), target, redirect_graph, lifecycle, split.id
            )
        ]
        yield from findings
        if not findings and len(parts) < 2:
            what = f"the events that {split.id} was split into are one by now: {parts[0]}"
            yield decisions.create_finding(
                ("splits", i), what, f"write a redirect to {parts[0]} in its place"
            )


def _check_target(
    decisions: EditorialDecisions,
    location: Location,
    target: str,
    redirect_graph: dict[str, set[str]],
    lifecycle: IdLifecycle,
    split: str | None = None,
) -> Iterator[Finding]:
    """Yield a finding if the target of a redirect or split is no event that the dataset reports."""
    current_id = lifecycle.redirects.get(target, target)
    if (
        current_id in lifecycle.event_ids
        or current_id in redirect_graph
        or (split and current_id in lifecycle.splits)
    ):
        return  # a cycle is told as one, and a further split looked at by itself
    decision = "a part of a split" if split else "redirect to a missing event"
    if retirement := lifecycle.describe_retirement(target):
        what, cure = retirement
        yield decisions.create_finding(
            location, what, "leave it out" if current_id in lifecycle.withdrawals else cure
        )
        return
    what = f"{decision} is missing: {target!r}" if split else f"{decision} {current_id!r}"
    cure = did_you_mean(current_id, sorted(lifecycle.event_ids))
    cure = cure or ("write an entry that reports it" if split else "redirect to a published event")
    yield decisions.create_finding(location, what, cure, others=(f"{ARTICLES}/",))


def _check_restored_ids(decisions: EditorialDecisions, lifecycle: IdLifecycle) -> Iterator[Finding]:
    for i, restored_entry in enumerate(decisions.model.restored):
        if restored_entry.id not in lifecycle.event_ids:
            what = f"{restored_entry.id} is restored and not reported"
            yield decisions.create_finding(
                ("restored", i, "id"),
                what,
                "write an entry that reports it, or remove this",
                others=(f"{ARTICLES}/",),
            )


def _check_missing_ids(lifecycle: IdLifecycle, context: DatasetContext) -> Iterator[Finding]:
    for event in sorted(context.released - lifecycle.event_ids):
        if not lifecycle.is_retired(event):
            cure = "restore it, or add a redirect, a split or a withdrawal with its reason to rulings.yaml"
            what = f"the released event {event!r} has vanished"
            yield Finding(RULINGS_FILE, 0, 0, "", what, cure, others=(f"{ARTICLES}/",))


def _check_reused_ids(dataset: Dataset, lifecycle: IdLifecycle, context: DatasetContext) -> Iterator[Finding]:
    """Yield a finding for each retired id that is reported again without a decision to restore it."""
    restored = {entry.id for entry in dataset.rulings.model.restored} if dataset.rulings else set()
    for article in dataset.articles.values():
        for i, event in enumerate(article.model.events):
            release = context.retired.get(event.id)
            if release and event.id not in restored and not lifecycle.is_retired(event.id):
                what = f"{event.id} was given up in release {release} and is reported again"
                cure = "use another id, or say why under restored in rulings.yaml"
                yield article.create_finding(("events", i, "id"), what, cure)
