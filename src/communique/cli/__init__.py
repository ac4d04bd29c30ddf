"""Provide the command line's entry point and the exit status of every run."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Args:
        arguments: what stands behind ``communique``; those of the process where None.

    Returns:
        The exit status: 0 fine, 1 the data is wrong, 2 the command was wrong, 130 interrupted.
    """
    try:
        # Reading makes many objects and few cycles: looking for those rarely saves a sixth of the time.
        gc.set_threshold(50_000, 20, 20)
        atexit.register(gc.freeze)  # at the very end nothing needs to be looked for either
        # Pydantic, which reads the command line too, would look for plugins in what every installed package tells.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        # Imported here, so that Ctrl-C is answered in words from the first moment on.
        from communique.cli.app import run_command

        return run_command(arguments)
    except KeyboardInterrupt:
        from communique.errors import INTERRUPTED

        sys.stderr.write("interrupted; nothing was changed\n")
        return INTERRUPTED
