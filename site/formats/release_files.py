"""Build the files of releases, which never change: manifest, changes, frozen files, states of events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from communique.pipeline.output_file import OutputFile
from communique.releases.apply import apply_changes
from communique.releases.change import SnapshotChange
from communique.releases.manifest import Manifest
from communique.releases.snapshot import Snapshot, is_live
from communique.releases.store import CHANGES_FILE, MANIFEST_FILE, StoredRelease
from communique.schema.vocabulary import ChangeType, Entity
from communique.site.formats.event_json import format_json
from communique.site.pages.history.release_history import state_path
from communique.site.release_index import ReleaseIndex

FORMAT = 1
EVENT = Entity.EVENT.value


def build_release_files(archive: ReleaseIndex) -> Iterator[OutputFile]:
    """Yield every file of every release; an unchanged state is not stored again but found by the index."""
    events: Snapshot = {}
    latest_versions: dict[str, str] = {}
    for release in archive.releases:
        folder = f"releases/{release.version}"
        for name in (MANIFEST_FILE, CHANGES_FILE):
            yield OutputFile(f"{folder}/{name}", (release.folder / name).read_bytes())
        for name, file in archive.frozen_files.get(release.version, {}).items():
            yield OutputFile(f"{folder}/{name}", file.read_bytes())
        changes = [change for change in release.read_changes() if change.entity is Entity.EVENT]
        events = apply_changes(events, changes)
        for key in sorted(_changed_event_ids(changes)):
            if is_live(document := events.get((EVENT, key))):
                latest_versions[key] = release.version
                yield _event_state_file(release, key, document or {})
            else:
                latest_versions.pop(key, None)
        yield _release_index_file(release.manifest, latest_versions)
    yield _releases_file(archive.releases)


def _changed_event_ids(changes: Iterable[SnapshotChange]) -> set[str]:
    """Return the ids of the events that the changes affect, those renamed to included."""
    renamed = {change.target for change in changes if change.type is ChangeType.RENAMED and change.target}
    return {change.id for change in changes} | renamed


def _event_state_file(release: StoredRelease, key: str, document: dict[str, Any]) -> OutputFile:
    """Return the file of an event's state in a release, with the field names of its changes."""
    head = {"format": FORMAT, "release": release.version, "released": release.manifest.released.isoformat()}
    lines = ",\n".join(
        f" {_encode_json(name)}: {_format_object(value)}" for name, value in sorted(document.items())
    )
    text = format_json({**head, "id": key}).removesuffix("\n}\n")
    return OutputFile(state_path(release.version, key), f'{text},\n"event": {{\n{lines}\n}}\n}}\n')


def _format_object(value: object) -> str:
    if not isinstance(value, dict):
        return _encode_json(value)
    elements = ",\n".join(
        f"  {_encode_json(name)}: {_encode_json(inner)}" for name, inner in sorted(value.items())
    )
    return f"{{\n{elements}\n }}"


def _encode_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _release_index_file(manifest: Manifest, latest_versions: dict[str, str]) -> OutputFile:
    """Return a release's index: for each event the file with its state, relative to the index."""
    here = manifest.version
    files = {
        key: f"{'' if version == here else f'../{version}/'}events/{key}.json"
        for key, version in sorted(latest_versions.items())
    }
    return OutputFile(
        f"releases/{here}/index.json", format_json({"format": FORMAT, "release": here, "events": files})
    )


def _releases_file(releases: tuple[StoredRelease, ...]) -> OutputFile:
    """Return the list of all releases, newest first, for programs that look for a new one."""
    entries = [
        {
            "version": release.version,
            "released": release.manifest.released.isoformat(),
            "manifest": f"{release.version}/{MANIFEST_FILE}",
            "changes": f"{release.version}/{CHANGES_FILE}",
            "events": f"{release.version}/index.json",
        }
        for release in reversed(releases)
    ]
    text = json.dumps({"format": FORMAT, "releases": entries}, ensure_ascii=False, indent=1)
    return OutputFile("releases/index.json", text + "\n")
