"""Make a class of each view, so that its rows are asked for and read as those of a table are."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import registry

from communique.schema.views import VIEWS, SqlView

_REGISTRY = registry()


class ViewRow:
    """A row of a view, which nothing can write; its class has an attribute for each column."""

    def __repr__(self) -> str:
        """Return the class with the columns that hold something."""
        values = {name: value for name, value in vars(self).items() if value is not None and name[0] != "_"}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in values.items())})"


def _create_class(view: SqlView) -> type[ViewRow]:
    """Return the class of a view: ``event_wide`` is ``EventWide``."""
    name = "".join(part.capitalize() for part in view.name.split("_"))
    row_class: Any = type(name, (ViewRow,), {"__doc__": view.description, "__module__": __name__})
    _REGISTRY.map_imperatively(row_class, view.table)
    return row_class  # type: ignore[no-any-return]  # made here


VIEW_CLASSES: Final = {cls.__name__: cls for cls in map(_create_class, VIEWS)}
"""The class of each view by its name."""
