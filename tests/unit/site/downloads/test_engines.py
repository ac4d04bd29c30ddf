"""What is exported as Parquet answers five questions alike in DuckDB, in Spark and in the database itself.

Spark is too large to be installed for one test. Where it is (a Python with pyspark, and Java),
`COMMUNIQUE_SPARK_PYTHON` names that Python, and the test asks it too; without it DuckDB alone is asked.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from communique.database import connect
from communique.migrations.commands import upgrade
from communique.site.downloads.parquet_file import list_export_tables, write_partitions
from fixtures.small_record import populate

QUESTIONS = {
    "which kinds, in which years": (
        "SELECT kind, year, count(*) AS n FROM event_wide WHERE took_place GROUP BY kind, year ORDER BY kind, year"
    ),
    "who met whom": (
        "SELECT a.name, b.name AS other, dyad.start_earliest FROM dyad JOIN actor a ON a.id = dyad.from_id "
        "JOIN actor b ON b.id = dyad.to_id WHERE relation = 'met' ORDER BY a.name, other"
    ),
    "what sources claim, and how": (
        "SELECT claim.field, claim.modality, source.title FROM claim JOIN source ON source.id = claim.source_id "
        "ORDER BY claim.field, claim.element, claim.modality, source.title"
    ),
    "pairs by year, with none": (
        "SELECT from_id, to_id, sum(events) AS n, count(*) AS years FROM dyad_year WHERE relation = 'met' "
        "GROUP BY from_id, to_id ORDER BY from_id, to_id"
    ),
    "who took part, with the state's code": (
        "SELECT state_id, iso_alpha3, role, count(DISTINCT event_id) AS n FROM participation_wide "
        "GROUP BY state_id, iso_alpha3, role ORDER BY state_id, iso_alpha3, role"
    ),
}
"""Asked in the same words everywhere."""

SPARK = """
import json, sys
from pathlib import Path
from pyspark.sql import SparkSession
folder, questions = Path(sys.argv[1]), json.loads(sys.argv[2])
spark = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", "1").getOrCreate())
for table in folder.iterdir():
    spark.read.parquet(str(table)).createOrReplaceTempView(table.name)
answers = {name: [list(row) for row in spark.sql(sql).collect()] for name, sql in questions.items()}
print("ANSWERS", json.dumps(answers, default=str))
"""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Path]:
    """The small record, and the folder to which it was exported."""
    folder = tmp_path_factory.mktemp("engines")
    engine = connect(f"sqlite:///{folder / 'record.db'}")
    upgrade(engine)
    populate(engine)
    with Session(engine) as session:
        write_partitions(session, folder / "parquet")
    engine.dispose()
    return engine, folder / "parquet"


def ask_duckdb(folder: Path) -> dict[str, list[list[object]]]:
    with duckdb.connect() as connection:
        for table in folder.iterdir():
            files = f"read_parquet('{table}/**/*.parquet', hive_partitioning = true)"
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {files}")
        return {name: [*map(list, connection.execute(sql).fetchall())] for name, sql in QUESTIONS.items()}


def ask_spark(folder: Path) -> dict[str, list[list[object]]]:
    asked = subprocess.run(
        [os.environ["COMMUNIQUE_SPARK_PYTHON"], "-c", SPARK, str(folder), json.dumps(QUESTIONS)],
        capture_output=True, text=True, check=False, timeout=540,
    )  # fmt: skip
    (line,) = [line for line in asked.stdout.splitlines() if line.startswith("ANSWERS ")] or [asked.stderr]
    answers: dict[str, list[list[object]]] = json.loads(line.removeprefix("ANSWERS "))
    return answers


ENGINES: dict[str, Callable[[Path], dict[str, list[list[object]]]]] = {"duckdb": ask_duckdb}
if "COMMUNIQUE_SPARK_PYTHON" in os.environ:
    ENGINES["spark"] = ask_spark


@pytest.mark.parametrize("engine", ENGINES)
def test_five_questions_have_the_same_answers(engine: str, record: tuple[Engine, Path]) -> None:
    database, folder = record
    with database.connect() as connection:
        expected = {
            name: [list(row) for row in connection.execute(text(sql))] for name, sql in QUESTIONS.items()
        }
    database.dispose()
    assert all(expected.values())
    answers = ENGINES[engine](folder)
    assert {name: to_text(rows) for name, rows in answers.items()} == {
        name: to_text(rows) for name, rows in expected.items()
    }


def to_text(rows: list[list[object]]) -> list[list[str]]:
    """Rows as every engine can give them: days as text, sums as whole numbers."""
    return [
        [str(int(value)) if isinstance(value, float) else str(value) for value in row]
        for row in rows
        if not any(isinstance(value, dt.datetime) for value in row)
    ]


def test_every_table_is_there_and_its_year_is_in_the_folder_alone(record: tuple[Engine, Path]) -> None:
    database, folder = record
    assert {path.name for path in folder.iterdir()} == {table.name for table in list_export_tables()}
    assert (folder / "actor/part-0.parquet").is_file()
    with database.connect() as connection, duckdb.connect() as asked:
        for table in list_export_tables():
            files = f"read_parquet('{folder / table.name}/**/*.parquet', hive_partitioning = true)"
            (count,) = asked.execute(f"SELECT count(*) FROM {files}").fetchone() or (None,)
            assert count == connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar_one(), table
            columns = [row[0] for row in asked.execute(f"DESCRIBE SELECT * FROM {files}").fetchall()]
            assert set(table.columns.keys()) <= set(columns) <= {*table.columns.keys(), "year"}
    database.dispose()
