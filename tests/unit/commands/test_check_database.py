"""What somebody changed in the database by hand is told, row by row, and a rebuild brings it back."""

import json

import pytest
from sqlalchemy import create_engine, text

from fixtures.cli_home import CliHome
from fixtures.record import article, meeting

RECORD = {
    "a": article(meeting("talks-2024-07", date="2024-07-28", place="tokyo", series="freedom-edge")),
    "b": article(meeting("summit-2024", date="2024-05")),
}


def change(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def loaded(
    cli_home: CliHome, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[CliHome, str]:
    """A record that was loaded, and the URL of its database."""
    url = f"sqlite:///{cli_home.home / 'communique.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("migrated_postgresql_url")
        monkeypatch.setenv("COMMUNIQUE_DATABASE", url)
    cli_home.record(RECORD)
    assert cli_home.run("load").status == 0
    return cli_home, url


def test_a_database_as_it_was_loaded_is_as_the_entries_say(loaded: tuple[CliHome, str]) -> None:
    home, _ = loaded
    answer = home.run("check", "--database")
    assert (answer.status, answer.out) == (0, "")
    assert answer.err.startswith("as the entries say")


def test_every_hand_is_told_and_undone_by_a_rebuild(loaded: tuple[CliHome, str]) -> None:
    home, url = loaded
    change(
        url,
        "UPDATE event SET title = 'Talks of nobody' WHERE id = 'talks-2024-07'",
        "INSERT INTO event_name (event_id, name, language) VALUES ('summit-2024', 'The Summit', 'en')",
        "DELETE FROM event_search WHERE event_id = 'summit-2024'",
        "UPDATE year_tally SET events = 9",
    )
    answer = home.run("check", "--database")
    assert answer.status == 1
    said = answer.out.splitlines()
    assert len(said) == 4, answer.out
    assert (
        "database event talks-2024-07: title is 'Talks of nobody', and by the entries 'Talks called"
        in answer.out
    )
    assert "database event_name summit-2024/The Summit: no entry says so; bring back" in answer.out
    assert "database event_search summit-2024: the row is gone" in answer.out
    assert "database year_tally: its rows are not what they are counted from" in answer.out
    assert len(json.loads(home.run("check", "--database", "--json").out)["findings"]) == 4
    assert home.run("load", "--rebuild").status == 0
    assert home.run("check", "--database").status == 0


def test_entries_that_were_not_loaded_are_no_hand(cli_home: CliHome) -> None:
    cli_home.record(RECORD)
    cli_home.run("load")
    cli_home.record({"a": RECORD["a"]})
    answer = cli_home.run("check", "--database")
    assert answer.status == 1
    assert "other files than there are now; run communique load first" in answer.err
    assert "leave out --watch and files" in cli_home.run("check", "--database", "--watch").err
