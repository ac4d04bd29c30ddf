"""A record that knows nobody takes the states of a table by any name that the package has of them."""

from __future__ import annotations

import pytest

from communique.loaders.dataset import RegistryIndex
from communique.loaders.table_import.name_worklist import NameResolver, Worklist


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Burma", "MM"),
        ("Ivory Coast", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("Antigua and Barbuda", "AG"),
        ("Puerto Rico", "PR"),
    ],
)
def test_a_state_is_added_by_any_of_its_names(name: str, code: str) -> None:
    resolver = NameResolver(RegistryIndex(), Worklist())
    assert resolver.resolve("actors", name, 2) is None  # where the map adds nobody
    assert resolver.resolve("actors", name, 2, create=True) == code
    assert list(resolver.created["actors"]) == [code]


@pytest.mark.parametrize("name", ["Ruritania", "Yugoslavia"])
def test_what_no_state_of_today_is_called_stays_open(name: str) -> None:
    resolver = NameResolver(RegistryIndex(), Worklist())
    assert resolver.resolve("actors", name, 2, create=True) is None
    assert not resolver.created
