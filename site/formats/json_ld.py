"""Build schema.org JSON-LD for search engines and linked-data tools, no surer than the dataset itself.

Addresses inside are relative to the page that holds the block, so that a site knows itself wherever it is put.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from communique.pipeline.output_file import OutputFile
from communique.schema.vocabulary import ActorKind, Kind, PlacePrecision, Role, SourceKind, Status
from communique.site.escape import clean_url, to_single_line
from communique.site.labels import explain_status, join_nonempty
from communique.site.page_source import RelativeLinks
from communique.site.pages.event.document_view import (
    ActorDocument,
    EventDocument,
    ParticipantDocument,
    PersonDocument,
    ReleaseDocument,
    SourceDocument,
)
from communique.site.site_metadata import SiteMetadata

SCHEMA = "https://schema.org"

STATUSES = {
    Status.OCCURRED: "EventScheduled",
    Status.ONGOING: "EventScheduled",
    Status.PLANNED: "EventScheduled",
    Status.POSTPONED: "EventPostponed",
    Status.CANCELLED: "EventCancelled",
}
"""schema.org's words. An alleged, disputed or overdue event has none: every one would say that it takes place."""

_NEWS = {SourceKind.WIRE, SourceKind.NEWSPAPER, SourceKind.BROADCASTER}
_ORGANISERS = {Role.HOST, Role.ORGANISER}
_EXACT = {PlacePrecision.SITE, PlacePrecision.LOCALITY}
_REDUCED = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?")
_UNSAFE = re.compile(
    "[<>&\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\ud800-\uf8ff\ufeff\ufff0-\U0010ffff]"
)


_FOLDERS = {ActorKind.STATE: "countries", ActorKind.TERRITORY: "countries"}
_SAME_AS = {
    "wikidata": "https://www.wikidata.org/entity/{}",
    "geonames": "https://sws.geonames.org/{}/",
}
"""Addresses that codes of others stand for."""

PageAddress = Callable[[str], str]
"""Gives the address of a page of the site by its path."""

EVENT_LINKS = RelativeLinks.from_page("events/id.md")
"""The links of an event's page, where pages are folders."""

GRAPH = "data/events.jsonld"


def build_event_json_ld(document: EventDocument, address: PageAddress = EVENT_LINKS.href) -> dict[str, Any]:
    """Return an event as a schema.org Event, with the articles that report it.

    An incident has no organiser and no attendees, and nobody is named as having caused it: whoever is involved
    is what it is about.

    Args:
        document: the event.
        address: gives the address of a page, by default as seen from the event's own.
    """
    status, is_overdue = Status(document["status"]), document["overdue_since"] is not None
    sentence = explain_status(status, is_overdue)
    result: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Event",
        "@id": "#event",
        "identifier": document["id"],
        "name": to_single_line(document["title"]),
        "description": to_single_line(join_nonempty((document["summary"], sentence), " ")),
    }
    if status in STATUSES and not is_overdue:
        result["eventStatus"] = f"{SCHEMA}/{STATUSES[status]}"
    result |= _event_dates(document)
    if place := document["place"]:
        result["location"] = {"@type": "Place", "name": to_single_line(place["name"])}
        if place["latitude"] is not None and PlacePrecision(place["precision"]) in _EXACT:
            coordinates = {"latitude": place["latitude"], "longitude": place["longitude"]}
            result["location"]["geo"] = {"@type": "GeoCoordinates", **coordinates}
    if series := document["series"]:
        result["superEvent"] = {"@type": "EventSeries", "name": to_single_line(series["name"])}
    result |= _involved_parties(document, address)
    result["keywords"] = [document["kind"], *(to_single_line(topic["name"]) for topic in document["topics"])]
    result["subjectOf"] = [_describe_source_article(source) for source in document["sources"]]
    if document["release"]["as_released"]:
        result["mainEntityOfPage"] = _describe_web_page(document["release"])
    return result


def embed_json_ld(document: Mapping[str, Any]) -> Markup:
    """Return a document as JSON-LD for a ``script`` block, without anything that HTML or YAML interprets."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Markup(_UNSAFE.sub(_escape_json_match, text))  # noqa: S704 - nothing is left that HTML interprets


def _escape_json_match(match: re.Match[str]) -> str:
    """Return the matched character as a JSON escape in ASCII."""
    return f"\\u{ord(match[0]):04x}" if match[0].isascii() else json.dumps(match[0])[1:-1]


def embed_event_json_ld(document: EventDocument, address: PageAddress = EVENT_LINKS.href) -> Markup:
    """Return an event's JSON-LD for the head of its page."""
    return embed_json_ld(build_event_json_ld(document, address))


