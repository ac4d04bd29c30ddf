"""Validate a parsed document against its model, with error messages written for curators."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from communique.errors import Finding, RecordError, did_you_mean
from communique.loaders.dataset import Location, ParsedFile, follow_location, format_location
from communique.loaders.entry_format.annotated_value import EntryModel
from communique.loaders.entry_format.article import FORMAT
from communique.loaders.yaml.parser import YamlDocument
from communique.schema.vocabulary import Kind

M = TypeVar("M", bound=EntryModel)


def validate_document(model: type[M], document: YamlDocument, path: str, sha256: str) -> ParsedFile[M]:
    """Return a document as a validated model.

    Raises:
        RecordError: with every finding of the file.
    """
    data = document.data
    if not isinstance(data, dict):
        raise RecordError([_not_a_mapping(document, path)])
    version = data.get("schema")
    if type(version) is int and version != FORMAT:
        from communique.loaders.entry_format.upgrades import STEPS, newer_format_finding, outdated_finding

        if version > FORMAT:
            raise RecordError([newer_format_finding(document, path, version)])
        if version in STEPS:
            raise RecordError([outdated_finding(document, path, version)])
    try:
        return ParsedFile(path, sha256, model.model_validate(data), document)
    except ValidationError as error:
        details = error.errors(include_url=False)
        faults = {tuple(detail["loc"]) for detail in details}
        raise RecordError(
            {
                _create_finding(model, detail, document, path)
                for detail in details
                if not _is_consequence(detail, faults)
            }
        ) from None


def _not_a_mapping(document: YamlDocument, path: str) -> Finding:
    """Return the finding on a file whose whole content is a list or a single value."""
    line, column = document.position_of(())
    what = "the file holds a list" if isinstance(document.data, list) else "the file holds a single value"
    return Finding(path, line, column, "", what, "write keys with their values; the first line is schema: 1")


def _is_consequence(detail: ErrorDetails, faults: set[tuple[int | str, ...]]) -> bool:
    """Return whether a list seems too short only because its items are invalid."""
    location = tuple(detail["loc"])
    return detail["type"] == "too_short" and any(
        len(fault) > len(location) and fault[: len(location)] == location for fault in faults
    )


def _create_finding(
    model: type[EntryModel], detail: ErrorDetails, document: YamlDocument, path: str
) -> Finding:
    location = tuple(detail["loc"])
    data_location = follow_location(document.data, location)
    unknown = detail["type"] == "extra_forbidden"
    line, column = document.position_of(data_location, of_key=unknown)
    what, cure = _describe_error(model, detail, data_location)
    return Finding(path, line, column, format_location(data_location), what, cure)


def _describe_error(
    model: type[EntryModel], detail: ErrorDetails, data_location: Location
) -> tuple[str, str]:
    """Return what is wrong and the cure, for each type of error that our models can raise."""
    kind, context, name = detail["type"], detail.get("ctx", {}), str(detail["loc"][-1])
    if kind == "entry":
        return context["what"], context["cure"]
    if kind == "extra_forbidden":
        return f"unknown key {name!r}", did_you_mean(
            name, _model_keys(model, detail["loc"][:-1])
        ) or "remove it"
    if kind == "missing":
        return f"{name!r} is missing", f"add {name}"
    if kind in {"enum", "literal_error"}:
        return _describe_unknown_term(detail)
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        given = context.get("tag")
        allowed = context.get("expected_tags", "").replace("'", "")
        what = f"{given!r} is no kind of event" if given else "'kind' is missing"
        return what, f"write one of {allowed or ', '.join(Kind)}"
    if kind == "value_error":
        what, _, cure = str(context["error"]).partition("; ")
        return what, cure
    if kind == "too_short" and name == "paragraphs":
        return "no paragraphs", "say in which paragraphs of the text it stands, as paragraphs: [1, 2]"
    given = detail["input"]
    if isinstance(given, dict) and not kind.startswith("dict"):
        keys = ", ".join(map(str, given))[:60]
        cure = "write the value, or {value: …} to say more; quote text with a comma"
        return f"{{{keys}}} where a value is due", cure
    displayed = (
        f"{given!r}" if isinstance(given, str | int | float | bool | None) else f"a {type(given).__name__}"
    )
    cures = {"string_type": "write text; put quotes around a number", "int_type": "write a whole number"}
    return f"{displayed[:80]}: {detail['msg'][0].lower()}{detail['msg'][1:]}", cures.get(kind, "")


def _describe_unknown_term(detail: ErrorDetails) -> tuple[str, str]:
    expected = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    given = str(detail["input"]) if detail["loc"][-1] != "[key]" else str(detail["loc"][-2])
    allowed = expected.split(", ")
    return f"{given!r} is not one of the words", did_you_mean(given, allowed) or f"write one of {expected}"


def _model_keys(model: type[EntryModel], location: Location) -> list[str]:
    """Return every key that some model of the file knows, enough to suggest a similar one."""
    from communique.loaders.entry_format.json_schema import collect_known_keys

    return collect_known_keys(model, location)
