"""Files of others are attacked for real: workbooks that unpack to anything, databases that are not what they seem."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError as RefusedError

import communique
from communique.errors import DatabaseError, RecordError
from communique.loaders.reading.document import read_document
from communique.loaders.table_import.table_file import TableRow, read_table
from fixtures.cli_home import CliHome
from fixtures.record import article, meeting

OFFICE = "http://schemas.openxmlformats.org/"
RELATION = f"{OFFICE}officeDocument/2006/relationships"
MAIN = f"{OFFICE}spreadsheetml/2006/main"
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OFFICE}package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{OFFICE}package/2006/relationships">'
    f'<Relationship Id="a" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{OFFICE}package/2006/relationships">'
    f'<Relationship Id="a" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="b" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="c" Type="{RELATION}/externalLink" Target="http://evil.example/x" TargetMode="External"/>'
    "</Relationships>",
}


def read_workbook(folder: Path, rows: Sequence[str], shared: str = "") -> list[TableRow]:
    """Read a workbook of these rows below a header, with one shared string."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{HEADER}{{}}</sheetData></worksheet>'
    with zipfile.ZipFile(folder / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>{shared}</t></si></sst>')
        archive.writestr("xl/worksheets/sheet1.xml", sheet.format("".join(rows)))
    return list(read_table(folder / "t.xlsx"))


def test_a_formula_is_what_the_sheet_shows_and_asks_nobody(tmp_path: Path) -> None:
    row = '<row r="2"><c r="A2" t="str"><f>[1]S!A1+HYPERLINK("http://evil.example/")</f><v>=1+1</v></c></row>'
    assert [row.cells for row in read_workbook(tmp_path, [row])] == [{"id": "=1+1"}]


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZZZZZZ9999999999"])
def test_a_cell_far_away_is_refused(tmp_path: Path, cell: str) -> None:
    with pytest.raises(RecordError, match="more than a table may hold; remove what stands far outside"):
        read_workbook(tmp_path, [f'<row r="2"><c r="{cell}"><v>1</v></c></row>'])


def test_a_text_shared_by_all_cells_is_refused(tmp_path: Path) -> None:
    cells = [f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 9_000)]
    with pytest.raises(RecordError, match="more than a table may hold"):
        read_workbook(tmp_path, cells, "x" * 500_000)


def test_an_archive_that_says_it_is_huge_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.loaders.table_import.table_file.MAX_TABLE_SIZE", 1_000_000)
    with pytest.raises(RecordError, match="more than a table may hold"):
        read_workbook(tmp_path, [" " * 1_000_000])


@pytest.mark.parametrize("line", ["[" * 100_000, '{"a":' * 100_000])
def test_json_without_a_bottom_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "t.jsonl").write_text(f'{{"id": 1}}\n{line}\n')
    with pytest.raises(RecordError, match=r"t\.jsonl:2:1: the line is no JSON"):
        list(read_table(tmp_path / "t.jsonl"))


def test_a_table_of_too_many_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(",".join(f"c{number}" for number in range(5_000)) + "\n")
    with pytest.raises(RecordError, match="5,000 columns, and at most 4,096 are read; leave out"):
        list(read_table(tmp_path / "t.csv"))


def test_a_number_without_end_is_told_in_our_words(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"id": ' + "1" * 5_000 + "}\n")
    with pytest.raises(RecordError, match=r"t\.jsonl:1:1: the line is no JSON \(it holds too much\)"):
        list(read_table(tmp_path / "t.jsonl"))


PARAGRAPH = "<p>Ministers of Japan and South Korea met in Tokyo on 28 July 2024 and signed a memorandum.</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + PARAGRAPH,
        PARAGRAPH + f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>The end.</p>",
        "<!--" * 100_000 + PARAGRAPH,
        "<table><tr><td>" * 10_000 + PARAGRAPH,
    ],
    ids=["deep", "attributes", "comments", "tables"],
)
def test_a_saved_page_that_is_a_bomb_is_read_or_empty(html: str) -> None:
    read_document(f"<!doctype html><html><body><article>{html}")


