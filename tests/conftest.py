"""What holds for every test: figures are closed, no socket leaves this machine, seeds are fixed.

Sockets are refused by the ``--allow-hosts`` of pyproject.toml.
"""

from __future__ import annotations

import sys

import pytest
from hypothesis import settings

# The same examples in every run, and no clock in the verdict: CI machines are slow at times.
settings.register_profile("seeded", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("seeded")


@pytest.fixture(autouse=True)
def _figures_are_closed():
    yield
    # Only where a test drew: importing matplotlib here would cost every run a second.
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
