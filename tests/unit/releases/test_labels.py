"""What changed, as a scholar reads it: names for ids, one line for one thing, long texts short but not silent."""

import pytest

from communique.releases.diff import diff_snapshots
from communique.releases.labels import (
    EntityNames,
    highlight_difference,
    label_element,
    label_value,
    truncate_text,
)
from communique.releases.report import build_report, summarize_report
from communique.releases.report_text import render_markdown_lines, render_terminal_lines
from communique.schema.vocabulary import Entity

NAMED = {
    ("actor", "JP"): {"name": "Japan"},
    ("actor", "KR"): {"name": "South Korea"},
    ("person", "kihara-minoru"): {"name": "Kihara Minoru"},
    ("place", "tokyo"): {"name": "Tokyo"},
    ("office", "jp-minister"): {"name": "Minister"},
    ("source", "a"): {"title": "Ministers meet", "publisher": "jiji-press", "published": "2024-07-28"},
}


def talks(**fields):
    texts = {
        "kind": "meeting",
        "title": "Talks in Tokyo",
        "summary": "Two ministers met and talked in Tokyo.",
    }
    return texts | {"sources": {"a": {"author_of_text": True, "paragraphs": [1]}}} | fields


def told(old, new, **others):
    before = NAMED | {("event", "talks"): old}
    after = NAMED | {("event", "talks"): new} | {("event", key): one for key, one in others.items()}
    found = build_report(diff_snapshots(before, after), before, after)
    return [line.strip() for line, _ in render_terminal_lines(found) if line.startswith("    ")], found


def claim(value, *paragraphs, **more):
    return {"value": value, "paragraphs": list(paragraphs), "standing": "agrees", "modality": "stated"} | more


