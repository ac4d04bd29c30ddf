"""Format citations of an event, a release and the whole dataset as text, BibTeX and CSL-JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import Any

from communique.pipeline.output_file import OutputFile
from communique.site import labels
from communique.site.escape import to_single_line
from communique.site.pages.event.event_view import EventPage
from communique.site.site_metadata import SiteMetadata

_TEX_ESCAPES = {
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

_ISO_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")


def build_citation_files(view: EventPage, publication: SiteMetadata) -> tuple[OutputFile, ...]:
    """Return the files of an event that reference managers read: BibTeX, RIS and CSL-JSON.

    None says when it was looked up, which only the reader knows: `assets/cite.js` adds the day to what is saved.
    """
    path = view.path.removesuffix(".md")
    return (
        OutputFile(f"{path}.bib", format_event_bibtex(view, publication)),
        OutputFile(f"{path}.ris", format_event_ris(view, publication)),
        OutputFile(
            f"{path}.csl.json",
            json.dumps([build_event_csl(view, publication)], ensure_ascii=False, indent=1) + "\n",
        ),
    )


def format_event_citation(view: EventPage, publication: SiteMetadata) -> str:
    """Return a citation of an event as text, with its permanent address where one is known."""
    date = view.date.value.label if view.edtf else ""
    edition = publication.edition_label(not view.history.pending)
    site = labels.join_nonempty((publication.name, edition, f"event {view.id}"), ", ")
    author = f"{publication.about.author}. " if publication.about.author else ""
    address = f" {_event_address(view, publication)}" if publication.address else ""
    return f"{author}“{view.title}”{f' ({date})' if date else ''}. {site}.{address}"


def event_permalink(view: EventPage) -> str:
    """Return the page that a citation names: the released state, which never changes, if it is as it is now."""
    state = "" if view.history.pending else view.history.state
    return f"{state.removesuffix('.json')}.md" if state else view.path


def _event_address(view: EventPage, publication: SiteMetadata) -> str:
    return publication.page_identifier(event_permalink(view))


def format_event_ris(view: EventPage, publication: SiteMetadata) -> str:
    """Return an event as a RIS record of type ``DATA``, as reference managers import it."""
    exact = not view.history.pending
    lines = [
        ("TY", "DATA"),
        ("ID", view.id),
        ("TI", view.title),
        *(("AU", author.name) for author in publication.about.authors),
        ("T2", publication.name),
        ("PY", publication.released[:4] if exact else ""),
        ("ET", publication.edition_label(exact)),
        ("UR", _event_address(view, publication) if publication.address else ""),
        ("N1", _event_note(view, publication)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {to_single_line(text)}\r\n" for tag, text in lines if text or tag == "ER")


def format_event_bibtex(view: EventPage, publication: SiteMetadata) -> str:
    """Return an event as a BibTeX entry in UTF-8; its ``year`` is that of the cited release."""
    fields = _bibtex_fields(view.title, event_permalink(view), publication, exact=not view.history.pending)
    return _format_bibtex_entry(view.id, fields | {"note": escape_tex(_event_note(view, publication))})


def build_event_csl(view: EventPage, publication: SiteMetadata) -> dict[str, Any]:
    """Return an event as a CSL-JSON 1.0.2 item of type ``entry``: one entry of a database."""
    item: dict[str, Any] = {"id": view.id, "type": "entry"} | _csl_item(
        view.title, event_permalink(view), publication, exact=not view.history.pending
    )
    if date := _csl_date_parts(view.edtf):
        item["event-date"] = {"date-parts": date}
    item["note"] = _event_note(view, publication)
    return item


def format_dataset_citation(publication: SiteMetadata, sha256: str) -> str:
    """Return a citation of the whole dataset as text, with the SHA-256 of its database."""
    edition = labels.capitalize_first(publication.edition_label(not publication.has_unreleased_changes))
    release = f" {edition}." if edition else ""
    address = f" {publication.address}" if publication.address else ""
    author = f"{publication.about.author}. " if publication.about.author else ""
    doi = f" https://doi.org/{publication.about.doi}" if publication.about.doi else ""
    address = doi or address
    return (
        f"{author}{publication.name}.{release} Database with SHA-256 {sha256}.{_terms(publication)}{address}"
    )


def format_dataset_bibtex(publication: SiteMetadata) -> str:
    """Return a BibTeX entry for the whole dataset."""
    fields = _bibtex_fields(
        publication.name, "index.md", publication, exact=not publication.has_unreleased_changes
    )
    del fields["howpublished"]
    return _format_bibtex_entry("communique", fields | {"note": escape_tex(_terms(publication).strip())})


def format_release_citation(publication: SiteMetadata, version: str, released: dt.date, state: str) -> str:
    """Return a citation of a release as text, with the SHA-256 of its state in whatever format."""
    address = publication.page_identifier(f"releases/{version}/index.md") if publication.address else ""
    text = f"{publication.name}. Data release {version}, {labels.format_day(released)}. SHA-256 of its state {state}."
    text += _terms(publication)
    return labels.join_nonempty((text, address), " ")


def format_release_bibtex(publication: SiteMetadata, version: str, released: dt.date) -> str:
    """Return a BibTeX entry for a release."""
    about = replace(publication, release=version, released=released.isoformat())
    fields = _bibtex_fields(publication.name, f"releases/{version}/index.md", about, exact=True)
    return _format_bibtex_entry(
        f"communique-{version}",
        fields | {"howpublished": f"Data release {version}", "note": escape_tex(_terms(publication).strip())},
    )


def _terms(publication: SiteMetadata) -> str:
    """Return the record's licence as a sentence that follows another; "" where none is stated."""
    return f" Licence: {to_single_line(publication.licence.name)}." if publication.licence else ""


