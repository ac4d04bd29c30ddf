"""A file is written whole or not at all, and whoever looks sees whether it changed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from communique.pipeline.filesystem import (
    has_same_content,
    link_or_copy,
    mirror_folder,
    stat_signature,
    stat_tree,
    write_atomic,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a few words."""
    file = tmp_path / "a.txt"
    file.write_text("one")
    return file


def refuse(*arguments: object, **options: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_signature_changes_with_every_write(file: Path) -> None:
    before = stat_signature(file)
    assert stat_signature(file) == before != ""
    write_atomic(file, b"two")
    assert stat_signature(file) != before
    assert stat_signature(file.with_name("missing")) == ""


def test_a_tree_has_the_signature_of_every_file(file: Path) -> None:
    inner = file.parent / "x" / "y" / "b.txt"
    inner.parent.mkdir(parents=True)
    inner.write_text("")
    assert stat_tree(file.parent) == {"a.txt": stat_signature(file), "x/y/b.txt": stat_signature(inner)}
    assert stat_tree(file.parent / "missing") == {}
    assert stat_tree(file) == {}


def test_files_are_compared_by_their_bytes(file: Path) -> None:
    other = file.with_name("b.txt")
    for text, expected in (("one", True), ("two", False), ("one more", False)):
        other.write_text(text)
        assert has_same_content(file, other) is expected


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_write_that_fails_leaves_the_old_file_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(Path, step, refuse)
    with pytest.raises(OSError, match="No space"):
        write_atomic(file, b"two")
    assert stat_tree(file.parent).keys() == {"a.txt"}
    assert file.read_text() == "one"


def test_another_file_is_copied_in_one_step(file: Path) -> None:
    write_atomic(file.with_name("b.txt"), file)
    assert file.with_name("b.txt").read_text() == "one"


def test_a_file_is_linked_and_where_the_disk_cannot_copied(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link_or_copy(file, file.parent / "x" / "b.txt")
    assert (file.parent / "x" / "b.txt").samefile(file)
    monkeypatch.setattr(os, "link", refuse)
    link_or_copy(file, file.with_name("c.txt"))
    assert file.with_name("c.txt").read_text() == "one"
    assert not file.with_name("c.txt").samefile(file)


def test_a_folder_becomes_like_another(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "sub").mkdir(parents=True)
    for name in ("a", "sub/b"):
        (source / name).write_text("one")
    (source / "link").symlink_to("/nowhere")
    mirror_folder(source, target)
    before = {name: (target / name).stat().st_ino for name in ("a", "sub/b")}
    assert (target / "link").readlink() == Path("/nowhere")
    (source / "sub/b").write_text("other")
    (target / "sub/c").write_text("whose?")
    mirror_folder(source, target)
    assert (target / "sub/b").read_text() == "other"
    assert not (target / "sub/c").exists()
    assert (target / "a").stat().st_ino == before["a"]  # what is alike stays as it is
    (target / "a").write_text("two")
    mirror_folder(source, target)
    assert (target / "a").read_text() == (source / "a").read_text() == "one"
    mirror_folder(tmp_path / "nothing", target)
    assert [path for path in target.rglob("*") if path.is_file()] == []
