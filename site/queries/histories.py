"""The history of one event: when it was first published, what each release changed, under which ids it was known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.history.change import Change
from communique.schema import Event
from communique.schema.vocabulary import ChangeType
from communique.site import words
from communique.site.queries.lives import was_merged
from communique.site.queries.material import Material
from communique.site.queries.past import Past, change_of, release_ref
from communique.site.queries.registry import Registry
from communique.site.queries.rows import grouped
from communique.site.queries.told import GRAVITY, Teller
from communique.site.views.history import Former, History, Revision
from communique.site.views.parts import Ref


def history(event: Event, material: Material, registry: Registry, past: Past) -> History:
    """How an event came to say what it says, newest first."""
    former = past.former.get(event.id, ())
    first = _first(event.id, [one.id for one in former if not was_merged(one, past)], past)
    return History(
        first=release_ref(first) if first else None,
        first_day=past.day(first),
        revisions=tuple(_revisions(event, material, registry, past)),
        former=tuple(
            Former(
                page=Ref(one.id, f"events/{one.id}.md"),
                status="merged" if was_merged(one, past) else "renamed",
                because=one.because,
                decided=words.day(one.decided) if one.decided else "",
            )
            for one in former
        ),
        newest=past.newest,
        state=past.state(event.id),
    )


def _revisions(event: Event, material: Material, registry: Registry, past: Past) -> Iterator[Revision]:
    """What each release changed, and before them what changed after the newest."""
    since = [one for one in past.since.get(event.id, ()) if one.type is not ChangeType.NEW]
    by_release = grouped(material.changes.get(event.id, ()), lambda row: row.release_version)
    if not since and not by_release:
        return
    teller = Teller(registry, material.neighbours, material.sources)
    if since:
        said = teller.alterations(since, event.kind)
        yield Revision(None, "", types_of(since), said, after=past.newest)
    for release in reversed(past.releases):
        version = release.version
        causes = material.causes
        found = [change_of(row, causes.get((version, row.number), ())) for row in by_release.get(version, ())]
        if found:
            said = teller.alterations(found, event.kind)
            yield Revision(release_ref(version), past.day(version), types_of(found), said)


def _first(event_id: str, names: Sequence[str], past: Past) -> str:
    """The release that first held an event, under whatever id; "" where none does yet."""
    held = {past.first[key] for key in (event_id, *names) if key in past.first}
    return next((row.version for row in past.releases if row.version in held), "")


def types_of(changes: Sequence[Change]) -> tuple[str, ...]:
    """The sorts of some changes, each once, the gravest first."""
    return tuple(sorted({one.type.value for one in changes}, key=GRAVITY.__getitem__))
