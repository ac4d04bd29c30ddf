"""End every run with one clear line and an exit status, whatever went wrong on the way."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence

from communique.cli import terminal
from communique.cli.app import build_app
from communique.cli.context import current_settings
from communique.commands import signals
from communique.errors import INTERRUPTED, CommuniqueError, RecordError


def run_command(arguments: Sequence[str] | None) -> int:
    """Run one command, print how it ended, and return the exit status."""
    signals.reset_messages()
    terminal.start_timer()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Unicode must not end a run
    try:
        argv = sys.argv[1:] if arguments is None else list(arguments)
        build_app(argv)(argv, prog_name="communique")
    except SystemExit as exit_request:
        status = (
            exit_request.code if isinstance(exit_request.code, int) else int(exit_request.code is not None)
        )
    except KeyboardInterrupt:
        status = INTERRUPTED
    except RecordError as error:
        status = _print_record_error(error)
    except CommuniqueError as error:
        terminal.print_message(f"communique: {error}", "error")
        status = error.exit_code
    except OSError as error:
        terminal.print_message(f"communique: {describe_os_error(error)}", "error")
        status = 1
    else:
        status = 0
    if status == INTERRUPTED:  # Typer makes an exit of Ctrl-C
        terminal.print_message(signals.interruption_message())
    return status


def _print_record_error(error: RecordError) -> int:
    """Print every finding on a line of its own and return the exit status."""
    terminal.print_findings(error, current_settings().entries, error=True)
    errors = sum(finding.severity == "error" for finding in error)
    terminal.print_summary(terminal.pluralize(errors, "error"), "nothing was changed")
    return error.exit_code


ERRNO_CURES = {
    errno.ENOSPC: "free some space on the disk and run this again",
    errno.EDQUOT: "free some space within your quota and run this again",
    errno.EACCES: "give yourself the right to it, or name another place",
    errno.EPERM: "give yourself the right to it, or name another place",
    errno.EROFS: "the disk may only be read; name another place",
}


def describe_os_error(error: OSError) -> str:
    """Return what the operating system refused, and what to do about it, as one line."""
    prefix = f"{error.filename}: " if error.filename else ""
    cure = ERRNO_CURES.get(error.errno or 0, "check the disk and run this again")
    return f"{prefix}{(error.strerror or str(error)).lower()}; {cure}"
