"""Only regular UTF-8 files of a bearable size inside the record's folder are read."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
from pathlib import Path

import pytest

from communique.errors import RecordError
from communique.loaders.entry_files import MAX_FILE_SIZE, hash_bytes, list_files, read_file, read_text

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes as on POSIX")


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "entries"
    (folder / "articles" / "2024").mkdir(parents=True)
    (folder / "articles" / "2024" / "a.yaml").write_bytes("título: é\r\n".encode())
    return folder


def complaint(root: Path, path: Path | str) -> str:
    with pytest.raises(RecordError) as caught:
        read_file(root, Path(path))
    (finding,) = caught.value
    assert finding.cure
    return str(finding)


def listed(root: Path, folder: str = ".") -> tuple[tuple[str, ...], list[str]]:
    listing = list_files(root, folder)
    return listing.paths, [str(finding) for finding in listing.findings]


def test_a_file_is_read_as_it_stands_with_its_hash(root):
    file = read_file(root, Path("articles/2024/a.yaml"))
    content = (root / "articles/2024/a.yaml").read_bytes()
    assert file.path == "articles/2024/a.yaml"
    assert file.text == "título: é\r\n"
    assert file.sha256 == hash_bytes(content) == hashlib.sha256(content).hexdigest()
    assert read_text(root, Path("articles/2024/a.yaml")) == file.text


def test_a_path_may_be_absolute_and_the_root_relative_or_linked(root, monkeypatch):
    monkeypatch.chdir(root.parent)
    Path("link").symlink_to("entries")
    for at in (Path("entries"), Path("link"), root):
        assert read_file(at, root / "articles/2024/a.yaml").path == "articles/2024/a.yaml"
        assert read_file(at, Path("articles/2024/a.yaml")).path == "articles/2024/a.yaml"
        assert list_files(at, "articles").paths == ("articles/2024/a.yaml",)


def test_paths_and_links_that_lead_out_are_refused(root, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text("secret: 1")
    (root / "file.yaml").symlink_to(outside)
    (root / "relative.yaml").symlink_to("../outside.yaml")
    (root / "folder").symlink_to(tmp_path)
    twin = tmp_path / "entries-twin"
    twin.mkdir()
    (twin / "x.yaml").write_text("secret: 1")
    paths = ["../outside.yaml", outside, "file.yaml", "relative.yaml", "folder/outside.yaml"]
    for path in [*paths, "../entries-twin/x.yaml", twin / "x.yaml", "articles/../../outside.yaml"]:
        assert "leads out of the record's folder" in complaint(root, path)
        assert "secret" not in complaint(root, path)


def test_a_link_inside_the_record_is_followed(root):
    (root / "link.yaml").symlink_to("articles/2024/a.yaml")
    assert read_file(root, Path("link.yaml")).path == "link.yaml"


def test_a_dangling_link_and_a_ring_of_links(root):
    (root / "dangling.yaml").symlink_to("nowhere.yaml")
    (root / "one.yaml").symlink_to("two.yaml")
    (root / "two.yaml").symlink_to("one.yaml")
    assert "does not exist" in complaint(root, "dangling.yaml")
    assert complaint(root, "one.yaml").startswith("one.yaml: ")


def test_what_is_no_regular_file_is_refused_without_waiting(root):
    os.mkfifo(root / "pipe.yaml")
    (root / "folder.yaml").mkdir()
    for name in ("pipe.yaml", "folder.yaml"):
        assert "a folder, a pipe or a device" in complaint(root, name)


def test_a_socket_is_refused(root, monkeypatch):
    monkeypatch.chdir(root)  # a socket's path may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.yaml")
        assert complaint(root, "s.yaml").startswith("s.yaml: the file cannot be read (")


def test_a_device_in_the_record_is_refused(root, monkeypatch):
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, flags: real("/dev/null", flags))
    assert "a folder, a pipe or a device" in complaint(root, "articles/2024/a.yaml")


def test_a_file_up_to_the_limit_is_read_and_a_larger_one_is_refused(root):
    (root / "full.yaml").write_bytes(b"#" * MAX_FILE_SIZE)
    assert len(read_text(root, Path("full.yaml"))) == MAX_FILE_SIZE
    with (root / "giant.yaml").open("wb") as file:
        file.truncate(2**33)  # sparse: it takes no room
    assert "larger than 1,048,576 bytes" in complaint(root, "giant.yaml")


def test_a_file_that_grows_after_it_was_measured_is_refused(root, monkeypatch):
    (root / "grows.yaml").write_bytes(b"#" * (MAX_FILE_SIZE + 1))
    real = os.fstat

    class Small:
        def __init__(self, descriptor):
            self.st_mode, self.st_size = real(descriptor).st_mode, 1

    with monkeypatch.context() as patch:
        patch.setattr("communique.loaders.entry_files.os.fstat", Small)
        with pytest.raises(RecordError, match="larger than"):
            read_file(root, Path("grows.yaml"))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"a: 1\r\nb: \xc3\xa9 \xe9\n", "x.yaml:2:6: the file is not UTF-8 (at byte 12 of the file)"),
        (b"\xff", "x.yaml:1:1: the file is not UTF-8 (at byte 0 of the file)"),
        (b"a: \xed\xa0\x80", "x.yaml:1:4: the file is not UTF-8 (at byte 3 of the file)"),
        (b"a: \xc0\x80", "x.yaml:1:4: the file is not UTF-8 (at byte 3 of the file)"),
        ("a: é".encode("utf-16"), "x.yaml:1:1: the file is UTF-16, not UTF-8"),
    ],
)
def test_what_is_not_utf8_is_named_with_its_place(root, content, place):
    (root / "x.yaml").write_bytes(content)
    assert complaint(root, "x.yaml") == f"{place}; save it as UTF-8"


def test_a_missing_file(root):
    assert "does not exist" in complaint(root, "articles/none.yaml")


def test_a_file_that_vanishes_between_listing_and_reading(root, monkeypatch):
    real = os.open

    def vanish(path, flags):
        Path(path).unlink()
        return real(path, flags)

    monkeypatch.setattr(os, "open", vanish)
    assert "no longer does" in complaint(root, "articles/2024/a.yaml")


def test_a_file_that_may_not_be_read(root, monkeypatch):
    path = root / "articles/2024/a.yaml"
    path.chmod(0)
    if os.geteuid() == 0:  # nothing is forbidden to root, so the refusal must be played

        def refuse(path, flags):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

        monkeypatch.setattr(os, "open", refuse)
    assert "may not be read" in complaint(root, "articles/2024/a.yaml")


def test_a_failing_disk(root, monkeypatch):
    def fail(path, flags):
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    monkeypatch.setattr(os, "open", fail)
    assert f"cannot be read ({os.strerror(errno.EIO)})" in complaint(root, "articles/2024/a.yaml")


def test_no_descriptor_is_left_open(root):
    (root / "giant.yaml").write_bytes(b"#" * (MAX_FILE_SIZE + 1))
    (root / "bad.yaml").write_bytes(b"\xff")
    first = os.open(os.devnull, os.O_RDONLY)
    os.close(first)
    for name in ("giant.yaml", "bad.yaml", "articles"):
        complaint(root, name)
    read_text(root, Path("articles/2024/a.yaml"))
    again = os.open(os.devnull, os.O_RDONLY)
    os.close(again)
    assert again == first  # the lowest free number is the same as before


def test_a_name_that_cannot_be_shown_is_refused(root):
    for name in ("a\nb.yaml", os.fsdecode(b"\xff.yaml"), "a\x1b[31m.yaml"):
        (root / name).write_text("a: 1")
        told = complaint(root, name)
        assert "cannot be shown" in told
        assert told.isprintable()
    assert complaint(root, "a\x00.yaml")
    paths, findings = listed(root)
    assert paths == ("articles/2024/a.yaml",)
    assert len(findings) == 3
    assert all("cannot be shown" in finding and finding.isprintable() for finding in findings)


def test_files_are_listed_sorted_whatever_the_folder(root):
    for name in (
        "b.yaml",
        "B2.yaml",
        "rulings.yaml",
        "articles/2023/z.yaml",
        "articles/2024/0.yaml",
        "readme.md",
    ):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("a: 1")
    assert listed(root, "articles") == (
        ("articles/2023/z.yaml", "articles/2024/0.yaml", "articles/2024/a.yaml"),
        [],
    )
    assert listed(root)[0] == (
        "B2.yaml",
        "articles/2023/z.yaml",
        "articles/2024/0.yaml",
        "articles/2024/a.yaml",
        "b.yaml",
        "rulings.yaml",
    )


def test_near_extensions_are_reported_and_hidden_files_are_not(root):
    for name in (
        "a.yml",
        "b.YAML",
        "c.yaml.txt",
        "d.Yml",
        "e.yaml~",
        "f.yaml.orig",
        ".g.yaml",
        "h.json",
        "yaml",
    ):
        (root / name).write_text("a: 1")
    (root / ".git").mkdir()
    (root / ".git" / "i.yml").write_text("a: 1")
    listing = list_files(root)
    assert listing.paths == ("articles/2024/a.yaml",)
    assert [(finding.path, finding.severity) for finding in listing.findings] == [
        ("a.yml", "error"),
        ("b.YAML", "error"),
        ("c.yaml.txt", "error"),
        ("d.Yml", "error"),
        ("e.yaml~", "warning"),
        ("f.yaml.orig", "warning"),
    ]


def test_names_that_are_one_elsewhere_are_reported(root):
    names = ["Straße.yaml", "STRASSE.yaml", "cafe\u0301.yaml", "caf\u00e9.yaml", "plain.yaml"]
    for name in names:
        (root / name).write_text("a: 1")
    if len({path.name for path in root.iterdir()} - {"articles"}) < len(names):
        pytest.skip("this file system cannot tell the names apart either")
    paths, findings = listed(root)
    assert len(paths) == 1 + len(names)
    assert len(findings) == 2
    assert findings[0].startswith("Straße.yaml: the name differs from STRASSE.yaml only")
    assert "caf" in findings[1]


def test_a_linked_folder_is_reported_and_not_read(root, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.yaml").write_text("a: 1")
    (root / "linked").symlink_to(tmp_path / "elsewhere")
    (root / "ring").symlink_to(root)
    paths, findings = listed(root)
    assert paths == ("articles/2024/a.yaml",)
    assert [finding.split(":")[0] for finding in findings] == ["linked", "ring"]


def test_a_folder_that_is_missing_or_may_not_be_read_is_reported(root, monkeypatch):
    paths, findings = listed(root, "registry")
    assert paths == ()
    assert findings[0].startswith("registry: the folder cannot be read (")
    locked = root / "articles"
    locked.chmod(0)
    if os.geteuid() == 0:
        real = os.scandir

        def refuse(path):
            if Path(path) == locked:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return real(path)

        monkeypatch.setattr(os, "scandir", refuse)
    paths, findings = listed(root)
    locked.chmod(0o755)
    assert paths == ()
    assert findings[0].startswith("articles: the folder cannot be read (Permission denied); ")
