"""``communique new person`` and the rest of the registry: one entry more, in its place."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from communique.cli import run, terminal
from communique.cli.example import example
from communique.schema.vocabulary import ActorKind, Kind, NameOrder, PlacePrecision, SourceKind

Id = Annotated[str, typer.Argument(help="The new id: lower-case words joined by hyphens.")]
Name = Annotated[str, typer.Option(help="The name that pages print.")]
Also = Annotated[
    list[str] | None,
    typer.Option("--also", help="Another name or spelling; may be repeated.", show_default=False),
]
Actor = Annotated[str, typer.Option(help="The country or body, such as JP.", show_default=False)]
Text = Annotated[str, typer.Option(help="One sentence on it.", show_default=False)]


@example(
    'communique new person kihara-minoru --name "Kihara Minoru" --actor JP --native 木原稔 --native-language ja',
    'communique new person austin-lloyd --name "Lloyd Austin" --order given-first --office us-defense-secretary',
)
def person(
    id: Id,  # noqa: A002 - the word that readers of the help know
    name: Name,
    order: Annotated[NameOrder, typer.Option(help="Which part comes first.")] = NameOrder.FAMILY_FIRST,
    actor: Actor = "",
    native: Annotated[str, typer.Option(help="The name in its own script.", show_default=False)] = "",
    native_language: Annotated[str, typer.Option(help="Its language, such as ja.", show_default=False)] = "",
    office: Annotated[
        list[str] | None,
        typer.Option(
            help="An office held, or office=2023-09-13/2024-10-01; may be repeated.", show_default=False
        ),
    ] = None,
    also: Also = None,
) -> None:
    """Add a person."""
    family, _, given = name.partition(" ") if order is NameOrder.FAMILY_FIRST else _given_first(name)
    tenures = [
        {"office": key, "date": date} if date else key
        for key, _, date in (o.partition("=") for o in office or [])
    ]
    entry = {"name": name, "family_name": family, "given_name": given, "name_order": order.value}
    entry |= {"native_name": native, "native_language": native_language, "actor": actor}
    _add("people", id, entry | {"names": also, "tenures": tenures})


def _given_first(name: str) -> tuple[str, str, str]:
    given, _, family = name.rpartition(" ")
    return family, " ", given


@example(
    "communique new place yokosuka --name Yokosuka --parent japan --actor JP --latitude 35.28 --longitude 139.67",
    'communique new place sea-off-noto --name "Sea off Noto" --precision sea-area --parent sea-of-japan',
)
def place(
    id: Id,  # noqa: A002
    name: Name,
    precision: Annotated[
        PlacePrecision, typer.Option(help="How exact the coordinates are.")
    ] = PlacePrecision.LOCALITY,
    parent: Annotated[str, typer.Option(help="The larger place it lies in.", show_default=False)] = "",
    actor: Actor = "",
    latitude: Annotated[float | None, typer.Option(help="Degrees north.", show_default=False)] = None,
    longitude: Annotated[float | None, typer.Option(help="Degrees east.", show_default=False)] = None,
    also: Also = None,
) -> None:
    """Add a place."""
    entry = {"name": name, "precision": precision.value, "parent": parent, "actor": actor}
    _add("places", id, entry | {"latitude": latitude, "longitude": longitude, "names": also})


@example(
    'communique new organisation japan-coast-guard --name "Japan Coast Guard" --kind service --parent JP',
    "communique new organisation NO --name Norway --kind state",
)
def organisation(
    id: Annotated[str, typer.Argument(help="The new id; of a state its two letters of ISO 3166.")],  # noqa: A002
    name: Name,
    kind: Annotated[ActorKind | None, typer.Option(help="What sort of actor.", show_default=False)] = None,
    parent: Annotated[str, typer.Option(help="The actor it belongs to.", show_default=False)] = "",
    adjective: Annotated[str, typer.Option(help="The English adjective.", show_default=False)] = "",
    also: Also = None,
) -> None:
    """Add a state, alliance, ministry, service, unit or any other actor."""
    state = len(id) == 2 and id.isupper()
    entry = {"kind": (kind or (ActorKind.STATE if state else ActorKind.ORGANISATION)).value, "name": name}
    code = {"iso_alpha2": id} if state else {}
    _add("actors", id, entry | code | {"parent": parent, "adjective": adjective, "names": also})


@example('communique new series freedom-edge --name "Freedom Edge" --kind exercise --description "…"')
def series(
    id: Id,  # noqa: A002
    name: Name,
    kind: Annotated[Kind, typer.Option(help="The kind that its events have.")],
    description: Text = "",
) -> None:
    """Add a series of recurring events."""
    _add("series", id, {"name": name, "kind": kind.value, "description": description})


@example(
    'communique new publisher yonhap --name "Yonhap News Agency" --kind wire --actor KR --url https://en.yna.co.kr'
)
def publisher(
    id: Id,  # noqa: A002
    name: Name,
    kind: Annotated[SourceKind, typer.Option(help="What it mostly publishes.")] = SourceKind.NEWSPAPER,
    actor: Actor = "",
    url: Annotated[str, typer.Option(help="Its home page.", show_default=False)] = "",
) -> None:
    """Add a publisher."""
    _add("publishers", id, {"name": name, "kind": kind.value, "actor": actor, "url": url})


@example('communique new topic missile-defence --name "Missile defence" --description "…"')
def topic(
    id: Id,  # noqa: A002
    name: Name,
    description: Text = "",
) -> None:
    """Add a topic."""
    _add("topics", id, {"name": name, "description": description})


@example(
    'communique new office jp-defense-minister --actor JP --title "Minister of Defense of Japan" --rank 11'
)
def office(
    id: Id,  # noqa: A002
    actor: Annotated[str, typer.Option(help="The actor whose office it is.")],
    title: Annotated[str, typer.Option(help="Its English title.")],
    rank: Annotated[int, typer.Option(min=0, max=100, help="Order on a page; 0 is the head of state.")] = 50,
) -> None:
    """Add an office that people hold."""
    _add("offices", id, {"actor": actor, "title": title, "rank": rank})


COMMANDS = (person, place, organisation, series, publisher, topic, office)
"""The commands for the registry."""


def _add(noun: str, key: str, entry: dict[str, Any]) -> None:
    """Write one entry into the registry."""
    from communique.loaders.curating.enrol import enrol
    from communique.loaders.curating.near import alike
    from communique.loaders.curating.save import save
    from communique.loaders.read import gather
    from communique.loaders.refer import NOUN

    root = run.current().root
    record, _ = gather(root)
    given = {field: value for field, value in entry.items() if value not in ("", None, [])}
    name = str(given.get("name", given.get("title", "")))
    others = {other: str(getattr(one, "name", "")) for other, one in record.registry.nouns[noun].items()}
    twins = alike(name, others, 0.93)
    path, text = enrol(root, record, noun, key, given)
    save(root / path, text)
    terminal.result(f"{NOUN[noun]} {key} in {terminal.shown(root / path)}")
    for twin in twins[:3]:
        terminal.tell(f"almost the same name: {twin.path}, {twin.title}", "warning")
    terminal.summary(terminal.counted(len(others) + 1, NOUN[noun], noun))
