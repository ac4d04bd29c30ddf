"""What is kept of files between runs never changes an answer: what changed is noticed, what is damaged is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.errors import Finding, RecordError
from communique.loaders import file_index, read
from communique.loaders.checks.check_dataset import check_dataset
from communique.loaders.curation import check_files
from communique.loaders.entry_files import DatasetFile, hash_bytes, read_file
from communique.loaders.file_index import FileIndex
from communique.loaders.read import hash_dataset, read_with_findings
from communique.loaders.up_to_date import check_up_to_date
from communique.loaders.yaml.parser import parse_yaml, restore_document
from fixtures.record import article, meeting, write_record

ARTICLES = {
    "a": article(meeting("one-2024")),
    "b": article(meeting("two-2024", links=[{"part-of": "one-2024"}])),
}
A, B = "articles/2024/a.yaml", "articles/2024/b.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A record of which something is kept, whose files may be trusted at once."""
    monkeypatch.setattr(file_index, "_CACHE_FOLDERS", {})
    monkeypatch.setattr(read, "_PARSED_FILES", {})
    monkeypatch.setattr(file_index, "RACY_WINDOW", 0)
    folder = write_record(tmp_path, ARTICLES)
    file_index.enable_cache(folder, tmp_path / "kept")
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read to learn their hash."""
    seen: list[str] = []

    def read(root: Path, path: Path) -> DatasetFile:
        seen.append(path.as_posix())
        return read_file(root, path)

    monkeypatch.setattr(file_index, "read_file", read)
    return seen


def digests(root: Path, *paths: str) -> dict[str, str]:
    """The hashes as one run learns them for the next."""
    one, findings = FileIndex(root), list[Finding]()
    found = one.hash_files(paths, findings)
    one.save(paths)
    assert not findings
    return found


def true(root: Path, *paths: str) -> dict[str, str]:
    return {path: hash_bytes((root / path).read_bytes()) for path in paths}


def test_a_file_is_read_once(root: Path, reads: list[str]) -> None:
    assert digests(root, A, B) == digests(root, A, B) == true(root, A, B)
    assert reads == [A, B]


def test_what_changed_is_read_again_though_size_and_time_are_as_before(root: Path, reads: list[str]) -> None:
    digests(root, A, B)
    file, before = root / A, (root / A).stat()
    file.write_text(file.read_text("utf-8").replace("one-2024", "six-2024"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert digests(root, A, B) == true(root, A, B)
    assert reads == [A, B, A]


def test_another_file_in_its_place_is_read(root: Path, reads: list[str]) -> None:
    digests(root, A, B)
    (root / A).replace(root / "articles/2024/c.yaml")
    (root / B).replace(root / A)
    assert digests(root, A) == true(root, A)
    assert reads == [A, B, A]


def test_what_changed_just_now_is_not_trusted(
    root: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_index, "RACY_WINDOW", 3_600_000_000_000)
    digests(root, A)
    digests(root, A)
    assert reads == [A, A]


def test_a_link_is_followed_each_time(root: Path, reads: list[str]) -> None:
    (root / B).unlink()
    (root / B).symlink_to(root / A)
    digests(root, B)
    (root / A).write_text("schema: 1\n", "utf-8")
    assert digests(root, B) == {B: hash_bytes(b"schema: 1\n")}
    assert reads == [B, B]


@pytest.mark.parametrize("how", ["cut", "spoilt", "empty", "gone", "no text"])
def test_what_is_damaged_is_learnt_anew(root: Path, reads: list[str], how: str) -> None:
    digests(root, A, B)
    (file,) = (root.parent / "kept").iterdir()
    content = file.read_bytes()
    file.unlink()
    if how == "cut":
        file.write_bytes(content[:-20])
    elif how == "spoilt":
        file.write_bytes(content.replace(true(root, A)[A].encode(), b"0" * 64))
    elif how == "empty":
        file.write_bytes(b"")
    elif how == "no text":
        file.write_bytes(b"\xff\xfe\n\xff")
    assert digests(root, A, B) == true(root, A, B)
    assert reads == [A, B, A, B]


def test_other_code_trusts_nothing(root: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    digests(root, A)
    monkeypatch.setattr(file_index, "_code_fingerprint", lambda: "another")
    digests(root, A)
    assert reads == [A, A]


def test_the_code_is_all_that_reads_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []

    def reading(file: Path) -> bytes:
        read.append(file)
        return b""

    monkeypatch.setattr(Path, "read_bytes", reading)
    file_index._code_fingerprint.__wrapped__()
    names = {file.name for file in read}
    assert {"constructor.py", "event.py", "vocabulary.py", "file_index.py", "parse.py"} <= names


def test_what_goes_is_forgotten(root: Path) -> None:
    digests(root, A, B)
    digests(root, B)
    assert A not in (root.parent / "kept" / "ledger").read_text("utf-8")


def test_without_a_folder_nothing_is_kept(
    tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_index, "_CACHE_FOLDERS", {})
    folder = write_record(tmp_path, ARTICLES)
    digests(folder, A)
    digests(folder, A)
    assert reads == [A, A]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["entries"]


def test_where_nothing_can_be_written_nothing_is_kept(root: Path, reads: list[str]) -> None:
    (root.parent / "kept").write_text("", "utf-8")
    assert digests(root, A) == digests(root, A) == true(root, A)
    assert reads == [A, A]


def test_a_load_sees_what_changed(root: Path) -> None:
    before = dict(hash_dataset(root))
    assert check_up_to_date(root, root.parent / "releases", before) is not None
    (root / A).write_text((root / A).read_text("utf-8") + "# a word\n", "utf-8")
    assert check_up_to_date(root, root.parent / "releases", before) is None
    after = dict(hash_dataset(root))
    assert {path for path in after if after[path] != before[path]} == {A}
    (root / A).write_bytes(b"\xff")
    with pytest.raises(RecordError, match="not UTF-8"):
        hash_dataset(root)


def test_a_check_of_one_file_reads_what_names_its_words(root: Path) -> None:
    check_dataset(root)
    assert check_files.check_files(root, [B]).articles == {B}  # what it links to is known to be there
    assert not check_files.check_files(root, [B]).findings
    assert check_files.check_files(root, [A]).articles == {A, B}


def test_a_check_of_one_file_sees_what_others_say_now(root: Path) -> None:
    check_dataset(root)
    write_record(root.parent, ARTICLES | {"b": article(meeting("one-2024"), publisher="kyodo-news")})
    (finding,) = check_files.check_files(root, [B]).findings
    assert "a.yaml has written it" in finding.what
    write_record(root.parent, ARTICLES | {"a": article(meeting("nine-2024"))})
    (finding,) = check_files.check_files(root, [B]).findings
    assert "link to a missing event" in finding.what


def test_shared_files_come_from_what_is_kept_as_they_are(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = read_with_findings(root)[0].registry
    read._PARSED_FILES.clear()
    monkeypatch.setattr(read, "parse_yaml", lambda text, path: pytest.fail(f"{path} is known"))
    again = read_with_findings(root, ())[0].registry
    assert again.sections == fresh.sections
    for (noun, key), holder in fresh.files_by_entry.items():
        assert again.files_by_entry[noun, key].create_finding((noun, key), "") == holder.create_finding(
            (noun, key), ""
        )


def test_a_document_comes_back_with_its_marks(root: Path) -> None:
    text = (root / B).read_text("utf-8") + "more: [.nan, -.inf, 1.0, 0.1, true, ~, 'a\\b', é 北, {x: []}]\n"
    parsed = parse_yaml(text, B)
    later = restore_document(json.loads(json.dumps(parsed.data, ensure_ascii=False)), (), text, B)
    assert repr(later.data) == repr(parsed.data)
    assert dict(later.positions) == dict(parsed.positions)
    assert dict(later.key_positions) == dict(parsed.key_positions)


def test_a_shared_file_that_changed_is_read(root: Path) -> None:
    read_with_findings(root)
    file = root / "registry/all.yaml"
    file.write_text(
        file.read_text("utf-8").replace("places:", "places:\n  nowhere: {name: Nowhere, precision: exactly}"),
        "utf-8",
    )
    (finding,) = read_with_findings(root)[1]
    assert "'exactly' is not one of the words" in finding.what
    assert str(finding) == str(read_with_findings(root)[1][0])


def test_a_check_of_one_file_says_what_a_check_of_all_says_of_it(root: Path) -> None:
    """Whether the index tells of all other files, of none, or of what one of them was."""
    parts = meeting("three-2024", links=[{"part-of": "two-2024"}, {"follows": "gone-2024"}])
    other = article(meeting("two-2024", links=[{"part-of": "three-2024"}]), url="https://news.example/talks")
    double = article(meeting("one-2024"), publisher="yonhap", url="https://news.example/talks")
    articles = ARTICLES | {"b": other, "c": article(parts), "d": double}
    for changed in ({}, {}, {"c": article(parts | {"date": "2024-07-27"})}):
        write_record(root.parent, articles | changed)
        told = {path: _select(check_files.check_files(root, [path]).findings, path) for path in (A, B)}
        findings = check_dataset(root).findings
        assert told == {path: _select(findings, path) for path in (A, B)}
        assert all(told.values())


def _select(findings: list[Finding], path: str) -> list[str]:
    return [str(it) for it in findings if {path, "articles/"} & {it.path, *it.others}]
