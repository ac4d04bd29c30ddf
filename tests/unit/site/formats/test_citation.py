"""Citations: what BibTeX and CSL-JSON say of an event, escaped for TeX, with an address only where there is one."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from communique.schema import ReleasedEvent
from communique.site.formats import citation
from communique.site.pages.all_pages import build_views
from communique.site.pages.views import EventPage
from communique.site.site_metadata import About, Author, Licence, SiteMetadata
from golden.hostile import hostile
from golden.record import record
from golden.rows import session

HERE = SiteMetadata(
    name="Test", address="https://record.example/x/", release="2026.11", released="2026-11-30"
)
AS_RELEASED = ("radar-lock-on-2018-12", "icbm-launch-2023-12-18", "freedom-edge-24-1")
"""Events that are as the newest release has them; all others are new since."""
PARTS = {
    "type": "array",
    "minItems": 1,
    "maxItems": 2,
    "items": {"type": "array", "items": {"type": "integer"}},
}
DATE = {"type": "object", "required": ["date-parts"], "properties": {"date-parts": PARTS}}
CSL = {  # of the Citation Style Language's schema for data, what concerns these items
    "type": "object",
    "required": ["id", "type", "title"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["entry", "dataset"]},
        **{key: {"type": "string"} for key in ("id", "title", "container-title", "version", "URL", "note")},
        **dict.fromkeys(("issued", "event-date"), DATE),
    },
}


@pytest.fixture(scope="module")
def events() -> dict[str, EventPage]:
    held = [ReleasedEvent(id=key, release_version="2026.10") for key in AS_RELEASED]
    with session([*record(), *hostile(), *held]) as opened:
        return {view.id: view for view in build_views(opened) if isinstance(view, EventPage)}


def test_bibtex_names_event_record_release_and_address(events: dict[str, EventPage]) -> None:
    assert citation.format_event_bibtex(events["radar-lock-on-2018-12"], HERE).splitlines()[:1] == [
        "@misc{radar-lock-on-2018-12,"
    ]
    fields = read_bibtex(citation.format_event_bibtex(events["radar-lock-on-2018-12"], HERE))
    assert fields["howpublished"] == "Test, data release 2026.11"
    assert fields["year"] == "2026"
    assert fields["url"] == "https://record.example/x/releases/2026.10/events/radar-lock-on-2018-12/"
    assert "radar-lock-on-2018-12" in fields["note"]
    state = "https://record.example/x/releases/2026.10/events/radar-lock-on-2018-12.json"
    assert fields["note"].endswith(f"as in {state}")


def test_a_release_is_cited_only_for_what_it_says(events: dict[str, EventPage]) -> None:
    view = events["trilateral-defense-ministerial-2025"]
    fields = read_bibtex(citation.format_event_bibtex(view, HERE))
    assert fields["howpublished"] == "Test, after data release 2026.11"
    assert "year" not in fields
    assert "releases" not in fields["note"]
    item = citation.build_event_csl(view, HERE)
    assert (item["version"], "issued" in item) == ("after 2026.11", False)
    between = replace(HERE, has_unreleased_changes=True)
    assert "After data release 2026.11." in citation.format_dataset_citation(between, "ab12")


def test_a_release_is_cited_with_the_hash_of_what_it_says() -> None:
    told = citation.format_release_citation(HERE, "2026.10", dt.date(2026, 10, 30), "cd34")
    assert told == (
        "Test. Data release 2026.10, 30 October 2026. SHA-256 of its state cd34. "
        "https://record.example/x/releases/2026.10/"
    )
    fields = read_bibtex(citation.format_release_bibtex(HERE, "2026.10", dt.date(2026, 10, 30)))
    assert (fields["year"], fields["url"]) == ("2026", "https://record.example/x/releases/2026.10/")


def read_bibtex(text: str) -> dict[str, str]:
    """The fields of one entry, by counting braces as BibTeX does."""
    head, _, body = text.partition("\n")
    assert re.fullmatch(r"@misc\{[a-z0-9.-]+,", head)
    assert body.endswith(",\n}\n")
    fields = {}
    for line in body.removesuffix("}\n").splitlines():
        name, _, value = line.strip().removesuffix(",").partition(" = ")
        assert balanced(value), value
        fields[name] = value[1:-1]
    return fields


def balanced(value: str) -> bool:
    """BibTeX counts every brace, also one behind a backslash, so an escaped one must not close the field."""
    depth = 0
    for number, sign in enumerate(value):
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and number < len(value) - 1:
            return False
    return depth == 0


@given(st.text())
def test_any_title_stays_within_its_braces_and_means_nothing_to_tex(title: str) -> None:
    shown = citation.escape_tex(title)
    assert balanced(f"{{{shown}}}")
    left = re.sub(r"\\text[a-z]+(?:\{\})|\\[$&%#_]", "", shown)
    assert not set(left) & set('\\{}$&%#_~^<>|"')


def test_without_release_or_address_neither_is_made_up(events: dict[str, EventPage]) -> None:
    bare = SiteMetadata(name="Test")
    for view in events.values():
        assert not {"year", "url"} & set(read_bibtex(citation.format_event_bibtex(view, bare)))
        assert not {"issued", "URL", "version"} & set(citation.build_event_csl(view, bare))


def test_csl_keeps_to_its_schema_in_every_event(events: dict[str, EventPage]) -> None:
    validator = Draft202012Validator(CSL)
    for about in (HERE, SiteMetadata()):
        for item in (citation.build_event_csl(view, about) for view in events.values()):
            assert [error.message for error in validator.iter_errors(item)] == []


@pytest.mark.parametrize(
    ("event", "parts"),
    [("icbm-launch-2023-12-18", [[2023, 12, 18]]), ("freedom-edge-24-1", [[2024, 6, 27], [2024, 6, 29]])],
)
def test_the_events_own_date_is_apart_from_the_records(
    events: dict[str, EventPage], event: str, parts: list[list[int]]
) -> None:
    item = citation.build_event_csl(events[event], HERE)
    assert item["event-date"] == {"date-parts": parts}
    assert item["issued"] == {"date-parts": [[2026, 11, 30]]}


def test_a_status_other_than_occurred_is_told(events: dict[str, EventPage]) -> None:
    assert "alleged" in citation.build_event_csl(events["hostile"], HERE)["note"]


def test_files_beside_the_page_hold_them(events: dict[str, EventPage]) -> None:
    files = citation.build_citation_files(events["freedom-edge-24-1"], HERE)
    assert [file.path for file in files] == [
        f"events/freedom-edge-24-1.{end}" for end in ("bib", "ris", "csl.json")
    ]
    csl = files[-1]
    assert json.loads(csl.data) == [citation.build_event_csl(events["freedom-edge-24-1"], HERE)]


def test_the_record_is_cited_in_words_and_as_bibtex() -> None:
    told = citation.format_dataset_citation(HERE, "ab12")
    assert told == "Test. Data release 2026.11. Database with SHA-256 ab12. https://record.example/x/"
    assert (
        citation.format_dataset_citation(SiteMetadata(), "ab12") == "Communiqué. Database with SHA-256 ab12."
    )
    assert read_bibtex(citation.format_dataset_bibtex(HERE))["url"] == "https://record.example/x/"


def test_the_licence_stands_in_citations_of_the_record_and_of_a_release() -> None:
    licensed = replace(HERE, licence=Licence("CC_BY 4.0", "https://licence.example/"))
    day = dt.date(2026, 11, 30)
    assert " Licence: CC_BY 4.0. https" in citation.format_dataset_citation(licensed, "ab12")
    assert " Licence: CC_BY 4.0. https" in citation.format_release_citation(licensed, "2026.11", day, "ab12")
    for text in (
        citation.format_dataset_bibtex(licensed),
        citation.format_release_bibtex(licensed, "2026.11", day),
    ):
        assert read_bibtex(text)["note"] == r"Licence: CC\_BY 4.0."
    assert "note" not in read_bibtex(citation.format_dataset_bibtex(HERE))


def test_authors_stand_in_every_form_and_the_address_is_the_one_that_never_changes(
    events: dict[str, EventPage],
) -> None:
    view = events["radar-lock-on-2018-12"]
    about = replace(HERE, about=About(authors=(Author("An Institute"),), doi="10.5281/zenodo.1"))
    permalink = "https://record.example/x/releases/2026.10/events/radar-lock-on-2018-12/"
    text = citation.format_event_citation(view, about)
    assert text.startswith("An Institute. “")
    assert text.endswith(f"data release 2026.11, event {view.id}. {permalink}")
    ris = citation.format_event_ris(view, about).split("\r\n")
    assert (ris[0], ris[-2:]) == ("TY  - DATA", ["ER  - ", ""])
    assert {"AU  - An Institute", f"UR  - {permalink}"} <= set(ris)
    assert read_bibtex(citation.format_event_bibtex(view, about))["author"] == "{An Institute}"
    assert citation.build_event_csl(view, about)["author"] == [{"literal": "An Institute"}]
    assert citation.format_dataset_citation(about, "ab12").endswith("https://doi.org/10.5281/zenodo.1")
