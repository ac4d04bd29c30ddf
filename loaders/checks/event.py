"""Doubt what several entries say of one event: its roles, its id's date, and texts that sources put in two ways."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from communique.loaders.checks.remarks import Remark
from communique.loaders.dataset import ParsedFile
from communique.loaders.entry_format.annotated_value import Rule
from communique.loaders.entry_format.article import Article
from communique.loaders.reconcile.value import Statement
from communique.schema.dates.parse import parse_date
from communique.schema.text_parts import is_row
from communique.schema.vocabulary import Modality, Role

if TYPE_CHECKING:
    from communique.loaders.reconcile.event import ReconciledEvent

EXCLUSIVE_ROLES: Final = (
    (Role.INITIATOR, Role.AFFECTED),
    (Role.INITIATOR, Role.RESPONDER),
    (Role.ISSUER, Role.ADDRESSEE),
    (Role.ALLEGED_INITIATOR, Role.AFFECTED),
    (Role.OBSERVER, Role.HOST),
    (Role.OBSERVER, Role.ORGANISER),
    (Role.OBSERVER, Role.SIGNATORY),
    (Role.MEDIATOR, Role.INITIATOR),
    (Role.MEDIATOR, Role.AFFECTED),
)
"""Roles that one actor cannot have in one event, unless the entry says why."""

_DATE_IN_ID = re.compile(r"-((?:19|20)\d\d)(?:-([01]\d)(?:-([0-3]\d))?)?(?=-|$)")

Articles = dict[str, ParsedFile[Article]]


def check_reconciled_event(event: ReconciledEvent) -> Iterator[Remark]:
    """Yield remarks on an event that only all of its entries together show."""
    articles = {article.path: article for article, _ in event.source_entries.reports}
    yield from _check_roles(event, articles)
    yield from _check_date_of_id(event, articles)
    yield from _check_reused_parts(event, articles)


def _check_roles(event: ReconciledEvent, articles: Articles) -> Iterator[Remark]:
    roles = defaultdict[tuple[str, str], dict[str, Statement]](dict)
    for (field, element), judgement in event.values.items():
        if field == "participants" and judgement.value:
            actor, _, role = element.partition("/")
            statements = event.statements[field, element]
            for statement in statements:  # two sides may each say that the other began
                if statement.modality is not Modality.DENIED:
                    author = "" if statement.modality is Modality.STATED else statement.attributed_to or ""
                    roles[actor, author].setdefault(role, statement)
    for (actor, _), statements_by_role in roles.items():
        for first, second in EXCLUSIVE_ROLES:
            if first in statements_by_role and second in statements_by_role:
                statement, other = statements_by_role[second], statements_by_role[first]
                what = f"{actor} is both {first} and {second}"
                yield _remark_on(statement, Rule.ROLES, what, "correct one of the roles", (other,), articles)


def _check_date_of_id(event: ReconciledEvent, articles: Articles) -> Iterator[Remark]:
    """Yield a remark if the date that stands for an event lies outside the one in its id."""
    event_id = event.source_entries.event_id
    judgement, matches = event.values.get(("date", "")), list(_DATE_IN_ID.finditer(event_id))
    if not matches or not judgement or not judgement.value:
        return
    match = max(
        matches, key=lambda it: (len(it[0]), it.start())
    )  # a resolution's number may look like a year
    try:
        named = parse_date("-".join(part for part in match.groups() if part))
    except ValueError:
        return
    date = parse_date(judgement.value)
    first, last = named.start_earliest or dt.date.min, named.end_latest or dt.date.max
    if (date.start_earliest or dt.date.min) <= last and first <= (date.end_latest or dt.date.max):
        return
    statement, *others = event.statements["date", ""]
    if any(
        event_id.endswith(f"-{part.removeprefix('row-')}") for part in statement.paragraphs if is_row(part)
    ):
        return  # the id ends with the number of a table's row
    what = f"{event_id} is dated {judgement.value}"
    cure = "correct the date, or the id as long as no release has it"
    yield _remark_on(statement, Rule.ID_DATE, what, cure, others, articles)


def _check_reused_parts(event: ReconciledEvent, articles: Articles) -> Iterator[Remark]:
    """Yield a remark for each note or provision that is put forward otherwise than by the entry that wrote it."""
    for (field, _), statements in event.statements.items():
        if field not in {"notes", "provisions"} or len(statements) < 2:
            continue
        writer = next(
            (it for it in statements if it.value), None
        )  # those that add a source only have no value
        for statement in statements:
            if not writer or statement.value or statement.modality in (Modality.DENIED, Modality.DIFFERS):
                continue  # what one source affirms and another denies awaits a ruling
            if statement.modality is not writer.modality:
                what = (
                    f"{statement.element} is {statement.modality} here and {writer.modality} in {writer.path}"
                )
                cure = "correct the modality, or write a text of your own under another id"
                yield _remark_on(statement, Rule.REUSED, what, cure, (writer,), articles)


def _remark_on(
    statement: Statement,
    rule: Rule,
    what: str,
    cure: str,
    others: tuple[Statement, ...] | list[Statement],
    articles: Articles,
) -> Remark:
    paths = dict.fromkeys(other.path for other in others if other.path != statement.path)
    return Remark(articles[statement.path], statement.location, rule, what, cure, tuple(paths))
