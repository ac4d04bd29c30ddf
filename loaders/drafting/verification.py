"""Hold an entry against the text that it was read from, as a second reader does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.errors import Finding
from communique.loaders.drafting.borrowed_words import find_borrowed_words
from communique.loaders.drafting.evidence import Evidence, Locator
from communique.loaders.drafting.strays import StrayFinder
from communique.loaders.reading.document import split_sentences
from communique.loaders.reading.lexicon import Lexicon, fold_typography
from communique.loaders.reading.phrases import ANSWER
from communique.loaders.reading.recognise import Reading
from communique.loaders.reconcile.extract import extract_statements
from communique.schema.dates.parse import parse_date
from communique.schema.vocabulary import Modality, Role

if TYPE_CHECKING:
    from communique.loaders.dataset import Dataset, Location, ParsedFile
    from communique.loaders.entry_format.article import Article
    from communique.loaders.entry_format.event import EventEntry
    from communique.loaders.reconcile.value import Statement

_LOOKED_FOR: Final = frozenset(
    {"date", "time", "place", "splashdown", "overflew", "edition", "weapon", "participants", "people"}
    | {"units", "names", "figures"}
)
"""Fields of names, numbers, dates and places, which a text must give; the others are a reader's judgement."""

_VOUCHED_FOR: Final = frozenset({"participants", "people", "date", "place"})
"""Fields for which a text vouches, whoever is quoted in the same sentence."""

_MEASURED: Final = frozenset({"figures", "time", "weapon", "splashdown", "overflew"})
"""Fields that are somebody's word where a sentence says whose."""

_ENOUGH: Final = 0.4
"""From which strength on a part is taken to give a value."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a second reading came to.

    Args:
        located: how many values stand in the parts that they cite.
        missing: how many were looked for there in vain.
        findings: what is to be looked at, in the order of the entry.
    """

    located: int
    missing: int
    findings: tuple[Finding, ...]


def verify_entry(file: ParsedFile[Article], reading: Reading, dataset: Dataset) -> Verification:
    """Hold every value of an entry against the parts of the text that it cites.

    Args:
        file: the entry.
        reading: the text with what was recognised in it.
        dataset: the record, from which the words of a colleague's note are taken.
    """
    locator = Locator(reading, dataset.registry)
    lexicon = Lexicon(dataset.registry)
    strays = StrayFinder(locator, lexicon, list(_iter_days(file)), file.model.source.publisher)
    reader = _SecondReader(file, locator, _collect_prose(dataset), lexicon, strays)
    findings = list(reader.check_source())
    located = missing = 0
    for index, event in enumerate(file.model.events):
        findings += [*reader.check_words(event, index), *reader.check_sentences(event, index)]
        for statement in extract_statements(file, index):
            problems, is_located = reader.check_statement(statement, index)
            findings += problems
            located += is_located is True
            missing += is_located is False
    return Verification(located, missing, tuple(dict.fromkeys(findings)))


def _collect_prose(dataset: Dataset) -> Mapping[tuple[str, str, str], str]:
    """Return the text of every note and provision of the record, by event, field and id."""
    texts: dict[tuple[str, str, str], str] = {}
    for article in dataset.articles.values():
        for event in article.model.events:
            for field in ("notes", "provisions"):
                for item in getattr(event, field, ()):
                    if item.text:
                        texts[event.id, field, item.id] = item.text
    return texts


