"""What governments hold of a value reads as a sentence, each thing once."""

from __future__ import annotations

import pytest

from communique.schema.vocabulary import Modality
from communique.site.pages.event.positions import Position, describe_positions

RADAR, FLIGHT = "Fire-control radar lock-on", "Low-altitude flight"
RADAR_WAS, FLIGHT_WAS = "it was a fire-control radar lock-on", "it was a low-altitude flight"
PART, ALLEGED = "North Korea took part as initiator", "North Korea as alleged initiator"
STATED, DENIED = Modality.STATED, Modality.DENIED


@pytest.mark.parametrize(
    ("field", "positions", "sentence"),
    [
        (
            "type",
            [("Japan", STATED, RADAR), ("South Korea", DENIED, RADAR), ("South Korea", STATED, FLIGHT)],
            f"Japan says that {RADAR_WAS}; South Korea denies that {RADAR_WAS} and says that {FLIGHT_WAS}.",
        ),
        (
            "figures",
            [("United States", STATED, "900 km"), ("China", STATED, "900 km"), ("Japan", STATED, "1 km")],
            "The United States and China give 900 km; Japan gives 1 km.",
        ),
        (
            "participants",
            [("Ukraine", STATED, "North Korea as initiator"), ("North Korea", DENIED, ALLEGED)],
            f"Ukraine says that {PART}; North Korea denies that {PART}.",
        ),
        ("type", [("Japan", STATED, "Warning shots"), ("Russia", DENIED, "Warning shots")],
         "Japan says that it was warning shots; Russia denies that it was warning shots."),
        ("date", [("Japan", STATED, "2 May 2024")], ""),
        ("date", [("Japan", STATED, "2 May 2024"), ("China", STATED, "2 May 2024")], ""),
    ],
)  # fmt: skip
def test_who_says_what(field: str, positions: list[tuple[str, Modality, str]], sentence: str) -> None:
    assert describe_positions(field, [Position(*position) for position in positions]) == sentence
