"""Report rulings that do not hold: needless, without a basis, or at odds with what they say themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from communique.errors import Finding
from communique.loaders.dataset import EditorialDecisions, Key
from communique.loaders.entry_format.annotated_value import Rule
from communique.loaders.entry_format.rulings import RulingEntry
from communique.loaders.layout import ARTICLES
from communique.loaders.reconcile.value import Judgement, Statement
from communique.schema.event_types import SINGLE_FIELDS
from communique.schema.vocabulary import Decision, Grade, Modality, Standing

_ROUNDED = re.compile(r"\bround(?:s|ed|ing)?\b")


def report_needless_ruling(key: Key, ruling: RulingEntry, rulings: EditorialDecisions) -> Finding:
    """Return a warning for a ruling on a value on which the sources agree."""
    what = f"the sources agree on {' '.join(key).strip()} of {ruling.event} by now"
    return _report_ruling(ruling, rulings, what, "remove the ruling")


def report_baseless_ruling(key: Key, ruling: RulingEntry, rulings: EditorialDecisions) -> Finding:
    """Return a warning for a ruling on a value that no source gives."""
    what = f"no source says anything of {' '.join(key).strip()} of {ruling.event}"
    return _report_ruling(ruling, rulings, what, "correct its field and element, or remove it")


def find_ruling_faults(
    key: Key,
    ruling: RulingEntry,
    statements: Sequence[Statement],
    judgement: Judgement,
    rulings: EditorialDecisions,
    days_read: Mapping[str, str],
) -> Iterator[Finding]:
    """Yield findings on a ruling without a grade or a basis, on one that is no rounding, and on later dissent.

    Args:
        key: the field and the element that it rules on.
        ruling: the ruling.
        statements: what the sources say.
        judgement: what came of them.
        rulings: where it stands.
        days_read: by path, the day on which each article was read.
    """
    subject = f"{' '.join(key).strip()} of {ruling.event}"
    if ruling.grade is None:
        cure = f"add grade: {', '.join(Grade)}"
        yield _report_ruling(ruling, rulings, f"the ruling on {subject} does not say what it is about", cure)
    if ruling.decision is Decision.UNRESOLVED:
        return
    for statement, standing in zip(statements, judgement.standings, strict=True):
        is_later = ruling.decided is not None and days_read[statement.path] > ruling.decided
        if standing is Standing.OVERRULED and is_later and Rule.DISSENT not in ruling.accepted:
            what = f"{statement.path} was read after the ruling on {subject}, and disagrees with it"
            cure = "look at it again and bring decided up to date; if it is right, say why: accepted: "
            cure += f"{{{Rule.DISSENT}: …}} in the ruling"
            yield _report_ruling(ruling, rulings, what, cure, rule=Rule.DISSENT, others=(statement.path,))
    is_single = key[0] in SINGLE_FIELDS or key[0] == "figures"
    if (
        is_single
        and Rule.UNSTATED not in ruling.accepted
        and not any(
            standing is Standing.AGREES and statement.modality is not Modality.DENIED
            for statement, standing in zip(statements, judgement.standings, strict=True)
        )
    ):
        cure = "rule for a value that a source states, or write decision: unresolved, which shows the span; "
        cure += f"if it is right, say why: accepted: {{{Rule.UNSTATED}: …}} in the ruling"
        what = f"no source states the value ruled for {subject}"
        others = dict.fromkeys(statement.path for statement in statements)
        yield _report_ruling(ruling, rulings, what, cure, rule=Rule.UNSTATED, others=tuple(others))
    if key[0] == "figures" and (
        ruling.grade is Grade.ROUNDING or (ruling.grade is None and _ROUNDED.search(ruling.because))
    ):
        for statement in statements:
            if not _is_rounding(statement.value, judgement.value):
                what = f"{_number(statement.value):g} is no rounding of {_number(judgement.value):g}, the {subject}"
                cure = "give another reason and grade, or write decision: unresolved"
                # Rulings of past releases have no grade, and their entries must still load.
                severity = "error" if ruling.grade else "warning"
                yield _report_ruling(ruling, rulings, what, cure, severity)


def _report_ruling(
    ruling: RulingEntry,
    rulings: EditorialDecisions,
    what: str,
    cure: str,
    severity: str = "warning",
    rule: str = "",
    others: Sequence[str] = (f"{ARTICLES}/",),
) -> Finding:
    location = ("rulings", rulings.ruling_numbers[id(ruling)])
    return rulings.create_finding(location, what, cure, severity, rule, others)


def _number(figure: dict[str, Any]) -> float:
    return float(next(figure[bound] for bound in ("best", "high", "low") if figure.get(bound) is not None))


def _is_rounding(figure: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether one of two figures is the other, rounded to its own last digit that is not nought."""
    first, second = (Decimal(str(_number(each))) for each in (figure, other))
    unit = max(_rounding_unit(first), _rounding_unit(second))
    return abs(first - second) <= unit / 2


def _rounding_unit(number: Decimal) -> Decimal:
    """Return the unit that a number seems to be rounded to: 100 for 5,700, 0.1 for 6,040.9."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))
