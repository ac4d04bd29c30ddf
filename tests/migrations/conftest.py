"""Every test of the schema runs on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from communique.database import connect
from fixtures.database import open_engine
from fixtures.postgresql import create_database
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
    with ExitStack() as stack:
        if request.param == "sqlite":
            path = tmp_path_factory.mktemp("standing") / "record.db"
            shutil.copy(request.getfixturevalue("blank_database"), path)
            url = f"sqlite:///{path}"
        else:
            server, blank = (
                request.getfixturevalue(one) for one in ("postgresql_server", "blank_postgresql")
            )
            url = stack.enter_context(create_database(server, blank))
        engine = stack.enter_context(open_engine(url))
        populate(engine)
        yield engine
