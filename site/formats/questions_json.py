"""Build the JSON files of open questions, as ``communique due --json`` prints them, and of coverage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from communique.pipeline.output_file import OutputFile
from communique.site.formats.event_json import format_json
from communique.site.pages.components import CoverageStatement
from communique.site.pages.follow_up.open_questions_view import OpenQuestionsPage, QuestionGroup


def build_questions_json(page: OpenQuestionsPage) -> OutputFile:
    """Return the file with every open question of the page."""
    return OutputFile(page.json_path, format_json(describe_questions(page.as_of, page.groups)))


def describe_questions(as_of: str, groups: Iterable[QuestionGroup]) -> dict[str, Any]:
    """Return open questions as data: by sort, each with its subject and the reason."""
    return {
        "format": 1,
        "as_of": as_of,
        "questions": {
            group.sort.value: [
                {
                    "id": question.id,
                    "subject": question.subject.label,
                    "page": question.subject.path,
                    "reason": question.reason,
                }
                for question in group.questions
            ]
            for group in groups
        },
    }


def build_coverage_json(statements: Iterable[CoverageStatement]) -> OutputFile:
    """Return the file of how complete the record is, beside what others counted."""
    data = [
        {
            "id": statement.id,
            "extent": statement.extent,
            "period": statement.period,
            "scope": statement.scope,
            "pages": [subject.path for subject in statement.subjects],
            "counts": [asdict(count) for count in statement.counts],
        }
        for statement in statements
    ]
    return OutputFile("data/coverage.json", format_json({"format": 1, "coverage": data}))
