"""MkDocs alone, without our plugin, makes the same page of a generated file: it is HTML that needs no help."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from communique.site import build as building
from fixtures.site import made

THEME = Path(building.__file__).parent / "theme"
SETTINGS = """\
site_name: Test
docs_dir: .communique/pages
site_dir: alone
nav: [{Events: events/index.md}]
theme: {name: material, custom_dir: %s, font: false}
plugins: []
"""


def main_part(page: Path) -> str:
    """The words, tags and addresses of a page between its navigation and its foot."""
    text = page.read_text(encoding="utf-8")
    return " ".join(text[text.index("<article") : text.index("</article>")].split())


@pytest.mark.filterwarnings("ignore")
def test_mkdocs_alone_makes_the_same_main_part(home: Path) -> None:
    made(home)
    (home / "alone.yml").write_text(SETTINGS % THEME)
    build(load_config(str(home / "alone.yml")))
    for path in ("index.html", "events/index.html", "events/a/index.html", "events/b/index.html"):
        assert main_part(home / "alone" / path) == main_part(home / "public" / path)
