"""Events of the golden record: a meeting, what it produced, an exercise with a settled disagreement, a plan."""

from __future__ import annotations

import datetime as dt
import json

from communique.schema import (
    Base,
    Event,
    EventLink,
    EventName,
    EventTopic,
    Exercise,
    ExerciseDomain,
    ExerciseMission,
    Figure,
    Meeting,
    Memorandum,
    Note,
    Overdue,
    Participation,
    ParticipationPerson,
    ParticipationUnit,
    Provision,
    Redirect,
    ReleasedEvent,
    Ruling,
    Split,
    SplitTarget,
    Visit,
    Withdrawal,
)
from golden.rows import change, claim, dates, reports


def meeting() -> list[Base]:
    """The trilateral ministerial: three sources of which two are reprints, people with offices, a produced text."""
    key = "trilateral-defense-ministerial-2024-07-28"
    arab, times, yonhap = "arab-news-japan-2024-07-28", "japan-times-2024-07-29", "yonhap-2024-07-28"
    said: list[Base] = [
        claim(key, "date", "2024-07-28", arab),
        claim(
            key,
            "date",
            "2024-07",
            times,
            standing="coarser",
            basis="relative",
            paragraphs="headline,2,3,4,9,caption-1",
        ),
        claim(key, "date", "2024-07-28", yonhap, quote="28일 도쿄에서"),
        claim(key, "time", "10:30+09:00", yonhap),
        claim(key, "place", "tokyo", arab, paragraphs="1,2"),
        claim(key, "series", "trilateral-defense-ministerial", arab),
        claim(key, "level", "ministerial", arab),
        claim(key, "format", "in-person", arab),
        claim(key, "participants", {"actor": "JP", "role": "host"}, arab, "JP/host"),
        claim(
            key,
            "participants",
            {"actor": "JP", "role": "attendee"},
            yonhap,
            "JP/attendee",
            standing="coarser",
        ),
        claim(key, "participants", {"actor": "US", "role": "attendee"}, arab, "US/attendee"),
        claim(key, "participants", {"actor": "KR", "role": "attendee"}, arab, "KR/attendee"),
        claim(key, "people", {"person": "kihara-minoru"}, arab, "JP/host/kihara-minoru", paragraphs="2"),
        claim(key, "people", {"person": "austin-lloyd"}, arab, "US/attendee/austin-lloyd", paragraphs="2"),
        claim(key, "people", {"person": "shin-won-sik"}, arab, "KR/attendee/shin-won-sik", paragraphs="2"),
        claim(key, "topics", "trilateral-cooperation", arab, "trilateral-cooperation"),
        claim(
            key,
            "names",
            {"name": "Trilateral Ministerial Meeting", "language": "en"},
            yonhap,
            "Trilateral Ministerial Meeting",
        ),
        claim(
            key,
            "notes",
            {"type": "milestone", "text": "First meeting of the three in Japan."},
            arab,
            "first",
            paragraphs="3",
        ),
        claim(key, "notes", {}, yonhap, "first", paragraphs="4", modality="attributed", attributed_to="JP"),
        claim(
            key,
            "links",
            {"produced": "tscf-memorandum-2024-07-28"},
            arab,
            "produced/tscf-memorandum-2024-07-28",
        ),
    ]
    return [
        Event(
            id=key,
            kind="meeting",
            title="Defence ministers of Japan, the United States and South Korea meet in Tokyo",
            summary="The three ministers met in Tokyo and signed a memorandum on lasting cooperation.",
            status="occurred",
            time="10:30+09:00",
            place_id="tokyo",
            series_id="trilateral-defense-ministerial",
            source_count=3,
            independent_source_count=2,
            **dates("2024-07-28"),
        ),
        Meeting(event_id=key, level="ministerial", format="in-person"),
        Participation(event_id=key, actor_id="JP", role="host"),
        Participation(event_id=key, actor_id="US", role="attendee"),
        Participation(event_id=key, actor_id="KR", role="attendee"),
        ParticipationPerson(
            event_id=key,
            actor_id="JP",
            role="host",
            person_id="kihara-minoru",
            office_id="jp-minister-of-defense",
        ),
        ParticipationPerson(
            event_id=key,
            actor_id="US",
            role="attendee",
            person_id="austin-lloyd",
            office_id="us-secretary-of-defense",
        ),
        ParticipationPerson(
            event_id=key,
            actor_id="KR",
            role="attendee",
            person_id="shin-won-sik",
            office_id="kr-minister-of-national-defense",
        ),
        EventTopic(event_id=key, topic_id="trilateral-cooperation"),
        EventName(event_id=key, name="Trilateral Ministerial Meeting"),
        Note(event_id=key, id="first", type="milestone", text="First meeting of the three in Japan."),
        EventLink(event_id=key, relation="produced", target_id="tscf-memorandum-2024-07-28"),
        ReleasedEvent(id=key, release_version="2026.10"),
        *change(1, key, "corrected", field="time", old="10:00+09:00", new="10:30+09:00", causes=[yonhap]),
        *change(
            2, key, "developed", field="people", element="US/attendee/austin-lloyd", new={}, causes=[arab]
        ),
        *change(3, key, "developed", field="sources", element=times, new={}, causes=[times]),
        *change(
            4,
            key,
            "corrected",
            field="claims",
            element=f"place//{arab}/1",
            old={"paragraphs": [1]},
            new={"paragraphs": [1, 2]},
            causes=[arab],
        ),
        *reports(key, [arab, times, yonhap]),
        *said,
    ]


