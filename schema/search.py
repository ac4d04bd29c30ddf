"""Full-text search in the database itself: the index over ``event_search``, and queries on it.

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
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

from communique.schema.dates.grammar import MONTH_NAMES

Dialect = Literal["sqlite", "postgresql"]

MOST_TERMS = 32
LONGEST_TERM = 120
SHORTEST_PREFIX = 3
"""A shorter word must match whole, so that `UN` does not find every word in `un-`."""

# `event_search` has a text key, and SQLite may renumber the hidden rowid of such a table when it is compacted
# (https://www.sqlite.org/lang_vacuum.html), so the index goes by a number of its own.
_INDEX_ROW = """\
  INSERT INTO event_search_fts_row (event_id) VALUES (new.event_id);
  INSERT INTO event_search_fts (rowid, title, names, body)
    SELECT number, new.title, new.names, new.body FROM event_search_fts_row WHERE event_id = new.event_id;"""
_UNINDEX_ROW = """\
  INSERT INTO event_search_fts (event_search_fts, rowid, title, names, body)
    SELECT 'delete', number, old.title, old.names, old.body
    FROM event_search_fts_row WHERE event_id = old.event_id;
  DELETE FROM event_search_fts_row WHERE event_id = old.event_id;"""

_SQLITE_STATEMENTS = (
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
    f"CREATE TRIGGER event_search_insert AFTER INSERT ON event_search BEGIN\n{_INDEX_ROW}\nEND",
    f"CREATE TRIGGER event_search_delete AFTER DELETE ON event_search BEGIN\n{_UNINDEX_ROW}\nEND",
    f"CREATE TRIGGER event_search_update AFTER UPDATE ON event_search BEGIN\n{_UNINDEX_ROW}\n{_INDEX_ROW}\nEND",
)


def _weighted_tsvector(column: str, weight: str) -> str:
    """Return SQL for a column's weighted tsvector, without diacritics and split at ASCII punctuation."""
    return rf"""  setweight(to_tsvector('simple', regexp_replace(
    regexp_replace(normalize({column}, NFD), '[\u0300-\u036F]', '', 'g'),
    '[\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E]', ' ', 'g'
  )), '{weight}')"""


_POSTGRESQL_STATEMENTS = (
    "ALTER TABLE event_search ADD COLUMN document tsvector GENERATED ALWAYS AS (\n"
    + " ||\n".join(map(_weighted_tsvector, ("title", "names", "body"), "ABC"))
    + "\n) STORED",
    "CREATE INDEX ix_event_search_document ON event_search USING gin (document)",
)


def create_search_index(dialect: Dialect) -> tuple[str, ...]:
    """Return the statements that build the index over an ``event_search`` that has no rows yet."""
    return _SQLITE_STATEMENTS if dialect == "sqlite" else _POSTGRESQL_STATEMENTS


_TEXT = "event_search.title || ' ' || event_search.names || ' ' || event_search.body"
_SELECT_EVENT_ID = "SELECT event_search.event_id FROM event_search"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A ``SELECT event_id``, best match first, for ``sqlalchemy.text``, with its bound values."""

    sql: str
    parameters: dict[str, str]


Abbreviations = Iterable[tuple[str, str]]
"""What readers type, and the words that say it, as the registry has them."""


def fold_text(text: str) -> str:
    """Return a text in lower case, without diacritics, as words are compared."""
    folded = unicodedata.normalize("NFD", text.lower())
    for mark in filter(unicodedata.combining, set(folded)):
        folded = folded.replace(mark, "")
    return folded


def find_abbreviations(text: str, abbreviations: Abbreviations) -> list[str]:
    """Return the abbreviations all of whose words stand in a text: what finds these words is found by it, too."""
    folded = fold_text(text)
    return [name for name, meaning in abbreviations if all(word in folded for word in _fold_words(meaning))]


@lru_cache(maxsize=4096)
def _fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded; those of an abbreviation are asked for with every event."""
    return tuple(fold_text(text).split())


def write_out(text: str, abbreviations: Abbreviations) -> list[str]:
    """Return a search text, and if days in figures or abbreviations stand in it, the text with these in words.

    The site's search box and Explore do the same in `site/theme/assets/words.js`; a test compares them.
    """
    meanings = {fold_text(name): meaning for name, meaning in abbreviations}
    terms = write_days(text).split()
    full = " ".join(meanings.get(fold_text(term), term) for term in terms)
    return list(dict.fromkeys((" ".join(terms), full)))


