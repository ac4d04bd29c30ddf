"""YAML → Entry → YAML: nothing is lost, added or read otherwise, whatever an entry says."""

from pathlib import Path

import pytest
from hypothesis import given

from communique.loaders.curating.fmt import formatted, model_of, plain
from communique.loaders.entry import Article
from communique.loaders.yaml.dump import dump
from communique.loaders.yaml.strict import parse
from fixtures.entries import articles

ROOT = Path(__file__).parents[2] / "entries"
PATH = "articles/2024/a.yaml"


@given(articles)
def test_any_entry_comes_back_the_same(data):
    entry = Article.model_validate(data)
    text = dump(plain(entry))
    assert Article.model_validate(parse(text, PATH).data) == entry
    assert formatted(text, PATH) == formatted(formatted(text, PATH), PATH)
    assert Article.model_validate(parse(formatted(text, PATH), PATH).data) == entry


@pytest.mark.parametrize("folder", ["articles", "registry"])
def test_curated_files_keep_their_meaning(folder):
    files = sorted((ROOT / folder).rglob("*.yaml"))
    assert files
    for path in [*files, ROOT / "rulings.yaml"]:
        name = path.relative_to(ROOT).as_posix()
        text, model = path.read_text(encoding="utf-8"), model_of(name)
        again = formatted(text, name, drop_comments=True)
        assert model.model_validate(parse(again, name).data) == model.model_validate(
            parse(text, name).data
        ), name
