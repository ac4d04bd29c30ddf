"""Show an event as a data release says it: a page for people at an address of its own, which never changes.

It is made of that release's state alone, names of people and places included, so that no later edit reaches it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from communique.releases.entity_schema import SET_FIELDS
from communique.releases.snapshot import Snapshot
from communique.schema.event_types import FIELDS
from communique.schema.tables.measure import MEASURE_LABELS, Measure
from communique.schema.vocabulary import Entity, Kind, Relation
from communique.site import labels
from communique.site.pages.components import Link
from communique.site.pages.history.history_view import StatePage
from communique.site.pages.history.release_history import release_link, state_path
from communique.site.pages.value_labels import FIELD_ORDER, SET_LABELS

_NAME_FIELDS = {Entity.OFFICE: "title", Entity.EVENT: "title", Entity.SOURCE: "title"}
_NOT_FACTS = frozenset({"title", "summary", "kind", "claims", "rulings", "sources"})


def build_state_page(
    version: str, day: str, key: str, document: dict[str, Any], snapshot: Snapshot
) -> StatePage:
    """Build the page of an event in a release.

    Args:
        version: the release.
        day: when it was released, in words.
        key: the event's id.
        document: what the release says of it.
        snapshot: the whole release, for names.
    """
    json_path = state_path(version, key)
    formatter = _StateFormatter(snapshot)
    return StatePage(
        path=f"{json_path.removesuffix('.json')}.md",
        id=key,
        title=document["title"],
        summary=document.get("summary", ""),
        kind=document["kind"],
        kind_words=labels.format_label(Kind(document["kind"])),
        release=release_link(version),
        day=day,
        facts=tuple(formatter.list_facts(document)),
        rulings=tuple(
            (labels.capitalize_first(labels.humanize(address.partition("/")[0])), ruling.get("because", ""))
            for address, ruling in sorted(document.get("rulings", {}).items())
        ),
        sources=tuple(formatter.describe_source(source) for source in sorted(document.get("sources", {}))),
        claim_count=len(document.get("claims", {})),
        json_path=json_path,
        present=Link("as it is now", f"events/{key}.md"),
    )


@dataclass(frozen=True, slots=True)
class _StateFormatter:
    """Formats the values of a state with the names of its own release."""

    snapshot: Snapshot

    def list_facts(self, document: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the label and the values of each field, in the order of an event's page."""
        for name in sorted(document.keys() - _NOT_FACTS, key=lambda name: (FIELD_ORDER.get(name, 99), name)):
            value = document[name]
            label = SET_LABELS.get(name) or (FIELDS[name].label if name in FIELDS else labels.humanize(name))
            values = value.items() if name in SET_FIELDS else [("", value)]
            yield (
                labels.capitalize_first(label),
                tuple(self.format_value(name, *pair) for pair in sorted(values, key=lambda pair: pair[0])),
            )

    def describe_source(self, key: str) -> str:
        row = self.snapshot.get((Entity.SOURCE.value, key)) or {}
        publisher = self.name(Entity.PUBLISHER, str(row.get("publisher_id") or row.get("publisher") or ""))
        published = labels.format_edtf(str(row["published"])[:10]) if row.get("published") else ""
        return labels.join_nonempty((f"“{row.get('title', key)}”", publisher, published), ", ")

    def name(self, entity: Entity, key: str) -> str:
        """Return what the release calls an entity; its id where it does not hold it."""
        row = self.snapshot.get((entity.value, key)) or {}
        return str(row.get(_NAME_FIELDS.get(entity, "name")) or key)

    def format_value(self, field: str, element: str, value: Any) -> str:
        """Return a value, or an element of a set, in words."""
        head, _, tail = element.partition("/")
        match field:
            case "participants":
                return f"{self.name(Entity.ACTOR, head)}, {labels.humanize(tail)}"
            case "people":
                return self.name(Entity.PERSON, element.rpartition("/")[2])
            case "units":
                return tail.partition("/")[2]
            case "links":
                return f"{labels.RELATION_LABELS[Relation(head)][0]}: {self.name(Entity.EVENT, tail)}"
            case "figures":
                return self._format_figure(Measure(element), value)
            case "notes" | "provisions":
                return str(value.get("text", "")) if isinstance(value, dict) else element
            case _:
                return self._format_single(field, element or value)

    @staticmethod
    def _format_figure(measure: Measure, value: Mapping[str, Any]) -> str:
        numbers = (value.get("low"), value.get("best"), value.get("high"))
        return f"{MEASURE_LABELS[measure][0]}: {labels.format_quantity(measure, *numbers)}"

    def _format_single(self, field: str, value: Any) -> str:
        declared = FIELDS.get(field)
        if declared and declared.target:
            return self.name(declared.target, str(value))
        if declared and declared.is_date:
            return labels.format_edtf(value)
        if declared and declared.word_list:
            return labels.capitalize_first(labels.humanize(value))
        if isinstance(value, bool):
            return declared.truth[0 if value else 1] if declared else str(value)
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