def test_an_entity_of_a_saved_page_reads_no_file_and_does_not_grow(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words")
    growing = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    entities = f"<!ENTITY x SYSTEM 'file://{tmp_path}/secret'><!ENTITY a0 'word'>{growing}"
    page = f"<!doctype html [{entities}]><html><body><article>{PARAGRAPH}<p>It says &x; and &a11; at the end.</p>"
    document = read_document(page)
    assert "secret words" not in str(document.parts)
    assert len(str(document.parts)) < 5_000


def test_a_text_of_a_hundred_megabytes_is_not_read(cli_home: CliHome) -> None:
    cli_home.record({})
    with (cli_home.home / "huge.html").open("wb") as file:
        file.truncate(100 * 1024**2)
    answer = cli_home.run("read", "huge.html", "--show")
    assert answer.status == 2
    assert "huge.html holds more than 4 MiB; save the page without its pictures" in answer.err


NEVER = "with recursive n(x) as (select 1 union all select x + 1 from n) select x from n where x < 0"


@pytest.fixture
def database(cli_home: CliHome) -> Path:
    cli_home.record({"a": article(meeting("talks-2024-07", date="2024-07-28", place="tokyo"))})
    assert cli_home.run("load").status == 0
    return cli_home.home / "communique.db"


def attack(database: Path, *statements: str) -> None:
    """Change a database as its maker could, whatever its schema forbids."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = delete")
        connection.execute("pragma foreign_keys = off")
        for kind in ("view", "trigger"):
            named = connection.execute("select name from sqlite_master where type = ?", [kind])
            for (name,) in named.fetchall():
                connection.execute(f"drop {kind} {name}")
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("table", "replacement"),
    [
        ("event", f"create view event as select * from moved where exists ({NEVER})"),
        ("topic", "create view topic as select *, load_extension('evil') from moved"),
        ("topic", "create table topic (id text, name text as (printf('%.*c', 1000000000, id)))"),
        ("topic", "create virtual table topic using fts5 (id, name)"),
    ],
)
def test_a_table_that_is_none_is_refused(database: Path, table: str, replacement: str) -> None:
    attack(database, f"alter table {table} rename to moved", replacement)
    with pytest.raises(DatabaseError, match=f"is no record: {table} is not the table that Communiqué makes"):
        communique.open(database)


def test_a_version_that_never_ends_is_not_asked(database: Path) -> None:
    version = f"create view alembic_version as select version_num from moved where exists ({NEVER})"
    attack(database, "alter table alembic_version rename to moved", version)
    with pytest.raises(DatabaseError, match="holds tables of something else"):
        communique.open(database)


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (f"select * from event where exists ({NEVER})", "interrupted"),
        ("select *, load_extension('evil') from event", "unsafe use of load_extension|not authorized"),
        ("select *, zeroblob(1000000000) as big from event", "too big"),
    ],
)
def test_a_view_of_a_stranger_is_ended(database: Path, view: str, told: str) -> None:
    attack(database, f"create view event_wide as {view}")
    with communique.open(database, seconds=0.2) as record:
        assert [event.id for event in record.events()] == ["talks-2024-07"]
        with pytest.raises(RefusedError, match=told):
            record.query("select * from event_wide")


def test_the_same_is_told_by_the_command_line(database: Path, cli_home: CliHome) -> None:
    attack(database, f"create view event_wide as select * from event where exists ({NEVER})")
    answer = cli_home.run("query", "select * from event_wide", "--timeout", "1")
    assert answer.status == 1
    assert "no answer within 1 s" in answer.err


def test_damaged_pages_are_told(database: Path, cli_home: CliHome) -> None:
    attack(database)
    content = bytearray(database.read_bytes())
    for at in range(4096, len(content), 64):
        content[at] ^= 0xFF
    database.write_bytes(content)
    answer = cli_home.run("query", "select * from event join claim on event_id = event.id")
    assert answer.status == 1
    assert "Traceback" not in answer.err
    assert "malformed" in answer.err or "damaged" in answer.err
