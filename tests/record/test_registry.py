"""The rules of the registry: codes are the standard's, coordinates lie where the place says, names are whole."""

from __future__ import annotations

from importlib.resources import files

import tzfpy

from communique.schema.vocabulary import ActorKind, PlacePrecision


def told(problems) -> str:
    return "\n".join(problems)


def zones() -> dict[str, set[str]]:
    """The ISO 3166 codes of each time zone, from the table of the IANA time zone database."""
    table = (files("tzdata") / "zoneinfo" / "zone1970.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    found = {row[2]: set(row[0].split(",")) for row in rows}
    plain = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    for line in plain.splitlines():
        if line and not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found.setdefault(zone, set()).add(code)
    return found


def test_coordinates_lie_in_the_country_that_the_place_names(record):
    by_zone = zones()
    wrong = []
    for key, place in record.registry.places.items():
        precise = place.precision in {PlacePrecision.SITE, PlacePrecision.LOCALITY}
        if not precise or place.latitude is None or not place.actor or len(place.actor) != 2:
            continue
        zone = tzfpy.get_tz(place.longitude, place.latitude)
        if zone in by_zone and place.actor not in by_zone[zone]:
            wrong.append(
                f"{key}: {place.latitude}, {place.longitude} is in {zone}, not in {place.actor}; correct one"
            )
    assert not wrong, told(wrong)


def test_the_zone_table_tells_countries_apart():
    """Guards the rule above: a table that knew no zones would let every place pass."""
    by_zone = zones()
    assert by_zone[tzfpy.get_tz(139.69, 35.68)] >= {"JP"}
    assert "JP" not in by_zone[tzfpy.get_tz(126.98, 37.57)]


def test_places_with_a_point_have_one_and_seas_have_no_administrator(record):
    wrong = [
        f"{key}: a sea area belongs to nobody; leave out actor"
        for key, place in record.registry.places.items()
        if place.precision is PlacePrecision.SEA_AREA and place.actor
    ]
    wrong += [
        f"{key}: no coordinates; add latitude and longitude"
        for key, place in record.registry.places.items()
        if place.latitude is None
    ]
    assert not wrong, told(wrong)


def test_states_have_their_iso_codes(record):
    wrong = [
        f"{key}: a state's id is its ISO 3166-1 alpha-2 code; write iso_alpha2: {key}"
        for key, actor in record.registry.actors.items()
        if actor.kind in {ActorKind.STATE, ActorKind.TERRITORY} and len(key) == 2 and actor.iso_alpha2 != key
    ]
    assert not wrong, told(wrong)


def test_a_name_means_one_actor_person_or_place(record):
    wrong = []
    for noun in ("actors", "people", "places"):
        holders: dict[str, str] = {}
        for key, entry in record.registry.sections[noun].items():
            for name in {entry.name, *(other.name for other in entry.names)}:
                other = holders.setdefault(name.casefold(), key)
                if other != key:
                    wrong.append(f"{noun}: {name!r} is a name of {other} and of {key}; tell them apart")
    assert not wrong, told(wrong)


def test_everything_disputed_is_explained(record):
    """Whatever has names by two authorities says why it is printed under the one it has."""
    wrong = []
    for key, place in record.registry.places.items():
        authorities = {name.authority for name in place.names if name.authority}
        if len(authorities) > 1 and not place.label_note:
            wrong.append(f"{key}: named differently by {', '.join(sorted(authorities))}; add a label_note")
    assert not wrong, told(wrong)
