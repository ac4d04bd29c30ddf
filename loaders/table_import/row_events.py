"""Make what an entry says of the events of one row, or the reasons why it says nothing."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from communique.errors import Finding
from communique.loaders.entry_format.error_messages import describe_error
from communique.loaders.entry_format.event import ENTRY_MODELS, EventEntry
from communique.loaders.table_import.cell_rules import apply_rule, convert_figure, first_value
from communique.loaders.table_import.date_rules import CellError, convert_date
from communique.loaders.table_import.name_worklist import NameResolver
from communique.loaders.table_import.table_file import TableRow
from communique.loaders.table_import.table_map import (
    COLUMN,
    CellRule,
    EventRule,
    NoteRule,
    ParticipantRule,
    TableMap,
    iter_rules,
)
from communique.schema.event_types import EVENT_TYPES
from communique.schema.fields import EventField
from communique.schema.text_parts import is_text_part
from communique.schema.vocabulary import TextPart

NOTE_LENGTH: Final = 300
"""Characters of a note's text, as the entry format has it."""


@dataclass(frozen=True, slots=True)
class RowEvent:
    """An event of a row: what an entry says of it, and where it comes from."""

    row: TableRow
    entry: EventEntry


class OpenNameError(Exception):
    """A name of a row that the curator has to answer first."""

    def __init__(self, column: str, name: str, section: str) -> None:
        super().__init__(name)
        self.column, self.name, self.section = column, name, section


