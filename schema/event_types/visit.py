"""Declare visits: ships, aircraft and officials call on a host, and nothing is negotiated, trained or fought."""

from __future__ import annotations

from communique.schema.fields import EventField, EventType, Word
from communique.schema.vocabulary import Kind


class VisitType(Word):
    """What calls, and how. `ship-visit` is the general word for a ship, wherever it is received."""

    SHIP_VISIT = "ship-visit"
    PORT_CALL = "port-call"
    AIRCRAFT_VISIT = "aircraft-visit"
    REFUELLING_STOP = "refuelling-stop"
    OFFICIAL_VISIT = "official-visit"


class VisitPurpose(Word):
    """What a visit is for, where a source says so."""

    GOODWILL = "goodwill"
    RESUPPLY = "resupply"
    CREW_REST = "crew-rest"
    PRESENCE = "presence", "show of presence"
    CEREMONY = "ceremony"
    TRANSIT = "transit"
    INSPECTION = "inspection"


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
        ),
    ),
    hints=(
        "participants: [{actor: KR, role: host}, {actor: US, units: [USS Ronald Reagan]}]",
        "date: 2023-10-12/2023-10-16  (arrival and departure)",
    ),
)
