"""Declare exercises, in which forces train together or alone."""

from __future__ import annotations

from communique.schema.fields import EventField, EventType
from communique.schema.vocabulary import Kind, Word


class ExerciseType(Word):
    """How it is run."""

    FIELD = "field", "forces move and train on land, at sea or in the air"
    COMMAND_POST = "command-post", "staffs train, and forces are simulated"
    TABLETOP = "tabletop", "decisions are talked through at a table"
    LIVE_FIRE = "live-fire", "live ammunition is fired"
    PATROL = "patrol", "ships or aircraft move together through an area"


class Domain(Word):
    """A domain in which forces train."""

    MARITIME = "maritime", "at sea"
    AIR = "air", "in the air"
    LAND = "land", "on land"
    CYBER = "cyber", "in networks"
    SPACE = "space", "in space"
    MISSILE_DEFENCE = "missile-defence", "against missiles"
    SUBMARINE = "submarine", "under water, or against submarines"
    SEARCH_AND_RESCUE = "search-and-rescue", "finding and saving people in distress"


class Mission(Word):
    """What is practised."""

    BALLISTIC_MISSILE_DEFENCE = (
        "ballistic-missile-defence",
        "detecting, tracking and shooting down ballistic missiles",
    )
    AIR_DEFENCE = "air-defence", "defending against aircraft"
    ANTI_SUBMARINE_WARFARE = (
        "anti-submarine-warfare",
        "finding and fighting submarines",
        "anti-submarine warfare",
    )
    SURFACE_WARFARE = "surface-warfare", "fighting ships"
    MINE_COUNTERMEASURES = "mine-countermeasures", "finding and clearing mines"
    MARITIME_INTERDICTION = "maritime-interdiction", "stopping and searching ships"
    ANTI_PIRACY = "anti-piracy", "protecting shipping from pirates", "anti-piracy"
    SEARCH_AND_RESCUE = "search-and-rescue", "finding and saving people in distress"
    HUMANITARIAN_ASSISTANCE = "humanitarian-assistance", "helping people after a disaster"
    AMPHIBIOUS_LANDING = "amphibious-landing", "landing forces from the sea"
    CYBER_DEFENCE = "cyber-defence", "defending networks"
    LOGISTICS = "logistics", "supplying, fuelling and moving forces"
    STRIKE = "strike", "attacking targets on the ground"
    ESCORT = "escort", "escorting aircraft or ships"
    BLOCKADE = "blockade", "closing off a coast or an area"
    LAW_ENFORCEMENT = "law-enforcement", "policing at sea or on land"
    COMMAND_AND_CONTROL = "command-and-control", "leading forces and passing on what they see"


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
            description="how it is run, in one word; where several hold, `types` has them",
            rule="one word for the whole; where a source names several ways, `types` has them",
            index=True,
            refinements={"field": ("live-fire", "patrol")},
        ),
        EventField(
            name="types",
            type=ExerciseType,
            label="Types",
            element="type",
            description="the ways in which it is run, where it is run in more than one",
            rule="each way that a source names, where it names more than one",
        ),
        EventField(
            name="domains",
            type=Domain,
            label="Domains",
            element="domain",
            description="the domains in which forces train",
            rule="each domain that the source names or in which it describes training",
        ),
        EventField(
            name="missions",
            type=Mission,
            label="Practised",
            element="mission",
            description="what is practised",
            rule="each that the source names; none is concluded from the units that took part",
        ),
    ),
    hints=("figures: {personnel: 12000, ships: {low: 3, high: 5}}",),
)
