"""What a plan says of the record after a load is what the database says once it is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from communique.loaders import planned_snapshot
from communique.loaders.load import make_plan, sync_database
from communique.releases.database_snapshot import read_snapshot
from communique.releases.diff import diff_snapshots
from communique.schema.vocabulary import Entity
from fixtures.record import article, meeting, write_record


@pytest.mark.parametrize("limit", [500, 0])
def test_the_planned_snapshot_is_that_of_the_loaded_database(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    """With few events touched, read one by one, and with more than that, where the whole record is read."""
    monkeypatch.setattr(planned_snapshot, "MAX_SELECTED", limit)
    first = meeting("one-2024", date="2024-07", participants=[{"actor": "JP"}])
    stays, goes = meeting("stays-2024"), meeting("goes-2024")
    folder = write_record(tmp_path, {"a": article(first), "b": article(stays), "c": article(goes)})
    with engine.begin() as connection:
        sync_database(folder, connection)
    changed = meeting("one-2024", title="Talks", date="2024-07-28", participants=[{"actor": "US"}])
    added = meeting("new-2024", links=[{"follows": "one-2024"}])
    (folder / "articles/2024/c.yaml").unlink()
    write_record(tmp_path, {"a": article(changed), "b": article(stays), "d": article(added)})
    with engine.begin() as connection:
        before, after = planned_snapshot.read_planned_snapshots(make_plan(folder, connection), connection)
        everything = read_snapshot(connection)
        sync_database(folder, connection)
        loaded = read_snapshot(connection)
    assert after == {key: document for key, document in loaded.items() if key in after}
    assert diff_snapshots(before, after) == diff_snapshots(everything, loaded)
    assert ((Entity.EVENT, "stays-2024") in after) is (limit == 0)
