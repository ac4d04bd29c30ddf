"""Whatever an entry says, written in the words of a past format it is upgraded to itself."""

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.loaders.entry_format.upgrades import upgrade_text
from communique.loaders.entry_format.upgrades.format_0 import EVENT_FIELDS, PROVENANCE_KEYS
from communique.loaders.yaml.dump import dump_yaml
from communique.loaders.yaml.parser import parse_yaml
from fixtures.entries import articles

PATH = "articles/2024/a.yaml"


def worded(data, words):
    """The same data in the words of the draft, marks at any depth."""
    if isinstance(data, dict):
        marks = {new: old for old, new in PROVENANCE_KEYS.items()}
        return {words.get(key, marks.get(key, key)): worded(item, {}) for key, item in data.items()}
    return [worded(item, {}) for item in data] if isinstance(data, list) else data


@settings(max_examples=40)
@given(articles, st.sampled_from(["", "# when as by\n"]))
def test_the_draft_of_any_entry_becomes_the_entry(data, header):
    fields = {new: old for old, new in EVENT_FIELDS.items()}
    draft = data | {"schema": 0, "events": [worded(event, fields) for event in data["events"]]}
    text = header + dump_yaml(draft)
    assert parse_yaml(upgrade_text(text, PATH), PATH).data == data
    assert upgrade_text(text, PATH).count("\n") == text.count("\n")
