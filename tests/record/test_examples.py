"""What help and the page on querying name of the record stands in it, so that who tries an example gets an answer."""

from __future__ import annotations

import re

from sqlalchemy import text

from fixtures.repository import ROOT

EXAMPLES = {
    "src/communique/cli/ask.py": r"communique show ([\w-]+)",
    "site/docs/querying.md": r'session\.get\(Event, "([\w-]+)"\)',
}


def test_events_of_examples_are_in_the_record(database):
    with database.connect() as connection:
        known = set(connection.execute(text("SELECT id FROM event")).scalars())
    for path, pattern in EXAMPLES.items():
        named = re.findall(pattern, (ROOT / path).read_text(encoding="utf-8"))
        assert named, path
        assert set(named) <= known, path
