"""What the record says when several articles speak: agreement, refinement, union, ruling, disagreement."""

from pathlib import Path

import pytest

from communique.errors import RecordError
from communique.loaders.checks.run_checks import run_checks
from communique.loaders.curation.format_files import format_text
from communique.loaders.dataset import DatasetContext
from communique.loaders.read import read_dataset
from fixtures.reconciled import reconcile_dataset
from fixtures.record import article, meeting, write_record


def reconciled(tmp_path: Path, *articles, rulings=None):
    """Rows and findings of a record of articles a, b, c…"""
    names = "abcdefgh"
    folder = write_record(tmp_path, dict(zip(names, articles, strict=False)), rulings)
    record = read_dataset(folder)
    assert not [
        f for f in run_checks(record, DatasetContext()) if f.severity == "error" and "disagree" not in f.what
    ]
    rows, findings = reconcile_dataset(record)
    return rows, findings


def event(rows, key="talks-2024-07"):
    return rows.get_table("event")[key,]


def standings(rows, field):
    return {
        row["source_id"]: row["standing"] for row in rows.get_table("claim").values() if row["field"] == field
    }


def test_finer_date_stands_and_the_coarser_is_kept_as_agreeing(tmp_path):
    rows, findings = reconciled(
        tmp_path,
        article(meeting(date="2024-07")),
        article(meeting(title=None, summary=None, date="2024-07-28")),
    )
    assert not findings
    assert event(rows)["date"] == "2024-07-28"
    assert standings(rows, "date") == {"a": "coarser", "b": "agrees"}
    assert event(rows)["disagreement"] == "none"


def test_place_within_place_refines(tmp_path):
    rows, findings = reconciled(
        tmp_path, article(meeting(place="tokyo")), article(meeting(title=None, summary=None, place="japan"))
    )
    assert not findings
    assert event(rows)["place_id"] == "tokyo"


def test_disagreement_without_ruling_names_every_version_and_the_ruling_to_write(tmp_path):
    _, findings = reconciled(
        tmp_path,
        article(meeting(date="2024-07-27")),
        article(meeting(title=None, summary=None, date="2024-07-28")),
    )
    (finding,) = findings
    assert finding.severity == "error"
    assert "2024-07-27 in articles/2024/a.yaml:" in finding.what
    assert "2024-07-28 in articles/2024/b.yaml:" in finding.what
    assert "{event: talks-2024-07, field: date, value: …, because: …}" in finding.cure
    assert "decision: unresolved" in finding.cure


def ruling(**fields):
    base = {"event": "talks-2024-07", "field": "date", "because": "The later report corrects the first."}
    return {"rulings": [base | {"grade": "substance"} | fields]}


def two_dates():
    return article(meeting(date="2024-07-27")), article(meeting(title=None, summary=None, date="2024-07-28"))


def test_settled_ruling_decides_and_both_claims_stay(tmp_path):
    rows, findings = reconciled(tmp_path, *two_dates(), rulings=ruling(value="2024-07-28"))
    assert not findings
    assert event(rows)["date"] == "2024-07-28"
    assert event(rows)["disagreement"] == "settled"
    assert standings(rows, "date") == {"a": "overruled", "b": "agrees"}


def test_unresolved_ruling_covers_both_versions(tmp_path):
    rows, findings = reconciled(tmp_path, *two_dates(), rulings=ruling(decision="unresolved"))
    assert not findings
    assert event(rows)["date"] == "2024-07-27/2024-07-28"
    assert event(rows)["disagreement"] == "unresolved"
    assert set(standings(rows, "date").values()) == {"unresolved"}


def test_ruling_that_nothing_needs_is_a_warning(tmp_path):
    _, findings = reconciled(
        tmp_path, article(meeting(date="2024-07-28")), rulings=ruling(value="2024-07-28")
    )
    (finding,) = findings
    assert finding.severity == "warning"
    assert "agree" in finding.what


def test_ruling_on_a_value_nobody_gives_is_a_warning(tmp_path):
    _, findings = reconciled(tmp_path, article(meeting()), rulings=ruling(value="2024-07-28"))
    (finding,) = findings
    assert "no source says anything of date" in finding.what


def test_figures_left_open_keep_low_and_high(tmp_path):
    shots = [
        {"value": 80, "modality": "attributed", "attributed_to": "JP"},
        {"value": 360, "modality": "attributed", "attributed_to": "KR"},
    ]
    rows, findings = reconciled(
        tmp_path,
        article(meeting(figures={"objects": shots})),
        rulings=ruling(field="figures", element="objects", decision="unresolved"),
    )
    assert not findings
    (figure,) = rows.get_table("figure").values()
    assert (figure["low"], figure["best"], figure["high"]) == (80, None, 360)


