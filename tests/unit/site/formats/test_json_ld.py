"""Linked data: a JSON-LD processor reads it, it is never surer than the record, and it cannot leave its block."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from communique.site.contents import render_site_files
from communique.site.downloads.dcat import FORMATS
from communique.site.escape import front_matter
from communique.site.formats import json_ld
from communique.site.pages.all_pages import build_views
from communique.site.pages.event.document_view import EventDocument
from communique.site.pages.views import EventPage
from communique.site.site_metadata import Licence, SiteMetadata
from golden.hostile import hostile
from golden.record import record
from golden.rows import session

PAGE = "https://record.example/x/events/one/"
TERMS = "https://schema.org/"
PUBLICATION = SiteMetadata(
    name="Test",
    description="A record.",
    address="https://record.example/x/",
    licence=Licence("Free", "https://l.example/"),
)


def loader(address: str, _options: object) -> dict[str, object]:
    """schema.org's context, in what matters here: its terms, and which of them hold addresses."""
    assert address == "https://schema.org"
    held = ("eventStatus", "url", "contentUrl", "license")
    context = {"@vocab": TERMS, **{term: {"@id": TERMS + term, "@type": "@id"} for term in held}}
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address,
            "document": {"@context": context}}  # fmt: skip


def expanded(document: dict[str, Any]) -> dict[str, Any]:
    """A document as a JSON-LD processor understands it: every term as an address."""
    (found,) = jsonld.expand(document, {"base": PAGE, "documentLoader": loader})
    assert not [key for key in found if not key.startswith(("@", "http"))]
    return dict(found)


@pytest.fixture(scope="module")
def documents() -> dict[str, EventDocument]:
    with session([*record(), *hostile()]) as opened:
        return {view.id: view.document for view in build_views(opened) if isinstance(view, EventPage)}


def test_a_processor_understands_every_event(documents: dict[str, EventDocument]) -> None:
    for key, document in documents.items():
        found = expanded(json_ld.build_event_json_ld(document))
        assert found["@type"] == [f"{TERMS}Event"]
        assert found["@id"] == f"{PAGE}#event"
        assert found[f"{TERMS}identifier"] == [{"@value": key}]
        assert len(found[f"{TERMS}subjectOf"]) == len(document["sources"]) > 0
        assert (
            len(
                jsonld.normalize(
                    json_ld.build_event_json_ld(document), {"base": PAGE, "documentLoader": loader}
                )
            )
            > 0
        )


@pytest.mark.parametrize(
    ("status", "told"),
    [("occurred", "EventScheduled"), ("planned", "EventScheduled"), ("postponed", "EventPostponed"),
     ("cancelled", "EventCancelled"), ("alleged", None), ("disputed", None)],
)  # fmt: skip
def test_no_status_where_none_can_be_told(
    documents: dict[str, EventDocument], status: str, told: str | None
) -> None:
    document: EventDocument = {**documents["freedom-edge-24-1"], "status": status}
    found = json_ld.build_event_json_ld(document)
    assert found.get("eventStatus") == (told and TERMS + told)
    if status != "occurred":
        assert found["description"] != document["summary"]


def test_who_took_part_is_known_by_the_page_of_each_and_by_what_others_call_it(
    documents: dict[str, EventDocument],
) -> None:
    document: Any = json.loads(json.dumps(documents["radar-lock-on-2018-12"]))
    for participant in document["participants"]:
        participant["actor"]["identifiers"] = (
            {"wikidata": "Q17"} if participant["actor"]["id"] == "JP" else {}
        )
    found = {one["name"]: one for one in json_ld.build_event_json_ld(document)["about"]}
    assert found["Japan"]["@id"] == "../../countries/jp/#actor"
    assert found["Japan"]["sameAs"] == ["https://www.wikidata.org/entity/Q17"]
    assert "sameAs" not in found["South Korea"]


def test_one_file_holds_every_event_under_its_permanent_identifier(
    documents: dict[str, EventDocument], tmp_path: Path
) -> None:
    lines = tmp_path / "events.jsonl"
    lines.write_text("".join(json.dumps(document) + "\n" for document in documents.values()))
    graph = json.loads(json_ld.build_graph_file(lines, PUBLICATION, tmp_path / "graph").data)
    assert {event["@id"] for event in graph["@graph"]} == {
        f"https://record.example/x/events/{key}/#event" for key in documents
    }
    expandable = jsonld.expand(graph, {"documentLoader": loader})
    assert all(event["@id"].startswith("https://record.example/x/") for event in expandable)


