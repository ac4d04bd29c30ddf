"""Do what the command line offers, from Python: ``commands.load(home)``, ``commands.build(home)`` and the rest.

Each function takes the home folder of a record, returns its result, and prints nothing; what goes wrong is raised
as a ``CommuniqueError``. A function is imported when it is first asked for: none waits for what it does not need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from communique.commands.checking import check, watch_changes
    from communique.commands.comparison import compare
    from communique.commands.curation import find, fmt, init
    from communique.commands.database import downgrade_database, read_database_status, upgrade_database
    from communique.commands.exporting import check_schemas, export_parquet, write_schemas
    from communique.commands.loading import load, plan, upgrade_and_load
    from communique.commands.new_entries import new_article, new_registry_entry
    from communique.commands.previewing import preview
    from communique.commands.queries import query, show, stats
    from communique.commands.release import make_release
    from communique.commands.release_verification import verify_release
    from communique.commands.site import build, build_site, compare_deployed

__all__ = [
    "build",
    "build_site",
    "check",
    "check_schemas",
    "compare",
    "compare_deployed",
    "downgrade_database",
    "export_parquet",
    "find",
    "fmt",
    "init",
    "load",
    "make_release",
    "new_article",
    "new_registry_entry",
    "plan",
    "preview",
    "query",
    "read_database_status",
    "show",
    "stats",
    "upgrade_and_load",
    "upgrade_database",
    "verify_release",
    "watch_changes",
    "write_schemas",
]

_MODULES: Final = {
    "checking": ("check", "watch_changes"),
    "comparison": ("compare",),
    "curation": ("find", "fmt", "init"),
    "database": ("downgrade_database", "read_database_status", "upgrade_database"),
    "exporting": ("check_schemas", "export_parquet", "write_schemas"),
    "loading": ("load", "plan", "upgrade_and_load"),
    "new_entries": ("new_article", "new_registry_entry"),
    "previewing": ("preview",),
    "queries": ("query", "show", "stats"),
    "release": ("make_release",),
    "release_verification": ("verify_release",),
    "site": ("build", "build_site", "compare_deployed"),
}
"""By module; no module is called as one of the functions, since importing it would hide the function."""


def __getattr__(name: str) -> Any:
    """Return a function of this package, whose module is imported now."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"communique.commands.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