def test_sets_are_united_and_each_element_keeps_its_sources(tmp_path):
    rows, _ = reconciled(
        tmp_path,
        article(meeting(participants=[{"actor": "JP", "role": "host"}, {"actor": "KR"}])),
        article(meeting(title=None, summary=None, participants=[{"actor": "KR"}, {"actor": "US"}])),
    )
    assert {(r["actor_id"], r["role"]) for r in rows.get_table("participation").values()} == {
        ("JP", "host"),
        ("KR", "attendee"),
        ("US", "attendee"),
    }
    sources = {r["source_id"] for r in rows.get_table("claim").values() if r["element"] == "KR/attendee"}
    assert sources == {"a", "b"}


def test_host_says_more_than_attendee_and_takes_its_people(tmp_path):
    rows, _ = reconciled(
        tmp_path,
        article(meeting(date="2024-07-28", participants=[{"actor": "JP", "people": ["kihara-minoru"]}])),
        article(meeting(title=None, summary=None, participants=[{"actor": "JP", "role": "host"}])),
    )
    assert {(r["actor_id"], r["role"]) for r in rows.get_table("participation").values()} == {("JP", "host")}
    (person,) = rows.get_table("participation_person").values()
    assert (person["role"], person["office_id"]) == ("host", "jp-defense-minister")
    claims = {
        r["element"]: r["standing"] for r in rows.get_table("claim").values() if r["field"] == "participants"
    }
    assert claims == {"JP/attendee": "coarser", "JP/host": "agrees"}


def test_an_office_is_held_only_within_its_tenure(tmp_path):
    rows, _ = reconciled(
        tmp_path,
        article(meeting(date="2021-07-28", participants=[{"actor": "JP", "people": ["kihara-minoru"]}])),
    )
    (person,) = rows.get_table("participation_person").values()
    assert person["office_id"] is None


def test_a_plan_yields_to_what_happened(tmp_path):
    rows, findings = reconciled(
        tmp_path,
        article(meeting(date="2024-07-27", modality="planned"), published="2024-07-20"),
        article(meeting(title=None, summary=None, date="2024-07-28")),
    )
    assert not findings
    assert event(rows)["status"] == "occurred"
    assert event(rows)["date"] == "2024-07-28"
    assert standings(rows, "date") == {"a": "overtaken", "b": "agrees"}


@pytest.mark.parametrize(
    ("modality", "status"), [("planned", "planned"), ("alleged", "alleged"), (None, "occurred")]
)
def test_status_follows_from_how_the_sources_put_it(tmp_path, modality, status):
    rows, _ = reconciled(tmp_path, article(meeting(modality=modality, date="2024-07")))
    assert event(rows)["status"] == status


def test_allegation_and_denial_are_a_disagreement(tmp_path):
    versions = [
        {"value": "summit", "modality": "alleged", "attributed_to": "JP"},
        {"value": "summit", "modality": "denied", "attributed_to": "KR"},
    ]
    _, findings = reconciled(tmp_path, article(meeting(level=versions)))
    (finding,) = findings
    assert "summit (alleged by JP)" in finding.what
    assert "summit (denied by KR)" in finding.what


def test_denied_element_needs_a_ruling_and_false_removes_it(tmp_path):
    entry = article(
        meeting(
            participants=[
                {"actor": "KR", "role": "initiator"},
                {"actor": "KR", "role": "initiator", "modality": "denied", "attributed_to": "KR"},
            ]
        )
    )
    _, findings = reconciled(tmp_path, entry)
    assert "participants KR/initiator" in findings[0].what
    rows, findings = reconciled(
        tmp_path, entry, rulings=ruling(field="participants", element="KR/initiator", value=False)
    )
    assert not findings
    assert not rows.get_table("participation")
    assert {r["standing"] for r in rows.get_table("claim").values()} == {"agrees", "overruled"}


def test_reprints_of_one_dispatch_are_one_independent_source(tmp_path):
    same = {"reprint_group": "jiji-2024-07-28"}
    rows, _ = reconciled(
        tmp_path,
        article(meeting(), **same),
        article(meeting(title=None, summary=None), publisher="kyodo-news", **same),
        article(meeting(title=None, summary=None), publisher="yonhap"),
    )
    assert (event(rows)["source_count"], event(rows)["independent_source_count"]) == (3, 2)


def test_redirected_ids_speak_for_the_event_they_lead_to(tmp_path):
    moved = {"redirects": [{"id": "old-2024", "target": "talks-2024-07", "because": "Same talks."}]}
    rows, _ = reconciled(
        tmp_path,
        article(meeting(), meeting("more-2024", links=[{"follows": "old-2024"}])),
        article(meeting("old-2024", title=None, summary=None, date="2024-07-28")),
        rulings=moved,
    )
    assert event(rows)["date"] == "2024-07-28"
    assert ("more-2024", "follows", "talks-2024-07") in rows.get_table("event_link")


def test_search_row_holds_every_spelling(tmp_path):
    people = [{"actor": "KR", "people": ["shin-won-sik"]}]
    rows, _ = reconciled(tmp_path, article(meeting(participants=people, place="sea-of-japan")))
    names = rows.get_table("event_search")["talks-2024-07",]["names"].split("\n")
    assert {"Shin Won-sik", "Shin Wonsik", "申源湜", "대한민국", "Sea of Japan", "East Sea"} <= set(names)


