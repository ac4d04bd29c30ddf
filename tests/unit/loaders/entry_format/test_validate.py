"""A file whose whole content is of the wrong sort is refused with its line and a cure."""

from __future__ import annotations

import pytest

from fixtures.cli_home import CliHome


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x\n", "1:1: the file holds a single value"),
        ("# a comment\n- a\n", "2:1: the file holds a list"),
        ("[]\n", "1:1: the file holds a list"),
        ("7\n", "1:1: the file holds a single value"),
        ("null\n", "1:1: the file holds a single value"),
    ],
)
@pytest.mark.parametrize("path", ["articles/2024/b.yaml", "registry/all.yaml", "rulings.yaml"])
def test_a_file_that_is_no_mapping_is_refused(cli_home: CliHome, path: str, text: str, what: str) -> None:
    cli_home.record()
    cli_home.write(path, text)
    answer = cli_home.run("check")
    assert answer.status == 1
    assert any(f"entries/{path}:{what}; write keys with their values" in line for line in answer.lines), (
        answer.lines
    )
