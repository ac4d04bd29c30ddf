"""Write findings as the annotations that code hosts show beside the lines of a change: GitHub, SARIF, GitLab."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from communique.errors import Finding


class CheckFormat(StrEnum):
    """The formats in which ``communique check`` prints findings."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    GITLAB = "gitlab"


RULES: Final = {
    "error": "What would stop a load",
    "disagreement": "Sources disagree, and no ruling says what stands",
    "warning": "What a load lets pass and somebody should look at",
}
"""The kinds of findings, as hosts group them, each with its meaning."""

SARIF_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def find_repository_root(folder: Path) -> Path:
    """Return the top of the Git repository around a folder, to which hosts take paths to be relative; else cwd."""
    absolute = folder.absolute()
    return next((place for place in (absolute, *absolute.parents) if (place / ".git").exists()), Path.cwd())


def render_findings(format_: CheckFormat, findings: Iterable[Finding], root: Path) -> str:
    """Return findings in the format of a host, with paths relative to the top of the repository.

    Args:
        format_: one of the formats of hosts.
        findings: with paths relative to ``root``.
        root: the record's folder.
    """
    top = find_repository_root(root)
    placed = [replace(finding, path=_host_path(root / finding.path, top)) for finding in findings]
    return _RENDERERS[format_](placed)


def _host_path(path: Path, top: Path) -> str:
    absolute = path.absolute()
    return (absolute.relative_to(top) if absolute.is_relative_to(top) else absolute).as_posix()


def _message(finding: Finding) -> str:
    """Return what a finding says without its position, on one line."""
    return " ".join(str(replace(finding, path="", line=0, column=0)).split())


def _rule(finding: Finding) -> str:
    return "disagreement" if finding.disputed else finding.severity


def _render_github(findings: Sequence[Finding]) -> str:
    """Return workflow commands, one a line; GitHub shows each at its line of the change."""
    return "".join(f"{_github_command(finding)}\n" for finding in findings)


def _github_command(finding: Finding) -> str:
    level = finding.severity if finding.severity in {"error", "warning"} else "notice"
    parts: Mapping[str, object] = {
        "file": finding.path,
        "line": finding.line,
        "col": finding.column,
        "title": f"communique check: {_rule(finding)}",
    }
    properties = ",".join(f"{key}={_escape_property(str(value))}" for key, value in parts.items() if value)
    return f"::{level} {properties}::{_escape_data(_message(finding))}"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _render_sarif(findings: Sequence[Finding]) -> str:
    """Return a SARIF 2.1.0 log with one run."""
    from communique import __version__

    rules = [
        {
            "id": rule,
            "shortDescription": {"text": f"{meaning}."},
            "defaultConfiguration": {"level": _sarif_level(rule)},
        }
        for rule, meaning in RULES.items()
    ]
    results = [
        {
            "ruleId": _rule(finding),
            "level": _sarif_level(finding.severity),
            "message": {"text": _message(finding)},
            "locations": [{"physicalLocation": _sarif_location(finding)}],
            "partialFingerprints": {"communiqueFinding/v1": fingerprint},
        }
        for finding, fingerprint in zip(findings, _fingerprints(findings), strict=True)
    ]
    driver = {"name": "communique", "version": __version__, "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _to_json({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_level(severity: str) -> str:
    return {"error": "error", "disagreement": "error", "warning": "warning"}.get(severity, "note")


def _sarif_location(finding: Finding) -> dict[str, Any]:
    """Return the place of a finding; hosts demand a line, so what is about a whole file stands at its first."""
    region = {"startLine": finding.line or 1} | ({"startColumn": finding.column} if finding.column else {})
    artifact = {"uri": quote(finding.path), "uriBaseId": "%SRCROOT%"}
    return {"artifactLocation": artifact, "region": region}


def _render_gitlab(findings: Sequence[Finding]) -> str:
    """Return a report of GitLab's Code Quality, a list of objects."""
    severities = {"error": "major", "warning": "minor"}
    report = [
        {
            "description": _message(finding),
            "check_name": f"communique-{_rule(finding)}",
            "fingerprint": fingerprint,
            "severity": severities.get(finding.severity, "info"),
            "location": {"path": finding.path, "lines": {"begin": finding.line or 1}},
        }
        for finding, fingerprint in zip(findings, _fingerprints(findings), strict=True)
    ]
    return _to_json(report)


def _fingerprints(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what tells a finding from others and stays the same when lines are added above it."""
    counts: Counter[str] = Counter()
    for finding in findings:
        text = "\0".join((finding.path, finding.where, finding.what))
        counts[text] += 1
        yield hashlib.sha256(f"{text}\0{counts[text]}".encode()).hexdigest()


def _to_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


_RENDERERS: Final[Mapping[CheckFormat, Callable[[Sequence[Finding]], str]]] = {
    CheckFormat.GITHUB: _render_github,
    CheckFormat.SARIF: _render_sarif,
    CheckFormat.GITLAB: _render_gitlab,
}
