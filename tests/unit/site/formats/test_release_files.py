"""A site that keeps its releases offers the frozen files of all of them, or is not built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from communique.errors import BuildError
from communique.releases.store import list_releases
from communique.site.formats.release_files import ReleaseIndex, verified_files
from communique.site.site_metadata import SiteMetadata


@pytest.fixture
def index(released_site: Path) -> ReleaseIndex:
    home = released_site.parent
    releases = tuple(list_releases(home / "releases"))
    return ReleaseIndex(
        releases, (), {it.version: verified_files(it, home / "dist" / it.version) for it in releases}
    )


def test_files_of_an_old_release_stay_as_the_site_has_them(
    index: ReleaseIndex, released_site: Path, tmp_path: Path
) -> None:
    (tmp_path / "2026.10").mkdir()
    with pytest.raises(
        BuildError, match=r"communique\.sqlite of release 2026\.10 is not in dist/2026\.10/; .*--verify"
    ):
        index.with_published_files(tmp_path)
    newer = released_site.parent / "dist/2026.11"
    for name in ("communique.sqlite", "communique-csv.zip", "events.jsonl"):
        shutil.copy(newer / name, tmp_path / "2026.10" / name)
    with pytest.raises(BuildError, match=r"release 2026\.10"):  # copies of another release are none of this
        index.with_published_files(tmp_path)


def test_what_is_published_is_published_again(index: ReleaseIndex, released_site: Path) -> None:
    complete = ReleaseIndex(index.releases[-1:]).with_published_files(released_site / "releases")
    files = complete.frozen_files["2026.11"]
    assert set(files) == {"communique.sqlite", "communique-csv.zip", "events.jsonl"}
    assert all(file.is_relative_to(released_site) for file in files.values())


def test_the_setting_is_keep_or_nothing() -> None:
    assert SiteMetadata.from_settings({"extra": {"releases": "keep"}}).keeps_releases
    assert not SiteMetadata.from_settings({}).keeps_releases
    with pytest.raises(BuildError, match=r"extra\.releases: write keep"):
        SiteMetadata.from_settings({"extra": {"releases": "all"}})
