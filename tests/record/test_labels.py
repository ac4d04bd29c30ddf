"""Disputed names: each place in use stands on the page of labelling, and no text of ours speaks one side's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixtures.repository import ROOT

PAGE = (ROOT / "site/docs/labelling.md").read_text(encoding="utf-8")
TOLD = re.compile(r"\b(?:calls?|called|names?|named)\b")
"""A sentence that uses a side's name says who calls it so."""


def authorities(place) -> set[str]:
    return {name.authority for name in place.names if name.authority}


def test_every_disputed_place_is_on_the_page(record):
    disputed = {
        key: place
        for key, place in record.registry.places.items()
        if place.label_note and (place.precision != "country" and key != "taiwan")
    }
    wrong = [f"{key}: {place.name}" for key, place in disputed.items() if place.name not in PAGE]
    assert not wrong, f"add to labelling.md: {'; '.join(wrong)}"


def test_every_name_of_a_side_is_on_the_page(record):
    """Names in Latin script of places that several states name, or that carry a note; each with who uses it."""
    wrong = [
        f"{place.name}: {name.name} ({name.authority})"
        for place in record.registry.places.values()
        for name in place.names
        if place.label_note and name.authority and name.name.isascii() and place.precision != "country"
        if name.name not in PAGE and name.name not in place.name
    ]
    assert not wrong, f"add to labelling.md: {'; '.join(wrong)}"


def test_no_place_is_printed_under_the_name_of_one_side(record):
    names = {
        name.name: place.name
        for place in record.registry.places.values()
        for name in place.names
        if name.authority and place.label_note
    }
    wrong = [key for key, place in record.registry.places.items() if place.name in names]
    assert not wrong, f"print the neutral name: {'; '.join(wrong)}"


def own_texts(record) -> Iterator[tuple[str, str]]:
    """Every text in our own words, with the path of its file."""
    for path, article in record.articles.items():
        for event in article.model.events:
            parts = [*event.notes, *getattr(event, "provisions", ())]
            for text in (event.title, event.summary, *(part.text for part in parts)):
                if text:
                    yield path, text


def test_no_text_of_ours_speaks_the_name_of_one_side(record):
    names = {
        name.name
        for place in record.registry.places.values()
        for name in place.names
        if place.label_note and name.authority and name.name.isascii() and name.name not in place.name
    }
    assert "Dokdo" in names
    used = re.compile(
        rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b(?! guest house)"
    )
    wrong = [
        f"{path}: {sentence.strip()}"
        for path, text in own_texts(record)
        for sentence in re.split(r"(?<=[.!?]) ", text)
        if used.search(sentence) and not TOLD.search(sentence)
    ]
    assert not wrong, "use the printed name, or say who calls it so: " + "; ".join(wrong)
