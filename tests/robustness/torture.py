"""Torture Communiqué for as long as told, count what did not hold, and write RESULTS.md: ``make torture``."""

from __future__ import annotations

import argparse
import copy
import datetime as dt
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from fixtures.record import REGISTRY, article, meeting, write_record
from robustness.hostile import ARTICLE, RULINGS, spoil_files
from robustness.judge import dump_database, judge_file, run_command

COMMAND = (sys.executable, "-m", "communique.cli")
RESULTS = Path(__file__).with_name("RESULTS.md")
SAVED = "articles/2024/yonhap-2024-08-09.yaml"
FAULTS = (
    "traceback",
    "accepted wrongly",
    "refused unclearly",
    "changed",
    "lost or doubled",
    "torn",
    "ran",
    "not stopped",
)


@dataclass
class Count:
    """What one kind of torture came to."""

    name: str
    tries: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def note(self, fault: str, example: str) -> None:
        """Count a fault, and keep the first examples."""
        self.faults[fault] += 1
        if len(self.examples) < 8:
            self.examples.append(f"{self.name}: {fault}: {example}")


@dataclass(frozen=True)
class Run:
    """A run of the torture: where it may write, its chance, and until when each part lasts."""

    folder: Path
    chance: random.Random
    seconds: float

    def turns(self, count: Count, limit: int = 1_000_000) -> Iterator[Path]:
        """Yield an empty folder for each try, until the time is up."""
        end = time.monotonic() + self.seconds
        while time.monotonic() < end and count.tries < limit:
            count.tries += 1
            with tempfile.TemporaryDirectory(dir=self.folder) as name:
                yield Path(name)


def write_base_record(home: Path, articles: int = 2) -> None:
    """Lay out the record that is tortured."""
    files = {
        f"y{n}": article(meeting(f"talks-y-{n}", date=f"2024-07-{n % 27 + 1:02}"), publisher="yonhap")
        for n in range(articles)
    }
    write_record(home, files | {"x": copy.deepcopy(ARTICLE)})


