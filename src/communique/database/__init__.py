"""The one way to a database: SQLite or PostgreSQL, real transactions, one writer at a time, clear words."""

from communique.database.connection import WAIT_SECONDS, connect, writer
from communique.database.state import State, head, refusal, require_current, revision, revisions, state
from communique.database.words import database_file, name_of, translated

__all__ = [
    "WAIT_SECONDS",
    "State",
    "connect",
    "database_file",
    "head",
    "name_of",
    "refusal",
    "require_current",
    "revision",
    "revisions",
    "state",
    "translated",
    "writer",
]
