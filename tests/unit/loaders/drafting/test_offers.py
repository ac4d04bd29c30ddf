"""A draft offers what an entry may well have, best first, and few enough values to be read."""

from __future__ import annotations

from typing import Any

from communique.loaders.drafting.offers import choose_offers
from communique.loaders.drafting.statements import DraftStatement


def statement(field: str, element: str, **more: Any) -> DraftStatement:
    given: dict[str, Any] = {
        "value": element, "citations": (1,), "is_ticked": False, "origin": "record", "label": "", "sources": 1,
        "strength": 0.8,
    }  # fmt: skip
    return DraftStatement(field, element, **(given | more))


def list_offered(*statements: DraftStatement, probability: float = 0.9) -> list[str]:
    return [s.element for s in choose_offers(statements, probability) if s.is_offered]


def test_what_more_entries_give_and_the_text_says_plainly_stands_first() -> None:
    weak, strong, usual = (
        statement("topics", "a", strength=0.3),
        statement("topics", "b", strength=0.9),
        statement("topics", "c", sources=3),
    )
    assert list_offered(weak, strong, usual) == ["c", "b", "a"]


def test_of_many_values_the_likeliest_few_are_offered_and_the_rest_is_there_for_who_asks() -> None:
    many = [statement("topics", f"t{number:02}", strength=1 - number / 20) for number in range(10)]
    chosen = choose_offers(many)
    assert [s.element for s in chosen if s.is_offered] == ["t00", "t01", "t02", "t03", "t04", "t05"]
    assert len(chosen) == 10


def test_what_no_part_says_is_offered_of_likely_events_alone() -> None:
    unseen = statement("notes", "told", citations=(), strength=0.0)
    assert list_offered(unseen, probability=0.9) == ["told"]
    assert list_offered(unseen, probability=0.1) == []


def test_no_second_role_is_offered_of_an_actor_whose_role_is_ticked() -> None:
    host, guest = (
        statement("participants", "JP/host", is_ticked=True),
        statement("participants", "JP/attendee"),
    )
    assert list_offered(host, guest) == ["JP/host"]