def build_graph_file(lines: Path, publication: SiteMetadata, target: Path) -> OutputFile:
    """Return one file of linked data with every event, each under its permanent identifier.

    Args:
        lines: a file with every event's JSON, a line each.
        publication: the site.
        target: where the file is made, an event at a time.
    """
    with lines.open(encoding="utf-8") as documents, target.open("w", encoding="utf-8") as file:
        file.write(f'{{"@context":"{SCHEMA}","@graph":[')
        for number, line in enumerate(documents):
            document: EventDocument = json.loads(line)
            event = build_event_json_ld(document, publication.page_identifier)
            del event["@context"]
            page = f"events/{document['id']}.md"
            event["@id"] = f"{publication.page_identifier(page)}#event"
            event.pop("mainEntityOfPage", None)
            file.write(",\n" if number else "\n")
            file.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")))
        file.write("\n]}\n")
    return OutputFile(GRAPH, target)


def _describe_web_page(release: ReleaseDocument) -> dict[str, Any]:
    """Return the page as a version of the last release that changed it: the event itself has no version."""
    return {"@type": "WebPage", "@id": "", "version": release["last"], "dateModified": release["last_day"]}


def _event_dates(document: EventDocument) -> dict[str, str]:
    """Return start and end as exact as all sources allow: a day, month or year (ISO 8601), or none."""
    date = document["date"]
    if date is None or date["approximate"]:
        return {}
    if _REDUCED.fullmatch(date["edtf"]):
        return {"startDate": date["edtf"]}
    dates = {}
    if date["start_earliest"] and date["start_earliest"] == date["start_latest"]:
        dates["startDate"] = date["start_earliest"] + (f"T{document['time']}" if document["time"] else "")
    if date["end_earliest"] and date["end_earliest"] == date["end_latest"]:
        dates["endDate"] = date["end_earliest"]
    if dates.get("endDate") == date["start_earliest"]:
        del dates["endDate"]
    return dates


def _involved_parties(document: EventDocument, address: PageAddress) -> dict[str, Any]:
    participants = document["participants"]
    if document["kind"] == Kind.INCIDENT:
        return {"about": _describe_organizations(participants, address)} if participants else {}
    hosts = [participant for participant in participants if Role(participant["role"]) in _ORGANISERS]
    guests = [participant for participant in participants if Role(participant["role"]) not in _ORGANISERS]
    people = [_describe_person(who, address) for participant in participants for who in participant["people"]]
    parties = {
        "organizer": _describe_organizations(hosts, address),
        "attendee": _describe_organizations(guests, address) + people,
    }
    return {key: value for key, value in parties.items() if value}


def _describe_organizations(
    participants: Iterable[ParticipantDocument], address: PageAddress
) -> list[dict[str, Any]]:
    actors = {participant["actor"]["id"]: participant["actor"] for participant in participants}
    return [_describe_organization(actor, address) for actor in actors.values()]


def _describe_organization(actor: ActorDocument, address: PageAddress) -> dict[str, Any]:
    """Return an actor, known by its page on this site and by what others call it."""
    folder = _FOLDERS.get(ActorKind(actor["kind"]), "organisations")
    page = address(f"{folder}/{actor['id'].lower()}.md")
    name = {"@type": "Organization", "@id": f"{page}#actor", "name": to_single_line(actor["name"])}
    return name | _same_as(actor["identifiers"])


def _describe_person(person: PersonDocument, address: PageAddress) -> dict[str, Any]:
    page = address(f"people/{person['id']}.md")
    name = {"@type": "Person", "@id": f"{page}#person", "name": to_single_line(person["name"])}
    return name | _same_as(person["identifiers"])


def _same_as(identifiers: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the addresses under which others know it; nothing where there are none."""
    addresses = [
        form.format(identifiers[scheme]) for scheme, form in _SAME_AS.items() if scheme in identifiers
    ]
    return {"sameAs": addresses} if addresses else {}


def _describe_source_article(source: SourceDocument) -> dict[str, Any]:
    article = {
        "@type": "NewsArticle" if SourceKind(source["kind"]) in _NEWS else "CreativeWork",
        "headline": to_single_line(source["title"]),
        "inLanguage": source["language"],
        "publisher": {"@type": "Organization", "name": to_single_line(source["publisher"]["name"])},
    }
    if source["published"]:
        article["datePublished"] = source["published"]
    if url := clean_url(source["url"] or ""):
        article["url"] = url
    return article
