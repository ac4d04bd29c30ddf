"""Find an id by what one remembers: part of it, a name in any script, a misspelt headline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from communique.loaders.checks.references import SECTION_LABELS
from communique.loaders.dataset import Dataset, derive_source_id
from communique.schema.dates import Edtf, date_sort_key, has_overlap, is_valid_date, parse_date
from communique.schema.dates.grammar import MONTH_NAMES
from communique.schema.search import write_out

TYPO_THRESHOLD: Final = 0.75
"""Above this share of common letters a word is taken for a slip of the other."""
SHORTEST_SLIP: Final = 4
"""How many letters a word has at least that is taken for a slip; shorter ones have many neighbours."""


@dataclass(frozen=True, slots=True)
class IdMatch:
    """A match of the search: what it is, its id, its name, and the text that matched if another.

    The id of a note or a provision is one of its event, which ``event`` names; else that is "".
    """

    noun: str
    id: str
    name: str
    matched: str
    score: float
    event: str = ""


@dataclass(slots=True)
class _SearchCandidate:
    """What may be found; `known` is its id and its texts as they are compared."""

    noun: str
    id: str
    name: str
    texts: tuple[str, ...]
    dates: tuple[str, ...] = ()
    event: str = ""
    known: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.known = tuple(map(normalize_text, (self.id, *self.texts)))


def find_ids(text: str, dataset: Dataset, limit: int = 20) -> list[IdMatch]:
    """Return the ids of registry, events, their notes and provisions, and sources that match a text best, best first.

    Whole words and beginnings come before parts of words, and these before slips; case and accents do not
    matter. A text of several words fits where each of them does, in any order and in any of the names; people are
    also found by the offices that they held. A day or a month, as ``2024-07-28`` or ``28 July 2024``, fits the events
    of that time, and an abbreviation of the registry what is called by its words. Where nothing fits, each word is
    taken for a slip of the nearest that a name holds.
    """
    candidates = list(_list_candidates(dataset))
    abbreviations = [(entry.name, entry.meaning) for entry in dataset.registry.abbreviations.values()]
    spellings = [_split_date(spelling) for spelling in write_out(text, abbreviations)]
    matches = _match_spellings(spellings, candidates)
    if not matches:
        query, date = spellings[0]
        matches = _match_spellings([(_correct_slips(query, candidates), date)], candidates)
    return sorted(matches, key=lambda match: (-match.score, match.noun, match.id))[:limit]


def _match_spellings(
    spellings: Iterable[tuple[str, Edtf | None]], candidates: Sequence[_SearchCandidate]
) -> list[IdMatch]:
    """Return the best match of each candidate with one of several ways to say a text, each with its date."""
    best: dict[tuple[str, str, str], IdMatch] = {}
    for query, date in spellings:
        for candidate in candidates:
            match = _match_candidate(query, date, candidate)
            key = (candidate.noun, candidate.id, candidate.event)
            if match and (key not in best or match.score > best[key].score):
                best[key] = match
    return list(best.values())


def _correct_slips(query: str, candidates: Sequence[_SearchCandidate]) -> str:
    """Return a query in which each term that no name or title holds is the nearest word that one does.

    Numbers stay, and notes and provisions set nothing right: in long texts nearly everything resembles something.
    """
    known = " ".join(text for candidate in candidates if not candidate.event for text in candidate.known)
    spellings = {word for word in known.split() if len(word) >= SHORTEST_SLIP}
    return " ".join(
        term
        if len(term) < SHORTEST_SLIP or term.isdecimal() or term in known
        else (get_close_matches(term, spellings, 1, TYPO_THRESHOLD) or [term])[0]
        for term in query.split()
    )


_WRITTEN_DATE = re.compile(rf"(?i)(?<!\w)(?:(\d{{1,2}}) )?({'|'.join(MONTH_NAMES)}) (\d{{4}})(?!\w)")


def _split_date(text: str) -> tuple[str, Edtf | None]:
    """Return a text as it is compared, without the first day or month in it, and that date or None."""
    months = [name.casefold() for name in MONTH_NAMES]
    if match := _WRITTEN_DATE.search(text):
        day = f"-{int(match[1]):02}" if match[1] else ""
        date = f"{match[3]}-{months.index(match[2].casefold()) + 1:02}{day}"
        if is_valid_date(date):
            return normalize_text(text[: match.start()] + text[match.end() :]), parse_date(date)
    return normalize_text(text), None


def normalize_text(text: str) -> str:
    """Return a text without case and accents, hyphens as spaces, `defence` in one spelling, as it is compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    without_accents = "".join(c for c in decomposed if not unicodedata.combining(c))
    # Recomposed, because Korean syllables too come apart in NFKD and would fit letter by letter.
    recomposed = unicodedata.normalize("NFC", without_accents)
    return " ".join(recomposed.replace("-", " ").replace("defence", "defense").split())


