"""``python -m server``: the same as ``permanence-server``."""

import sys

from server.cli import main

sys.exit(main())
