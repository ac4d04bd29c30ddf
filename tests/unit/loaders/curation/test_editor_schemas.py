"""The schemas that editors read: current, true to the record, and against the same mistakes as the models."""

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from jsonschema import Draft202012Validator

from communique.loaders.curation import editor_schemas
from communique.loaders.curation.format_files import model_for_path
from communique.loaders.yaml.parser import parse_yaml
from fixtures.record import REGISTRY, article, meeting

ROOT = Path(__file__).parents[4]
FILES = sorted((ROOT / "entries").rglob("*.yaml"))
NAMES = {model: name for name, model in editor_schemas.MODELS.items()}


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    return {name: Draft202012Validator(editor_schemas.build_schema(name)) for name in editor_schemas.MODELS}


def test_files_are_current():
    assert editor_schemas.list_stale_schemas(ROOT / "schema") == [], "run communique schema --write"


@pytest.mark.parametrize("name", list(editor_schemas.MODELS))
def test_is_a_schema_of_its_draft(name):
    schema = editor_schemas.build_schema(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_every_property_says_what_it_means():
    """An editor shows the description while a curator types."""
    for name in editor_schemas.MODELS:
        silent = [
            place
            for place in _silent(editor_schemas.build_schema(name), name)
            if not place.endswith((".kind", ".events"))
        ]
        assert silent == []


def _silent(node: Any, place: str) -> list[str]:
    found = []
    if isinstance(node, dict):
        for key, value in node.get("properties", {}).items():
            if "description" not in value and "const" not in value and "$ref" not in value:
                found.append(f"{place}.{key}")
        for key, value in node.items():
            found += _silent(value, f"{place}/{key}")
    elif isinstance(node, list):
        for item in node:
            found += _silent(item, place)
    return found


def test_curated_files_are_valid():
    """Everything that the loader takes, an editor must not mark as wrong."""
    validators = {
        name: jsonschema_rs.Draft202012Validator(editor_schemas.build_schema(name))
        for name in editor_schemas.MODELS
    }  # of the other library, as the one in Python takes ten times as long for a thousand files
    assert FILES
    for path in FILES:
        name = path.relative_to(ROOT / "entries").as_posix()
        data = parse_yaml(path.read_text(encoding="utf-8"), name).data
        model = model_for_path(name)
        model.model_validate(data)
        errors = list(validators[NAMES[model]].iter_errors(data))
        assert not errors, f"{path}: {errors[0].instance_path}: {errors[0].message}"


def test_registry_of_the_tests_is_valid(validators):
    validators["registry"].validate(REGISTRY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"plaec": "tokyo"},
        {"id": "../x"},
        {"id": "Talks"},
        {"level": "minsterial"},
        {"paragraphs": [0]},
        {"paragraphs": "one"},
        {"participants": [{"role": "host"}]},
        {"participants": [{"actor": "JP", "role": "hosts"}]},
        {"links": [{"follows": "a-2024", "produced": "b-2024"}]},
        {"links": [{"paragraphs": 1}]},
        {"figures": {"boats": 3}},
        {"date": {"paragraphs": 3}},
        {"date": {"value": "2024", "modality": "rumoured"}},
        {"kind": "party"},
        {"instrument": "treaty"},
    ],
    ids=lambda wrong: yaml.safe_dump(wrong, default_flow_style=True).strip(),
)
def test_mistakes_are_marked(validators, wrong):
    assert not validators["entry"].is_valid(article(meeting() | wrong))
    assert validators["entry"].is_valid(article(meeting()))


@pytest.mark.parametrize(
    "source", [{"url": "file:///x"}, {"kind": "blog"}, {"titel": "x"}, {"language": "English"}]
)
def test_mistakes_in_the_source_are_marked(validators, source):
    assert not validators["entry"].is_valid(article(meeting(), **source))
