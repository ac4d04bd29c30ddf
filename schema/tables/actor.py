"""Tables of actors with their names, of people, and of the offices they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from communique.schema.tables.base import (
    Base,
    DateColumns,
    date_checks,
    enum_type,
    identifier_join,
    only_characters,
    relate,
    relate_list,
    slug_check,
    slug_condition,
)
from communique.schema.vocabulary import ActorKind, Holders, NameOrder

if TYPE_CHECKING:
    from communique.schema.tables.claim import Claim
    from communique.schema.tables.identifier import Identifier
    from communique.schema.tables.participation import Participation, ParticipationPerson
    from communique.schema.tables.place import Place, PlaceName
    from communique.schema.tables.source import Publisher
    from communique.schema.tables.subject import Coverage
    from communique.schema.tables.summary import PairTally, PersonOfficeTally, PersonTally

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Actor(Base, table=True):
    """A state, territory, bloc, alliance, organisation, ministry, service, unit, company or group."""

    __table_args__ = (
        CheckConstraint(
            f"(length(id) = 2 AND {only_characters('id', CAPITALS)}) OR (length(id) > 1 AND {slug_condition('id')})",
            name="id_form",
        ),
        CheckConstraint(
            f"length(iso_alpha2) = 2 AND {only_characters('iso_alpha2', CAPITALS)}", name="iso_alpha2_form"
        ),
        CheckConstraint(
            f"length(iso_alpha3) = 3 AND {only_characters('iso_alpha3', CAPITALS)}", name="iso_alpha3_form"
        ),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="parent_is_other"),
    )

    id: str = Field(
        primary_key=True, description="`US` for a state or territory with an ISO 3166-1 code, else a slug"
    )
    kind: ActorKind = Field(
        sa_type=enum_type(ActorKind, "kind"), index=True, description="what sort of actor it is"
    )
    name: str = Field(description="the name that pages print, in English")
    short_name: str | None = Field(default=None, description="a shorter name for tables, such as UK MOD")
    adjective: str | None = Field(default=None, description="the English adjective, such as Norwegian")
    iso_alpha2: str | None = Field(default=None, unique=True, description="ISO 3166-1 alpha-2 code")
    iso_alpha3: str | None = Field(default=None, unique=True, description="ISO 3166-1 alpha-3 code")
    parent_id: str | None = Field(
        default=None,
        foreign_key="actor.id",
        index=True,
        description="the actor it belongs to, as a ministry to its state",
    )
    label_note: str | None = Field(default=None, description="why it is labelled so, where that is disputed")

    parent: Actor | None = relate("Actor", remote_side="Actor.id")
    children: list[Actor] = relate_list("Actor")
    names: list[ActorName] = relate_list("ActorName")
    memberships: list[ActorMembership] = relate_list(
        "ActorMembership", foreign_keys="ActorMembership.actor_id"
    )
    members: list[ActorMembership] = relate_list("ActorMembership", foreign_keys="ActorMembership.group_id")
    people: list[Person] = relate_list("Person")
    offices: list[Office] = relate_list("Office")
    places: list[Place] = relate_list("Place")
    place_names: list[PlaceName] = relate_list("PlaceName")
    publishers: list[Publisher] = relate_list("Publisher")
    participations: list[Participation] = relate_list("Participation")
    attributed_claims: list[Claim] = relate_list("Claim")
    coverages: list[Coverage] = relate_list("Coverage")
    meetings_with: list[PairTally] = relate_list("PairTally", foreign_keys="PairTally.actor_id")
    identifiers: list[Identifier] = relate_list("Identifier", primaryjoin=identifier_join("Actor"))


class ActorName(Base, table=True):
    """Another name of an actor, with its language."""

    actor_id: str = Field(primary_key=True, foreign_key="actor.id", description="the actor")
    name: str = Field(primary_key=True, index=True, description="the name as written")
    language: str = Field(default="en", description="BCP 47 language tag, with script where it matters")

    actor: Actor = relate("Actor")


class ActorMembership(DateColumns, Base, table=True):
    """An actor belonging to a bloc, alliance or organisation for a time."""

    __table_args__ = (CheckConstraint("actor_id <> group_id", name="group_is_other"), *date_checks())

    actor_id: str = Field(primary_key=True, foreign_key="actor.id", description="the member")
    group_id: str = Field(
        primary_key=True, foreign_key="actor.id", index=True, description="what it belongs to"
    )

    actor: Actor = relate("Actor", foreign_keys="ActorMembership.actor_id")
    group: Actor = relate("Actor", foreign_keys="ActorMembership.group_id")


class Person(Base, table=True):
    """A person who takes part in events."""

    __table_args__ = (slug_check(),)

    id: str = Field(
        primary_key=True, description="family name and given name as a slug, such as `orban-viktor`"
    )
    name: str = Field(description="the name that pages print, in the person's own order, in Latin script")
    family_name: str | None = Field(default=None, description="the family name; null where there is none")
    given_name: str | None = Field(default=None, description="the given name or names")
    name_order: NameOrder = Field(
        sa_type=enum_type(NameOrder, "name_order"), description="which part comes first"
    )
    native_name: str | None = Field(default=None, description="the name in its own script")
    native_language: str | None = Field(default=None, description="BCP 47 language tag of the native name")
    actor_id: str | None = Field(
        default=None, foreign_key="actor.id", index=True, description="the state the person acts for"
    )

    actor: Actor | None = relate("Actor")
    names: list[PersonName] = relate_list("PersonName")
    tenures: list[Tenure] = relate_list("Tenure")
    participations: list[ParticipationPerson] = relate_list("ParticipationPerson")
    tally: PersonTally | None = relate("PersonTally")
    office_tallies: list[PersonOfficeTally] = relate_list("PersonOfficeTally")
    identifiers: list[Identifier] = relate_list("Identifier", primaryjoin=identifier_join("Person"))


class PersonName(Base, table=True):
    """Another spelling of a person's name that a source uses."""

    person_id: str = Field(primary_key=True, foreign_key="person.id", description="the person")
    name: str = Field(primary_key=True, index=True, description="the name as written")
    language: str = Field(default="en", description="BCP 47 language tag, with script where it matters")

    person: Person = relate("Person")