def escape_tex(text: str) -> str:
    """Return text with every character escaped that has a meaning in TeX."""
    return "".join(_TEX_ESCAPES.get(character, character) for character in to_single_line(text))


def _format_bibtex_entry(key: str, fields: dict[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{lines}}}\n"


def _bibtex_fields(title: str, path: str, publication: SiteMetadata, *, exact: bool) -> dict[str, str]:
    return {
        "author": " and ".join(f"{{{escape_tex(author.name)}}}" for author in publication.about.authors),
        "title": f"{{{escape_tex(title)}}}",
        "howpublished": escape_tex(
            labels.join_nonempty((publication.name, publication.edition_label(exact)), ", ")
        ),
        "year": publication.released[:4] if exact else "",
        "url": publication.page_identifier(path) if publication.address else "",
    }


def _csl_item(title: str, path: str, publication: SiteMetadata, *, exact: bool) -> dict[str, Any]:
    item: dict[str, Any] = {
        "title": to_single_line(title),
        "container-title": to_single_line(publication.name),
    }
    if publication.about.authors:
        item["author"] = [{"literal": to_single_line(author.name)} for author in publication.about.authors]
    if publication.release:
        item["version"] = publication.release if exact else f"after {publication.release}"
    if publication.release and exact:
        item["issued"] = {"date-parts": _csl_date_parts(publication.released)}
    if publication.address:
        item["URL"] = publication.page_identifier(path)
    return item


def _event_note(view: EventPage, publication: SiteMetadata) -> str:
    status = f", {view.status_words}" if view.status_words else ""
    date = view.date.value.label if view.edtf else ""
    has_state = publication.address and view.history.state and not view.history.pending
    state = f"as in {publication.page_identifier(view.history.state)}" if has_state else ""
    return labels.join_nonempty((f"Event {view.id}{status}", date, state), "; ")


def _csl_date_parts(date: str) -> list[list[int]]:
    """Return CSL date parts of an EDTF day, month, year or interval of them; [] where it is less exact."""
    ends = date.split("/")
    return (
        [[int(part) for part in end.split("-")] for end in ends]
        if all(map(_ISO_DATE.fullmatch, ends))
        else []
    )
