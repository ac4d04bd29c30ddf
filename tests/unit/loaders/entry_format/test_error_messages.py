"""Every field of the formats with every wrong value: each is refused in our words, with a cure, or is right."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from communique.errors import Finding, RecordError
from communique.loaders.entry_format import error_messages
from communique.loaders.entry_format.annotated_value import EntryModel
from communique.loaders.entry_format.article import Article
from communique.loaders.entry_format.dossier import DossierEntry
from communique.loaders.entry_format.registry import Registry
from communique.loaders.entry_format.rulings import Rulings
from communique.loaders.entry_format.validate import validate_document
from communique.loaders.yaml.parser import YamlDocument, parse_yaml
from communique.schema.event_types import EVENT_TYPES
from communique.schema.fields import EventField
from fixtures.record import article, meeting
from robustness.hostile import DOSSIER, FULL_REGISTRY

LIBRARY = re.compile(
    r"[Ii]nput should|should (?:be|have|match)|valid (?:string|tuple|dict|list|int|number|bool|date)|instance of"
    r"|Entry\b|NoneType|pydantic|validation|<[A-Z]\w+\.|\bNone\b|\bTrue\b|\bFalse\b|Traceback"
)
WRONG: tuple[Any, ...] = (
    *(None, [], [[]], ["x"], {}, {"x": "y"}, "", " ", "x", "x, y", "x" * 11_000, "=1+1", "\u0000", "１２"),
    *(0, -1, 5, 10**18, 1.5, -0.5, True, False, math.nan, math.inf, "1,000", "2024-13-45", "24:61+09:00"),
)
"""Nothing, lists, groups, texts empty, short, long, of a spreadsheet, of other digits, numbers and truths."""


def _example(field: EventField) -> Any:
    texts = {"Entity": "JP" if field.target == "actor" else "tokyo"}
    value = next(iter(field.word_list)) if field.word_list else texts.get(type(field.type).__name__, True)
    value = "2024-07" if field.is_date else "a text" if field.type is str else value
    return [str(value)] if field.is_set else value if isinstance(value, bool) else str(value)


MARKS = {
    "paragraphs": [1, 2],
    "modality": "attributed",
    "attributed_to": "JP",
    "quote": "the words",
    "basis": "relative",
    "closeness": "direct-report",
}
SHARED = {
    "modality": "stated",
    "attributed_to": "JP",
    "closeness": "direct-report",
    "status": "occurred",
    "date": {"value": "2024-07-28"},
    "time": "07:22+09:00",
    "place": "tokyo",
    "series": "freedom-edge",
    "edition": "24-1",
    "participants": [
        {"actor": "JP", "role": "host", "people": [{"person": "a", "office": "b"}], "units": ["Izumo"]}
    ],
    "topics": ["trilateral-cooperation"],
    "names": [{"name": "Ulchi", "language": "en"}],
    "figures": {"personnel": 12, "ships": {"low": 1, "best": 2, "high": 3}},
    "links": [{"follows": "talks-2023"}],
    "notes": [{"id": "first", "type": "outcome", "text": "It was the first."} | MARKS],
    "accepted": {"roles": "The article says so."},
}  # fmt: skip
PROVISIONS = {"provisions": [{"id": "p", "topic": "t", "force": "shall", "text": "They shall meet."}]}
EVENTS = [
    meeting(f"a-{kind}-2024")
    | (SHARED if kind == "meeting" else {})
    | {"kind": kind.value}
    | {field.name: _example(field) for field in event_type.fields}
    | (PROVISIONS if kind == "memorandum" else {})
    for kind, event_type in EVENT_TYPES.items()
]
RULING = {
    "event": "a",
    "field": "date",
    "element": "x",
    "decision": "settled",
    "value": "2024",
    "because": "So.",
}
DECIDED = {"because": "So it was.", "decided": "2026-11-23"}
DOCUMENTS: dict[str, tuple[type[EntryModel], dict[str, Any]]] = {
    **{
        event["kind"]: (Article, article(event, agency="yonhap", url="https://a.example/x", language="en"))
        for event in EVENTS
    },
    "registry": (Registry, FULL_REGISTRY),
    "dossier": (DossierEntry, DOSSIER),
    "rulings": (
        Rulings,
        {
            "schema": 1,
            "rulings": [RULING | DECIDED],
            "redirects": [{"id": "a", "target": "b"} | DECIDED],
            "splits": [{"id": "a", "targets": ["b", "c"]} | DECIDED],
            "withdrawals": [{"id": "a"} | DECIDED],
            "restored": [{"id": "a"} | DECIDED],
            "distinct": [{"events": ["a", "b"], "because": "So."}],
        },
    ),
}


def _locations(data: Any, location: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*location, key)
        yield from _locations(value, (*location, key))


def _findings(model: type[EntryModel], data: Any) -> tuple[Finding, ...]:
    positions = {(): (1, 1)}
    try:
        validate_document(model, YamlDocument(data, positions, positions), "a.yaml", "")
    except RecordError as error:
        return error.findings
    return ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_wrong_value_is_refused_in_the_librarys_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model, document = DOCUMENTS[name]
    assert not _findings(model, document)
    unforeseen: list[str] = []

    def note(field: str, given: Any, context: Any) -> tuple[str, str]:
        unforeseen.append(f"{field}: {given!r}"[:80])
        return "unforeseen", "tell us"

    monkeypatch.setattr(error_messages, "_describe_wrong_value", note)
    refused = 0
    is_other_kind = model is Article and name != "meeting"
    shared = set(_locations(DOCUMENTS["meeting"][1])) if is_other_kind else set()
    locations = [location for location in _locations(document) if location not in shared]
    for location in locations:
        for wrong in WRONG:
            for finding in _findings(model, _spoil(document, location, wrong)):
                refused += 1
                assert finding.cure, finding
                assert not LIBRARY.search(f"{finding.what}; {finding.cure}".replace(repr(wrong), "")), finding
                assert len(str(finding)) < 700, finding
    assert not unforeseen
    assert refused > len(locations)


@pytest.mark.parametrize(
    ("line", "what", "cure"),
    [
        ("date: null", "nothing is written for date", "write it, or remove date where it is not required"),
        ("when: 2024-07-28", "unknown key 'when'", "write date"),
        ("kind: vote", "'vote' is no kind of event", "write one of meeting, memorandum, exercise, incident, visit"),
        ("level: ministerial, summit", "'ministerial, summit' is several words", "a list of {value: …}"),
        ("participants: JP, US", "participants is a text, not a list", "write [JP, US]"),
        ("participants: {actor: JP}", "participants is a group, not a list", "begin each item with '- '"),
        ("figures: {personnel: 1,000}", "the key 000 is not text", "write that without the comma"),
        ("figures: {personnel: '1,000'}", "'1,000' holds separators", "write 1000 without separators"),
        ("figures: {personnel: 1 000}", "'1 000' holds separators", "write 1000 without separators"),
        ("figures: {personnel: about 300}", "'about 300' is no number", "write 300, with low or high"),
        ("figures: {personnel: true}", "true is no number", "write the number in digits"),
        ("figures: {personnel: .inf}", "this number has no end", "leave it out"),
        ("notes: [{id: a, type: outcome, text: Japan, Korea and others agreed}]",
         "the comma before 'Korea and others agreed' ends the value of text", "put the text in quotes"),
        ("paragraphs: 1-3", "'1-3' is no part of a text", "write [1, 2, 3]"),
        ("time: 07:22+15:00", "no place has the offset +15:00", "from -12:00 to +14:00"),
        ("time: 07:22+09:60", "no place has the offset +09:60", "from -12:00 to +14:00"),
        ("time: ٠٧:22+09:00", "is no time", "as 07:22+09:00"),
        ("title: =HYPERLINK(1)", "begins with '=', which spreadsheets run", "begin it with a word"),
        ("title: ＝1", "begins with '＝', which spreadsheets run", "begin it with a word"),
        ('title: "Talks \\u202Eheld"', "control character U+202E", "remove it"),
        ('title: "\\u200B"', "nothing in it can be seen", "write a text"),
        ('title: "Talks\\nheld"', "a line ends within it", "write it on one line"),
        ('edition: "1\\n2"', "a line ends within it", "write it on one line"),
        ("paragraphs: [1, headline, 1]", "1 is listed twice", "remove one of the two"),
        ("id: con", "'con' cannot name a file or a page everywhere", "use another id"),
        ("id: index", "'index' cannot name a file or a page everywhere", "use another id"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_the_cure_that_fits(line: str, what: str, cure: str) -> None:
    key = line.partition(":")[0]
    event = {k: v for k, v in meeting(date="2024-07-28").items() if k != key}
    text = yaml.safe_dump(article(event), sort_keys=False) + f"  {line}\n"
    with pytest.raises(RecordError) as refused:
        validate_document(Article, parse_yaml(text, "a.yaml"), "a.yaml", "")
    assert any(what in finding.what and cure in finding.cure for finding in refused.value), refused.value


def _spoil(document: dict[str, Any], location: tuple[str | int, ...], wrong: Any) -> dict[str, Any]:
    spoiled = copy.deepcopy(document)
    holder: Any = spoiled
    for step in location[:-1]:
        holder = holder[step]
    holder[location[-1]] = wrong
    return spoiled


def _values(document: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for location in _locations(document):
        value: Any = document
        for step in location:
            value = value[step]
        yield location, value


@pytest.mark.parametrize("name", ["registry", "dossier", "rulings"])
def test_a_list_holds_nothing_twice(name: str) -> None:
    model, document = DOCUMENTS[name]
    lists = [(place, value) for place, value in _values(document) if isinstance(value, list)]
    nested = [(place, value) for place, value in lists if name != "rulings" or len(place) > 1]
    assert nested
    for place, value in nested:  # rulings on one matter may stand in two files, and are compared across them
        (finding,) = _findings(model, _spoil(document, place, [*value, copy.deepcopy(value[0])]))
        assert finding.what.endswith("is listed twice"), finding
        assert finding.cure == "remove one of the two"


@pytest.mark.parametrize("name", ["registry", "memorandum", "meeting"])
def test_a_whole_number_or_a_truth_is_no_text_that_looks_like_one(name: str) -> None:
    model, document = DOCUMENTS[name]
    places = [(place, value) for place, value in _values(document) if type(value) in {int, bool}]
    places = [it for it in places if not {"figures", "latitude", "longitude", "paragraphs"} & {*it[0]}]
    assert places
    for place, value in places:
        for wrong in (str(value).lower(), "1", not value if type(value) is int else int(value)):
            assert _findings(model, _spoil(document, place, wrong)), (place, wrong)


@pytest.mark.parametrize("version", [1.0, True, "1", None, [1]])
def test_the_version_of_the_format_is_a_whole_number(version: Any) -> None:
    (finding,) = _findings(Rulings, {"schema": version})
    assert finding.cure in {"write schema: 1", "write it, or remove schema where it is not required"}


def test_what_an_entry_of_the_registry_may_say_is_listed_to_who_wrote_something_else() -> None:
    spoiled = _spoil(FULL_REGISTRY, ("topics", "trilateral-cooperation", "zzz"), "x")
    (finding,) = _findings(Registry, spoiled)
    assert finding.cure == "remove it, or write one of description, name"