def memorandum() -> list[Base]:
    """The text that was signed, with provisions, one of which a source attributes."""
    key, arab = "tscf-memorandum-2024-07-28", "arab-news-japan-2024-07-28"
    return [
        Event(
            id=key,
            kind="memorandum",
            title="Memorandum on the Trilateral Security Cooperation Framework",
            summary="Japan, South Korea and the United States put their security cooperation in writing.",
            status="occurred",
            place_id="tokyo",
            source_count=1,
            independent_source_count=1,
            **dates("2024-07-28"),
        ),
        Memorandum(
            event_id=key,
            instrument="memorandum-of-understanding",
            binding=False,
            in_force="2024-07-28/..",
            in_force_from=dt.date(2024, 7, 28),
            expires="2029-07-27",
            expires_from=dt.date(2029, 7, 27),
            expires_until=dt.date(2029, 7, 27),
        ),
        Participation(event_id=key, actor_id="JP", role="signatory"),
        Participation(event_id=key, actor_id="KR", role="signatory"),
        Provision(
            event_id=key, id="hosting", force="shall", text="The three take turns to host yearly meetings."
        ),
        Provision(
            event_id=key,
            id="warning",
            force="will",
            topic_id="missile-warning",
            text="They share warning data on North Korean missiles in real time.",
        ),
        *reports(key, [arab]),
        claim(key, "date", "2024-07-28", arab),
        claim(key, "instrument", "memorandum-of-understanding", arab, paragraphs="2"),
        claim(key, "binding", False, arab),
        claim(key, "in_force", "2024-07-28/..", arab, basis="computed"),
        claim(key, "expires", "2029-07-27", arab),
        claim(key, "participants", {"actor": "JP", "role": "signatory"}, arab, "JP/signatory"),
        claim(key, "participants", {"actor": "KR", "role": "signatory"}, arab, "KR/signatory"),
        claim(
            key, "provisions", {"text": "…", "force": "shall", "topic": None}, arab, "hosting", paragraphs="5"
        ),
        claim(
            key, "provisions", {}, arab, "warning", paragraphs="5", modality="attributed", attributed_to="US"
        ),
    ]


def exercise() -> list[Base]:
    """An exercise on whose ships two sources disagree; a ruling settles it."""
    key, arab, yonhap = "freedom-edge-24-1", "arab-news-japan-2024-07-28", "yonhap-2024-07-28"
    return [
        Event(
            id=key,
            kind="exercise",
            title="First exercise Freedom Edge",
            summary="Forces of the three countries trained in several domains at once.",
            status="occurred",
            series_id="freedom-edge",
            edition="24-1",
            disagreement="settled",
            source_count=2,
            independent_source_count=2,
            **dates("2024-06-27/2024-06-29"),
        ),
        Exercise(event_id=key, type="field"),
        ExerciseDomain(event_id=key, domain="maritime"),
        ExerciseDomain(event_id=key, domain="cyber"),
        ExerciseMission(event_id=key, mission="anti-submarine-warfare"),
        Participation(event_id=key, actor_id="jp-mod", role="organiser"),
        Participation(event_id=key, actor_id="US", role="attendee"),
        ParticipationUnit(event_id=key, actor_id="US", role="attendee", unit="USS Theodore Roosevelt"),
        Figure(event_id=key, measure="ships", low=3, best=5, high=7),
        Figure(event_id=key, measure="personnel", low=1200),
        EventLink(event_id=key, relation="part-of", target_id="trilateral-defense-ministerial-2024-07-28"),
        *reports(key, [arab, yonhap], "10"),
        claim(key, "date", "2024-06", arab, basis="relative", standing="coarser"),
        claim(key, "date", "2024-06-27/2024-06-29", yonhap),
        claim(key, "edition", "24-1", yonhap),
        claim(key, "type", "field", arab),
        claim(key, "domains", "cyber", arab, "cyber", quote="multiple domains such as cyberspace"),
        claim(key, "domains", "maritime", yonhap, "maritime"),
        claim(key, "missions", "anti-submarine-warfare", yonhap, "anti-submarine-warfare"),
        claim(key, "participants", {"actor": "jp-mod", "role": "organiser"}, arab, "jp-mod/organiser"),
        claim(key, "participants", {"actor": "US", "role": "attendee"}, arab, "US/attendee"),
        claim(key, "units", "USS Theodore Roosevelt", yonhap, "US/attendee/USS Theodore Roosevelt"),
        claim(key, "figures", {"low": 3, "best": 5, "high": 7}, yonhap, "ships"),
        claim(key, "figures", {"low": None, "best": 9, "high": None}, arab, "ships", standing="overruled"),
        claim(key, "figures", {"low": 1200, "best": None, "high": None}, yonhap, "personnel"),
        claim(
            key,
            "links",
            {"part-of": "trilateral-defense-ministerial-2024-07-28"},
            arab,
            "part-of/trilateral-defense-ministerial-2024-07-28",
        ),
        Ruling(
            event_id=key,
            field="figures",
            element="ships",
            decision="settled",
            value=json.dumps({"low": 3, "best": 5, "high": 7}),
            because="The joint staff's own count.",
            decided=dt.date(2026, 11, 20),
        ),
    ]


