"""Say in plain English, with a cure, what the YAML parser means when it cannot go on."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import yaml

from communique.errors import Finding


class _Explanation(NamedTuple):
    """An explanation of a parser's message; ``is_at_opening`` blames where the broken thing began."""

    pattern: re.Pattern[str]
    what: str
    cure: str
    is_at_opening: bool = False


def _make_explanation(phrase: str, what: str, cure: str, is_at_opening: bool = False) -> _Explanation:
    return _Explanation(re.compile(phrase), what, cure, is_at_opening)


QUOTE_IT: Final = "put the text in quotes"
NO_DIRECTIVES: Final = ("a line beginning with % is a YAML directive", "remove the line")
ONE_DOCUMENT: Final = (
    "a second document begins in the same file",
    "keep one document in one file, without the line '---' or '...'",
)

# Each phrase fits both the C parser's wording and the pure Python one's; the first that fits is told.
_EXPLANATIONS: Final = (
    _make_explanation(
        r"mapping values are not allowed",
        "this colon makes a key where none can stand",
        "put text that holds ': ' in quotes, or line the key up with the keys beside it",
    ),
    _make_explanation(
        r"mapping keys are not allowed", "a value cannot begin with a question mark and a space", QUOTE_IT
    ),
    _make_explanation(
        r"sequence entries are not allowed",
        "a list cannot begin on the line of its key",
        "begin the list on the next line, or put the text in quotes if '- ' belongs to it",
    ),
    _make_explanation(
        r"could not find expected ':'",
        "this line is neither a key with its value nor an item of a list",
        "add ': ' after the key, or indent the line if it continues the text above",
        is_at_opening=True,
    ),
    _make_explanation(
        r"quoted scalar: found unexpected (end of stream|document)",
        "a quotation mark is opened here and never closed",
        "close it, or put the text in the other kind of quotes",
        is_at_opening=True,
    ),
    _make_explanation(
        r"quoted scalar: (found (unknown escape|invalid Unicode)|did not find expected hex|expected escape)",
        "a backslash inside double quotes begins something unknown",
        "use single quotes, or write the backslash twice",
    ),
    _make_explanation(
        r"flow sequence: ",
        "a list opened here with '[' lacks its ']' or a comma",
        "close the list, part its items by commas and put items that hold ':', ',' or brackets in quotes",
        is_at_opening=True,
    ),
    _make_explanation(
        r"flow mapping: ",
        "a group opened here with '{' lacks its '}' or a comma",
        "close the group, part its pairs by commas and put values that hold ':', ',' or brackets in quotes",
        is_at_opening=True,
    ),
    _make_explanation(
        r"block scalar: ",
        "text stands on the line of '|' or '>'",
        "begin the text on the next line, indented with spaces",
        is_at_opening=True,
    ),
    _make_explanation(r"(an alias|an anchor): ", "a value cannot begin with '*' or '&'", QUOTE_IT),
    _make_explanation(r"(a tag|undefined tag handle)", "a value cannot begin with '!'", QUOTE_IT),
    _make_explanation(r"(directive|incompatible YAML)", *NO_DIRECTIVES),
    _make_explanation(r"expected '?<document start>", *ONE_DOCUMENT),
    _make_explanation(
        r"block collection: ",
        "this line does not belong to the list above it",
        "begin it with '- ' under the other items, or give it the indentation of what it belongs to",
    ),
    _make_explanation(
        r"block mapping: ",
        "this does not line up with the keys above it",
        "give it the same indentation as the keys it belongs to",
    ),
    _make_explanation(r"node content", "a value cannot begin with ',', ']' or '}'", QUOTE_IT),
)
_UNKNOWN_ERROR: Final = _make_explanation(
    "",
    "this is not YAML",
    "look for a missing quotation mark, colon or indentation here or one line above",
)


_UNSPACED: Final = re.compile(r"\s*(- )*[\w-]+:[^\s/].*")


def explain_error(error: yaml.YAMLError, text: str, path: str) -> Finding:
    """Return the finding that a parser's error in ``text`` amounts to."""
    problem = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if not isinstance(error, yaml.MarkedYAMLError) or problem is None:
        return Finding(path, 0, 0, "", _UNKNOWN_ERROR.what, _UNKNOWN_ERROR.cure)
    problem_text = f"{error.context or ''}: {error.problem or ''}"
    explanation = next(
        (explanation for explanation in _EXPLANATIONS if explanation.pattern.search(problem_text)),
        _UNKNOWN_ERROR,
    )
    mark = (error.context_mark or problem) if explanation.is_at_opening else problem
    lines = [*text.splitlines(), "", ""]
    previous_line, line = lines[problem.line - 1] if problem.line else "", lines[problem.line]
    before, character = line[: problem.column].rstrip(), line[problem.column : problem.column + 1]
    if "mapping values" in problem_text and _UNSPACED.fullmatch(previous_line):
        column = previous_line.index(":") + 2
        return Finding(path, problem.line, column, "", "a colon without a space after it", "write the space")
    what, cure = _explain_by_context(problem_text, before, character) or (explanation.what, explanation.cure)
    return Finding(path, mark.line + 1, mark.column + 1, "", what, cure)


def _explain_by_context(problem_text: str, before: str, character: str) -> tuple[str, str] | None:
    """Return what and cure where the text around the problem tells more than the parser's message."""
    if "cannot start any token" in problem_text:
        if character == "\t":
            return "a tab stands where only spaces can", "replace it by a space"
        return f"a value cannot begin with {character!r}", QUOTE_IT
    if "block mapping: " in problem_text:
        if character == ":":
            return "a key is missing before this colon", "write the key"
        if character and character in "]},":
            return (
                f"{character!r} stands here and nothing it could end or part",
                "remove it, or put the text in quotes",
            )
        if before.endswith(("'", '"')):
            cure = "put the whole text in the other kind of quotes, or write the inner quotation mark twice"
            return "text follows a closing quotation mark", cure
    return None
