"""Descriptions of how the claims of articles on an event changed, grouped by article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from communique.releases.labels import EntityNames, label_claim_target, label_field, label_value
from communique.releases.snapshot import EntityDocument, SnapshotChange
from communique.schema.refinement import speaks_against
from communique.schema.text_parts import Passage, format_passages, join_passages
from communique.schema.vocabulary import ChangeType

MAX_STATEMENTS = 4
"""Statements of one article that are told one by one; of more, the rest is counted."""

DescribedChange = tuple[ChangeType, str, tuple[str, ...]]


def describe_claim_changes(
    changes: Iterable[SnapshotChange],
    described: Iterable[SnapshotChange],
    names: EntityNames,
    each_statement: bool = False,
) -> Iterator[DescribedChange]:
    """Yield a line for each article that began or ceased to report an event or changed its statements.

    Args:
        changes: of reports and claims.
        described: changes of the event's own values, which tell already what their articles say otherwise.
        names: what ids are called.
        each_statement: describe every statement of an article that began to report the event.
    """
    known = {
        (change.field, change.element or "", source) for change in described for source in change.sources
    }
    reports: dict[str, SnapshotChange] = {}
    claims: dict[str, list[SnapshotChange]] = {}
    reconciled: dict[str, ChangeType] = {}
    hidden: Counter[str] = Counter()
    for change in changes:
        if change.field == "sources":
            reports[str(change.element)] = change
        elif change.field == "claims":
            target = parse_claim_key(str(change.element))
            if _is_only_reconciled(change):
                name = label_field(target[0])
                if reconciled.get(name) is not ChangeType.CORRECTED:
                    reconciled[name] = change.type
            elif target[:3] not in known or _has_other_differences(change):
                claims.setdefault(target[2], []).append(change)
            else:
                hidden[target[2]] += 1
    for source in sorted({*reports, *claims}):
        report, own = reports.get(source), claims.get(source, [])
        yield from _describe_article(source, report, own, hidden[source], names)
        if each_statement and report and report.old is None:
            yield from _describe_statements(source, own, names)
    for type_ in dict.fromkeys(reconciled.values()):
        yield (
            type_,
            f"weighed anew: {', '.join(name for name in reconciled if reconciled[name] is type_)}",
            (),
        )


def _is_only_reconciled(change: SnapshotChange) -> bool:
    """Return whether only the standing of a statement changed, and the article states the same."""
    if change.old is None or change.new is None:
        return False
    return bool({**change.old, "standing": None} == {**change.new, "standing": None})


def _has_other_differences(change: SnapshotChange) -> bool:
    """Return whether a statement differs in more than its value."""
    if change.old is None or change.new is None:
        return False
    return bool(_list_differences(change.old, change.new, {}))


def _describe_article(
    source: str, report: SnapshotChange | None, claims: list[SnapshotChange], hidden: int, names: EntityNames
) -> Iterator[DescribedChange]:
    if report and (report.old is None or report.new is None):
        came, number = report.old is None, len(claims) + hidden
        count = f", {number} statement{'' if number == 1 else 's'}" if number else ""
        yield report.type, f"{'+ reported by' if came else '- no longer reported by'} {source}{count}", ()
        return
    ordered = [
        *([report] if report else []),
        *sorted(claims, key=lambda item: (item.type.value, str(item.element))),
    ]
    moved = [change for change in ordered if _has_only_moved(change)]
    descriptions = [
        _describe_report(change) if change is report else _describe_claim(change, names)
        for change in ordered
        if change not in moved
    ]
    rest = f"; and {len(descriptions) - MAX_STATEMENTS} more" if len(descriptions) > MAX_STATEMENTS else ""
    text = "; ".join([*descriptions[:MAX_STATEMENTS]]) + rest
    type_ = ChangeType.DEVELOPED
    if report is not None or any(change.type is ChangeType.CORRECTED for change in claims):
        type_ = ChangeType.CORRECTED
    yield type_, f"{source}: {'; '.join(filter(None, [text, *_describe_moved_claims(moved, names)]))}", ()


def _describe_statements(
    source: str, claims: list[SnapshotChange], names: EntityNames
) -> Iterator[DescribedChange]:
    """Yield a line for each statement that came with an article: what it says, where, how, and whether it agrees."""
    for change in claims:
        claim = change.new
        manner = "" if claim.get("modality", "stated") == "stated" else str(claim["modality"])
        if manner and claim.get("attributed_to"):
            manner += f" by {label_value('attributed_to', claim['attributed_to'], names)}"
        numbers = ", ".join(map(str, claim.get("paragraphs", ())))
        where = f"paragraph{'s' * (',' in numbers)} {numbers}" if numbers else ""
        details = "; ".join(filter(None, (where, manner, str(claim.get("standing", "")).replace("-", " "))))
        yield change.type, f"{source}: {_describe_claim(change, names).removeprefix('+ ')} ({details})", ()


def _has_only_moved(change: SnapshotChange) -> bool:
    """Return whether only the paragraphs of a statement changed."""
    if change.old is None or change.new is None:
        return False
    ignored = {"paragraphs": None, "standing": None}
    return bool({**change.old, **ignored} == {**change.new, **ignored})


def _describe_moved_claims(moved: list[SnapshotChange], names: EntityNames) -> Iterator[str]:
    """Yield the statements that moved, by paragraphs: ``paragraph 3 → 1: date, 2 participants``."""
    groups: dict[str, list[SnapshotChange]] = {}
    for change in moved:
        moved_text = _describe_move(change.old["paragraphs"], change.new["paragraphs"])
        groups.setdefault(moved_text, []).append(change)
    for label, changes in sorted(groups.items(), key=lambda group: -len(group[1])):
        yield f"{label}: {', '.join(_describe_targets(changes, names))}"


def _describe_move(was: Sequence[Passage], now: Sequence[Passage]) -> str:
    """Return where a statement stood and where it stands: ``paragraph 3 → 1``, or ``headline → ¶ 1``."""
    if any(isinstance(passage, str) for passage in (*was, *now)):
        return " → ".join(
            format_passages(join_passages(passages)) if passages else "–" for passages in (was, now)
        )
    before, after = (", ".join(map(str, numbers)) for numbers in (was, now))
    return f"paragraph{'s' * (',' in before + after)} {before} → {after}"


def _describe_targets(changes: list[SnapshotChange], names: EntityNames) -> Iterator[str]:
    """Yield what some statements are about: a single one by its name, several of a field counted."""
    fields: dict[str, list[str]] = {}
    for change in changes:
        field, element = "", ""
        if change.field == "claims":
            field, element, _, _ = parse_claim_key(str(change.element))
        fields.setdefault(field, []).append(element)
    for field, elements in fields.items():
        if not field:
            yield "the report as a whole"
        elif len(elements) == 1 or not any(elements):
            yield label_claim_target(field, elements[0], names)
        else:
            yield f"{len(elements)} {field}"


def _describe_report(change: SnapshotChange) -> str:
    """Return the differences in how an article reports the event as a whole."""
    return ", ".join(
        _list_differences(change.old, change.new, {"author_of_text": "gives the event its text"})
    )


def _describe_claim(change: SnapshotChange, names: EntityNames) -> str:
    field, element, _, _ = parse_claim_key(str(change.element))
    label = label_claim_target(field, element, names)
    if change.old is None:
        return f"+ {label}{_value_suffix(field, element, change.new, names)}"
    if change.new is None:
        return f"- {label}{_value_suffix(field, element, change.old, names)}"
    differences = []
    if change.old.get("value") != change.new.get("value"):
        was, now = (label_value(field, claim["value"], names) for claim in (change.old, change.new))
        differences.append(f"{was} → {now}")
    return f"{label}: {', '.join([*differences, *_list_differences(change.old, change.new, {})])}"


def _value_suffix(field: str, element: str, claim: Mapping[str, Any], names: EntityNames) -> str:
    """Return the value of a single field after a colon; an element needs none."""
    return "" if element else f": {label_value(field, claim['value'], names)}"


def _list_differences(old: Mapping[str, Any], new: Mapping[str, Any], labels: Mapping[str, str]) -> list[str]:
    """Return the differences between two claims or reports, but for their value and standing."""
    differences = []
    for name in sorted({*old, *new} - {"value", "standing"}):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        if name == "paragraphs":
            differences.append(_describe_move(was or (), now or ()))
        else:
            differences.append(
                f"{labels.get(name, label_field(name))}: {_format_scalar(was)} → {_format_scalar(now)}"
            )
    return differences


def _format_scalar(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value}”" if " " in str(value) else str(value)


ROLE_FIELDS = frozenset({"participants", "people", "units"})
"""Fields whose elements begin with an actor and a role, and go under a finer role when one is reported."""

ClaimsBySource = dict[tuple[str, int], dict[str, Any]]
"""Claims on one value by source and number."""


class ClaimSupport:
    """The claims of one event's document, by the value that they are about."""

    def __init__(self, document: EntityDocument) -> None:
        self.sources: frozenset[str] = frozenset(document.get("sources", ()))
        self._claims: dict[tuple[str, str], ClaimsBySource] = {}
        for key, claim in document.get("claims", {}).items():
            field, element, source, number = parse_claim_key(key)
            self._claims.setdefault((field, value_key(field, element)), {})[source, number] = claim

    def claims_on(self, field: str, element: str | None) -> ClaimsBySource:
        """Return the claims on one value, by source and number."""
        return self._claims.get((field, value_key(field, element or "")), {})

    def supporting_sources(self, field: str, element: str | None) -> frozenset[str]:
        """Return the sources whose claim on a value agrees with the record."""
        return frozenset(
            source
            for (source, _), claim in self.claims_on(field, element).items()
            if claim.get("standing") == "agrees" and not speaks_against(field, str(claim.get("modality")))
        )


