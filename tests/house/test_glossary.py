"""The glossary holds every noun once, few enough to learn, and each class that it names exists."""

from __future__ import annotations

import ast
import re

from fixtures.repository import ROOT
from house import measure

ROWS = measure.glossary_rows()


def test_every_class_in_the_glossary_exists() -> None:
    classes = {
        node.name
        for module in measure.read_modules(measure.PACKAGE)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    }
    named = {name for _, _, code, _ in ROWS for name in re.findall(r"`(\w+)`", code)}
    assert named - classes == set()


def test_every_noun_stands_once_with_its_meaning_and_its_source() -> None:
    nouns = [noun for noun, *_ in ROWS]
    assert len(set(nouns)) == len(nouns)
    assert [row for row in ROWS if not all(row)] == []
    assert [noun for noun, _, code, _ in ROWS if "`" not in code] == []


def test_the_glossary_is_in_the_navigation() -> None:
    assert "developers/glossary.md" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
