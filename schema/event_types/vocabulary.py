"""The enumerations of each kind of event, apart from the tables so that entries load no database."""

from __future__ import annotations

from enum import StrEnum


class MeetingLevel(StrEnum):
    """The rank of those who meet."""

    SUMMIT = "summit"
    MINISTERIAL = "ministerial"
    TWO_PLUS_TWO = "two-plus-two"
    CHIEFS_OF_DEFENCE = "chiefs-of-defence"
    VICE_MINISTERIAL = "vice-ministerial"
    WORKING = "working"


class MeetingFormat(StrEnum):
    """How they meet."""

    IN_PERSON = "in-person"
    SIDELINES = "sidelines"
    VISIT = "visit"
    CONFERENCE = "conference"
    VIDEO = "video"
    PHONE = "phone"


class Instrument(StrEnum):
    """What sort of text it is. `understanding` is an agreement reported without naming its form."""

    TREATY = "treaty"
    AGREEMENT = "agreement"
    MEMORANDUM_OF_UNDERSTANDING = "memorandum-of-understanding"
    MEMORANDUM_OF_COOPERATION = "memorandum-of-cooperation"
    ARRANGEMENT = "arrangement"
    FRAMEWORK = "framework"
    JOINT_STATEMENT = "joint-statement"
    DECLARATION = "declaration"
    EXCHANGE_OF_NOTES = "exchange-of-notes"
    RESOLUTION = "resolution"
    UNDERSTANDING = "understanding"


class Force(StrEnum):
    """How strongly a provision binds; `reported` where only a paraphrase is known."""

    SHALL = "shall"
    WILL = "will"
    INTENDS = "intends"
    REAFFIRMS = "reaffirms"
    REPORTED = "reported"


class ExerciseType(StrEnum):
    """How it is run."""

    FIELD = "field"
    COMMAND_POST = "command-post"
    TABLETOP = "tabletop"
    LIVE_FIRE = "live-fire"
    PATROL = "patrol"


class Domain(StrEnum):
    """A domain in which forces train."""

    MARITIME = "maritime"
    AIR = "air"
    LAND = "land"
    CYBER = "cyber"
    SPACE = "space"
    MISSILE_DEFENCE = "missile-defence"
    SUBMARINE = "submarine"
    SEARCH_AND_RESCUE = "search-and-rescue"


class Mission(StrEnum):
    """What is practised."""

    BALLISTIC_MISSILE_DEFENCE = "ballistic-missile-defence"
    AIR_DEFENCE = "air-defence"
    ANTI_SUBMARINE_WARFARE = "anti-submarine-warfare"
    SURFACE_WARFARE = "surface-warfare"
    MINE_COUNTERMEASURES = "mine-countermeasures"
    MARITIME_INTERDICTION = "maritime-interdiction"
    ANTI_PIRACY = "anti-piracy"
    SEARCH_AND_RESCUE = "search-and-rescue"
    HUMANITARIAN_ASSISTANCE = "humanitarian-assistance"
    AMPHIBIOUS_LANDING = "amphibious-landing"
    CYBER_DEFENCE = "cyber-defence"
    LOGISTICS = "logistics"
    STRIKE = "strike"
    ESCORT = "escort"
    BLOCKADE = "blockade"
    LAW_ENFORCEMENT = "law-enforcement"
    COMMAND_AND_CONTROL = "command-and-control"


class IncidentType(StrEnum):
    """What happened."""

    MISSILE_LAUNCH = "missile-launch"
    NUCLEAR_TEST = "nuclear-test"
    SATELLITE_LAUNCH = "satellite-launch"
    FIRE_CONTROL_RADAR = "fire-control-radar"
    UNSAFE_INTERCEPT = "unsafe-intercept"
    LOW_FLIGHT = "low-flight"
    WARNING_SHOTS = "warning-shots"
    AIRSPACE_VIOLATION = "airspace-violation"
    ADIZ_ENTRY = "adiz-entry"
    MARITIME_INCURSION = "maritime-incursion"
    COLLISION = "collision"
    RAMMING = "ramming"
    WATER_CANNON = "water-cannon"
    BOARDING = "boarding"
    SHELLING = "shelling"
    SINKING = "sinking"
    DRONE = "drone"
    BALLOON = "balloon"
    CYBER = "cyber"
    DETENTION = "detention"
    DEMOLITION = "demolition"
    DEPLOYMENT = "deployment"
    DIPLOMATIC_PROTEST = "diplomatic-protest"
    SUSPENSION_OF_AGREEMENT = "suspension-of-agreement"
    CANCELLATION = "cancellation"
    SANCTION = "sanction"


class WeaponClass(StrEnum):
    """The class of what was launched or fired."""

    SHORT_RANGE_BALLISTIC = "short-range-ballistic"
    MEDIUM_RANGE_BALLISTIC = "medium-range-ballistic"
    INTERMEDIATE_RANGE_BALLISTIC = "intermediate-range-ballistic"
    INTERCONTINENTAL_BALLISTIC = "intercontinental-ballistic"
    SUBMARINE_LAUNCHED_BALLISTIC = "submarine-launched-ballistic"
    BALLISTIC = "ballistic"
    HYPERSONIC = "hypersonic"
    CRUISE = "cruise"
    SPACE_LAUNCHER = "space-launcher"
    NUCLEAR_DEVICE = "nuclear-device"
    ARTILLERY = "artillery"
    TORPEDO = "torpedo"
