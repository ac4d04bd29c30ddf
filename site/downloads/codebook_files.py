"""Write the codebook: what each table, column and word means, how often it is there, and an event that has it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader
from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from communique.migrations.introductions import read_introductions
from communique.pipeline.output_file import OutputFile
from communique.schema.codebook.find_rule import (
    explain_column,
    explain_table,
    find_column_rule,
    find_list_rule,
    find_table_rule,
    find_word_rule,
)
from communique.schema.codebook.meaning_changes import MEANING_CHANGES
from communique.schema.data_dictionary import TableEntry, build_data_dictionary, describe_view
from communique.schema.models import Release, metadata
from communique.schema.views import CODEBOOK, VIEWS
from communique.site.downloads.tables import event_columns, read_chunks
from communique.site.page_source import RelativeLinks
from communique.site.pages.example_events import find_column_examples, find_word_examples
from communique.site.pages.select import get_column
from communique.site.site_metadata import SiteMetadata
from communique.site.template_filters import format_code_spans

HTML, JSON, DATASETTE = "data/codebook.html", "data/codebook.json", "data/metadata.json"

FIND_EVENTS = {
    "title": "Find events by the words of their texts",
    "sql": """\
SELECT event.id, event.date, event.kind, event.title, snippet(event_search_fts, -1, '«', '»', '…', 24) AS words
FROM event_search_fts
JOIN event_search_fts_row AS found ON found.number = event_search_fts.rowid
JOIN event ON event.id = found.event_id
WHERE event_search_fts MATCH :words
ORDER BY event.start_earliest DESC, event.id""",
}
"""The question in which Datasette asks full text: of the tables of an index it lists none."""

CodebookRow = dict[str, Any]


def build_codebook(session: Session, hidden: frozenset[str] = frozenset()) -> list[CodebookRow]:
    """Return the rows of the codebook: tables with their columns, views with theirs, then lists with their words.

    Args:
        session: on the database.
        hidden: ids of events that are not published, whose rows do not count.
    """
    dictionary, examples = build_data_dictionary(), find_word_examples(session)
    tables = (*dictionary.tables, *map(describe_view, dictionary.views))
    rows = [row for table in tables for row in _describe_table(session, table, hidden)]
    for listed in dictionary.enumerations:
        rule = find_list_rule(listed.name)
        rows.append(_build_row("list", "", listed.name, meaning=listed.description, rule=rule))
        for value, meaning in listed.values:
            described = {"meaning": meaning, "rule": find_word_rule(listed.name, value)}
            example = examples.get((listed.name, value))
            rows.append(_build_row("word", listed.name, value, **described, example_event=example))
    introductions, changes, releases = read_introductions(), list_changes(), _select_releases(session)
    for row in rows:
        name = f"{row['owner']}.{row['name']}".strip(".")
        if name in introductions:
            row["since_release"] = _find_first_release(releases, introductions[name])
        dated = ((_find_first_release(releases, at), change) for at, change in changes.get(name, ()))
        row["changes"] = "; ".join(f"{at or 'not yet released'}: {change}" for at, change in dated) or None
    return rows


def list_changes() -> dict[str, list[tuple[str, str]]]:
    """Return what changed of each table, column, list and word, with the revision of the schema, oldest first.

    Columns and words that came later than their table or list are changes of these; they follow from the migrations.
    """
    gained: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, revision in read_introductions().items():
        owner, dot, part = name.partition(".")
        if dot:
            gained[owner][revision].append(part)
    changes: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for owner, by_revision in gained.items():
        for revision in sorted(by_revision)[1:]:
            parts = ", ".join(f"`{part}`" for part in sorted(by_revision[revision]))
            changes[owner].append((revision, f"gained {parts}"))
    for item in MEANING_CHANGES:
        for name in item.names:
            changes[name].append((item.revision, item.change))
    return {name: sorted(of_one) for name, of_one in changes.items()}


def _select_releases(session: Session) -> Sequence[tuple[str, str]]:
    """Return the schema and the version of each release, oldest first."""
    schema, version, day = (get_column(Release, name) for name in ("schema_revision", "version", "released"))
    return [(row[0], row[1]) for row in session.execute(select(schema, version).order_by(day, version))]


def _find_first_release(releases: Sequence[tuple[str, str]], revision: str) -> str | None:
    """Return the first release whose schema had a revision; None where there is none yet."""
    return next((version for schema, version in releases if schema >= revision), None)


def _build_row(part: str, owner: str, name: str, **more: Any) -> CodebookRow:
    row = dict.fromkeys(CODEBOOK.table.columns.keys()) | {"part": part, "owner": owner, "name": name}
    return row | more


def _describe_table(session: Session, entry: TableEntry, hidden: frozenset[str]) -> Iterator[CodebookRow]:
    """Yield the rows of a table or view and of its columns."""
    table = _find_table(entry.name)
    total, filled = _count_values(session, table, hidden)
    examples = find_column_examples(session, table)
    part = "table" if table.metadata is metadata else "view"
    described = {
        "meaning": entry.description,
        "rule": find_table_rule(table),
        "example_event": examples.get(""),
    }
    yield _build_row(part, "", entry.name, **described, rows=total)
    for column in entry.columns:
        cells: CodebookRow = {
            "type": column.enumeration or column.type,
            "meaning": column.description,
            "rule": find_column_rule(table, table.columns[column.name]),
            "example_event": examples.get(column.name),
            "rows": filled[column.name],
            "null_share": round(1 - filled[column.name] / total, 4) if total else None,
        }
        yield _build_row("column", entry.name, column.name, **cells)


def _find_table(name: str) -> Table:
    views = {view.name: view.table for view in VIEWS}
    return views[name] if name in views else metadata.tables[name]


def _count_values(session: Session, table: Table, hidden: frozenset[str]) -> tuple[int, dict[str, int]]:
    """Return how many rows a table has, and of each column in how many it is not null."""
    names = table.columns.keys()
    if hidden and event_columns(table):
        rows = [row for chunk in read_chunks(session, table, hidden) for row in chunk]
        filled = [sum(value is not None for value in column) for column in zip(*rows, strict=True)]
        return len(rows), dict(zip(names, filled, strict=True)) if rows else dict.fromkeys(names, 0)
    query = select(func.count(), *(func.count(column) for column in table.columns)).select_from(table)
    event = table.columns.get("event_id", table.columns["id"] if table.name == "event_overview" else None)
    if hidden and event is not None:  # of a view: one for analysis has none of these, the others have
        query = query.where(event.not_in(hidden))
    total, *filled = session.execute(query).one()
    return total, dict(zip(names, filled, strict=True))


def build_codebook_files(rows: list[CodebookRow], publication: SiteMetadata) -> Iterator[OutputFile]:
    """Yield the codebook as JSON and as one page to print, and what Datasette shows of it."""
    filled = [{key: value for key, value in row.items() if value not in (None, "")} for row in rows]
    document = {"format": 1, "codebook": filled}
    yield OutputFile(JSON, json.dumps(document, ensure_ascii=False, indent=0) + "\n")
    loader = PackageLoader("communique.site", "templates")
    env = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    links = RelativeLinks.from_page(HTML, publication.use_directory_urls)
    env.filters.update(coded=format_code_spans, to=links.href)
    template = env.get_template("codebook.html")
    owners = [row for row in rows if row["part"] in ("table", "view", "list")]
    parts = [(owner, [row for row in rows if row["owner"] == owner["name"]]) for owner in owners]
    yield OutputFile(HTML, template.render(title=publication.name, parts=parts))
    described = _describe_database(publication)
    yield OutputFile(DATASETTE, json.dumps(described, ensure_ascii=False, indent=1) + "\n")


def _describe_database(publication: SiteMetadata) -> dict[str, Any]:
    """Return the metadata file of Datasette for ``communique.sqlite``, and where full text is asked in it."""
    dictionary = build_data_dictionary()
    tables: dict[str, dict[str, Any]] = {}
    for entry in (*dictionary.tables, *map(describe_view, dictionary.views)):
        table = _find_table(entry.name)
        columns = {it.name: explain_column(table, it.name, it.description) for it in entry.columns}
        tables[entry.name] = {"description": explain_table(table, entry.description), "columns": columns}
    tables["event_search_fts_row"] = {
        "description": "Events by the words of their texts; search here.",
        "fts_table": "event_search_fts",
        "fts_pk": "number",
    }
    described: dict[str, Any] = {"title": publication.name, "description": publication.description}
    if publication.licence:
        described |= {"license": publication.licence.name, "license_url": publication.licence.url}
    if publication.address:
        described |= {"source": publication.name, "source_url": publication.address}
    database = {"tables": tables, "queries": {"find_events": FIND_EVENTS}}
    return described | {"databases": {"communique": database}}
