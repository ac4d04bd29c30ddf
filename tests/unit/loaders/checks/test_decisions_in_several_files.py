"""Rulings and what became of ids may stand in several files, and say the same as in one."""

from __future__ import annotations

import yaml

from communique.loaders.read import read_with_findings
from fixtures.reconciled import read_and_check
from fixtures.record import article, meeting, write_record


def test_decisions_may_stand_in_several_files(tmp_path):
    """As one long file would tell them, each finding where it stands."""
    gone = {"id": "gone-2024", "because": "It never happened."}
    folder = write_record(
        tmp_path,
        {"a": article(meeting("one-2024", date="2024-07")), "b": article(meeting("two-2024"))},
        rulings={
            "withdrawals": [gone],
            "redirects": [{"id": "old-2024", "target": "one-2024", "because": "Renamed."}],
        },
    )
    (folder / "rulings").mkdir()
    more = {"schema": 1, "withdrawals": [{"id": "lost-2024", "because": "Nobody was there."}, gone]}
    (folder / "rulings/2024.yaml").write_text(yaml.safe_dump(more, sort_keys=False), "utf-8")
    record, findings = read_with_findings(folder)
    assert not findings
    assert record.get_withdrawals() == {"gone-2024": "It never happened.", "lost-2024": "Nobody was there."}
    assert record.resolve_redirects() == {"old-2024": "one-2024"}
    (finding,) = read_and_check(folder)[1]
    assert (finding.path, finding.where, finding.line) == ("rulings/2024.yaml", "withdrawals[1].id", 5)
    assert "gone-2024 is decided on twice; first under withdrawals[0] of rulings.yaml" in finding.what


def test_a_ruling_of_a_second_file_holds(tmp_path):
    """It settles what sources say differently, and one that settles nothing is told in its own file."""
    other = meeting("one-2024", title=None, summary=None, date="2024-07-27")
    folder = write_record(
        tmp_path,
        {"a": article(meeting("one-2024", date="2024-07-28")), "b": article(other, publisher="kyodo-news")},
    )
    assert [finding.severity for finding in read_and_check(folder)[1]] == ["error"]
    (folder / "rulings").mkdir()
    ruling = {
        "event": "one-2024",
        "field": "date",
        "value": "2024-07-28",
        "because": "The day is in the title.",
        "grade": "slip",
    }
    file = folder / "rulings/2024.yaml"
    file.write_text(yaml.safe_dump({"schema": 1, "rulings": [ruling]}), "utf-8")
    assert not read_and_check(folder)[1]
    file.write_text(
        yaml.safe_dump({"schema": 1, "rulings": [ruling, ruling | {"field": "edition"}]}), "utf-8"
    )
    (finding,) = read_and_check(folder)[1]
    assert (finding.path, finding.where) == ("rulings/2024.yaml", "rulings[1]")
