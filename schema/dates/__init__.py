"""Imprecise dates: parse, compare, cover and format them.

A date is written as EDTF (Library of Congress, Extended Date/Time Format specification, 4 February 2019),
levels 0 and 1; ``date_grammar`` says what is left out. Days are local calendar days, never passed through
UTC.
"""

from communique.schema.dates.compare import (
    covering_interval,
    date_sort_key,
    has_overlap,
    is_compatible,
    is_refined_by,
)
from communique.schema.dates.format import format_date
from communique.schema.dates.grammar import DateError, DatePrecision
from communique.schema.dates.parse import Edtf, is_valid_date, parse_date

__all__ = [
    "DateError",
    "DatePrecision",
    "Edtf",
    "covering_interval",
    "date_sort_key",
    "format_date",
    "has_overlap",
    "is_compatible",
    "is_refined_by",
    "is_valid_date",
    "parse_date",
]
