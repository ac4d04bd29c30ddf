"""Whatever goes wrong while building, the site that was published stays whole."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from communique.errors import BuildError
from communique.pipeline.output_file import OutputFile
from communique.site import build as building
from communique.site.build import build_site
from fixtures.site import SETTINGS, leftover_folders, made, site, snapshot


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["mkdocs_build", "build_index", "SiteFolders.publish"])
def test_a_full_disk_or_ctrl_c_leaves_the_old_site(
    home: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, step: str
) -> None:
    made(home)
    before = snapshot(home / "public")

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(f"communique.site.build.{step}", fail)
    with pytest.raises(BuildError if isinstance(failure, OSError) else KeyboardInterrupt):
        made(home, *site(events__b="# New"))
    assert snapshot(home / "public") == before
    assert leftover_folders(home) == []
    monkeypatch.undo()
    made(home, *site(events__b="# New"))
    assert b"New" in (home / "public/events/b/index.html").read_bytes()


def test_a_failing_second_rename_brings_the_old_site_back(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home)
    before = snapshot(home / "public")
    monkeypatch.setattr("communique.site.publish.exchange_names", lambda left, right: False)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == ".public.spare":
            raise OSError(errno.EACCES, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(BuildError, match="Permission denied"):
        made(home, *site(events__b="# New"))
    assert snapshot(home / "public") == before
    assert leftover_folders(home) == []


def test_a_build_killed_between_the_renames_is_put_right_by_the_next(home: Path) -> None:
    made(home)
    before = snapshot(home / "public")
    (home / "public").rename(home / ".public.old")
    (home / ".public.new").mkdir()
    with pytest.raises(BuildError):
        made(home, *site(events__b='<a href="missing">x</a>'))
    assert snapshot(home / "public") == before
    assert leftover_folders(home) == []


def test_two_builds_at_once_do_not_collide(home: Path) -> None:
    made(home)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Iterator[OutputFile]:
        begun.set()
        assert go_on.wait(60)
        yield from site()

    first = threading.Thread(target=lambda: build_site(slow(), home, home / "public"))
    first.start()
    assert begun.wait(60)
    with pytest.raises(BuildError, match="another build of this record is running"):
        made(home)
    go_on.set()
    first.join()
    made(home)


def test_a_folder_that_is_not_a_site_is_never_replaced(home: Path) -> None:
    (home / "public").mkdir()
    (home / "public" / "thesis.txt").write_text("mine")
    with pytest.raises(BuildError, match="something else than a site"):
        made(home)
    assert (home / "public/thesis.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("site_name: [", "mkdocs.yml cannot be read"),
        ("- a", "not a mapping"),
        ("site_name: Test\nnonsense: 1", "nonsense"),
        ("site_name: Test\nplugins: []", "'communique' is missing"),
        ("site_name: Test\ndocs_dir: nowhere", "docs_dir"),
    ],
)
def test_a_wrong_configuration_is_named(home: Path, settings: str, words: str) -> None:
    (home / "mkdocs.yml").write_text(settings)
    with pytest.raises(BuildError, match=words):
        made(home)


def test_a_missing_pagefind_fails_the_build(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> Path:
        raise FileNotFoundError("pagefind")

    monkeypatch.setattr("pagefind_bin.get_executable", absent)
    with pytest.raises(BuildError, match=r"pip install pagefind-bin"):
        made(home)
    assert not (home / "public").exists()


def test_the_index_is_taken_over_only_where_no_page_changed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home)
    entry = json.loads((home / "public/pagefind/pagefind-entry.json").read_text())
    made(home, *site(events__b="# B\n\nNeologism.\n"))
    assert json.loads((home / "public/pagefind/pagefind-entry.json").read_text()) != entry

    def never(*_: object, **__: object) -> None:
        raise AssertionError("Pagefind was run though no page changed")

    monkeypatch.setattr(subprocess, "run", never)
    made(home, *site(events__b="# B\n\nNeologism.\n"))


def test_mkdocs_itself_builds_the_same_folder(home: Path) -> None:
    """`mkdocs build --strict` beside the record is another way to the same pages, for those who know MkDocs."""
    made(home)
    theme = Path(building.__file__).parent / "theme"
    own = SETTINGS | {
        "theme": {"name": "material", "custom_dir": str(theme), "font": False},
        "plugins": [{"communique": {"pages": ".communique/pages"}}],
        "markdown_extensions": ["admonition"],
    }
    (home / "own.yml").write_text(yaml.safe_dump(own))
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "-f",
        "own.yml",
        "-d",
        "by-mkdocs",
    ]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert 'href="../../events/b/"' in (home / "by-mkdocs/events/a/index.html").read_text()
    assert set(snapshot(home / "public")) - set(snapshot(home / "by-mkdocs")) == {
        path for path in snapshot(home / "public") if path.startswith("pagefind/")
    }
