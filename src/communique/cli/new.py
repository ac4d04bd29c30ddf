"""Implement ``communique new``: begin an entry, or add one to the registry, in its place."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples
from communique.errors import UsageError
from communique.schema.vocabulary import ActorKind, Grade, Kind, NameOrder, PlacePrecision, SourceKind

new = typer.Typer(
    name="new", help="Begin an entry, or add to the registry, with ids suggested and doubles refused."
)

IdArgument = Annotated[str, typer.Argument(help="The new id: lower-case words joined by hyphens.")]
NameOption = Annotated[str, typer.Option(help="The name that pages print.")]
AlsoOption = Annotated[
    list[str] | None,
    typer.Option("--also", help="Another name or spelling; may be repeated.", show_default=False),
]
ActorOption = Annotated[
    str,
    context.id_option("actor", "The country or body, such as JP."),
]
DescriptionOption = Annotated[str, typer.Option(help="One sentence on it.", show_default=False)]


@new.command()
@add_examples(
    'communique new article https://news.example/talks --title "Ministers meet" --published 2026-11-20',
    'communique new article https://news.example/talks --title "Ministers meet" --event talks-2026-11:meeting',
    "communique new article --publisher yonhap --title … --like trilateral-defense-ministerial-2024-07-28",
)
def article(
    url: Annotated[str | None, typer.Argument(help="Where it was read.", show_default=False)] = None,
    title: Annotated[str, typer.Option(help="Its own headline, exact.", show_default=False)] = "",
    publisher: Annotated[
        str,
        context.id_option("publisher", "An id of the registry; by default told by the address."),
    ] = "",
    published: Annotated[
        str, typer.Option(help="2024-07-28, or 2024-07-28T12:07+09:00 in its own zone.", show_default=False)
    ] = "",
    kind: Annotated[
        SourceKind | None,
        typer.Option(help="What sort of text; by default its publisher's.", show_default=False),
    ] = None,
    agency: Annotated[
        str,
        context.id_option("publisher", "The agency whose text it carries."),
    ] = "",
    language: Annotated[str, typer.Option(help="BCP 47 tag of the language it was read in.")] = "en",
    event: Annotated[
        list[str] | None,
        context.id_option("event", "id:kind, an id that is known, or a kind; may be repeated."),
    ] = None,
    date: Annotated[str, typer.Option(help="When the event was, in EDTF.", show_default=False)] = "",
    place: Annotated[
        str,
        context.id_option("place", "Where the event was, an id."),
    ] = "",
    like: Annotated[
        str,
        context.id_option("event", "Take series, participants and topics of this event over."),
    ] = "",
    word: Annotated[
        str, typer.Option(help="A word for the end of the file's name.", show_default=False)
    ] = "",
) -> None:
    """Begin the entry of an article: file, ids and dates filled in, the rest as hints.

    Refused where the record has the address already; warns of a headline that is almost the same.
    """
    from communique.commands.new_entries import ArticleRequest

    begun = commands.new_article(
        context.current_settings(),
        ArticleRequest(
            url,
            title,
            publisher,
            published,
            kind,
            agency,
            language,
            tuple(event or ()),
            date,
            place,
            like,
            word,
        ),
    )
    path = terminal.display_path(begun.path)
    terminal.print_result(path)
    for other, other_title in begun.duplicates:
        terminal.print_message(
            f"almost the same headline in {terminal.display_path(other)}: {other_title}", "warning"
        )
        terminal.print_message("  if it is one dispatch on two hosts, give both the same reprint_group")
    terminal.print_message(f"next: fill it in, then communique check {path}")
    terminal.print_summary(f"source {begun.source_id}", terminal.pluralize(begun.event_count, "event"))


@new.command()
@add_examples(
    'communique new person kihara-minoru --name "Kihara Minoru" --actor JP --native 木原稔 --native-language ja',
    'communique new person austin-lloyd --name "Lloyd Austin" --order given-first --office us-defense-secretary',
)
def person(
    id: IdArgument,  # noqa: A002 - the word that readers of the help know
    name: NameOption,
    order: Annotated[NameOrder, typer.Option(help="Which part comes first.")] = NameOrder.FAMILY_FIRST,
    actor: ActorOption = "",
    native: Annotated[str, typer.Option(help="The name in its own script.", show_default=False)] = "",
    native_language: Annotated[str, typer.Option(help="Its language, such as ja.", show_default=False)] = "",
    office: Annotated[
        list[str] | None,
        typer.Option(
            help="An office held, or office=2023-09-13/2024-10-01; may be repeated.", show_default=False
        ),
    ] = None,
    also: AlsoOption = None,
) -> None:
    """Add a person."""
    family, _, given = name.partition(" ") if order is NameOrder.FAMILY_FIRST else _split_given_first(name)
    tenures = [
        {"office": key, "date": date} if date else key
        for key, _, date in (argument.partition("=") for argument in office or [])
    ]
    entry = {"name": name, "family_name": family, "given_name": given, "name_order": order.value}
    entry |= {"native_name": native, "native_language": native_language, "actor": actor}
    _add_entry("people", id, entry | {"names": also, "tenures": tenures})


def _split_given_first(name: str) -> tuple[str, str, str]:
    given, _, family = name.rpartition(" ")
    return family, " ", given


@new.command()
@add_examples(
    "communique new place yokosuka --name Yokosuka --parent japan --actor JP --latitude 35.28 --longitude 139.67",
    'communique new place sea-off-noto --name "Sea off Noto" --precision sea-area --parent sea-of-japan',
)
def place(
    id: IdArgument,  # noqa: A002
    name: NameOption,
    precision: Annotated[
        PlacePrecision, typer.Option(help="How exact the coordinates are.")
    ] = PlacePrecision.LOCALITY,
    parent: Annotated[
        str,
        context.id_option("place", "The larger place it lies in."),
    ] = "",
    actor: ActorOption = "",
    latitude: Annotated[float | None, typer.Option(help="Degrees north.", show_default=False)] = None,
    longitude: Annotated[float | None, typer.Option(help="Degrees east.", show_default=False)] = None,
    also: AlsoOption = None,
) -> None:
    """Add a place."""
    entry = {"name": name, "precision": precision.value, "parent": parent, "actor": actor}
    _add_entry("places", id, entry | {"latitude": latitude, "longitude": longitude, "names": also})


@new.command()
@add_examples(
    'communique new organisation japan-coast-guard --name "Japan Coast Guard" --kind service --parent JP',
    "communique new organisation NO",
    "communique new organisation soviet-union",
)
def organisation(
    id: Annotated[str, typer.Argument(help="The new id; of a state its two letters of ISO 3166.")],  # noqa: A002
    name: Annotated[
        str,
        typer.Option(
            help="The name that pages print; of a state it is known, with its codes.", show_default=False
        ),
    ] = "",
    kind: Annotated[ActorKind | None, typer.Option(help="What sort of actor.", show_default=False)] = None,
    parent: Annotated[
        str,
        context.id_option("actor", "The actor it belongs to."),
    ] = "",
    adjective: Annotated[str, typer.Option(help="The English adjective.", show_default=False)] = "",
    also: AlsoOption = None,
) -> None:
    """Add a state, alliance, ministry, service, unit or any other actor."""
    from communique.loaders.curation.known_states import read_states

    is_state = len(id) == 2 and id.isupper()
    entry: dict[str, Any] = {"kind": kind.value if kind else "", "name": name}
    if not kind and id not in read_states():
        entry["kind"] = (ActorKind.STATE if is_state else ActorKind.ORGANISATION).value
    code = {"iso_alpha2": id} if is_state and id not in read_states() else {}
    _add_entry("actors", id, entry | code | {"parent": parent, "adjective": adjective, "names": also})


@new.command()
@add_examples('communique new series freedom-edge --name "Freedom Edge" --kind exercise --description "…"')
def series(
    id: IdArgument,  # noqa: A002
    name: NameOption,
    kind: Annotated[Kind, typer.Option(help="The kind that its events have.")],
    description: DescriptionOption = "",
) -> None:
    """Add a series of recurring events."""
    _add_entry("series", id, {"name": name, "kind": kind.value, "description": description})


@new.command()
@add_examples(
    'communique new publisher yonhap --name "Yonhap News Agency" --kind wire --actor KR --url https://en.yna.co.kr'
)
def publisher(
    id: IdArgument,  # noqa: A002
    name: NameOption,
    kind: Annotated[SourceKind, typer.Option(help="What it mostly publishes.")] = SourceKind.NEWSPAPER,
    actor: ActorOption = "",
    url: Annotated[str, typer.Option(help="Its home page.", show_default=False)] = "",
) -> None:
    """Add a publisher."""
    _add_entry("publishers", id, {"name": name, "kind": kind.value, "actor": actor, "url": url})


@new.command()
@add_examples('communique new topic missile-defence --name "Missile defence" --description "…"')
def topic(
    id: IdArgument,  # noqa: A002
    name: NameOption,
    description: DescriptionOption = "",
) -> None:
    """Add a topic."""
    _add_entry("topics", id, {"name": name, "description": description})


@new.command()
@add_examples(
    'communique new office jp-defense-minister --actor JP --title "Minister of Defense of Japan" --rank 11'
)
def office(
    id: IdArgument,  # noqa: A002
    actor: Annotated[
        str, typer.Option(help="The actor whose office it is.", autocompletion=context.complete_ids("actor"))
    ],
    title: Annotated[str, typer.Option(help="Its English title.")],
    rank: Annotated[int, typer.Option(min=0, max=100, help="Order on a page; 0 is the head of state.")] = 50,
) -> None:
    """Add an office that people hold."""
    _add_entry("offices", id, {"actor": actor, "title": title, "rank": rank})


@new.command()
@add_examples(
    'communique new ruling talks-2024-07 --field date --value 2024-07-28 --grade slip --because "…"',
    "communique new ruling strike-2024-03 --field figures --element killed --value '{low: 2, high: 4}' --because …",
    "communique new ruling lock-on-2018-12 --field type --unresolved --because …",
)
def ruling(
    event: Annotated[
        str, typer.Argument(help="The event's id.", autocompletion=context.complete_ids("event"))
    ],
    field: Annotated[str, typer.Option(help="The field that sources disagree on, such as date.")],
    because: Annotated[str, typer.Option(help="The reason, a sentence or two for readers.")],
    element: Annotated[
        str,
        typer.Option(
            help="Which element, where the field holds several, as communique check says.", show_default=False
        ),
    ] = "",
    value: Annotated[
        str | None,
        typer.Option(help="What stands, as in an entry; of an element true or false.", show_default=False),
    ] = None,
    unresolved: Annotated[
        bool, typer.Option("--unresolved", help="Nothing can be decided: readers see both sides.")
    ] = False,
    grade: Annotated[
        Grade | None, typer.Option(help="What the disagreement is about.", show_default=False)
    ] = None,
    review: Annotated[
        str, typer.Option(help="The day on which to look at it again.", show_default=False)
    ] = "",
    would_settle: Annotated[
        str, typer.Option(help="What would settle it, where it is unresolved.", show_default=False)
    ] = "",
) -> None:
    """Decide what stands where sources disagree, or say that it cannot be decided."""
    if (value is None) is not unresolved:
        raise UsageError("write --value, or --unresolved in its place")
    entry: dict[str, Any] = {"event": event, "field": field, "element": element, "because": because}
    entry |= {"grade": grade and grade.value, "review": review, "would_settle": would_settle}
    decision = {"decision": "unresolved"} if value is None else {"value": _parse_value(value)}
    path = commands.new_ruling(context.current_settings(), entry | decision)
    terminal.print_result(f"ruling on {event} in {terminal.display_path(path)}")
    terminal.print_message(f"next: communique check {terminal.display_path(path)}")


def _parse_value(text: str) -> Any:
    """Return a value typed on the command line as it would be read in a file."""
    from communique.errors import RecordError
    from communique.loaders.yaml.parser import parse_yaml

    try:
        data: Any = parse_yaml(f"value: {text}\n", "").data
    except RecordError as error:
        raise UsageError(f"--value {text}: {error.findings[0].what}; {error.findings[0].cure}") from None
    return data["value"]


def _add_entry(section: str, key: str, entry: dict[str, Any]) -> None:
    """Write one entry into the registry."""
    added = commands.new_registry_entry(context.current_settings(), section, key, entry)
    terminal.print_result(f"{added.label} {key} in {terminal.display_path(added.path)}")
    for duplicate in added.duplicates:
        terminal.print_message(f"almost the same name: {duplicate.path}, {duplicate.title}", "warning")
    terminal.print_summary(terminal.pluralize(added.count, added.label, section))
