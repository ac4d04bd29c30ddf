"""The states that come with the package are entries that the registry takes; no code means two of today."""

from __future__ import annotations

from collections import Counter

import pytest

from communique.loaders.curation.known_states import CODES, complete_entry, iter_state_files, read_states
from communique.loaders.entry_format.registry import Registry


def test_each_is_an_entry_of_the_registry() -> None:
    registry = Registry.model_validate({"schema": 1, "actors": read_states()})
    assert len(registry.actors) > 200
    assert registry.actors["JP"].identifiers.cow == "740"
    assert {scheme: value for scheme, _, value in registry.actors["DE"].identifiers.iter_codes()} == {
        "iso_numeric": "276",
        "un_m49": "276",
        "cow": "255",
        "gleditsch_ward": "260",
        "wikidata": "Q183",
    }


@pytest.mark.parametrize("code", [*CODES, "iso_alpha2", "iso_alpha3"])
def test_no_code_means_two_states_of_today(code: str) -> None:
    today = [entry for key, entry in read_states().items() if len(key) == 2]
    counted = Counter(value for entry in today if (value := entry["identifiers"].get(code, entry.get(code))))
    assert [value for value, count in counted.items() if count > 1] == []


def test_a_state_of_the_past_is_told_as_one() -> None:
    past = {key for key, entry in read_states().items() if "no more" in entry.get("label_note", "")}
    assert past == {key for key in read_states() if len(key) > 2}
    assert read_states()["soviet-union"]["adjective"] == "Soviet"


def test_what_is_given_stands_before_what_is_known() -> None:
    entry = complete_entry("actors", "NO", {"name": "Kingdom of Norway"})
    assert (entry["name"], entry["iso_alpha3"]) == ("Kingdom of Norway", "NOR")
    assert complete_entry("people", "NO", {"name": "N. O."}) == {"name": "N. O."}


def test_a_record_begins_with_the_states_of_today_alone() -> None:
    files = dict(iter_state_files("entries"))
    assert "entries/registry/actors/FR.yaml" in files
    assert not any("soviet" in path for path in files)
