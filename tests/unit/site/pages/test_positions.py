"""What governments hold of a value reads as a sentence, each thing once."""

from __future__ import annotations

import pytest

from communique.schema.vocabulary import Modality
from communique.site.pages.event.positions import Position, describe_positions

RADAR, FLIGHT = "Fire-control radar lock-on", "Low-altitude flight"
RADAR_WAS, FLIGHT_WAS = "it was a fire-control radar lock-on", "it was a low-altitude flight"
PART, ALLEGED = "North Korea took part as initiator", "North Korea as alleged initiator"
STATED, DENIED, PLANNED, DIFFERS = Modality.STATED, Modality.DENIED, Modality.PLANNED, Modality.DIFFERS


@pytest.mark.parametrize(
    ("field", "positions", "sentence"),
    [
        ("type", [("Japan", STATED, RADAR), ("South Korea", DENIED, RADAR), ("South Korea", STATED, FLIGHT)],
         f"Japan says that {RADAR_WAS}; South Korea denies it and says that {FLIGHT_WAS}."),
        ("figures", [("United States", STATED, "900 km"), ("China", STATED, "900 km"), ("Japan", STATED, "1 km")],
         "The United States and China put the range at 900 km; Japan puts the range at 1 km."),
        ("figures", [("China", STATED, "900 km"), ("Japan", DENIED, "900 km")],
         "China puts the range at 900 km; Japan denies that the range came to 900 km."),
        ("participants", [("Ukraine", STATED, "North Korea as initiator"), ("North Korea", DENIED, ALLEGED)],
         f"Ukraine says that {PART}; North Korea denies it."),
        ("participants", [("China", PLANNED, "China as host"), ("Japan", STATED, "Japan as host")],
         "China announced that China would take part as host; Japan says that Japan took part as host."),
        ("type", [("Japan", STATED, "Warning shots"), ("Russia", DENIED, "Warning shots")],
         "Japan says that it was warning shots; Russia denies it."),
        ("type", [("Russia", DENIED, "Warning shots"), ("Japan", STATED, "Warning shots")],
         "Russia denies that it was warning shots; Japan says that it was warning shots."),
        ("time", [("Japan", STATED, "10:14"), ("South Korea", STATED, "10:15")],
         "Japan says that it was at 10:14; South Korea says that it was at 10:15."),
        ("splashdown", [("Japan", STATED, "Pacific Ocean"), ("China", STATED, "Sea of Japan")],
         "Japan says that it came down in the Pacific Ocean; China says that it came down in the Sea of Japan."),
        ("weapon", [("China", STATED, "F-15"), ("Japan", DIFFERS, "F-15")],
         "China says that the range was F-15; Japan disputes that the range was F-15."),
        ("status", [("China", STATED, "Occurred"), ("Japan", PLANNED, "Postponed")],
         "China says that it took place; Japan announced that it would be postponed."),
        ("notes", [("China", STATED, "It rained."), ("Japan", DENIED, "It rained.")],
         "China says this: It rained; Japan denies it."),
        ("date", [("Japan", STATED, "2 May 2024"), ("China", PLANNED, "June 2024")],
         "Japan says that it took place on 2 May 2024; China announced that it would take place in June 2024."),
        ("date", [("Japan", STATED, "2024"), ("Russia", STATED, "before 2025")],
         "Japan says that it took place in 2024; Russia says that it took place before 2025."),
        ("date", [("Japan", STATED, "2 May 2024")], ""),
        ("date", [("Japan", STATED, "2 May 2024"), ("China", STATED, "2 May 2024")], ""),
    ],
)  # fmt: skip
def test_who_says_what(field: str, positions: list[tuple[str, Modality, str]], sentence: str) -> None:
    assert describe_positions(field, [Position(*position, "Range") for position in positions]) == sentence
