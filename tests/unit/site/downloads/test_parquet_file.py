"""What leaves for other machines: Parquet by year, read back by DuckDB, and what a host must be sent."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from communique.database import connect, write_transaction
from communique.errors import BuildError, DatabaseError
from communique.loaders.load import sync_database
from communique.site import publish
from communique.site.downloads.parquet_file import write_partitions
from fixtures.record import article, meeting, write_record


@pytest.fixture
def record(tmp_path: Path, engine: Engine) -> Engine:
    """Events of two years and one without a date."""
    folder = write_record(
        tmp_path / "home",
        {
            "a": article(
                meeting("old-2018", date="2018-12-20", participants=[{"actor": "JP"}, {"actor": "KR"}])
            ),
            "b": article(meeting("new-2024", date="2024-07-28", participants=[{"actor": "JP"}])),
            "c": article(meeting("some-time")),
        },
    )
    with engine.begin() as connection:
        sync_database(folder, connection)
    return engine


def test_duckdb_reads_the_parts_as_one_table(tmp_path: Path, record: Engine) -> None:
    with Session(record) as session:
        made = write_partitions(session, tmp_path / "parquet")
    dated = [file.relative_to(tmp_path / "parquet").parts for file in made]
    assert {parts[1] for parts in dated if parts[0] == "event"} == {
        "year=2018",
        "year=2024",
        "year=__HIVE_DEFAULT_PARTITION__",
    }
    with duckdb.connect() as asked, record.connect() as connection:
        for name in ("event", "participation", "claim"):
            files = f"read_parquet('{tmp_path}/parquet/{name}/*/*.parquet', hive_partitioning = true)"
            (count,) = asked.execute(f"SELECT count(*) FROM {files}").fetchone() or (None,)
            assert count == connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
        events = f"read_parquet('{tmp_path}/parquet/event/*/*.parquet', hive_partitioning = true)"
        found = asked.execute(f"SELECT id, year, start_earliest FROM {events} ORDER BY id").fetchall()
        assert [(key, year and int(year), str(day)) for key, year, day in found] == [
            ("new-2024", 2024, "2024-07-28"),
            ("old-2018", 2018, "2018-12-20"),
            ("some-time", None, "None"),
        ]
        parts = f"read_parquet('{tmp_path}/parquet/participation/*/*.parquet', hive_partitioning = true)"
        who = asked.execute(f"SELECT actor_id FROM {parts} WHERE year = 2018 ORDER BY 1").fetchall()
        assert who == [("JP",), ("KR",)]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, record: Engine) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with Session(record) as session, pytest.raises(BuildError, match="is not an empty folder"):
        write_partitions(session, tmp_path / "full")


def test_a_manifest_tells_what_to_send_and_what_to_drop(tmp_path: Path) -> None:
    public = tmp_path / "public"
    (public / "events").mkdir(parents=True)
    for name, said in {"index.html": "home", "events/one.html": "one", "events/two.html": "two"}.items():
        (public / name).write_text(said)
    file = tmp_path / "sent.json"
    file.write_text(publish.format_manifest(publish.build_manifest(public)), "utf-8")
    before = publish.read_deploy_manifest(file)
    assert before == publish.build_manifest(public)
    assert publish.compare_manifests(before, before) == publish.DeployDelta({}, (), 3)
    (public / "events/one.html").write_text("eins")
    (public / "events/two.html").unlink()
    (public / "events/drei ö.html").write_text("three")
    found = publish.compare_manifests(before, publish.build_manifest(public))
    assert found == publish.DeployDelta(
        {"events/drei ö.html": 5, "events/one.html": 4}, ("events/two.html",), 1
    )
    assert found.upload_size == 9


@pytest.mark.parametrize(
    "said", ["", "[]", "{}", '{"manifest": 2, "files": {}}', '{"manifest": 1, "files": {"a": 1}}']
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, said: str) -> None:
    file = tmp_path / "sent.json"
    file.write_text(said)
    with pytest.raises(BuildError, match="manifest"):
        publish.read_deploy_manifest(file)
    with pytest.raises(BuildError, match="cannot be read"):
        publish.read_deploy_manifest(tmp_path / "nothing.json")
    with pytest.raises(BuildError, match="communique build"):
        publish.build_manifest(tmp_path / "nowhere")


def test_site_and_export_from_the_shell(cli_home) -> None:  # type: ignore[no-untyped-def]  # a fixture without types
    cli_home.record({"a": article(meeting("talks-2024-07", date="2024-07-28", place="tokyo"))})
    assert cli_home.run("build").status == 0
    assert cli_home.run("site", "--manifest", "sent.json").status == 0
    same = json.loads(cli_home.run("site", "--changed-since", "sent.json", "--json").out)
    assert (same["upload"], same["delete"]) == ([], [])
    cli_home.record(
        {"a": article(meeting("talks-2024-07", title="Other talks", date="2024-07-28", place="tokyo"))}
    )
    cli_home.run("load")
    told = json.loads(cli_home.run("site", "--changed-since", "sent.json", "--json").out)
    assert "events/talks-2024-07/index.html" in {one["path"] for one in told["upload"]}
    assert "404.html" not in {one["path"] for one in told["upload"]}
    answer = cli_home.run("export", "parquet", "out")
    assert answer.status == 0, answer.err
    assert (cli_home.home / "out/event/year=2024/part-0.parquet").is_file()


def test_writers_on_postgresql_wait_for_the_row_that_all_its_kin_can_lock(
    migrated_postgresql_url: str,
) -> None:
    engine = connect(migrated_postgresql_url)
    try:
        with engine.begin() as other:
            other.execute(text("SELECT version_num FROM alembic_version FOR UPDATE"))
            locked = pytest.raises(DatabaseError, match="locked: another command is writing")
            with locked, write_transaction(engine, wait=0.1):
                pytest.fail("two writers at once")
            held = other.execute(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
            assert held.scalar_one() == 0
        with write_transaction(engine) as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1
    finally:
        engine.dispose()
