"""The desk's doors: what is answered to whom, and that nothing is written but an entry where entries belong."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, cast
from wsgiref.util import setup_testing_defaults

import pytest
import yaml

from communique.desk import server
from communique.desk.guard import MAX_BODY, Guard
from communique.desk.server import DeskApp
from communique.desk.workplace import Desk
from fixtures.cli_home import CliHome
from fixtures.record import article, meeting, write_record

ENTRY = "articles/2024/yonhap-2024-07-28.yaml"
Answer = tuple[int, dict[str, str], bytes]
Ask = Callable[..., Answer]


@pytest.fixture
def home(cli_home: CliHome) -> Path:
    cli_home.record({"a": article(meeting("talks-2024-07", date="2024-07-28", place="tokyo"))})
    return cli_home.home


@pytest.fixture
def ask(home: Path) -> Ask:
    """``ask("save", body)`` as the page asks; keywords change what the browser sends."""
    guard = Guard(8765, "token", "page-token", "ticket")
    faults: list[Exception] = []
    app = DeskApp(Desk(home), guard, faults.append)

    def ask(path: str, body: dict[str, Any] | bytes | None = None, **changed: str | None) -> Answer:
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET" if body is None else "POST",
            "PATH_INFO": path if path.startswith("/") else f"/api/{path}",
            "HTTP_HOST": "127.0.0.1:8765",
            "HTTP_COOKIE": f"{guard.cookie}=token",
            "HTTP_ORIGIN": guard.origin,
            "HTTP_X_DESK_TOKEN": "page-token",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(data)),
            "wsgi.input": io.BytesIO(data),
        }
        environ = {key: value for key, value in (environ | changed).items() if value is not None}
        setup_testing_defaults(environ)
        seen: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _fault: object = None) -> Any:
            seen.extend([status, dict(headers)])

        answer = b"".join(app(environ, start_response))
        assert faults == []
        return int(seen[0].split()[0]), seen[1], answer

    return ask


def entry(**fields: Any) -> str:
    source = {"publisher": "yonhap", "title": "Talks were held", "published": "2024-07-29"}
    data = article(meeting("talks-2024-07", title=None, summary=None, **fields), **source)
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def test_the_printed_address_gives_a_cookie_and_leaves_no_token_behind(ask: Ask) -> None:
    status, headers, _ = ask("/", HTTP_COOKIE=None, QUERY_STRING="token=token")
    assert (status, headers["Location"]) == (303, "/")
    assert headers["Set-Cookie"] == "communique-desk-8765=token; Path=/; HttpOnly; SameSite=Strict"
    status, headers, page = ask("/")
    assert status == 200
    assert b'content="page-token"' in page
    assert "default-src 'none'; script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_what_a_browser_is_started_with_opens_the_desk_once(ask: Ask) -> None:
    first = {"HTTP_COOKIE": None, "QUERY_STRING": "token=ticket"}
    assert ask("/", **first)[0] == 303
    assert ask("/", **first)[0] == 403


@pytest.mark.parametrize("path", ["/", "/assets/desk.js", "/api/lists", "/preview/index.html"])
def test_nothing_is_shown_without_the_token(ask: Ask, path: str) -> None:
    assert ask(path, HTTP_COOKIE=None)[0] == 403
    assert ask(path, HTTP_COOKIE="communique-desk-8765=wrong")[0] == 403
    assert ask(path, HTTP_COOKIE="communique-desk-8765=t\u00f6ken; \x00=")[0] == 403
    assert ask("/", HTTP_COOKIE=None, QUERY_STRING="token=wrong")[0] == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost:8765", ""]
)
def test_another_name_that_leads_here_is_refused(ask: Ask, host: str) -> None:
    assert ask("/", HTTP_HOST=host)[0] == 421
    assert ask("save", {"path": ENTRY, "entry": entry()}, HTTP_HOST=host)[0] == 421


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"HTTP_COOKIE": None}, 403),
        ({"HTTP_ORIGIN": "http://evil.example"}, 403),
        ({"HTTP_ORIGIN": "http://127.0.0.1:9000"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_ORIGIN": None}, 403),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_X_DESK_TOKEN": None}, 403),
        ({"HTTP_X_DESK_TOKEN": "token"}, 403),
        ({"CONTENT_TYPE": "text/plain"}, 415),
        ({"CONTENT_LENGTH": None}, 411),
        ({"CONTENT_LENGTH": "-1"}, 411),
        ({"CONTENT_LENGTH": str(MAX_BODY + 1)}, 413),
        ({"CONTENT_LENGTH": "9" * 5000}, 413),
        ({"CONTENT_LENGTH": str(MAX_BODY)}, 400),
        ({"REQUEST_METHOD": "PUT"}, 405),
    ],
)
def test_what_the_page_did_not_send_writes_nothing(
    ask: Ask, home: Path, changed: dict[str, str | None], status: int
) -> None:
    assert ask("save", {"path": ENTRY, "entry": entry()}, **changed)[0] == status
    assert not (home / "entries" / ENTRY).exists()


def test_a_body_that_never_comes_ends_the_request_in_words(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server._QuietHandler, "timeout", 0.1)
    faults: list[Exception] = []
    with server.DeskServer(home, 0, faults.append) as desk:
        threading.Thread(target=desk.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        guard = cast(DeskApp, desk.get_app()).guard
        connection = HTTPConnection("127.0.0.1", desk.server_port, timeout=60)
        headers = {"Cookie": f"{guard.cookie}={guard.token}", "X-Desk-Token": guard.page_token}
        headers |= {"Origin": guard.origin, "Content-Type": "application/json", "Content-Length": "100"}
        connection.request("POST", "/api/save", b"{", headers)
        answer = connection.getresponse()
        assert (answer.status, "shorter" in json.load(answer)["message"]) == (400, True)
        connection.close()
        desk.shutdown()
    assert faults == []


@pytest.mark.parametrize(
    "path",
    [
        "../outside.yaml", "articles/2024/../../../x.yaml", "/etc/x.yaml", "articles/2024/x.yml", "registry/all.yaml",
        "rulings.yaml", "articles/2024/sub/x.yaml", "articles/2024/.x.yaml", "articles/2024/con.yaml",
        "articles/2024/x.yaml\n", "articles/2024/x\0.yaml", "articles/2024/%2e%2e.yaml", "articles\\2024\\x.yaml", "",
    ],
)  # fmt: skip
def test_only_entries_are_written_and_opened(ask: Ask, home: Path, path: str) -> None:
    before = sorted(home.rglob("*.yaml"))
    assert ask("save", {"path": path, "entry": entry()})[0] == 409
    assert ask("open", {"path": path})[0] == 409
    assert sorted(home.rglob("*.yaml")) == before


def test_a_folder_that_leads_out_of_the_record_is_refused(ask: Ask, home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (home / "entries/articles/2031").symlink_to(outside, target_is_directory=True)
    assert ask("save", {"path": "articles/2031/x.yaml", "entry": entry()})[0] == 409
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "path",
    [
        "/preview/../entries/rulings.yaml",
        "/preview//etc/passwd",
        "/preview/x\0",
        "/assets/../page.html",
        "/assets/",
    ],
)
def test_only_the_site_and_the_desks_own_files_are_shown(ask: Ask, path: str) -> None:
    assert ask(path)[0] == 404


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"path": 1}', b"[" * 100_000, b'{"path": "x", "more": 1}', b"\xff"]
)
def test_a_body_that_is_not_the_pages_is_refused_in_words(ask: Ask, body: bytes) -> None:
    for action in ("read", "compose", "check", "preview", "open", "save"):
        status, _, answer = ask(action, body)
        assert status == 400, action
        assert json.loads(answer)["message"]


@pytest.mark.parametrize(
    "event", [{"element": "no role", "field": "participants"}, {"field": "links"}, {"value": {"a": [[[]]]}}]
)
def test_a_statement_that_no_entry_holds_is_refused_in_words(ask: Ask, event: dict[str, Any]) -> None:
    statement = {
        "field": "date",
        "element": "",
        "value": "2024",
        "citations": [1],
        "is_ticked": True,
        "origin": "hand",
        "label": "",
    }
    drafted = {
        "id": "talks-2024-07", "kind": "meeting", "is_known": True, "title": "", "reasons": "", "score": 0,
        "citations": [1], "statements": [statement | event],
    }  # fmt: skip
    status, _, answer = ask("compose", {"source": {"publisher": "yonhap"}, "events": [drafted]})
    data = json.loads(answer)
    assert status == 400 or any(finding["severity"] == "error" for finding in data["findings"])


def test_a_draft_of_which_no_event_is_chosen_yet_is_told_as_that(ask: Ask) -> None:
    status, _, answer = ask("compose", {"source": {"publisher": "yonhap", "title": "Talks"}, "events": []})
    assert status == 200
    assert "events" in {finding["where"] for finding in json.loads(answer)["findings"]}


def test_an_entry_is_saved_once_and_another_never_overwritten(ask: Ask, home: Path) -> None:
    status, _, answer = ask("save", {"path": ENTRY, "entry": entry(), "article": "Its text."})
    saved = json.loads(answer)
    assert status == 200
    file = home / "entries" / ENTRY
    assert file.read_text(encoding="utf-8") == entry()
    assert (home / ".communique/texts/yonhap-2024-07-28.txt").read_text(encoding="utf-8") == "Its text."
    assert ask("save", {"path": ENTRY, "entry": entry(place="japan")})[0] == 409  # a new one of that name
    changed = {"path": ENTRY, "entry": entry(place="japan"), "digest": saved["digest"]}
    assert ask("save", changed)[0] == 200
    assert ask("save", changed)[0] == 409  # the file is no longer what was opened
    assert "place: japan" in file.read_text(encoding="utf-8")


def test_errors_are_saved_as_a_draft_only(ask: Ask, home: Path) -> None:
    wrong = entry(place="tokio")
    status, _, answer = ask("save", {"path": ENTRY, "entry": wrong})
    assert status == 422
    assert {finding["where"] for finding in json.loads(answer)["findings"]} == {"events[0].place"}
    assert not (home / "entries" / ENTRY).exists()
    assert ask("save", {"path": ENTRY, "entry": wrong, "is_draft": True})[0] == 200
    assert "\ndraft: true\n" in (home / "entries" / ENTRY).read_text(encoding="utf-8")
    status, _, answer = ask("open", {"path": ENTRY})
    assert {finding["severity"] for finding in json.loads(answer)["findings"]} == {"error"}
    in_braces = {"path": "articles/2024/b.yaml", "entry": json.dumps(yaml.safe_load(wrong)), "is_draft": True}
    assert ask("save", in_braces)[0] == 409  # where nothing could say that it is one


def test_a_check_sees_the_rest_of_the_record_as_it_is_now(ask: Ask, home: Path) -> None:
    def find(text: str) -> list[str]:
        return [it["what"] for it in json.loads(ask("check", {"path": ENTRY, "entry": text})[2])["findings"]]

    assert find(entry(place="tokyo")) == []
    assert find(entry(place="sea-of-japan")) != []
    other = article(meeting("talks-2024-07", date="2024-07-28", place="sea-of-japan"))
    write_record(home, {"a": other})
    assert find(entry(place="sea-of-japan")) == []
    assert not (home / "entries" / ENTRY).exists()


RULING = {
    "event": "talks-2024-07", "field": "place", "value": "tokyo", "grade": "slip", "review": "2027-01-31",
    "because": "The other text names the waters that were talked about.",
}  # fmt: skip


def find_doubts(answer: bytes) -> list[tuple[str, str]]:
    return [(it["severity"], it["what"]) for it in json.loads(answer)["findings"]]


def test_a_disagreement_says_what_may_be_ruled_and_a_ruling_ends_it(ask: Ask, home: Path) -> None:
    body = {"path": ENTRY, "entry": entry(place="sea-of-japan")}
    (found,) = json.loads(ask("check", body)[2])["findings"]
    disputed = {"event": "talks-2024-07", "field": "place", "element": ""}
    assert found["disputed"] == disputed | {"versions": ['"tokyo"', '"sea-of-japan"']}
    decisions = (home / "entries/rulings.yaml").read_bytes()
    assert find_doubts(ask("check", body | {"rulings": [RULING]})[2]) == []
    assert (home / "entries/rulings.yaml").read_bytes() == decisions
    ungraded = [RULING | {"grade": None}]
    ((severity, what),) = find_doubts(ask("check", body | {"rulings": ungraded})[2])
    assert severity == "warning"
    assert "does not say what it is about" in what
    for wrong in ({"because": ""}, {"review": "soon"}, {"value": None}, {"decision": "unresolved"}):
        assert ask("check", body | {"rulings": [RULING | wrong]})[0] == 409, wrong


def test_rulings_are_saved_with_their_entry_and_not_with_a_draft(ask: Ask, home: Path) -> None:
    body = {"path": ENTRY, "entry": entry(place="sea-of-japan"), "rulings": [RULING]}
    decisions = home / "entries/rulings.yaml"
    saved = json.loads(ask("save", body | {"is_draft": True})[2])
    assert "talks-2024-07" not in decisions.read_text(encoding="utf-8")
    status, _, _ = ask("save", body | {"digest": saved["digest"]})
    assert status == 200
    (ruling,) = yaml.safe_load(decisions.read_text(encoding="utf-8"))["rulings"]
    assert ruling.pop("decided")
    assert {key: str(value) for key, value in ruling.items()} == RULING
    assert find_doubts(ask("open", {"path": ENTRY})[2]) == []


def test_a_ruling_stands_in_its_own_file_where_there_is_a_folder_for_them(ask: Ask, home: Path) -> None:
    folder = home / "entries/rulings"
    folder.mkdir()
    unresolved = {"decision": "unresolved", "value": None, "would_settle": "the minutes of the talks"}
    body = {"path": ENTRY, "entry": entry(place="sea-of-japan"), "rulings": [RULING | unresolved]}
    assert ask("save", body)[0] == 200
    assert "would_settle: the minutes" in (folder / "talks-2024-07/place.yaml").read_text(encoding="utf-8")


def test_whom_the_record_lacks_is_added_and_may_be_chosen_at_once(ask: Ask, home: Path) -> None:
    person = {
        "name": "Miki Takeo",
        "family_name": "Miki",
        "given_name": "Takeo",
        "name_order": "family-first",
    }
    new = {"section": "people", "key": "miki-takeo", "entry": person | {"native_name": ""}}
    status, _, answer = ask("add", new)
    assert (status, json.loads(answer)) == (200, {"path": "people.yaml", "duplicates": []})
    assert json.loads(ask("/api/lists")[2])["ids"]["people"]["miki-takeo"] == "Miki Takeo"
    acting = {"actor": "JP", "people": ["miki-takeo"]}
    assert (
        json.loads(ask("check", {"path": ENTRY, "entry": entry(participants=[acting])})[2])["findings"] == []
    )
    assert ask("add", new)[0] == 409
    assert ask("add", new | {"section": "offices"})[0] == 400
    assert ask("add", {"section": "people", "key": "../x", "entry": person})[0] == 409
