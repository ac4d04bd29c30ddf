"""Every statement as a claim with its standing, every source's report of the event, every ruling."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from communique.loaders.record import source_id
from communique.loaders.rows.rows import Rows
from communique.loaders.weighing.statement import CLOSENESS
from communique.schema import Claim, Ruling, SourceEvent
from communique.schema.vocabulary import Closeness, Decision

if TYPE_CHECKING:
    from communique.loaders.weighing.weigh import Reconciled

_ENCODE = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def claim_rows(event: Reconciled, rows: Rows) -> None:
    """Lay out the claims, rulings and reports of one event."""
    key = event.dossier.event
    for article, entry in event.dossier.entries():
        source = article.model.source
        rows.add(
            SourceEvent,
            source_id=source_id(article.path),
            event_id=key,
            paragraphs=numbers(entry.paragraphs),
            closeness=entry.closeness or CLOSENESS.get(source.kind, Closeness.DIRECT_REPORT),
            author_of_text=entry.title is not None,
        )
    for (field, element), group in event.said.items():
        seen: dict[str, int] = {}
        for statement, standing in zip(group, event.values[field, element].standings, strict=True):
            seen[statement.source] = seen.get(statement.source, 0) + 1
            rows.add(
                Claim,
                event_id=key,
                field=field,
                element=element,
                source_id=statement.source,
                number=seen[statement.source],
                value=as_json(statement.value),
                paragraphs=numbers(statement.paragraphs),
                modality=statement.modality,
                attributed_to=statement.attributed_to,
                quote=statement.quote,
                basis=statement.basis,
                closeness=statement.closeness,
                standing=standing,
            )
    _rulings(event, rows)


def _rulings(event: Reconciled, rows: Rows) -> None:
    for (field, element), ruling in event.dossier.rulings.items():
        settled = ruling.decision is Decision.SETTLED
        rows.add(
            Ruling,
            event_id=event.dossier.event,
            field=field,
            element=element,
            decision=ruling.decision,
            value=as_json(ruling.value) if settled else None,
            because=ruling.because,
            decided=dt.date.fromisoformat(ruling.decided) if ruling.decided else None,
        )


def numbers(paragraphs: tuple[int, ...]) -> str:
    """Paragraph numbers as ``1,2,5``."""
    if len(paragraphs) == 1:
        return str(paragraphs[0])
    return ",".join(map(str, sorted(set(paragraphs))))


def as_json(value: Any) -> str:
    """A value as the JSON that the database keeps: sorted keys, native scripts."""
    return _ENCODE(value)
