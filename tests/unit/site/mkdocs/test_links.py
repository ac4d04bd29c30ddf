"""Where files stand and where links lead, worked out our way, is what MkDocs would say."""

from __future__ import annotations

import itertools
import posixpath

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import _RelativePathTreeprocessor

from communique.site.mkdocs.links import LinkContext, get_dest_uri, get_url

PATHS = (
    "index.md",
    "events.md",
    "events/index.md",
    "events/a.md",
    "events/b.md",
    "events/a/history.md",
    "events/a.json",
    "countries/README.md",
    "countries/jp/with/kr.md",
    "countries/jp/with/index.md",
    "places/ō b.md",
    "data/SHA256SUMS",
    "map.md",
)
LINKS = ("", "?q=1", "#here", "?q=1#here")


def configured(directories: bool) -> MkDocsConfig:
    """A configuration as far as links ask for it."""
    config = MkDocsConfig()
    config.load_dict(
        {"site_name": "Test", "use_directory_urls": directories, "docs_dir": "/", "site_dir": "/x"}
    )
    config.validate()
    return config


def theirs(path: str, config: MkDocsConfig) -> File:
    """MkDocs' own file."""
    return File(path, "/", "/x", bool(config.use_directory_urls), inclusion=InclusionLevel.NOT_IN_NAV)


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("path", PATHS)
def test_a_file_stands_where_mkdocs_would_put_it(path: str, directories: bool) -> None:
    file = theirs(path, configured(directories))
    assert get_dest_uri(path, directories) == file.dest_uri
    assert get_url(path, directories) == file.url


def test_markdown_to_take_away_is_no_page() -> None:
    assert get_dest_uri("events/a.md.txt", True) == "events/a.md"
    assert get_url("events/a.md.txt", True) == "events/a.md"


@pytest.mark.parametrize("directories", [True, False])
def test_every_link_leads_where_mkdocs_leads_it_from_whichever_page_it_is_asked_first(
    directories: bool,
) -> None:
    config = configured(directories)
    files = Files([theirs(path, config) for path in PATHS])
    pages = [file for file in files if file.src_uri.endswith(".md")]
    for order in (pages, pages[::-1]):
        links = LinkContext(dict.fromkeys(PATHS), Files([]), config)
        for page, target, end in itertools.product(order, PATHS, LINKS):
            depth = page.src_uri.count("/")
            link = "../" * depth + target.replace(" ", "%20") + end
            expected = _RelativePathTreeprocessor(page, files, config)
            resolver = links.resolver_for(page)
            assert resolver(link) == expected.path_to_url(link), (page.src_uri, link)
            assert resolver.anchors == {
                file.src_uri: anchors for file, anchors in expected.links_to_anchors.items()
            }
            assert resolver.linked_paths == {target}


@pytest.mark.parametrize("directories", [True, False])
def test_links_take_the_shortest_way_as_mkdocs_leads_them(directories: bool) -> None:
    config = configured(directories)
    paths = [path for path in PATHS if " " not in path]
    files = Files([theirs(path, config) for path in paths])
    links = LinkContext(dict.fromkeys(paths), Files([]), config)
    for page, target, end in itertools.product(paths, paths, ("", "#here")):
        if page.endswith(".md"):
            file = files.get_file_from_path(page)
            assert file is not None
            link = posixpath.relpath(target, posixpath.dirname(page) or ".") + end
            expected = _RelativePathTreeprocessor(file, files, config).path_to_url(link)
            assert links.resolver_for(file)(link) == expected, (page, link)


def test_a_link_that_leads_out_of_the_site_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    config = configured(True)
    links = LinkContext(dict.fromkeys(PATHS), Files([]), config)
    for link in ("../../b.md", "gone.md", "a.md/b.md"):
        caplog.clear()
        assert links.resolver_for(theirs("events/a.md", config))(link) == link
        assert link in caplog.text


def test_no_more_targets_are_remembered_than_memory_should_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.site.mkdocs.links._MAX_CACHED_LINKS", 1)
    config = configured(True)
    links = LinkContext(dict.fromkeys(PATHS), Files([]), config)
    for target in ("b.md", "../map.md", "b.md"):
        links.resolver_for(theirs("events/a.md", config))(target)
    assert len(links.resolved) == 1
