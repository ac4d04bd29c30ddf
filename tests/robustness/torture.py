"""Torture Communiqué for as long as told, count what did not hold, and write RESULTS.md: ``make torture``."""

from __future__ import annotations

import argparse
import copy
import datetime as dt
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fixtures.record import REGISTRY, article, meeting, write_record
from robustness.hostile import ARTICLE, RULINGS, spoil_files
from robustness.judge import judge_file, run_command
from robustness.kills import (
    DEEDS,
    is_done_already,
    prepare_loaded,
    torture_by_kills,
    torture_the_desk,
)
from robustness.runs import (
    COMMAND,
    FAULTS,
    RESULTS,
    Count,
    Run,
    run,
    state,
    write_base_record,
)


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
        if again.returncode and not (name == "release" and is_done_already(again.stderr)):
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
    prepare_loaded(base)
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
