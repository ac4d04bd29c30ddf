"""Write events as points of a map (GeoJSON, RFC 7946) and actors with their dyads as a network (GraphML)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from sqlalchemy import Boolean

from communique.pipeline.output_file import OutputFile
from communique.schema.views import EDGE, EVENT_WIDE
from communique.site.downloads.tables import Rows
from communique.site.escape import to_single_line
from communique.site.site_metadata import SiteMetadata

GEOJSON, GRAPHML = "data/events.geojson", "data/edges.graphml"
_COORDINATES = ("longitude", "latitude")
_GRAPHML_TYPES = {int: "int", bool: "boolean"}


def build_geojson(chunks: Iterable[Rows], publication: SiteMetadata) -> OutputFile:
    """Return every event as a feature, its geometry null where no coordinates are known.

    Args:
        chunks: the rows of ``event_wide``.
        publication: the site.
    """
    columns = EVENT_WIDE.table.columns
    booleans = {column.name for column in columns if isinstance(column.type, Boolean)}
    lines = []
    for row in (row for rows in chunks for row in rows):
        values = {name: value for name, value in zip(columns.keys(), row, strict=True) if value is not None}
        event_id = values.pop("id")
        coordinates = [values.pop(name) for name in _COORDINATES if name in values]
        values |= {name: bool(values[name]) for name in booleans & values.keys()}
        feature = {
            "type": "Feature",
            "id": event_id,
            "geometry": {"type": "Point", "coordinates": coordinates} if coordinates else None,
            "properties": {**values, "page": publication.page_link(f"events/{event_id}.md", GEOJSON)},
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    features = ",\n".join(lines)
    return OutputFile(GEOJSON, f'{{"type":"FeatureCollection","features":[\n{features}\n]}}\n')


def build_graphml(chunks: Iterable[Rows]) -> OutputFile:
    """Return every actor of a dyad as a node, and every edge; one without a direction goes both ways.

    Args:
        chunks: the rows of ``edge``.
    """
    names = EDGE.table.columns.keys()
    rows = [dict(zip(names, row, strict=True)) for rows in chunks for row in rows]
    actors = {row[f"{end}_id"]: row[f"{end}_name"] for row in rows for end in ("from", "to")}
    attributes = {"relation": str, "is_directed": bool, "events": int, "first_on": str, "latest_on": str}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        '<key id="name" for="node" attr.name="name" attr.type="string"/>',
        *(
            f'<key id="{name}" for="edge" attr.name="{name}" attr.type="{_GRAPHML_TYPES.get(type_, "string")}"/>'
            for name, type_ in attributes.items()
        ),
        '<graph edgedefault="directed">',
        *(
            f"<node id={quoteattr(actor)}>{_format_data({'name': name})}</node>"
            for actor, name in sorted(actors.items())
        ),
    ]
    for row in rows:
        row["is_directed"] = "true" if row["is_directed"] else "false"
        data = _format_data({name: row[name] for name in attributes})
        ends = [(row["from_id"], row["to_id"]), (row["to_id"], row["from_id"])]
        for source, target in ends[: 1 if row["is_directed"] == "true" else 2]:
            lines.append(f"<edge source={quoteattr(source)} target={quoteattr(target)}>{data}</edge>")
    return OutputFile(GRAPHML, "\n".join([*lines, "</graph>", "</graphml>", ""]))


def _format_data(values: dict[str, Any]) -> str:
    return "".join(
        f'<data key="{name}">{escape(to_single_line(str(value)))}</data>'
        for name, value in values.items()
        if value is not None
    )
