"""Imprecise dates, the whole of them through one door: read, compare, cover and say in words.

A date is written as EDTF (Library of Congress, Extended Date/Time Format specification, 4 February 2019),
levels 0 and 1; ``date_grammar`` says what is left out. Days are local calendar days, never passed through
UTC.
"""

from communique.schema.date_grammar import DateError, DatePrecision
from communique.schema.date_order import compatible, contains, hull, overlaps, sort_key
from communique.schema.date_text import Edtf, is_valid, parse
from communique.schema.date_words import words

__all__ = [
    "DateError",
    "DatePrecision",
    "Edtf",
    "compatible",
    "contains",
    "hull",
    "is_valid",
    "overlaps",
    "parse",
    "sort_key",
    "words",
]
