"""Who, where and what the events of the golden record refer to."""

from __future__ import annotations

import datetime as dt

from communique.schema import (
    Actor,
    ActorMembership,
    ActorName,
    Base,
    Office,
    Person,
    PersonName,
    Place,
    PlaceName,
    Publisher,
    Release,
    Series,
    Tenure,
    Topic,
)
from golden.rows import dates, source


def registry() -> list[Base]:
    """Who, where and what the events refer to."""
    return [
        Actor(id="JP", kind="state", name="Japan", adjective="Japanese", iso_alpha2="JP", iso_alpha3="JPN"),
        Actor(id="US", kind="state", name="United States", iso_alpha2="US", iso_alpha3="USA"),
        Actor(id="KR", kind="state", name="South Korea", iso_alpha2="KR", iso_alpha3="KOR"),
        Actor(id="KP", kind="state", name="North Korea", iso_alpha2="KP", iso_alpha3="PRK"),
        Actor(
            id="TW",
            kind="territory",
            name="Taiwan",
            iso_alpha2="TW",
            iso_alpha3="TWN",
            label_note="Named as it names itself in short; its status is disputed.",
        ),
        Actor(
            id="jp-mod",
            kind="ministry",
            name="Ministry of Defense of Japan",
            short_name="MOD",
            parent_id="JP",
        ),
        Actor(id="quad", kind="bloc", name="Quad"),
        ActorName(actor_id="JP", name="日本", language="ja"),
        ActorName(actor_id="KR", name="대한민국", language="ko"),
        ActorMembership(actor_id="JP", group_id="quad", **dates("2007/..")),
        ActorMembership(actor_id="US", group_id="quad", **dates("2007/..")),
        Person(
            id="kihara-minoru",
            name="Kihara Minoru",
            family_name="Kihara",
            given_name="Minoru",
            name_order="family-first",
            native_name="木原稔",
            native_language="ja",
            actor_id="JP",
        ),
        Person(
            id="austin-lloyd",
            name="Lloyd Austin",
            family_name="Austin",
            given_name="Lloyd",
            name_order="given-first",
            actor_id="US",
        ),
        Person(
            id="shin-won-sik",
            name="Shin Won-sik",
            family_name="Shin",
            given_name="Won-sik",
            name_order="family-first",
            native_name="신원식",
            native_language="ko",
            actor_id="KR",
        ),
        PersonName(person_id="shin-won-sik", name="申源湜", language="zh-Hant"),
        PersonName(person_id="shin-won-sik", name="Shin Wonsik"),
        Office(id="jp-minister-of-defense", actor_id="JP", title="Minister of Defense", rank=30),
        Office(id="us-secretary-of-defense", actor_id="US", title="Secretary of Defense", rank=30),
        Office(
            id="kr-minister-of-national-defense", actor_id="KR", title="Minister of National Defense", rank=30
        ),
        Office(id="kr-national-security-adviser", actor_id="KR", title="National Security Adviser", rank=20),
        Tenure(
            person_id="kihara-minoru", office_id="jp-minister-of-defense", **dates("2023-09-13/2024-10-01")
        ),
        Tenure(
            person_id="austin-lloyd", office_id="us-secretary-of-defense", **dates("2021-01-22/2025-01-20")
        ),
        Tenure(
            person_id="shin-won-sik",
            office_id="kr-minister-of-national-defense",
            **dates("2023-10-07/2024-09"),
        ),
        Tenure(person_id="shin-won-sik", office_id="kr-national-security-adviser", **dates("2024-08/..")),
        Place(
            id="tokyo",
            name="Tokyo",
            precision="locality",
            actor_id="JP",
            latitude=35.6895,
            longitude=139.6917,
        ),
        Place(
            id="sea-of-japan",
            name="Sea of Japan",
            precision="sea-area",
            latitude=40,
            longitude=135,
            label_note="Also called the East Sea; the name is disputed between Japan and the two Koreas.",
        ),
        Place(
            id="sea-of-japan-off-noto",
            name="Sea of Japan off Noto",
            precision="sea-area",
            parent_id="sea-of-japan",
            latitude=38.2,
            longitude=136.5,
        ),
        Place(
            id="south-korea",
            name="South Korea",
            precision="country",
            actor_id="KR",
            latitude=36,
            longitude=128,
        ),
        PlaceName(place_id="tokyo", name="東京", language="ja"),
        PlaceName(place_id="sea-of-japan", name="日本海", language="ja", authority_id="JP"),
        PlaceName(place_id="sea-of-japan", name="East Sea", language="en", authority_id="KR"),
        PlaceName(place_id="sea-of-japan", name="동해", language="ko", authority_id="KR"),
        Series(
            id="trilateral-defense-ministerial",
            name="Trilateral Defence Ministerial",
            kind="meeting",
            description="The defence ministers of Japan, South Korea and the United States.",
        ),
        Series(id="freedom-edge", name="Freedom Edge", kind="exercise"),
        Topic(id="trilateral-cooperation", name="Trilateral cooperation", description="The three together."),
        Topic(id="missile-warning", name="Missile warning"),
        Publisher(id="arab-news-japan", name="Arab News Japan", kind="newspaper", actor_id="JP"),
        Publisher(
            id="jiji-press", name="Jiji Press", kind="wire", actor_id="JP", url="https://jiji.example/"
        ),
        Publisher(id="japan-times", name="The Japan Times", kind="newspaper", actor_id="JP"),
        Publisher(id="yonhap", name="Yonhap", kind="wire", actor_id="KR"),
        Publisher(
            id="jp-mod-site", name="Ministry of Defense (Japan)", kind="official-release", actor_id="jp-mod"
        ),
        *source(
            "arab-news-japan-2024-07-28",
            "arab-news-japan",
            "Japan, U.S., S. Korea reaffirm unity",
            "2024-07-28",
            agency_id="jiji-press",
            reprint_group="jiji-2024-07-28",
            url=None,
        ),
        *source(
            "japan-times-2024-07-29",
            "japan-times",
            "Three defense chiefs sign memorandum",
            "2024-07-29",
            agency_id="jiji-press",
            reprint_group="jiji-2024-07-28",
            archived_url="https://archive.example/jt",
        ),
        *source(
            "yonhap-2024-07-28",
            "yonhap",
            "한미일 국방장관회의",
            "2024-07-28T10:00:00+09:00",
            kind="wire",
            language="ko",
            excerpt=True,
            text_sha256="2" * 64,
            text_paragraphs=9,
            read_by="Lee",
            second_read_by="A. Reader & <Co>",
            second_read_on=dt.date(2026, 11, 29),
            values_located=11,
            values_missing=1,
        ),
        *source(
            "jp-mod-2019-01-21",
            "jp-mod-site",
            "On the fire-control radar",
            "2019-01-21",
            kind="official-release",
        ),
        Release(
            version="2026.10",
            released=dt.date(2026, 10, 30),
            schema_revision="0001",
            sha256="1" * 64,
            event_count=7,
        ),
        Release(
            version="2026.11",
            previous_version="2026.10",
            released=dt.date(2026, 11, 23),
            schema_revision="0001",
            sha256="0" * 64,
            event_count=6,
        ),
    ]
