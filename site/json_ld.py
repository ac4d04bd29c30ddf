"""What search engines and linked-data tools are told of a page: schema.org as JSON-LD, no surer than the record is.

Addresses inside are relative to the page that holds the block, so that a site knows itself wherever it is put.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from communique.schema.vocabulary import Kind, PlacePrecision, Role, SourceKind, Status
from communique.site.escape import Markdown, address, line
from communique.site.views.document import EventDocument, ParticipantDocument, ReleaseDocument, SourceDocument
from communique.site.words import STATUS_SENTENCES, joined

SCHEMA = "https://schema.org"

STATUSES = {
    Status.OCCURRED: "EventScheduled",
    Status.ONGOING: "EventScheduled",
    Status.PLANNED: "EventScheduled",
    Status.POSTPONED: "EventPostponed",
    Status.CANCELLED: "EventCancelled",
}
"""schema.org's words. An alleged or disputed event has none: every one of them would say that it takes place."""

_NEWS = {SourceKind.WIRE, SourceKind.NEWSPAPER, SourceKind.BROADCASTER}
_ORGANISERS = {Role.HOST, Role.ORGANISER}
_EXACT = {PlacePrecision.SITE, PlacePrecision.LOCALITY}
_REDUCED = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")
_UNSAFE = re.compile(
    "[<>&\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\ud800-\uf8ff\ufeff\ufff0-\U0010ffff]"
)


def event(document: EventDocument) -> dict[str, Any]:
    """An event as schema.org's Event with the articles that report it.

    An incident has no organiser and no attendees, and nobody is named as having caused it: whoever is involved
    is what it is about.
    """
    status = Status(document["status"])
    found: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Event",
        "@id": "#event",
        "identifier": document["id"],
        "name": line(document["title"]),
        "description": line(joined((document["summary"], STATUS_SENTENCES[status]), " ")),
    }
    if status in STATUSES:
        found["eventStatus"] = f"{SCHEMA}/{STATUSES[status]}"
    found |= _dates(document)
    if place := document["place"]:
        found["location"] = {"@type": "Place", "name": line(place["name"])}
        if place["latitude"] is not None and PlacePrecision(place["precision"]) in _EXACT:
            spot = {"latitude": place["latitude"], "longitude": place["longitude"]}
            found["location"]["geo"] = {"@type": "GeoCoordinates", **spot}
    if series := document["series"]:
        found["superEvent"] = {"@type": "EventSeries", "name": line(series["name"])}
    found |= _involved(document)
    found["keywords"] = [document["kind"], *(line(topic["name"]) for topic in document["topics"])]
    found["subjectOf"] = [_article(source) for source in document["sources"]]
    if document["release"]["as_released"]:
        found["mainEntityOfPage"] = _page(document["release"])
    return found


def embedded(document: Mapping[str, Any]) -> Markdown:
    """JSON-LD for a ``script`` block in a page's head: holds nothing that HTML or YAML reads as its own."""
    return Markdown(_UNSAFE.sub(_code, json.dumps(document, ensure_ascii=False, separators=(",", ":"))))


def _code(found: re.Match[str]) -> str:
    """A character as JSON writes it in ASCII."""
    return f"\\u{ord(found[0]):04x}" if found[0].isascii() else json.dumps(found[0])[1:-1]


def embedded_event(document: EventDocument) -> Markdown:
    """An event's JSON-LD for the head of its page."""
    return embedded(event(document))


def _page(release: ReleaseDocument) -> dict[str, Any]:
    """The page as a text of the release that changed it last; an event has no version, what is said of it has."""
    return {"@type": "WebPage", "@id": "", "version": release["last"], "dateModified": release["last_day"]}


def _dates(document: EventDocument) -> dict[str, str]:
    """Start and end, as exact as all sources together allow: a day, else month or year (ISO 8601), else nothing."""
    date = document["date"]
    if date is None or date["approximate"]:
        return {}
    if _REDUCED.fullmatch(date["edtf"]):
        return {"startDate": date["edtf"]}
    found = {}
    if date["start_earliest"] and date["start_earliest"] == date["start_latest"]:
        found["startDate"] = date["start_earliest"] + (f"T{document['time']}" if document["time"] else "")
    if date["end_earliest"] and date["end_earliest"] == date["end_latest"]:
        found["endDate"] = date["end_earliest"]
    if found.get("endDate") == date["start_earliest"]:
        del found["endDate"]
    return found


def _involved(document: EventDocument) -> dict[str, Any]:
    participants = document["participants"]
    if document["kind"] == Kind.INCIDENT:
        return {"about": _actors(participants)} if participants else {}
    hosts = [one for one in participants if Role(one["role"]) in _ORGANISERS]
    guests = [one for one in participants if Role(one["role"]) not in _ORGANISERS]
    people = [{"@type": "Person", "name": line(who["name"])} for one in participants for who in one["people"]]
    found = {"organizer": _actors(hosts), "attendee": _actors(guests) + people}
    return {key: value for key, value in found.items() if value}


def _actors(participants: Iterable[ParticipantDocument]) -> list[dict[str, Any]]:
    names = dict.fromkeys(line(one["actor"]["name"]) for one in participants)
    return [{"@type": "Organization", "name": name} for name in names]


def _article(source: SourceDocument) -> dict[str, Any]:
    article = {
        "@type": "NewsArticle" if SourceKind(source["kind"]) in _NEWS else "CreativeWork",
        "headline": line(source["title"]),
        "inLanguage": source["language"],
        "publisher": {"@type": "Organization", "name": line(source["publisher"]["name"])},
    }
    if source["published"]:
        article["datePublished"] = source["published"]
    if url := address(source["url"] or ""):
        article["url"] = url
    return article
