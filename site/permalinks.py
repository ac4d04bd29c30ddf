"""The files of releases, which never change again: manifest, changes, frozen files, and what each said of events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from communique.history.change import Change
from communique.history.fold import apply
from communique.history.manifest import Manifest
from communique.history.state import State, living
from communique.history.store import CHANGES, MANIFEST, StoredRelease
from communique.schema.vocabulary import ChangeType, Entity
from communique.site.archive import Archive
from communique.site.exports import as_json
from communique.site.page import Page
from communique.site.queries.past import state_path

FORMAT = 1
EVENT = Entity.EVENT.value


def release_files(archive: Archive) -> Iterator[Page]:
    """Every file of every release. What a release did not change is not stored again: its index says where it is."""
    events: State = {}
    held: dict[str, str] = {}
    for release in archive.releases:
        folder = f"releases/{release.version}"
        for name in (MANIFEST, CHANGES):
            yield Page(f"{folder}/{name}", (release.folder / name).read_bytes())
        for name, file in archive.kept.get(release.version, {}).items():
            yield Page(f"{folder}/{name}", file.read_bytes())
        changes = [one for one in release.changes() if one.entity is Entity.EVENT]
        events = apply(events, changes)
        for key in sorted(_touched(changes)):
            if living(document := events.get((EVENT, key))):
                held[key] = release.version
                yield _state(release, key, document or {})
            else:
                held.pop(key, None)
        yield _index(release.manifest, held)
    yield _list(archive.releases)


def _touched(changes: Iterable[Change]) -> set[str]:
    """The events that a release says something new of."""
    renamed = {one.target for one in changes if one.type is ChangeType.RENAMED and one.target}
    return {one.id for one in changes} | renamed


def _state(release: StoredRelease, key: str, document: dict[str, Any]) -> Page:
    """What a release says of an event, under the names that its changes use; an element of a set a line."""
    head = {"format": FORMAT, "release": release.version, "released": release.manifest.released.isoformat()}
    lines = ",\n".join(f" {_text(name)}: {_laid_out(value)}" for name, value in sorted(document.items()))
    text = as_json({**head, "id": key}).removesuffix("\n}\n")
    return Page(state_path(release.version, key), f'{text},\n"event": {{\n{lines}\n}}\n}}\n')


def _laid_out(value: object) -> str:
    if not isinstance(value, dict):
        return _text(value)
    elements = ",\n".join(f"  {_text(name)}: {_text(inner)}" for name, inner in sorted(value.items()))
    return f"{{\n{elements}\n }}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _index(manifest: Manifest, held: dict[str, str]) -> Page:
    """Where a release's state of each event lies: its file, relative to this one."""
    here = manifest.version
    files = {
        key: f"{'' if version == here else f'../{version}/'}events/{key}.json"
        for key, version in sorted(held.items())
    }
    return Page(f"releases/{here}/index.json", as_json({"format": FORMAT, "release": here, "events": files}))


def _list(releases: tuple[StoredRelease, ...]) -> Page:
    """Every release, newest first, for programs that look for a new one."""
    found = [
        {
            "version": one.version,
            "released": one.manifest.released.isoformat(),
            "manifest": f"{one.version}/{MANIFEST}",
            "changes": f"{one.version}/{CHANGES}",
            "events": f"{one.version}/index.json",
        }
        for one in reversed(releases)
    ]
    text = json.dumps({"format": FORMAT, "releases": found}, ensure_ascii=False, indent=1)
    return Page("releases/index.json", text + "\n")
