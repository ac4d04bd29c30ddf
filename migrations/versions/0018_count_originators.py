"""Count independent sources by originator: the agency that wrote a text, or its publisher where none is named."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"

SOURCE = """
CREATE VIEW event_source AS
SELECT
  source_event.event_id,
  source.id AS source_id,
  publisher.name AS publisher,
  agency.name AS agency,
  source.title,
  source.url,
  source.published_on,
  source_event.paragraphs,
  source_event.closeness{originator}
FROM source_event
JOIN source ON source.id = source_event.source_id
JOIN publisher ON publisher.id = source.publisher_id
LEFT JOIN publisher AS agency ON agency.id = source.agency_id
"""


def count_anew(originator: str = "") -> None:
    """Create the view of sources again, and let the next load read every file, which counts all events anew."""
    op.execute("DROP VIEW event_source")
    op.execute(SOURCE.format(originator=originator).strip())
    op.execute(f"UPDATE entry_file SET sha256 = '{'0' * 64}'")  # noqa: S608  (our own)


def upgrade() -> None:
    """Name the originator of each source."""
    count_anew(",\n  coalesce(agency.name, publisher.name) AS originator")


def downgrade() -> None:
    """Leave it out again."""
    count_anew()
