"""What articles say of an event otherwise than before, told by article: one line for dozens of statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from communique.history.change import Change
from communique.history.testimony import claim_key
from communique.history.words import Names, field_words, place_words, value_words
from communique.schema.vocabulary import ChangeType

FEW = 4
"""Statements of one article that are told one by one; of more, the rest is counted."""

Line = tuple[ChangeType, str, tuple[str, ...]]


def told_testimony(changes: Iterable[Change], told: Iterable[Change], names: Names) -> Iterator[Line]:
    """The lines on articles that began or ceased to report an event, and on statements that changed.

    Args:
        changes: of reports and claims.
        told: changes of the event's own values, which tell already what their articles say otherwise.
        names: what ids are called.
    """
    known = {(change.field, change.element or "", source) for change in told for source in change.sources}
    reports: dict[str, Change] = {}
    claims: dict[str, list[Change]] = {}
    weighed: dict[str, ChangeType] = {}
    hidden: Counter[str] = Counter()
    for change in changes:
        if change.field == "sources":
            reports[str(change.element)] = change
        elif change.field == "claims":
            place = claim_key(str(change.element))
            if _only_weighed(change):
                name = field_words(place[0])
                if weighed.get(name) is not ChangeType.CORRECTED:
                    weighed[name] = change.type
            elif place[:3] not in known or _besides(change):
                claims.setdefault(place[2], []).append(change)
            else:
                hidden[place[2]] += 1
    for source in sorted({*reports, *claims}):
        yield from _article(source, reports.get(source), claims.get(source, []), hidden[source], names)
    for type_ in dict.fromkeys(weighed.values()):
        yield type_, f"weighed anew: {', '.join(name for name in weighed if weighed[name] is type_)}", ()


def _only_weighed(change: Change) -> bool:
    """Whether an article says the same, and only what became of its statement is otherwise."""
    if change.old is None or change.new is None:
        return False
    return bool({**change.old, "standing": None} == {**change.new, "standing": None})


def _besides(change: Change) -> bool:
    """Whether a statement differs in more than its value."""
    if change.old is None or change.new is None:
        return False
    return bool(_differing(change.old, change.new, {}))


def _article(
    source: str, report: Change | None, claims: list[Change], hidden: int, names: Names
) -> Iterator[Line]:
    if report and (report.old is None or report.new is None):
        came, number = report.old is None, len(claims) + hidden
        count = f", {number} statement{'' if number == 1 else 's'}" if number else ""
        yield report.type, f"{'+ reported by' if came else '- no longer reported by'} {source}{count}", ()
        return
    own = [*([report] if report else []), *sorted(claims, key=lambda one: (one.type.value, str(one.element)))]
    moved = [change for change in own if _only_marks(change)]
    single = [
        _report(change) if change is report else _claim(change, names)
        for change in own
        if change not in moved
    ]
    rest = f"; and {len(single) - FEW} more" if len(single) > FEW else ""
    words = "; ".join([*single[:FEW]]) + rest
    type_ = ChangeType.DEVELOPED
    if report is not None or any(change.type is ChangeType.CORRECTED for change in claims):
        type_ = ChangeType.CORRECTED
    yield type_, f"{source}: {'; '.join(filter(None, [words, *_marks(moved, names)]))}", ()


def _only_marks(change: Change) -> bool:
    """Whether something is said to stand in other paragraphs, and nothing else changed."""
    if change.old is None or change.new is None:
        return False
    besides = {"paragraphs": None, "standing": None}
    return bool({**change.old, **besides} == {**change.new, **besides})


def _marks(moved: list[Change], names: Names) -> Iterator[str]:
    """What is said to stand in other paragraphs, by paragraphs: ``paragraph 3 → 1: date, 2 participants``."""
    groups: dict[str, list[Change]] = {}
    for change in moved:
        was, now = (", ".join(map(str, one["paragraphs"])) for one in (change.old, change.new))
        groups.setdefault(f"paragraph{'s' * (',' in was + now)} {was} → {now}", []).append(change)
    for marks, changes in sorted(groups.items(), key=lambda group: -len(group[1])):
        yield f"{marks}: {', '.join(_places(changes, names))}"


def _places(changes: list[Change], names: Names) -> Iterator[str]:
    """What some statements are about: alone by its own name, several of a field counted."""
    fields: dict[str, list[str]] = {}
    for change in changes:
        field, element = "", ""
        if change.field == "claims":
            field, element, _, _ = claim_key(str(change.element))
        fields.setdefault(field, []).append(element)
    for field, elements in fields.items():
        if not field:
            yield "the report as a whole"
        elif len(elements) == 1 or not any(elements):
            yield place_words(field, elements[0], names)
        else:
            yield f"{len(elements)} {field}"


def _report(change: Change) -> str:
    """What is otherwise in how an article reports the event as a whole."""
    return ", ".join(_differing(change.old, change.new, {"author_of_text": "gives the event its text"}))


def _claim(change: Change, names: Names) -> str:
    field, element, _, _ = claim_key(str(change.element))
    place = place_words(field, element, names)
    if change.old is None:
        return f"+ {place}{_said(field, element, change.new, names)}"
    if change.new is None:
        return f"- {place}{_said(field, element, change.old, names)}"
    words = []
    if change.old.get("value") != change.new.get("value"):
        was, now = (value_words(field, one["value"], names) for one in (change.old, change.new))
        words.append(f"{was} → {now}")
    return f"{place}: {', '.join([*words, *_differing(change.old, change.new, {})])}"


def _said(field: str, element: str, claim: Mapping[str, Any], names: Names) -> str:
    """The value of a single field; an element says itself."""
    return "" if element else f": {value_words(field, claim['value'], names)}"


def _differing(old: Mapping[str, Any], new: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    """The differences between two claims or reports but for their value and standing."""
    found = []
    for name in sorted({*old, *new} - {"value", "standing"}):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        if name == "paragraphs":
            was, now = (", ".join(map(str, numbers or ())) for numbers in (was, now))
            found.append(f"paragraph{'s' * (',' in was + now)} {was} → {now}")
        else:
            found.append(f"{words.get(name, field_words(name))}: {_plain(was)} → {_plain(now)}")
    return found


def _plain(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value}”" if " " in str(value) else str(value)
