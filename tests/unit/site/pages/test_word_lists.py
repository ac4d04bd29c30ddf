"""The page of words: none without a meaning, and each example has the word that it stands for."""

from __future__ import annotations

from communique.schema.vocabulary import Kind
from communique.site.pages.event_index import EventIndex
from communique.site.pages.example_events import find_word_examples
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.word_lists import build_word_list_page
from golden.record import record
from golden.rows import session


def test_every_word_has_a_meaning_and_an_example_where_the_record_has_one() -> None:
    with session(record()) as opened:
        page = build_word_list_page(opened, EventIndex.load(opened, SiteRegistry.load(opened)))
        examples = find_word_examples(opened)
    rows = {(section.name, row.value): row for section in page.sections for row in section.rows}
    assert [key for key, row in rows.items() if not row.meaning] == []
    assert {value for name, value in rows if name == "Kind"} == set(Kind)
    example = rows["Meeting level", "ministerial"].example
    assert example is not None
    assert example.path == "events/trilateral-defense-ministerial-2024-07-28.md"
    assert len([row for row in rows.values() if row.example]) == len(examples)
    assert rows["Incident type", "sinking"].example is None
    for name in ("Source kind", "Actor kind", "Name order", "Place precision", "Role", "Modality"):
        assert [row for (section, _), row in rows.items() if section == name and row.example], name
