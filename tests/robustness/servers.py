"""Kill the desk and the preview while entries are saved: nothing is torn, lost or doubled."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import yaml

from fixtures.record import article, meeting
from robustness.runs import Count, Run, differing, prepare_loaded, read_site, run, state, succeed

COMMAND = (sys.executable, "-m", "communique.cli")
SAVED = "articles/2024/yonhap-2024-08-09.yaml"


@contextmanager
def start_server(home: Path, *words: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a command that serves; yield the address that it prints, and the process."""
    process = subprocess.Popen(
        [*COMMAND, *words], cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stdout
        yield next(match[0] for line in process.stdout if (match := re.search(r"http://\S+", line))), process
    finally:
        kill_group(process)
        process.wait()
        process.stdout.close()


def kill_group(process: subprocess.Popen[str]) -> None:
    """Kill a process with all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def read_page_headers(address: str) -> tuple[str, dict[str, str]]:
    """Return the origin of the desk, and the headers that its page sends."""
    origin, token = address.split("/?token=")
    cookie = f"communique-desk-{origin.rpartition(':')[2]}={token}"
    page = urllib.request.urlopen(urllib.request.Request(f"{origin}/", headers={"Cookie": cookie})).read()
    secret = re.search(r'content="([\w-]{20,})"', page.decode())
    assert secret
    headers = {"Cookie": cookie, "Origin": origin, "X-Desk-Token": secret[1]}
    return origin, headers | {"Content-Type": "application/json"}


def torture_the_desk(run_: Run) -> Count:
    """Kill the desk while an entry is saved again and again; whatever was confirmed is there, whole."""
    count, base = Count("kill -9"), run_.folder / "base"
    base.mkdir()
    prepare_loaded(base)
    event = meeting("talks-desk-2024-08", date="2024-08-09")
    data = article(event, publisher="yonhap", published="2024-08-09")
    versions = [
        yaml.safe_dump(data | {"source": data["source"] | {"title": title}}) for title in ("A", "B" * 290)
    ]
    lasts = 0.4
    for home in run_.turns(count):
        shutil.copytree(base, home, dirs_exist_ok=True)
        file, saved = home / "entries" / SAVED, 0
        with start_server(home, "desk", "--port", "0", "--no-open") as (address, process):
            origin, headers = read_page_headers(address)
            kill_at, digest = run_.chance.randrange(1, 6), None
            for turn in range(kill_at):
                body = {"path": SAVED, "entry": versions[turn % 2], "digest": digest}
                content = json.dumps({key: value for key, value in body.items() if value}).encode()
                request = urllib.request.Request(f"{origin}/api/save", content, headers)
                if turn == kill_at - 1:
                    threading.Timer(run_.chance.uniform(0, lasts * 1.2), kill_group, (process,)).start()
                begun = time.monotonic()
                try:
                    digest = json.loads(urllib.request.urlopen(request).read())["digest"]
                    saved, lasts = turn + 1, time.monotonic() - begun
                except urllib.error.HTTPError as error:
                    count.note("refused unclearly", error.read().decode()[:300])
                except (OSError, json.JSONDecodeError, KeyError):
                    break
        succeed(home, "check")  # the next command takes back what was half done
        text = file.read_text() if file.exists() else None
        allowed = {versions[(saved - 1) % 2] if saved else None, versions[saved % 2]}
        if text not in allowed:
            count.note("torn" if text not in versions else "lost or doubled", f"after {saved} saves")
        if leavings := [path.name for path in (home / "entries").rglob("*") if path.name.startswith(".")]:
            count.note("lost or doubled", f"left behind: {leavings}")
    return count


def torture_the_preview(run_: Run) -> Count:
    """Kill the preview behind some saves; each page is whole, and the next build is that of an undisturbed one."""
    count, base = Count("kill -9"), run_.folder / "base"
    base.mkdir()
    prepare_loaded(base)
    (base / "mkdocs.yml").write_text("site_name: Torture\n")
    succeed(base, "build")
    file = Path("entries") / "articles/2024/y1.yaml"
    text = (base / file).read_text()
    texts = [text.replace("title: ", f"title: {word} ", 1) for word in ("First", "Second", "Third")]
    pages, wanted = {"": read_site(base)}, {}
    for version in texts:
        (base / file).write_text(version)
        succeed(base, "build")
        pages[version], wanted[version] = read_site(base), state(base)
    (base / file).write_text(text)
    succeed(base, "build")
    for home in run_.turns(count):
        shutil.copytree(base, home, symlinks=True, dirs_exist_ok=True)
        version = ""
        with start_server(home, "serve", "--port", "0") as (_, process):
            for version in run_.chance.sample(texts, run_.chance.randrange(1, 4)):
                (home / file).write_text(version)
                time.sleep(run_.chance.uniform(0, 3))
            kill_group(process)
        for name, page in read_site(home).items():
            if all(page != site.get(name) for site in pages.values()):
                count.note("torn", f"{name} is the page of no version")
        again = run(home, "build")
        # A build that the preview had begun is in a session of its own and goes on to its end.
        while "another build of this record is running" in again.stderr:
            time.sleep(0.2)
            again = run(home, "build")
        if again.returncode or "Traceback" in again.stderr:
            count.note("lost or doubled", f"the next build: {again.stderr[-400:]}")
        elif changed := [
            *differing(read_site(home), pages[version]), *differing(state(home), wanted[version])
        ]:  # fmt: skip
            count.note("lost or doubled", f"{changed} differ")
    return count
