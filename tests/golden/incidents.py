"""Incidents of the golden record, each with a disagreement that is left unresolved."""

from __future__ import annotations

import datetime as dt

from communique.schema import (
    Base,
    Event,
    Figure,
    Incident,
    Participation,
    ParticipationUnit,
    Ruling,
)
from golden.rows import claim, dates, reports

DENIAL = claim(
    "radar-lock-on-2018-12",
    "type",
    "fire-control-radar",
    "jp-mod-2019-01-21",
    modality="denied",
    attributed_to="KR",
    standing="unresolved",
    number=7,
)
"""What South Korea says of the radar, which the golden record itself leaves out."""


def incident() -> list[Base]:
    """The radar incident: alleged by one side, denied by the other, left unresolved."""
    key, official, arab = "radar-lock-on-2018-12", "jp-mod-2019-01-21", "arab-news-japan-2024-07-28"
    radar = "fire-control-radar"
    return [
        Event(
            id=key,
            kind="incident",
            title="Fire-control radar directed at a Japanese patrol aircraft",
            summary="Japan says that a South Korean destroyer directed its radar at a patrol aircraft.",
            status="disputed",
            place_id="sea-of-japan-off-noto",
            disagreement="unresolved",
            source_count=2,
            independent_source_count=2,
            **dates("2018-12-20~"),
        ),
        Incident(event_id=key, type=radar),
        Participation(event_id=key, actor_id="KR", role="alleged-initiator"),
        Participation(event_id=key, actor_id="JP", role="affected"),
        ParticipationUnit(event_id=key, actor_id="KR", role="alleged-initiator", unit="navy destroyer"),
        *reports(key, [official, arab], "4,12"),
        claim(key, "status", "disputed", arab),
        claim(key, "date", "2018-12-20~", official, closeness="primary-text"),
        claim(key, "date", "2018-12", arab, standing="coarser"),
        claim(key, "place", "sea-of-japan-off-noto", arab, paragraphs="12"),
        claim(key, "type", radar, official, modality="alleged", attributed_to="JP", standing="unresolved"),
        claim(
            key,
            "type",
            radar,
            official,
            number=2,
            modality="denied",
            attributed_to="KR",
            standing="unresolved",
        ),
        claim(
            key,
            "participants",
            {"actor": "KR", "role": "alleged-initiator"},
            arab,
            "KR/alleged-initiator",
            modality="alleged",
            attributed_to="JP",
        ),
        claim(key, "participants", {"actor": "JP", "role": "affected"}, arab, "JP/affected"),
        claim(key, "units", "navy destroyer", arab, "KR/alleged-initiator/navy destroyer"),
        Ruling(
            event_id=key,
            field="type",
            decision="unresolved",
            because="Neither side has shown the signals.",
            decided=dt.date(2026, 11, 21),
        ),
    ]


def launch() -> list[Base]:
    """A missile launch on whose place sources disagree so far that none stands, with figures of flight."""
    key, times, yonhap = "icbm-launch-2023-12-18", "japan-times-2024-07-29", "yonhap-2024-07-28"
    return [
        Event(
            id=key,
            kind="incident",
            title="North Korea launches an intercontinental ballistic missile",
            summary="The missile flew for 73 minutes on a lofted path.",
            status="occurred",
            time="08:24+09:00",
            disagreement="unresolved",
            source_count=2,
            independent_source_count=2,
            **dates("2023-12-18"),
        ),
        Incident(
            event_id=key,
            type="missile-launch",
            weapon="Hwasong-18",
            weapon_class="intercontinental-ballistic",
            splashdown_id="sea-of-japan",
        ),
        Participation(event_id=key, actor_id="KP", role="initiator"),
        Figure(event_id=key, measure="flight_minutes", best=73),
        Figure(event_id=key, measure="altitude_km", low=6000, high=6518.2),
        *reports(key, [times, yonhap], "7"),
        claim(key, "date", "2023-12-18", times),
        claim(key, "time", "08:24+09:00", yonhap),
        claim(key, "place", "tokyo", times, standing="unresolved"),
        claim(key, "place", "south-korea", yonhap, standing="unresolved"),
        claim(key, "type", "missile-launch", times),
        claim(key, "weapon", "Hwasong-18", times, modality="attributed", attributed_to="KP"),
        claim(key, "weapon_class", "intercontinental-ballistic", times),
        claim(key, "splashdown", "sea-of-japan", yonhap),
        claim(key, "participants", {"actor": "KP", "role": "initiator"}, times, "KP/initiator"),
        claim(key, "figures", {"best": 73}, times, "flight_minutes"),
        claim(key, "figures", {"low": 6000, "high": 6518.2}, yonhap, "altitude_km"),
        Ruling(event_id=key, field="place", decision="unresolved", because="No launch site was confirmed."),
    ]
