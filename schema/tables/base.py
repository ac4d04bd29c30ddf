"""The parts that tables share: naming of constraints, checked enumerations, slugs and imprecise dates."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Enum, MetaData
from sqlalchemy.orm import declared_attr, registry, relationship
from sqlmodel import Field, Relationship, SQLModel

from communique.schema.dates.grammar import DatePrecision
from communique.schema.text_parts import NUMBERED_PARTS
from communique.schema.vocabulary import TextPart

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SLUG_LENGTH = 120
SLUG_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"


class Base(SQLModel, registry=registry(metadata=metadata)):
    """The base class of every table, on metadata of our own so that nothing foreign is ever migrated."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  (SQLAlchemy calls it with the class)
        """Return the class name in snake case: ``EventLink`` is the table ``event_link``."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    def __init_subclass__(cls, **options: Any) -> None:
        """Put the relationships of a table aside until somebody wants them (``map_relationships``)."""
        super().__init_subclass__(**options)
        _PENDING.extend((cls, name, info) for name, info in cls.__sqlmodel_relationships__.items())
        cls.__sqlmodel_relationships__.clear()


_PENDING: list[tuple[type[Base], str, Any]] = []


def map_relationships() -> None:
    """Let rows of every table know the rows that they refer to, and those that refer to them.

    Who reads from Python gets them from ``communique.schema`` and ``communique.open``. The commands do without:
    to configure some 180 relationships takes SQLAlchemy a third of a second in each process.
    """
    while _PENDING:
        model, name, info = _PENDING.pop()
        setattr(model, name, info.sa_relationship)


def introduced_in(revision: str) -> dict[str, str]:
    """Return the ``info`` of a column that came later, whose default is no part of an old release: since when."""
    return {"since": revision}


def relate(target: str, **options: Any) -> Any:
    """Return a relationship to one row of another table, for reading: the loader writes rows and knows no objects.

    Args:
        target: the class of the other table.
        options: for SQLAlchemy's ``relationship``, where the foreign keys leave a choice.
    """
    return Relationship(sa_relationship=relationship(target, viewonly=True, uselist=False, **options))


def relate_list(target: str, **options: Any) -> Any:
    """Return a relationship to the rows of another table that refer to this one; else as ``relate``."""
    return Relationship(sa_relationship=relationship(target, viewonly=True, collection_class=list, **options))


def identifier_join(owner: str) -> str:
    """Return the condition that codes are of a class of the registry, to which no foreign key leads."""
    return f"and_(foreign(Identifier.entity_id) == {owner}.id, Identifier.entity == '{owner.lower()}')"


def enum_type(
    values: type[StrEnum], name: str, *, is_checked: bool = True
) -> Any:  # SQLModel types sa_type as a class, but takes an instance
    """Return a column type for an enumeration: text limited by a CHECK in the database.

    Not a native enumeration: adding a value must not need a type migration on PostgreSQL.

    Args:
        values: the enumeration.
        name: the name of the constraint.
        is_checked: False where a foreign key to a lookup table or another constraint limits the text.
    """
    return Enum(
        values,
        native_enum=False,
        create_constraint=is_checked,
        name=name,
        length=40,
        values_callable=lambda enumeration: [member.value for member in enumeration],
    )


def only_characters(column: str, letters: str) -> str:
    """Return a condition, the same on SQLite and PostgreSQL, that a text has no other characters."""
    return f"ltrim({column}, '{letters}') = ''"


def slug_condition(column: str) -> str:
    """Return a condition for a slug: lower-case words and digits joined by single hyphens."""
    return (
        f"length({column}) BETWEEN 1 AND {SLUG_LENGTH} AND {only_characters(column, SLUG_LETTERS)} "
        f"AND '-' || {column} || '-' NOT LIKE '%--%'"
    )


def slug_check(column: str = "id") -> CheckConstraint:
    """Return the constraint that a column is a slug: safe as a file name, in a URL and in a shell."""
    return CheckConstraint(slug_condition(column), name=f"{column}_slug")


def paragraphs_check() -> CheckConstraint:
    """Return the constraint that paragraphs are numbers and parts joined by commas, as ``headline,1,2,caption-1``."""
    rest = "paragraphs"
    for part in TextPart:
        word = f"{part}-" if part in NUMBERED_PARTS else part.value
        rest = f"replace({rest}, '{word}', '')"
    return CheckConstraint(
        f"length(paragraphs) > 0 AND {only_characters(rest, '0123456789,')} "
        "AND ',' || paragraphs || ',' NOT LIKE '%,,%'",
        name="paragraphs_form",
    )


def sha256_check(column: str = "sha256") -> CheckConstraint:
    """Return the constraint that a column is a SHA-256 in lower-case hexadecimal."""
    return CheckConstraint(
        f"length({column}) = 64 AND {only_characters(column, '0123456789abcdef')}", name=f"{column}_form"
    )


def boolean_check(column: str) -> CheckConstraint:
    """Return the constraint that a column is a boolean; SQLite has no such type and takes any number."""
    return CheckConstraint(f"{column} IN (true, false)", name=f"{column}_truth")


def ordered_check(*columns: str) -> CheckConstraint:
    """Return the constraint that columns do not decrease; a null side is open and passes."""
    pairs = [(a, b) for i, a in enumerate(columns) for b in columns[i + 1 :]]
    return CheckConstraint(
        " AND ".join(f"({a} IS NULL OR {b} IS NULL OR {a} <= {b})" for a, b in pairs),
        name=f"{columns[0]}_before_{columns[-1]}",
    )


def date_checks() -> tuple[CheckConstraint, ...]:
    """Return the constraints of ``DateColumns``: bounds in order, and none without a date."""
    return (
        CheckConstraint(
            "(date IS NULL) = (date_precision IS NULL) AND (date IS NOT NULL OR "
            "coalesce(start_earliest, start_latest, end_earliest, end_latest) IS NULL)",
            name="date_whole",
        ),
        boolean_check("date_approximate"),
        ordered_check("start_earliest", "start_latest"),
        ordered_check("end_earliest", "end_latest"),
        ordered_check("start_earliest", "end_latest"),
    )


class DateColumns(SQLModel):
    """The columns of an imprecise date: EDTF text for people, day bounds for sorting and filtering."""

    date: str | None = Field(
        default=None,
        max_length=40,
        description="EDTF (Library of Congress, level 1), as `2024-06` or `2024-06-27/2024-06-29`",
    )
    start_earliest: dt.date | None = Field(
        default=None, description="first day it may have begun; null is open"
    )
    start_latest: dt.date | None = Field(default=None, description="last day it may have begun; null is open")
    end_earliest: dt.date | None = Field(
        default=None, description="first day it may have ended; null is open"
    )
    end_latest: dt.date | None = Field(default=None, description="last day it may have ended; null is open")
    date_precision: DatePrecision | None = Field(
        default=None, sa_type=enum_type(DatePrecision, "date_precision"), description="how fine the date is"
    )
    date_approximate: bool = Field(
        default=False, description="the date is marked as approximate or uncertain"
    )
