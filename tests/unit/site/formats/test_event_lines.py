"""Programs that look at the first lines alone learn every column of the events."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars

from communique.site.formats.event_lines import EventLineWriter, encode_event_line, list_value_paths

PLAIN = {"place": None, "detail": {"level": None}, "codes": {}, "names": [], "claims": [{"value": "2024-07"}]}
RICH = {
    "place": {"id": "tokyo", "latitude": 35.6},
    "detail": {"level": "summit", "binding": True},
    "codes": {"wikidata": "Q1"},
    "names": ["Talks"],
    "claims": [{"value": {"best": 2}}],
}


def write(file: Path, documents: Sequence[Any], paths: Sequence[str] = ()) -> bytes:
    with EventLineWriter(file, paths) as lines:
        for document in documents:
            lines.write(encode_event_line(document), lines.number_paths(list_value_paths(document)))
    return file.read_bytes()


def test_polars_reads_with_its_defaults_what_comes_late(tmp_path: Path) -> None:
    documents = [{"id": f"event-{number:03}", **PLAIN} for number in range(150)]
    content = write(tmp_path / "events.jsonl", [*documents, {"id": "late", **RICH}])
    frame = polars.read_ndjson(tmp_path / "events.jsonl")
    assert frame["id"].to_list() == ["event-000", "late", *(it["id"] for it in documents[1:])]
    late = frame.row(1, named=True)
    assert (late["place"], late["detail"]) == (RICH["place"], RICH["detail"])
    assert (late["codes"], late["names"]) == (RICH["codes"], RICH["names"])
    assert len(content.splitlines()) == frame.height == 151


def test_the_order_does_not_depend_on_what_was_known_before(tmp_path: Path) -> None:
    documents = [{"id": "a", **PLAIN}, {"id": "b", **PLAIN}, {"id": "c", **RICH}]
    known = sorted(list_value_paths(documents[2]), reverse=True)  # type: ignore[arg-type]
    assert write(tmp_path / "new", documents) == write(tmp_path / "again", documents, known)
