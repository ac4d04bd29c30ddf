"""What git knows of the record, and what is said where it knows too little."""

import datetime as dt

import pytest

from communique.errors import HistoryError
from communique.releases.git import Repository
from fixtures.commits import commit, git
from fixtures.record import article, meeting, write_record


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "hôme with spaces"
    write_record(folder, {"a": article(meeting())})
    return folder


def test_a_folder_outside_any_repository(home):
    assert Repository.discover(home / "entries") is None
    assert Repository.discover(home / "nowhere") is None


def test_git_that_is_not_installed_knows_nothing(home, monkeypatch):
    commit(home)
    monkeypatch.setenv("PATH", str(home))
    assert Repository.discover(home) is None


def test_the_last_commit_that_touched_the_record(home):
    first = commit(home, day="2026-11-23T23:30:00-05:00")
    (home / "README.md").write_text("About.")
    git(home, "add", "README.md")
    git(home, "commit", "--quiet", "--message", "Elsewhere", day="2026-12-24T00:00:00+00:00")
    repository = Repository.discover(home / "entries")
    found = repository.last_commit([home / "entries"])
    assert (found.id, found.day) == (first, dt.date(2026, 11, 24))  # in UTC it was the next day already
    assert repository.last_commit([home / "releases"]) is None
    assert repository.resolve_revision("HEAD~1") == found
    assert repository.resolve_revision(first[:8]) == found
    for wrong in ("nothing", "--all", "HEAD~9", "@{upstream}"):
        assert repository.resolve_revision(wrong) is None


def test_a_repository_without_a_commit(home):
    git(home, "init", "--quiet")
    repository = Repository.discover(home)
    assert repository.last_commit([home / "entries"]) is None
    assert repository.resolve_revision("HEAD") is None
    assert len(repository.uncommitted_files([home / "entries"])) == 3


def test_what_is_not_committed(home):
    commit(home)
    repository = Repository.discover(home)
    assert repository.uncommitted_files([home / "entries"]) == []
    write_record(home, {"ä b": article(meeting())})
    (home / "other.txt").write_text("x")
    changed = repository.uncommitted_files([home / "entries", home / "releases"])
    assert changed == ["entries/articles/2024/a.yaml", "entries/articles/2024/ä b.yaml"]


def test_what_a_commit_held(home, tmp_path):
    first = commit(home)
    before = (home / "entries/articles/2024/a.yaml").read_bytes()
    write_record(home, {"b": article(meeting())})
    commit(home)
    target = tmp_path / "target"
    target.mkdir()
    repository = Repository.discover(home)
    repository.extract_files(first, [home / "entries", home / "releases"], target)
    assert (target / "entries/articles/2024/a.yaml").read_bytes() == before
    assert not (target / "entries/articles/2024/b.yaml").exists()
    with pytest.raises(HistoryError, match="git ls-tree"):
        repository.extract_files("0" * 40, [home / "entries"], target)


def test_a_record_in_a_folder_of_a_larger_repository(home, tmp_path):
    top = home.parent
    git(top, "init", "--quiet")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "All")
    repository = Repository.discover(home / "entries")
    assert repository.relative_path(home / "entries").as_posix() == "hôme with spaces/entries"
    target = tmp_path.parent / f"{tmp_path.name}-target"
    target.mkdir()
    repository.extract_files("HEAD", [home / "entries"], target)
    assert (target / "hôme with spaces/entries/rulings.yaml").is_file()


def test_a_clone_of_the_end_alone_does_not_guess(home, tmp_path):
    first = commit(home)
    write_record(home, {"b": article(meeting())})
    commit(home)
    (home / "README.md").write_text("About.")
    git(home, "add", "README.md")
    git(home, "commit", "--quiet", "--message", "Elsewhere")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", home.as_uri(), str(clone))
    repository = Repository.discover(clone)
    with pytest.raises(HistoryError, match="git fetch --unshallow"):
        repository.last_commit([clone / "entries"])
    assert repository.resolve_revision(first) is None
