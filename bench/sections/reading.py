"""Measure how much of an entry ``communique read`` drafts from its text: the record's own entries are the answers."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from bench.measure import CommandError
from bench.sections.reading_scores import (
    NO_EVENT,
    NO_VALUE,
    OTHER_PART,
    TRIED,
    UNTRIED,
    Score,
    format_fields,
    format_scores,
)
from bench.synthetic.generate import ENTRIES
from bench.workspace import Workspace
from communique.loaders.dataset import Dataset
from communique.loaders.drafting.draft import Draft, draft_entry
from communique.loaders.drafting.profiles import RecordProfile, iter_larger_places, leave_out, profile_record
from communique.loaders.drafting.statements import DraftEvent, DraftStatement
from communique.loaders.entry_format.article import Article
from communique.loaders.read import read_dataset
from communique.loaders.reading.document import read_document
from communique.loaders.reading.lexicon import Lexicon
from communique.loaders.reading.recognise import recognise
from communique.loaders.reconcile.extract import extract_statements
from communique.loaders.reconcile.value import Statement
from communique.schema.dates.grammar import DateError
from communique.schema.dates.parse import parse_date

TITLE = "Reading"
FOLDER: Final = "COMMUNIQUE_BENCH_TEXTS"
"""The environment variable that names the folder of texts, laid out as `entries/articles/` but with `.txt`."""

ABOUT = """\
Each entry whose text is at hand was held out, and drafted from its text against the rest of the record. **Known**
are its events that other entries report too, **new** those that it alone reports. **Recall** is the share of its
values that the draft shows, ticked or offered; a link to a new event is right where the draft's sketch of it is
meant. What that costs the curator, who deletes the rest, say the shares of what is written out that the entry has.
Titles and summaries are nobody's to propose and are not counted. Notes and provisions are, though nobody can propose
what this entry alone says in its curator's words; recall of new events is given without them, too. **By hand** is
what is left to the curator of one entry: a press for each value that is offered, and the values that are typed, of
which those with an id take a look-up. A ticked value is
**right** if the entry has it and cites one of the same parts, its own or else its event's. An entry that leaves out
what its text says makes a right tick count as wrong. Dates and places are right where one lies within the other, as
when sources are reconciled. The main event is the first of the entry's that the record knows; the row below counts
only texts whose very first event is known. Texts belong to their publishers and are not kept here. **Tried** are
those that are named in `bench/sections/tried_texts.txt`: they were looked at, or rules were kept because they helped
there. Any other text is **untried**. Texts are read with headline, day and address as the entry has them."""


def measure_section(workspace: Workspace) -> str:
    """Measure reading over all texts at hand and return the section as Markdown."""
    folder = os.environ.get(FOLDER, "")
    if not folder or not Path(folder).is_dir():
        raise CommandError(
            f"there are no texts: name their folder, as {FOLDER}=~/texts make bench SECTION=reading"
        )
    scores = score_texts(ENTRIES, Path(folder))
    if not any(score.texts for score in scores.values()):
        raise CommandError(
            f"{folder} holds no text of an entry: name each as its entry, 2024/kyodo-news-2024-07-28.txt"
        )
    seconds = time_long_text(Path(folder))
    long_text = f"A text of 2,000 words, put together from these, took {seconds:.2f} s of CPU (bar 1 s)."
    both = [
        format_scores(scores),
        long_text,
        *(format_fields(name, score) for name, score in scores.items()),
        ABOUT,
    ]
    return "\n\n".join(both)


def score_texts(entries: Path, folder: Path) -> dict[str, Score]:
    """Return what was counted over the texts of each half."""
    dataset = read_dataset(entries)
    full = profile_record(dataset)
    scores = {TRIED: Score(), UNTRIED: Score()}
    for path, text in iter_texts(dataset, folder):
        score_text(full, path, text, scores[UNTRIED if is_untried(path) else TRIED])
    return scores


def iter_texts(dataset: Dataset, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the entry file and the text of each entry of which a text is at hand."""
    for file in sorted(folder.rglob("*.txt")):
        path = f"articles/{file.relative_to(folder).with_suffix('.yaml').as_posix()}"
        if path in dataset.articles:
            yield path, file.read_text(encoding="utf-8")


