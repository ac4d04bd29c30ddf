"""Report disagreements to curators: every version with its file and line, and a ruling to fill in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from communique.errors import DisputedValue, Finding
from communique.loaders.dataset import ParsedFile
from communique.loaders.layout import REGISTRY, RULINGS_FILE, RULINGS_FOLDER
from communique.loaders.reconcile.value import Statement
from communique.schema.event_types import SINGLE_FIELDS
from communique.schema.vocabulary import Modality

if TYPE_CHECKING:
    from communique.loaders.entry_format.article import Article


def report_disagreement(
    key: tuple[str, str], statements: Sequence[Statement], articles: Mapping[str, ParsedFile[Article]]
) -> Finding:
    """Return one finding for a disagreement, positioned at the first statement, naming all of them."""
    field, element = key
    versions = "; ".join(
        f"{_format_version(statement)} in {_format_position(statement, articles[statement.path])}"
        for statement in statements
    )
    subject = f"{field} {element}".strip()
    template = f"{{event: {statements[0].event}, field: {field}" + (
        f", element: {element}" if element else ""
    )
    cure = f"add to rulings.yaml: {template}, value: …, because: …}} or with decision: unresolved in place of value"
    what = f"sources disagree on {subject} of {statements[0].event}: {versions}"
    others = dict.fromkeys(statement.path for statement in statements)
    folders = (RULINGS_FILE, f"{RULINGS_FOLDER}/", f"{REGISTRY}/")
    article = articles[statements[0].path]
    finding = article.create_finding(statements[0].location, what, cure, others=(*others, *folders))
    choices = tuple(dict.fromkeys(_to_ruled_value(statement) for statement in statements))
    if field not in SINGLE_FIELDS and field != "figures":
        choices = ("true", "false")
    return replace(finding, disputed=DisputedValue(statements[0].event, field, element, choices))


def _to_ruled_value(statement: Statement) -> str:
    """Return the value of a statement as a ruling writes it, as JSON."""
    value: Any = statement.value
    if isinstance(value, dict):
        value = {key: number for key, number in value.items() if number is not None}
        value = value["best"] if set(value) == {"best"} else value
    return json.dumps(value, ensure_ascii=False)


def _format_version(statement: Statement) -> str:
    text = json.dumps(statement.value, ensure_ascii=False).strip('"')
    manner = "" if statement.modality is Modality.STATED else f" ({statement.modality}"
    if manner:
        link = "citing" if statement.modality is Modality.DIFFERS else "by"
        manner += f" {link} {statement.attributed_to})" if statement.attributed_to else ")"
    return text + manner


def _format_position(statement: Statement, article: ParsedFile[Article]) -> str:
    finding = article.create_finding(statement.location, "")
    return f"{finding.path}:{finding.line}"
