"""Building: whole or not at all, each fault named with its page, nothing made twice that is the same."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as Xml

import pytest
import yaml

from communique.errors import BuildError
from fixtures.site import SETTINGS, leftover_folders, made, pages_of, site, snapshot


def test_generated_and_hand_written_pages_become_one_site(home: Path) -> None:
    report = made(home)
    page = (home / "public/events/a/index.html").read_text()
    assert '<p><a href="../../events/b/">B</a>, <a href="../../method/">method</a>, <a href=' in page
    assert "<title>A meeting - Test</title>" in page
    assert 'data-pagefind-filter="kind:Meeting"' in page
    assert 'href="../events/a/#who"' in (home / "public/method/index.html").read_text()
    assert (home / "public/events/a.json").read_text() == "{}"
    assert (home / "public/pagefind/pagefind.js").is_file()
    assert report.page_count == 6  # five above and 404.html
    assert leftover_folders(home) == []


@pytest.mark.parametrize("address", ["", "https://record.example/x/"])
def test_the_sitemap_lists_every_page_from_wherever_it_was_fetched(home: Path, address: str) -> None:
    (home / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS | {"site_url": address}))
    made(home)
    sitemap = Xml.parse(home / "public/sitemap.xml")
    places = [
        urljoin("https://record.example/x/sitemap.xml", place.text or "")
        for place in sitemap.iterfind("{*}url/{*}loc")
    ]
    pages = {path.parent.relative_to(home / "public") for path in (home / "public").rglob("index.html")}
    assert sorted(places) == sorted(
        "https://record.example/x/" + f"{page.as_posix()}/".removeprefix("./") for page in pages
    )


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
        ('<a href="../../missing/">x</a>', r"events/b\.md.*missing/.*no such file"),
        ('<a href="../../events/a.md">x</a>', r"events/b\.md.*events/a\.md.*no such file"),
        ('<a href="../../events/a/#nowhere">x</a>', r"events/b\.md.*a/#nowhere.*does not contain an anchor"),
        ('<a href="#nowhere">x</a>', r"events/b\.md.*#nowhere.*no such anchor"),
        ('<a href="/events/a/">x</a>', r"events/b\.md.*/events/a/.*no such file"),
        ('<img src="../../missing.svg">', r"events/b\.md.*missing\.svg.*no such file"),
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
    assert leftover_folders(home) == []


def test_all_faults_are_told_at_once(home: Path) -> None:
    with pytest.raises(BuildError) as caught:
        made(home, *site(events__b='<a href="../../one/">', events__c='<a href="../../two/">'))
    assert [("/one/" in line, "/two/" in line) for line in str(caught.value).splitlines()] == [
        (True, False),
        (False, True),
    ]
    assert not (home / "public").exists()


def test_a_page_that_is_both_generated_and_hand_written_is_refused(home: Path) -> None:
    with pytest.raises(BuildError, match=r"method\.md is both generated and hand-written"):
        made(home, *site(method="# Mine"))


def test_unchanged_pages_are_taken_over_and_a_warm_build_equals_a_cold_one(home: Path) -> None:
    assert made(home).reused_count == 0
    first = snapshot(home / "public")
    assert made(home).reused_count == 4
    assert snapshot(home / "public") == first

    changed = site(
        events__b='<p>Other words, <a href="../../events/a/">A</a>.</p>\n', events__c="<h1>C</h1>\n"
    )
    assert made(home, *changed).reused_count == 3
    warm = pages_of(home)
    shutil.rmtree(home / "public")
    shutil.rmtree(home / ".communique")
    made(home, *changed)
    assert pages_of(home) == warm


def test_a_page_that_was_tampered_with_is_made_anew(home: Path) -> None:
    made(home)
    first = snapshot(home / "public")
    (home / "public/events/a/index.html").write_text("spoilt")
    assert made(home).reused_count == 3
    assert snapshot(home / "public") == first


def test_what_all_pages_share_outdates_all(home: Path) -> None:
    made(home)
    (home / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS | {"site_name": "Other"}))
    assert made(home).reused_count == 0
    assert "- Other</title>" in (home / "public/events/a/index.html").read_text()


def test_a_link_in_an_unchanged_page_is_checked_again(home: Path) -> None:
    made(home)
    with pytest.raises(BuildError, match=r"events/a\.md.*events/b/.*no such file"):
        made(home, *(page for page in site() if page.path != "events/b.md"))


def test_a_removed_page_leaves_the_site(home: Path) -> None:
    made(home, *site(events__c="<h1>C</h1>\n"))
    assert (home / "public/events/c/index.html").exists()
    made(home)
    assert not (home / "public/events/c").exists()


@pytest.mark.parametrize("spoilt", [b"", b"[]", b"\n", b"\xff", b"one\ntwo\nthree"])
def test_a_spoilt_cache_only_costs_time(home: Path, spoilt: bytes) -> None:
    made(home)
    first = snapshot(home / "public")
    (home / ".communique/cache/site.json").write_bytes(spoilt)
    assert made(home).reused_count == 0
    assert snapshot(home / "public") == first


@pytest.mark.parametrize("cut", [1, 40, -1])
def test_a_cache_of_which_a_byte_is_another_is_not_believed(home: Path, cut: int) -> None:
    made(home)
    file = home / ".communique/cache/site.json"
    content = bytearray(file.read_bytes())
    content[cut] ^= 1
    file.write_bytes(content)
    assert made(home).reused_count == 0
    assert made(home).reused_count > 0


def test_a_serve_shows_a_fault_and_keeps_the_pages(home: Path) -> None:
    """The whole loop without a browser: save, rebuild, fault, recovery. Waits for events, not for seconds."""
    from urllib.request import urlopen

    from communique.site.preview.rebuild_loop import serve_preview

    entry = home / "entry.txt"
    entry.write_text("First")
    address: list[str] = []
    faults: list[str] = []
    builds = threading.Semaphore(0)
    done = threading.Event()

    class Desk:
        command = (sys.executable, "-c", "")

        def full_build(self) -> None:
            if done.is_set():
                raise KeyboardInterrupt  # as a curator would end it
            try:
                made(home, *site(events__b=f"<p>{entry.read_text()}</p>\n"))
            finally:
                builds.release()

        def on_save(self) -> bool:
            self.full_build()
            return False

        def on_build_finished(self) -> None:
            raise AssertionError("nothing was behind")

    def curator() -> None:
        try:
            assert builds.acquire(timeout=60)
            while not address:
                time.sleep(0.01)
            assert builds.acquire(timeout=60)  # the first turn, for what was saved during the first build
            page = address[0] + "events/b/"
            assert "First" in urlopen(page).read().decode()
            time.sleep(0.6)  # the watcher takes its first look
            entry.write_text('<a href="../../missing/">x</a>')
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
        serve_preview(
            Desk(),
            [entry.parent / "entry.txt"],
            home / "public",
            port=0,
            on_error=lambda error: faults.append(str(error)),
            on_ready=address.append,
        )
    person.join()
    assert len(faults) == 1, faults
    assert "missing/" in faults[0]
