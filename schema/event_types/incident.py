"""Declare incidents: launches, shots, crossings, collisions, seizures and ruptures."""

from __future__ import annotations

from typing import Final

from communique.schema.fields import EventField, EventType
from communique.schema.vocabulary import Entity, Kind, Word


class IncidentType(Word):
    """What happened."""

    MISSILE_LAUNCH = "missile-launch", "a missile is fired, ballistic, cruise or other"
    NUCLEAR_TEST = "nuclear-test", "a nuclear device is set off"
    SATELLITE_LAUNCH = "satellite-launch", "a rocket carries a satellite, whether or not it reaches orbit"
    FIRE_CONTROL_RADAR = (
        "fire-control-radar",
        "a radar that aims weapons is directed at a ship or an aircraft",
        "fire-control radar lock-on",
    )
    UNSAFE_INTERCEPT = "unsafe-intercept", "an aircraft or a ship comes dangerously close to another"
    LOW_FLIGHT = "low-flight", "an aircraft passes low over a ship or a site", "low-altitude flight"
    WARNING_SHOTS = "warning-shots", "shots are fired to warn off"
    AIRSPACE_ENTRY = (
        "airspace-entry",
        "an aircraft enters airspace that another claims as its own",
        "entry into claimed airspace",
    )
    AIRSPACE_VIOLATION = "airspace-violation", "one side's word for airspace-entry"
    ADIZ_ENTRY = (
        "adiz-entry",
        "an aircraft enters another's air defence identification zone",
        "entry into an air defence identification zone",
    )
    MARITIME_ENTRY = (
        "maritime-entry",
        "a ship enters waters that another claims as its own",
        "entry into claimed waters",
    )
    MARITIME_INCURSION = "maritime-incursion", "one side's word for maritime-entry"
    COLLISION = "collision", "ships or aircraft hit each other"
    RAMMING = "ramming", "a ship is driven into another on purpose"
    WATER_CANNON = "water-cannon", "water is fired at a ship"
    BOARDING = "boarding", "people go aboard a ship against its will"
    SHELLING = "shelling", "artillery or guns fire on a target"
    SINKING = "sinking", "a ship goes down"
    DRONE = "drone", "an unmanned aircraft intrudes, falls or attacks"
    BALLOON = "balloon", "balloons are sent across a border", "balloons"
    CYBER = "cyber", "networks are attacked or broken into"
    DETENTION = "detention", "people or ships are held"
    DEMOLITION = "demolition", "a building, a road or another work is destroyed by its holder"
    DEPLOYMENT = "deployment", "forces or weapons are moved to where they were not"
    DIPLOMATIC_PROTEST = "diplomatic-protest", "a government protests to another"
    SUSPENSION_OF_AGREEMENT = "suspension-of-agreement", "an agreement is suspended or ended"
    CANCELLATION = "cancellation", "a meeting, an exercise or a visit is called off"
    SANCTION = "sanction", "measures are imposed on a state, people or companies"


class WeaponClass(Word):
    """The class of what was launched or fired."""

    SHORT_RANGE_BALLISTIC = (
        "short-range-ballistic",
        "a ballistic missile that flies up to 1,000 km",
        "short-range ballistic missile",
    )
    MEDIUM_RANGE_BALLISTIC = (
        "medium-range-ballistic",
        "a ballistic missile that flies 1,000 to 3,000 km",
        "medium-range ballistic missile",
    )
    INTERMEDIATE_RANGE_BALLISTIC = (
        "intermediate-range-ballistic",
        "a ballistic missile that flies 3,000 to 5,500 km",
        "intermediate-range ballistic missile",
    )
    INTERCONTINENTAL_BALLISTIC = (
        "intercontinental-ballistic",
        "a ballistic missile that flies more than 5,500 km",
        "intercontinental ballistic missile",
    )
    SUBMARINE_LAUNCHED_BALLISTIC = (
        "submarine-launched-ballistic",
        "a ballistic missile fired from under water",
        "submarine-launched ballistic missile",
    )
    BALLISTIC = "ballistic", "a ballistic missile whose range the source does not say", "ballistic missile"
    HYPERSONIC = (
        "hypersonic",
        "a missile with a warhead that glides or manoeuvres above Mach 5",
        "hypersonic missile",
    )
    CRUISE = "cruise", "a missile that flies under power at low height", "cruise missile"
    SPACE_LAUNCHER = "space-launcher", "a rocket that carries a satellite"
    NUCLEAR_DEVICE = "nuclear-device", "a nuclear explosive"
    ARTILLERY = "artillery", "guns, mortars and rocket launchers"
    TORPEDO = "torpedo", "a torpedo"


NEUTRAL_WORDS: Final = {
    IncidentType.AIRSPACE_VIOLATION.value: IncidentType.AIRSPACE_ENTRY.value,
    IncidentType.MARITIME_INCURSION.value: IncidentType.MARITIME_ENTRY.value,
}
"""Words of one side, which releases hold and entries may still use, and the words that took their place."""

INCIDENT = EventType(
    kind=Kind.INCIDENT,
    plural="incidents",
    colour="#a2332b",
    description="The detail of an incident. Counts and measurements are figures.",
    fields=(
        EventField(
            name="type",
            type=IncidentType,
            label="What happened",
            description="what happened",
            rule="the most exact word that the account supports; of one side's word, the neutral one",
            index=True,
            refinements={old: (new,) for old, new in NEUTRAL_WORDS.items()},
        ),
        EventField(
            name="weapon",
            type=str,
            label="Weapon",
            description="the weapon's name, such as `Topol-M`",
            rule="the name that the source gives, not what others call it; nothing where it only says `a missile`",
            hint="its name as stated",
        ),
        EventField(
            name="weapon_class",
            type=WeaponClass,
            label="Class of weapon",
            phrase="class of weapon",
            description="the class of weapon",
            rule="as the source classes it; `ballistic` where it says no more than that",
            index=True,
            refinements={
                "ballistic": (
                    "short-range-ballistic",
                    "medium-range-ballistic",
                    "intermediate-range-ballistic",
                    "intercontinental-ballistic",
                    "submarine-launched-ballistic",
                    "hypersonic",
                ),
            },
        ),
        EventField(
            name="splashdown",
            type=Entity.PLACE,
            label="Came down",
            description="where it came down, a place of the registry",
            rule="where the source says that it came down, at the finest place of the registry that holds that",
            index=True,
        ),
        EventField(
            name="overflew",
            type=Entity.ACTOR,
            label="Flew over",
            description="the state or territory that it flew over",
            rule="only where a source says that it flew over land of that state or territory",
            index=True,
        ),
    ),
    hints=("figures: {objects: 2, range_km: {low: 400}, dead: 1}",),
)
