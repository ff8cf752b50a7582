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

# Sweeps over every state, random search and long inputs run lines again that other tests have
# run; under Python 3.11 measuring them costs up to four fifths of their time. With them left
# out, measuring coverage costs the whole run less than a tenth.
NOT_MEASURED = {
    "test_browser": "",
    "test_fuzz.py": "",
    "test_metamorphic.py": "",
    "test_quantities_properties.py": "",
    "test_corpus.py": "",
    "test_language.py": "test_reading_of test_every_question test_what_trees",
    "test_samples.py": "test_sample_is_refused test_tables_of_sample",
    "test_widgets.py": "test_random test_every_legal_value test_hostile test_board_starts",
    "test_charts_": "test_no_text_overlaps test_no_edge test_every_article test_chart_drawn_again",
    "test_evaluation.py": "test_no_score",
    "test_estimates.py": "test_ten_thousand",
}
"""Beginning of a file's name → beginnings of its tests' names, none for all of them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for file, tests in NOT_MEASURED.items():
            if item.path.name.startswith(file) and item.name.startswith(
                tuple(tests.split() or [""])
            ):
                item.add_marker("no_cover")


@pytest.fixture(autouse=True)
def _figures_are_closed():
    yield
    # Only where a test drew: importing matplotlib here would cost every run a second.
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
