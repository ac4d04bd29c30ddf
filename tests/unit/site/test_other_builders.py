"""Other builders make the same pages of the generated files: they are HTML that needs no help from our plugin."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from communique.site import build as building
from fixtures.history import LATER, run_command
from fixtures.record import write_record
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
ZENSICAL = shutil.which("zensical")
ROOT_ADDRESS = "http://record.example/"


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


def linked_files(page: Path, site: Path) -> Iterator[str]:
    """The files of the site that the main part of a page leads to, were the site at the root of its host."""
    address = ROOT_ADDRESS + page.relative_to(site).as_posix()
    for link in re.findall(r'(?:href|src)="([^"]*)"', main_part(page)):
        target = urljoin(address, unescape(link))
        if target.startswith(ROOT_ADDRESS):
            path = unquote(urlsplit(target).path).removeprefix("/")
            yield path + "index.html" if path.endswith("/") or not path else path


class TestZensical:
    """Only where the command `zensical` is installed; the project does not depend on it.

    What it lacks (0.0.73): it puts `../` before each relative link of a page that becomes a folder, in HTML too. Our
    links go up to the root of the site first, where one step more leads nowhere else; so they are whole on a site at
    the root of its host, and anywhere with `use_directory_urls: false`. Headings in HTML are in no table of contents.
    """

    __test__ = ZENSICAL is not None

    @pytest.mark.parametrize("directory_urls", ["true", "false"])
    def test_it_makes_every_page_and_its_links_are_whole(self, directory_urls: str, tmp_path: Path) -> None:
        setting = f"use_directory_urls: {directory_urls}\n"
        (tmp_path / "mkdocs.yml").write_text(setting)
        write_record(tmp_path, LATER)
        run_command(tmp_path, "build")
        theme = "theme: {name: material, variant: classic, font: false}\n"
        head = "site_name: Test\ndocs_dir: .communique/pages\nsite_dir: alone\n"
        (tmp_path / "alone.yml").write_text(head + setting + theme)
        command = [str(ZENSICAL), "build", "--config-file", "alone.yml"]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        pages, public, alone = (tmp_path / name for name in (".communique/pages", "public", "alone"))
        wanted = [page.relative_to(pages).with_suffix("") for page in pages.rglob("*.md")]
        ends = [".html", "/index.html"] if directory_urls == "true" else [".html"]
        made_pages = {path.relative_to(alone).as_posix() for path in alone.rglob("*.html")}
        assert [name for name in wanted if not {f"{name}{end}" for end in ends} & made_pages] == []
        linked = {file for page in alone.rglob("*.html") for file in linked_files(page, alone)}
        missing = {file for file in linked if not (alone / file).is_file()}
        assert len(linked) > 100
        by_hand = {"method", "labelling", "querying"}  # pages of words are no generated ones
        assert {re.split(r"[./]", file)[0] for file in missing} == by_hand
        assert all((public / file).is_file() for file in missing)
