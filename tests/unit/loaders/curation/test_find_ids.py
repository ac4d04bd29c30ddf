"""An id is found by what one remembers of it."""

import pytest

from communique.loaders.curation.find_ids import find_ids
from communique.loaders.read import read_dataset
from fixtures.record import article, meeting, write_record

EVENTS = (
    meeting("trilateral-talks-2024-07-28", title="Defence ministers of three states meet in Tokyo", date="2024-07-28",
        notes=[{"id": "first-in-japan", "type": "milestone", "text": "It was their first meeting in Japan."}]),
    meeting("call-2024-07", title="Ministers speak by telephone", date="2024-07"),
    meeting("talks-2024-06-01", title="Ministers meet in Singapore", date="2024-06-01/2024-06-02"),
    meeting("pact-2024-07-28", kind="memorandum", title="The three sign a memorandum", date="2024-07-28",
        provisions=[{"id": "hosting", "force": "shall", "text": "They take turns to host yearly meetings."}]),
)  # fmt: skip


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    home = write_record(tmp_path_factory.mktemp("home"), {"a": article(*EVENTS, title="Ministers in Tokyo")})
    return read_dataset(home if home.name == "entries" else home / "entries")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kihara", "kihara-minoru"),
        ("minoru kihara", "kihara-minoru"),
        ("木原", "kihara-minoru"),
        ("kihara defence minister", "kihara-minoru"),
        ("申源", "shin-won-sik"),
        ("대한", "KR"),
        ("won shin", "shin-won-sik"),
        ("tokyo defence", "trilateral-talks-2024-07-28"),
        ("telephon minister", "call-2024-07"),
        ("telefone ministers", "call-2024-07"),
        ("memorandum 2024-07-28", "pact-2024-07-28"),
        ("28 July 2024 memorandum", "pact-2024-07-28"),
        ("singapore 2/6/2024", "talks-2024-06-01"),
        ("pact-2024-07-28", "pact-2024-07-28"),
        ("first japan meeting", "first-in-japan"),
        ("hosting", "hosting"),
        ("turns yearly", "hosting"),
    ],
)
def test_what_is_meant_comes_first(dataset, text, first):
    assert [match.id for match in find_ids(text, dataset)][:1] == [first]


def test_a_day_finds_the_events_of_that_time(dataset):
    for day in ("2024-07-28", "28.7.2024", "28 july 2024"):
        matches = find_ids(day, dataset)
        assert {match.id for match in matches if match.noun == "event"} == {
            "trilateral-talks-2024-07-28",
            "call-2024-07",
            "pact-2024-07-28",
        }
        assert matches[0].noun == "event"
    assert [match.id for match in find_ids("June 2024", dataset)] == ["talks-2024-06-01"]


def test_a_part_names_its_event(dataset):
    (match,) = find_ids("yearly", dataset)
    assert (match.noun, match.event) == ("provision", "pact-2024-07-28")


def test_what_nothing_resembles_is_not_found(dataset):
    assert find_ids("zugzwang", dataset) == []
    assert find_ids("kihara zugzwang", dataset) == []
