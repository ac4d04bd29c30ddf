"""Implement ``communique desk``: the page on which an entry is drafted without a terminal."""

from __future__ import annotations

import traceback
import webbrowser
from typing import Annotated

import typer

from communique.cli import context, terminal
from communique.cli.context import add_examples


@add_examples("communique desk", "communique desk --port 8765 --no-open")
def desk(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = 0,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Print the address only, and open no browser.")
    ] = False,
) -> None:
    """Draft an entry in the browser: paste a text, tick what it says, see findings and the page, and save.

    The page is on this machine alone; the address that is printed holds its secret.
    """
    from communique.desk.server import serve_desk

    def show_address(address: str, first_address: str) -> None:
        terminal.print_result(address)
        terminal.print_message("this address holds a secret: it is yours alone; Ctrl-C ends")
        if not no_open:
            webbrowser.open(first_address)

    def print_fault(error: Exception) -> None:
        terminal.print_message("".join(traceback.format_exception(error)), "error")

    try:
        serve_desk(context.current_settings(), port=port, on_ready=show_address, on_fault=print_fault)
    except KeyboardInterrupt:
        terminal.print_message("")
