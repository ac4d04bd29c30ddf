"""Kill commands and the desk at any moment: every next run ends where one that was left alone ends."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import yaml

from fixtures.record import article, meeting
from robustness.runs import (
    COMMAND,
    SAVED,
    Count,
    Run,
    read_site,
    run,
    state,
    succeed,
    write_base_record,
)


@dataclass(frozen=True)
class Deed:
    """What is killed: how a home is prepared, the command, and what of its outcome is compared.

    Args:
        prepare: makes a home.
        words: the command, which run again must come to what it comes to undisturbed.
        is_site: whether the pages of the site are compared too, and may be only the old or the new ones.
    """

    prepare: Callable[[Path], None]
    words: tuple[str, ...]
    is_site: bool = False


def prepare_loaded(home: Path) -> None:
    write_base_record(home)
    succeed(home, "db", "upgrade")
    succeed(home, "load")
    write_base_record(home, 9)


def _prepare_old(home: Path) -> None:
    write_base_record(home)
    succeed(home, "db", "upgrade", "0010")


def _prepare_release(home: Path) -> None:
    prepare_loaded(home)
    succeed(home, "load")


def _prepare_unformatted(home: Path) -> None:
    write_base_record(home, 40)


def _prepare_table(home: Path) -> None:
    from unit.commands.test_table_import import MAP

    prepare_loaded(home)
    event = copy.deepcopy(MAP["events"][0]) | {"participants": [{"actor": "JP", "role": "host"}]}
    (home / "visits.yaml").write_text(yaml.safe_dump(MAP | {"events": [event]}))
    rows = "".join(f"{n},1970-10-24,1970-10-24,President A. B.,Finland,Dinner {n}.\n" for n in range(60))
    (home / "visits.csv").write_text("id,start,end,visitor,from,description\n" + rows)


def _prepare_site(home: Path) -> None:
    write_base_record(home)
    (home / "mkdocs.yml").write_text("site_name: Torture\n")
    assert (done := run(home, "build")).returncode == 0, done.stderr
    write_base_record(home, 6)


DEEDS: dict[str, Deed] = {
    "load": Deed(prepare_loaded, ("load",)),
    "migrate": Deed(_prepare_old, ("db", "upgrade")),
    "release": Deed(_prepare_release, ("release", "2026.11", "--date", "2026-11-30")),
    "fmt": Deed(_prepare_unformatted, ("fmt",)),
    "import table": Deed(_prepare_table, ("import", "table", "visits.csv", "--map", "visits.yaml")),
    "build": Deed(_prepare_site, ("build",), is_site=True),
}


def torture_by_kills(run_: Run, name: str) -> Count:
    """Kill a command at random moments, and run it again."""
    deed, count = DEEDS[name], Count(f"kill -9: {name}")
    base, whole = run_.folder / f"{name}-base", run_.folder / f"{name}-whole"
    base.mkdir()
    deed.prepare(base)
    shutil.copytree(base, whole, symlinks=True)
    begun = time.monotonic()
    done = run(whole, *deed.words)
    assert done.returncode == 0, done.stderr + done.stdout
    lasts = time.monotonic() - begun
    wanted, old_site, new_site = state(whole), read_site(base), read_site(whole)
    for home in run_.turns(count):
        shutil.copytree(base, home, symlinks=True, dirs_exist_ok=True)
        process = subprocess.Popen(
            [*COMMAND, *deed.words],
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(run_.chance.uniform(0, lasts * 1.1))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if deed.is_site and read_site(home) not in (old_site, new_site):
            count.note("torn", "public/ holds old and new pages")
        for file in (home / "entries").rglob("*.yaml"):
            try:
                yaml.safe_load(file.read_bytes())
            except yaml.YAMLError as error:
                count.note("torn", f"{file.name}: {error}")
        again = run(home, *deed.words)
        if "Traceback" in again.stderr:
            count.note("traceback", again.stderr[-500:])
        if again.returncode and not is_done_already(again.stderr):
            count.note("lost or doubled", f"the next run: {again.stderr[-400:]}")
        elif (found := state(home)) != wanted:
            differing = sorted(key for key in {*found, *wanted} if found.get(key) != wanted.get(key))
            count.note("lost or doubled", f"{differing[:4]} differ")
        elif deed.is_site and read_site(home) != new_site:
            count.note("lost or doubled", "the site of the next build differs")
    return count


def is_done_already(said: str) -> bool:
    """Return whether a release is refused since the killed run had completed it."""
    return bool(re.search(r"2026\.11 (?:is|was|exists|stands)|nothing (?:has )?changed|already", said))


@contextmanager
def open_desk(home: Path) -> Iterator[tuple[str, dict[str, str], subprocess.Popen[str]]]:
    """Start the desk; yield its address, the headers of its page, and the process."""
    process = subprocess.Popen(
        [*COMMAND, "desk", "--port", "0", "--no-open"],
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        address = next(
            match[0] for line in process.stdout if (match := re.search(r"http://\S+token=\S+", line))
        )
        origin, token = address.split("/?token=")
        cookie = f"communique-desk-{origin.rpartition(':')[2]}={token}"
        page = urllib.request.urlopen(urllib.request.Request(f"{origin}/", headers={"Cookie": cookie})).read()
        secret = re.search(r'content="([\w-]{20,})"', page.decode())
        assert secret
        headers = {
            "Cookie": cookie,
            "Origin": origin,
            "X-Desk-Token": secret[1],
            "Content-Type": "application/json",
        }
        yield origin, headers, process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def torture_the_desk(run_: Run) -> Count:
    """Kill the desk while an entry is saved again and again."""
    count = Count("kill -9: desk save")
    base = run_.folder / "desk-base"
    base.mkdir()
    prepare_loaded(base)
    data = article(
        meeting("talks-desk-2024-08", date="2024-08-09"), publisher="yonhap", published="2024-08-09"
    )
    versions = [
        yaml.safe_dump(data | {"source": data["source"] | {"title": title}}) for title in ("A", "B" * 290)
    ]
    for home in run_.turns(count):
        shutil.copytree(base, home, dirs_exist_ok=True)
        file, saved = home / "entries" / SAVED, 0
        with open_desk(home) as (origin, headers, process):
            kill_at, digest = run_.chance.randrange(1, 6), None
            for turn in range(kill_at):
                body = {"path": SAVED, "entry": versions[turn % 2], "digest": digest}
                content = json.dumps({key: value for key, value in body.items() if value}).encode()
                request = urllib.request.Request(f"{origin}/api/save", content, headers)
                if turn == kill_at - 1:
                    delay = run_.chance.uniform(0, 0.4)
                    subprocess.Popen(["sh", "-c", f"sleep {delay}; kill -9 {process.pid}"])
                try:
                    digest = json.loads(urllib.request.urlopen(request).read())["digest"]
                    saved = turn + 1
                except urllib.error.HTTPError as error:
                    count.note("refused unclearly", error.read().decode()[:300])
                except (OSError, json.JSONDecodeError, KeyError):
                    break
        text = file.read_text() if file.exists() else None
        allowed = {versions[(saved - 1) % 2] if saved else None, versions[saved % 2]}
        if text not in allowed:
            count.note("torn" if text not in versions else "lost or doubled", f"after {saved} saves")
    return count
