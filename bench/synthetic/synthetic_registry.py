"""Copy the real dataset with the same structure, but every name, sentence, id and day replaced."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Set
from random import Random
from typing import Any, Final

from bench.synthetic.distributions import PROSE, RELATIONS, Data, RawDataset
from bench.synthetic.synthetic_names import RegistryGeneration, make_unique_id, synthesize_slug
from bench.synthetic.synthetic_text import NameGenerator

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")


class SyntheticCopy:
    """A copy of the real dataset, or of some events of it.

    Args:
        shapes: the real record.
        events: the real ids of the events that are copied.
        casts: the generation of each noun that this copy draws on.
        seed: tells this copy from the others.
        taken: ids, addresses and file names of the whole synthetic record, to which new ones are added.
    """

    def __init__(
        self,
        dataset: RawDataset,
        events: Set[str],
        generations: dict[str, RegistryGeneration],
        seed: str,
        used_ids: set[str],
    ) -> None:
        self._dataset, self._generations, self._used_ids = dataset, generations, used_ids
        self._events = events
        self._random = Random(seed)
        self._id_generator = NameGenerator(dataset.vocabulary, f"{seed}/ids")
        self._name_generator = generations["people"].name_generator
        self._day_shift = {
            e: self._choose_day_shift(dataset.events[e]) for e in dataset.events if e in events
        }
        self._event_ids = {
            e: self._reserve_name(synthesize_slug(self._id_generator, self._shift_days(e, s)))
            for e, s in self._day_shift.items()
        }
        self._replacements: dict[str, Callable[[str], str]] = {
            "publisher": generations["publishers"].synthetic_id,
            "agency": generations["publishers"].synthetic_id,
            "people": generations["people"].synthetic_id,
            "person": generations["people"].synthetic_id,
            "place": generations["places"].synthetic_id,
            "splashdown": generations["places"].synthetic_id,
            "series": generations["series"].synthetic_id,
            "units": self._name_generator.replace_name,
            "names": self._name_generator.replace_name,
            "name": self._name_generator.replace_name,
            "url": self._replace_url,
            "archived_url": self._replace_url,
            "reprint_group": lambda group: synthesize_slug(self._id_generator, group),
        }
        self._replacements |= dict.fromkeys(PROSE, self._replace_sentence) | dict.fromkeys(
            RELATIONS, self._event_ids.__getitem__
        )

    def iter_articles(self) -> Iterator[tuple[str, Data]]:
        """Yield each article that reports one of the events, with its path in the dataset."""
        for path, article in self._dataset.articles.items():
            reported = [event for event in article["events"] if event["id"] in self._events]
            if reported:
                days = max(self._day_shift[event["id"]] for event in reported)
                source = self._copy_value("", article["source"])
                source["published"] = self._shift_published(article["source"], days)
                events = [self._copy_event(event) for event in reported]
                yield (
                    self._copy_path(path, article, source),
                    {"schema": 1, "source": source, "events": events},
                )

    def iter_rulings(self) -> Iterator[Data]:
        """Yield each ruling on one of the events."""
        for event in self._event_ids:
            for ruling in self._dataset.rulings.get(event, ()):
                yield ruling | self._copy_ruling(event, ruling)

    def iter_distinct(self) -> Iterator[Data]:
        """Yield the decisions that events of these are distinct, though they look similar."""
        for pair in self._dataset.distinct:
            if self._events >= set(pair["events"]):
                events = [self._event_ids[event] for event in pair["events"]]
                yield {"events": events, "because": self._replace_sentence(pair["because"])}

    def _copy_event(self, event: Data) -> Data:
        links = [link for link in event.get("links", ()) if self._events & {link.get(r) for r in RELATIONS}]
        copy: Data = {}
        for key, value in event.items():
            if key == "id":
                copy[key] = self._event_ids[value]
            elif key == "date":
                copy[key] = self._shift_date(value, self._day_shift[event["id"]])
            elif key in {"notes", "provisions"}:
                copy[key] = [
                    self._copy_value(key, part) | {"id": synthesize_slug(self._id_generator, part["id"])}
                    for part in value
                ]
            elif key != "links":
                copy[key] = self._copy_value(key, value)
            elif links:
                copy[key] = self._copy_value(key, links)
        return copy

    def _copy_value(self, key: str, value: Any) -> Any:
        """Return a value with each text replaced as its key demands; a ``value`` has its parent's key."""
        if isinstance(value, dict):
            return {k: self._copy_value(key if k == "value" else k, item) for k, item in value.items()}
        if isinstance(value, list):
            return [self._copy_value(key, item) for item in value]
        return (
            self._replacements[key](value) if isinstance(value, str) and key in self._replacements else value
        )

    def _shift_date(self, value: Any, days: int) -> Any:
        if isinstance(value, list):
            return [self._shift_date(item, days) for item in value]
        if isinstance(value, dict):
            return self._copy_value("date", value) | {"value": self._shift_date(value["value"], days)}
        return self._shift_days(value, days) if isinstance(value, str) else value

    def _copy_ruling(self, event: str, ruling: Data) -> Data:
        copy = {"event": self._event_ids[event], "because": self._replace_sentence(ruling["because"])}
        if ruling["field"] in {"notes", "provisions"}:
            copy["element"] = synthesize_slug(self._id_generator, ruling["element"])
        elif ruling["field"] == "links":
            relation, _, target = ruling["element"].partition("/")
            copy["element"] = f"{relation}/{self._event_ids.get(target, target)}"
        elif ruling["field"] in {"names", "units"}:
            copy["element"] = self._name_generator.replace_name(ruling["element"])
        if ruling["field"] == "date" and "value" in ruling:
            copy["value"] = self._shift_date(ruling["value"], self._day_shift[event])
        elif ruling["field"] in self._replacements and "value" in ruling:
            copy["value"] = self._copy_value(ruling["field"], ruling["value"])
        return copy

    def _replace_sentence(self, text: str) -> str:
        return self._name_generator.replace_sentence(text, self._random)

    def _choose_day_shift(self, statements: list[Data]) -> int:
        """Return by how many days the event moves, so that all its days stay in the same month."""
        days = [
            dt.date.fromisoformat(day)
            for event in statements
            for day in _DAY.findall(str(event.get("date", "")))
        ]
        if not days:
            return 0
        ends = [calendar.monthrange(day.year, day.month)[1] - day.day for day in days]
        days_left = (self._dataset.last_accessed - max(days)).days
        return self._random.randint(1 - min(day.day for day in days), max(0, min(*ends, days_left)))

    def _shift_days(self, text: str, days: int) -> str:
        """Return a text with every full date moved; months and years stay."""
        shift = dt.timedelta(days=days)
        return _DAY.sub(lambda day: (dt.date.fromisoformat(day[0]) + shift).isoformat(), text)

    def _shift_published(self, source: Data, days: int) -> str | None:
        """Return when a source was published: not after it was read, and after its events as before."""
        if source.get("published") is None:
            return None
        shifted = self._shift_days(source["published"], days)
        return shifted if shifted[:10] <= source["accessed"] else source["accessed"]

    def _replace_url(self, url: str) -> str:
        """Return a URL of the same length in a domain that cannot exist (RFC 2606)."""
        host, _, path = url.partition("://")[2].partition("/")
        inside = _TOKEN.sub(lambda match: self._random_characters(match[0]), path.replace("%", ""))
        return self._reserve_name(f"https://{self._random_characters(host.split('.')[-2])}.example/{inside}")

    def _random_characters(self, text: str) -> str:
        characters = "0123456789" if text.isdigit() else "abcdefghijklmnopqrstuvwxyz"
        return "".join(self._random.choices(characters, k=len(text)))

    def _copy_path(self, path: str, article: Data, source: Data) -> str:
        folder, _, name = path.rpartition("/")
        rest = name.removesuffix(".yaml").removeprefix(article["source"]["publisher"])
        stem = self._reserve_name(source["publisher"] + synthesize_slug(self._id_generator, rest))
        return f"{folder}/{stem}.yaml"  # stems are unique too

    def _reserve_name(self, requested: str) -> str:
        name = make_unique_id(requested, self._used_ids)
        self._used_ids.add(name)
        return name
