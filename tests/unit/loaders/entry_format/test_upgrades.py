"""Files of every past format: each is upgraded to what is read today, all of them or none, and never back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from communique.errors import RecordError
from communique.loaders.curation.format_files import convert_text
from communique.loaders.entry_format.article import FORMAT
from communique.loaders.entry_format.upgrades import STEPS, upgrade_text
from communique.loaders.entry_format.upgrades.edit import TextEdit, apply_edits
from fixtures.reconciled import read_and_check
from fixtures.repository import ROOT

FORMATS = ROOT / "tests/fixtures/formats"
NEWEST = FORMATS / str(FORMAT) / "entries"
PATH = "articles/2024/a.yaml"


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.yaml")}


@pytest.fixture(params=sorted(STEPS))
def old(request, cli_home):
    """A home whose record has a past format."""
    shutil.copytree(FORMATS / str(request.param) / "entries", cli_home.home / "entries")
    return cli_home


def test_there_are_files_of_every_format():
    assert {path.name for path in FORMATS.iterdir() if path.is_dir()} == {str(n) for n in (*STEPS, FORMAT)}
    assert set(STEPS) == set(range(FORMAT))
    kinds = {name.partition("/")[0] for name in texts(NEWEST)}
    for number in STEPS:
        assert {n.partition("/")[0] for n in texts(FORMATS / str(number) / "entries")} == kinds


def test_files_of_the_newest_format_are_right_as_they_stand():
    findings = read_and_check(NEWEST)[1]
    assert not [finding for finding in findings if finding.severity == "error"]


def test_a_past_format_is_told_with_its_cure(old):
    before = texts(old.home / "entries")
    for command in ("check", "fmt", "load"):
        answer = old.run(command)
        assert answer.status == 1
        told = [line for line in answer.lines if "this file has format" in line]
        assert len(told) == len(before)
        assert all(line.endswith(f"; run communique fmt --to {FORMAT}") for line in told)
    assert texts(old.home / "entries") == before


def test_a_past_format_becomes_the_newest_byte_for_byte(old):
    answer = old.run("fmt", "--to", str(FORMAT))
    assert (answer.status, texts(old.home / "entries")) == (0, texts(NEWEST))
    assert f"{len(texts(NEWEST))} rewritten" in answer.err
    assert old.run("check").status == 0
    assert old.run("load").status == 0
    assert "0 rewritten" in old.run("fmt", "--to", str(FORMAT)).err


def test_an_upgrade_only_tried_writes_nothing(old):
    before = texts(old.home / "entries")
    answer = old.run("fmt", "--to", str(FORMAT), "--check")
    assert answer.status == 1
    assert len(answer.out.splitlines()) == len(before)
    assert texts(old.home / "entries") == before


def test_one_wrong_file_keeps_all_as_they_are(old):
    name = "articles/2024/yonhap-2024-07-28.yaml"
    wrong = old.home / "entries" / name
    wrong.write_text(wrong.read_text("utf-8").replace("kind: incident", "kind: accident"), "utf-8")
    before = texts(old.home / "entries")
    answer = old.run("fmt", "--to", str(FORMAT))
    assert answer.status == 1
    assert f"{name}:4:5" in answer.err
    assert "'accident' is no kind of event" in answer.err
    assert "none rewritten" in answer.err
    assert texts(old.home / "entries") == before


@pytest.mark.parametrize("stop", [OSError("no space left on device"), KeyboardInterrupt()])
def test_an_upgrade_that_is_cut_off_is_taken_back(old, monkeypatch, stop):
    before, done, rename = texts(old.home / "entries"), [], Path.replace

    def cut_off(staged, target):
        if len(done) == 2 and staged.suffix == ".new":
            raise stop
        done.append(target)
        return rename(staged, target)

    monkeypatch.setattr(Path, "replace", cut_off)
    assert old.run("fmt", "--to", str(FORMAT)).status != 0
    assert len(done) == 4, "two were renamed, and renamed back"
    assert texts(old.home / "entries") == before


@pytest.mark.parametrize("number", [FORMAT + 1, 99])
def test_a_format_from_the_future_is_told(cli_home, number):
    shutil.copytree(NEWEST, cli_home.home / "entries")
    file = cli_home.home / "entries" / "registry" / "all.yaml"
    file.write_text(file.read_text("utf-8").replace(f"schema: {FORMAT}", f"schema: {number}"), "utf-8")
    words = (
        f"this file has format {number}, and this Communiqué knows formats up to {FORMAT}; update Communiqué"
    )
    for command in (["check"], ["fmt"], ["fmt", "--to", str(FORMAT)]):
        answer = cli_home.run(*command)
        assert answer.status == 1
        assert [line for line in answer.lines if "all.yaml:1:9 schema: " + words in line]


def test_a_format_is_never_taken_back(cli_home):
    shutil.copytree(NEWEST, cli_home.home / "entries")
    answer = cli_home.run("fmt", "--to", "0")
    assert answer.status == 1
    assert f"this file has format {FORMAT}, and a format is never taken back to 0" in answer.err
    assert texts(cli_home.home / "entries") == texts(NEWEST)


@pytest.mark.parametrize("number", ["-1", str(FORMAT + 1)])
def test_a_format_that_there_is_not_is_a_wrong_command(cli_home, number):
    cli_home.record()
    answer = cli_home.run("fmt", "--to", number)
    assert answer.status == 2
    assert f"there is no format {number} here: this Communiqué writes format {FORMAT}" in answer.err


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("source: {}\n", "this file does not say which format it has; write schema: 1"),
        ("schema: one\n", "there is no format 'one'; write schema: 1"),
        ("schema: true\n", "there is no format True; write schema: 1"),
        ("schema: -1\n", "there is no format -1; write schema: 1"),
        ("- schema: 1\n", "this file does not say which format it has; write schema: 1"),
        ("schema: [\n", "a.yaml:2:1"),
    ],
)
def test_a_file_without_a_format_is_told(text, what):
    with pytest.raises(RecordError) as caught:
        convert_text(text, PATH, FORMAT)
    assert what in str(caught.value)


def test_old_and_new_word_side_by_side_are_told():
    text = "schema: 0\nevents:\n  - id: a\n    when: 2024\n    date: 2024\n"
    with pytest.raises(RecordError, match=r"a\.yaml:5:5.*date"):
        upgrade_text(text, PATH)


def test_only_words_that_mean_a_field_are_changed():
    """An id of the registry may be a word of the draft; so may a text, and what stands in a comment."""
    text = (
        "schema: 0 # when\nplaces:\n  when: {name: where}\n  as: {name: by}\n"
        "people:\n  by: {name: as, tenures: [when]}\n"
    )
    assert upgrade_text(text, "registry/a.yaml") == text.replace("schema: 0", "schema: 1")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_do_not_shift_words(end):
    text = end.join(["\ufeffschema: 0", "events:", "  - {id: 東京, when: 2024, 'where': a, as: planned}", ""])
    want = end.join(["schema: 1", "events:", "  - {id: 東京, date: 2024, place: a, modality: planned}", ""])
    assert upgrade_text(text, PATH) == want


def test_an_edit_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="'b' does not stand in line 1, column 1"):
        apply_edits("a: 1\n", [TextEdit(1, 1, "b", "c")])
