"""Written by `python -m communique.schema.type_stubs`; change the declarations, not this."""

import datetime as dt

from communique.schema.dates.grammar import DatePrecision
from communique.schema.event_types.exercise import Domain, ExerciseType as ExerciseTypeWord, Mission
from communique.schema.event_types.incident import IncidentType, WeaponClass
from communique.schema.event_types.meeting import MeetingFormat, MeetingLevel
from communique.schema.event_types.memorandum import Instrument
from communique.schema.event_types.visit import VisitPurpose, VisitType
from communique.schema.tables.actor import Actor
from communique.schema.tables.base import Base
from communique.schema.tables.detail import Provision
from communique.schema.tables.event import Event
from communique.schema.tables.place import Place
from communique.schema.views.dyad import DyadRelation
from communique.schema.vocabulary import ActorKind, Closeness, Disagreement, Extent, Kind, Modality, PlacePrecision, RecordStatus, Role, Standing, Status

__all__ = [
    "ViewRow",
    "Meeting",
    "Memorandum",
    "Exercise",
    "Incident",
    "Visit",
    "ExerciseType",
    "ExerciseDomain",
    "ExerciseMission",
    "EventOverview",
    "EventSource",
    "ParticipationOverview",
    "ClaimOverview",
    "PersonOverview",
    "CoverageOverview",
    "DossierScope",
    "EventWide",
    "ParticipationWide",
    "Dyad",
    "DyadYear",
    "Edge",
]

class Meeting(Base, table=True):
    event_id: str
    kind: Kind = ...
    level: MeetingLevel | None = ...
    format: MeetingFormat | None = ...
    event: Event = ...

class Memorandum(Base, table=True):
    event_id: str
    kind: Kind = ...
    instrument: Instrument | None = ...
    binding: bool | None = ...
    in_force: str | None = ...
    in_force_from: dt.date | None = ...
    in_force_until: dt.date | None = ...
    expires: str | None = ...
    expires_from: dt.date | None = ...
    expires_until: dt.date | None = ...
    event: Event = ...
    provisions: list[Provision] = ...

class Exercise(Base, table=True):
    event_id: str
    kind: Kind = ...
    type: ExerciseTypeWord | None = ...
    domains: list[ExerciseDomain] = ...
    event: Event = ...
    missions: list[ExerciseMission] = ...
    types: list[ExerciseType] = ...

class Incident(Base, table=True):
    event_id: str
    kind: Kind = ...
    type: IncidentType | None = ...
    weapon: str | None = ...
    weapon_class: WeaponClass | None = ...
    splashdown_id: str | None = ...
    overflew_id: str | None = ...
    event: Event = ...
    overflew: Actor | None = ...
    splashdown: Place | None = ...

class Visit(Base, table=True):
    event_id: str
    kind: Kind = ...
    type: VisitType | None = ...
    purpose: VisitPurpose | None = ...
    event: Event = ...

class ExerciseType(Base, table=True):
    event_id: str
    type: ExerciseTypeWord
    exercise: Exercise = ...

class ExerciseDomain(Base, table=True):
    event_id: str
    domain: Domain
    exercise: Exercise = ...

class ExerciseMission(Base, table=True):
    event_id: str
    mission: Mission
    exercise: Exercise = ...

class ViewRow: ...

class EventOverview(ViewRow):
    id: str
    kind: Kind | None
    title: str | None
    date: str | None
    start_earliest: dt.date | None
    end_latest: dt.date | None
    status: Status | None
    place: str | None
    latitude: float | None
    longitude: float | None
    series: str | None
    edition: str | None
    level: str | None
    instrument: str | None
    type: str | None
    actors: str | None
    sources: int | None
    independent_sources: int | None
    disagreement: Disagreement | None
    record_status: RecordStatus | None
    overdue_since: dt.date | None

class EventSource(ViewRow):
    event_id: str
    source_id: str
    publisher: str | None
    agency: str | None
    title: str | None
    url: str | None
    published_on: dt.date | None
    paragraphs: str | None
    closeness: Closeness | None
    originator: str | None

class ParticipationOverview(ViewRow):
    event_id: str
    event: str | None
    date: str | None
    actor_id: str
    actor: str | None
    role: Role
    person_id: str | None
    person: str | None
    office: str | None
    units: str | None

class ClaimOverview(ViewRow):
    event_id: str
    field: str
    element: str
    value: str
    source_id: str
    publisher: str | None
    paragraphs: str
    modality: Modality
    attributed_to: str | None
    standing: Standing | None
    quote: str | None

class PersonOverview(ViewRow):
    person_id: str
    person: str | None
    events: int | None
    first_on: dt.date | None
    latest_on: dt.date | None
    offices: str | None

class CoverageOverview(ViewRow):
    id: str
    extent: Extent | None
    scope: str | None
    period: str | None
    counted: int | None
    counted_by: str
    url: str | None
    recorded: int | None

class DossierScope(ViewRow):
    dossier_id: str
    event_id: str

