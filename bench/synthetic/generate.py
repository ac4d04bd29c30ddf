"""Write an honest synthetic dataset of N events: ``python -m bench.synthetic.generate N --seed S OUT``.

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

from bench.synthetic.distributions import Data, RawDataset
from bench.synthetic.resolve_conflicts import ConflictResolver, RulingsFile
from bench.synthetic.synthetic_names import GROWING, RegistryGeneration, write_registry
from bench.synthetic.synthetic_registry import SyntheticCopy
from communique.errors import RecordError
from communique.loaders.curation.format_files import INLINE_KEYS
from communique.loaders.yaml.dump import dump_yaml

ENTRIES: Final = Path(__file__).parents[2] / "entries"
HEADER: Final = "# yaml-language-server: $schema=../../../schema/entry.schema.json"
_BETWEEN: Final = re.compile(r"(?<!^events:)\n(?=  - )", re.MULTILINE)
README: Final = """\
# A synthetic record

Made by `python -m bench.synthetic.generate {events} --seed {seed}` to measure speed. Nothing in it happened: people,
statements, sentences, publishers and addresses are made up, and only countries, offices and places on the map
are real.
"""


def generate_dataset(dataset: RawDataset, events: int, seed: int, home: Path) -> None:
    """Write a dataset of so many events below ``home``; equal seeds and real data give equal bytes.

    Args:
        dataset: the real record.
        events: how many events.
        seed: any whole number.
        home: a folder that does not exist or is empty.
    """
    entries = home / "entries"
    entries.mkdir(parents=True)
    (home / "README.md").write_text(README.format(events=events, seed=seed), encoding="utf-8")
    used_ids: set[str] = set()
    generations = _build_generations(dataset, events, seed)
    rulings_file = RulingsFile()
    for copy in _build_copies(dataset, generations, events, seed, used_ids):
        rulings = list(copy.iter_rulings())
        resolver = (
            None if rulings_file.try_add(rulings, list(copy.iter_distinct())) else ConflictResolver(rulings)
        )
        for path, article in copy.iter_articles():
            if resolver:
                resolver.remove_conflicts(article)
            target = entries / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_format_entry(article), encoding="utf-8", newline="\n")
    write_registry(dataset, generations, entries / "registry")
    (entries / "rulings.yaml").write_text(rulings_file.format_yaml(), encoding="utf-8", newline="\n")


def _format_entry(article: Data) -> str:
    """Return the canonical text of an article's entry, with a blank line between two events."""
    return _BETWEEN.sub("\n\n", dump_yaml(article, HEADER, INLINE_KEYS))


def _build_generations(dataset: RawDataset, events: int, seed: int) -> dict[str, list[RegistryGeneration]]:
    """Return as many generations of each growing noun as its growth in the real dataset implies."""
    generations = {}
    for noun in GROWING:
        count = max(1, round((events / len(dataset.events)) ** dataset.growth_exponent(noun)))
        used_ids = set(dataset.registry[noun])
        generations[noun] = [
            RegistryGeneration(dataset, noun, number, str(seed), used_ids) for number in range(count)
        ]
    return generations


def _build_copies(
    dataset: RawDataset,
    generations: dict[str, list[RegistryGeneration]],
    events: int,
    seed: int,
    used_ids: set[str],
) -> Iterator[SyntheticCopy]:
    """Yield copies of the dataset until there are enough events; the last one is partial."""
    for number, done in enumerate(range(0, events, len(dataset.events))):
        random = Random(f"{seed}/{number}")
        clusters = dataset.event_clusters.copy()
        random.shuffle(clusters)
        order = [event for cluster in clusters for event in cluster]
        chosen = frozenset(order[: events - done])
        drawn = {
            noun: available[number] if number < len(available) else random.choice(available)
            for noun, available in generations.items()
        }
        yield SyntheticCopy(dataset, chosen, drawn, f"{seed}/{number}", used_ids)


def main(arguments: list[str] | None = None) -> int:
    """Parse the arguments, generate the dataset, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.synthetic.generate", description=(__doc__ or "").split(":")[0]
    )
    parser.add_argument("events", type=int, metavar="N", help="how many events")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another record (default: 1)")
    parser.add_argument("--like", type=Path, default=ENTRIES, help="the real record's entries/")
    parser.add_argument("out", type=Path, metavar="OUT", help="a new folder: the home of the record")
    options = parser.parse_args(arguments)
    if options.events < 1:
        parser.error("N must be 1 or more")
    if options.out.exists() and (not options.out.is_dir() or any(options.out.iterdir())):
        parser.error(f"{options.out} is not an empty folder; remove it or name another")
    try:
        generate_dataset(RawDataset.read(options.like), options.events, options.seed, options.out)
    except RecordError as error:
        parser.error("\n".join(map(str, error)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
