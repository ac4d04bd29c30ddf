"""Build the application: which commands there are and under which heading help lists them."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Final

import typer

from communique.cli import context, terminal
from communique.cli.context import current_settings
from communique.commands import signals
from communique.errors import INTERRUPTED, CommuniqueError, RecordError
from communique.extras import explain_missing_module

HELP = """From curated news articles to a typed, versioned, published database of diplomatic events.

Exit status: 0 fine, 1 the data is wrong, 2 the command was wrong."""

COMMANDS: Final = {
    "Curate": ("init", "desk", "read", "new", "import", "find", "verify", "check", "fmt", "archive"),
    "Load": ("plan", "load"),
    "Publish": ("build", "site", "serve", "release"),
    "Ask": ("show", "query", "diff", "stats", "due"),
    "Look after": ("db", "export", "schema"),
}
"""By heading; each is a function or a group of its own name, in the module of its name or in one below."""

_MODULES: Final = {
    "curate": ("init", "find", "check", "fmt"),
    "load": ("plan", "load"),
    "table_import": ("import",),
    "build": ("build", "site", "serve"),
    "ask": ("show", "query", "diff", "stats"),
    "maintain": ("db", "export", "schema"),
}
MODULE_OVERRIDES: Final = {name: module for module, names in _MODULES.items() for name in names}


def _print_version(is_requested: bool) -> None:
    if is_requested:
        from communique import __version__

        typer.echo(f"communique {__version__}")
        raise typer.Exit


def configure(
    home: Annotated[
        Path | None,
        typer.Option(
            "--home",
            help="The folder with entries/, the database and public/; the current one by default.",
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Set the home folder of the run."""
    context.start_run(home)


def build_app(arguments: Sequence[str] = ()) -> typer.Typer:
    """Return an application with the requested command only, or with all: importing all takes long.

    Args:
        arguments: what stands behind ``communique``.
    """
    app = typer.Typer(
        name="communique",
        help=HELP,
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(configure)
    all_names = [name for names in COMMANDS.values() for name in names]
    requested = _requested_command(arguments)
    for heading, names in COMMANDS.items():
        for name in names:
            if name == requested or requested not in all_names:
                module = import_module(f"communique.cli.{MODULE_OVERRIDES.get(name, name)}")
                command = getattr(module, f"{name}_" if iskeyword(name) else name)
                if isinstance(command, typer.Typer):
                    app.add_typer(command, rich_help_panel=heading)
                else:
                    app.command(rich_help_panel=heading)(command)
    return app


def _requested_command(arguments: Sequence[str]) -> str:
    """Return the first argument besides ``--home``, or "" where there is none."""
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--home":
            next(remaining, "")
        elif not argument.startswith("--home="):
            return argument
    return ""


def run_command(arguments: Sequence[str] | None) -> int:
    """Run one command, print how it ended, and return the exit status."""
    signals.reset_messages()
    terminal.start_timer()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Unicode must not end a run
    try:
        argv = sys.argv[1:] if arguments is None else list(arguments)
        with signals.repeat_lost_interrupts():
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
    except ModuleNotFoundError as error:
        if (missing := explain_missing_module(error)) is None:
            raise
        terminal.print_message(f"communique: {missing}", "error")
        status = missing.exit_code
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
