"""Say in a curator's words, with a cure, what is wrong with a value; the library's own sentences are not printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from pydantic_core import ErrorDetails

from communique.errors import did_you_mean
from communique.schema.vocabulary import Kind

ErrorText = tuple[str, str]
"""What is wrong, and what to do about it."""

SYNONYMS: Final = {
    synonym: key
    for key, synonyms in {
        "attributed_to": "author by",
        "because": "reason why",
        "date": "day when",
        "figures": "figure",
        "language": "lang",
        "latitude": "lat",
        "links": "link",
        "longitude": "lng lon",
        "modality": "as",
        "names": "name",
        "notes": "note",
        "paragraphs": "page paragraph",
        "participants": "actors parties who",
        "people": "person",
        "place": "location where",
        "summary": "body description",
        "title": "headline",
        "topics": "tags topic",
        "units": "unit",
    }.items()
    for synonym in synonyms.split()
}
"""Keys that people write, and the ones that the format has for them."""

_PATTERN_CURES: Final = {
    "language": "write a language tag, as en, ja or zh-Hant",
    "native_language": "write a language tag, as en, ja or zh-Hant",
    "iso_alpha2": "write two capital letters, as US",
    "iso_alpha3": "write three capital letters, as JPN",
}
_TEXT_SHOWN: Final = 60
_SEPARATORS: Final = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*[;/]\s*")


def describe_error(detail: ErrorDetails, data: Any, allowed: Callable[[], Sequence[str]]) -> ErrorText:
    """Return what is wrong and the cure, for each type of error that our models can raise.

    Args:
        detail: the error, as Pydantic has it.
        data: the group or list in the file that holds the value; of an unknown key, the group with the key.
        allowed: gives every key that may stand where the error is.
    """
    kind, given, name = detail["type"], detail["input"], _field_name(detail["loc"])
    context = detail.get("ctx", {})
    if kind == "entry":
        what = context["what"]  # which may quote a value of any length
        return what if len(what) < 300 else f"{what[:_TEXT_SHOWN]}…{what[-_TEXT_SHOWN:]}", context["cure"]
    if kind == "value_error":
        what, _, cure = str(context["error"]).partition("; ")
        return what, cure
    if kind == "extra_forbidden":
        return _describe_unknown_key(str(detail["loc"][-1]), data, allowed())
    if kind == "missing":
        return f"{name!r} is missing", f"add {name}"
    if given is None and kind not in {"too_short", "union_tag_not_found"}:
        return _describe_null(detail["loc"], name)
    if kind in {"enum", "literal_error"}:
        return _describe_unknown_word(detail)
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return _describe_unknown_kind(context.get("tag"))
    describe = _DESCRIPTIONS.get(kind, _describe_wrong_value)
    return describe(name, given, context)


def _field_name(location: Sequence[str | int]) -> str:
    """Return the last key of a location that a file has; what the short forms leave out is none."""
    if location[-1:] == ("[key]",):
        return "the id"
    keys = [step for step in location if isinstance(step, str) and step not in {"value", "best"}]
    return keys[-1] if keys else "the value"


def _describe_unknown_key(key: str, data: Any, allowed: Sequence[str]) -> ErrorText:
    if isinstance(data, dict) and data.get(key, key) is None:
        keys = list(data)
        before = next((it for it in reversed(keys[: keys.index(key)]) if data[it] is not None), "")
        if before and isinstance(data[before], str | int | float):
            return f"the comma before {key!r} ends the value of {before}", "put the text in quotes"
    if key in allowed and isinstance(data, dict) and data.get("kind"):
        return f"{key} is no field of the kind {data['kind']}", "remove it, or correct the kind"
    if (meant := SYNONYMS.get(key.casefold(), "")) in allowed:
        return f"unknown key {key!r}", f"write {meant}"
    return f"unknown key {key!r}", did_you_mean(
        key, allowed
    ) or f"remove it, or write one of {', '.join(allowed)}"


def _describe_null(location: Sequence[str | int], name: str) -> ErrorText:
    if isinstance(location[-1], int):
        return f"an empty item in {name}", "write it, or remove the hyphen"
    return f"nothing is written for {name}", f"write it, or remove {name} where it is not required"


def _describe_unknown_word(detail: ErrorDetails) -> ErrorText:
    expected = detail.get("ctx", {})["expected"].replace("'", "").replace(" or ", ", ")
    given = detail["input"] if detail["loc"][-1] != "[key]" else str(detail["loc"][-2])
    if not isinstance(given, str):
        return f"{_show(given)} where a word is due", f"write one of {expected}"
    terms = expected.split(", ")
    if len(listed := [part.strip() for part in given.split(",")]) > 1 and set(listed) <= set(terms):
        cure = "write one of them, or a list of {value: …} where the source gives several"
        return f"{given!r} is several words", cure
    return f"{given[:_TEXT_SHOWN]!r} is not one of the words", did_you_mean(
        given, terms
    ) or f"write one of {expected}"


def _describe_unknown_kind(given: Any) -> ErrorText:
    cure = f"write one of {', '.join(Kind)}"
    if given is None:
        return "'kind' is missing", cure
    return f"{str(given)[:_TEXT_SHOWN]!r} is no kind of event", did_you_mean(str(given), [*Kind]) or cure


def _describe_text(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    if isinstance(given, bool):
        return f"{_show(given)} where a text is due", f'put it in quotes if it is text: "{_show(given)}"'
    if isinstance(given, int | float):
        return f"the number {_show(given)} where a text is due", f'put it in quotes if it is text: "{given}"'
    if isinstance(given, dict):
        cure = "write the value, or {value: …} to say more; put text that holds ': ' or a comma in quotes"
        return f"{_show(given)} where {name} is due", cure
    return f"{_show(given)} where one text is due", f"write {name} as one text"


def _describe_list(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    if isinstance(given, str) and len(items := _SEPARATORS.split(given)) > 1:
        return f"{name} is a text, not a list", f"write [{', '.join(items)[:_TEXT_SHOWN]}]"
    if isinstance(given, dict):
        return f"{name} is a group, not a list", "begin each item with '- '"
    return f"{name} is {_show(given)}, not a list", f"write a list, as [{_show(given)}]"


def _describe_group(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    return f"{_show(given)} where {name} needs keys with values", "write each as key: value"


def _describe_whole_number(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    return f"{_show(given)} is no whole number", f"write {name} as a whole number, as 3"


def _describe_number(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    return f"{_show(given)} is no number", f"write {name} in digits, as 1200 or 7.5"


def _describe_truth(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    return f"{_show(given)} is neither true nor false", "write true or false"


def _describe_empty_text(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    if given:
        return f"{_show(given)} is too short", f"write at least {context['min_length']} characters"
    return f"nothing is written for {name}", f"write it, or remove {name} where it is not required"


def _describe_long_text(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    return f"a text of {len(given):,} characters", f"keep {name} to {context['max_length']:,}"


def _describe_pattern(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    return f"{_show(given)} has another form than {name}", _PATTERN_CURES.get(
        name, "see the guide for its form"
    )


def _describe_range(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    bounds = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    cure = " and ".join(f"{bound} {context[key]:g}" for key, bound in bounds.items() if key in context)
    return f"{_show(given)} is out of range", f"write a number of {cure}"


def _describe_short_list(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    if name == "paragraphs":
        return "no paragraphs", "say in which paragraphs of the text it stands, as paragraphs: [1, 2]"
    if isinstance(given, str):
        return _describe_empty_text(name, given, context)
    least = context["min_length"]
    return f"{name} has too few items", f"write at least {least}"


def _describe_wrong_value(name: str, given: Any, context: dict[str, Any]) -> ErrorText:
    return f"{_show(given)} cannot be the value of {name}", "see the guide for its form"


_DESCRIPTIONS: Final[dict[str, Callable[[str, Any, dict[str, Any]], ErrorText]]] = {
    **dict.fromkeys(("string_type", "string_sub_type", "string_unicode"), _describe_text),
    **dict.fromkeys(("tuple_type", "list_type"), _describe_list),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type", "mapping_type"), _describe_group),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), _describe_whole_number),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _describe_number),
    **dict.fromkeys(("bool_type", "bool_parsing"), _describe_truth),
    **dict.fromkeys(
        ("greater_than_equal", "less_than_equal", "greater_than", "less_than"), _describe_range
    ),
    "string_too_short": _describe_empty_text,
    "string_too_long": _describe_long_text,
    "too_long": _describe_long_text,
    "string_pattern_mismatch": _describe_pattern,
    "too_short": _describe_short_list,
}  # fmt: skip
"""Each type of error that a value of the formats can meet; a test walks every field with every wrong value."""


def _show(given: Any) -> str:
    """Return a value as a file has it, shortened."""
    if isinstance(given, bool) or given is None:
        return "null" if given is None else str(given).lower()
    if isinstance(given, dict):
        return f"{{{', '.join(map(str, given))[:_TEXT_SHOWN]}}}"
    if isinstance(given, list | tuple):
        return "a list"
    text = repr(given)
    return text if len(text) <= _TEXT_SHOWN else f"{text[:_TEXT_SHOWN]}…{text[-1]}"
