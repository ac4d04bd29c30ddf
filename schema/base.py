"""What every table shares: named constraints, enumerations as checked text, slugs, and imprecise dates."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Enum, MetaData
from sqlalchemy.orm import declared_attr, registry
from sqlmodel import Field, SQLModel

from communique.schema.dates import DatePrecision

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
    """The root of every table, on metadata of our own so that nothing foreign is ever migrated."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  (SQLAlchemy calls it with the class)
        """The class name in snake case: ``EventLink`` is the table ``event_link``."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()


def since(revision: str) -> dict[str, str]:
    """For the ``info`` of a table or index that adds nothing but speed: the revision that brought it."""
    return {"since": revision}


def choice(
    values: type[StrEnum], name: str
) -> Any:  # SQLModel types sa_type as a class, but takes an instance
    """Text limited to an enumeration by a CHECK in the database.

    Not a native enumeration: adding a value must not need a type migration on PostgreSQL.
    """
    return Enum(
        values,
        native_enum=False,
        create_constraint=True,
        name=name,
        length=40,
        values_callable=lambda enumeration: [member.value for member in enumeration],
    )


def only(column: str, letters: str) -> str:
    """A condition, the same on SQLite and PostgreSQL, that a text has no characters but these."""
    return f"ltrim({column}, '{letters}') = ''"


def slug(column: str) -> str:
    """A condition: lower-case words and digits joined by single hyphens, as ``[a-z0-9]+(-[a-z0-9]+)*``."""
    return (
        f"length({column}) BETWEEN 1 AND {SLUG_LENGTH} AND {only(column, SLUG_LETTERS)} "
        f"AND '-' || {column} || '-' NOT LIKE '%--%'"
    )


def slug_check(column: str = "id") -> CheckConstraint:
    """An id is lower-case words joined by hyphens: safe as a file name, a URL and a shell word."""
    return CheckConstraint(slug(column), name=f"{column}_slug")


def paragraphs_check() -> CheckConstraint:
    """Paragraphs are whole numbers joined by commas, as ``1,2,5``; at least one."""
    return CheckConstraint(
        f"length(paragraphs) > 0 AND {only('paragraphs', '0123456789,')} "
        "AND ',' || paragraphs || ',' NOT LIKE '%,,%'",
        name="paragraphs_form",
    )


def hash_check() -> CheckConstraint:
    """SHA-256 in lower-case hexadecimal."""
    return CheckConstraint(
        f"length(sha256) = 64 AND {only('sha256', '0123456789abcdef')}", name="sha256_form"
    )


def truth_check(column: str) -> CheckConstraint:
    """SQLite has no truth values of its own and would take any number for one."""
    return CheckConstraint(f"{column} IN (true, false)", name=f"{column}_truth")


def ordered(*columns: str) -> CheckConstraint:
    """Bounds that must not decrease; a null side is open and passes."""
    pairs = [(a, b) for i, a in enumerate(columns) for b in columns[i + 1 :]]
    return CheckConstraint(
        " AND ".join(f"({a} IS NULL OR {b} IS NULL OR {a} <= {b})" for a, b in pairs),
        name=f"{columns[0]}_before_{columns[-1]}",
    )


def date_checks() -> tuple[CheckConstraint, ...]:
    """The bounds of ``Dated``: earliest before latest, start before end, none without a date."""
    return (
        CheckConstraint(
            "(date IS NULL) = (date_precision IS NULL) AND (date IS NOT NULL OR "
            "coalesce(start_earliest, start_latest, end_earliest, end_latest) IS NULL)",
            name="date_whole",
        ),
        truth_check("date_approximate"),
        ordered("start_earliest", "start_latest"),
        ordered("end_earliest", "end_latest"),
        ordered("start_earliest", "end_latest"),
    )


class Dated(SQLModel):
    """An imprecise date or span: EDTF text for people, day bounds for sorting and filtering."""

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
        default=None, sa_type=choice(DatePrecision, "date_precision"), description="how fine the date is"
    )
    date_approximate: bool = Field(
        default=False, description="the date is marked as approximate or uncertain"
    )
