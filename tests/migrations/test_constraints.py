"""The database itself refuses bad rows, whoever writes them."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from communique.database import write_transaction
from communique.errors import DatabaseError

EVENT = "UPDATE event SET {} WHERE id = 'memorandum-2024'"
ACTOR = "INSERT INTO actor (id, kind, name) VALUES ({}, 'state', 'Nowhere')"
PERSON = "INSERT INTO person (id, name, name_order) VALUES ({}, 'Nobody', 'given-first')"
DETAIL = "INSERT INTO {} VALUES ('ministerial-2024-07', {})"
CHANGE = "INSERT INTO change (release_version, number, entity, entity_id, type) VALUES ('2024.09', {}, {}, 'x', {})"

REFUSED = {
    "an id with a slash": (PERSON.format("'a/b'"), "ck_person_id_slug"),
    "an id with dots": (PERSON.format("'..'"), "ck_person_id_slug"),
    "an id with a space": (PERSON.format("'a b'"), "ck_person_id_slug"),
    "an id with a capital": (PERSON.format("'Kihara'"), "ck_person_id_slug"),
    "an id with a diacritic": (PERSON.format("'josé'"), "ck_person_id_slug"),
    "an id with an underscore": (PERSON.format("'a_b'"), "ck_person_id_slug"),
    "an id with a line break": (PERSON.format("'a\nb'"), "ck_person_id_slug"),
    "an id that starts with a hyphen": (PERSON.format("'-rf'"), "ck_person_id_slug"),
    "an id with two hyphens": (PERSON.format("'a--b'"), "ck_person_id_slug"),
    "an empty id": (PERSON.format("''"), "ck_person_id_slug"),
    "an id that is too long": (PERSON.format(f"'{'a' * 121}'"), "ck_person_id_slug"),
    "an id that is taken": (PERSON.format("'shin-won-sik'"), "person.id|pk_person"),
    "no id": (PERSON.format("NULL"), "person.id|null value"),
    "a provision's id with a slash": ("UPDATE provision SET id = 'a/b'", "ck_provision_id_slug"),
    "an actor's id in three capitals": (ACTOR.format("'JPN'"), "ck_actor_id_form"),
    "an actor's id of one letter": (ACTOR.format("'j'"), "ck_actor_id_form"),
    "an actor's id in mixed case": (ACTOR.format("'Jp'"), "ck_actor_id_form"),
    "a lower-case ISO code": ("UPDATE actor SET iso_alpha2 = 'jp' WHERE id = 'JP'", "iso_alpha2_form"),
    "an ISO code that is taken": ("UPDATE actor SET iso_alpha2 = 'JP' WHERE id = 'KR'", "iso_alpha2"),
    "its own parent": ("UPDATE actor SET parent_id = id WHERE id = 'JP'", "ck_actor_parent_is_other"),
    "an unknown kind of actor": ("UPDATE actor SET kind = 'empire' WHERE id = 'JP'", "ck_actor_kind"),
    "a member of itself": ("UPDATE actor_membership SET group_id = actor_id", "group_is_other"),
    "a rank out of range": ("UPDATE office SET rank = 101", "ck_office_rank_range"),
    "a tenure numbered 0": ("UPDATE tenure SET number = 0", "ck_tenure_number_positive"),
    "a latitude out of range": ("UPDATE place SET latitude = 91 WHERE id = 'tokyo'", "latitude_range"),
    "a longitude out of range": ("UPDATE place SET longitude = -181 WHERE id = 'tokyo'", "longitude_range"),
    "half a coordinate": ("UPDATE place SET longitude = NULL WHERE id = 'tokyo'", "coordinates_together"),
    "an unknown kind of event": ("UPDATE series SET kind = 'war'", "FOREIGN KEY|fk_series_kind"),
    "an unknown status": (EVENT.format("status = 'maybe'"), "ck_event_status"),
    "no title": (EVENT.format("title = NULL"), "event.title|null value"),
    "a start after its own end": (EVENT.format("start_earliest = '2025-01-01'"), "start_earliest_before"),
    "latest start before earliest": (EVENT.format("start_latest = '2020-01-01'"), "start_earliest_before"),
    "latest end before earliest": (EVENT.format("end_latest = '2020-01-01'"), "_before_end_latest"),
    "bounds without a date": (EVENT.format("date = NULL, date_precision = NULL"), "ck_event_date_whole"),
    "a date without precision": (EVENT.format("date_precision = NULL"), "ck_event_date_whole"),
    "an unknown precision": (EVENT.format("date_precision = 'hour'"), "ck_event_date_precision"),
    "more independent sources than sources": (
        EVENT.format("independent_source_count = 9"),
        "ck_event_source_count_range",
    ),
    "fewer than no sources": (EVENT.format("independent_source_count = -1"), "ck_event_source_count_range"),
    "an unknown place": (EVENT.format("place_id = 'atlantis'"), "FOREIGN KEY|fk_event_place_id"),
    "an unknown series": (EVENT.format("series_id = 'atlantis'"), "FOREIGN KEY|fk_event_series_id"),
    "the detail of a wrong kind": (
        DETAIL.format("incident (event_id, kind)", "'incident'"),
        "FOREIGN KEY|fk_incident_event_id_kind",
    ),
    "a detail row that denies its table": (
        DETAIL.format("incident (event_id, kind)", "'meeting'"),
        "ck_incident_kind_is_own",
    ),
    "the kind of an event with a detail row changed": (
        EVENT.format("kind = 'incident'"),
        "FOREIGN KEY|fk_memorandum_event_id_kind",
    ),
    "a domain of what is no exercise": (
        DETAIL.format("exercise_domain (event_id, domain)", "'air'"),
        "FOREIGN KEY|fk_exercise_domain_event_id",
    ),
    "an unknown level": ("UPDATE meeting SET level = 'chat'", "ck_meeting_level"),
    "in force until before from": (
        "UPDATE memorandum SET in_force_from = '2024-02-01', in_force_until = '2024-01-01'",
        "ck_memorandum_in_force_order",
    ),
    "a link to itself": ("UPDATE event_link SET target_id = event_id", "ck_event_link_target_is_other"),
    "a link to a missing event": ("UPDATE event_link SET target_id = 'nothing'", "FOREIGN KEY|fk_event_link"),
    "a redirect to itself": ("UPDATE redirect SET id = target_id", "ck_redirect_target_is_other"),
    "a redirect to a missing event": ("UPDATE redirect SET target_id = 'nothing'", "FOREIGN KEY|fk_redirect"),
    "a figure with low above high": ("UPDATE figure SET low = 4", "ck_figure_low_before_high"),
    "a figure below nought": ("UPDATE figure SET low = -1", "ck_figure_not_negative"),
    "a figure without a number": (
        "UPDATE figure SET low = NULL, best = NULL, high = NULL",
        "ck_figure_some_value",
    ),
    "a unit of who did not take part": (
        "INSERT INTO participation_unit VALUES ('launch-2024-07-01', 'KP', 'initiator', 'missile unit')",
        "FOREIGN KEY|fk_participation_unit",
    ),
    "a javascript address": ("UPDATE source SET url = 'javascript:alert(1)'", "ck_source_url_scheme"),
    "a file address": ("UPDATE source SET archived_url = 'file:///etc'", "ck_source_archived_url_scheme"),
    "a source without its file": ("DELETE FROM entry_file", "FOREIGN KEY|fk_source_path"),
    "the hash of a text in capitals": (f"UPDATE source SET text_sha256 = '{'A' * 64}'", "text_sha256_form"),
    "the hash of a text without its paragraphs": (
        "UPDATE source SET text_paragraphs = NULL",
        "ck_source_reading_complete",
    ),
    "a second reading without its day": (
        "UPDATE source SET second_read_on = NULL",
        "ck_source_second_reading_complete",
    ),
    "no paragraphs": ("UPDATE claim SET paragraphs = ''", "ck_claim_paragraphs_form"),
    "paragraphs in words": ("UPDATE claim SET paragraphs = 'two'", "ck_claim_paragraphs_form"),
    "a part of a text that no text has": (
        "UPDATE claim SET paragraphs = 'headline,margin'",
        "paragraphs_form",
    ),
    "paragraphs with a gap": ("UPDATE source_event SET paragraphs = '1,,2'", "paragraphs_form"),
    "a claim on an event that its source does not report": (
        "UPDATE claim SET event_id = 'nothing'",
        "FOREIGN KEY|fk_claim",
    ),
    "an unknown modality": ("UPDATE claim SET modality = 'rumoured'", "ck_claim_modality"),
    "a settled ruling without a value": ("UPDATE ruling SET value = NULL", "ck_ruling_value_iff_settled"),
    "an unresolved ruling with a value": (
        "UPDATE ruling SET decision = 'unresolved'",
        "ck_ruling_value_iff_settled",
    ),
    "a ruling without a reason": ("UPDATE ruling SET because = ''", "ck_ruling_because_given"),
    "a short hash": ("UPDATE release SET sha256 = 'abc'", "ck_release_sha256_form"),
    "a hash in capitals": (f"UPDATE release SET sha256 = '{'A' * 64}'", "ck_release_sha256_form"),
    "a release that events still name": ("DELETE FROM release", "FOREIGN KEY|fk_released_event"),
    "a change numbered 0": (CHANGE.format(0, "'event'", "'new'"), "ck_change_number_positive"),
    "a change of what is no entity": (CHANGE.format(9, "'war'", "'new'"), "ck_change_entity"),
    "an unknown type of change": (CHANGE.format(9, "'event'", "'better'"), "ck_change_type"),
    "the cause of a missing change": (
        "UPDATE change_source SET number = 9",
        "FOREIGN KEY|fk_change_source_release_version_number",
    ),
    "a release after a missing one": (
        "UPDATE release SET previous_version = '2024.07' WHERE version = '2024.09'",
        "FOREIGN KEY|fk_release_previous_version",
    ),
    "a release after itself": ("UPDATE release SET previous_version = version", "previous_is_other"),
    "an entry format below 1": ("UPDATE release SET entry_format = 0", "ck_release_entry_format_range"),
    "a split into itself": ("UPDATE split_target SET target_id = split_id", "target_is_other|FOREIGN KEY"),
    "a split into a missing event": (
        "UPDATE split_target SET target_id = 'nothing' WHERE target_id = 'memorandum-2024'",
        "FOREIGN KEY|fk_split_target_target_id",
    ),
    "a part of a missing split": (
        "UPDATE split_target SET split_id = 'nothing'",
        "FOREIGN KEY|fk_split_target_split_id",
    ),
}


@pytest.mark.parametrize("bad", REFUSED)
def test_the_database_refuses(loaded_database: Engine, bad: str) -> None:
    statement, reason = REFUSED[bad]
    with (
        pytest.raises(DatabaseError, match=f"refused .*({reason})"),
        write_transaction(loaded_database) as connection,
    ):
        connection.execute(text(statement))


def test_sqlite_takes_nothing_but_truth_values_for_them(loaded_database: Engine) -> None:
    """PostgreSQL has a type for them, and says so."""
    truth = pytest.raises(DatabaseError, match=r"ck_event_date_approximate_truth|boolean")
    with truth, write_transaction(loaded_database) as connection:
        connection.execute(text("UPDATE event SET date_approximate = 7"))


@pytest.mark.parametrize("statement", [ACTOR.format("'XK'"), ACTOR.format("'f35-b'"), PERSON.format("'9'")])
def test_good_ids_are_taken(loaded_database: Engine, statement: str) -> None:
    with write_transaction(loaded_database) as connection:
        assert connection.execute(text(statement)).rowcount == 1
