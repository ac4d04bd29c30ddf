"""Write what rows say as entry files, one a year, and compare them with what the last import wrote."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from communique.errors import Finding
from communique.loaders.curation.format_files import EVENT_START, INLINE_KEYS, to_data
from communique.loaders.entry_format.article import Article, SourceEntry
from communique.loaders.entry_format.registry import Registry
from communique.loaders.layout import ARTICLES, REGISTRY
from communique.loaders.table_import.row_events import RowEvent
from communique.loaders.table_import.table_map import TableMap
from communique.loaders.yaml.dump import dump_yaml
from communique.schema.dates import parse_date
from communique.schema.vocabulary import SourceKind

BATCH_SIZE: Final = 300
"""Events in one file, so that it stays far below the limit of a file's size and can be read."""
_HEADER: Final = """\
# yaml-language-server: $schema=../../../schema/entry.schema.json
# Written by `communique import {writer}: change {origin}, and import again.
# Of what follows, SHA-256 {digest}
"""
_DIGEST: Final = re.compile(r"^# Of what follows, SHA-256 ([0-9a-f]{64})\n", re.MULTILINE)
_EVENT_ID: Final = re.compile(r"^  - id: (\S+)$", re.MULTILINE)


NewRegistryEntries = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""What comes to the registry: by section and id, as in its files."""


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """What an import changes in the record's folder.

    Args:
        written: the text of each file that is new or changes, by its path in the record.
        removed: files of the last import of which no row is left.
        unchanged_count: files that stay as they are.
        added: ids of events that come.
        withdrawn: ids of events of the last import that no row gives any more.
        findings: files that were changed by hand since.
    """

    written: Mapping[str, str]
    removed: tuple[str, ...]
    unchanged_count: int
    added: tuple[str, ...]
    withdrawn: tuple[str, ...]
    findings: tuple[Finding, ...]


def render_batches(events: Iterable[RowEvent], table_map: TableMap) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each entry file, by year; what is in one file is in the order of days and ids."""
    years: dict[str, list[RowEvent]] = {}
    for event in events:
        years.setdefault(_year_of(event), []).append(event)
    for year, of_year in sorted(years.items()):
        of_year.sort(key=lambda event: (_day_of(event), event.entry.id))
        parts = [of_year[start : start + BATCH_SIZE] for start in range(0, len(of_year), BATCH_SIZE)]
        for number, part in enumerate(parts, 1):
            name = f"{table_map.id}-{year}" + (f"-{number}" if number > 1 else "")
            part_name = name.removeprefix(f"{table_map.id}-")
            yield f"{ARTICLES}/{table_map.id}/{name}.yaml", _render_file(part, table_map, part_name)


def _year_of(event: RowEvent) -> str:
    return _day_of(event)[:4]


def _day_of(event: RowEvent) -> str:
    """Return the first day that an event may have begun on, or the last where its beginning is open."""
    date = parse_date(event.entry.date[0].value)
    day = date.start_earliest or date.end_latest
    return day.isoformat() if day else "0000"


def _render_file(events: list[RowEvent], table_map: TableMap, part_name: str) -> str:
    """Return the entry of a part of the table; no two have one address, so each names its part behind a ``#``."""
    source = table_map.source.model_dump(mode="json")
    source |= {"kind": SourceKind.DATASET, "title": f"{table_map.source.title}, {part_name}"}
    source |= {"url": source["url"] and f"{source['url']}#{part_name}"}
    article = Article.model_construct(
        None,
        format=1,
        source=SourceEntry.model_validate(source),
        events=tuple(event.entry for event in events),
    )
    return render_article(article, f"table` (map {table_map.id})", "the table or the map")


def render_article(article: Article, writer: str, origin: str) -> str:
    """Return the text of an entry file that an import writes, under a header with the digest of what follows.

    Args:
        article: what it says.
        writer: how the import is called, as ``table` (map visits)``.
        origin: what is to be changed instead of the file.
    """
    body = EVENT_START.sub("\n\n", dump_yaml(to_data(article), "", INLINE_KEYS))
    return _HEADER.format(writer=writer, origin=origin, digest=_digest(body)) + body


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def compare_batches(root: Path, texts: Mapping[str, str], name: str) -> EntryChanges:
    """Return what writing these files would change.

    Args:
        root: the record's folder.
        texts: every file that the import gives now, by its path.
        name: the folder of its entries, the map's id or the loader's name.
    """
    files = (root / ARTICLES / name).glob("*.yaml")
    present = {f"{ARTICLES}/{name}/{file.name}": file.read_text(encoding="utf-8") for file in files}
    written = {path: text for path, text in texts.items() if present.get(path) != text}
    removed = sorted(present.keys() - texts.keys())
    before = {event for path in [*written, *removed] for event in _EVENT_ID.findall(present.get(path, ""))}
    after = {event for text in written.values() for event in _EVENT_ID.findall(text)}
    return EntryChanges(
        written, tuple(removed), len(texts) - len(written),
        tuple(sorted(after - before)), tuple(sorted(before - after)),
        tuple(_find_edits({path: present[path] for path in [*written, *removed] if path in present})),
    )  # fmt: skip


def _find_edits(files: Mapping[str, str]) -> Iterator[Finding]:
    for path, text in files.items():
        match = _DIGEST.search(text)
        if match is None or _digest(text[match.end() :]) != match[1]:
            what = "the file was changed since it was imported, and the import would write it anew"
            yield Finding(
                path, 0, 0, "", what, "move the change to a file of its own, or import with --overwrite"
            )


def render_registry(
    root: Path, created: Mapping[str, Mapping[str, Mapping[str, Any]]], table_map: TableMap
) -> dict[str, str]:
    """Return the registry file of an import, with what it adds, by its path; nothing where it adds nothing.

    Args:
        root: the record's folder.
        created: by section and id, as in a registry file.
        table_map: whose file it is; what stands in it already stays.
    """
    if not any(created.values()):
        return {}
    from communique.loaders.yaml.parser import parse_yaml

    path = f"{REGISTRY}/{table_map.id}.yaml"
    file = root / path
    text = file.read_text(encoding="utf-8") if file.exists() else "schema: 1\n"
    data = cast("dict[str, Any]", parse_yaml(text, path).data)
    for section, entries in created.items():
        data[section] = dict(sorted((data.get(section, {}) | dict(entries)).items()))
    header = "# yaml-language-server: $schema=../../schema/registry.schema.json\n"
    return {path: dump_yaml(to_data(Registry.model_validate(data)), header, INLINE_KEYS)}
