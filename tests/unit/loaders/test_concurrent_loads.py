"""Several curators load at once, each in a process of their own: nothing is lost, nothing is done twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from communique.database import connect
from communique.loaders.load import sync_database
from communique.migrations.commands import upgrade
from fixtures.database import content
from fixtures.record import article, meeting, write_record

CURATORS = 3
ARTICLES = 2
"""How many each curator saves, one after the other, with a load behind each."""

CURATOR = """
import json, os, pathlib, subprocess, sys
home, drafts = map(pathlib.Path, sys.argv[1:])
for draft in sorted(drafts.iterdir()):
    os.replace(draft, home / "entries" / "articles" / "2024" / draft.name)
    done = subprocess.run([sys.executable, "-m", "communique.cli", "load", "--json"], cwd=home, capture_output=True)
    sys.stderr.write(done.stderr.decode())
    if done.returncode:
        sys.exit(done.returncode)
    print(json.dumps(json.loads(done.stdout)))
"""


def said(curator: int, number: int) -> dict[str, Any]:
    """An article on a meeting of its own and on the one that every curator reports."""
    own = meeting(f"talks-{curator}-{number}", date="2024-07-28")
    shared = meeting("shared-talks", title=None, summary=None, date="2024-07-28", place="tokyo")
    return article(own, {name: value for name, value in shared.items() if value is not None})


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """An empty database at the newest schema that processes share."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("migrated_postgresql_url"))
    return str(request.getfixturevalue("engine").url)


def test_loads_of_several_processes_at_once(address: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    write_record(home, {"first": article(meeting("shared-talks"))})
    everything = {
        f"{curator}-{number}": said(curator, number)
        for curator in range(CURATORS)
        for number in range(ARTICLES)
    }
    drafts = write_record(tmp_path / "drafts", everything) / "articles" / "2024"
    for curator in range(CURATORS):
        (tmp_path / f"desk-{curator}").mkdir()
        for draft in drafts.glob(f"{curator}-*.yaml"):
            draft.rename(tmp_path / f"desk-{curator}" / draft.name)

    environment = os.environ | {"COMMUNIQUE_DATABASE": address}
    working = [
        subprocess.Popen(
            [sys.executable, "-c", CURATOR, str(home), str(tmp_path / f"desk-{curator}")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for curator in range(CURATORS)
    ]
    told = [process.communicate() for process in working]
    assert [process.returncode for process in working] == [0] * CURATORS, "\n".join(err for _, err in told)
    reports = [json.loads(line) for out, _ in told for line in out.splitlines()]

    assert len(reports) == CURATORS * ARTICLES
    added = Counter(path for report in reports for path in report["files"]["added"])
    assert set(added) == {f"articles/2024/{name}.yaml" for name in everything} | {
        "articles/2024/first.yaml",
        *(path for path in added if path.startswith(("registry/", "rulings"))),
    }
    assert set(added.values()) == {1}  # whoever came first loaded it, and nobody after

    alone = connect(f"sqlite:///{tmp_path / 'alone.db'}")
    upgrade(alone)
    with alone.begin() as connection:
        sync_database(home / "entries", connection)
    shared = connect(address)
    try:
        assert content(shared) == content(alone)
        assert len(content(shared)["event"]) == 1 + CURATORS * ARTICLES
    finally:
        shared.dispose()
        alone.dispose()
