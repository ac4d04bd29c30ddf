"""A record that has nothing to do with the first: laid out, filled from two tables by their maps alone, and built."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from communique import commands
from communique.commands.table_import import import_table

VISITS = """\
id,start,end,visitor,from_id,from_name,description,created,modified,src
2138,1874-12-12,1874-12-23,King Kalakaua,hawaii,Hawaii,First visit by a foreign head of state.,,,
2060,1959-09-15,1959-09-27,Chairman Khrushchev,ussr,U.S.S.R.,"Official visit; also at Camp David.",,,
2099,1961-04-12,1961-04-13,Chancellor Adenauer,germany,"Germany, Federal Republic of",,,,
23,1970-10-19,1970-10-24,President Tito,yugoslavia,Yugoslavia,State visit.,,,
"""
TRAVELS = f"""\
id,role,who,name,start,end,country_id,country,locale,remarks,created
1914,secretary,seward,William Henry Seward,1866-01-09,1866-01-12,denmark,Denmark,Saint Thomas,Vacation.,
24,president,nixon,Richard M. Nixon,1970-10-19,1970-10-20,yugoslavia,Yugoslavia,,Met President Tito.,
25,secretary,shultz,George P. Shultz,1987-10-22,1987-10-23,ussr,U.S.S.R.,Moscow,{"Talks with many people " * 20},
"""
FIRST_RECORD = re.compile(
    r"Japan|Korea|Tokyo|Seoul|DPRK|\bROK\b|\b[JK][PR]\b|trilateral|Kihara|freedom.edge|tscf|jiji|radar.lock|gsomia|Hwasong"
    r"|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]",
    re.IGNORECASE,
)
"""Its countries, cities, ids and a person that stood in examples, and anything in kana, hanja or hangul."""
BORROWED = re.compile(r"of\s+the\s+record\s+that\s+Communiqué\s+began\s+with")
"""What a page about the software says where its examples are of the first record."""


@pytest.fixture
def second_record(build_once: Callable[[str, Callable[[Path], None]], Path], tmp_path: Path) -> Path:
    """A home with the record of both tables and its site."""

    def build(home: Path) -> None:
        commands.init(home)
        for name, table in (("us-state-visits", VISITS), ("us-state-travels", TRAVELS)):
            (tmp_path / f"{name}.csv").write_text(table, encoding="utf-8")
            commands.write_packaged_map(tmp_path / f"{name}.yaml", name)
            result = import_table(home, tmp_path / f"{name}.csv", tmp_path / f"{name}.yaml")
            assert result.is_written, result.findings
        commands.build(home)

    return build_once("second-record", build)


def test_tables_come_in_by_their_maps_alone(second_record: Path) -> None:
    """No state, person or publisher was there before; a visit and its return are two events."""
    report = commands.check(second_record)
    assert [(finding.where, finding.what) for finding in report.findings] == []
    answer = commands.query(second_record, "SELECT id, title FROM event ORDER BY id")
    assert [tuple(row) for row in answer.rows] == [
        ("us-state-travels-1914", "William Henry Seward of the United States travels to Denmark"),
        ("us-state-travels-24", "Richard M. Nixon of the United States travels to Yugoslavia"),
        ("us-state-travels-25", "George P. Shultz of the United States travels to Soviet Union"),
        ("us-state-visits-2060", "Chairman Khrushchev of Soviet Union visits the United States"),
        ("us-state-visits-2099", "Chancellor Adenauer of Germany visits the United States"),
        ("us-state-visits-2138", "King Kalakaua of Hawaii visits the United States"),
        ("us-state-visits-23", "President Tito of Yugoslavia visits the United States"),
    ]


def test_nothing_on_its_site_names_the_first_record(second_record: Path) -> None:
    """Home, lists, labels, drawings' words, navigation, ready questions and feeds follow from its own data."""
    site = second_record / "public"
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".txt", ".xml", ".json", ".csv"}]
    texts = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in files}
    borrowed = {path for path, text in texts.items() if BORROWED.search(text)}
    assert 5 < len(borrowed) < 15
    assert all(re.match("commands|curating|importing|querying|reading", path) for path in borrowed)
    found = {path: FIRST_RECORD.findall(text) for path, text in texts.items()}
    assert {path: words for path, words in found.items() if words and path not in borrowed} == {}
    assert {path for path in borrowed if not found[path]} == set()


def test_the_navigation_leaves_out_what_the_record_has_none_of(second_record: Path) -> None:
    """The pages stay where they are, for who knows their addresses."""
    home = (second_record / "public/index.html").read_text(encoding="utf-8")
    header = home[: home.index("<main")]
    links = set(re.findall(r"<a[^>]*>\s*([^<]+?)\s*</a>", header))
    assert {"Events", "Countries", "People", "Timeline"} <= links
    assert not {"Launches", "Map", "Series", "Topics", "Places"} & links
    assert (second_record / "public/map/index.html").exists()


def test_the_page_query_asks_only_what_the_record_can_answer(second_record: Path) -> None:
    """A question without an answer teaches nothing."""
    page = (second_record / "public/query/index.html").read_text(encoding="utf-8")
    assert "Who took part in most events" in page
    assert "hotlines" not in page


def test_explore_offers_only_kinds_that_the_record_has(second_record: Path) -> None:
    page = (second_record / "public/explore/index.html").read_text(encoding="utf-8")
    assert re.findall(r'name="?kind"? value="?([a-z]+)', page) == ["visit"]


def test_its_data_say_whose_they_are(second_record: Path) -> None:
    """No licence, author or scope of the first record is taken over."""
    described = json.loads((second_record / "public/data/dataset.jsonld").read_text(encoding="utf-8"))
    assert "license" not in described
    assert "creator" not in described


def test_datasette_finds_events_by_words(second_record: Path) -> None:
    """It hides the tables of an index; the question that the metadata holds is on its first page."""
    data = second_record / "public/data"
    described = json.loads((data / "metadata.json").read_text(encoding="utf-8"))["databases"]["communique"]
    with closing(sqlite3.connect(data / "communique.sqlite")) as database:
        found = database.execute(described["queries"]["find_events"]["sql"], {"words": "Tito NOT visits"})
        assert [row[0] for row in found] == ["us-state-travels-24"]
