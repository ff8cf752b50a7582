"""``python -m helpers COMMAND``, as :mod:`helpers.doors.command_line` takes it."""

from __future__ import annotations

import sys

from .doors.command_line import main

if __name__ == "__main__":
    sys.exit(main())
