"""What led to an event and what came of it is followed over several links, the nearest first, and no farther."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from communique.schema.vocabulary import Relation
from communique.site.pages.dossier.connections import MOST_EVENTS, EventGraph, order_ends


def graph(*steps: tuple[str, str]) -> EventGraph:
    """A graph of steps, each from what led to what came of it."""
    causes: dict[str, list[str]] = {}
    effects: dict[str, list[str]] = {}
    for origin, target in steps:
        effects.setdefault(origin, []).append(target)
        causes.setdefault(target, []).append(origin)
    events = {key: SimpleNamespace(id=key) for step in steps for key in step}
    return EventGraph(cast("Any", events), {}, causes, effects)


def chain(event: str, *steps: tuple[str, str]) -> tuple[list[str], int]:
    """The ids of an event's chain, and how many are left out."""
    events, rest = graph(*steps).find_chain(event)
    return [row.id for row in events], rest


def test_a_chain_goes_both_ways_and_leaves_out_what_only_shares_a_cause() -> None:
    steps = (("announced", "held"), ("held", "response"), ("response", "settled"), ("announced", "other"))
    assert chain("held", *steps) == (["announced", "held", "response", "settled"], 0)
    assert chain("other", *steps) == ([], 0)


def test_one_link_is_no_chain_and_a_circle_ends() -> None:
    assert chain("a", ("a", "b")) == ([], 0)
    assert chain("a", ("a", "b"), ("b", "c"), ("c", "a")) == (["a", "b", "c"], 0)


def test_the_nearest_are_shown_and_the_rest_counted() -> None:
    many = [(f"e{number}", "z") for number in range(MOST_EVENTS)]
    ids, rest = chain("a", ("a", "z"), *(("a", origin) for origin, _ in many), *many, ("z", "last"))
    assert len(ids) == MOST_EVENTS + 1
    assert "last" not in ids
    assert rest == 2
    far = chain("a", *(zip("abcdefg", "bcdefgh", strict=True)))
    assert far == (list("abcde"), 0)


def test_a_link_is_read_from_what_led_to_the_other() -> None:
    def link(relation: Relation) -> Any:
        return SimpleNamespace(event_id="a", target_id="b", relation=relation)

    assert order_ends(link(Relation.PRODUCED)) == ("a", "b")
    assert order_ends(link(Relation.RESPONDS_TO)) == ("b", "a")
