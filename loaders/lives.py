"""What became of event ids: moved, split, withdrawn or back again, and what still uses an old one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.errors import Finding
from communique.loaders.coherence import Elsewhere, cycles
from communique.loaders.decisions import Decisions
from communique.loaders.entry import Article
from communique.loaders.record import Located, Location, Record
from communique.loaders.validate import did_you_mean


@dataclass(frozen=True, slots=True)
class Lives:
    """What each id means now.

    Args:
        known: every event that the record reports, under its present id.
        moved: old ids, each with the end of its chain of redirects.
        split: old ids, each with the events that it turned out to be.
        withdrawn: ids taken out, each with the reason.
    """

    known: frozenset[str]
    moved: dict[str, str]
    split: dict[str, tuple[str, ...]]
    withdrawn: dict[str, str]

    @classmethod
    def of(cls, record: Record, elsewhere: Elsewhere) -> Lives:
        """As the record tells them."""
        moved = record.redirects()
        events = (event.id for article in record.articles.values() for event in article.model.events)
        known = {moved.get(event, event) for event in events} | set(elsewhere.kinds)
        return cls(frozenset(known), moved, record.splits(), record.withdrawn())

    def decided(self, event: str) -> bool:
        """Whether an id was given up."""
        return event in self.moved or event in self.split or event in self.withdrawn

    def fate(self, event: str) -> tuple[str, str] | None:
        """What became of an id that leads to no single event, and what to write in its place."""
        now = self.moved.get(event, event)
        if now in self.split:
            parts = self.split[now]
            return f"{event} is split into {listed(parts, 'and')}", f"write {listed(parts, 'or')}"
        if now in self.withdrawn:
            what = f"{event} is withdrawn: {self.withdrawn[now].rstrip('.')}"
            return what, "remove it here, or its withdrawal from rulings.yaml"
        return None


def lives_used(record: Record, known: Lives, elsewhere: Elsewhere) -> Iterator[Finding]:
    """What is wrong with the ids that the articles read use."""
    for article in record.articles.values():
        for i, event in enumerate(article.model.events):
            if known.decided(event.id):
                yield from _old_id(article, ("events", i, "id"), event.id, known)
            for j, link in enumerate(event.links):
                if known.decided(link.target):
                    yield from _old_id(article, ("events", i, "links", j), link.target, known)
    yield from _came_back(record, known, elsewhere)


def lives_decided(record: Record, known: Lives, elsewhere: Elsewhere) -> Iterator[Finding]:
    """What is wrong with the decisions on ids, and with released ids on which there is none."""
    if record.rulings:
        for i, ruling in enumerate(record.rulings.model.rulings):
            if known.decided(ruling.event):
                yield from _old_id(record.rulings, ("rulings", i, "event"), ruling.event, known)
        yield from _rulings(record.rulings, known)
        yield from _decided_twice(record.rulings)
        yield from _redirects(record.rulings, known)
        yield from _splits(record.rulings, known)
        yield from _restored(record.rulings, known)
    yield from _vanished(known, elsewhere)


def listed(words: Sequence[str], last: str) -> str:
    """``a, b and c``."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def _old_id(
    file: Located[Article] | Decisions, place: Location, event: str, known: Lives
) -> Iterator[Finding]:
    """A redirect that leads to an event is followed, so it is only a hint; a split or a withdrawal is an error."""
    now = known.moved.get(event, event)
    if fate := known.fate(event):
        yield file.finding(place, *fate)
    elif now in known.known and now != event:
        yield file.finding(place, f"{event} is now {now}", f"write {now}", severity="warning")


def _rulings(located: Decisions, known: Lives) -> Iterator[Finding]:
    for i, ruling in enumerate(located.model.rulings):
        if known.moved.get(ruling.event, ruling.event) not in known.known and not known.fate(ruling.event):
            cure = did_you_mean(ruling.event, sorted(known.known)) or "remove the ruling"
            what = f"ruling on a missing event {ruling.event!r}"
            yield located.finding(("rulings", i, "event"), what, cure)
    for i, distinct in enumerate(located.model.distinct):
        present = [known.moved.get(event, event) for event in distinct.events]
        if len(set(present)) < len(present):
            what = f"{listed(distinct.events, 'and')} are told apart here and are one by a redirect"
            yield located.finding(("distinct", i), what, "remove the one or the other")