CASES = {
    "a date": ({"date": "2024-07"}, {"date": "2024-07-28"}, "corrected  date: July 2024 → 28 July 2024"),
    "a place": ({}, {"place": "tokyo"}, "developed  + place: Tokyo"),
    "a place that nobody knows": ({}, {"place": "kyoto"}, "developed  + place: kyoto"),
    "a participant": ({}, {"participants": {"JP/alleged-initiator": True}},
        "developed  + participant Japan as alleged initiator",
    ),
    "a person": ({"people": {"JP/host/kihara-minoru": True}}, {},
        "corrected  - person Kihara Minoru for Japan (host)",
    ),
    "a slash": ({}, {"units": {"KR/host/F/A-18": True}}, "developed  + unit F/A-18 of South Korea (host)"),
    "a figure": ({"figures": {"killed": {"best": 2}}}, {"figures": {"killed": {"low": 4, "high": 1000}}},
        "corrected  figure people killed: 2 → 4 to 1,000",
    ),
    "a note": ({}, {"notes": {"first": {"type": "outcome", "text": "It was the first."}}},
        "developed  + note “first”: It was the first.",
    ),
    "a word of a list": ({"level": "two-plus-two"}, {"level": "chiefs-of-defence"},
        "corrected  level: two plus two → chiefs of defence",
    ),
    "yes or no": ({"binding": False}, {"binding": True}, "corrected  binding: no → yes"),
    "a ruling": ({}, {"rulings": {"date/": {"value": "2024", "decision": "settled", "because": "So it is."}}},
        "developed  + ruling on date: 2024, because: So it is.",
    ),
    "a paragraph": (
        {"claims": {"date//a/1": claim("2024", 3)}}, {"claims": {"date//a/1": claim("2024", 3, 4)}},
        "corrected  a: paragraphs 3 → 3, 4: date",
    ),
    "a statement's words": (
        {"claims": {"date//a/1": claim("2024", 3)}}, {"claims": {"date//a/1": claim("2024", 3, quote="last year")}},
        "corrected  a: date: quote: – → “last year”",
    ),
    "what became of a statement": (
        {"claims": {"date//a/1": claim("2024", 3)}},
        {"claims": {"date//a/1": claim("2024", 3, standing="coarser")}}, "corrected  weighed anew: date",
    ),
    "an article's place in the record": (
        {"sources": {"a": {"paragraphs": [1]}}}, {"sources": {"a": {"paragraphs": [1, 2]}}},
        "corrected  a: paragraphs 1 → 1, 2: the report as a whole",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_changes_in_words(case):
    old, new, words = CASES[case]
    lines, _ = told(talks(**old), talks(**new))
    assert [line.partition("  ←")[0] for line in lines] == [words.partition("  ←")[0]]


def test_an_article_that_was_added_is_one_line_however_much_it_says():
    says = {f"date//b/{number}": claim("2024-07-28", number) for number in range(1, 9)}
    reports = {"a": {"author_of_text": True, "paragraphs": [1]}, "b": {"paragraphs": [1]}}
    lines, found = told(talks(), talks(sources=reports, claims=says))
    assert lines == ["developed  + reported by b, 8 statements"]
    assert summarize_report(found) == "1 event affected: 1 developed · 9 changes in all"
    gone, _ = told(talks(sources=reports, claims=says), talks())
    assert gone == ["corrected  - no longer reported by b, 8 statements"]


def test_many_statements_of_one_article_are_cut_and_counted():
    was = {f"names/n{number}/a/1": claim({"name": f"n{number}"}, 1) for number in range(7)}
    now = {key: {**said, "quote": "so"} for key, said in was.items()}
    (line,), _ = told(talks(claims=was), talks(claims=now))
    assert line.startswith("corrected  a: name “n0”: quote: – → so; name “n1”: ")
    assert line.endswith("; and 3 more")


def test_marks_that_slid_are_told_by_paragraph():
    """An editor who counted the headline as a paragraph shifts every mark of an article."""
    places = {"date//a/1": 3, "level//a/1": 3, "topics/x/a/1": 4, "topics/y/a/1": 4, "place//a/1": 3}
    was = {key: claim("2024", number) for key, number in places.items()}
    now = {key: claim("2024", number - 2) for key, number in places.items()}
    assert told(talks(claims=was), talks(claims=now))[0] == [
        "corrected  a: paragraph 3 → 1: date, level, place; paragraph 4 → 2: 2 topics"
    ]


def test_what_an_article_says_of_a_value_is_not_told_twice():
    old = talks(date="2024-07", claims={"date//a/1": claim("2024-07", 1)})
    new = talks(date="2024-07-28", claims={"date//a/1": claim("2024-07-28", 1)})
    assert told(old, new)[0] == ["corrected  date: July 2024 → 28 July 2024  ← a"]
    new["claims"]["date//a/1"]["paragraphs"] = [2]
    assert len(told(old, new)[0]) == 2


def test_an_event_is_counted_by_all_its_changes_also_by_those_that_another_line_tells():
    old = talks(claims={"place//a/1": claim("kyoto", 1)})
    new = talks(place="tokyo", claims={"place//a/1": claim("tokyo", 1)})
    lines, found = told(old, new)
    assert lines == ["developed  + place: Tokyo  ← a"]
    assert found.events == {"corrected": 1}


def test_what_became_of_ids_names_reason_and_the_events():
    redirect = {"redirect": {"target": "other", "because": "One meeting."}}
    lines, _ = told(talks(), redirect, other=talks(title="Talks once more"))
    assert lines == [
        "renamed    is now “Talks once more” (other): One meeting.  ← a",
        "corrected  title: Talks in Tokyo → Talks once more  ← a",
    ]
    split = {"split": {"targets": ["other", "third"], "because": "Two meetings."}}
    lines, _ = told(talks(), split, other=talks(title="One"), third=talks(title="Two"))
    assert "split      is now “One” (other) and “Two” (third): Two meetings.  ← a" in lines
    assert (
        "new        meeting, undated, reported by 1 article; one of those that talks was split into" in lines
    )


def test_a_link_to_an_event_with_a_new_id_is_told_as_that():
    before = {("event", "talks"): talks(links={"part-of/old": True}), ("event", "old"): talks(title="Summit")}
    after = {
        ("event", "talks"): talks(links={"part-of/new": True}),
        ("event", "old"): {"redirect": {"target": "new", "because": "Its day is known."}},
        ("event", "new"): talks(title="Summit"),
    }
    (block,) = build_report(diff_snapshots(before, after), before, after).sections[1].entity_changes
    assert [line.text for line in block.lines] == ["link part of “Summit”: is now new, was old"]


def test_sections_put_first_what_readers_must_know():
    before = NAMED | {("event", key): talks(title=key) for key in ("kept", "gone", "moved")}
    after = NAMED | {
        ("event", "kept"): talks(title="kept", date="2024", place="tokyo"),
        ("event", "gone"): {"withdrawal": {"because": "A rumour."}},
        ("event", "moved"): {"redirect": {"target": "kept", "because": "The same."}},
        ("event", "young"): talks(title="young", date="2024-08"),
        ("person", "x"): {"name": "X", "kind": "person"},
    }
    after["actor", "JP"] = {"name": "Nippon"}
    found = build_report(diff_snapshots(before, after), before, after)
    assert [section.heading for section in found.sections] == [
        "Events that went", "New events", "Changed events", "Changed actors", "New people",
    ]  # fmt: skip
    lines = [line for line, _ in render_terminal_lines(found)]
    assert "    withdrawn  was taken out of the record: A rumour.  ← a" in lines
    assert "    merged     is now “kept” (kept): The same.  ← a" in lines
    assert "    new        meeting, August 2024, reported by 1 article" in lines
    assert summarize_report(found).startswith(
        "4 events affected: 1 merged, 1 withdrawn, 1 new, 1 developed · "
    )
    assert build_report([], before, before).sections == ()
    assert summarize_report(build_report([], before, before)) == "no difference"


def test_markdown_holds_the_same_lines_with_nothing_taken_for_markup():
    old, new = talks(title="Talks"), talks(title="*Talks* <b>`x`</b> [1]")
    _, found = told(old, new)
    text = "\n".join(render_markdown_lines(found))
    assert "**\\*Talks\\* \\<b\\>\\`x\\`\\</b\\> \\[1\\]** (`talks`)" in text
    assert "    - *corrected*: title: " in text


def test_long_texts_show_where_they_differ():
    words = [f"word{number}" for number in range(60)]
    changed = [*words[:30], "other", *words[31:]]
    shown = highlight_difference(" ".join(words), " ".join(changed))
    assert (
        shown == "… word25 word26 word27 word28 word29 [word30 → other] word31 word32 word33 word34 word35 …"
    )
    assert highlight_difference(" ".join(words), " ".join(reversed(words))) is None
    assert highlight_difference("July", "August") is None
    assert truncate_text("word " * 60, 20) == "word word word …"
    assert truncate_text("short\n text") == "short text"


def test_every_field_of_a_real_event_has_words():
    """No id stays an id where its name is known."""
    names = EntityNames({}, NAMED)
    assert label_element("links", "part-of/talks", True, names) == "part of “talks”"
    assert label_element("tenures", "jp-minister/1", {}, names) == "Minister"
    assert label_value("overflew", "JP", names) == "Japan"
    assert label_value("parent", "tokyo", names, Entity.PLACE) == "Tokyo"
    assert label_value("in_force", "2024-07-28/..", names) == "since 28 July 2024"
    assert label_value("date", "not a date", names) == "not a date"


def test_each_statement_of_a_further_article_can_be_told():
    old = talks(date="2024-07-28", claims={"date//a/1": claim("2024-07-28", 1)})
    new = talks(
        date="2024-07-28",
        claims=old["claims"]
        | {
            "date//b/1": claim("2024-07", 2, 3, standing="coarser"),
            "participants/JP/host/b/1": claim({"actor": "JP"}, 4, modality="alleged", attributed_to="KR"),
        },
    )
    new["sources"] = new["sources"] | {"b": {"author_of_text": False, "paragraphs": [2]}}
    before, after = NAMED | {("event", "talks"): old}, NAMED | {("event", "talks"): new}
    found = build_report(diff_snapshots(before, after), before, after, each_statement=True)
    assert [line.strip() for line, _ in render_terminal_lines(found) if line.startswith("    ")] == [
        "developed  + reported by b, 2 statements",
        "developed  b: date: July 2024 (paragraphs 2, 3; coarser)",
        "developed  b: participant Japan as host (paragraph 4; alleged by South Korea; agrees)",
    ]


def test_what_the_registry_gains_is_told_with_its_fields():
    person = {
        "name": "Abe Shinzo",
        "name_order": "family-first",
        "actor": "JP",
        "names": {"安倍晋三": {"language": "ja"}},
        "tenures": {"jp-minister": {"date": "2012-12-26/2020-09-16"}},
    }
    after = NAMED | {("person", "abe-shinzo"): person}
    found = build_report(diff_snapshots(NAMED, after), NAMED, after)
    (line,) = [line.strip() for line, _ in render_terminal_lines(found) if line.startswith("    ")]
    assert line == (
        "new        name order: family first; actor: Japan; name “安倍晋三” (ja); "
        "tenure Minister (26 December 2012 – 16 September 2020)"
    )
