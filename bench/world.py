"""One made-up copy of the real record: the same structure, in which every name, sentence, id and day is another."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Set
from random import Random
from typing import Any, Final

from bench.nouns import Cast, slug, unique
from bench.shapes import PROSE, RELATIONS, Data, Shapes
from bench.words import Coiner

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")


class World:
    """A copy of the real record, or of some events of it.

    Args:
        shapes: the real record.
        events: the real ids of the events that are copied.
        casts: the generation of each noun that this copy draws on.
        seed: tells this copy from the others.
        taken: ids, addresses and file names of the whole synthetic record, to which new ones are added.
    """

    def __init__(
        self, shapes: Shapes, events: Set[str], casts: dict[str, Cast], seed: str, taken: set[str]
    ) -> None:
        self._shapes, self._casts, self._taken = shapes, casts, taken
        self._events = events
        self._random = Random(seed)
        self._ids = Coiner(shapes.vocabulary, f"{seed}/ids")
        self._names = casts["people"].coiner
        self._shift = {e: self._days(shapes.events[e]) for e in shapes.events if e in events}
        self._event_id = {e: self._named(slug(self._ids, self._moved(e, s))) for e, s in self._shift.items()}
        self._turn: dict[str, Callable[[str], str]] = {
            "publisher": casts["publishers"].id, "agency": casts["publishers"].id, "people": casts["people"].id,
            "person": casts["people"].id, "place": casts["places"].id, "splashdown": casts["places"].id,
            "series": casts["series"].id, "units": self._names.name, "names": self._names.name,
            "name": self._names.name, "url": self._address, "archived_url": self._address,
            "reprint_group": lambda group: slug(self._ids, group),
        }  # fmt: skip
        self._turn |= dict.fromkeys(PROSE, self._sentence) | dict.fromkeys(
            RELATIONS, self._event_id.__getitem__
        )

    def articles(self) -> Iterator[tuple[str, Data]]:
        """Each article that reports one of the events, by its path in the record."""
        for path, article in self._shapes.articles.items():
            told = [event for event in article["events"] if event["id"] in self._events]
            if told:
                days = max(self._shift[event["id"]] for event in told)
                source = self._copy("", article["source"])
                source["published"] = self._published(article["source"], days)
                events = [self._event(event) for event in told]
                yield self._path(path, article, source), {"schema": 1, "source": source, "events": events}

    def rulings(self) -> Iterator[Data]:
        """Each ruling on one of the events."""
        for event in self._event_id:
            for ruling in self._shapes.rulings.get(event, ()):
                yield ruling | self._ruled(event, ruling)

    def distinct(self) -> Iterator[Data]:
        """Events of these that look alike and are not one."""
        for pair in self._shapes.distinct:
            if self._events >= set(pair["events"]):
                events = [self._event_id[event] for event in pair["events"]]
                yield {"events": events, "because": self._sentence(pair["because"])}

    def _event(self, event: Data) -> Data:
        links = [link for link in event.get("links", ()) if self._events & {link.get(r) for r in RELATIONS}]
        made: Data = {}
        for key, value in event.items():
            if key == "id":
                made[key] = self._event_id[value]
            elif key == "date":
                made[key] = self._dated(value, self._shift[event["id"]])
            elif key in {"notes", "provisions"}:
                made[key] = [self._copy(key, part) | {"id": slug(self._ids, part["id"])} for part in value]
            elif key != "links":
                made[key] = self._copy(key, value)
            elif links:
                made[key] = self._copy(key, links)
        return made

    def _copy(self, key: str, value: Any) -> Any:
        """A value with the turn of its key; one written long has the turn of the key that it stands under."""
        if isinstance(value, dict):
            return {k: self._copy(key if k == "value" else k, item) for k, item in value.items()}
        if isinstance(value, list):
            return [self._copy(key, item) for item in value]
        return self._turn[key](value) if isinstance(value, str) and key in self._turn else value

    def _dated(self, value: Any, days: int) -> Any:
        if isinstance(value, list):
            return [self._dated(one, days) for one in value]
        if isinstance(value, dict):
            return self._copy("date", value) | {"value": self._dated(value["value"], days)}
        return self._moved(value, days) if isinstance(value, str) else value

    def _ruled(self, event: str, ruling: Data) -> Data:
        made = {"event": self._event_id[event], "because": self._sentence(ruling["because"])}
        if ruling["field"] in {"notes", "provisions"}:
            made["element"] = slug(self._ids, ruling["element"])
        elif ruling["field"] == "links":
            relation, _, target = ruling["element"].partition("/")
            made["element"] = f"{relation}/{self._event_id.get(target, target)}"
        elif ruling["field"] in {"names", "units"}:
            made["element"] = self._names.name(ruling["element"])
        if ruling["field"] == "date" and "value" in ruling:
            made["value"] = self._dated(ruling["value"], self._shift[event])
        elif ruling["field"] in self._turn and "value" in ruling:
            made["value"] = self._copy(ruling["field"], ruling["value"])
        return made

    def _sentence(self, text: str) -> str:
        return self._names.sentence(text, self._random)

    def _days(self, told: list[Data]) -> int:
        """By how many days the event moves: all that is said of its day stays in the same month."""
        days = [
            dt.date.fromisoformat(day) for event in told for day in _DAY.findall(str(event.get("date", "")))
        ]
        if not days:
            return 0
        ends = [calendar.monthrange(day.year, day.month)[1] - day.day for day in days]
        ahead = (self._shapes.read_on - max(days)).days
        return self._random.randint(1 - min(day.day for day in days), max(0, min(*ends, ahead)))

    def _moved(self, text: str, days: int) -> str:
        """Every whole day of a text moved; months and years stay."""
        move = dt.timedelta(days=days)
        return _DAY.sub(lambda day: (dt.date.fromisoformat(day[0]) + move).isoformat(), text)

    def _published(self, source: Data, days: int) -> str | None:
        """No later than the day on which the text was read, and after each of its events as before."""
        if source.get("published") is None:
            return None
        moved = self._moved(source["published"], days)
        return moved if moved[:10] <= source["accessed"] else source["accessed"]

    def _address(self, url: str) -> str:
        """An address of the same length in a domain that cannot exist (RFC 2606)."""
        host, _, path = url.partition("://")[2].partition("/")
        inside = _WORD.sub(lambda word: self._initials(word[0]), path.replace("%", ""))
        return self._named(f"https://{self._initials(host.split('.')[-2])}.example/{inside}")

    def _initials(self, word: str) -> str:
        signs = "0123456789" if word.isdigit() else "abcdefghijklmnopqrstuvwxyz"
        return "".join(self._random.choices(signs, k=len(word)))

    def _path(self, path: str, article: Data, source: Data) -> str:
        folder, _, name = path.rpartition("/")
        rest = name.removesuffix(".yaml").removeprefix(article["source"]["publisher"])
        return f"{folder}/{self._named(source['publisher'] + slug(self._ids, rest))}.yaml"  # stems are unique too

    def _named(self, wanted: str) -> str:
        made = unique(wanted, self._taken)
        self._taken.add(made)
        return made
