"""Every test of the schema runs on both databases."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from communique.database import connect
from communique.migrations.commands import upgrade
from fixtures.database import open_engine
from fixtures.postgresql import Server
from fixtures.small_record import populate


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'record.db'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def make_engine(url: str) -> Iterator[Callable[..., Engine]]:
    """Engines of that database, closed after the test."""
    made: list[Engine] = []

    def make(**options: bool) -> Engine:
        made.append(connect(url, **options))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


@pytest.fixture
def empty(make_engine: Callable[..., Engine]) -> Engine:
    """A database in which no migration has run."""
    return make_engine()


@pytest.fixture(scope="session")
def blank_postgresql(postgresql_server: Server) -> str:
    """The name of one migrated database that tests copy, as they copy `blank_database`."""
    postgresql_server.execute("create database blank")
    with open_engine(postgresql_server.url("blank")) as engine:
        upgrade(engine)
    return "blank"


@pytest.fixture
def migrated(empty: Engine, request: pytest.FixtureRequest) -> Engine:
    """A database of the newest schema without rows."""
    name = str(empty.url.database)
    if empty.dialect.name == "sqlite":
        shutil.copy(request.getfixturevalue("blank_database"), name)
    else:
        server, blank = (request.getfixturevalue(one) for one in ("postgresql_server", "blank_postgresql"))
        server.execute(f"drop database {name}")
        server.execute(f"create database {name} template {blank}")
    return empty


@pytest.fixture
def populated(migrated: Engine) -> Engine:
    """A database of the newest schema with the small record."""
    populate(migrated)
    return migrated


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The small record for all tests of a module: they read it, or try what must be refused."""
    if request.param == "sqlite":
        engine = connect(f"sqlite:///{tmp_path_factory.mktemp('standing') / 'record.db'}")
    else:
        server = request.getfixturevalue("postgresql_server")
        database = f"standing_{uuid.uuid4().hex[:12]}"
        server.execute(f"create database {database}")
        engine = connect(server.url(database))
    upgrade(engine)
    populate(engine)
    yield engine
    engine.dispose()
