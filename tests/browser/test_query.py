"""SQL in the browser: ready questions, a runaway stopped, nothing changed, the address, files, names while typing."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from communique.site.example_queries import EXAMPLE_QUERIES

Open = Callable[..., Page]
RECIPES = Path(__file__).parents[2] / "site/docs/querying/recipes.md"
RUNAWAY = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def field(tab: Page) -> Locator:
    return tab.get_by_role("textbox", name="SQL")


def said(tab: Page) -> Locator:
    return tab.locator(".query-bar [role=status]")


def wrong(tab: Page) -> Locator:
    return tab.locator(".query [role=alert]")


def cells(tab: Page) -> list[list[str]]:
    rows = tab.locator(".query-table tbody tr").all()
    return [row.locator("td").all_inner_texts() for row in rows]


def ask(tab: Page, sql: str) -> None:
    field(tab).fill(sql)
    field(tab).press("Control+Enter")


def asked(path: str, sql: str) -> str:
    return f"{path}#sql={quote(sql, safe='')}"


def test_nothing_of_the_record_is_loaded_before_a_question(open_tab: Open) -> None:
    loaded: list[str] = []
    tab = open_tab()
    tab.on("request", lambda request: loaded.append(request.url))
    tab.locator(".top-links").get_by_role("link", name="Query", exact=True).click()
    expect(tab.locator(".query-ready a")).to_have_count(len(EXAMPLE_QUERIES))
    assert [url for url in loaded if "sqlite" in url] == []
    ask(tab, "SELECT 1")
    expect(said(tab)).to_contain_text("1 row.")
    assert len([url for url in loaded if "communique.sqlite" in url]) == 1


def test_each_ready_question_has_the_same_answer_here_as_in_the_file(open_tab: Open, site: Path) -> None:
    tab = open_tab("query/")
    with closing(sqlite3.connect(f"file:{site}/data/communique.sqlite?mode=ro", uri=True)) as file:
        for question in EXAMPLE_QUERIES:
            expected = len(file.execute(question.sql).fetchall())
            tab.get_by_role("link", name=question.title, exact=True).click()
            expect(field(tab)).to_have_value(question.sql)
            expect(said(tab)).to_have_text(re.compile(rf"^{expected} rows?\. \d"))
            expect(tab.locator(".query-table tbody tr")).to_have_count(expected)
            assert expected > 0, question.title
    for _ in range(len(EXAMPLE_QUERIES) - 1):
        tab.go_back()
    expect(field(tab)).to_have_value(EXAMPLE_QUERIES[0].sql)
    expect(tab.locator(".query-table th").first).to_have_text("year")


def test_each_recipe_has_the_same_answer_here_as_in_the_file(open_tab: Open, site: Path) -> None:
    """On two databases, by the package and by `communique query` tests/migrations/test_recipes.py asks them."""
    recipes = re.findall(
        r"^## \d+\. .*?```sql\n(.*?)```", RECIPES.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert len(recipes) == 15
    tab = open_tab("query/")
    with closing(sqlite3.connect(f"file:{site}/data/communique.sqlite?mode=ro", uri=True)) as file:
        for sql in recipes:
            ask(tab, "SELECT 0 AS unasked")  # what shows next is no longer the answer before
            expect(tab.locator(".query-table th")).to_have_text(["unasked"])
            cursor = file.execute(sql)
            names, rows = [column[0] for column in cursor.description], cursor.fetchall()
            ask(tab, sql)
            expect(tab.locator(".query-table th")).to_have_text(names)
            expect(said(tab)).to_contain_text(re.compile(rf"^{len(rows):,} rows?\."))
            tab.get_by_role("radio", name="JSON").check(force=True)
            shown = json.loads(tab.locator(".query-table pre").text_content() or "")
            assert shown == [dict(zip(names, row, strict=True)) for row in rows[:500]], sql
            tab.get_by_role("radio", name="Table").check(force=True)


def test_a_question_that_runs_away_is_stopped_and_the_next_one_answered(open_tab: Open) -> None:
    tab = open_tab("query/")
    ask(tab, RUNAWAY)
    expect(said(tab)).to_have_text("Running…")
    tab.get_by_role("button", name="Stop").click()
    expect(said(tab)).to_contain_text("Stopped")
    ask(tab, RUNAWAY)
    expect(said(tab)).to_have_text("Running…")
    field(tab).press("Escape")
    expect(said(tab)).to_contain_text("Stopped")
    ask(tab, RUNAWAY)
    ask(tab, "SELECT count(*) AS found FROM event")  # a new question ends the one before it
    expect(tab.locator(".query-table th")).to_have_text("found")
    expect(tab.get_by_role("button", name="Stop")).to_be_disabled()


REFUSED = [
    ("DELETE FROM event", "only reads"),
    ("UPDATE event SET title = 'x'", "only reads"),
    ("CREATE TEMP TABLE t AS SELECT 1", "only reads"),
    ("WITH e AS (SELECT 1) INSERT INTO topic VALUES ('x', 'x', 'x')", "only reads"),
    ("DROP TABLE event", "only reads"),
    ("PRAGMA user_version = 7", "only reads"),
    ("SELECT 1; DELETE FROM event", "One question at a time"),
    ("BEGIN", "asks nothing"),
    ("-- only a remark", "no question yet"),
    ("SELECT 1\nFROM nowhere", "no such table: nowhere"),
    ("SELECT '東京',\n  titel FROM event", "Line 2: no such column: titel"),
    ("SELEKT 1", 'near "SELEKT": syntax error'),
]


def test_what_cannot_be_asked_is_said(open_tab: Open) -> None:
    tab = open_tab("query/")
    for sql, words in REFUSED:
        ask(tab, sql)
        expect(wrong(tab)).to_contain_text(words)
        expect(tab.locator(".query-result")).to_be_hidden()
        ask(tab, "SELECT count(*) > 100, (SELECT count(*) FROM topic WHERE id = 'x') FROM event; -- well")
        expect(wrong(tab)).to_have_text("")
        expect(tab.locator(".query-result")).to_be_visible()
        expect(tab.locator(".query-table td")).to_have_text(["1", "0"])


def test_the_address_holds_the_question(open_tab: Open) -> None:
    sql = "SELECT name FROM actor WHERE id = 'JP' -- 100 % & #"
    tab = open_tab(asked("query/", sql))
    expect(field(tab)).to_have_value(sql)
    expect(tab.locator(".query-table td")).to_have_text("Japan")
    ask(tab, "SELECT 2 AS two")
    expect(tab.locator(".query-table td")).to_have_text("2")
    assert tab.url.endswith(asked("", "SELECT 2 AS two"))
    tab.go_back()
    expect(field(tab)).to_have_value(sql)
    expect(tab.locator(".query-table td")).to_have_text("Japan")


def test_a_question_of_somebody_else_does_not_run_away_with_the_browser(open_tab: Open) -> None:
    """One that came with an address is stopped after a second, a long one waits; a hand may let either run."""
    tab = open_tab(asked("query/", RUNAWAY))
    expect(said(tab)).to_contain_text("takes more than a second")
    expect(tab.get_by_role("button", name="Stop")).to_be_disabled()
    tab.evaluate("hash => { location.hash = hash }", asked("", f"SELECT 1 -- {'x' * 2000}"))
    expect(said(tab)).to_contain_text("A long question came with the address")
    expect(tab.locator(".query-result")).to_be_hidden()
    field(tab).press("Control+Enter")
    expect(tab.locator(".query-table td")).to_have_text("1")
    ask(tab, RUNAWAY)
    expect(said(tab)).to_have_text("Running…")
    field(tab).press("Escape")


def test_an_answer_is_cut_by_its_size_and_memory_has_an_end(open_tab: Open, faults: list[str]) -> None:
    tab = open_tab("query/")
    hundred = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100)"
    million = f"{hundred} SELECT hex(zeroblob(500000)) AS y FROM n"
    ask(tab, f"SELECT length(y) FROM ({million})")
    expect(said(tab)).to_contain_text("100 rows.")
    ask(tab, million)
    expect(said(tab)).to_contain_text(re.compile(r"^The first \d\d rows, and there are more"))
    ask(tab, "SELECT replace(hex(zeroblob(8000000)), '0', '0123456789')")
    expect(wrong(tab)).to_contain_text("too big")
    assert "SQLITE_TOOBIG" in faults.pop()  # SQLite's own word in the console
    ask(tab, "SELECT 1")
    expect(said(tab)).to_contain_text("1 row.")
    expect(tab.locator(".query-table td")).to_have_text("1")


def test_results_are_taken_away_whole(open_tab: Open, tmp_path: Path) -> None:
    tab = open_tab("query/")
    ask(
        tab,
        "SELECT 9007199254740993 AS big, 0.5 AS half, NULL AS none, '=1+1' AS sum, 'a,\"b' AS text, "
        "x'00ff' AS bytes, -1 AS sum",
    )
    expect(said(tab)).to_contain_text("1 row.")
    assert cells(tab) == [["9007199254740993", "0.5", "null", "=1+1", 'a,"b', "x'00ff'", "-1"]]
    for name in ("CSV", "JSON"):
        with tab.expect_download() as waiting:
            tab.get_by_role("button", name=f"Download as {name}").click()
        waiting.value.save_as(tmp_path / name)
    with (tmp_path / "CSV").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["big", "half", "none", "sum", "text", "bytes", "sum"],
            ["9007199254740993", "0.5", "", "'=1+1", 'a,"b', "x'00ff'", "-1"],
        ]
    assert json.loads((tmp_path / "JSON").read_text(encoding="utf-8")) == [
        {
            "big": 9007199254740993,
            "half": 0.5,
            "none": None,
            "sum": "=1+1",
            "text": 'a,"b',
            "bytes": "x'00ff'",
        }
        | {"sum_2": -1}
    ]


def test_a_long_answer_is_cut_in_words(open_tab: Open, tmp_path: Path) -> None:
    tab = open_tab("query/")
    ask(tab, RUNAWAY.replace("count(*)", "x"))
    expect(said(tab)).to_contain_text("The first 10,000 rows, and there are more")
    expect(said(tab)).to_contain_text("500 of them show; copies and downloads hold all 10,000.")
    expect(tab.locator(".query-table tbody tr")).to_have_count(500)
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name="Download as CSV").click()
    waiting.value.save_as(tmp_path / "rows.csv")
    assert len((tmp_path / "rows.csv").read_text(encoding="utf-8-sig").split()) == 10_001


def test_an_answer_shows_as_table_csv_and_json_and_is_copied(open_tab: Open) -> None:
    tab = open_tab(asked("query/", "SELECT 1 AS a, 'x, y' AS b"))
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(tab.locator(".query-table td")).to_have_text(["1", "x, y"])
    shown = {"CSV": 'a,b\n1,"x, y"\n', "JSON": '[\n {"a": 1, "b": "x, y"}\n]\n'}
    for name, text in shown.items():
        tab.get_by_role("radio", name=name).check(force=True)  # the label lies over it
        assert tab.locator(".query-table pre").text_content() == text
        tab.get_by_role("button", name="Copy rows").click()
        expect(said(tab)).to_have_text(f"All rows are copied as {name}.")
        copied = tab.evaluate("navigator.clipboard.readText()")
        assert copied.removeprefix("\ufeff").replace("\r\n", "\n") == text
    tab.get_by_role("radio", name="Table").check(force=True)
    expect(tab.locator(".query-table td")).to_have_text(["1", "x, y"])


def test_an_event_in_an_answer_leads_to_its_page(open_tab: Open) -> None:
    tab = open_tab(asked("query/", "SELECT id AS event_id FROM event ORDER BY id LIMIT 1"))
    tab.locator(".query-table a").click()
    tab.wait_for_url("**/events/*/")


def test_names_are_offered_taken_by_keyboard_and_never_hold_the_focus(open_tab: Open) -> None:
    tab = open_tab("query/")
    offers = tab.get_by_role("listbox", name="Names that fit")
    field(tab).press_sequentially("SELECT  FROM event_overview AS e")
    field(tab).press("Escape")
    for _ in range(len(" FROM event_overview AS e")):
        field(tab).press("ArrowLeft")
    field(tab).press_sequentially("e.indep")
    expect(offers.get_by_role("option")).to_have_text(["independent_sources event_overview"])
    field(tab).press("ArrowDown")
    expect(offers.get_by_role("option", selected=True)).to_have_count(1)
    assert field(tab).get_attribute("aria-activedescendant") == "sql-name-0"
    field(tab).press("Enter")
    expect(field(tab)).to_have_value("SELECT e.independent_sources FROM event_overview AS e")
    expect(offers).to_be_hidden()
    field(tab).press("Control+z")
    expect(field(tab)).to_have_value("SELECT e.indep FROM event_overview AS e")
    field(tab).fill("SELECT 'even")
    field(tab).press_sequentially("t")
    expect(offers).to_be_hidden()  # no names in a text
    field(tab).fill("SELECT * FROM ")
    field(tab).press("Control+Space")
    expect(offers.get_by_role("option").first).to_have_text("event_overview view")
    field(tab).press("Escape")
    field(tab).press("Tab")
    expect(field(tab)).not_to_be_focused()


def test_the_listing_is_the_database_s_own(open_tab: Open, site: Path) -> None:
    tab = open_tab("query/")
    with closing(sqlite3.connect(f"file:{site}/data/communique.sqlite?mode=ro", uri=True)) as file:
        for one in tab.locator(".query-beside details").all():
            name = one.locator("summary code").text_content()
            columns = [row[0] for row in file.execute("SELECT name FROM pragma_table_info(?)", (name,))]
            assert one.locator("li code").all_text_contents() == columns
            assert columns


@pytest.mark.parametrize("width", [320, 390, 820])
def test_a_wide_answer_scrolls_by_itself(open_tab: Open, width: int) -> None:
    tab = open_tab(
        asked("query/", "SELECT * FROM event_overview LIMIT 5"), viewport={"width": width, "height": 700}
    )
    expect(said(tab)).to_contain_text("5 rows.")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    expect(tab.locator(".query-table th").first).to_be_in_viewport()
    expect(tab.get_by_role("region", name="Result")).to_have_attribute("tabindex", "0")


def test_without_a_script_questions_and_the_file_are_there(open_tab: Open) -> None:
    tab = open_tab("query/", java_script_enabled=False)
    expect(tab.locator("form.query")).to_be_hidden()
    expect(tab.get_by_role("link", name="communique.sqlite")).to_be_visible()
    expect(tab.locator(".query-plain pre")).to_have_count(len(EXAMPLE_QUERIES))
    expect(tab.locator(".query-schema details").first).to_be_visible()


def test_a_file_that_does_not_come_is_said(open_tab: Open, faults: list[str]) -> None:
    tab = open_tab("query/")
    tab.route("**/data/communique.sqlite*", lambda route: route.abort())
    ask(tab, "SELECT 1")
    expect(wrong(tab)).to_contain_text("The record could not be loaded")
    tab.unroute("**/data/communique.sqlite*")
    ask(tab, "SELECT 1 AS one")
    expect(tab.locator(".query-table td")).to_have_text("1")
    assert [fault for fault in faults if "communique.sqlite" not in fault and "ERR_FAILED" not in fault] == []
    faults.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answer_offers_and_faults_are_accessible(open_tab: Open, scheme: str) -> None:
    """The states that a page has only after a question; axe-core's rules on the page as it opens are elsewhere."""
    tab = open_tab("query/", color_scheme=scheme)
    found = []

    def check() -> None:
        tab.evaluate(AXE_SCRIPT)
        found.extend(tab.evaluate("axe.run('form.query', { resultTypes: ['violations'] })")["violations"])

    ask(tab, "SELECT event_id, NULL AS none, 1 AS one FROM event_source LIMIT 3")
    expect(said(tab)).to_contain_text("3 rows.")
    field(tab).press_sequentially(" ")
    field(tab).press("Control+Space")
    expect(tab.get_by_role("option", selected=True)).to_be_visible()
    check()
    ask(tab, "SELECT titel FROM event")
    expect(wrong(tab)).to_contain_text("titel")
    check()
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