_FIGURES = re.compile(
    r"(?<![\w-])(?:(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-2]\d|3[01]))?"
    r"|(?P<d>\d{1,2})[/.](?P<m>0?[1-9]|1[0-2])[/.](?P<y>\d{4}))(?![\w-])"
)


def write_days(text: str) -> str:
    """Return a text with days and months in figures, as 2024-07-28, 28/7/2024 and 2024-07, in words."""

    def in_words(match: re.Match[str]) -> str:
        year, month, day = (
            match[long] or match[short] for long, short in (("year", "y"), ("month", "m"), ("day", "d"))
        )
        return f" {f'{int(day)} ' if day else ''}{MONTH_NAMES[int(month) - 1]} {year} "

    return _FIGURES.sub(in_words, text)


def split_terms(text: str) -> tuple[list[str], list[str]]:
    """Return the terms of a search text: those to match by prefix, and those to find anywhere.

    Whatever is neither letter, number nor mark only separates, but words joined by a hyphen or plus, as 2+2 and
    F-35A, are one term of several words that follow each other. At most ``MOST_TERMS`` count.
    """
    text = _JOINED.sub("\N{UNIT SEPARATOR}", unicodedata.normalize("NFC", write_days(text)))
    runs = (
        (kind, "".join(run)[:LONGEST_TERM].replace("\N{UNIT SEPARATOR}", " ").strip())
        for kind, run in groupby(text, _term_kind)
    )
    unique_terms = list(dict.fromkeys((kind, run.lower()) for kind, run in runs if kind and run))[:MOST_TERMS]
    return [run for kind, run in unique_terms if kind == "word"], [
        run for kind, run in unique_terms if kind == "part"
    ]


_JOINED = re.compile(r"(?<=[^\W_])[-+](?=[^\W_])")


def _term_kind(character: str) -> str:
    if character == "\N{UNIT SEPARATOR}":
        return "word"
    if unicodedata.category(character)[0] not in "LNM":
        return ""
    return "word" if character < "\u0530" or "\u1e00" <= character < "\u2000" else "part"


def build_search_query(dialect: Dialect, text: str) -> SearchQuery:
    """Return the query for events that hold every term of a text, best first: title, names, body.

    Safe for any text: operators and quotes mean nothing, and a text without a term finds nothing.
    """
    prefix_terms, parts = split_terms(text)
    values = {f"part_{number}": part for number, part in enumerate(parts)}
    if not prefix_terms and not parts:
        return SearchQuery(f"{_SELECT_EVENT_ID} WHERE 1 = 0", {})
    position_function = "instr" if dialect == "sqlite" else "strpos"
    conditions = [f"{position_function}({_TEXT}, :{name}) > 0" for name in values]
    if not prefix_terms:
        # An index without words ranks nothing: found in the title, in the names, or only in the body.
        rank = ", ".join(
            f"CASE WHEN {position_function}(title, :{name}) > 0 THEN 0"
            f" WHEN {position_function}(names, :{name}) > 0 THEN 1 ELSE 2 END"
            for name in values
        )
        return SearchQuery(
            f"{_SELECT_EVENT_ID} WHERE {' AND '.join(conditions)} ORDER BY {rank}, event_id", values
        )
    if dialect == "sqlite":
        conditions.insert(0, "event_search_fts MATCH :words")
        ranked = (
            f"{_SELECT_EVENT_ID} JOIN event_search_fts_row USING (event_id) "
            "JOIN event_search_fts ON event_search_fts.rowid = event_search_fts_row.number "
            f"WHERE {' AND '.join(conditions)} ORDER BY bm25(event_search_fts, 10.0, 5.0, 1.0), 1"
        )
        return SearchQuery(
            ranked,
            values
            | {"words": " AND ".join(f'"{term}"{"*" * _is_prefix_term(term)}' for term in prefix_terms)},
        )
    conditions.insert(0, "document @@ to_tsquery('simple', :words)")
    ranked = (
        f"{_SELECT_EVENT_ID} WHERE {' AND '.join(conditions)} ORDER BY "
        "ts_rank('{0.0, 0.1, 0.5, 1.0}', document, to_tsquery('simple', :words)) DESC, event_id"
    )
    folded_terms = (" <-> ".join(fold_text(term).split()) for term in prefix_terms)
    return SearchQuery(
        ranked,
        values | {"words": " & ".join(term + ":*" * _is_prefix_term(term) for term in folded_terms if term)},
    )


def _is_prefix_term(term: str) -> bool:
    """Return whether a term also matches as a prefix."""
    return len(term.split()[-1]) >= SHORTEST_PREFIX
