"""Whatever an entry says, written in the words of a past format it is upgraded to itself."""

from hypothesis import given
from hypothesis import strategies as st

from communique.loaders.entry.upgrades import upgraded
from communique.loaders.entry.upgrades.format_0 import FIELDS, MARKS
from communique.loaders.yaml.dump import dump
from communique.loaders.yaml.strict import parse
from fixtures.entries import articles

PATH = "articles/2024/a.yaml"


def worded(data, words):
    """The same data in the words of the draft, marks at any depth."""
    if isinstance(data, dict):
        marks = {new: old for old, new in MARKS.items()}
        return {words.get(key, marks.get(key, key)): worded(item, {}) for key, item in data.items()}
    return [worded(item, {}) for item in data] if isinstance(data, list) else data


@given(articles, st.sampled_from(["", "# when as by\n"]))
def test_the_draft_of_any_entry_becomes_the_entry(data, header):
    fields = {new: old for old, new in FIELDS.items()}
    draft = data | {"schema": 0, "events": [worded(event, fields) for event in data["events"]]}
    text = header + dump(draft)
    assert parse(upgraded(text, PATH), PATH).data == data
    assert upgraded(text, PATH).count("\n") == text.count("\n")
