"""Validate a parsed document against its model, with error messages written for curators."""

from __future__ import annotations

import json
from functools import reduce
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from communique.errors import Finding, RecordError, describe_first
from communique.loaders.dataset import Location, ParsedFile, follow_location, format_location
from communique.loaders.entry_format.annotated_value import EntryModel
from communique.loaders.entry_format.article import FORMAT
from communique.loaders.entry_format.error_messages import describe_error
from communique.loaders.yaml.parser import YamlDocument

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
    if version is not None and type(version) is not int:
        line, column = document.position_of(("schema",))
        what = f"schema is {json.dumps(version)[:60]}, not a whole number"
        raise RecordError([Finding(path, line, column, "schema", what, f"write schema: {FORMAT}")])
    try:
        return ParsedFile(path, sha256, model.model_validate(data), document)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
        faults = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
        serious = [
            detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in faults
        ]  # a list seems too short where its items are invalid
        first = {
            _locate(detail): detail for detail in reversed(serious)
        }  # of several on one place, the first
        raise RecordError(
            describe_first(
                list(reversed(first.values())), lambda detail: _create_finding(model, detail, document, path)
            )
        ) from None


def _not_a_mapping(document: YamlDocument, path: str) -> Finding:
    """Return the finding on a file whose whole content is a list or a single value."""
    line, column = document.position_of(())
    what = "the file holds a list" if isinstance(document.data, list) else "the file holds a single value"
    return Finding(path, line, column, "", what, "write keys with their values; the first line is schema: 1")


def _locate(detail: ErrorDetails) -> tuple[object, ...]:
    return tuple(detail["loc"])


def _create_finding(
    model: type[EntryModel], detail: ErrorDetails, document: YamlDocument, path: str
) -> Finding:
    location = tuple(detail["loc"])
    data_location = follow_location(document.data, location)
    unknown = detail["type"] == "extra_forbidden"
    line, column = document.position_of(data_location, of_key=unknown)
    data: Any = document.data
    holder = reduce(lambda node, step: node[step], data_location[:-1], data)
    what, cure = describe_error(detail, holder, lambda: collect_keys(model, location[:-1]))
    return Finding(path, line, column, format_location(data_location), what, cure)


def collect_keys(model: type[EntryModel], location: Location) -> list[str]:
    """Return every key that some model of the file knows at a place; the schema is built only to say this."""
    from communique.loaders.entry_format.json_schema import collect_known_keys

    return collect_known_keys(model, location)