NOTE = {"id": "crews", "type": "context", "text": "Two crews took part.", "paragraphs": 2}


def test_a_source_that_counts_otherwise_disagrees_without_denying(tmp_path):
    first = article(meeting(notes=[NOTE]))
    differs = {"id": "crews", "paragraphs": 3, "modality": "differs"}
    second = article(meeting(title=None, summary=None, notes=[differs]), publisher="kyodo-news")
    rows, findings = reconciled(tmp_path, first, second)
    (finding,) = findings
    assert '"text": "Two crews took part."' in finding.what
    assert "{} (differs)" in finding.what
    assert set(standings(rows, "notes").values()) == {"unresolved"}


def test_a_figure_that_differs_is_a_count_of_its_own(tmp_path):
    first = article(meeting(figures={"personnel": 12000}))
    count = {"value": 19000, "modality": "differs", "attributed_to": "KR"}
    second = article(meeting(title=None, summary=None, figures={"personnel": count}), publisher="kyodo-news")
    _, findings = reconciled(tmp_path, first, second)
    (finding,) = findings
    assert "19000" in finding.what
    assert "(differs citing KR)" in finding.what
    ruling = {
        "event": "talks-2024-07",
        "field": "figures",
        "element": "personnel",
        "because": "It counted.",
    } | {"grade": "figure"}
    rows, findings = reconciled(
        tmp_path, first, second, rulings={"rulings": [ruling | {"value": {"best": 19000}}]}
    )
    assert not findings
    assert standings(rows, "figures") == {"a": "overruled", "b": "agrees"}


def exercise(**fields):
    return meeting("drill-2024", kind="exercise", **fields)


def test_an_exercise_may_be_run_in_several_ways_and_one_word_is_read_as_ever(tmp_path):
    rows, findings = reconciled(
        tmp_path,
        article(exercise(type="field", types=["command-post", {"value": "field", "paragraphs": 2}])),
        article(exercise(title=None, summary=None, types=["live-fire"]), publisher="kyodo-news"),
    )
    assert not findings
    ways = {row["type"] for row in rows.get_table("exercise_type").values()}
    assert ways == {"command-post", "field", "live-fire"}
    assert rows.get_table("exercise")["drill-2024",]["type"] == "field"


def test_who_selects_does_not_sign(tmp_path):
    participants = [
        {"actor": "JP", "role": "selector"},
        {"actor": "US", "role": "announcer"},
        {"actor": "JP"},
    ]
    rows, findings = reconciled(tmp_path, article(meeting(participants=participants)))
    assert not findings
    roles = {(row["actor_id"], row["role"]) for row in rows.get_table("participation").values()}
    assert roles == {("JP", "selector"), ("US", "announcer")}


def incident(**fields):
    return meeting("crossing-2024", kind="incident", **fields)


def test_one_sides_word_is_read_and_the_neutral_one_stands(tmp_path):
    rows, findings = reconciled(
        tmp_path,
        article(incident(type="maritime-incursion")),
        article(incident(title=None, summary=None, type="maritime-entry"), publisher="kyodo-news"),
    )
    assert not findings
    assert rows.get_table("incident")["crossing-2024",]["type"] == "maritime-entry"


def test_one_sides_word_is_named_with_the_neutral_one_and_fmt_writes_it(tmp_path):
    types = ["airspace-violation", {"value": "airspace-violation", "modality": "denied"}]
    folder = write_record(tmp_path, {"a": article(incident(type=types))})
    warnings = [
        str(it) for it in run_checks(read_dataset(folder), DatasetContext()) if "side's word" in it.what
    ]
    assert len(warnings) == 2
    assert "write airspace-entry, or run communique fmt on the file" in warnings[0]
    text = (folder / "articles/2024/a.yaml").read_text()
    written = format_text(text, "articles/2024/a.yaml")
    assert "airspace-violation" not in written
    assert written.count("airspace-entry") == 2


def test_the_day_on_which_an_outcome_was_sought_in_vain_goes_when_a_source_tells_it(tmp_path):
    plan = meeting(modality="planned", outcome_sought="2026-11-30")
    rows, findings = reconciled(tmp_path / "open", article(plan))
    assert not findings
    assert event(rows)["outcome_sought"].isoformat() == "2026-11-30"
    _, findings = reconciled(tmp_path / "told", article(plan), article(meeting(title=None, summary=None)))
    assert [f.cure for f in findings] == ["remove outcome_sought"]
    assert findings[0].where == "events[0].outcome_sought"


def test_an_outcome_is_sought_by_whoever_writes_the_title(tmp_path):
    with pytest.raises(RecordError, match="outcome_sought stands where the title is"):
        reconciled(tmp_path, article(meeting(title=None, summary=None, outcome_sought="2026-11-30")))