def visit() -> list[Base]:
    """A port call with a ship, after which an exercise followed."""
    key, yonhap = "port-call-busan-2024-06", "yonhap-2024-07-28"
    return [
        Event(
            id=key,
            kind="visit",
            title="A US aircraft carrier calls at a South Korean port",
            summary="The carrier berthed for four days before an exercise.",
            status="occurred",
            place_id="south-korea",
            source_count=1,
            independent_source_count=1,
            **dates("2024-06-22/2024-06-26"),
        ),
        Visit(event_id=key, type="port-call", purpose="resupply"),
        Participation(event_id=key, actor_id="KR", role="host"),
        Participation(event_id=key, actor_id="US", role="attendee"),
        ParticipationUnit(event_id=key, actor_id="US", role="attendee", unit="aircraft carrier"),
        *reports(key, [yonhap], "5"),
        claim(key, "date", "2024-06-22/2024-06-26", yonhap),
        claim(key, "place", "south-korea", yonhap),
        claim(key, "type", "port-call", yonhap),
        claim(key, "purpose", "resupply", yonhap),
        claim(key, "participants", {"actor": "KR", "role": "host"}, yonhap, "KR/host"),
        claim(key, "participants", {"actor": "US", "role": "attendee"}, yonhap, "US/attendee"),
        claim(key, "units", "aircraft carrier", yonhap, "US/attendee/aircraft carrier"),
    ]


def plan() -> list[Base]:
    """The next ministerial, known only as a plan whose year is past; Taiwan, whose label is disputed, observes."""
    key, arab = "trilateral-defense-ministerial-2025", "arab-news-japan-2024-07-28"
    return [
        Event(
            id=key,
            kind="meeting",
            title="South Korea to host the next ministerial",
            summary="The statement of 2024 names South Korea as the next host.",
            status="planned",
            place_id="south-korea",
            series_id="trilateral-defense-ministerial",
            source_count=1,
            independent_source_count=1,
            **dates("2025"),
        ),
        Overdue(event_id=key, ended_on=dt.date(2025, 12, 31)),
        Meeting(event_id=key),
        Participation(event_id=key, actor_id="KR", role="host"),
        Participation(event_id=key, actor_id="TW", role="observer"),
        EventLink(event_id=key, relation="follows", target_id="trilateral-defense-ministerial-2024-07-28"),
        *reports(key, [arab], "6"),
        claim(key, "date", "2025", arab, modality="planned", basis="relative"),
        claim(key, "place", "south-korea", arab, modality="planned"),
        claim(key, "participants", {"actor": "KR", "role": "host"}, arab, "KR/host", modality="planned"),
        claim(
            key, "participants", {"actor": "TW", "role": "observer"}, arab, "TW/observer", modality="planned"
        ),
        claim(
            key,
            "links",
            {"follows": "trilateral-defense-ministerial-2024-07-28"},
            arab,
            "follows/trilateral-defense-ministerial-2024-07-28",
        ),
    ]


def old_ids() -> list[Base]:
    """Ids that were renamed, merged, split and withdrawn."""
    meeting, text = "trilateral-defense-ministerial-2024-07-28", "tscf-memorandum-2024-07-28"
    day = dt.date(2026, 11, 22)
    went = {"tmm-tokyo-2024": "2026.10", "tokyo-talks-2024": "2026.10", "tokyo-2024": "2026.10"}
    return [
        Redirect(id="tmm-tokyo-2024", target_id=meeting, because="Ids end with the day.", decided=day),
        Redirect(id="tokyo-talks-2024", target_id=meeting, because="Two reports of one meeting."),
        Split(id="tokyo-2024", because="The meeting and the text it signed are two events.", decided=day),
        SplitTarget(split_id="tokyo-2024", target_id=meeting),
        SplitTarget(split_id="tokyo-2024", target_id=text),
        Withdrawal(id="rumour-2024", because="No source bore it out.", decided=day),
        *(ReleasedEvent(id=key, release_version=release) for key, release in went.items()),
        *change(5, "tmm-tokyo-2024", "renamed", target=meeting),
        *change(6, "tokyo-talks-2024", "merged", target=meeting),
        *change(7, "tokyo-2024", "split"),
        *change(8, text, "new", target="tokyo-2024"),
        ReleasedEvent(id=text, release_version="2026.11"),
    ]
