"""Reconcile all entries on one event: each value judged, no statement lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.errors import Finding
from communique.loaders.checks.rulings import parse_ruling_value
from communique.loaders.dataset import Dataset, EventEntries, Key, derive_source_id
from communique.loaders.entry_format.rulings import RulingEntry
from communique.loaders.reconcile.disagreement import report_disagreement
from communique.loaders.reconcile.extract import extract_statements, infer_status, is_reported_as_past
from communique.loaders.reconcile.participant import resolve_general_roles
from communique.loaders.reconcile.ruling_findings import (
    find_ruling_faults,
    report_baseless_ruling,
    report_needless_ruling,
)
from communique.loaders.reconcile.value import Judgement, Statement, resolve_element, resolve_value
from communique.schema.dates.parse import parse_date
from communique.schema.event_types import SINGLE_FIELDS
from communique.schema.vocabulary import MINOR_GRADES, Decision, Disagreement, Standing, Status


@dataclass(frozen=True, slots=True)
class ReconciledEvent:
    """An event with its judged values and every statement on them."""

    source_entries: EventEntries
    values: Mapping[Key, Judgement]
    statements: Mapping[Key, tuple[Statement, ...]]
    status: Status
    disagreement: Disagreement


def reconcile_event(event_entries: EventEntries, dataset: Dataset) -> tuple[ReconciledEvent, list[Finding]]:
    """Reconcile every value of one event and return the result with the findings on it."""
    statements_by_key = _group_statements(event_entries, dataset.resolve_redirects())
    parents = dataset.registry.parents
    articles = {article.path: article for article, _ in event_entries.reports}
    values: dict[Key, Judgement] = {}
    findings: list[Finding] = []
    for key, group in statements_by_key.items():
        ruling = event_entries.rulings.get(key)
        values[key] = _resolve_key(key, group, ruling, event_entries, parents)
        if values[key].is_open:
            findings.append(report_disagreement(key, group, articles))
        elif ruling and dataset.rulings:
            if not _resolve_key(key, group, None, event_entries, parents).is_open:
                findings.append(report_needless_ruling(key, ruling, dataset.rulings))
            days = {path: article.model.source.accessed for path, article in articles.items()}
            findings.extend(find_ruling_faults(key, ruling, group, values[key], dataset.rulings, days))
    for key in set(event_entries.rulings) - set(statements_by_key):
        if dataset.rulings:
            findings.append(report_baseless_ruling(key, event_entries.rulings[key], dataset.rulings))
    values = resolve_general_roles(values)
    status = _resolve_status(event_entries, values)
    findings.extend(_find_needless_searches(event_entries, status))
    return ReconciledEvent(
        event_entries, values, statements_by_key, status, _classify_disagreement(event_entries, values)
    ), findings


def _resolve_status(event_entries: EventEntries, values: dict[Key, Judgement]) -> Status:
    """Return the event's status as stated, or as it follows from how the sources report it.

    A source that tells an event as past, without a word on its status, says that a plan was carried out; and one
    published after the event's last day, that it is no longer going on.
    """
    judgement = values.get(("status", ""))
    if not judgement or not judgement.value:
        return infer_status({entry.modality for _, entry in event_entries.iter_event_entries()})
    end = _last_day(values)
    is_carried_out = judgement.value == Status.PLANNED and any(
        is_reported_as_past(entry) for _, entry in event_entries.iter_event_entries()
    )
    is_over = judgement.value == Status.ONGOING and any(
        is_reported_as_past(entry) and (article.model.source.published or "") > end
        for article, entry in event_entries.iter_event_entries()
    )
    if is_carried_out or is_over:
        overtaken = tuple(Standing.OVERTAKEN for _ in judgement.standings)
        values["status", ""] = Judgement(Status.OCCURRED, overtaken)
        return Status.OCCURRED
    return Status(judgement.value)


def _find_needless_searches(event_entries: EventEntries, status: Status) -> Iterator[Finding]:
    """Yield a warning where an entry says that an outcome was looked for in vain and a source tells it by now."""
    for article, entry in event_entries.iter_event_entries():
        if entry.outcome_sought and status not in {Status.PLANNED, Status.ONGOING}:
            what = f"the outcome of {entry.id} was looked for in vain, and it is known by now: {status}"
            location = ("events", article.model.events.index(entry), "outcome_sought")
            yield article.create_finding(location, what, "remove outcome_sought", "warning")


def _last_day(values: Mapping[Key, Judgement]) -> str:
    """Return the event's last day as ISO 8601 text, or a text that sorts after every day."""
    judgement = values.get(("date", ""))
    last_day = parse_date(judgement.value).end_latest if judgement and judgement.value else None
    return last_day.isoformat() if last_day else "~"


def _resolve_key(
    key: Key,
    statements: tuple[Statement, ...],
    ruling: RulingEntry | None,
    event_entries: EventEntries,
    parents: Mapping[str, str | None],
) -> Judgement:
    if key[0] in SINGLE_FIELDS or key[0] == "figures":
        ruling_value = parse_ruling_value(ruling, event_entries.kind) if ruling else None
        return resolve_value(key[0], statements, ruling, ruling_value, parents)
    return resolve_element(statements, ruling)


def _group_statements(
    event_entries: EventEntries, redirects: Mapping[str, str]
) -> dict[Key, tuple[Statement, ...]]:
    """Return statements by field and element, each group by date of publication and then by file name."""
    articles = sorted(
        event_entries.reports,
        key=lambda item: (item[0].model.source.published or "", derive_source_id(item[0].path), item[1]),
    )
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for article, index in articles:
        for statement in extract_statements(article, index):
            groups[statement.field, _current_element(statement, redirects)].append(statement)
    return {key: tuple(groups[key]) for key in sorted(groups)}


def _current_element(statement: Statement, redirects: Mapping[str, str]) -> str:
    """Return a statement's element, with the target of a link under its present id."""
    if statement.field != "links":
        return statement.element
    relation, _, target = statement.element.partition("/")
    return f"{relation}/{redirects.get(target, target)}"


def _classify_disagreement(event_entries: EventEntries, values: Mapping[Key, Judgement]) -> Disagreement:
    """Return whether the sources disagree; rulings on more than a trifle count where not all agree."""
    decisions = {
        event_entries.rulings[key].decision
        for key, judgement in values.items()
        if key in event_entries.rulings
        and event_entries.rulings[key].grade not in MINOR_GRADES
        and {Standing.OVERRULED, Standing.UNRESOLVED, Standing.OVERTAKEN} & set(judgement.standings)
    }
    if Decision.UNRESOLVED in decisions or any(judgement.is_open for judgement in values.values()):
        return Disagreement.UNRESOLVED
    return Disagreement.SETTLED if decisions else Disagreement.NONE
