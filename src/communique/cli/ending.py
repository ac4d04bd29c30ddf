"""How a run ends: one clear line and an exit status, whatever went wrong on the way."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence

from communique.cli import INTERRUPTED, interrupt, terminal
from communique.cli.app import gathered
from communique.cli.run import current
from communique.errors import CommuniqueError, RecordError


def run(arguments: Sequence[str] | None) -> int:
    """Run one command and tell, in words, how it ended."""
    interrupt.begin()
    terminal.begin()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Unicode must not end a run
    try:
        words = sys.argv[1:] if arguments is None else list(arguments)
        gathered(words)(words, prog_name="communique")
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except RecordError as error:
        status = _wrong(error)
    except CommuniqueError as error:
        terminal.tell(f"communique: {error}", "error")
        status = error.exit_code
    except OSError as error:
        terminal.tell(f"communique: {system(error)}", "error")
        status = 1
    else:
        status = 0
    if status == INTERRUPTED:  # Typer makes an exit of Ctrl-C
        terminal.tell(interrupt.words())
    return status


def _wrong(error: RecordError) -> int:
    """Every finding on the record on a line of its own."""
    terminal.findings(error, current().root, error=True)
    errors = sum(finding.severity == "error" for finding in error)
    terminal.summary(terminal.counted(errors, "error"), "nothing was changed")
    return error.exit_code


CURES = {
    errno.ENOSPC: "free some space on the disk and run this again",
    errno.EDQUOT: "free some space within your quota and run this again",
    errno.EACCES: "give yourself the right to it, or name another place",
    errno.EPERM: "give yourself the right to it, or name another place",
    errno.EROFS: "the disk may only be read; name another place",
}


def system(error: OSError) -> str:
    """What the operating system refused, and what to do about it."""
    place = f"{error.filename}: " if error.filename else ""
    cure = CURES.get(error.errno or 0, "check the disk and run this again")
    return f"{place}{(error.strerror or str(error)).lower()}; {cure}"
