"""Do what the command line offers, from Python: ``commands.load(home)``, ``commands.build(home)`` and the rest.

Each function takes the home folder of a record, returns its result, and prints nothing; what goes wrong is raised
as a ``CommuniqueError``. A function is imported when it is first asked for: none waits for what it does not need.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

_MODULES: Final = {
    "checking": ("check", "watch_changes"),
    "comparison": ("compare", "compare_planned", "compare_uncommitted", "list_other_changes"),
    "curation": ("archive", "find", "fmt", "init", "split"),
    "database": (
        *("downgrade_database", "read_database_status", "upgrade_database"),
        *("check_schemas", "export_parquet", "write_record_schemas", "write_schemas"),
    ),
    "loading": ("check_database", "load", "plan", "upgrade_and_load"),
    "new_entries": ("complete_ruling", "new_article", "new_registry_entry", "new_ruling"),
    "previewing": ("preview", "preview_entry"),
    "queries": ("list_ids", "list_due", "query", "show", "stats"),
    "read": (
        "choose_path",
        "compose_entry",
        "draft_article",
        "list_draft_events",
        "read_article",
        "store_text",
    ),
    "release": ("make_release",),
    "release_verification": ("verify_release",),
    "table_import": ("import_table", "import_with_plugin", "list_packaged_maps", "write_packaged_map"),
    "verify": ("verify_article",),
    "site": ("build", "build_site", "compare_deployed"),
}
"""By module, with types in ``__init__.pyi``. No module is called as a function: importing it would hide that."""

__all__ = [name for names in _MODULES.values() for name in names]


def __getattr__(name: str) -> Any:
    """Return a function of this package, whose module is imported now."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"communique.commands.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
