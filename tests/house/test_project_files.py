"""What a project needs to be taken up: terms, citation, forms and hooks that agree with each other and the code."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from mkdocs.utils.yaml import yaml_load

from fixtures.repository import ROOT, project_files

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SITE: dict[str, Any] = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
CITATION: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").iterdir())


def test_code_and_record_each_have_their_terms() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
    terms = (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
    licence = SITE["extra"]["licence"]
    assert licence["name"] in terms
    assert licence["url"] in terms
    assert re.search(r"^SPDX-License-Identifier: CC-BY-4\.0$", terms, re.M)
    assert "(LICENSE)" in README
    assert "(LICENSE-DATA)" in README


def test_the_package_names_its_terms() -> None:
    assert (PROJECT["license"], PROJECT["license-files"]) == ("MIT", ["LICENSE", "LICENSE-DATA"])
    # PEP 639: who states an expression states no classifier beside it.
    assert not [classifier for classifier in PROJECT["classifiers"] if classifier.startswith("License ::")]


def test_addresses_are_examples_until_the_site_has_one() -> None:
    hosts = {urlsplit(address).hostname for address in PROJECT["urls"].values()}
    assert hosts == {urlsplit(SITE.get("site_url") or "https://communique.example/").hostname}


def test_the_citation_is_of_the_newest_release() -> None:
    manifests = [
        json.loads(path.read_text(encoding="utf-8")) for path in ROOT.glob("releases/*/manifest.json")
    ]
    newest = max(manifests, key=lambda manifest: tuple(map(int, manifest["version"].split("."))))
    assert (CITATION["version"], CITATION["date-released"]) == (newest["version"], newest["released"])
    assert CITATION["license"] == "CC-BY-4.0"
    assert f"data release {newest['version']}," in (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
    (software,) = CITATION["references"]
    assert (software["version"], software["license"]) == (PROJECT["version"], PROJECT["license"])


def test_the_citation_has_what_its_format_demands() -> None:
    assert {"cff-version", "message", "title", "authors", "type"} <= set(CITATION)
    assert CITATION["cff-version"] == "1.2.0"
    assert all(author["name"] for author in CITATION["authors"])


def test_every_hook_is_a_program_of_this_repository() -> None:
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    for hook in repositories[0]["hooks"]:
        assert hook["language"] == "system", hook["id"]
        assert (ROOT / hook["entry"].split()[0]).is_file(), hook["entry"]
        assert "types" in hook or any(re.search(hook["files"], path.as_posix()) for path in project_files())


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_every_form_says_what_it_is_for(form: Path) -> None:
    front_matter = yaml.safe_load(form.read_text(encoding="utf-8").split("---\n")[1])
    assert {"name", "about"} <= set(front_matter)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_between_project_files_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", (ROOT / name).read_text(encoding="utf-8")):
        assert urlsplit(target).scheme or (ROOT / target).exists(), f"{name}: {target}"


DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    *(str(path) for path in project_files() if path.match("site/docs/**/*.md")),
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_of_the_code_that_a_document_names_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"`((?:schema|migrations|loaders|site|src|bench|tests)/[\w/.]*)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []
