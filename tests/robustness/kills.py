"""Kill commands at any moment: every next run ends where one that was left alone ends."""

from __future__ import annotations

import copy
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from robustness.runs import (
    Count,
    Run,
    differing,
    prepare_loaded,
    read_site,
    run,
    start,
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
    deed, count = DEEDS[name], Count("kill -9")
    base, whole = run_.folder / f"{name}-base", run_.folder / f"{name}-whole"
    base.mkdir()
    deed.prepare(base)
    shutil.copytree(base, whole, symlinks=True)
    shutil.copytree(base, run_.folder / "first", symlinks=True)
    run(run_.folder / "first", *deed.words)  # only the second run has all imported
    begun = time.monotonic()
    done = run(whole, *deed.words)
    assert done.returncode == 0, done.stderr + done.stdout
    lasts = time.monotonic() - begun
    wanted, old_site, new_site = state(whole), read_site(base), read_site(whole)
    for home in run_.turns(count):
        shutil.copytree(base, home, symlinks=True, dirs_exist_ok=True)
        kill_after(home, deed.words, run_.chance.uniform(0, lasts * 1.1))
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
        elif changed := differing(state(home), wanted):
            count.note("lost or doubled", f"{changed} differ")
        elif deed.is_site and read_site(home) != new_site:
            count.note("lost or doubled", "the site of the next build differs")
    return count


def kill_after(home: Path, words: tuple[str, ...], seconds: float) -> None:
    """Start a command, and kill it with all that it started after some time."""
    process = start(home, *words)
    time.sleep(seconds)
    process.kill()
    process.wait()


def is_done_already(said: str) -> bool:
    """Return whether a release is refused since the killed run had completed it."""
    return bool(re.search(r"2026\.11 (?:is|was|exists|stands)|nothing (?:has )?changed|already", said))