class EventWide(ViewRow):
    id: str
    kind: Kind | None
    title: str | None
    status: Status | None
    took_place: bool
    date: str | None
    date_precision: DatePrecision | None
    start_earliest: dt.date | None
    start_latest: dt.date | None
    end_earliest: dt.date | None
    end_latest: dt.date | None
    year: int | None
    date_approximate: bool | None
    overdue_since: dt.date | None
    place_id: str | None
    place: str | None
    place_precision: PlacePrecision | None
    latitude: float | None
    longitude: float | None
    country_id: str | None
    country: str | None
    series_id: str | None
    series: str | None
    edition: str | None
    topics: str | None
    meeting_level: MeetingLevel | None
    meeting_format: MeetingFormat | None
    memorandum_instrument: Instrument | None
    memorandum_binding: bool | None
    memorandum_in_force: str | None
    memorandum_in_force_from: dt.date | None
    memorandum_in_force_until: dt.date | None
    memorandum_expires: str | None
    memorandum_expires_from: dt.date | None
    memorandum_expires_until: dt.date | None
    exercise_type: ExerciseTypeWord | None
    exercise_types: str | None
    exercise_domains: str | None
    exercise_missions: str | None
    incident_type: IncidentType | None
    incident_weapon: str | None
    incident_weapon_class: WeaponClass | None
    incident_splashdown_id: str | None
    incident_overflew_id: str | None
    visit_type: VisitType | None
    visit_purpose: VisitPurpose | None
    personnel_low: float | None
    personnel_best: float | None
    personnel_high: float | None
    ships_low: float | None
    ships_best: float | None
    ships_high: float | None
    aircraft_low: float | None
    aircraft_best: float | None
    aircraft_high: float | None
    countries_low: float | None
    countries_best: float | None
    countries_high: float | None
    objects_low: float | None
    objects_best: float | None
    objects_high: float | None
    killed_low: float | None
    killed_best: float | None
    killed_high: float | None
    injured_low: float | None
    injured_best: float | None
    injured_high: float | None
    missing_low: float | None
    missing_best: float | None
    missing_high: float | None
    detained_low: float | None
    detained_best: float | None
    detained_high: float | None
    range_km_low: float | None
    range_km_best: float | None
    range_km_high: float | None
    altitude_km_low: float | None
    altitude_km_best: float | None
    altitude_km_high: float | None
    flight_minutes_low: float | None
    flight_minutes_best: float | None
    flight_minutes_high: float | None
    speed_mach_low: float | None
    speed_mach_best: float | None
    speed_mach_high: float | None
    magnitude_low: float | None
    magnitude_best: float | None
    magnitude_high: float | None
    yield_kt_low: float | None
    yield_kt_best: float | None
    yield_kt_high: float | None
    distance_m_low: float | None
    distance_m_best: float | None
    distance_m_high: float | None
    duration_minutes_low: float | None
    duration_minutes_best: float | None
    duration_minutes_high: float | None
    value_usd_million_low: float | None
    value_usd_million_best: float | None
    value_usd_million_high: float | None
    host: str | None
    attendee: str | None
    signatory: str | None
    witness: str | None
    organiser: str | None
    observer: str | None
    mediator: str | None
    initiator: str | None
    alleged_initiator: str | None
    affected: str | None
    responder: str | None
    issuer: str | None
    addressee: str | None
    selector: str | None
    announcer: str | None
    actors: str | None
    parties: int | None
    people: str | None
    sources: int | None
    independent_sources: int | None
    source_ids: str | None
    originators: str | None
    disagreement: Disagreement | None
    unresolved_values: str | None
    overruled_values: str | None
    alleged_values: str | None
    denied_values: str | None

class ParticipationWide(ViewRow):
    event_id: str
    actor_id: str
    role: Role
    actor: str | None
    actor_kind: ActorKind | None
    state_id: str | None
    iso_alpha3: str | None
    cow: str | None
    gleditsch_ward: str | None
    kind: Kind | None
    title: str | None
    status: Status | None
    took_place: bool
    date: str | None
    date_precision: DatePrecision | None
    start_earliest: dt.date | None
    start_latest: dt.date | None
    end_earliest: dt.date | None
    end_latest: dt.date | None
    year: int | None
    people: str | None
    offices: str | None
    units: str | None
    sources: int | None

class Dyad(ViewRow):
    event_id: str
    relation: DyadRelation
    from_id: str
    to_id: str
    from_name: str | None
    to_name: str | None
    is_directed: bool | None
    kind: Kind | None
    status: Status | None
    took_place: bool
    date: str | None
    date_precision: DatePrecision | None
    start_earliest: dt.date | None
    start_latest: dt.date | None
    end_earliest: dt.date | None
    end_latest: dt.date | None
    year: int | None
    parties: int | None
    at_conference: bool | None
    sources: int | None
    disagreement: Disagreement | None

class DyadYear(ViewRow):
    from_id: str
    to_id: str
    relation: DyadRelation
    year: int
    from_cow: str | None
    to_cow: str | None
    events: int | None
    alleged: int | None
    planned: int | None
    cancelled: int | None
    coverage: Extent | None

class Edge(ViewRow):
    from_id: str
    to_id: str
    relation: DyadRelation
    from_name: str | None
    to_name: str | None
    is_directed: bool | None
    events: int | None
    first_on: dt.date | None
    latest_on: dt.date | None