class Office(Base, table=True):
    """An office that people hold, such as minister of defence of Norway."""

    __table_args__ = (slug_check(), CheckConstraint("rank BETWEEN 0 AND 100", name="rank_range"))

    id: str = Field(primary_key=True, description="a slug such as `us-secretary-of-defense`")
    actor_id: str = Field(foreign_key="actor.id", index=True, description="the actor whose office it is")
    title: str = Field(description="the office's English title")
    rank: int = Field(default=50, ge=0, le=100, description="order on a page, 0 is the head of state")
    holders: Holders | None = Field(
        default=None,
        sa_type=enum_type(Holders, "holders"),
        description="how many people hold it at a time; null where that is not said",
    )

    actor: Actor = relate("Actor")
    tenures: list[Tenure] = relate_list("Tenure")
    participations: list[ParticipationPerson] = relate_list("ParticipationPerson")
    person_tallies: list[PersonOfficeTally] = relate_list("PersonOfficeTally")


class Tenure(DateColumns, Base, table=True):
    """A person holding an office for a time."""

    __table_args__ = (*date_checks(), CheckConstraint("number >= 1", name="number_positive"))

    person_id: str = Field(primary_key=True, foreign_key="person.id", description="the person")
    office_id: str = Field(
        primary_key=True, foreign_key="office.id", index=True, description="the office held"
    )
    number: int = Field(
        primary_key=True, default=1, ge=1, description="1 for the first time in this office, 2 for the next"
    )
    url: str | None = Field(default=None, description="the page that gives its dates")
    archived_url: str | None = Field(default=None, description="an archived copy of that page")

    person: Person = relate("Person")
    office: Office = relate("Office")
