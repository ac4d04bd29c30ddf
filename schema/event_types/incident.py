"""Declare incidents: launches, shots, crossings, collisions, seizures and ruptures."""

from __future__ import annotations

from communique.schema.fields import EventField, EventType, Word
from communique.schema.vocabulary import Entity, Kind


class IncidentType(Word):
    """What happened."""

    MISSILE_LAUNCH = "missile-launch"
    NUCLEAR_TEST = "nuclear-test"
    SATELLITE_LAUNCH = "satellite-launch"
    FIRE_CONTROL_RADAR = "fire-control-radar", "fire-control radar lock-on"
    UNSAFE_INTERCEPT = "unsafe-intercept"
    LOW_FLIGHT = "low-flight", "low-altitude flight"
    WARNING_SHOTS = "warning-shots"
    AIRSPACE_VIOLATION = "airspace-violation"
    ADIZ_ENTRY = "adiz-entry", "entry into an air defence identification zone"
    MARITIME_INCURSION = "maritime-incursion"
    COLLISION = "collision"
    RAMMING = "ramming"
    WATER_CANNON = "water-cannon"
    BOARDING = "boarding"
    SHELLING = "shelling"
    SINKING = "sinking"
    DRONE = "drone"
    BALLOON = "balloon", "balloons"
    CYBER = "cyber"
    DETENTION = "detention"
    DEMOLITION = "demolition"
    DEPLOYMENT = "deployment"
    DIPLOMATIC_PROTEST = "diplomatic-protest"
    SUSPENSION_OF_AGREEMENT = "suspension-of-agreement"
    CANCELLATION = "cancellation"
    SANCTION = "sanction"


class WeaponClass(Word):
    """The class of what was launched or fired."""

    SHORT_RANGE_BALLISTIC = "short-range-ballistic", "short-range ballistic missile"
    MEDIUM_RANGE_BALLISTIC = "medium-range-ballistic", "medium-range ballistic missile"
    INTERMEDIATE_RANGE_BALLISTIC = "intermediate-range-ballistic", "intermediate-range ballistic missile"
    INTERCONTINENTAL_BALLISTIC = "intercontinental-ballistic", "intercontinental ballistic missile"
    SUBMARINE_LAUNCHED_BALLISTIC = "submarine-launched-ballistic", "submarine-launched ballistic missile"
    BALLISTIC = "ballistic", "ballistic missile"
    HYPERSONIC = "hypersonic", "hypersonic missile"
    CRUISE = "cruise", "cruise missile"
    SPACE_LAUNCHER = "space-launcher"
    NUCLEAR_DEVICE = "nuclear-device"
    ARTILLERY = "artillery"
    TORPEDO = "torpedo"


INCIDENT = EventType(
    kind=Kind.INCIDENT,
    plural="incidents",
    colour="#a2332b",
    description="The detail of an incident. Counts and measurements are figures.",
    fields=(
        EventField(
            name="type", type=IncidentType, label="What happened", description="what happened", index=True
        ),
        EventField(
            name="weapon",
            type=str,
            label="Weapon",
            description="the weapon's name, such as `Hwasong-18`",
            hint="its name as stated",
        ),
        EventField(
            name="weapon_class",
            type=WeaponClass,
            label="Class of weapon",
            phrase="class of weapon",
            description="the class of weapon",
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
            index=True,
        ),
        EventField(
            name="overflew",
            type=Entity.ACTOR,
            label="Flew over",
            description="the state or territory that it flew over",
            index=True,
        ),
    ),
    hints=("figures: {objects: 2, range_km: {low: 400}, dead: 1}",),
)
