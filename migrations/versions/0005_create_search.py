"""Create the search table, and each database's own full-text index over it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

SQLITE = (
    "CREATE TABLE event_search_fts_row (number INTEGER PRIMARY KEY, event_id VARCHAR NOT NULL UNIQUE)",
    """
CREATE VIEW event_search_fts_text AS
SELECT number, title, names, body
FROM event_search_fts_row JOIN event_search ON event_search.event_id = event_search_fts_row.event_id
""",
    """
CREATE VIRTUAL TABLE event_search_fts USING fts5 (
  title, names, body,
  content = 'event_search_fts_text', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
)
""",
    """
CREATE TRIGGER event_search_insert AFTER INSERT ON event_search BEGIN
  INSERT INTO event_search_fts_row (event_id) VALUES (new.event_id);
  INSERT INTO event_search_fts (rowid, title, names, body)
    SELECT number, new.title, new.names, new.body FROM event_search_fts_row WHERE event_id = new.event_id;
END
""",
    """
CREATE TRIGGER event_search_delete AFTER DELETE ON event_search BEGIN
  INSERT INTO event_search_fts (event_search_fts, rowid, title, names, body)
    SELECT 'delete', number, old.title, old.names, old.body
    FROM event_search_fts_row WHERE event_id = old.event_id;
  DELETE FROM event_search_fts_row WHERE event_id = old.event_id;
END
""",
    """
CREATE TRIGGER event_search_update AFTER UPDATE ON event_search BEGIN
  INSERT INTO event_search_fts (event_search_fts, rowid, title, names, body)
    SELECT 'delete', number, old.title, old.names, old.body
    FROM event_search_fts_row WHERE event_id = old.event_id;
  DELETE FROM event_search_fts_row WHERE event_id = old.event_id;
  INSERT INTO event_search_fts_row (event_id) VALUES (new.event_id);
  INSERT INTO event_search_fts (rowid, title, names, body)
    SELECT number, new.title, new.names, new.body FROM event_search_fts_row WHERE event_id = new.event_id;
END
""",
)
POSTGRESQL = (
    r"""
ALTER TABLE event_search ADD COLUMN document tsvector GENERATED ALWAYS AS (
  setweight(to_tsvector('simple', regexp_replace(
    regexp_replace(normalize(title, NFD), '[\u0300-\u036F]', '', 'g'),
    '[\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E]', ' ', 'g'
  )), 'A') ||
  setweight(to_tsvector('simple', regexp_replace(
    regexp_replace(normalize(names, NFD), '[\u0300-\u036F]', '', 'g'),
    '[\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E]', ' ', 'g'
  )), 'B') ||
  setweight(to_tsvector('simple', regexp_replace(
    regexp_replace(normalize(body, NFD), '[\u0300-\u036F]', '', 'g'),
    '[\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E]', ' ', 'g'
  )), 'C')
) STORED
""",
    "CREATE INDEX ix_event_search_document ON event_search USING gin (document)",
)


def upgrade() -> None:
    """Create the search table, then the index that follows its changes."""
    op.create_table(
        "event_search",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("names", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_search"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_search_event_id"),
    )
    for statement in SQLITE if op.get_context().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement.strip())


def downgrade() -> None:
    """Drop the index, then the table; triggers and the generated column are dropped with it."""
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE event_search_fts")
        op.execute("DROP VIEW event_search_fts_text")
    op.drop_table("event_search")
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE event_search_fts_row")
