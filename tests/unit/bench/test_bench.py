"""The synthetic record is right, the same each time, and like the real one; measuring keeps to its own part."""

from __future__ import annotations

import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path
from statistics import mean

import pytest
from bench import measure
from bench.measure import CommandError, measure_command
from bench.peers import Peer
from bench.report import replace_section
from bench.synthetic import resolve_conflicts
from bench.synthetic.distributions import RawDataset
from bench.synthetic.generate import ENTRIES, generate_dataset

from communique.errors import Finding
from communique.loaders.curation.format_files import format_text
from fixtures.reconciled import read_and_check


@pytest.fixture(scope="module")
def shapes() -> RawDataset:
    """The real record."""
    return RawDataset.read(ENTRIES)


@pytest.fixture(scope="module")
def copy(shapes: RawDataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic record of a third more events than the real one: a whole copy and a part of one."""
    home = tmp_path_factory.mktemp("bench") / "record"
    generate_dataset(shapes, len(shapes.events) * 4 // 3, 1, home)
    return home / "entries"


@pytest.fixture(scope="module")
def made(copy: Path) -> RawDataset:
    return RawDataset.read(copy)


def texts(home: Path) -> dict[str, bytes]:
    return {str(file.relative_to(home)): file.read_bytes() for file in home.rglob("*") if file.is_file()}


def errors_among(findings: list[Finding]) -> list[Finding]:
    """The errors; what is drawn at random gives rise to doubts that a curator would put to rest."""
    return [finding for finding in findings if finding.severity == "error"]


def test_it_has_as_many_events_as_asked_for_and_nothing_to_find_fault_with(
    copy: Path, shapes: RawDataset
) -> None:
    record, findings = read_and_check(copy)
    assert errors_among(findings) == []
    events = {event.id for article in record.articles.values() for event in article.model.events}
    assert len(events) == len(shapes.events) * 4 // 3


def test_every_file_is_in_canonical_form(copy: Path) -> None:
    found = {path: data.decode() for path, data in texts(copy).items()}
    assert [path for path, text in found.items() if format_text(text, path) != text] == []


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(shapes: RawDataset, tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("same", 5), ("other", 6)):
        generate_dataset(shapes, 40, seed, tmp_path / name)
    one, same, other = (texts(tmp_path / name) for name in ("one", "same", "other"))
    assert one == same
    assert one.keys() != other.keys()


def test_what_does_not_depend_on_words_is_distributed_as_in_the_real_record(
    made: RawDataset, shapes: RawDataset
) -> None:
    def figures(record: RawDataset) -> dict[str, float]:
        told = [event for events in record.events.values() for event in events]
        found = {
            "entries an event": mean(map(len, record.events.values())),
            "events an entry": mean(len(article["events"]) for article in record.articles.values()),
            "characters of a summary": mean(len(event["summary"]) for event in told if "summary" in event),
            "year": mean(int(path.split("/")[1]) - 1990 for path in record.articles),
            "rulings an event": sum(map(len, record.rulings.values())) / len(record.events),
        }
        parts = (
            "participants",
            "figures",
            "provisions",
            "notes",
            "links",
            "topics",
            "names",
            "series",
            "date",
        )
        found |= {part: mean(len(event.get(part, ())) for event in told) for part in parts}
        return found

    def kinds(record: RawDataset) -> Counter[str]:
        return Counter(event["kind"] for events in record.events.values() for event in events[:1])

    # A third of it is a part of the record, so that the draw shows: by a fifth at most.
    assert figures(made) == pytest.approx(figures(shapes), rel=0.2)
    # Kinds are as many as a draw with their shares gives, by three standard errors at most: few are visits.
    drawn, shares, total = kinds(made), kinds(shapes), len(shapes.events)
    assert drawn.keys() == shares.keys()
    for kind, count in shares.items():
        share, size = count / total, len(made.events)
        assert drawn[kind] / size == pytest.approx(share, abs=3 * (share * (1 - share) / size) ** 0.5), kind


def test_names_are_in_four_scripts(made: RawDataset) -> None:
    names = str([made.registry["people"], made.registry["places"], made.registry["actors"]])
    scripts = {unicodedata.name(sign).split()[0] for sign in names if sign.isalpha()}
    assert scripts >= {"LATIN", "CJK", "HANGUL", "KATAKANA", "CYRILLIC"}


def test_people_and_what_is_said_are_made_up(made: RawDataset, shapes: RawDataset) -> None:
    def said(record: RawDataset, *keys: str) -> set[str]:
        told = [event for events in record.events.values() for event in events]
        notes = [note for event in told for note in event.get("notes", ())]
        return {one[key] for one in [*told, *notes] for key in keys if key in one}

    real = {person["name"] for person in shapes.registry["people"].values()}
    assert real.isdisjoint(person["name"] for person in made.registry["people"].values())
    keys = ("title", "summary", "text", "quote")
    assert said(made, *keys) & said(shapes, *keys) == set()


def test_people_grow_more_slowly_than_events(shapes: RawDataset) -> None:
    assert 0 < shapes.growth_exponent("people") < 1
    assert shapes.growth_exponent("topics") < shapes.growth_exponent("people")


def test_where_rulings_have_no_room_sources_agree(
    shapes: RawDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolve_conflicts, "MAX_FILE_SIZE", 500)
    generate_dataset(shapes, len(shapes.events), 1, tmp_path / "calm")
    record, findings = read_and_check(tmp_path / "calm" / "entries")
    assert errors_among(findings) == []
    assert record.rulings is not None
    assert record.rulings.model.rulings == ()


def test_a_measured_part_replaces_itself_alone(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    for title, body in (("Load", "old"), ("Pages", "kept"), ("Load", "new")):
        replace_section(file, title, body)
    head, load, pages = file.read_text(encoding="utf-8").split("\n## ")
    assert "make bench" in head
    assert load.strip() == "Load\n\nnew"
    assert pages.strip() == "Pages\n\nkept"


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    assert measure_command([sys.executable, "-c", "print('done')"], tmp_path).output == "done\n"
    with pytest.raises(CommandError, match="no such luck"):
        measure_command([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path)


def test_a_command_that_hangs_is_ended_with_all_that_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "LIMIT", 1)
    child = "import os, time; os.fork() or open('child', 'w').write(str(os.getpid())); time.sleep(600)"
    with pytest.raises(CommandError, match="did not end within 1 s"):
        measure_command([sys.executable, "-c", child], tmp_path)
    state = Path(f"/proc/{(tmp_path / 'child').read_text()}/stat")
    give_up = time.monotonic() + 30
    while (
        state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"
    ):  # dead, if not yet reaped
        assert time.monotonic() < give_up
        time.sleep(0.01)


def test_a_peer_that_is_absent_is_told_with_how_to_get_it() -> None:
    peer = Peer("Nimbus", "nimbus/bin/no-such-program", [["npm", "install", "nimbus"], ["true"]])
    assert peer.command is None
    assert (
        peer.describe_version()
        == "Nimbus is absent; `python -m bench.peers` gets it: npm install nimbus && true"
    )
