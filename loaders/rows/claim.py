"""Build the rows of claims with their standing, of source reports, and of rulings."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from communique.loaders.dataset import derive_source_id
from communique.loaders.reconcile.extract import DEFAULT_CLOSENESS
from communique.loaders.rows.row_set import RowSet
from communique.schema.dates import parse_date
from communique.schema.event_types import DATE_FIELDS
from communique.schema.models import Claim, Ruling, SourceEvent
from communique.schema.text_parts import Passage, join_passages
from communique.schema.vocabulary import Closeness, Decision

if TYPE_CHECKING:
    from communique.loaders.reconcile.event import ReconciledEvent

VALUE_COLUMNS = tuple(name for name in Claim.model_fields if name.startswith("value_"))
"""The columns that hold a claim's value by its type."""

_ENCODE = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def add_claim_rows(event: ReconciledEvent, rows: RowSet) -> None:
    """Add the rows of the claims, rulings and reports of one event to `rows`."""
    event_id = event.source_entries.event_id
    for article, entry in event.source_entries.iter_event_entries():
        source = article.model.source
        rows.add_row(
            SourceEvent,
            source_id=derive_source_id(article.path),
            event_id=event_id,
            paragraphs=join_passages(entry.paragraphs),
            closeness=entry.closeness or DEFAULT_CLOSENESS.get(source.kind, Closeness.DIRECT_REPORT),
            author_of_text=entry.title is not None,
        )
    for (field, element), statements in event.statements.items():
        numbers: dict[str, int] = {}
        for statement, standing in zip(statements, event.values[field, element].standings, strict=True):
            numbers[statement.source] = numbers.get(statement.source, 0) + 1
            rows.add_row(
                Claim,
                event_id=event_id,
                field=field,
                element=element,
                source_id=statement.source,
                number=numbers[statement.source],
                value=encode_json(statement.value),
                paragraphs=_join_quickly(statement.paragraphs),
                modality=statement.modality,
                attributed_to=statement.attributed_to,
                quote=statement.quote,
                basis=statement.basis,
                closeness=statement.closeness,
                standing=standing,
                **type_value(field, statement.value),
            )
    _add_ruling_rows(event, rows)


def _add_ruling_rows(event: ReconciledEvent, rows: RowSet) -> None:
    for (field, element), ruling in event.source_entries.rulings.items():
        is_settled = ruling.decision is Decision.SETTLED
        rows.add_row(
            Ruling,
            event_id=event.source_entries.event_id,
            field=field,
            element=element,
            decision=ruling.decision,
            value=encode_json(ruling.value) if is_settled else None,
            because=ruling.because,
            decided=dt.date.fromisoformat(ruling.decided) if ruling.decided else None,
            grade=ruling.grade,
            review=dt.date.fromisoformat(ruling.review) if ruling.review else None,
            would_settle=ruling.would_settle,
        )


_SUBJECTS = ("actor", "person", "text", "name")
"""In a value with parts, which is what it is about."""


def type_value(field: str, value: Any) -> dict[str, Any]:
    """Return the typed columns of a claim's value, those that it has none for as None.

    Args:
        field: the field that the claim speaks of.
        value: the value, as it becomes JSON.
    """
    typed = dict.fromkeys(VALUE_COLUMNS)
    if isinstance(value, bool):
        typed["value_truth"] = value
    elif field == "figures":
        typed |= {"value_number": value.get("best"), "value_low": value.get("low")}
        typed["value_high"] = value.get("high")
    elif isinstance(value, dict):
        subject = next((value[name] for name in _SUBJECTS if name in value), None)
        typed["value_text"] = next(iter(value.values())) if field == "links" else subject
    else:
        typed["value_text"] = str(value)
        if field in DATE_FIELDS:
            date = parse_date(str(value))
            typed |= {"value_from": date.start_earliest, "value_until": date.end_latest}
    return typed


def _join_quickly(passages: tuple[Passage, ...]) -> str:
    return str(passages[0]) if len(passages) == 1 else join_passages(passages)


def encode_json(value: Any) -> str:
    """Return a value as JSON text with sorted keys and native scripts, as the database stores it."""
    return _ENCODE(value)