def run(home: Path, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, to its end."""
    return subprocess.run(
        [*COMMAND, *words], cwd=home, capture_output=True, text=True, errors="replace", timeout=300, **options
    )


def succeed(home: Path, *words: str) -> None:
    """Run a command that must succeed.

    Raises:
        RuntimeError: it does not, so that nothing can be learnt of it.
    """
    if (done := run(home, *words)).returncode:
        raise RuntimeError(f"{words}: {done.stderr}")


def state(home: Path) -> dict[str, str]:
    """Return what a record holds: its database, and the bytes of its entries and releases."""
    found = {"database": dump_database(home / "communique.db")} if (home / "communique.db").exists() else {}
    for folder in ("entries", "releases"):
        for file in sorted((home / folder).rglob("*")):
            if file.is_file() and not file.name.endswith(".part"):  # what no command reads
                found[str(file.relative_to(home))] = file.read_bytes().decode(errors="replace")
    return found


def read_site(home: Path) -> dict[str, bytes]:
    """Return the pages of a site by path, without what no two builds make alike."""
    public = home / "public"
    return {
        str(file.relative_to(public)): file.read_bytes() for file in public.rglob("*.html") if file.is_file()
    }


def torture_by_files(run_: Run) -> Count:
    """Load hostile files."""
    count = Count("hostile files")
    home = run_.folder / "hostile"
    late = article(meeting("talks-2024-08", date="2024-08-02"), publisher="yonhap", published="2024-08-03")
    write_record(home, {"x": copy.deepcopy(ARTICLE), "y": late}, rulings=copy.deepcopy(RULINGS))
    os.chdir(home)
    assert run_command("db", "upgrade")[0] == run_command("load")[0] == 0
    end = time.monotonic() + run_.seconds
    for hostile in spoil_files(run_.chance.randrange(10**6), 5000):
        if time.monotonic() > end:
            break
        count.tries += 1
        for fault in judge_file(home, hostile):
            kind = next((kind for kind in FAULTS if kind in fault), "changed")
            count.note(kind, f"{hostile.path} {hostile.deed}: {fault}")
    if (home / "ran").exists():
        count.note("ran", "a tag of YAML")
    return count


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


def _prepare_loaded(home: Path) -> None:
    write_base_record(home)
    succeed(home, "db", "upgrade")
    succeed(home, "load")
    write_base_record(home, 9)


def _prepare_old(home: Path) -> None:
    write_base_record(home)
    succeed(home, "db", "upgrade", "0010")


def _prepare_release(home: Path) -> None:
    _prepare_loaded(home)
    succeed(home, "load")


def _prepare_unformatted(home: Path) -> None:
    write_base_record(home, 40)


def _prepare_table(home: Path) -> None:
    from unit.commands.test_table_import import MAP

    _prepare_loaded(home)
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
    "load": Deed(_prepare_loaded, ("load",)),
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
        if again.returncode and not _is_done_already(again.stderr):
            count.note("lost or doubled", f"the next run: {again.stderr[-400:]}")
        elif (found := state(home)) != wanted:
            differing = sorted(key for key in {*found, *wanted} if found.get(key) != wanted.get(key))
            count.note("lost or doubled", f"{differing[:4]} differ")
        elif deed.is_site and read_site(home) != new_site:
            count.note("lost or doubled", "the site of the next build differs")
    return count


def _is_done_already(said: str) -> bool:
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
    _prepare_loaded(base)
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


def torture_by_full_disks(run_: Run) -> Count:
    """Run commands where no file may grow beyond a size."""
    count = Count("full disk (RLIMIT_FSIZE)")
    bases: dict[str, Path] = {}
    for name in ("load", "migrate", "fmt", "import table", "release"):
        bases[name] = run_.folder / f"full-{name}"
        bases[name].mkdir()
        DEEDS[name].prepare(bases[name])
    for home in run_.turns(count):
        name = run_.chance.choice(list(bases))
        shutil.copytree(bases[name], home, dirs_exist_ok=True)
        before, size = state(home), int(2 ** run_.chance.uniform(0, 21))

        def limit(size: int = size) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        done = run(home, *DEEDS[name].words, preexec_fn=limit)
        if "Traceback" in done.stderr:
            count.note("traceback", f"{name} at {size} bytes: {done.stderr[-600:]}")
        elif done.returncode not in (0, 1, 2):
            count.note(
                "refused unclearly", f"{name} at {size} bytes: status {done.returncode}: {done.stderr[-300:]}"
            )
        if (
            done.returncode and name != "fmt" and state(home) != before
        ):  # each file that fmt writes stands for itself
            changed = [key for key, value in state(home).items() if before.get(key) != value]
            count.note("changed", f"{name} at {size} bytes: {changed[:3]}: {done.stderr[-300:]}")
        again = run(home, *DEEDS[name].words)
        if again.returncode and not (name == "release" and _is_done_already(again.stderr)):
            count.note("lost or doubled", f"{name} at {size} bytes, then: {again.stderr[-300:]}")
    return count


def torture_postgresql(run_: Run, writers: int = 8) -> Count:
    """Let writers load into one PostgreSQL database while the server is stopped at once, again and again."""
    from robustness.postgresql import StoppableServer

    count = Count(f"PostgreSQL: {writers} writers, immediate stops")
    with StoppableServer() as server:
        for home in run_.turns(count):
            write_base_record(home, 12)
            database = f"torture_{count.tries}"
            server.execute(f"create database {database}")
            environment = os.environ | {"COMMUNIQUE_DATABASE": server.url(database)}
            assert (done := run(home, "db", "upgrade", env=environment)).returncode == 0, done.stderr
            processes = [
                subprocess.Popen([*COMMAND, "load"], cwd=home, env=environment, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, text=True)
                for _ in range(writers)
            ]  # fmt: skip
            time.sleep(run_.chance.uniform(0.5, 6))
            server.stop_at_once()
            said = [process.communicate(timeout=120)[1] for process in processes]
            server.start()
            for text in said:
                if "Traceback" in text:
                    count.note("traceback", text[-600:])
            last = run(home, "load", env=environment)
            answer = run(
                home, "query", "select id from event order by id", "--csv", env=environment
            ).stdout.split()
            wanted = sorted([f"talks-y-{n}" for n in range(12)] + ["talks-2024-07"])
            if last.returncode or sorted(answer[1:]) != wanted:
                count.note("lost or doubled", f"{last.stderr[-300:]} {answer}")
            server.execute(f"drop database {database} with (force)")
    return count


RUNAWAYS = (
    "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n",
    "select length(replace(hex(zeroblob(200000000)), '0', 'aaaaaaaaaa'))",
    "select instr(hex(zeroblob(100000000)), hex(zeroblob(50000000)) || '1')",
    "select count(*) from claim a, claim b, claim c, claim d, claim e, claim f, claim g, claim h",
    "select group_concat(hex(zeroblob(1000000))) from claim a, claim b",
    "select printf('%.*c', 2000000000, 'x')",
    "with recursive n(x, y) as (select 1, 'x' union all select x + 1, y || y from n) select max(length(y)) from n",
)


def torture_by_queries(run_: Run) -> Count:
    """Ask what would never end, or take all memory."""
    count = Count("runaway queries")
    base = run_.folder / "queries"
    base.mkdir()
    _prepare_loaded(base)
    for _ in run_.turns(count, len(RUNAWAYS)):
        question, begun = RUNAWAYS[count.tries - 1], time.monotonic()
        done = run(base, "query", question, "--timeout", "2")
        if time.monotonic() - begun > 30:
            count.note("not stopped", question)
        if "Traceback" in done.stderr:
            count.note("traceback", done.stderr[-600:])
    return count


PAYLOADS = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg onload=window.ran=1>",
    '" autofocus onfocus=window.ran=1 x="',
    "'><iframe srcdoc='<script>parent.ran=1</script>'>",
    "[x](javascript:window.ran=1)",
    "<a href=javascript:window.ran=1>x</a>",
    "{{ 7*7 }}{% raw %}",
    "]]></script><script>window.ran=1</script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.ran=1>",
    "<!--><script>window.ran=1</script>-->",
    "\\x3cscript\\x3ewindow.ran=1\\x3c/script\\x3e",
    "</title><script>window.ran=1</script>",
    "<details open ontoggle=window.ran=1>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<base href=https://evil.example/>",
)


def torture_by_scripts(run_: Run) -> Count:
    """Build a site of which every text holds scripts, and open its pages with its policy switched off."""
    from playwright.sync_api import sync_playwright

    from fixtures.browser import NAMES, serving

    count = Count("scripts in pages (policy off)")
    home = run_.folder / "scripts"
    articles = {}
    for n, payload in enumerate(PAYLOADS):
        texts = {
            "title": f"Talks {payload}",
            "summary": f"Two ministers met and {payload} talked of what both had agreed.",
        }
        event = meeting(f"talks-s-{n}", date=f"2024-07-{n + 1:02}", place="tokyo", **texts)
        event["notes"] = [{"id": "first", "type": "outcome", "text": f"It was {payload}", "paragraphs": [1]}]
        articles[f"s{n}"] = article(event, url=f"https://a.example/{n}") | {}
        articles[f"s{n}"]["source"]["title"] = f"Ministers {payload} {n}"
    registry = copy.deepcopy(REGISTRY)
    registry["places"]["tokyo"]["name"] = f"Tokyo {PAYLOADS[0]}"
    write_record(home, articles, registry=registry)
    (home / "mkdocs.yml").write_text("site_name: Torture\n")
    done = run(home, "build")
    assert done.returncode == 0, done.stderr
    chromium = next(path for name in NAMES if (path := shutil.which(name)))
    end = time.monotonic() + run_.seconds
    with serving(home / "public") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=["--no-sandbox"])
        context = browser.new_context(bypass_csp=True)
        foreign: list[str] = []
        context.on(
            "request", lambda request: foreign.append(request.url) if "evil.example" in request.url else None
        )
        page = context.new_page()
        for file in sorted((home / "public").rglob("*.html")):
            if time.monotonic() > end:
                break
            count.tries += 1
            page.goto(
                f"{address.rstrip('/')}/{file.relative_to(home / 'public').as_posix()}", wait_until="load"
            )
            if page.evaluate("window.ran") is not None:
                count.note("ran", str(file.relative_to(home)))
        if foreign:
            count.note("ran", f"asked another host: {foreign[:3]}")
        browser.close()
    return count


def main() -> int:
    """Run all parts, or those that are named; return whether anything did not hold."""
    from robustness.fuzz import TARGETS, fuzz_target

    parts: dict[str, Callable[[Run], Count]] = {
        "files": torture_by_files,
        **{name: lambda run_, name=name: torture_by_kills(run_, name) for name in DEEDS},  # type: ignore[misc]
        "desk": torture_the_desk,
        "disk": torture_by_full_disks,
        "postgresql": torture_postgresql,
        "queries": torture_by_queries,
        "scripts": torture_by_scripts,
        **{
            f"fuzz {name}": lambda run_, name=name: fuzz_target(
                name, run_.chance.randrange(10**6), run_.seconds, Count
            )  # type: ignore[misc]
            for name in TARGETS
        },
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--minutes", type=float, default=60.0, help="in all")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"all, or some of: {', '.join(parts)}")
    given = parser.parse_args()
    chosen = given.parts or list(parts)
    counts = []
    for number, name in enumerate(chosen):
        with tempfile.TemporaryDirectory(prefix="torture-") as folder:
            chance = random.Random(given.seed + number)
            here = Path.cwd()
            counts.append(parts[name](Run(Path(folder), chance, given.minutes * 60 / len(chosen))))
            os.chdir(here)
        print(format_row(counts[-1]), flush=True)  # noqa: T201
        for example in counts[-1].examples:
            print(f"  {example}", flush=True)  # noqa: T201
    write_results(counts, given.seed, given.minutes)
    return any(count.faults for count in counts)


def format_row(count: Count) -> str:
    """Return a row of the table."""
    return (
        f"| {count.name} | {count.tries:,} | " + " | ".join(str(count.faults[kind]) for kind in FAULTS) + " |"
    )


def write_results(counts: list[Count], seed: int, minutes: float) -> None:
    """Write the table, with the commit and the day; rows of other parts stay as they were measured."""
    git = ["git", "describe", "--always", "--dirty"]
    commit = subprocess.run(git, cwd=RESULTS.parent, capture_output=True, text=True).stdout.strip()
    stamp = f"{dt.datetime.now(dt.UTC).date().isoformat()} | {commit} | {seed}"
    rows = {line.split(" | ")[0]: line for line in _stored_rows()}
    rows |= {f"| {count.name}": f"{format_row(count)} {stamp} |" for count in counts}
    head = " | ".join(("what", "tries", *FAULTS, "day", "commit", "seed"))
    text = "# What torture came to\n\nWritten by `make torture`, each row by its last run. Faults should be 0.\n\n"
    table = [f"| {head} |", "|---" * (len(FAULTS) + 5) + "|", *rows.values()]
    RESULTS.write_text(text + "\n".join(table) + "\n", encoding="utf-8")


def _stored_rows() -> list[str]:
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    return [line for line in lines if line.startswith("| ")][1:]


if __name__ == "__main__":
    sys.exit(main())
