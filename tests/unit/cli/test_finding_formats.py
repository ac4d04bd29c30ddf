"""Findings as annotations: each host's own form, at the exact line, whatever a curator wrote."""

import json
import subprocess

import pytest
from jsonschema import Draft202012Validator

from communique.cli.finding_formats import CheckFormat, render_findings
from communique.errors import DisputedValue, Finding
from fixtures.record import article, meeting

LATE = Finding("articles/2024/a.yaml", 7, 12, "events[0].date", "'x' is no date; 100%", "write, say: 2024")
NAMELESS = Finding("articles/2024/b,c.yaml", 0, 0, "", "the file is not read\nat all", severity="warning")
DISPUTED = Finding(
    "articles/2024/a.yaml",
    9,
    5,
    "events[0].place",
    "sources disagree on place of x: a; b",
    disputed=DisputedValue("x", "place", "", ('"a"', '"b"')),
)

TEXT = {"type": "string", "minLength": 1}
MESSAGE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": TEXT},
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LINE = {"type": "integer", "minimum": 1}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri", "uriBaseId"],
                    "properties": {
                        "uri": TEXT | {"pattern": "^[^ ,#?]+$"},
                        "uriBaseId": {"const": "%SRCROOT%"},
                    },
                    "additionalProperties": False,
                },
                "region": {
                    "type": "object",
                    "required": ["startLine"],
                    "properties": {"startLine": LINE, "startColumn": LINE},
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        }
    },
    "additionalProperties": False,
}
RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": TEXT,
        "shortDescription": MESSAGE,
        "defaultConfiguration": {
            "type": "object",
            "properties": {"level": LEVEL},
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "message", "locations", "partialFingerprints"],
    "properties": {
        "ruleId": TEXT,
        "level": LEVEL,
        "message": MESSAGE,
        "locations": {"type": "array", "items": LOCATION, "minItems": 1},
        "partialFingerprints": {"type": "object", "additionalProperties": TEXT},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri", "pattern": "sarif-schema-2.1.0.json$"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "rules"],
                                "properties": {
                                    "name": TEXT,
                                    "version": TEXT,
                                    "semanticVersion": TEXT | {"pattern": r"^\d+\.\d+\.\d+"},
                                    "rules": {"type": "array", "items": RULE, "uniqueItems": True},
                                },
                                "additionalProperties": False,
                            }
                        },
                        "additionalProperties": False,
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
"""What SARIF 2.1.0 (OASIS) says of the objects that we write, and nothing beside them."""


@pytest.fixture
def root(tmp_path):
    """A record that lies a folder below the top of its repository."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "data/entries").mkdir(parents=True)
    return tmp_path / "data/entries"


def test_github_gets_a_command_for_each_finding_with_its_text_escaped(root):
    assert render_findings(CheckFormat.GITHUB, [LATE, NAMELESS], root).splitlines() == [
        (
            "::error file=data/entries/articles/2024/a.yaml,line=7,col=12,title=communique check%3A error"
            "::events[0].date: 'x' is no date; 100%25; write, say: 2024"
        ),
        (
            "::warning file=data/entries/articles/2024/b%2Cc.yaml,title=communique check%3A warning"
            "::the file is not read at all"
        ),
    ]


def test_sarif_has_the_published_structure(root):
    log = json.loads(render_findings(CheckFormat.SARIF, [LATE, NAMELESS, DISPUTED], root))
    assert [error.message for error in Draft202012Validator(SARIF).iter_errors(log)] == []
    (run,) = log["runs"]
    assert {result["ruleId"] for result in run["results"]} == {
        r["id"] for r in run["tool"]["driver"]["rules"]
    }
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "data/entries/articles/2024/a.yaml"
    assert location["region"] == {"startLine": 7, "startColumn": 12}
    assert not Draft202012Validator(SARIF).is_valid(log | {"version": "2.0.0"})


def test_gitlab_gets_a_report_whose_fingerprints_stay_when_lines_move(root):
    moved = Finding(LATE.path, 70, 3, LATE.where, LATE.what, LATE.cure)
    first, again, other = json.loads(render_findings(CheckFormat.GITLAB, [LATE, LATE, DISPUTED], root))
    assert first["location"] == {"path": "data/entries/articles/2024/a.yaml", "lines": {"begin": 7}}
    assert (first["severity"], first["check_name"]) == ("major", "communique-error")
    assert other["check_name"] == "communique-disagreement"
    assert len({first["fingerprint"], again["fingerprint"], other["fingerprint"]}) == 3
    (same,) = json.loads(render_findings(CheckFormat.GITLAB, [moved], root))
    assert same["fingerprint"] == first["fingerprint"]


class TestCommand:
    """``communique check --format``."""

    def test_each_format_names_the_line_and_ends_as_the_check_does(self, cli_home):
        cli_home.record({"a": article(meeting(place="tokio", date="2024-07"))})
        subprocess.run(["git", "init", "--quiet", str(cli_home.home)], check=True)
        text = cli_home.run("check")
        path, line = text.out.split(":")[:2]
        assert (text.status, path) == (1, "entries/articles/2024/a.yaml")
        github = cli_home.run("check", "--format", "github")
        assert (github.status, github.err.split(" · ")[:4]) == (1, text.err.split(" · ")[:4])
        assert github.out.startswith(f"::error file={path},line={line},col=")
        (issue,) = json.loads(cli_home.run("check", "--format", "gitlab").out)
        assert issue["location"] == {"path": path, "lines": {"begin": int(line)}}
        (result,) = json.loads(cli_home.run("check", "--format", "sarif").out)["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == int(line)
        assert cli_home.run("check", "--format", "json").out == cli_home.run("check", "--json").out

    def test_a_record_without_findings_gives_empty_reports(self, cli_home):
        cli_home.record()
        assert cli_home.run("check", "--format", "github").out == ""
        assert json.loads(cli_home.run("check", "--format", "gitlab").out) == []
        assert json.loads(cli_home.run("check", "--format", "sarif").out)["runs"][0]["results"] == []

    def test_two_formats_at_once_are_refused(self, cli_home):
        answer = cli_home.run("check", "--json", "--format", "sarif")
        assert (answer.status, "choose one" in answer.err) == (2, True)
