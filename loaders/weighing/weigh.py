"""All that the record holds on one event, and what follows from it: each value judged, none forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from communique.errors import Finding
from communique.loaders.entry import Article, EventEntry
from communique.loaders.entry.rulings import RulingEntry
from communique.loaders.record import Located, Record, source_id
from communique.loaders.weighing.disagreement import baseless, complaint, needless
from communique.loaders.weighing.judge import Judgement, judge, judge_element
from communique.loaders.weighing.roles import general_roles
from communique.loaders.weighing.ruled import ruled_value
from communique.loaders.weighing.statement import SINGLE, Statement, assumed_status, statements, tells_as_past
from communique.schema.dates import parse
from communique.schema.vocabulary import Decision, Disagreement, Kind, Standing, Status

Key = tuple[str, str]
"""A field and an element of it; the element of a single value is empty."""


@dataclass(slots=True)
class Dossier:
    """All that the record holds on one event."""

    event: str
    testimonies: list[tuple[Located[Article], int]] = field(default_factory=list)
    rulings: dict[Key, RulingEntry] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The kind that the event was minted with."""
        article, index = self.testimonies[0]
        return article.model.events[index].kind

    def entries(self) -> Iterator[tuple[Located[Article], EventEntry]]:
        """Each article with what it says of the event."""
        for article, index in self.testimonies:
            yield article, article.model.events[index]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """An event as the record tells it: its judged values, and every claim."""

    dossier: Dossier
    values: Mapping[Key, Judgement]
    said: Mapping[Key, tuple[Statement, ...]]
    status: Status
    disagreement: Disagreement


def dossiers(record: Record) -> dict[str, Dossier]:
    """Gather what the articles say of each event in scope; the order of files does not matter."""
    moved = record.redirects()
    gathered: dict[str, Dossier] = {}
    for path in sorted(record.articles):
        article = record.articles[path]
        for index, entry in enumerate(article.model.events):
            event = moved.get(entry.id, entry.id)
            if record.scope is not None and event not in record.scope:
                continue
            gathered.setdefault(event, Dossier(event)).testimonies.append((article, index))
    for event, dossier in gathered.items():
        for _, ruling in record.ruled(event):
            dossier.rulings[ruling.field, ruling.element or ""] = ruling
    return gathered


def weigh(dossier: Dossier, record: Record) -> tuple[Reconciled, list[Finding]]:
    """Judge every value of one event."""
    said = _by_key(dossier, record.redirects())
    parents = record.registry.parents
    articles = {article.path: article for article, _ in dossier.testimonies}
    values: dict[Key, Judgement] = {}
    findings: list[Finding] = []
    for key, group in said.items():
        ruling = dossier.rulings.get(key)
        values[key] = _judged(key, group, ruling, dossier, parents)
        if values[key].open:
            findings.append(complaint(key, group, articles))
        elif ruling and record.rulings and not _judged(key, group, None, dossier, parents).open:
            findings.append(needless(key, ruling, record.rulings))
    for key in set(dossier.rulings) - set(said):
        if record.rulings:
            findings.append(baseless(key, dossier.rulings[key], record.rulings))
    values = general_roles(values)
    status = _status(dossier, values)
    return Reconciled(dossier, values, said, status, _disagreement(dossier, values)), findings


def _status(dossier: Dossier, values: dict[Key, Judgement]) -> Status:
    """Whether it happened: what is stated, else what follows from how the sources put it.

    A source that tells an event as past, without a word on its status, says that a plan was carried out; and one
    published after the event's last day, that it is no longer going on.
    """
    judged = values.get(("status", ""))
    if not judged or not judged.value:
        return assumed_status({entry.modality for _, entry in dossier.entries()})
    end = _end(values)
    carried_out = judged.value == Status.PLANNED and any(
        tells_as_past(entry) for _, entry in dossier.entries()
    )
    over = judged.value == Status.ONGOING and any(
        tells_as_past(entry) and (article.model.source.published or "") > end
        for article, entry in dossier.entries()
    )
    if carried_out or over:
        overtaken = tuple(Standing.OVERTAKEN for _ in judged.standings)
        values["status", ""] = Judgement(Status.OCCURRED, overtaken)
        return Status.OCCURRED
    return Status(judged.value)


def _end(values: Mapping[Key, Judgement]) -> str:
    """The event's last day as ISO 8601 text, or a text that no day comes after."""
    judged = values.get(("date", ""))
    last = parse(judged.value).end_latest if judged and judged.value else None
    return last.isoformat() if last else "~"


def _judged(
    key: Key,
    said: tuple[Statement, ...],
    ruling: RulingEntry | None,
    dossier: Dossier,
    parents: Mapping[str, str | None],
) -> Judgement:
    if key[0] in SINGLE or key[0] == "figures":
        ruled = ruled_value(ruling, dossier.kind) if ruling else None
        return judge(key[0], said, ruling, ruled, parents)
    return judge_element(said, ruling)


def _by_key(dossier: Dossier, moved: Mapping[str, str]) -> dict[Key, tuple[Statement, ...]]:
    """Statements by field and element, each group in the order of publication and then of file names."""
    articles = sorted(
        dossier.testimonies,
        key=lambda item: (item[0].model.source.published or "", source_id(item[0].path), item[1]),
    )
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for article, index in articles:
        for statement in statements(article, index):
            groups[statement.field, _current(statement, moved)].append(statement)
    return {key: tuple(groups[key]) for key in sorted(groups)}


def _current(statement: Statement, moved: Mapping[str, str]) -> str:
    """The element, with the target of a link as the record calls it now."""
    if statement.field != "links":
        return statement.element
    relation, _, target = statement.element.partition("/")
    return f"{relation}/{moved.get(target, target)}"


def _disagreement(dossier: Dossier, values: Mapping[Key, Judgement]) -> Disagreement:
    """Whether the sources disagree: rulings count where some statement does not agree."""
    decided = {
        dossier.rulings[key].decision
        for key, judgement in values.items()
        if key in dossier.rulings
        and {Standing.OVERRULED, Standing.UNRESOLVED, Standing.OVERTAKEN} & set(judgement.standings)
    }
    if Decision.UNRESOLVED in decided or any(judgement.open for judgement in values.values()):
        return Disagreement.UNRESOLVED
    return Disagreement.SETTLED if decided else Disagreement.NONE
