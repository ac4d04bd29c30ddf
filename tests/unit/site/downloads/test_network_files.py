"""GeoJSON keeps to RFC 7946, and the network is one that GraphML's readers know."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from sqlalchemy import text

from communique.schema.views import EDGE, EVENT_WIDE
from communique.site.downloads.network_files import build_geojson, build_graphml
from communique.site.downloads.tables import read_chunks
from communique.site.site_metadata import SiteMetadata
from golden.hostile import hostile
from golden.record import record
from golden.rows import session

PUBLICATION = SiteMetadata(name="Test", address="https://record.example/x/")
NAMESPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}


def test_every_event_is_a_feature_and_a_place_without_coordinates_no_point() -> None:
    with session([*record(), *hostile()]) as opened:
        file = build_geojson(read_chunks(opened, EVENT_WIDE.table, frozenset()), PUBLICATION)
        rows = {row.id: row for row in opened.execute(text("SELECT * FROM event_wide"))}
    collection = json.loads(file.data)
    assert collection["type"] == "FeatureCollection"
    assert {feature["id"] for feature in collection["features"]} == set(rows)
    for feature in collection["features"]:
        row, geometry = rows[feature["id"]], feature["geometry"]
        assert feature["properties"]["page"] == f"https://record.example/x/events/{feature['id']}/"
        assert feature["properties"]["took_place"] is bool(row.took_place)
        if row.latitude is None:
            assert geometry is None
        else:
            assert geometry == {"type": "Point", "coordinates": [row.longitude, row.latitude]}
    assert {feature["geometry"] is None for feature in collection["features"]} == {True, False}


def test_the_network_has_each_edge_and_both_ways_where_it_has_no_direction() -> None:
    with session([*record(), *hostile()]) as opened:
        file = build_graphml(read_chunks(opened, EDGE.table, frozenset()))
        rows = list(opened.execute(text("SELECT * FROM edge")))
    graph = ElementTree.fromstring(file.data)
    edges = {
        (edge.get("source"), edge.get("target"), edge.findtext("g:data[@key='relation']", None, NAMESPACE))
        for edge in graph.iterfind(".//g:edge", NAMESPACE)
    }
    ways = {(row.from_id, row.to_id, row.relation) for row in rows}
    assert edges == ways | {(row.to_id, row.from_id, row.relation) for row in rows if not row.is_directed}
    nodes = {node.get("id") for node in graph.iterfind(".//g:node", NAMESPACE)}
    assert nodes == {end for edge in edges for end in edge[:2]}
