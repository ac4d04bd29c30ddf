"""Answer the requests of the desk's page: plain data in, plain data out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from communique import commands
from communique.desk.workplace import Desk, DeskDraft, OpenedEntry
from communique.errors import Finding, UsageError
from communique.schema.vocabulary import Decision, Grade

if TYPE_CHECKING:
    from communique.loaders.reading.recognise import Reading

Data = dict[str, Any]


MAX_TEXT: Final = 400_000
"""Characters of a plain text; the longest article of the record has some fifty thousand."""


class _Body(BaseModel):
    """The body of a request; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class TextBody(_Body):
    """A text to be read, with what is known of it."""

    text: str
    url: str = ""
    title: str = ""
    publisher: str = ""
    published: str = ""
    language: str = "en"
    is_beginning: bool = False


class RulingBody(_Body):
    """A ruling on a value on which the entry and the record disagree."""

    event: str
    field: str
    element: str = ""
    decision: Decision = Decision.SETTLED
    value: JsonValue = None
    because: str = Field(max_length=4000)
    grade: Grade | None = None
    review: str = ""
    would_settle: str = ""


class DraftBody(_Body):
    """A draft as it was ticked and corrected."""

    source: dict[str, Any]
    events: list[dict[str, Any]]
    path: str = ""
    rulings: list[RulingBody] = Field(default=[], max_length=100)


class EntryBody(_Body):
    """An entry as text."""

    path: str
    entry: str = Field(max_length=1024 * 1024)
    digest: str = ""
    is_draft: bool = False
    article: str = ""
    rulings: list[RulingBody] = Field(default=[], max_length=100)


class NoBody(_Body):
    """Nothing."""


class RegistryBody(_Body):
    """An entry to be added to the registry; values that are empty are left out."""

    section: Literal["actors", "people", "places", "publishers", "series", "topics"]
    key: str
    entry: dict[str, str | float | None]


class PathBody(_Body):
    """An entry file to be opened."""

    path: str


def read_text(desk: Desk, body: TextBody) -> Data:
    """Return a text in numbered parts with what was recognised, the events it may report, and its source."""
    from communique.loaders.reading.document import ReadingRequest, looks_like_html

    if len(body.text) > MAX_TEXT and not looks_like_html(body.text):
        raise UsageError(f"the text has more than {MAX_TEXT:,} characters; paste the article alone")
    result = desk.draft_text(ReadingRequest(**body.model_dump()))
    names = desk.list_ids()
    return {
        "parts": describe_parts(result.draft.reading, names),
        "events": [asdict(event) for event in result.events],
        "reported": _list_reported(result),
        "source": result.source,
        "path": result.path,
        "existing": result.existing,
    }


def compose_entry(desk: Desk, body: DraftBody) -> Data:
    """Return the entry that a draft makes, where it belongs, and every finding on it."""
    source = {key: value for key, value in body.source.items() if value != "" and value is not False}
    path = body.path or desk.suggest_path(source)
    text = commands.compose_entry(body.events, source)
    findings = desk.check_entry(path, text, _list_rulings(body))
    return {"path": path, "entry": text, "findings": describe_findings(findings)}


def check_entry(desk: Desk, body: EntryBody) -> Data:
    """Return every finding on an entry that a hand wrote."""
    return {"findings": describe_findings(desk.check_entry(body.path, body.entry, _list_rulings(body)))}


def preview_entry(desk: Desk, body: EntryBody) -> Data:
    """Return the addresses of the pages of an entry as they will be, its events' before its source's."""
    pages = desk.preview_entry(body.path, body.entry, _list_rulings(body))
    return {"pages": [page.removesuffix("index.html") for page in pages]}


def build_site(desk: Desk, body: NoBody) -> Data:
    """Build the whole site, whose frame the pages of a preview take; return how many pages it has."""
    return {"pages": commands.build(desk.settings).report.page_count}


def add_to_registry(desk: Desk, body: RegistryBody) -> Data:
    """Add somebody or something to the registry; return where, and which entries have almost the same name."""
    added = commands.new_registry_entry(desk.settings, body.section, body.key, body.entry)
    return {"path": added.path.name, "duplicates": [duplicate.path for duplicate in added.duplicates]}