def _list_candidates(dataset: Dataset) -> Iterator[_SearchCandidate]:
    offices = dataset.registry.offices
    for noun, label in SECTION_LABELS.items():
        for key, entry in dataset.registry.sections[noun].items():
            held = [
                offices[tenure.office].title
                for tenure in getattr(entry, "tenures", ())
                if tenure.office in offices
            ]
            yield _SearchCandidate(label, key, display_name(entry), (*_all_names(entry), *held))
    texts: dict[str, list[str]] = {}
    dates: dict[str, list[str]] = {}
    for path, article in dataset.articles.items():
        title = article.model.source.title
        yield _SearchCandidate("source", derive_source_id(path), title, (title,))
        for event in article.model.events:
            own = texts.setdefault(event.id, [])
            own += [event.title] if event.title else []
            own += [name.name for name in event.names]
            dates.setdefault(event.id, []).extend(stated.value for stated in event.date)
            for noun, parts in (("note", event.notes), ("provision", getattr(event, "provisions", ()))):
                for part in parts:
                    if part.text:
                        yield _SearchCandidate(noun, part.id, part.text, (part.text,), event=event.id)
    for event_id, own in texts.items():
        name = own[0] if own else event_id
        yield _SearchCandidate("event", event_id, name, tuple(own), tuple(dates[event_id]))


def display_name(entry: Any) -> str:
    """Return the name of an entry of the registry, or its title where it has none."""
    return str(entry.title if hasattr(entry, "title") else entry.name)


def _all_names(entry: Any) -> Iterator[str]:
    yield display_name(entry)
    for name in ("short_name", "native_name", "iso_alpha2", "iso_alpha3"):
        if value := getattr(entry, name, None):
            yield value
    yield from (other.name for other in getattr(entry, "names", ()))


def _match_candidate(query: str, date: Edtf | None, candidate: _SearchCandidate) -> IdMatch | None:
    """Return the candidate as a match, scored by the best of its id and its names, or None."""
    best, matched = 0.0, ""
    closeness = max((_score_date(stated, date) for stated in candidate.dates), default=0.0) if date else 0.0
    if date and not closeness:
        # An id or a headline may hold the day, too: such a text is looked through as any other.
        query = f"{query} {normalize_text(date.text)}".strip()
    elif not query:
        best = closeness
    texts = (candidate.id, *candidate.texts)
    for text, known in zip(texts, candidate.known, strict=True) if query else ():
        score = _score_text(query, known) + (0.1 if query == known and text == candidate.id else 0.0)
        if score > best:
            best, matched = score, text
    if not best and query:
        best = _score_terms(query, " ".join(candidate.known))
    if not best:
        return None
    other_text = "" if matched in {"", candidate.id, candidate.name} else matched
    return IdMatch(candidate.noun, candidate.id, candidate.name, other_text, best, candidate.event)


def _score_date(stated: str, date: Edtf) -> float:
    """Return 1 for the same date, less for one that leaves more days open, and 0 for another time."""
    own = parse_date(stated)
    if own == date:
        return 1.0
    first, last, _ = date_sort_key(own)
    return 0.5 + 0.4 / (1 + (last - first).days) if has_overlap(own, date) else 0.0


def _score_text(query: str, known: str) -> float:
    """Return the score of a whole query in a text: 1 for equality, less for prefixes, whole words and parts."""
    if query == known:
        return 1.0
    share = _share(query, known)
    if known.startswith(query):
        return 0.8 + share
    if f" {query}" in f" {known}":
        return 0.7 + share
    return 0.5 + share if query in known else 0.0


def _score_terms(query: str, known: str) -> float:
    """Return the score of a query whose terms stand apart in a text, in any order, as parts of words."""
    return 0.38 + _share(query, known) if all(term in known for term in query.split()) else 0.0


def _share(query: str, known: str) -> float:
    """Return how much of a text a query is, as a tenth: of two that fit alike the shorter is meant."""
    return len(query) / max(len(known), len(query), 1) / 10
