"""Say how much rooms may hold that were added since the bars were set, so that the bars need not be loosened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Allowance:
    """How much a room that was added since the plan may hold, apart from the bars of the rest."""

    paths: tuple[str, ...]
    """Folders, ending in a slash, and modules."""
    modules: int
    lines: int


_CURATION = ("decision_insert", "record_schemas", "slugs", "split_files")
_CHECKS = ("article", "event", "look_alikes", "offices", "remarks", "time_zones")

ADDED_ROOMS: dict[str, Allowance] = {
    "import of tables": Allowance(
        (
            *("loaders/table_import/", "loaders/plugin.py"),
            "src/communique/commands/table_import.py",
            "src/communique/cli/table_import.py",
        ),
        modules=12,
        lines=2_080,
    ),
    "reading": Allowance(
        (
            *("loaders/reading/", "loaders/drafting/"),
            *(
                f"src/communique/{room}/{name}.py"
                for room in ("cli", "commands")
                for name in ("read", "verify")
            ),
        ),
        modules=36,
        lines=6_000,
    ),
    "the desk": Allowance(
        (
            "src/communique/desk/",
            "src/communique/cli/desk.py",
        ),
        modules=7,
        lines=990,
    ),
    "doubts of an entry": Allowance(
        (
            *(f"loaders/checks/{name}.py" for name in _CHECKS),
            *("loaders/entry_format/accepted.py", "loaders/entry_format/error_messages.py"),
            *("loaders/yaml/text_remarks.py", "schema/text_parts.py"),
        ),
        modules=11,
        lines=1_500,
    ),
    "what is still open": Allowance(
        (
            *("site/pages/follow_up/", "site/formats/questions_json.py", "src/communique/cli/due.py"),
            "loaders/reconcile/ruling_findings.py",
        ),
        modules=8,
        lines=900,
    ),
    "a record of many hands": Allowance(
        (
            *(f"loaders/curation/{name}.py" for name in _CURATION),
            *(
                "src/communique/cli/finding_formats.py",
                "site/pages/example_events.py",
                "site/pages/word_lists.py",
            ),
        ),
        modules=8,
        lines=1_200,
    ),
    "tables for analysis": Allowance(
        ("schema/views/", "site/downloads/network_files.py", "migrations/derived_objects.py"),
        modules=11,
        lines=1_390,
    ),
    "a record to read with": Allowance(
        (
            *(
                "src/communique/record.py",
                "src/communique/frames.py",
                "src/communique/database/remote_file.py",
            ),
            *("schema/derived.py", "schema/type_stubs.py"),
        ),
        modules=5,
        lines=720,
    ),
    "codebook": Allowance(
        ("schema/codebook/", "site/downloads/codebook_files.py", "migrations/introductions.py"),
        modules=6,
        lines=670,
    ),
    "pages and events as data": Allowance(
        ("site/formats/page_json.py", "site/formats/event_lines.py"), modules=2, lines=180
    ),
    "codes of others": Allowance(
        (
            *("schema/tables/identifier.py", "loaders/entry_format/identifiers.py"),
            "loaders/curation/known_states.py",
        ),
        modules=3,
        lines=220,
    ),
    "the reader's desk": Allowance(
        (
            *(f"site/pages/overview/{name}.py" for name in ("recent", "recent_views", "explore_fields")),
            *("site/pages/history/state_page.py", "site/search/names.py", "site/pages/event/positions.py"),
            *("site/pages/history/former_subjects.py", "site/formats/launches_csv.py"),
            *("site/graphics/small_multiples.py", "site/pages/overview/launches.py"),
            *("site/pages/overview/index_parts.py", "site/pages/subjects/statements.py"),
            *(f"site/pages/event/{name}.py" for name in ("chains", "units")),
        ),
        modules=14,
        lines=1_500,
    ),
    "saved copies": Allowance(
        (
            *("src/communique/cli/archive.py",),
            *(f"loaders/curation/{name}.py" for name in ("mementos", "archived_copies")),
        ),
        modules=3,
        lines=370,
    ),
    "dossiers": Allowance(
        (
            *("site/pages/dossier/", "site/graphics/network.py", "site/formats/dossier_json.py"),
            *(
                f"loaders/{room}/dossier{end}.py"
                for room, end in (("entry_format", ""), ("rows", ""), ("checks", "s"))
            ),
            "schema/tables/dossier.py",
        ),
        modules=10,
        lines=790,
    ),
    "migrations after the fifth kind": Allowance(
        tuple(f"migrations/versions/{number:04}" for number in range(11, 30)), modules=19, lines=1_500
    ),
}
"""Rooms added since the bars were set. What was added to a module that was there counts with the rest."""
