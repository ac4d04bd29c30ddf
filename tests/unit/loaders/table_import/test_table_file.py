"""Rows are read from each kind of file, and what is no table is told with its line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from communique.errors import RecordError, UsageError
from communique.loaders.table_import.table_file import TableFormat, read_table

ROWS = [{"id": "1", "name": "Müller"}, {"id": "2", "name": "大臣"}]


def write_workbook(path: Path, rows: list[list[str]]) -> None:
    """Write the smallest workbook that a spreadsheet opens, its cells inline."""
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    sheet = "".join(f"<row>{''.join(map(cell.format, row))}</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Visits" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship '
        f'Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def write_table(path: Path) -> None:
    """Write the two rows in the format that the file's name says."""
    cells = [["id", "name"], *([row["id"], row["name"]] for row in ROWS)]
    if path.suffix == ".xlsx":
        write_workbook(path, cells)
    elif path.suffix == ".parquet":
        pa.parquet.write_table(
            pa.table({"id": pa.array([1, 2]), "name": [row["name"] for row in ROWS]}), path
        )
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n\n" for row in ROWS), encoding="utf-8")
    else:
        mark = {".tsv": "\t"}.get(path.suffix, ",")
        path.write_text("".join(mark.join(row) + "\n" for row in cells), encoding="utf-8")


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.xlsx", "t.parquet", "t.jsonl"])
def test_rows_are_read(name: str, tmp_path: Path) -> None:
    """Each cell is text, whatever the file holds."""
    write_table(tmp_path / name)
    assert [(row.number, row.cells) for row in read_table(tmp_path / name)] == [(1, ROWS[0]), (2, ROWS[1])]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("\ufeffid;name\r\n1;Müller\r\n2;大臣\r\n".encode(), None),
        ("id,name\n1,Müller\n2,大臣\n".encode("utf-16"), None),
        ("id|name\r1|Müller\r2|大臣\r".encode(), None),
        ("id\tname\n1\tMüller\n\n2\t大臣\n".encode("gb18030"), "gb18030"),
    ],
)
def test_marks_ends_of_lines_and_delimiters_are_seen(
    content: bytes, encoding: str | None, tmp_path: Path
) -> None:
    """What cannot be seen is said in the map."""
    (tmp_path / "t.csv").write_bytes(content)
    assert [row.cells for row in read_table(tmp_path / "t.csv", TableFormat(encoding=encoding))] == ROWS


def test_a_cell_of_several_lines_keeps_the_line_it_begins_on(tmp_path: Path) -> None:
    """A finding on a row leads to where it begins."""
    (tmp_path / "t.csv").write_text('id,name\n1,"a\nb"\n2,c\n', encoding="utf-8")
    assert [(row.line, row.number) for row in read_table(tmp_path / "t.csv")] == [(2, 1), (4, 2)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "t.csv",
            b"id,name\n1,M\xfcller und S\xf6hne\n",
            ":2:1: the text is not UTF-8 (at byte 11); say what it is",
        ),
        ("t.csv", b"id,name\n1,a,b\n", ":2:1: the row has 3 cells, the header 2; put a cell that holds"),
        ("t.csv", b'id,name\n1,"a\n', "cannot be parted into cells"),
        ("t.csv", b"id,id\n1,a\n", ":1:1: two columns are called 'id'; rename one of them"),
        ("t.csv", b"", "there is no header"),
        ("t.jsonl", b'{"id": 1}\n[1]\n', ":2:1: the line is no object"),
        ("t.jsonl", b"{\n", ":1:1: the line is no JSON"),
        ("t.xlsx", b"PK", "the workbook cannot be read"),
        ("t.parquet", b"PAR1", "the file is no Parquet"),
    ],
)
def test_what_is_no_table_is_told(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    """With the line of the file where it has lines."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RecordError) as caught:
        list(read_table(tmp_path / name))
    assert said in str(caught.value)


def test_a_name_that_says_no_format_and_a_sheet_that_is_not_there_are_refused(tmp_path: Path) -> None:
    """The cure names what is."""
    (tmp_path / "t.doc").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match=r"save it as \.csv"):
        list(read_table(tmp_path / "t.doc"))
    write_table(tmp_path / "t.xlsx")
    with pytest.raises(UsageError, match="it has Visits"):
        list(read_table(tmp_path / "t.xlsx", TableFormat(sheet="Trips")))