class RowConverter:
    """What turns rows into events by a map.

    Args:
        table_map: which column is which field.
        resolver: whom names mean.
        table_name: the table's file name, for findings.
    """

    def __init__(self, table_map: TableMap, resolver: NameResolver, table_name: str) -> None:
        self.table_map, self.resolver, self.table_name = table_map, resolver, table_name

    def convert_row(self, row: TableRow) -> tuple[list[RowEvent], list[Finding]]:
        """Return the events of a row and no finding, or findings and no event."""
        events: list[RowEvent] = []
        findings: list[Finding] = []
        rules = [rule for rule in self.table_map.events if fits(row, rule.when)]
        if not rules:
            columns = dict.fromkeys(column for rule in self.table_map.events for column in rule.when)
            cells = ", ".join(f"{column} {row.cells[column]!r}" for column in columns)
            cure = "widen `when`, or leave the row out by `only`"
            findings.append(self._finding(row, "", f"no event of the map fits ({cells})", cure))
        for number, rule in enumerate(rules):
            data: dict[str, Any] = {}
            try:
                data = self._convert_event(row, rule, number)
                events.append(RowEvent(row, _adapter().validate_python(data)))
            except CellError as error:
                findings.append(self._finding(row, error.column, error.what, error.cure))
            except OpenNameError as open_name:
                what = f"{open_name.name!r} is not known among the {open_name.section}"
                cure = "answer it in the worklist, which says what it may mean"
                findings.append(self._finding(row, open_name.column, what, cure))
            except ValidationError as error:
                findings += self._explain(row, error, data)
        return ([] if findings else events), findings

    def _finding(self, row: TableRow, column: str, what: str, cure: str) -> Finding:
        return Finding(self.table_name, row.line, 1, column, what, cure)

    def _explain(self, row: TableRow, error: ValidationError, data: dict[str, Any]) -> Iterator[Finding]:
        for detail in error.errors(include_url=False):
            what, cure = describe_error(detail, data, _list_keys)
            field = ".".join(str(step) for step in detail["loc"][1:])
            yield self._finding(row, field, what, cure or "change the rule of the map that makes it")

    def _convert_event(self, row: TableRow, rule: EventRule, number: int) -> dict[str, Any]:
        cells = row.cells | self._print_names(row, rule)
        date = convert_date(cells, rule.date)
        if date is None:
            raise CellError(
                rule.date.column, "the row has no date", "fill it in, or leave such rows out by `only`"
            )
        data: dict[str, Any] = {
            "id": first_value(cells, rule.id) or self._default_id(row, number),
            "kind": first_value(cells, rule.kind),
            "title": first_value(cells, rule.title),
            "summary": first_value(cells, rule.summary),
            "paragraphs": [locate_row(row, self.table_map)],
            "date": date,
        }
        if place := self._resolve(row, rule.place, None):
            data["place"] = place[0]
        for name, field_rule in rule.fields.items():
            if values := self._resolve(row, field_rule, None):
                data[name] = values if _is_set(name) else values[0]
        data["participants"] = self._merge(self._convert_participants(row, rule.participants))
        figures = {
            measure: convert_figure(cells, figure_rule) for measure, figure_rule in rule.figures.items()
        }
        data["figures"] = {measure: figure for measure, figure in figures.items() if figure}
        data["notes"] = [
            note for rule_ in rule.notes for note in _write_notes(rule_, first_value(cells, rule_.text))
        ]
        cited = cells.get(self.table_map.cited_source or "", "")
        if cited:
            data["notes"].append(
                {"id": "cited-source", "type": "context", "text": f"The table cites: {cited}"}
            )
        return {key: value for key, value in data.items() if value not in (None, [], {})}

    def _default_id(self, row: TableRow, number: int) -> str:
        suffix = f"-{number + 1}" if number else ""
        return f"{self.table_map.id}-{row_key(row, self.table_map)}{suffix}"

    def _print_names(self, row: TableRow, rule: EventRule) -> dict[str, str]:
        """Return what texts of the map call `{column|section}`: the registry's own name of whom a cell means."""
        printed = {}
        for text in (cell_rule.text or "" for cell_rule in iter_rules(rule)):
            for name in COLUMN.findall(text):
                column, _, section = name.partition("|")
                if section and (cell := row.cells[column]):
                    printed[name] = self.resolver.print_name(section, cell, row.line)
        return printed

    def _convert_participants(
        self, row: TableRow, rules: Iterable[ParticipantRule]
    ) -> Iterator[dict[str, Any]]:
        for rule in rules:
            role = first_value(row.cells, rule.role)
            for actor in self._resolve(row, rule.actor, None):
                people = [
                    person for person_rule in rule.people for person in self._resolve(row, person_rule, actor)
                ]
                units = [unit for unit_rule in rule.units for unit in self._resolve(row, unit_rule, actor)]
                participant = {"actor": actor, "role": role, "people": people, "units": units}
                yield {key: value for key, value in participant.items() if value}

    @staticmethod
    def _merge(participants: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return participants with the people and units of one actor in one role together."""
        merged: dict[tuple[str, str | None], dict[str, Any]] = {}
        for participant in participants:
            first = merged.setdefault((participant["actor"], participant.get("role")), participant)
            if first is not participant:
                for key in ("people", "units"):
                    joined = list(dict.fromkeys([*first.get(key, ()), *participant.get(key, ())]))
                    first.update({key: joined} if joined else {})
        return list(merged.values())

    def _resolve(self, row: TableRow, rule: CellRule | None, actor: str | None) -> list[Any]:
        """Return the values of a rule, names turned into ids."""
        if rule is None:
            return []
        values: list[Any] = list(apply_rule(row.cells, rule))
        if rule.names is None:
            return values
        ids = []
        for value in map(str, values):
            id_ = self.resolver.resolve(rule.names, value, row.line, create=rule.create, actor=actor)
            if id_ is not None:
                ids.append(id_)
            elif not self.resolver.is_left_out(rule.names, value):
                raise OpenNameError(rule.column or "", value, rule.names)
        return ids


def _write_notes(rule: NoteRule, text: Any) -> Iterator[dict[str, Any]]:
    """Yield a note, or several where a text is longer than a note may be: it is cut between sentences or words."""
    parts: list[str] = []
    sentences = re.split(r"(?<=[.!?;]) +", " ".join(str(text or "").split()))
    for sentence in (line for it in sentences for line in textwrap.wrap(it, NOTE_LENGTH)):
        if parts and len(parts[-1]) + len(sentence) < NOTE_LENGTH:
            parts[-1] += f" {sentence}"
        elif sentence:
            parts.append(sentence)
    for number, part in enumerate(parts, 1):
        yield {"id": rule.id + (f"-{number}" if number > 1 else ""), "type": rule.type, "text": part}


def row_key(row: TableRow, table_map: TableMap) -> str:
    """Return what names a row for good, as it stands in ids.

    Raises:
        CellError: the cell that should name it is empty, or cannot stand in an id.
    """
    if table_map.row_id is None:
        return str(row.number)
    cell = row.cells[table_map.row_id]
    key = "-".join(
        part for part in "".join(c if c.isalnum() and c.isascii() else " " for c in cell.lower()).split()
    )
    if not key:
        raise CellError(
            table_map.row_id, f"{cell!r} names no row", "give the row an id of letters and digits"
        )
    return key


def locate_row(row: TableRow, table_map: TableMap) -> str:
    """Return the part of the text that a row is: by its own number where it has one, else by its place."""
    cell = row.cells[table_map.row_id] if table_map.row_id else ""
    return f"{TextPart.ROW}-{cell if is_text_part(f'{TextPart.ROW}-{cell}') else row.number}"


def fits(row: TableRow, cells: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether a row has one of the given cells in each of the given columns."""
    return all(row.cells[column] in wanted for column, wanted in cells.items())


@cache
def _adapter() -> TypeAdapter[EventEntry]:
    return TypeAdapter(EventEntry)


def _list_keys() -> list[str]:
    return sorted({name for model in ENTRY_MODELS.values() for name in model.model_fields})


@cache
def _is_set(name: str) -> bool:
    fields: Iterable[EventField] = (field for kind in EVENT_TYPES.values() for field in kind.fields)
    return name in {"topics", "names"} | {field.name for field in fields if field.is_set}