def _iter_days(file: ParsedFile[Article]) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield first and last day of every date that the entry gives its events."""
    for event in file.model.events:
        for date in (parse_date(str(value.value)) for value in event.date):
            if date.start_earliest and date.end_latest:
                yield date.start_earliest, date.end_latest


@dataclass(slots=True)
class _SecondReader:
    file: ParsedFile[Article]
    locator: Locator
    prose: Mapping[tuple[str, str, str], str]
    lexicon: Lexicon
    strays: StrayFinder

    def _warn(self, location: Location, what: str, cure: str) -> Finding:
        return self.file.create_finding(location, what, cure, "warning")

    def check_source(self) -> Iterator[Finding]:
        """Yield what the text says otherwise of itself: its headline, and whether it is the one that was read."""
        document, source = self.locator.reading.document, self.file.model.source
        if document.headline and _squeeze(document.headline) != _squeeze(source.title):
            cure = f"the text is headed {document.headline!r}"
            yield self._warn(("source", "title"), "this is not the headline of the text", cure)
        if source.read and source.read.sha256 != document.sha256:
            cure = "compare both, and read the better one into the entry"
            yield self._warn(("source", "read"), "another text than the one read first", cure)

    def check_words(self, event: EventEntry, index: int) -> Iterator[Finding]:
        """Yield where title, summary, notes or provisions are the text's own words and not the curator's."""
        for location, run in find_borrowed_words(event, index, self.locator.folded):
            cure = "say it in your own words; a `quote` may have up to 25 of the text's"
            yield self._warn(location, f"these words are the text's own: {run!r}", cure)

    def check_sentences(self, event: EventEntry, index: int) -> Iterator[Finding]:
        """Yield where a sentence of a title or summary says what no part of the text does."""
        for name in ("title", "summary"):
            text = getattr(event, name) or ""
            for start, end in split_sentences(text):
                sentence = text[start:end]
                strays = self.strays.find_strays(sentence, range(len(self.locator.folded)))
                if strays:
                    what = f"nothing in the text says {', '.join(strays)}: {_shorten(sentence)!r}"
                    cure = "say only what this text does; what another article tells belongs into its entry"
                    yield self._warn(("events", index, name), what, cure)

    def check_statement(self, statement: Statement, index: int) -> tuple[list[Finding], bool | None]:
        """Return what is wrong with a value, and whether its part gives it; None where that is not looked for."""
        parts, problems = self._resolve_parts(statement)
        if statement.quote:
            problems += self._check_quote(statement, parts)
        if not parts:
            return problems, None
        if statement.field in {"notes", "provisions"}:
            strays = self._find_strays(statement, parts)
            problems += strays
            return problems + self._check_attribution(statement, parts, None), not strays
        if statement.field not in _LOOKED_FOR:
            return problems, None
        if statement.field == "participants":
            problems += self._check_answer(statement, parts)
        evidence = self._locate(statement, parts)
        if evidence and evidence[0].strength >= _ENOUGH:
            return problems + self._check_attribution(statement, parts, evidence[0]), True
        return [*problems, self._report_missing(statement)], False

    def _resolve_parts(self, statement: Statement) -> tuple[list[int], list[Finding]]:
        labels = [part.label for part in self.locator.reading.parts]
        known = [labels.index(str(p)) for p in statement.paragraphs if str(p) in labels]
        absent = [str(p) for p in statement.paragraphs if str(p) not in labels]
        count = len(self.locator.reading.document.paragraphs)
        problems = [
            self.file.create_finding(
                statement.location,
                f"the text has no {'paragraph ' if label.isdigit() else ''}{label}",
                f"it has {count} paragraphs; communique read FILE --show numbers them",
            )
            for label in absent
        ]
        return known, problems

    def _check_quote(self, statement: Statement, parts: Sequence[int]) -> list[Finding]:
        wanted = _squeeze(statement.quote or "")
        if any(wanted in _squeeze(self.locator.folded[number]) for number in parts):
            return []
        texts = zip(self.locator.reading.parts, self.locator.folded, strict=True)
        other = next((part.label for part, text in texts if wanted in _squeeze(text)), None)
        what = "this quote does not stand in the part that it cites"
        cure = f"cite {other}" if other else "copy the words exactly as the text has them"
        return [self.file.create_finding((*statement.location, "quote"), what, cure)]

    def _locate(self, statement: Statement, parts: Sequence[int]) -> list[Evidence]:
        kind = next(event.kind for event in self.file.model.events if event.id == statement.event)
        element = str(statement.element)
        evidence = self.locator.locate(kind, statement.field, element, statement.value, parts)
        return evidence or (list(self._find_surname(element, parts)) if statement.field == "people" else [])

    def _find_surname(self, element: str, parts: Sequence[int]) -> Iterator[Evidence]:
        """Yield where a person is called by the surname alone: a draft asks for more, an entry says who is meant."""
        key = element.rpartition("/")[2]
        person = self.lexicon.registry.people[key]
        surname = person.family_name or person.name
        pattern = re.compile(rf"\b(?:{re.escape(surname)}|{re.escape(surname.upper())})\b")
        for number in parts:
            mentions = self.locator.reading.by_part.get(number, ())
            others = [range(m.start, m.end) for m in mentions if m.noun == "people" and m.id != key]
            places = (match.span() for match in pattern.finditer(self.locator.folded[number]))
            yield from (
                Evidence(number, _ENOUGH, *at) for at in places if not any(at[0] in it for it in others)
            )

    def _report_missing(self, statement: Statement) -> Finding:
        everywhere = self._locate(statement, range(len(self.locator.reading.parts)))
        if everywhere and everywhere[0].strength >= 0.7:
            part = self.locator.reading.parts[everywhere[0].part]
            cure = f"{'paragraph ' if part.label.isdigit() else 'the '}{part.label} does: cite that"
        else:
            cure = "cite the part that does, or take the value out"
        what = f"the parts cited do not say {_name_value(statement)}"
        return self._warn(statement.location, what, cure)

    def _find_strays(self, statement: Statement, parts: Sequence[int]) -> list[Finding]:
        """Return what a note or provision says and its parts do not, be it of the entry or taken over by its id."""
        own = statement.value.get("text") if isinstance(statement.value, dict) else None
        text = own or self.prose.get((statement.event, statement.field, str(statement.element)), "")
        strays = self.strays.find_strays(text, parts)
        if not strays:
            return []
        what = f"the parts cited lack what this says: {', '.join(strays)}"
        cure = "write only what they say, or cite more"
        if not own:
            cure = f"this is taken over: {_shorten(text)!r}; say in an id of your own what the text does"
        return [self._warn(statement.location, what, cure)]

    def _check_answer(self, statement: Statement, parts: Sequence[int]) -> list[Finding]:
        """Return a finding where somebody is said to have answered, and the parts cited tell of no answer."""
        is_english = self.locator.reading.document.language.startswith("en")
        is_responder = str(statement.element).endswith(f"/{Role.RESPONDER}")
        if not (is_english and is_responder) or any(ANSWER.search(self.locator.folded[n]) for n in parts):
            return []
        cure = f"cite the part that does, or say role: {Role.ANNOUNCER} of who only told or confirmed it"
        what = f"the parts cited tell of no answer of {_name_value(statement)}"
        return [self._warn(statement.location, what, cure)]

    def _check_attribution(
        self, statement: Statement, parts: Sequence[int], evidence: Evidence | None
    ) -> list[Finding]:
        """Return a finding where a sentence passes a value on, and the entry states it."""
        if statement.modality is not Modality.STATED or statement.field in _VOUCHED_FOR:
            return []
        number = evidence.part if evidence else parts[0]
        attributions = self.locator.reading.attributions[number]
        if evidence:
            attributions = tuple(a for a in attributions if a.start <= evidence.start < a.end)
        elif len(parts) > 1 or len(attributions) != 1:
            return []
        spoken = [a for a in attributions if a.speaker]
        if statement.field not in _MEASURED:
            spoken = [a for a in spoken if a.modality is not Modality.ATTRIBUTED]
        if not spoken:
            return []
        claim = spoken[0]
        actor = self.lexicon.registry.people[claim.speaker].actor if claim.noun == "people" else claim.speaker
        what = f"{self.locator.reading.parts[number].label} passes this on as {claim.modality}, the entry states it"
        cure = f"add modality: {claim.modality} and attributed_to: {actor}, or leave it if the text vouches for it"
        return [self._warn(statement.location, what, cure)]


def _name_value(statement: Statement) -> str:
    """Return a value as a reader knows it: the actor, person or unit of an element, a figure with its measure."""
    element = str(statement.element)
    if statement.field == "participants":
        return element.partition("/")[0]
    if statement.field in {"people", "units"}:
        return element.split("/", 2)[2]
    return f"{statement.field} {element}".strip() if element else f"{statement.field} {statement.value}"


def _shorten(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:87].rstrip()}..."


def _squeeze(text: str) -> str:
    """Return a text as quotes are compared: plain quotation marks, single spaces, without its case."""
    return re.sub(r"\s+", " ", fold_typography(text)).strip().casefold()
