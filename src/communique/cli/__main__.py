"""Run ``python -m communique.cli`` where the script is not on the path."""

import sys

from communique.cli import main

sys.exit(main())
