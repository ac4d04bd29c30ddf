"""The curator's guide is walked as written: every command that it prints runs, in order, in a fresh repository."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from fixtures.cli_home import CliHome
from fixtures.repository import ROOT

DOCS = ROOT / "site/docs"
PAGES = ("curating/first-entry", "reading", "curating/together", "curating/dossiers", "curating/desk")
SEED = "arab-news-japan-2024-07-28"
ARTICLES = (SEED, "yonhap-2024-07-28-trilateral")
"""The second is handed in by the walk; it is taken as far as it corroborates one event."""
EVENT = "tscf-memorandum-2024-07-28"
TEXT = """\
Japan, U.S., S. Korea reaffirm unity over N. Korea, China

TOKYO, July 28 -- Kihara Minoru of Japan, Lloyd Austin and Shin Won-sik of South Korea met in Tokyo on Sunday.

The ministers signed a memorandum on trilateral security cooperation.
"""
WOULD_WRITE = ["fmt", "--split", "--check"]
WAITING = {"serve", "desk"}
"""Commands that go on until Ctrl-C; tests of their own hold them. What they load is loaded here."""
REFUSED = shlex.split("read text.txt --publisher arab-news-japan --published 2024-07-28T12:07:32+09:00")
"""What the guide says is refused: the record has the article."""


def iter_commands(page: str) -> Iterator[str]:
    """Yield the commands of a page, each with the lines that it goes on in."""
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        joined = block.replace("\\\n", " ")
        yield from (line.removeprefix("$ ") for line in joined.splitlines() if line.startswith("$ "))


def git(folder: Path, *words: str) -> str:
    """What Git says in a folder, as somebody."""
    who = ["-c", "user.name=Mio", "-c", "user.email=mio@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def repository(cli_home: CliHome, monkeypatch: pytest.MonkeyPatch) -> CliHome:
    """A record that ``init`` laid out, with registry and two articles of this one, and a place to push to."""
    home = cli_home.home / "record"
    assert cli_home.run("init", str(home)).status == 0
    shutil.rmtree(home / "entries/registry")
    shutil.copytree(ROOT / "entries/registry", home / "entries/registry")
    git(cli_home.home, "init", "--bare", "origin")
    git(home, "init")
    git(home, "remote", "add", "origin", str(cli_home.home / "origin"))
    for name in ARTICLES:
        git(home, "add", "--all")
        git(home, "commit", "--message", "The record so far")
        data = yaml.safe_load((ROOT / f"entries/articles/2024/{name}.yaml").read_text(encoding="utf-8"))
        if name == SEED:  # as far as it stands by itself
            data["events"] = [event for event in data["events"] if "title" in event]
            known = {event["id"] for event in data["events"]}
            for event in data["events"]:
                event["links"] = [
                    it
                    for it in event.get("links", ())
                    if any(value in known for value in map(str, it.values()))
                ]
        else:
            (event,) = (event for event in data["events"] if event["id"] == EVENT)
            data["events"] = [{key: event[key] for key in ("id", "kind", "paragraphs")}]
        target = home / f"entries/articles/2024/{name}.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (home / "text.txt").write_text(TEXT, encoding="utf-8")
    (home / "saved-page.html").write_text(f"<html><body><p>{TEXT}</p></body></html>", encoding="utf-8")
    monkeypatch.chdir(home)
    monkeypatch.setenv("HOME", str(cli_home.home))
    return CliHome(home, cli_home.run)


def test_every_command_of_the_guide_runs_in_its_order(repository: CliHome) -> None:
    for page in PAGES:
        for command in iter_commands(page):
            for part in command.split(" && "):
                words = shlex.split(part.partition(" > ")[0])
                if words[0] == "git":
                    git(repository.home, *words[1:])
                    continue
                assert words[0] == "communique", part
                if words[1] in WAITING:
                    assert [repository.run(*it).status for it in (["db", "upgrade"], ["load"])] == [0, 0]
                    continue
                words = [word.replace("~", str(repository.home.parent)) for word in words[1:]]
                answer = repository.run(*words)
                status = 2 if words == REFUSED else 1 if words == WOULD_WRITE else 0
                if words[0] == "verify":  # the text here is not the article's
                    status = answer.status and 1
                assert answer.status == status, (page, part, answer.lines[-5:])
