"""Writing pages: exactly these files, nothing touched without need, nothing outside the folder."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from communique.errors import BuildError
from communique.pipeline.output_file import MANIFEST, OutputFile, sync_folder


def files(folder: Path) -> dict[str, str]:
    """Every file below a folder but the manifest."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/a.md",
        "../a.md",
        "a/../b.md",
        "a//b.md",
        "./a.md",
        "a\\b.md",
        "C:a.md",
        "a\nb.md",
        "a\u202eb.md",
        ".a.md",
        "a/.git/b.md",
        "a ./b.md",
        "a/ b.md",
        "a./b.md",
        "a/",
        "e\u0301.md",
        "x" * 241,
        "\ud800.md",
    ],
)
def test_a_path_that_could_leave_the_folder_or_be_read_in_two_ways_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="page path"):
        OutputFile(path, "")


def test_bytes_and_text_are_written_as_they_are(tmp_path: Path) -> None:
    sync_folder([OutputFile("a.md", "é\r\n"), OutputFile("b.png", b"\x89PNG")], tmp_path)
    assert (tmp_path / "a.md").read_bytes() == b"\xc3\xa9\r\n"
    assert (tmp_path / "b.png").read_bytes() == b"\x89PNG"


def test_the_report_says_what_happened_and_the_folder_holds_exactly_the_pages(tmp_path: Path) -> None:
    sync_folder([OutputFile("a.md", "1"), OutputFile("b/c.md", "2"), OutputFile("b/d.md", "3")], tmp_path)
    report = sync_folder(
        [OutputFile("d.md", "4"), OutputFile("b/d.md", "3"), OutputFile("a.md", "9")], tmp_path
    )
    assert (report.added, report.changed, report.removed) == (("d.md",), ("a.md",), ("b/c.md",))
    assert report.unchanged == ("b/d.md",)
    assert files(tmp_path) == {"a.md": "9", "b/d.md": "3", "d.md": "4"}


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    sync_folder([OutputFile("a.md", "1")], tmp_path)
    os.utime(tmp_path / "a.md", ns=(1, 1))
    sync_folder([OutputFile("a.md", "1")], tmp_path)
    assert (tmp_path / "a.md").stat().st_mtime_ns == 1


def test_a_folder_that_becomes_empty_goes_but_a_stranger_s_file_stays(tmp_path: Path) -> None:
    sync_folder([OutputFile("a/b/c.md", "1"), OutputFile("e/f.md", "2")], tmp_path)
    (tmp_path / "e" / "mine.txt").write_text("kept")
    sync_folder([], tmp_path)
    assert files(tmp_path) == {"e/mine.txt": "kept"}
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("other", ["events/a.md", "events/A.md", "Events/a.md"])
def test_two_pages_for_one_file_are_refused(tmp_path: Path, other: str) -> None:
    with pytest.raises(BuildError, match=r"events/a\.md"):
        sync_folder([OutputFile("events/a.md", "1"), OutputFile(other, "2")], tmp_path)


def test_a_link_that_leads_out_of_the_folder_is_refused_for_writing_and_left_for_removing(
    tmp_path: Path,
) -> None:
    folder, outside = tmp_path / "pages", tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_text("not ours")
    folder.mkdir()
    (folder / "events").symlink_to(outside)
    with pytest.raises(BuildError, match="leads out"):
        sync_folder([OutputFile("events/b.md", "1")], folder)
    (folder / MANIFEST).write_text("events/a.md\n../outside/a.md\n")
    sync_folder([], folder)
    assert files(outside) == {"a.md": "not ours"}


def test_a_link_in_a_page_s_place_is_replaced_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("not ours")
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.md").symlink_to(target)
    sync_folder([OutputFile("a.md", "1")], folder)
    assert target.read_text() == "not ours"
    assert not (folder / "a.md").is_symlink()


def test_what_an_interrupted_run_left_is_found_by_the_next(tmp_path: Path) -> None:
    def interrupted() -> object:
        yield OutputFile("a.md", "1")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync_folder(interrupted(), tmp_path)
    assert files(tmp_path) == {"a.md": "1"}
    assert sync_folder([], tmp_path).removed == ("a.md",)
    assert files(tmp_path) == {}


def test_a_full_disk_is_a_build_error_and_leaves_the_old_page_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_folder([OutputFile("a.md", "old")], tmp_path)

    def full(self: Path, data: bytes) -> int:
        self.touch()
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BuildError, match="No space left on device"):
        sync_folder([OutputFile("a.md", "new")], tmp_path)
    assert files(tmp_path) == {"a.md": "old"}
