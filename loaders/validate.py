"""From a document to its model, with every complaint in a curator's words."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from communique.errors import Finding, RecordError
from communique.loaders.entry.article import FORMAT
from communique.loaders.entry.value import Strict
from communique.loaders.record import Located, Location, resolve, words
from communique.loaders.yaml.strict import Document

M = TypeVar("M", bound=Strict)


def validate(model: type[M], document: Document, path: str, sha256: str) -> Located[M]:
    """Turn a document into its model.

    Raises:
        RecordError: with every finding of the file.
    """
    data = document.data
    number = data.get("schema") if isinstance(data, dict) else None
    if type(number) is int and number != FORMAT:
        from communique.loaders.entry.upgrades import STEPS, newer, outdated

        if number > FORMAT:
            raise RecordError([newer(document, path, number)])
        if number in STEPS:
            raise RecordError([outdated(document, path, number)])
    try:
        return Located(path, sha256, model.model_validate(data), document)
    except ValidationError as error:
        details = error.errors(include_url=False)
        faults = {tuple(detail["loc"]) for detail in details}
        raise RecordError(
            {_finding(model, detail, document, path) for detail in details if not _follows(detail, faults)}
        ) from None


def _follows(detail: ErrorDetails, faults: set[tuple[int | str, ...]]) -> bool:
    """Whether a list seems too short only because what is in it is wrong."""
    place = tuple(detail["loc"])
    return detail["type"] == "too_short" and any(
        len(fault) > len(place) and fault[: len(place)] == place for fault in faults
    )


def _finding(model: type[Strict], detail: ErrorDetails, document: Document, path: str) -> Finding:
    location = tuple(detail["loc"])
    place = resolve(document.data, location)
    unknown = detail["type"] == "extra_forbidden"
    line, column = document.mark(place, key=unknown)
    what, cure = _words(model, detail, place)
    return Finding(path, line, column, words(place), what, cure)


def _words(model: type[Strict], detail: ErrorDetails, place: Location) -> tuple[str, str]:
    """What is wrong and what to do, for each type of error that our models can raise."""
    kind, context, name = detail["type"], detail.get("ctx", {}), str(detail["loc"][-1])
    if kind == "entry":
        return context["what"], context["cure"]
    if kind == "extra_forbidden":
        return f"unknown key {name!r}", did_you_mean(name, _keys(model, detail["loc"][:-1])) or "remove it"
    if kind == "missing":
        return f"{name!r} is missing", f"add {name}"
    if kind in {"enum", "literal_error"}:
        return _not_a_word(detail)
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        given = context.get("tag")
        allowed = context.get("expected_tags", "").replace("'", "")
        what = f"{given!r} is no kind of event" if given else "'kind' is missing"
        return what, f"write one of {allowed or 'meeting, memorandum, exercise, incident'}"
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
    shown = (
        f"{given!r}" if isinstance(given, str | int | float | bool | None) else f"a {type(given).__name__}"
    )
    cures = {"string_type": "write text; put quotes around a number", "int_type": "write a whole number"}
    return f"{shown[:80]}: {detail['msg'][0].lower()}{detail['msg'][1:]}", cures.get(kind, "")


def _not_a_word(detail: ErrorDetails) -> tuple[str, str]:
    expected = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    given = str(detail["input"]) if detail["loc"][-1] != "[key]" else str(detail["loc"][-2])
    allowed = expected.split(", ")
    return f"{given!r} is not one of the words", did_you_mean(given, allowed) or f"write one of {expected}"


def did_you_mean(given: str, known: list[str] | set[str] | dict[str, Any]) -> str:
    """``did you mean x?`` where a known word is near, else nothing."""
    near = get_close_matches(given, sorted(known), n=2, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else ""


def _keys(model: type[Strict], location: Location) -> list[str]:
    """Every key that some model of the file knows: enough to find the near one."""
    from communique.loaders.entry.known_keys import known_keys

    return known_keys(model, location)
