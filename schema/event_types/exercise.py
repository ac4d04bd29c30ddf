"""Declare exercises, in which forces train together or alone."""

from __future__ import annotations

from communique.schema.fields import EventField, EventType, Word
from communique.schema.vocabulary import Kind


class ExerciseType(Word):
    """How it is run."""

    FIELD = "field"
    COMMAND_POST = "command-post"
    TABLETOP = "tabletop"
    LIVE_FIRE = "live-fire"
    PATROL = "patrol"


class Domain(Word):
    """A domain in which forces train."""

    MARITIME = "maritime"
    AIR = "air"
    LAND = "land"
    CYBER = "cyber"
    SPACE = "space"
    MISSILE_DEFENCE = "missile-defence"
    SUBMARINE = "submarine"
    SEARCH_AND_RESCUE = "search-and-rescue"


class Mission(Word):
    """What is practised."""

    BALLISTIC_MISSILE_DEFENCE = "ballistic-missile-defence"
    AIR_DEFENCE = "air-defence"
    ANTI_SUBMARINE_WARFARE = "anti-submarine-warfare", "anti-submarine warfare"
    SURFACE_WARFARE = "surface-warfare"
    MINE_COUNTERMEASURES = "mine-countermeasures"
    MARITIME_INTERDICTION = "maritime-interdiction"
    ANTI_PIRACY = "anti-piracy", "anti-piracy"
    SEARCH_AND_RESCUE = "search-and-rescue"
    HUMANITARIAN_ASSISTANCE = "humanitarian-assistance"
    AMPHIBIOUS_LANDING = "amphibious-landing"
    CYBER_DEFENCE = "cyber-defence"
    LOGISTICS = "logistics"
    STRIKE = "strike"
    ESCORT = "escort"
    BLOCKADE = "blockade"
    LAW_ENFORCEMENT = "law-enforcement"
    COMMAND_AND_CONTROL = "command-and-control"


EXERCISE = EventType(
    kind=Kind.EXERCISE,
    plural="exercises",
    colour="#7c5406",
    description="The detail of an exercise.",
    fields=(
        EventField(
            name="type",
            type=ExerciseType,
            label="Type",
            description="how it is run",
            index=True,
            refinements={"field": ("live-fire", "patrol")},
        ),
        EventField(
            name="domains",
            type=Domain,
            label="Domains",
            element="domain",
            description="the domains in which forces train",
        ),
        EventField(
            name="missions",
            type=Mission,
            label="Practised",
            element="mission",
            description="what is practised",
        ),
    ),
    hints=("figures: {personnel: 12000, ships: {low: 3, high: 5}}",),
)
