"""What is kept from the last build: only what was made of the same, and only if nobody has touched it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from communique.pipeline.cache import BuildCache, KeyMaker, blake2b_hex, code_fingerprint
from communique.pipeline.output_file import OutputFile, UnchangedFile, sync_folder

FILES = [OutputFile("a.md", "one"), OutputFile("b.json", "{}")]
KEPT = [UnchangedFile("a.md"), UnchangedFile("b.json")]


def opened(work: Path, environment: str = "same") -> BuildCache:
    return BuildCache(work / "keys.json", work / "pages", environment)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder after a build that made two files of one thing."""
    cache = opened(tmp_path)
    sync_folder(cache.put("key", FILES), tmp_path / "pages")
    cache.record("beside", ["b.json"], {"links": 3})
    cache.save()
    return tmp_path


def test_files_are_kept_for_the_same_key_alone(work: Path) -> None:
    assert opened(work).get("key") == KEPT
    assert opened(work).get("other") is None
    assert opened(work).get("") is None


def test_facts_stand_beside_the_files(work: Path) -> None:
    assert opened(work).get_facts("beside") == {"links": 3}
    assert opened(work).get_facts("key") is None
    assert opened(work).get_facts("other") is None


def test_in_another_environment_nothing_is_kept(work: Path) -> None:
    cache = opened(work, "other")
    assert cache.get("key") is None
    assert cache.previous_file("a.md") is None


def test_a_file_that_was_touched_or_lost_is_made_again(work: Path) -> None:
    (work / "pages/a.md").write_text("two")
    assert opened(work).get("key") is None
    assert opened(work).previous_file("a.md") is None
    assert opened(work).previous_file("b.json") == work / "pages/b.json"
    (work / "pages/a.md").unlink()
    assert opened(work).get("key") is None
    assert opened(work).previous_file("a.md") is None


def test_only_what_is_not_kept_is_built(work: Path) -> None:
    cache = opened(work)
    assert [*cache.get_or_build("key", lambda: pytest.fail("it is kept"))] == KEPT
    assert [*cache.get_or_build("new", lambda: FILES)] == FILES


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'["same", 1]', b'["same", {"key": 1}]', b'["same", {"key": [1, 2]}]', b"\xff"],
)
def test_keys_that_are_none_of_ours_keep_nothing(work: Path, content: bytes) -> None:
    for checksum in (b"", blake2b_hex(content).encode() + b"\n"):
        (work / "keys.json").write_bytes(checksum + content)
        assert opened(work).get("key") is None


def test_what_was_kept_is_kept_again_and_what_nobody_asked_for_is_forgotten(work: Path) -> None:
    cache = opened(work)
    report = sync_folder(cache.get("key") or (), work / "pages")
    cache.save()
    assert report.unchanged == ("a.md", "b.json")
    assert report.removed == ()
    assert opened(work).get("key") == KEPT
    assert opened(work).get("beside") is None


def test_without_a_file_nothing_is_kept(tmp_path: Path) -> None:
    cache = BuildCache()
    assert cache.make_key("anything") == ""
    assert [*cache.put("", FILES)] == FILES
    cache.save()
    assert [*tmp_path.iterdir()] == []


@dataclass(frozen=True)
class Item:
    """A part of several things."""

    name: str
    day: dt.date


@dataclass(frozen=True)
class Thing:
    """Something that files are made of."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Other:
    """Something else with the same fields."""

    title: str
    items: tuple[Item, ...]


ITEM = Item("first", dt.date(2024, 7, 1))
THING = Thing("words", (ITEM, ITEM))


@pytest.mark.parametrize("shared", [(), (Item,)])
def test_equal_things_have_one_key_and_different_ones_others(shared: tuple[type, ...]) -> None:
    equal = Thing("".join(["wo", "rds"]), (replace(ITEM), replace(ITEM)))
    assert KeyMaker(shared).make_key("x", equal) == KeyMaker(shared).make_key("x", THING)
    different = [
        ("y", THING),
        ("x", replace(THING, title="other")),
        ("x", replace(THING, items=(ITEM,))),
        ("x", replace(THING, items=(ITEM, replace(ITEM, day=dt.date(2024, 7, 2))))),
        ("x", Other(THING.title, THING.items)),
        ("x", THING, None),
    ]
    keys = KeyMaker(shared)
    assert len({keys.make_key(*parts) for parts in [*different, ("x", THING)]}) == len(different) + 1


def test_a_fingerprint_changes_with_code_and_templates_alone(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    before = code_fingerprint(tmp_path)
    (tmp_path / "a.pyc").write_text("1")
    assert code_fingerprint(tmp_path) == before
    for name, text in (("a.py", "2"), ("b.html", "")):
        (tmp_path / name).write_text(text)
        assert code_fingerprint(tmp_path) != before
        before = code_fingerprint(tmp_path)
