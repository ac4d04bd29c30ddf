"""What a curator is told of a disagreement: every version with its file and line, and the ruling to fill in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from communique.errors import Finding
from communique.loaders.decisions import Decisions
from communique.loaders.entry import Article
from communique.loaders.entry.rulings import RulingEntry
from communique.loaders.record import Located
from communique.loaders.weighing.statement import Statement
from communique.schema.vocabulary import Modality

_DISAGREE = "sources disagree on"


def is_disagreement(finding: Finding) -> bool:
    """Whether a finding waits for an editor's ruling rather than for a correction."""
    return finding.what.startswith(_DISAGREE)


def complaint(
    key: tuple[str, str], said: Sequence[Statement], articles: Mapping[str, Located[Article]]
) -> Finding:
    """One finding for one disagreement, placed at the first statement, naming all of them."""
    field, element = key
    versions = "; ".join(f"{_version(s)} in {_position(s, articles[s.path])}" for s in said)
    of = f"{field} {element}".strip()
    template = f"{{event: {said[0].event}, field: {field}" + (f", element: {element}" if element else "")
    cure = f"add to rulings.yaml: {template}, value: …, because: …}} or with decision: unresolved in place of value"
    what = f"{_DISAGREE} {of} of {said[0].event}: {versions}"
    return articles[said[0].path].finding(said[0].location, what, cure)


def _version(said: Statement) -> str:
    text = json.dumps(said.value, ensure_ascii=False).strip('"')
    manner = "" if said.modality is Modality.STATED else f" ({said.modality}"
    if manner:
        manner += f" by {said.attributed_to})" if said.attributed_to else ")"
    return text + manner


def _position(said: Statement, article: Located[Article]) -> str:
    finding = article.finding(said.location, "")
    return f"{finding.path}:{finding.line}"


def needless(key: tuple[str, str], ruling: RulingEntry, rulings: Decisions) -> Finding:
    """A ruling on which nobody disagrees any more."""
    what = f"the sources agree on {' '.join(key).strip()} of {ruling.event} by now"
    return _on(ruling, rulings, what, "remove the ruling")


def baseless(key: tuple[str, str], ruling: RulingEntry, rulings: Decisions) -> Finding:
    """A ruling on a value that no source gives."""
    what = f"no source says anything of {' '.join(key).strip()} of {ruling.event}"
    return _on(ruling, rulings, what, "correct its field and element, or remove it")


def _on(ruling: RulingEntry, rulings: Decisions, what: str, cure: str) -> Finding:
    index = rulings.model.rulings.index(ruling)
    return rulings.finding(("rulings", index), what, cure, severity="warning")
