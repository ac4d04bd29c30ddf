"""An archive that takes over what an earlier one holds packed is the same to a byte."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from communique.site.downloads.csv_package import write_zip


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """An archive of two files."""
    write_zip({"a.csv": b"one\n" * 1000, "b.csv": b"two\n" * 1000}, tmp_path / "last.zip")
    return tmp_path / "last.zip"


def test_an_archive_takes_over_what_is_packed_already_and_is_the_same_to_a_byte(packed: Path) -> None:
    files = {"a.csv": b"other\n" * 900, "b.csv": b"two\n" * 1000, "c.csv": b""}
    anew, again = packed.with_name("anew.zip"), packed.with_name("again.zip")
    write_zip(files, anew)
    write_zip(files, again, last=packed, same={"b.csv"})
    assert again.read_bytes() == anew.read_bytes()
    with zipfile.ZipFile(again) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == files


def test_only_what_is_said_to_be_the_same_is_taken_over(
    packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew: list[str] = []
    real = zipfile.ZipFile.open

    def opened(self: zipfile.ZipFile, entry: zipfile.ZipInfo, mode: str) -> object:
        anew.append(entry.filename)
        return real(self, entry, mode)  # type: ignore[arg-type]  # one of its two modes

    monkeypatch.setattr(zipfile.ZipFile, "open", opened)
    files = {"a.csv": b"one\n" * 1000, "b.csv": b"two\n" * 1000}
    write_zip(files, packed.with_name("again.zip"), last=packed, same={"a.csv"})
    assert anew == ["b.csv"]
