"""Spoil good files of a record, at random from a seed, as people, programs and enemies do."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from fixtures.record import REGISTRY, article, meeting

NEVER_RIGHT: tuple[Any, ...] = (
    *(
        [[[["x"]]]],
        {"nonsense": {"x": [1]}},
        math.nan,
        math.inf,
        "=1+1",
        "＝1",
        "x\x00y",
        "\u202e",
        "x" * 11_000,
    ),
)
"""What no field of any file may hold."""
SELDOM_RIGHT: tuple[Any, ...] = (
    *(
        None,
        [],
        ["x"],
        {},
        "",
        " ",
        "x",
        "x, y",
        "１２",
        0,
        -1,
        10**18,
        1.5,
        True,
        False,
        "1,000",
        "2024-13-45",
    ),
    *("9999-12-31", "0000", "24:61+09:00", "../../etc/passwd", "<script>alert(1)</script>", "$(touch x)"),
)
ARTICLE = article(
    meeting(
        "talks-2024-07",
        date={"value": "2024-07-28"},
        time="07:22+09:00",
        place="tokyo",
        series="freedom-edge",
        status="occurred",
        level="ministerial",
        participants=[
            {"actor": "JP", "role": "host", "people": [{"person": "kihara-minoru"}], "units": ["Izumo"]},
            {"actor": "KR"},
        ],
        topics=["trilateral-cooperation"],
        names=[{"name": "Ulchi", "language": "en"}],
        figures={"personnel": 12},
        notes=[{"id": "first", "type": "outcome", "text": "It was the first.", "paragraphs": [1]}],
    ),
    url="https://a.example/x",
)
RULINGS: dict[str, Any] = {
    "schema": 1,
    "distinct": [{"events": ["talks-2024-07", "talks-2024-08"], "because": "They are two."}],
    "redirects": [
        {"id": "talks-old", "target": "talks-2024-07", "because": "Renamed.", "decided": "2026-11-01"}
    ],
    "withdrawals": [{"id": "talks-gone", "because": "They were never held."}],
    "splits": [
        {"id": "talks-both", "targets": ["talks-2024-07", "talks-2024-08"], "because": "They are two."}
    ],
}
DOSSIER: dict[str, Any] = {
    "schema": 1,
    "title": "Talks of 2024",
    "question": "What came of the talks?",
    "summary": "They were held.",
    "period": "2023/2025",
    "series": ["freedom-edge"],
    "topics": ["trilateral-cooperation"],
    "events": ["talks-2024-07"],
    "introduction": [{"text": "Talks were held in July.", "events": ["talks-2024-07"]}],
}
FULL_REGISTRY: dict[str, Any] = REGISTRY | {
    "actors": REGISTRY["actors"]
    | {
        "nato": {
            "kind": "alliance", "name": "North Atlantic Treaty Organization", "short_name": "NATO",
            "identifiers": {"wikidata": "Q7184"}, "label_note": "It has an article five.",
        },
        "NO": {
            "kind": "state", "name": "Norway", "adjective": "Norwegian", "iso_alpha2": "NO", "iso_alpha3": "NOR",
            "memberships": [{"group": "nato", "date": "1949-04-04/.."}],
        },
    },
    "offices": REGISTRY["offices"]
    | {"no-king": {"actor": "NO", "title": "King", "rank": 0, "holders": "one"}},
    "people": REGISTRY["people"]
    | {
        "harald-v": {
            "name": "Harald V", "given_name": "Harald", "name_order": "given-first", "actor": "NO",
            "names": [{"name": "Harald", "language": "nb"}], "identifiers": {"wikidata": "Q102282"},
            "tenures": [{"office": "no-king", "date": "1991-01-17/..", "url": "https://a.example/king",
                         "archived_url": "https://b.example/king"}],
        }
    },
    "series": {"freedom-edge": REGISTRY["series"]["freedom-edge"] | {"description": "Drills.", "rhythm": "yearly"}},
    "coverage": {
        "japan-2024": {
            "country": "JP", "year": 2024, "extent": "partial", "period": "2024", "scope": "Meetings of ministers.",
            "outside_counts": [{"period": "2024", "counted": 12, "counted_by": "The ministry",
                                "url": "https://a.example/count"}],
        }
    },
    "abbreviations": {"fe": {"name": "FE", "meaning": "Freedom Edge"}},
}  # fmt: skip
"""A registry with every key that the format has, but where one stands for many."""
GOOD: dict[str, dict[str, Any]] = {
    "articles/2024/x.yaml": ARTICLE,
    "dossiers/x.yaml": DOSSIER,
    "registry/all.yaml": FULL_REGISTRY,
    "rulings.yaml": RULINGS,
}
"""A file of each format, as a path below entries/ and what stands there."""


@dataclass(frozen=True)
class HostileFile:
    """A spoilt file: its path below entries/, its bytes, what was done to it, and whether it must be refused."""

    path: str
    content: bytes
    deed: str
    must_fail: bool


class _WrittenOut(yaml.SafeDumper):
    """Writes what stands twice out twice, and not as an alias, which would be refused as such."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return that nothing is one."""
        return True


