"""Run commands on disks of every size: nothing is half done, and with room again all goes well."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from robustness.kills import DEEDS, is_done_already
from robustness.runs import Count, Run, differing, read_site, run, state

PAGE = 4096
ROOM = 256 * 1024**2


class SmallDisk:
    """A disk in memory whose size can be set, mounted at a folder; root may do so, others may not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
        self.is_mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0

    def used(self) -> int:
        """Return how many bytes are taken."""
        stats = os.statvfs(self.folder)
        return (stats.f_blocks - stats.f_bfree) * stats.f_frsize

    def resize(self, size: int) -> None:
        """Make it so large."""
        command = ["mount", "-o", f"remount,size={size}", str(self.folder)]
        subprocess.run(command, check=True, capture_output=True)

    def unmount(self) -> None:
        """Take it away, with all that it holds."""
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)
        shutil.rmtree(self.folder)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Mount a small disk for a while."""
    disk = SmallDisk(folder)
    try:
        yield disk
    finally:
        disk.unmount()


def torture_by_full_disk(run_: Run, name: str) -> Count:
    """Run a command where little is free, at random; where nothing may be mounted, no file may grow beyond."""
    deed, base = DEEDS[name], run_.folder / "base"
    base.mkdir()
    deed.prepare(base)
    with small_disk(run_.folder / "measured") as disk:
        count = Count("tmpfs" if disk.is_mounted else "RLIMIT_FSIZE")
        home = _copy(base, disk)
        before = disk.used()
        assert (done := run(home, *deed.words)).returncode == 0, done.stderr
        needed = (disk.used() - before) if disk.is_mounted else 2**20
        wanted, old_site, new_site = state(home), read_site(base), read_site(home)
    for _ in run_.count(count):
        free = int(run_.chance.uniform(0, needed * 1.5)) // PAGE * PAGE
        with small_disk(run_.folder / "disk") as disk:
            home = _copy(base, disk)
            begun, limit = state(home), None
            if disk.is_mounted:
                disk.resize(disk.used() + free)
            else:
                limit = _limit_files(free)
            temporary = (
                home / "tmp" if run_.chance.random() < 0.5 else None
            )  # of the command, on the same disk
            environment = {"TMPDIR": str(temporary)} if temporary else {}
            done = run(home, *deed.words, env=environment, limit=limit)
            where = f"with {free:,} bytes free"
            if "Traceback" in done.stderr:
                count.note("traceback", f"{where}: {done.stderr[-600:]}")
            elif done.returncode not in (0, 1, 2):
                count.note("refused unclearly", f"{where}: status {done.returncode}: {done.stderr[-300:]}")
            if disk.is_mounted:
                disk.resize(ROOM)
            found = state(home)
            if done.returncode and found != wanted and (changed := differing(found, begun)):
                count.note("changed", f"{where}: {changed}: {done.stderr[-300:]}")
            if deed.is_site and read_site(home) not in (old_site, new_site):
                count.note("torn", f"{where}: public/ holds old and new pages")
            again = run(home, *deed.words)
            if again.returncode and not (done.returncode == 0 and is_done_already(again.stderr)):
                count.note("lost or doubled", f"{where}, then: {again.stderr[-300:]}")
            elif changed := differing(state(home), wanted):
                count.note("lost or doubled", f"{where}, then: {changed} differ")
            elif deed.is_site and read_site(home) != new_site:
                count.note("lost or doubled", f"{where}, then: the site differs")
    return count


def _copy(base: Path, disk: SmallDisk) -> Path:
    home = disk.folder / "home"
    shutil.copytree(base, home, symlinks=True)
    (home / "tmp").mkdir()
    return home


def _limit_files(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
