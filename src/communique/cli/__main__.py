"""``python -m communique.cli``: the same door where the script is not on the path."""

import sys

from communique.cli import main

sys.exit(main())
