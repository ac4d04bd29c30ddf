"""YAML → Entry → YAML: nothing is lost, added or read otherwise, whatever an entry says."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from communique.loaders.curation.format_files import format_text, model_for_path, to_data
from communique.loaders.entry_format.article import Article
from communique.loaders.yaml.dump import dump_yaml
from communique.loaders.yaml.parser import parse_yaml
from fixtures.entries import articles

ROOT = Path(__file__).parents[2] / "entries"
PATH = "articles/2024/a.yaml"


@settings(max_examples=40)
@given(articles)
def test_any_entry_comes_back_the_same(data):
    entry = Article.model_validate(data)
    text = dump_yaml(to_data(entry))
    assert Article.model_validate(parse_yaml(text, PATH).data) == entry
    assert format_text(text, PATH) == format_text(format_text(text, PATH), PATH)
    assert Article.model_validate(parse_yaml(format_text(text, PATH), PATH).data) == entry


@pytest.mark.parametrize("folder", ["articles", "registry"])
def test_curated_files_keep_their_meaning(folder):
    files = sorted((ROOT / folder).rglob("*.yaml"))
    assert files
    for path in [*files, ROOT / "rulings.yaml"]:
        name = path.relative_to(ROOT).as_posix()
        text, model = path.read_text(encoding="utf-8"), model_for_path(name)
        again = format_text(text, name, drop_comments=True)
        assert model.model_validate(parse_yaml(again, name).data) == model.model_validate(
            parse_yaml(text, name).data
        ), name
