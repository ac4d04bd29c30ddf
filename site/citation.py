"""How an event, or the whole record, is cited: in words, as BibTeX and as CSL-JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import Any

from communique.site import words
from communique.site.escape import line
from communique.site.page import Page
from communique.site.publication import Publication
from communique.site.views.event import EventPage

_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{character: f"\\{character}" for character in "$&%#_"},
}
"""A brace behind a backslash would do for TeX, but BibTeX counts it, and could see a field end there."""

_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


def event_citations(view: EventPage, publication: Publication) -> tuple[Page, Page]:
    """The files beside an event's page that reference managers read: BibTeX and CSL-JSON."""
    path = view.path.removesuffix(".md")
    return (
        Page(f"{path}.bib", bibtex(view, publication)),
        Page(f"{path}.csl.json", json.dumps([csl(view, publication)], ensure_ascii=False, indent=1) + "\n"),
    )


def bibtex(view: EventPage, publication: Publication) -> str:
    """An event as a BibTeX entry (UTF-8). ``year`` is the release's, since it is the record that is cited."""
    fields = _fields(view.title, view.path, publication, exact=not view.history.pending)
    return _entry(view.id, fields | {"note": tex(_note(view, publication))})


def csl(view: EventPage, publication: Publication) -> dict[str, Any]:
    """An event as an item of CSL-JSON (Citation Style Language 1.0.2), of type ``entry``: one of a database."""
    item: dict[str, Any] = {"id": view.id, "type": "entry"} | _item(
        view.title, view.path, publication, exact=not view.history.pending
    )
    if date := _parts(view.edtf):
        item["event-date"] = {"date-parts": date}
    item["note"] = _note(view, publication)
    return item


def record_text(publication: Publication, sha256: str) -> str:
    """The whole record in words. The checksum of its database says which state was used, also between releases."""
    edition = words.capital(publication.edition(not publication.between))
    release = f" {edition}." if edition else ""
    address = f" {publication.address}" if publication.address else ""
    return f"{publication.name}.{release} Database with SHA-256 {sha256}.{address}"


def record_bibtex(publication: Publication) -> str:
    """The whole record as a BibTeX entry."""
    fields = _fields(publication.name, "index.md", publication, exact=not publication.between)
    return _entry("communique", {key: value for key, value in fields.items() if key != "howpublished"})


def record_csl(publication: Publication) -> dict[str, Any]:
    """The whole record as an item of CSL-JSON."""
    item = _item(publication.name, "index.md", publication, exact=not publication.between)
    del item["container-title"]
    return {"id": "communique", "type": "dataset"} | item


def release_text(publication: Publication, version: str, released: dt.date, state: str) -> str:
    """One release in words. The hash is that of all it says, whatever format it is read in."""
    address = publication.identifier(f"releases/{version}/index.md") if publication.address else ""
    said = f"{publication.name}. Data release {version}, {words.day(released)}. SHA-256 of its state {state}."
    return words.joined((said, address), " ")


def release_bibtex(publication: Publication, version: str, released: dt.date) -> str:
    """One release as a BibTeX entry."""
    about = replace(publication, release=version, released=released.isoformat())
    fields = _fields(publication.name, f"releases/{version}/index.md", about, exact=True)
    return _entry(f"communique-{version}", {**fields, "howpublished": f"Data release {version}"})


def tex(text: str) -> str:
    """Text as TeX sets it: every character that means something to TeX is escaped."""
    return "".join(_TEX.get(character, character) for character in line(text))


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{lines}}}\n"


def _fields(title: str, path: str, publication: Publication, *, exact: bool) -> dict[str, str]:
    return {
        "title": f"{{{tex(title)}}}",
        "howpublished": tex(words.joined((publication.name, publication.edition(exact)), ", ")),
        "year": publication.released[:4] if exact else "",
        "url": publication.identifier(path) if publication.address else "",
    }


def _item(title: str, path: str, publication: Publication, *, exact: bool) -> dict[str, Any]:
    item: dict[str, Any] = {"title": line(title), "container-title": line(publication.name)}
    if publication.release:
        item["version"] = publication.release if exact else f"after {publication.release}"
    if publication.release and exact:
        item["issued"] = {"date-parts": _parts(publication.released)}
    if publication.address:
        item["URL"] = publication.identifier(path)
    return item


def _note(view: EventPage, publication: Publication) -> str:
    status = f", {view.status_words}" if view.status_words else ""
    date = view.date.value.label if view.edtf else ""
    known = publication.address and view.history.state and not view.history.pending
    state = f"as in {publication.identifier(view.history.state)}" if known else ""
    return words.joined((f"Event {view.id}{status}", date, state), "; ")


def _parts(date: str) -> list[list[int]]:
    """CSL's date parts of an EDTF day, month or year, or of a span of them; none where it is not that exact."""
    ends = date.split("/")
    return [[int(part) for part in end.split("-")] for end in ends] if all(map(_DAY.fullmatch, ends)) else []
