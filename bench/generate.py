"""Write an honest synthetic record of N events: ``python -m bench.generate N --seed S OUT``.

Nothing is drawn from a table of guesses. The real record (``entries/``) is read anew at each run and copied as
often as N needs, the last copy in part; a copy keeps its structure and replaces what it says:

- kept, and so distributed as in the real record, with all that goes together: entries per event and events per
  entry, participants, roles and units, figures, provisions, notes, links, series and topics, how each value is
  stated (paragraphs, modality, whose statement, basis, whether there is a quote), disagreements and their rulings,
  kinds, places of countries and seas, months and years of events, how long after an event an article appears;
- made up for each copy: titles, summaries, sentences and quotes (each word replaced by a word of the record of the
  same length as often as the record has it, each name by a made-up one, in its own script), ids, addresses, the day
  within the month, people, publishers, series, ships and units, towns and sites;
- grown: n people, publishers, series and towns for N events as n ~ N^b, with b measured in the record itself (how
  many of them a random half of the articles uses), so that more events mean longer lists for each of them as well
  as more of them; states, organisations, offices, topics and words for weapons stay.

Countries and places on the map are real, because codes, flags and maps are a part of the work. People, statements
and what happened are not: no sentence of a real person is in it, and a README says so.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from bench.calm import Calm, Room
from bench.nouns import GROWING, Cast, write_registry
from bench.shapes import Data, Shapes
from bench.world import World
from communique.errors import RecordError
from communique.loaders.curating.fmt import INLINE
from communique.loaders.yaml.dump import dump

ENTRIES: Final = Path(__file__).parent.parent / "entries"
HEADER: Final = "# yaml-language-server: $schema=../../../schema/entry.schema.json"
_BETWEEN: Final = re.compile(r"(?<!^events:)\n(?=  - )", re.MULTILINE)
README: Final = """\
# A synthetic record

Made by `python -m bench.generate {events} --seed {seed}` to measure speed. Nothing in it happened: people,
statements, sentences, publishers and addresses are made up, and only countries, offices and places on the map
are real.
"""


def generate(shapes: Shapes, events: int, seed: int, home: Path) -> None:
    """Write a record of so many events below ``home``; the same seed and real record give the same bytes.

    Args:
        shapes: the real record.
        events: how many events.
        seed: any whole number.
        home: a folder that does not exist or is empty.
    """
    entries = home / "entries"
    entries.mkdir(parents=True)
    (home / "README.md").write_text(README.format(events=events, seed=seed), encoding="utf-8")
    taken: set[str] = set()
    casts = _casts(shapes, events, seed)
    room = Room()
    for world in _worlds(shapes, casts, events, seed, taken):
        rulings = list(world.rulings())
        calm = None if room.take(rulings, list(world.distinct())) else Calm(rulings)
        for path, article in world.articles():
            if calm:
                calm.settle(article)
            target = entries / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_text(article), encoding="utf-8", newline="\n")
    write_registry(shapes, casts, entries / "registry")
    (entries / "rulings.yaml").write_text(room.text(), encoding="utf-8", newline="\n")


def _text(article: Data) -> str:
    """The canonical text of an article's entry, with a line between two events."""
    return _BETWEEN.sub("\n\n", dump(article, HEADER, INLINE))


def _casts(shapes: Shapes, events: int, seed: int) -> dict[str, list[Cast]]:
    """So many generations of each growing noun as the record's own growth leads to at this size."""
    casts = {}
    for noun in GROWING:
        generations = max(1, round((events / len(shapes.events)) ** shapes.growth(noun)))
        taken = set(shapes.registry[noun])
        casts[noun] = [Cast(shapes, noun, number, str(seed), taken) for number in range(generations)]
    return casts


def _worlds(
    shapes: Shapes, casts: dict[str, list[Cast]], events: int, seed: int, taken: set[str]
) -> Iterator[World]:
    """Copies of the record until there are so many events; the last one holds whole blocks as far as it can."""
    for number, done in enumerate(range(0, events, len(shapes.events))):
        random = Random(f"{seed}/{number}")
        blocks = shapes.blocks.copy()
        random.shuffle(blocks)
        order = [event for block in blocks for event in block]
        chosen = frozenset(order[: events - done])
        drawn = {noun: of[number] if number < len(of) else random.choice(of) for noun, of in casts.items()}
        yield World(shapes, chosen, drawn, f"{seed}/{number}", taken)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.generate", description=(__doc__ or "").split(":")[0]
    )
    parser.add_argument("events", type=int, metavar="N", help="how many events")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another record (default: 1)")
    parser.add_argument("--like", type=Path, default=ENTRIES, help="the real record's entries/")
    parser.add_argument("out", type=Path, metavar="OUT", help="a new folder: the home of the record")
    given = parser.parse_args(arguments)
    if given.events < 1:
        parser.error("N must be 1 or more")
    if given.out.exists() and (not given.out.is_dir() or any(given.out.iterdir())):
        parser.error(f"{given.out} is not an empty folder; remove it or name another")
    try:
        generate(Shapes.read(given.like), given.events, given.seed, given.out)
    except RecordError as error:
        parser.error("\n".join(map(str, error)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