def _decided_twice(located: Decisions) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for section in ("redirects", "splits", "withdrawals"):
        for i, entry in enumerate(getattr(located.model, section)):
            if entry.id in first:
                what = f"{entry.id} is decided on twice; first under {first[entry.id]}"
                yield located.finding((section, i, "id"), what, "keep one of the two")
            first.setdefault(entry.id, located.words(section, i))


def _redirects(located: Decisions, known: Lives) -> Iterator[Finding]:
    chain = {entry.id: {entry.target} for entry in located.model.redirects}
    for cycle in cycles(chain):
        i = next(i for i, entry in enumerate(located.model.redirects) if entry.id == cycle[0])
        what = f"a cycle of redirects: {' → '.join([*cycle, cycle[0]])}"
        yield located.finding(("redirects", i), what, "let one of them lead to a published event")
    for i, redirect in enumerate(located.model.redirects):
        yield from _target(located, ("redirects", i, "target"), redirect.target, chain, known)


def _splits(located: Decisions, known: Lives) -> Iterator[Finding]:
    chain = {entry.id: {entry.target} for entry in located.model.redirects}
    further = {
        split.id: {known.moved.get(target, target) for target in split.targets} & known.split.keys()
        for split in located.model.splits
    }
    for cycle in cycles(further):
        i = next(i for i, split in enumerate(located.model.splits) if split.id == cycle[0])
        what = f"a cycle of splits: {' → '.join([*cycle, cycle[0]])}"
        yield located.finding(("splits", i), what, "let each part be an event that the record reports")
    for i, split in enumerate(located.model.splits):
        parts = known.split[split.id]
        amiss = [
            finding
            for j, target in enumerate(split.targets)
            for finding in _target(located, ("splits", i, "targets", j), target, chain, known, split.id)
        ]
        yield from amiss
        if not amiss and len(parts) < 2:
            what = f"the events that {split.id} was split into are one by now: {parts[0]}"
            yield located.finding(("splits", i), what, f"write a redirect to {parts[0]} in its place")


def _target(
    located: Decisions,
    place: Location,
    target: str,
    chain: dict[str, set[str]],
    known: Lives,
    split: str | None = None,
) -> Iterator[Finding]:
    """A redirect must end, and each part of a split must be, at an event that the record reports."""
    end = known.moved.get(target, target)
    if end in known.known or end in chain or (split and end in known.split):
        return  # a cycle is told as one, and a further split looked at by itself
    decision = "a part of a split" if split else "redirect to a missing event"
    if fate := known.fate(target):
        what, cure = fate
        yield located.finding(place, what, "leave it out" if end in known.withdrawn else cure)
        return
    what = f"{decision} is missing: {target!r}" if split else f"{decision} {end!r}"
    cure = did_you_mean(end, sorted(known.known))
    cure = cure or ("write an entry that reports it" if split else "redirect to a published event")
    yield located.finding(place, what, cure)


def _restored(located: Decisions, known: Lives) -> Iterator[Finding]:
    for i, back in enumerate(located.model.restored):
        if back.id not in known.known:
            what = f"{back.id} is restored and not reported"
            yield located.finding(
                ("restored", i, "id"), what, "write an entry that reports it, or remove this"
            )


def _vanished(known: Lives, elsewhere: Elsewhere) -> Iterator[Finding]:
    for event in sorted(elsewhere.released - known.known):
        if not known.decided(event):
            cure = "restore it, or add a redirect, a split or a withdrawal with its reason to rulings.yaml"
            yield Finding("rulings.yaml", 0, 0, "", f"the released event {event!r} has vanished", cure)


def _came_back(record: Record, known: Lives, elsewhere: Elsewhere) -> Iterator[Finding]:
    """An id that readers were told is gone must not mean an event again without a word."""
    restored = {entry.id for entry in record.rulings.model.restored} if record.rulings else set()
    for article in record.articles.values():
        for i, event in enumerate(article.model.events):
            release = elsewhere.given_up.get(event.id)
            if release and event.id not in restored and not known.decided(event.id):
                what = f"{event.id} was given up in release {release} and is reported again"
                cure = "use another id, or say why under restored in rulings.yaml"
                yield article.finding(("events", i, "id"), what, cure)
