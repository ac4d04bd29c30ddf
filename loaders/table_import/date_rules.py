"""Turn the dates of a table into EDTF by one rule for a whole column; what the rule does not fit is refused."""

from __future__ import annotations

import re
from typing import Final

from communique.loaders.table_import.table_map import DateRule
from communique.schema.dates import DateError, is_valid_date, parse_date

_ORDERS: Final = {"month-day-year": "mdy", "day-month-year": "dmy", "year-month-day": "ymd"}
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_UNKNOWN: Final = re.compile(r"(?i)^(x+|0+|\?+|-+|)$")
_DOUBT: Final = re.compile(r"(?i)^(?:c\.?a?\.?|circa|about)\s+|[?~%]$")


class CellError(ValueError):
    """A cell that its rule does not fit.

    Args:
        column: the cell's column.
        what: what is wrong.
        cure: what to do about it.
    """

    def __init__(self, column: str, what: str, cure: str) -> None:
        super().__init__(f"{what}; {cure}")
        self.column, self.what, self.cure = column, what, cure


def convert_date(cells: dict[str, str], rule: DateRule) -> str | None:
    """Return a row's day or days as EDTF, or None where it has none.

    Raises:
        CellError: a cell is no date of the rule's form, or the last day comes before the first.
    """
    first_text, last_text = cells[rule.column], cells[rule.until] if rule.until else ""
    if rule.separator and rule.separator in first_text and not last_text:
        first_text, _, last_text = (part.strip() for part in first_text.partition(rule.separator))
    if not first_text and not last_text:
        return None
    first = _convert_day(first_text, rule, rule.column) if first_text else ".."
    last = _convert_day(last_text, rule, rule.until or rule.column) if last_text else first
    edtf = first if first == last else f"{first}/{last}"
    try:
        return str(parse_date(edtf))
    except DateError as error:
        raise CellError(rule.column, error.what, error.cure) from None


def _convert_day(text: str, rule: DateRule, column: str) -> str:
    if rule.form == "edtf":
        return text
    doubt = _DOUBT.search(text)
    bare = _DOUBT.sub("", text).strip()
    mark = "" if doubt is None else "?" if doubt.group() == "?" else "%" if doubt.group() == "%" else "~"
    bare = re.sub(r"[T ]\d{2}:\d{2}.*$", "", bare)  # the time of day, which no day has
    parts = [part for part in re.split(r"[-/.,\s]+", bare) if part]
    order = _ORDERS.get(rule.form, "ymd")
    if len(parts) < 3:
        order = "".join(letter for letter in order if letter in {1: "y", 2: "ym"}.get(len(parts), ""))
    if len(parts) != len(order):
        raise _misfit(text, rule, column)
    named = dict(zip(order, parts, strict=True))
    month, day = _read_month(named.get("m", "")), named.get("d", "")
    if month is None or not (re.fullmatch(r"\d{1,2}", day) or _UNKNOWN.match(day)):
        raise _misfit(text, rule, column)
    year = _read_year(named["y"], rule, text, column)
    result = f"{year}{month and f'-{month:02d}'}" if month else year
    if month and not _UNKNOWN.match(day):
        result += f"-{int(day):02d}"
    elif not month and not _UNKNOWN.match(day):
        result += f"-XX-{int(day):02d}"
    if not is_valid_date(result):
        raise _misfit(text, rule, column)
    return result + mark


def _read_year(text: str, rule: DateRule, cell: str, column: str) -> str:
    if re.fullmatch(r"\d{4}", text):
        return text
    if re.fullmatch(r"\d{2}", text):
        if rule.century is None:
            raise CellError(
                column, f"{cell!r} has a year of two digits", "say its century, as in century: 19"
            )
        return f"{rule.century:02d}{text}"
    if re.fullmatch(r"(?i)\d{2}[\dx]x", text):
        return text.upper()
    raise _misfit(cell, rule, column)


def _read_month(text: str) -> int | None:
    """Return a month's number; 0 where it is not known, None where the text is no month."""
    if _UNKNOWN.match(text):
        return 0
    if text.isdigit():
        return int(text)
    return _MONTHS.get(text[:3].lower()) if text.isalpha() else None


def _misfit(text: str, rule: DateRule, column: str) -> CellError:
    cure = f"mend the cell, or give the column another form than {rule.form}"
    return CellError(column, f"{text!r} is no date written as {rule.form}", cure)