def parse_claim_key(key: str) -> tuple[str, str, str, int]:
    """Return field, element (which may hold slashes), source and number of a claim's key."""
    target, source, number = key.rsplit("/", 2)
    field, _, element = target.partition("/")
    return field, element, source, int(number)


def value_key(field: str, element: str) -> str:
    """Return the key that claims on one value share, although a participant's role may differ."""
    if field not in ROLE_FIELDS:
        return element
    actor, _, rest = element.partition("/")
    return "/".join([actor, *rest.split("/", 1)[1:]])


def changed_sources(
    before: ClaimSupport, after: ClaimSupport, field: str, element: str | None
) -> Iterator[tuple[str, bool]]:
    """Yield the sources whose claims on a value came, changed or went, and whether each has some now.

    What became of a claim in weighing is not counted: that follows from the others.
    """
    was, now = before.claims_on(field, element), after.claims_on(field, element)
    for source in sorted({source for source, _ in {**was, **now}}):
        old, new = _claims_of_source(was, source), _claims_of_source(now, source)
        if old != new:
            yield source, bool(new)


def _claims_of_source(claims: ClaimsBySource, source: str) -> list[dict[str, Any]]:
    own_claims = (claim for (claimant, _), claim in sorted(claims.items()) if claimant == source)
    return [{name: value for name, value in claim.items() if name != "standing"} for claim in own_claims]