@cache
def _list_tried() -> frozenset[str]:
    lines = Path(__file__).with_name("tried_texts.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(f"articles/{name}.yaml" for name in lines)


def is_untried(path: str) -> bool:
    """Return whether no rule was chosen by the text of an entry: it is not listed in `tried_texts.txt`.

    Whoever looks at a text, or chooses a rule by its score, adds its entry's name to the list.
    """
    return path not in _list_tried()


def draft_text(full: RecordProfile, path: str, text: str) -> tuple[Draft, RecordProfile, float]:
    """Return the draft of a text without its own entry, the rest of the record, and how long drafting took."""
    source = full.dataset.articles[path].model.source
    record = leave_out(full, path)
    lexicon = Lexicon(record.dataset.registry, record.units)
    lexicon.find_names(" ")
    begin = time.process_time()
    document = read_document(
        text,
        title=source.title,
        published=source.published or "",
        url=source.url or "",
        language=source.language,
    )
    draft = draft_entry(recognise(document, lexicon, record.active), record)
    seconds = time.process_time() - begin
    return _leave_out_unoffered(draft), record, seconds


def _leave_out_unoffered(draft: Draft) -> Draft:
    """Return a draft with what its file shows, and nothing that it merely knows."""
    events = (replace(e, statements=tuple(s for s in e.statements if s.is_offered)) for e in draft.events)
    return replace(draft, events=tuple(events))


def score_text(full: RecordProfile, path: str, text: str, score: Score) -> None:
    """Draft one text and count what of its entry the draft has."""
    draft, record, seconds = draft_text(full, path, text)
    score.texts += 1
    score.seconds.append(seconds)
    score.lengths.append(len(text.split()))
    article = full.dataset.articles[path]
    pairs = pair_events(article.model, draft, record)
    draft = _rename_new_events(draft, pairs)
    pairs = pair_events(article.model, draft, record)
    parents = full.dataset.registry.parents
    ids = [event.id for event in draft.events if event.is_known] + [
        ranked.event.id for ranked in draft.candidates
    ]
    known = [event.id for event in article.model.events if event.id in record.events]
    if known:
        score.ranks.append(ids.index(known[0]) + 1 if known[0] in ids else 99)
    if article.model.events[0].id in record.events:
        score.lead_ranks.append(score.ranks[-1])
    score.known_events += len(known)
    score.known_drafted += sum(event.is_known for event in draft.events)
    score.new_drafted += sum(not event.is_known for event in draft.events)
    score.new_found += sum(not event.is_known for event in pairs.values())
    score.values_drafted += sum(len(event.statements) for event in draft.events)
    score.found_events += sum(event_id in pairs and pairs[event_id].is_known for event_id in known)
    matched: set[int] = set()
    for index, event in enumerate(article.model.events):
        state = "known" if event.id in record.events else "new"
        drafted = pairs.get(event.id)
        values = {
            (s.field, s.element if s.field not in _SINGLE else ""): s
            for s in extract_statements(article, index)
        }
        for statement in values.values():
            key = (state, statement.field)
            score.values[key] += 1
            hit = find_statement(statement, drafted, parents)
            score.proposed[key] += hit is not None
            score.ticked_hits[key] += hit is not None and hit.is_ticked
            score.typed_ids += hit is None and statement.field in _NAMED_BY_ID
        for proposal in drafted.statements if drafted else ():
            if proposal.is_ticked:
                matched.add(id(proposal))
                answer = next((s for s in values.values() if is_same_value(s, proposal, parents)), None)
                score.ticked[proposal.field] += 1
                is_right = answer is not None and cites_same(answer, proposal, event.paragraphs)
                score.right_value[proposal.field] += answer is not None
                score.right[proposal.field] += is_right
                if not is_right:
                    score.wrong[OTHER_PART if answer else NO_VALUE] += 1
    for drafted in draft.events:
        for proposal in drafted.statements:
            if proposal.is_ticked and id(proposal) not in matched:
                score.ticked[proposal.field] += 1
                score.wrong[NO_EVENT] += 1


_NAMED_BY_ID: Final = {
    *("participants", "people", "place", "splashdown", "overflew", "series", "topics", "links"),
}
_SINGLE: Final = {
    *(
        "status",
        "date",
        "time",
        "place",
        "series",
        "edition",
        "type",
        "level",
        "format",
        "instrument",
        "weapon",
    ),
    *("weapon_class", "splashdown", "overflew", "purpose", "binding", "in_force", "expires"),
}


def _rename_new_events(draft: Draft, pairs: Mapping[str, DraftEvent]) -> Draft:
    """Return a draft whose new events and links to them bear the entry's ids: a new id is anybody's choice."""
    names = {drafted.id: event_id for event_id, drafted in pairs.items() if not drafted.is_known}

    def rename(statement: DraftStatement) -> DraftStatement:
        relation, _, target = statement.element.partition("/")
        if statement.field != "links" or target not in names:
            return statement
        return replace(statement, element=f"{relation}/{names[target]}")

    events = tuple(
        replace(event, id=names.get(event.id, event.id), statements=tuple(map(rename, event.statements)))
        for event in draft.events
    )
    return replace(draft, events=events)


def pair_events(article: Article, draft: Draft, record: RecordProfile) -> dict[str, DraftEvent]:
    """Return for each event of an entry the event of the draft that is the same, or for a new one most like it."""
    by_id = {event.id: event for event in draft.events if event.is_known}
    pairs = {event.id: by_id[event.id] for event in article.events if event.id in by_id}
    free = [event for event in draft.events if not event.is_known]
    for event in article.events:
        if event.id in record.events or event.id in pairs:
            continue
        fitting = [
            drafted for drafted in free if drafted.kind is event.kind and _has_same_date(event.date, drafted)
        ]
        if fitting:
            best = max(fitting, key=lambda drafted: len(set(drafted.citations) & set(event.paragraphs)))
            pairs[event.id] = best
            free.remove(best)
    return pairs


def _has_same_date(stated: Iterable[Any], drafted: DraftEvent) -> bool:
    dates = [s.value for s in drafted.statements if s.field == "date"]
    given = [value.value for value in stated]
    return not dates or not given or any(is_same_date(a, b) for a in dates for b in given)


def find_statement(
    statement: Statement, event: DraftEvent | None, parents: Mapping[str, str | None]
) -> DraftStatement | None:
    """Return what a draft proposes for a value, ticked first, or None."""
    same = [
        proposal
        for proposal in (event.statements if event else ())
        if is_same_value(statement, proposal, parents)
    ]
    return next((proposal for proposal in same if proposal.is_ticked), same[0] if same else None)


def is_same_value(statement: Statement, proposal: DraftStatement, parents: Mapping[str, str | None]) -> bool:
    """Return whether a draft proposes the value that an entry has."""
    if statement.field != proposal.field:
        return False
    if statement.field == "date":
        return is_same_date(str(proposal.value), str(statement.value))
    if statement.field == "participants":
        actor, role = statement.element.split("/")
        other, other_role = proposal.element.split("/")
        return actor == other and (role == other_role or "attendee" in {role, other_role})
    if statement.field in {"people", "units"}:
        actor, _, name = statement.element.split("/", 2)
        other, _, other_name = proposal.element.split("/", 2)
        return actor == other and name.casefold() == other_name.casefold()
    if statement.field == "figures":
        return statement.element == proposal.element and bool(
            _numbers(statement.value) & _numbers(proposal.value)
        )
    if statement.field == "place" and parents is not None:
        places = (str(statement.value), str(proposal.value))
        return places[0] in iter_larger_places(places[1], parents) or places[1] in iter_larger_places(
            places[0], parents
        )
    if statement.field in _SINGLE:
        return str(statement.value) == str(proposal.value)
    return statement.element == proposal.element


def is_same_date(first: str, second: str) -> bool:
    """Return whether one of two dates lies within the other."""
    try:
        bounds = [_bounds(first), _bounds(second)]
    except DateError:
        return False
    (a, b), (c, d) = bounds
    return (a <= c and d <= b) or (c <= a and b <= d)


def _bounds(text: str) -> tuple[dt.date, dt.date]:
    date = parse_date(text)
    first = date.start_earliest or dt.date.min
    return first, date.end_latest or date.start_latest or first


def _numbers(value: Any) -> set[float]:
    values = value.values() if isinstance(value, dict) else [value]
    return {round(float(number), 1) for number in values if number is not None}


def cites_same(statement: Statement, proposal: DraftStatement, paragraphs: tuple[Any, ...]) -> bool:
    """Return whether a draft cites one of the parts that the entry gives, for the value or its event."""
    return bool(set(proposal.citations) & {*(statement.paragraphs or paragraphs)})


def time_long_text(folder: Path) -> float:
    """Return the processor time that it takes to draft a text of 2,000 words put together from those at hand."""
    record = profile_record(read_dataset(ENTRIES))
    lexicon = Lexicon(record.dataset.registry, record.units)
    lexicon.find_names(" ")
    lines: list[str] = []
    for file in sorted(folder.rglob("*.txt")):
        lines += file.read_text(encoding="utf-8").splitlines()
        if sum(len(line.split()) for line in lines) >= 2000:
            break
    begin = time.process_time()
    document = read_document("\n".join(lines), title="Many texts", published="2024-07-28")
    draft_entry(recognise(document, lexicon, record.active), record)
    return time.process_time() - begin