def open_entry(desk: Desk, body: PathBody) -> Data:
    """Return an entry file and every finding on it."""
    opened = desk.open_entry(body.path)
    return _describe_entry(opened) | {
        "findings": describe_findings(desk.check_entry(opened.path, opened.text))
    }


def save_entry(desk: Desk, body: EntryBody) -> Data:
    """Write an entry file, and rulings on what it disagrees about unless it is a draft."""
    saved = desk.save_entry(
        body.path,
        body.entry,
        digest=body.digest,
        is_draft=body.is_draft,
        article=body.article,
        rulings=_list_rulings(body),
    )
    return _describe_entry(saved)


ACTIONS: Mapping[str, tuple[type[_Body], Callable[[Desk, Any], Data]]] = {
    "read": (TextBody, read_text),
    "compose": (DraftBody, compose_entry),
    "check": (EntryBody, check_entry),
    "preview": (EntryBody, preview_entry),
    "build": (NoBody, build_site),
    "add": (RegistryBody, add_to_registry),
    "open": (PathBody, open_entry),
    "save": (EntryBody, save_entry),
}
"""What the page may ask for, by the last part of its address."""


def describe_lists(desk: Desk) -> Data:
    """Return everything that the page lets one choose from."""
    return desk.terms | {"ids": desk.list_ids()}


def describe_findings(findings: Sequence[Finding]) -> list[Data]:
    """Return findings as plain data, errors first, each with whether an entry may accept it."""
    from communique.loaders.entry_format.annotated_value import Rule

    ordered = sorted(findings, key=lambda finding: finding.severity != "error")
    keys = ("path", "line", "where", "what", "cure", "severity", "rule")
    return [
        {key: getattr(finding, key) for key in keys}
        | {
            "acceptable": finding.severity != "error" and finding.rule in set(Rule),
            "disputed": asdict(finding.disputed) if finding.disputed else None,
        }
        for finding in ordered
    ]


def describe_parts(reading: Reading, names: Mapping[str, Mapping[str, str]]) -> list[Data]:
    """Return the parts of a text, each with the spans that were recognised: where, as what, and what is meant.

    Args:
        reading: the text.
        names: the names of ids, by section.
    """
    parts = []
    for number, part in enumerate(reading.parts):
        spans = [
            (
                mention.start,
                mention.end,
                mention.noun,
                names.get(mention.noun, {}).get(mention.id) or mention.id.rpartition("/")[2],
            )
            for mention in reading.by_part.get(number, ())
        ]
        spans += [(date.start, date.end, "dates", date.edtf) for date in reading.dates[number]]
        spans += [(it.start, it.end, "times", f"{it.clock:%H:%M} {it.zone}") for it in reading.times[number]]
        speech = [
            (str(it.modality), names.get(it.noun, {}).get(it.speaker, it.speaker))
            for it in reading.attributions[number]
        ]
        parts.append(
            {
                "label": part.label,
                "kind": part.kind,
                "text": part.text,
                "spans": _join_spans(spans),
                "speech": list(dict.fromkeys(speech)),
            }
        )
    return parts


def _join_spans(spans: Sequence[tuple[int, int, str, str]]) -> list[Data]:
    """Return spans that do not overlap, the longest of those that do; several meanings of one span together."""
    joined: list[Data] = []
    for start, end, noun, name in sorted(spans, key=lambda span: (span[0], -span[1])):
        if joined and (start, end) == (joined[-1]["start"], joined[-1]["end"]):
            if name not in joined[-1]["names"]:
                joined[-1]["names"].append(name)
        elif not joined or start >= joined[-1]["end"]:
            joined.append({"start": start, "end": end, "noun": noun, "names": [name]})
    return joined


def _list_reported(result: DeskDraft) -> list[str]:
    """Return the ids of the events of which a value is ticked."""
    return [event.id for event in result.events if any(s.is_ticked for s in event.statements)]


def _list_rulings(body: DraftBody | EntryBody) -> list[Data]:
    """Return rulings as the record writes them; one for each value, the last."""
    rulings = [ruling.model_dump(mode="json") for ruling in body.rulings]
    return list({(it["event"], it["field"], it["element"]): it for it in rulings}.values())


def _describe_entry(entry: OpenedEntry) -> Data:
    return {"path": entry.path, "entry": entry.text, "digest": entry.digest}
