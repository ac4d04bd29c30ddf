"""Start a PostgreSQL server for the benchmark with its settings as installed, none tuned for speed."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fixtures.postgresql import OWNER, Server, find_binaries, unprivileged, wait_until_ready

ABSENT = "PostgreSQL is absent: on Debian, `apt-get install postgresql`"


@contextmanager
def start_server() -> Iterator[Server | None]:
    """Start an empty server in a temporary folder and stop it at the end; yield None if not installed."""
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="communique-bench-", dir="/tmp") as name:
        folder, account = Path(name), unprivileged()
        as_user: dict[str, Any] = {
            "cwd": folder,
            "env": {"HOME": name, "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
        }
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
            as_user |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        initdb_command = [
            binaries / "initdb",
            "--pgdata=data",
            f"--username={OWNER}",
            "--auth=trust",
            "--encoding=UTF8",
        ]
        subprocess.run(
            [*map(str, initdb_command), "--locale=C.UTF-8"], check=True, capture_output=True, **as_user
        )
        command = [str(binaries / "postgres"), "-D", "data", "-k", name, "-c", "listen_addresses="]
        with (folder / "log").open("wb") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, **as_user
            )
        try:
            running = Server(folder)
            wait_until_ready(running, process)
            running.execute("CREATE DATABASE bench")
            yield running
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)