def spoil_files(seed: int, count: int) -> Iterator[HostileFile]:
    """Yield as many spoilt files, always the same for a seed."""
    chance = random.Random(seed)
    places = [(path, location) for path, data in GOOD.items() for location in _locations(data)]
    for _ in range(count):
        path, location = chance.choice(places)
        if chance.random() < 0.7:
            yield _spoil_value(chance, path, location)
        else:
            yield _spoil_text(chance, path)


def _locations(data: Any, location: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for key, value in (
        data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    ):
        yield (*location, key)
        yield from _locations(value, (*location, key))


def _spoil_value(chance: random.Random, path: str, location: tuple[str | int, ...]) -> HostileFile:
    """Return a file in which one value, key or item is another."""
    data = copy.deepcopy(GOOD[path])
    holder: Any = data
    for step in location[:-1]:
        holder = holder[step]
    must_fail, deed = False, chance.choice(["value", "value", "value", "drop", "key", "many", "twice"])
    if deed == "twice" and isinstance(holder, list):
        holder.append(holder[location[-1]])
        must_fail = True
    elif deed == "drop":
        del holder[location[-1]]
    elif deed == "key" and isinstance(holder, dict):
        holder[chance.choice(["nonsense", "", "=x", "titel", 5, None, "x" * 300])] = holder.pop(location[-1])
    elif deed == "many":
        holder[location[-1]] = [holder[location[-1]]] * chance.choice([2, 100, 1000])
    else:
        wrong = chance.choice(NEVER_RIGHT if chance.random() < 0.5 else SELDOM_RIGHT)
        must_fail = any(wrong is value for value in NEVER_RIGHT)
        holder[location[-1]], deed = wrong, f"value {str(wrong)[:20]!r}"
    text = yaml.dump(data, Dumper=_WrittenOut, allow_unicode=True, sort_keys=False, width=200)
    return HostileFile(path, text.encode(), f"{'.'.join(map(str, location))}: {deed}", must_fail)


def _spoil_text(chance: random.Random, path: str) -> HostileFile:
    """Return a file whose text is cut, mixed, in other characters or something else altogether."""
    text = yaml.safe_dump(GOOD[path], allow_unicode=True, sort_keys=False)
    content, at = text.encode(), chance.randrange(len(text))
    whole: dict[str, bytes] = {
        "a list": b"- a\n- b\n",
        "a word": b"word\n",
        "null": b"null\n",
        "HTML": b"<!doctype html><html><body>Not found</body></html>\n",
        "another encoding": text.encode("utf-16"),
        "latin": b"schema: 1\ntitle: \xe9t\xe9\n",
        "a null byte": content[:at] + b"\0" + content[at:],
        "a tag": b"!!python/object/apply:os.system ['touch ran']\n",
        "two documents": content + b"---\n" + content,
        "deep": b"[" * 5000,
        "aliases": b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
        "a merge": b"schema: 1\n<<: {source: {}}\n",
        "twice a key": content + content,
        "a conflict": b"<<<<<<< HEAD\n" + content + b"=======\n>>>>>>> x\n",
        "a control character": content[:at] + b"\x07" + content[at:],
    }
    deed = chance.choice([*whole, "cut", "cut", "swap", "swap", "swap"])
    if deed == "cut":
        return HostileFile(path, content[: len(content) * at // len(text)], f"cut at {at}", must_fail=False)
    if deed == "swap":
        lines = text.splitlines(keepends=True)
        for _ in range(3):
            i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
        return HostileFile(path, "".join(lines).encode(), "lines swapped", must_fail=False)
    return HostileFile(path, whole[deed], deed, must_fail=True)
