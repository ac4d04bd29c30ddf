"""Building: whole or not at all, each fault named with its page, nothing made twice that is the same."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from communique.errors import BuildError
from communique.site import build as building
from communique.site.build import BuildReport, build
from communique.site.page import Page

NAV = (
    "events",
    "countries",
    "people",
    "series",
    "years",
    "topics",
    "places",
    "organisations",
    "sources",
    "publishers",
)
SETTINGS = {
    "site_name": "Test",
    "docs_dir": "docs",
    "nav": [{"Events": "events/index.md"}, {"Method": "method.md"}],
}


def site(**changed: str) -> list[Page]:
    """A small site; keywords replace or add Markdown, with / written as __."""
    pages = {
        "index.md": "# Home\n\n[Events](events/index.md)\n",
        "events/index.md": '---\ntitle: "Events"\nsearch: false\n---\n# Events\n\n[A](a.md#who)\n',
        "events/a.md": '---\ntitle: "A meeting"\nsearch: {"type": "Event", "kind": "Meeting"}\n---\n# A meeting\n\n'
        "## Who\n\n[B](b.md), [method](../method.md), [data](a.json)\n",
        "events/b.md": "# B\n\nWords.\n",
        "events/a.json": "{}",
    } | {name.replace("__", "/") + ".md": text for name, text in changed.items()}
    return [Page(path, text) for path, text in pages.items()]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A record's folder with one hand-written page."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "method.md").write_text(
        "# Method\n\n[A](events/a.md#who)\n\n!!! note\n\n    Words.\n"
    )
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS))
    return tmp_path


def made(home: Path, *pages: Page) -> BuildReport:
    """Build into public/."""
    return build(pages or site(), home, home / "public")


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes; what changes with the day or is compressed with a time is left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "sitemap.xml.gz"
    }


def pages_of(home: Path) -> dict[str, bytes]:
    """The site without the search index: Pagefind names and orders its parts anew in every run."""
    return {
        path: data for path, data in snapshot(home / "public").items() if not path.startswith("pagefind/")
    }


def beside(home: Path) -> list[str]:
    """What a build left next to the site."""
    return sorted(path.name for path in home.iterdir() if path.name.startswith(".public"))


def test_generated_and_hand_written_pages_become_one_site(home: Path) -> None:
    report = made(home)
    page = (home / "public/events/a/index.html").read_text()
    assert '<a href="../b/">B</a>, <a href="../../method/">method</a>, <a href="../a.json">data</a>' in page
    assert "<title>A meeting - Test</title>" in page
    assert 'data-pagefind-filter="kind:Meeting"' in page
    assert 'href="../events/a/#who"' in (home / "public/method/index.html").read_text()
    assert (home / "public/events/a.json").read_text() == "{}"
    assert (home / "public/pagefind/pagefind.js").is_file()
    assert report.pages == 6  # five above and 404.html
    assert beside(home) == []


def test_no_page_asks_another_host_or_carries_a_script_or_a_style_of_its_own(home: Path) -> None:
    made(home)
    for path in (home / "public").rglob("*.html"):
        page = path.read_text()
        assert "default-src 'none'; script-src 'self'" in page
        assert page.count("<script>") == 0, path
        assert "<style" not in page, path
        assert " style=" not in page, path
        assert not [part for part in page.split('src="')[1:] if part.startswith(("http", "//"))], path
        assert 'rel="stylesheet" href="http' not in page, path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[x](missing.md)", r"events/b\.md.*missing\.md.*not found"),
        ("[x](../event/a.md)", r"events/b\.md.*event/a\.md.*not found"),
        ("[x](a.md#nowhere)", r"events/b\.md.*a\.md#nowhere.*does not contain an anchor"),
        ("[x](#nowhere)", r"events/b\.md.*#nowhere.*no such anchor"),
        ("[x](/events/a/)", r"events/b\.md.*absolute link"),
        ("[x](a)", r"events/b\.md.*unrecognized relative link 'a'.*a\.md"),
        ('<figure>\n<a href="missing.md">x</a>\n</figure>', r"events/b\.md.*missing\.md.*not found"),
        ("---\ntitle: [\n---\n", r"events/b\.md.*front matter"),
        ("---\ntemplate: none.html\n---\n", r"events/b\.md.*none\.html"),
    ],
)
def test_a_fault_is_named_with_its_page_and_the_old_site_stays(home: Path, text: str, words: str) -> None:
    made(home)
    before = snapshot(home / "public")
    with pytest.raises(BuildError, match=words):
        made(home, *site(events__b=text))
    assert snapshot(home / "public") == before
    assert beside(home) == []


def test_all_faults_are_told_at_once(home: Path) -> None:
    with pytest.raises(BuildError) as caught:
        made(home, *site(events__b="[x](one.md)", events__c="[x](two.md)"))
    assert [("one.md" in line, "two.md" in line) for line in str(caught.value).splitlines()] == [
        (True, False),
        (False, True),
    ]
    assert not (home / "public").exists()


def test_a_page_that_is_both_generated_and_hand_written_is_refused(home: Path) -> None:
    with pytest.raises(BuildError, match=r"method\.md is both generated and hand-written"):
        made(home, *site(method="# Mine"))


def test_unchanged_pages_are_taken_over_and_a_warm_build_equals_a_cold_one(home: Path) -> None:
    assert made(home).reused == 0
    first = snapshot(home / "public")
    assert made(home).reused == 4
    assert snapshot(home / "public") == first

    changed = site(events__b="# B\n\nOther words, [A](a.md).\n", events__c="# C\n")
    assert made(home, *changed).reused == 3
    warm = pages_of(home)
    shutil.rmtree(home / "public")
    shutil.rmtree(home / ".communique")
    made(home, *changed)
    assert pages_of(home) == warm


def test_a_page_that_was_tampered_with_is_made_anew(home: Path) -> None:
    made(home)
    first = snapshot(home / "public")
    (home / "public/events/a/index.html").write_text("spoilt")
    assert made(home).reused == 3
    assert snapshot(home / "public") == first


def test_what_all_pages_share_outdates_all(home: Path) -> None:
    made(home)
    (home / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS | {"site_name": "Other"}))
    assert made(home).reused == 0
    assert "- Other</title>" in (home / "public/events/a/index.html").read_text()


def test_a_link_in_an_unchanged_page_is_checked_again(home: Path) -> None:
    made(home)
    with pytest.raises(BuildError, match=r"events/a\.md.*b\.md.*not found"):
        made(home, *(page for page in site() if page.path != "events/b.md"))


def test_a_removed_page_leaves_the_site(home: Path) -> None:
    made(home, *site(events__c="# C\n"))
    assert (home / "public/events/c/index.html").exists()
    made(home)
    assert not (home / "public/events/c").exists()


def test_a_spoilt_cache_only_costs_time(home: Path) -> None:
    made(home)
    first = snapshot(home / "public")
    (home / ".communique/cache/pages.json").write_text('{"events/a.md": {"key": 1}}')
    assert made(home).reused == 0
    assert snapshot(home / "public") == first


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["_run", "index", "_swap"])
def test_a_full_disk_or_ctrl_c_leaves_the_old_site(
    home: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, step: str
) -> None:
    made(home)
    before = snapshot(home / "public")

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(building, step, fail)
    with pytest.raises(BuildError if isinstance(failure, OSError) else KeyboardInterrupt):
        made(home, *site(events__b="# New"))
    assert snapshot(home / "public") == before
    assert beside(home) == []
    monkeypatch.undo()
    made(home, *site(events__b="# New"))
    assert b"New" in (home / "public/events/b/index.html").read_bytes()


def test_a_failing_second_rename_brings_the_old_site_back(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home)
    before = snapshot(home / "public")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == ".public.new":
            raise OSError(errno.EACCES, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(BuildError, match="Permission denied"):
        made(home, *site(events__b="# New"))
    assert snapshot(home / "public") == before


def test_a_build_killed_between_the_renames_is_put_right_by_the_next(home: Path) -> None:
    made(home)
    before = snapshot(home / "public")
    (home / "public").rename(home / ".public.old")
    (home / ".public.new").mkdir()
    with pytest.raises(BuildError):
        made(home, *site(events__b="[x](missing.md)"))
    assert snapshot(home / "public") == before
    assert beside(home) == []


def test_two_builds_at_once_do_not_collide(home: Path) -> None:
    made(home)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Iterator[Page]:
        begun.set()
        assert go_on.wait(60)
        yield from site()

    first = threading.Thread(target=lambda: build(slow(), home, home / "public"))
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
    assert 'href="../b/"' in (home / "by-mkdocs/events/a/index.html").read_text()
    assert set(snapshot(home / "public")) - set(snapshot(home / "by-mkdocs")) == {
        path for path in snapshot(home / "public") if path.startswith("pagefind/")
    }


def test_a_serve_shows_a_fault_and_keeps_the_pages(home: Path) -> None:
    """The whole loop without a browser: save, rebuild, fault, recovery. Waits for events, not for seconds."""
    from urllib.request import urlopen

    from communique.site.serve import serve

    entry = home / "entry.txt"
    entry.write_text("First")
    address: list[str] = []
    faults: list[str] = []
    builds = threading.Semaphore(0)
    done = threading.Event()

    def rebuild() -> None:
        if done.is_set():
            raise KeyboardInterrupt  # as a curator would end it
        try:
            made(home, *site(events__b=f"# B\n\n{entry.read_text()}\n"))
        finally:
            builds.release()

    def curator() -> None:
        try:
            assert builds.acquire(timeout=60)
            while not address:
                time.sleep(0.01)
            page = address[0] + "events/b/"
            assert "First" in urlopen(page).read().decode()
            time.sleep(0.6)  # the watcher takes its first look
            entry.write_text("[x](missing.md)")
            assert builds.acquire(timeout=60)
            assert "First" in urlopen(page).read().decode()
            entry.write_text("Second words")
            assert builds.acquire(timeout=60)
            served = urlopen(page).read().decode()
            assert "Second words" in served
            assert "script-src 'self' 'sha256-" in served
        except BaseException as error:
            faults.append(f"curator: {error!r}")
        finally:
            done.set()
            entry.write_text("end")

    person = threading.Thread(target=curator)
    person.start()
    with pytest.raises(KeyboardInterrupt):
        serve(
            rebuild,
            [entry.parent / "entry.txt"],
            home / "public",
            port=0,
            failed=lambda error: faults.append(str(error)),
            ready=address.append,
        )
    person.join()
    assert len(faults) == 1, faults
    assert "missing.md" in faults[0]
