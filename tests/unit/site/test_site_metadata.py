"""What the site says of itself: addresses with and without one, names that stay, settings that are judged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique.errors import BuildError
from communique.site.mkdocs.config import read_settings
from communique.site.site_metadata import About, Author, Licence, SiteMetadata, build_robots_files
from fixtures.repository import ROOT

HERE = SiteMetadata(name="Test", address="https://record.example/x/")


@pytest.mark.parametrize(
    ("path", "folders", "files"),
    [
        ("index.md", "", "index.html"),
        ("events/index.md", "events/", "events/index.html"),
        ("events/x.md", "events/x/", "events/x.html"),
        ("events/x.md.txt", "events/x.md", "events/x.md"),
        ("data/a.json", "data/a.json", "data/a.json"),
    ],
)
def test_a_page_is_called_what_mkdocs_calls_it(path: str, folders: str, files: str) -> None:
    assert HERE.output_path(path) == folders
    assert SiteMetadata(use_directory_urls=False).output_path(path) == files
    assert HERE.page_link(path, "feeds/x.atom") == f"https://record.example/x/{folders}"
    assert SiteMetadata().page_link(path, "feeds/x.atom") == f"../{folders}"


def test_home_seen_from_the_root_is_a_link() -> None:
    assert SiteMetadata().page_link("index.md", "llms.txt") == "./"


def test_names_stay_and_tell_records_apart() -> None:
    one, other = SiteMetadata(name="One"), SiteMetadata(name="Other")
    assert one.page_identifier("events/x.md") == SiteMetadata(name="One", release="2").page_identifier(
        "events/x.md"
    )
    assert one.page_identifier("events/x.md") != other.page_identifier("events/x.md")
    assert one.page_identifier("events/x.md").startswith("urn:uuid:")
    assert HERE.page_identifier("events/x.md") == "https://record.example/x/events/x/"


def written(home: Path, text: str) -> SiteMetadata:
    (home / "mkdocs.yml").write_text(text, encoding="utf-8")
    return SiteMetadata.from_settings(read_settings(home)[1])


def test_a_record_says_only_what_differs(tmp_path: Path) -> None:
    bare = SiteMetadata.from_settings(read_settings(tmp_path)[1])
    assert (bare.name, bare.address, bare.licence) == ("Communiqué", "", None)
    assert bare.description
    told = written(
        tmp_path,
        "site_name: Baltic\nsite_url: https://example.org/baltic\n"
        "extra:\n  licence: {name: CC BY 4.0, url: https://licence.example/}\n",
    )
    assert (told.name, told.address) == ("Baltic", "https://example.org/baltic/")
    assert told.description == bare.description
    assert told.licence == Licence("CC BY 4.0", "https://licence.example/")


def test_only_its_own_record_is_under_the_licence_of_the_package() -> None:
    own = SiteMetadata.from_settings(read_settings(ROOT)[1])
    assert own.licence == Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")


def test_the_environment_may_say_where_the_site_is_published(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_url: https://written.example/\n", encoding="utf-8")
    for value, address in (
        (" https://now.example/x ", "https://now.example/x"),
        ("", "https://written.example/"),
    ):
        assert read_settings(tmp_path, {"COMMUNIQUE_SITE_URL": value})[1]["site_url"] == address


@pytest.mark.parametrize(
    "text",
    ["site_url: example.org\n", "site_url: 7\n", "site_url: ftp://example.org/\n", "site_url: 'https://'\n",
     "extra: {licence: CC}\n", "extra: {licence: {title: CC}}\n", "extra: {licence: {name: ''}}\n",
     "extra: {licence: {name: CC, url: 'javascript:alert(1)'}}\n"],
)  # fmt: skip
def test_a_wrong_setting_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(BuildError, match=r"mkdocs\.yml (site_url|extra\.licence): "):
        written(tmp_path, text)


def test_machines_are_told_where_everything_is() -> None:
    for about in (HERE, SiteMetadata(name="Test")):
        llms, robots = build_robots_files(about, 3)
        text = llms.data.decode()
        assert text.startswith("# Test\n\n> ")
        assert f"({about.page_link('data/communique.sqlite', 'llms.txt')})" in text
        assert robots.data.decode().startswith("User-agent: *\nAllow: /\n")
        assert ("Sitemap: https://record.example/x/sitemap.xml" in robots.data.decode()) is bool(
            about.address
        )


def test_a_record_says_who_makes_it_and_no_other_inherits_that(tmp_path: Path) -> None:
    assert SiteMetadata.from_settings(read_settings(tmp_path)[1]).about == About()
    lines = (
        "extra:",
        "  about:",
        "    scope: The Baltic",
        "    authors: [{name: An Institute}]",
        "    report: mailto:a@b.example",
    )
    text = "\n".join(lines)
    about = About(scope="The Baltic", authors=(Author("An Institute"),), report="mailto:a@b.example")
    assert written(tmp_path, text).about == about
    assert about.author == "An Institute"


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("makers: x", "write a mapping of headline"),
        ("authors: An Institute", "write a list of"),
        ("report: javascript:alert(1)", "write https://"),
        ("doi: https://doi.org/10.5281/1", "write it as 10.5281"),
    ],
)
def test_what_a_record_says_of_itself_is_judged(tmp_path: Path, line: str, cure: str) -> None:
    with pytest.raises(BuildError, match=re.escape(cure)):
        written(tmp_path, f"extra:\n  about:\n    {line}\n")


def test_abbreviations_of_the_settings_are_not_dropped_in_silence() -> None:
    with pytest.raises(BuildError, match=r"extra\.abbreviations: .* move each to entries/registry/"):
        SiteMetadata.from_settings({"extra": {"abbreviations": {"GSOMIA": "General Security of …"}}})
