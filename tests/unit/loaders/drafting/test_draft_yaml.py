"""What is ticked at the desk becomes an entry that says it all and nothing else."""

from __future__ import annotations

import re
from typing import Any

from communique.commands import compose_entry
from communique.loaders.curation.format_files import format_text
from communique.loaders.drafting.draft_yaml import render_event
from communique.loaders.drafting.statements import DraftEvent, DraftStatement
from communique.loaders.yaml.parser import parse_yaml
from communique.schema.vocabulary import Kind

PATH = "articles/2024/a.yaml"
SOURCE = {
    "publisher": "yonhap", "kind": "wire", "title": "Launch", "url": None, "published": "2024-07-29",
    "accessed": "2026-11-23",
}  # fmt: skip


def statement(field: str, element: str, value: Any = "", **more: Any) -> dict[str, Any]:
    base = {"is_ticked": True, "origin": "record", "label": "", "citations": [1]}
    return {"field": field, "element": element, "value": value, **base, **more}


def compose(*statements: dict[str, Any], **event: Any) -> str:
    base = {
        "id": "launch-2024",
        "kind": "incident",
        "is_known": True,
        "title": "",
        "reasons": "",
        "score": 1.0,
    }
    return compose_entry([base | {"citations": [1, "headline"], "statements": statements} | event], SOURCE)


def test_every_sort_of_statement_is_written_as_an_entry_writes_it() -> None:
    text = compose(
        statement("notes", "told", {"type": "outcome", "text": "It was told."}, citations=[2]),
        statement("notes", "known", {"type": "outcome", "text": "A colleague's words."}, is_ticked=False),
        statement("notes", "own", {"type": "context", "text": "Words of our own."}, origin="hand"),
        statement("links", "follows/launch-2023"),
        statement("figures", "range_km", {"low": None, "best": 300.0, "high": None}),
        statement("figures", "objects", {"low": 2, "best": None, "high": 4}, citations=[]),
        statement("names", "Hwasong", {"name": "Hwasong", "language": "ko"}),
        statement("topics", "missiles", "missiles", citations=[]),
        statement("participants", "KP/initiator"),
        statement("people", "KP/initiator/kim-jong-un", citations=[3]),
        statement("people", "JP/responder/kihara-minoru"),
        statement("units", "KP/initiator/Unit 7", "Unit 7"),
        statement("place", "", "pyongyang", modality="alleged", attributed_to="KR", quote="from Pyongyang"),
        statement("date", "", "2024-07-28", basis="relative"),
        statement("date", "", "2024-07-29"),
    )
    assert parse_yaml(text, "").data["events"] == [
        {
            "id": "launch-2024",
            "kind": "incident",
            "paragraphs": [1, "headline"],
            "date": [
                {"value": "2024-07-28", "paragraphs": 1, "basis": "relative"},
                {"value": "2024-07-29", "paragraphs": 1},
            ],
            "place": {
                "value": "pyongyang", "paragraphs": 1, "modality": "alleged", "attributed_to": "KR",
                "quote": "from Pyongyang",
            },
            "participants": [
                {
                    "actor": "KP", "role": "initiator", "people": [{"person": "kim-jong-un", "paragraphs": 3}],
                    "units": ["Unit 7"], "paragraphs": 1,
                },
                {"actor": "JP", "role": "responder", "people": ["kihara-minoru"], "paragraphs": 1},
            ],
            "topics": ["missiles"],
            "names": [{"name": "Hwasong", "language": "ko", "paragraphs": 1}],
            "figures": {"range_km": {"value": 300, "paragraphs": 1}, "objects": {"low": 2, "high": 4}},
            "links": [{"follows": "launch-2023", "paragraphs": 1}],
            "notes": [
                {"id": "told", "paragraphs": 2},
                {"id": "own", "type": "context", "text": "Words of our own.", "paragraphs": 1},
            ],
        }
    ]  # fmt: skip
    assert parse_yaml(format_text(text, PATH), "").data["events"][0]["figures"]["objects"] == {
        "low": 2,
        "high": 4,
    }


def test_a_new_event_has_its_own_words_or_says_that_they_are_missing() -> None:
    told = compose(is_known=False, title="A launch", summary="What happened, in our own words.")
    assert parse_yaml(told, "").data["events"][0]["title"] == "A launch"
    assert format_text(told, PATH) == told
    assert parse_yaml(compose(is_known=False), "").data["events"][0]["title"] is None


def test_whoever_is_offered_stands_with_the_participant_and_is_data_once_the_mark_is_gone() -> None:
    statements = tuple(
        DraftStatement(**statement(field, element, is_ticked=ticked) | {"citations": (1,)})
        for field, element, ticked in (
            ("participants", "JP/host", True),
            ("people", "JP/host/kihara-minoru", True),
            ("people", "JP/host/abe-shinzo", False),
            ("participants", "KR/attendee", False),
            ("people", "KR/attendee/shin-won-sik", False),
        )
    )
    event = DraftEvent("talks", Kind.MEETING, True, "Talks", "its day", 0.9, (1,), statements)
    lines = "\n".join(render_event(event))
    unmarked = re.sub(r"#\? (?=-|\w+:$)", "", lines)
    offered = parse_yaml(unmarked, "").data[0]["participants"]
    assert parse_yaml(lines, "").data[0]["participants"] == [
        {"actor": "JP", "role": "host", "paragraphs": 1, "people": ["kihara-minoru"]}
    ]
    assert offered == [
        {"actor": "JP", "role": "host", "paragraphs": 1, "people": ["kihara-minoru", "abe-shinzo"]},
        {"actor": "KR", "people": ["shin-won-sik"], "paragraphs": 1},
    ]


def test_what_a_hand_accepts_stands_in_the_event() -> None:
    text = compose(accepted={"author": "The text does not say who says it."})
    assert parse_yaml(text, "").data["events"][0]["accepted"] == {
        "author": "The text does not say who says it."
    }


def test_what_the_text_was_not_seen_to_say_takes_one_line() -> None:
    statements = tuple(
        DraftStatement(**statement(field, element, value, is_ticked=False) | {"citations": citations})
        for field, element, value, citations in (
            ("date", "", "2024-07-28", (1,)),
            ("series", "", "talks", ()),
            ("notes", "first", {"text": "It was the first."}, ()),
            ("notes", "last", {"text": "It was the last."}, ()),
        )
    )
    lines = [
        *render_event(DraftEvent("talks", Kind.MEETING, True, "Talks", "its day", 0.9, (1,), statements))
    ]
    assert lines[2:] == [
        "    #? Talks; known: its day",
        "  #?   paragraphs: [1]",
        "    #? date: {value: 2024-07-28, paragraphs: 1}",
        "    #? The record has these too, which the text was not seen to say: series talks; notes first, last",
    ]
