"""Say what was counted of drafts held against the record's own entries: shares, by the bars and by field."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import partial

from bench.report import format_table

TRIED, UNTRIED = "tried", "untried"
NO_EVENT, NO_VALUE, OTHER_PART = "an event", "a value", "a part"
"""Why a tick is wrong: the entry has no such event, or not this value of it, or cites another part for it."""


@dataclass
class Score:
    """What was counted over some texts."""

    texts: int = 0
    values: Counter[tuple[str, str]] = field(default_factory=Counter)
    proposed: Counter[tuple[str, str]] = field(default_factory=Counter)
    ticked_hits: Counter[tuple[str, str]] = field(default_factory=Counter)
    ticked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    right_value: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    ranks: list[int] = field(default_factory=list)
    lead_ranks: list[int] = field(default_factory=list)
    known_events: int = 0
    found_events: int = 0
    known_drafted: int = 0
    new_found: int = 0
    new_drafted: int = 0
    values_drafted: int = 0
    typed_ids: int = 0
    seconds: list[float] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)


def format_scores(scores: dict[str, Score]) -> str:
    """Return the table of the bars, with each half and both together."""
    joined = join_scores(scores.values())
    columns = {**scores, "both": joined}
    measures: list[tuple[str, Callable[[Score], str]]] = [
        ("texts", lambda s: str(s.texts)),
        ("recall, values of known events (bar 70 %)", lambda s: _recall(s, s.proposed, "known")),
        ("of these ticked", lambda s: _recall(s, s.ticked_hits, "known")),
        ("recall, values of new events (bar 50 %)", lambda s: _recall(s, s.proposed, "new")),
        ("of these ticked", lambda s: _recall(s, s.ticked_hits, "new")),
        ("recall, new events, without notes and provisions", _recall_without_prose),
        (
            "ticked and right, with the right part (bar 95 %)",
            lambda s: _share(s.right.total(), s.ticked.total()),
        ),
        *(
            (f"ticked, but {what} that the entry does not give", partial(_wrong_share, what))
            for what in (NO_EVENT, NO_VALUE, OTHER_PART)
        ),
        ("ticked and right, whatever the part", lambda s: _share(s.right_value.total(), s.ticked.total())),
        ("main event among the first three (bar 95 %)", lambda s: _rank_share(s.ranks, 3)),
        ("main event first", lambda s: _rank_share(s.ranks, 1)),
        ("the three, texts whose very first event is known", lambda s: _rank_share(s.lead_ranks, 3)),
        ("known events found", lambda s: _share(s.found_events, s.known_events)),
        (
            "of the known events written out, those that the entry reports",
            lambda s: _share(s.found_events, s.known_drafted),
        ),
        (
            "of the new events sketched, those that the entry reports",
            lambda s: _share(s.new_found, s.new_drafted),
        ),
        (
            "of the values ticked and offered, those that the entry has",
            lambda s: _share(s.proposed.total(), s.values_drafted),
        ),
        ("values of an entry, mean", lambda s: _mean(s.values.total(), s)),
        ("of these ticked for the curator", lambda s: _mean(s.ticked_hits.total(), s)),
        (
            "offered: by hand, one press",
            lambda s: _mean(s.proposed.total() - s.ticked_hits.total(), s),
        ),
        ("typed by hand", lambda s: _mean(s.values.total() - s.proposed.total(), s)),
        ("of these with an id to be looked up", lambda s: _mean(s.typed_ids, s)),
        ("offers that are passed over", lambda s: _mean(s.values_drafted - s.proposed.total(), s)),
        ("ticked dates right (bar 97 %)", lambda s: _share(s.right_value["date"], s.ticked["date"])),
        ("a text, median, CPU", lambda s: f"{statistics.median(s.seconds or [0]) * 1000:,.0f} ms"),
    ]
    return format_table(
        ["", *columns], [[name, *map(measure, columns.values())] for name, measure in measures]
    )


def format_fields(name: str, score: Score) -> str:
    """Return the table of one half by field."""
    totals: Counter[str] = Counter()
    for (_, key), count in score.values.items():
        totals[key] += count
    names = sorted({*totals, *score.ticked}, key=lambda key: (-totals[key], key))
    rows = [
        [
            key,
            *(_share(score.proposed[state, key], score.values[state, key]) for state in ("known", "new")),
            _share(score.right[key], score.ticked[key]),
        ]
        for key in names
    ]
    return f"By field, texts {name}:\n\n" + format_table(
        ["", "recall, known", "recall, new", "ticked right"], rows
    )


def join_scores(scores: Iterable[Score]) -> Score:
    """Return what was counted over several halves together."""
    joined = Score()
    for score in scores:
        for name in (column.name for column in fields(Score)):
            value = getattr(score, name)
            if isinstance(value, Counter):
                getattr(joined, name).update(value)
            else:
                setattr(joined, name, getattr(joined, name) + value)
    return joined


def _recall(score: Score, hits: Counter[tuple[str, str]], state: str) -> str:
    part, total = (
        sum(n for (key, _), n in counter.items() if key == state) for counter in (hits, score.values)
    )
    return _share(part, total)


def _recall_without_prose(score: Score) -> str:
    counted = [key for key in score.values if key[0] == "new" and key[1] not in {"notes", "provisions"}]
    return _share(sum(score.proposed[key] for key in counted), sum(score.values[key] for key in counted))


def _wrong_share(what: str, score: Score) -> str:
    return _share(score.wrong[what], score.ticked.total())


def _rank_share(ranks: Sequence[int], limit: int) -> str:
    return _share(sum(rank <= limit for rank in ranks), len(ranks))


def _mean(total: int, score: Score) -> str:
    return f"{total / score.texts:.1f}" if score.texts else "–"


def _share(part: int, total: int) -> str:
    return f"{100 * part / total:.1f} % ({part}/{total})" if total else "–"