def test_nobody_has_caused_an_incident(documents: dict[str, EventDocument]) -> None:
    found = json_ld.build_event_json_ld(documents["radar-lock-on-2018-12"])
    assert {one["name"] for one in found["about"]} >= {"Japan", "South Korea"}
    assert not {"organizer", "attendee", "performer", "actor"} & set(found)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"edtf": "2024-06"}, {"startDate": "2024-06"}),
        ({"edtf": "2024"}, {"startDate": "2024"}),
        ({"edtf": "2024-06-27~", "approximate": True}, {}),
        ({"edtf": "2024-06-27/2024-06-29"}, {"startDate": "2024-06-27", "endDate": "2024-06-29"}),
        ({"edtf": "../2024-06-29", "start_earliest": None, "start_latest": None}, {"endDate": "2024-06-29"}),
        (
            {"edtf": "[2024-06-26..2024-06-29]", "start_earliest": "2024-06-26", "end_latest": "2024-06-30"},
            {},
        ),
    ],
)
def test_a_date_is_as_exact_as_the_record(
    documents: dict[str, EventDocument], changed: dict[str, Any], told: dict[str, str]
) -> None:
    document: Any = json.loads(json.dumps(documents["freedom-edge-24-1"]))
    document["date"] |= changed
    found = json_ld.build_event_json_ld(document)
    assert {key: value for key, value in found.items() if key.endswith("Date")} == told


@given(st.text())
def test_any_text_stays_in_its_block_and_comes_back(text: str) -> None:
    embedded = json_ld.embed_json_ld({"name": text})
    assert not set(embedded) & set("<>&\u2028\u2029")
    matter = yaml.safe_load(str(front_matter({"linked_data": embedded})))
    assert json.loads(matter["linked_data"]) == {"name": text}


def test_the_page_holds_it_as_data(documents: dict[str, EventDocument]) -> None:
    with session([*record(), *hostile()]) as opened:
        made = {
            page.path: page.data.decode(errors="replace") for page in render_site_files(opened, PUBLICATION)
        }
    for key, document in documents.items():
        matter = yaml.safe_load(made[f"events/{key}.md"].split("---\n")[1])
        assert json.loads(matter["linked_data"]) == json_ld.build_event_json_ld(document)


def test_the_data_set_is_described_with_every_file_it_offers() -> None:
    with session(record()) as opened:
        made = {page.path: page.data for page in render_site_files(opened, PUBLICATION)}
    found = expanded(json.loads(made["data/dataset.jsonld"]))
    assert set(found["@type"]) == {f"{TERMS}Dataset", "http://www.w3.org/ns/dcat#Dataset"}
    assert found[f"{TERMS}license"] == [{"@id": "https://l.example/"}]
    files = found[f"{TERMS}distribution"]
    names = {one[f"{TERMS}contentUrl"][0]["@id"].removeprefix("https://record.example/x/") for one in files}
    assert names == {path for path in made if path.startswith("data/")} - {
        *(
            "data/index.md",
            "data/SHA256SUMS",
            "data/dataset.jsonld",
            "data/event.schema.json",
            "data/life.schema.json",
            "data/explore.json",
            "data/explore-fields.json",
            "data/abbreviations.json",
            "data/names.json",
            "data/words.json",
            "data/words.md",
        ),
    }
    for one in files:
        path = one["http://www.w3.org/ns/dcat#downloadURL"][0]["@id"].removeprefix(
            "https://record.example/x/"
        )
        assert one["http://www.w3.org/ns/dcat#byteSize"] == [{"@value": len(made[path])}]
        checksum = one["http://spdx.org/rdf/terms#checksum"][0]["http://spdx.org/rdf/terms#checksumValue"]
        assert checksum == one[f"{TERMS}sha256"]
        assert one[f"{TERMS}encodingFormat"][0]["@value"] in {media for _, media in FORMATS.values()}


def test_the_data_page_carries_the_main_files() -> None:
    with session(record()) as opened:
        made = {page.path: page.data for page in render_site_files(opened, PUBLICATION)}
    matter = yaml.safe_load(made["data/index.md"].decode().split("---\n")[1])
    names = {one["name"] for one in json.loads(matter["linked_data"])["distribution"]}
    assert {"communique.sqlite", "communique-csv.zip", "events.jsonl", "events.ics"} <= names
    assert not [name for name in names if re.match("csv/|parquet/", name)]
