"""A PostgreSQL server that can be stopped at once, as a power cut does, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from fixtures.postgresql import OWNER, Server, find_binaries, unprivileged, wait_until_ready
from robustness.runs import Count, Run, run, start, write_base_record

WRITERS = 8
EVENTS = sorted(["talks-2024-07", *(f"talks-y-{number}" for number in range(12))])


class StoppableServer:
    """A server in a temporary folder; its writes are as durable as PostgreSQL makes them by default."""

    def __enter__(self) -> StoppableServer:
        self._temporary = tempfile.TemporaryDirectory(prefix="torture-pg-", dir="/tmp")
        self.folder, binaries, account = Path(self._temporary.name), find_binaries(), unprivileged()
        assert binaries, "no PostgreSQL server is installed"
        self._binaries = binaries
        self._options: dict[str, Any] = {
            "cwd": self.folder,
            "env": {"HOME": str(self.folder), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
            "stdin": subprocess.DEVNULL,
        }
        if account:
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self._options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        initdb = [
            binaries / "initdb",
            "--pgdata=data",
            f"--username={OWNER}",
            "--auth=trust",
            "--encoding=UTF8",
        ]
        subprocess.run([*initdb, "--locale=C.UTF-8"], check=True, capture_output=True, **self._options)
        self.start()
        return self

    def start(self) -> None:
        """Start the server, which recovers what a stop left."""
        command = [
            self._binaries / "postgres",
            "-D",
            "data",
            "-k",
            str(self.folder),
            "-c",
            "listen_addresses=",
        ]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, **self._options
            )
        wait_until_ready(self._server, self._process)

    def stop_at_once(self) -> None:
        """Stop it without a checkpoint, in the middle of every transaction."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(timeout=60)

    @property
    def _server(self) -> Server:
        return Server(self.folder)

    def url(self, database: str) -> str:
        """Return SQLAlchemy's address of a database."""
        return self._server.url(database)

    def execute(self, statement: str) -> None:
        """Run one statement on the maintenance database."""
        self._server.execute(statement)

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=60)
        self._temporary.cleanup()


def torture_postgresql(run_: Run) -> Count:
    """Let writers load into one PostgreSQL database while the server is stopped at once, again and again."""
    count, lasts = Count(f"{WRITERS} writers, immediate stops"), 0.0
    with StoppableServer() as server:
        for home in run_.turns(count):
            write_base_record(home, 12)
            database = f"torture_{count.tries}"
            server.execute(f"create database {database}")
            environment = {"COMMUNIQUE_DATABASE": server.url(database)}
            assert (upgraded := run(home, "db", "upgrade", env=environment)).returncode == 0, upgraded.stderr
            writers = [start(home, "load", env=environment) for _ in range(WRITERS)]
            begun = time.monotonic()
            if lasts:
                time.sleep(run_.chance.uniform(lasts / 4, lasts * 1.1))
                server.stop_at_once()
            done = [writer.wait() for writer in writers]
            if lasts:
                server.start()
            else:  # the first round is left alone, and tells how long one takes
                lasts = time.monotonic() - begun
                for refused in (answer.stderr for answer in done if answer.returncode):
                    count.note("refused unclearly", f"beside {WRITERS - 1} others: {refused[-300:]}")
            for answer in done:
                if "Traceback" in answer.stderr:
                    count.note("traceback", answer.stderr[-600:])
            last = run(home, "load", env=environment)
            question = ("query", "select id from event order by id", "--csv")
            events = run(home, *question, env=environment).stdout.split()[1:]
            claims = run(home, "query", "select count(*) from claim", "--csv", env=environment).stdout.split()
            run(home, "load", "--rebuild", env=environment)
            anew = run(home, "query", "select count(*) from claim", "--csv", env=environment).stdout.split()
            if last.returncode or events != EVENTS or claims != anew:
                count.note("lost or doubled", f"{last.stderr[-300:]} {events} {claims} {anew}")
            server.execute(f"drop database {database} with (force)")
    return count
