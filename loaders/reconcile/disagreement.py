"""Report disagreements to curators: every version with its file and line, and a ruling to fill in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from communique.errors import Finding
from communique.loaders.dataset import ParsedFile
from communique.loaders.layout import REGISTRY, RULINGS_FILE, RULINGS_FOLDER
from communique.loaders.reconcile.value import Statement
from communique.schema.vocabulary import Modality

if TYPE_CHECKING:
    from communique.loaders.entry_format.article import Article

_DISAGREE = "sources disagree on"


def is_disagreement(finding: Finding) -> bool:
    """Return whether a finding needs an editor's ruling rather than a correction."""
    return finding.what.startswith(_DISAGREE)


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
    what = f"{_DISAGREE} {subject} of {statements[0].event}: {versions}"
    others = dict.fromkeys(statement.path for statement in statements)
    folders = (RULINGS_FILE, f"{RULINGS_FOLDER}/", f"{REGISTRY}/")
    article = articles[statements[0].path]
    return article.create_finding(statements[0].location, what, cure, others=(*others, *folders))


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
