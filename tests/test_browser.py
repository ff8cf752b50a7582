"""Every notebook, opened in JupyterLab in a real browser, restarted and run from top to bottom.

Skipped where no browser is installed, except in CI. Screenshots go to build/screenshots/.
"""

from __future__ import annotations

import browsing
import nbformat
import pytest
from browsing import ROOT, notebook_page

pytest_plugins = ["browsing"]
pytestmark = pytest.mark.browser

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_from_top_to_bottom_in_a_browser(path, lab, window_of_all):
    cells = nbformat.read(path, as_version=4).cells
    count = sum(cell.cell_type == "code" for cell in cells)
    with notebook_page(window_of_all, lab, path.relative_to(ROOT), width=1100) as notebook:
        try:
            notebook.run_all(count)
            notebook.page.wait_for_timeout(500)  # pictures come after the prompts
            assert notebook.errors() == []
            # Two sums of money in one line are no formula between dollar signs.
            assert notebook.page.locator(".jp-OutputArea mjx-container").count() == 0
            assert notebook.prompts() == [f"[{number}]:" for number in range(1, count + 1)]
        finally:
            notebook.screenshot(path.stem)


@pytest.mark.parametrize(
    ("in_ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_missing_browser_is_a_failure_in_ci_and_a_clear_skip_elsewhere(in_ci, outcome, monkeypatch):
    monkeypatch.setattr(browsing, "BROWSER", None)
    monkeypatch.setenv("CI", in_ci)
    with pytest.raises(outcome, match="no browser found"):
        browsing.need_a_browser()
