"""Full-text search in the database itself: what is built over ``event_search``, and how to ask it.

Words are matched whole or from their beginning, without regard to case and diacritics: SQLite by FTS5 with
the ``unicode61`` tokenizer, PostgreSQL by a generated ``tsvector`` in the ``simple`` configuration. Neither
cuts scripts that write no spaces into words, so a term in a script other than Latin, Greek and Cyrillic
(北朝鮮, 申源湜, Hangul, Arabic) is looked for as a part of the text, however short it is. FTS5's ``trigram``
tokenizer would index such parts, but it finds nothing shorter than three characters, keeps diacritics before
SQLite 3.45 and finds `Iran` in `tirana`; and reading ten thousand rows for a part takes milliseconds.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Dialect = Literal["sqlite", "postgresql"]

MOST_TERMS = 32
LONGEST_TERM = 100
SHORTEST_PREFIX = 3
"""A shorter word must match whole, so that `UN` does not find every word in `un-`."""

# `event_search` has a text key, and SQLite may renumber the hidden rowid of such a table when it is compacted
# (https://www.sqlite.org/lang_vacuum.html), so the index goes by a number of its own.
_ADD = """\
  INSERT INTO event_search_fts_row (event_id) VALUES (new.event_id);
  INSERT INTO event_search_fts (rowid, title, names, body)
    SELECT number, new.title, new.names, new.body FROM event_search_fts_row WHERE event_id = new.event_id;"""
_REMOVE = """\
  INSERT INTO event_search_fts (event_search_fts, rowid, title, names, body)
    SELECT 'delete', number, old.title, old.names, old.body
    FROM event_search_fts_row WHERE event_id = old.event_id;
  DELETE FROM event_search_fts_row WHERE event_id = old.event_id;"""

_SQLITE = (
    "CREATE TABLE event_search_fts_row (number INTEGER PRIMARY KEY, event_id VARCHAR NOT NULL UNIQUE)",
    """\
CREATE VIEW event_search_fts_text AS
SELECT number, title, names, body
FROM event_search_fts_row JOIN event_search ON event_search.event_id = event_search_fts_row.event_id""",
    """\
CREATE VIRTUAL TABLE event_search_fts USING fts5 (
  title, names, body,
  content = 'event_search_fts_text', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
)""",
    f"CREATE TRIGGER event_search_insert AFTER INSERT ON event_search BEGIN\n{_ADD}\nEND",
    f"CREATE TRIGGER event_search_delete AFTER DELETE ON event_search BEGIN\n{_REMOVE}\nEND",
    f"CREATE TRIGGER event_search_update AFTER UPDATE ON event_search BEGIN\n{_REMOVE}\n{_ADD}\nEND",
)


def _weighted(column: str, weight: str) -> str:
    """A column's words without diacritics; ASCII punctuation ends a word, as it does for ``unicode61``."""
    return rf"""  setweight(to_tsvector('simple', regexp_replace(
    regexp_replace(normalize({column}, NFD), '[\u0300-\u036F]', '', 'g'),
    '[\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E]', ' ', 'g'
  )), '{weight}')"""


_POSTGRESQL = (
    "ALTER TABLE event_search ADD COLUMN document tsvector GENERATED ALWAYS AS (\n"
    + " ||\n".join(map(_weighted, ("title", "names", "body"), "ABC"))
    + "\n) STORED",
    "CREATE INDEX ix_event_search_document ON event_search USING gin (document)",
)


def create_search(dialect: Dialect) -> tuple[str, ...]:
    """The statements that build the index over an ``event_search`` which has no rows yet."""
    return _SQLITE if dialect == "sqlite" else _POSTGRESQL


_TEXT = "event_search.title || ' ' || event_search.names || ' ' || event_search.body"
_FOUND = "SELECT event_search.event_id FROM event_search"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One ``SELECT event_id``, best first, for ``sqlalchemy.text``, and its bound values."""

    sql: str
    parameters: dict[str, str]


def terms(text: str) -> tuple[list[str], list[str]]:
    """What a reader's text asks for: words to match from their beginning, and parts to find anywhere.

    Whatever is neither letter, number nor mark only separates. At most ``MOST_TERMS`` count.
    """
    text = unicodedata.normalize("NFC", text)
    runs = ((sort, "".join(run)[:LONGEST_TERM]) for sort, run in groupby(text, _sort))
    found = list(dict.fromkeys((sort, run.lower()) for sort, run in runs if sort))[:MOST_TERMS]
    return [run for sort, run in found if sort == "word"], [run for sort, run in found if sort == "part"]


def _sort(character: str) -> str:
    if unicodedata.category(character)[0] not in "LNM":
        return ""
    return "word" if character < "\u0530" or "\u1e00" <= character < "\u2000" else "part"


def search_query(dialect: Dialect, text: str) -> SearchQuery:
    """The events that hold every term of a reader's text, best first: title before names before the rest.

    Safe for any text: operators and quotes mean nothing, and a text without a term finds nothing.
    """
    words, parts = terms(text)
    values = {f"part_{number}": part for number, part in enumerate(parts)}
    if not words and not parts:
        return SearchQuery(f"{_FOUND} WHERE 1 = 0", {})
    find = "instr" if dialect == "sqlite" else "strpos"
    held = [f"{find}({_TEXT}, :{name}) > 0" for name in values]
    if not words:
        # An index without words ranks nothing: found in the title, in the names, or only in the body.
        rank = ", ".join(
            f"CASE WHEN {find}(title, :{name}) > 0 THEN 0 WHEN {find}(names, :{name}) > 0 THEN 1 ELSE 2 END"
            for name in values
        )
        return SearchQuery(f"{_FOUND} WHERE {' AND '.join(held)} ORDER BY {rank}, event_id", values)
    if dialect == "sqlite":
        held.insert(0, "event_search_fts MATCH :words")
        ranked = (
            f"{_FOUND} JOIN event_search_fts_row USING (event_id) "
            "JOIN event_search_fts ON event_search_fts.rowid = event_search_fts_row.number "
            f"WHERE {' AND '.join(held)} ORDER BY bm25(event_search_fts, 10.0, 5.0, 1.0), 1"
        )
        return SearchQuery(
            ranked, values | {"words": " AND ".join(f'"{word}"{"*" * _open(word)}' for word in words)}
        )
    held.insert(0, "document @@ to_tsquery('simple', :words)")
    ranked = (
        f"{_FOUND} WHERE {' AND '.join(held)} ORDER BY "
        "ts_rank('{0.0, 0.1, 0.5, 1.0}', document, to_tsquery('simple', :words)) DESC, event_id"
    )
    plain = (re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", word)) for word in words)
    return SearchQuery(
        ranked, values | {"words": " & ".join(word + ":*" * _open(word) for word in plain if word)}
    )


def _open(word: str) -> bool:
    """Whether a word may go on."""
    return len(word) >= SHORTEST_PREFIX
