"""Declare visits: ships, aircraft and officials call on a host, and nothing is negotiated, trained or fought."""

from __future__ import annotations

from communique.schema.fields import EventField, EventType
from communique.schema.vocabulary import Kind, Word


class VisitType(Word):
    """What calls, and how. `ship-visit` is the general word for a ship, wherever it is received."""

    SHIP_VISIT = "ship-visit", "a ship calls, wherever it is received"
    PORT_CALL = "port-call", "a ship calls at a port"
    AIRCRAFT_VISIT = "aircraft-visit", "an aircraft calls at a base or an airport"
    REFUELLING_STOP = "refuelling-stop", "a ship or an aircraft stops to be fuelled"
    OFFICIAL_VISIT = "official-visit", "officials call, and no talks are reported"


class VisitPurpose(Word):
    """What a visit is for, where a source says so."""

    GOODWILL = "goodwill", "to show friendship"
    RESUPPLY = "resupply", "to take on supplies"
    CREW_REST = "crew-rest", "to rest the crew"
    PRESENCE = "presence", "to show presence", "show of presence"
    CEREMONY = "ceremony", "for a ceremony"
    TRANSIT = "transit", "on the way to somewhere else"
    INSPECTION = "inspection", "to look something over"


VISIT = EventType(
    kind=Kind.VISIT,
    plural="visits",
    colour="#6a3d97",
    description="The detail of a visit. Host and visitors are participants, vessels their units, the stay its date.",
    fields=(
        EventField(
            name="type",
            type=VisitType,
            label="Type",
            description="what calls, and how",
            rule="by what calls and where it is received; with talks it would be a meeting",
            index=True,
            refinements={
                "ship-visit": ("port-call", "refuelling-stop"),
                "aircraft-visit": ("refuelling-stop",),
            },
        ),
        EventField(
            name="purpose",
            type=VisitPurpose,
            label="Purpose",
            description="what it is for, where a source says so",
            rule="as the source states it; a guess of the source's own is attributed",
        ),
    ),
    hints=(
        "participants: [{actor: FR, role: host}, {actor: US, units: [USS Ronald Reagan]}]",
        "date: 2023-10-12/2023-10-16  (arrival and departure)",
    ),
)
