"""Every notebook, opened in JupyterLab in a real browser, restarted and run from top to bottom.

Skipped where no browser is installed, except in CI. Screenshots go to build/screenshots/.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SCREENSHOTS = ROOT / "build" / "screenshots"

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
BROWSER = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 120

SETTINGS = {
    # Without this a box about Jupyter's news covers part of each screenshot.
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # Every cell is drawn, not only those in view.
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {
        "windowingMode": "none",
        "scrollPastEnd": False,
    },
}

pytestmark = pytest.mark.browser

IDLE = ".jp-Notebook-ExecutionIndicator[data-status=idle]"
ERRORS = "[data-mime-type='application/vnd.jupyter.error']"

PANEL = "[...document.querySelectorAll('.jp-WindowedPanel-outer')]"

# Every code cell's prompt, in order: "[1]:" once it ran, "[*]:" while it runs.
PROMPTS = """() => [...document.querySelectorAll(
    '.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt'
)].map(prompt => prompt.textContent.trim())"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab on a copy of the notebooks and their data, with no past."""
    if BROWSER is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no browser found, and CI must look: install Chromium")
        pytest.skip(f"no browser found ({', '.join(BROWSERS)}): the notebooks were not looked at")
    place = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, place / "root" / name)
    for path in (place / "root" / "notebooks").glob("*.ipynb"):
        _clear(path)
    for name, values in SETTINGS.items():
        (place / "settings" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "settings" / name).write_text(json.dumps(values), "utf-8")
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(place / "config"),
        "JUPYTER_DATA_DIR": str(place / "share"),
        "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(place / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(place / "workspaces"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={place / 'root'}",
    ]
    log = place / "log.txt"
    with log.open("w") as out:
        server = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        try:
            yield _address(place / "runtime", server, log)
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _clear(path):
    """Takes the committed numbers away, so that those seen later are of the run in the browser."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)


def _address(runtime, server, log):
    """Where the server answers: port 0 lets it choose one that is free, and it writes it down."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        for found in runtime.glob("jpserver-*.json"):
            try:
                url = json.loads(found.read_text("utf-8"))["url"]
                with urllib.request.urlopen(f"{url}api/status", timeout=5):
                    return url
            except (json.JSONDecodeError, urllib.error.URLError, TimeoutError):
                pass  # not yet: the file is half written, or nobody listens
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text('utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def browser(lab):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS, headless=True)
        yield browser
        browser.close()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_from_top_to_bottom_in_a_browser(path, lab, browser):
    cells = nbformat.read(path, as_version=4).cells
    count = sum(cell.cell_type == "code" for cell in cells)
    page = browser.new_page(viewport={"width": 1100, "height": 1400})
    page.set_default_timeout(SECONDS * 1000)
    try:
        page.goto(f"{lab}doc/tree/notebooks/{path.name}?reset")
        page.wait_for_selector(IDLE)
        # The notebook reads idle a moment before its kernel is there.
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        _restart_and_run_all(page)
        expected = [f"[{number}]:" for number in range(1, count + 1)]
        _wait_for(page, lambda prompts: prompts == expected or page.locator(ERRORS).count())
        page.wait_for_selector(IDLE)
        page.wait_for_timeout(500)  # pictures come after the prompts
        assert page.locator(ERRORS).all_text_contents() == []
        assert page.evaluate(PROMPTS) == expected
        # A widget whose code did not load says so where it should stand.
        assert page.get_by_text("Error displaying widget").count() == 0
        assert page.get_by_text("Loading widget...").count() == 0
    finally:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        _screenshot(page, path.stem)
        page.close()


def _restart_and_run_all(page):
    """Asks as a person would, again where JupyterLab restarted the kernel and ran nothing."""
    for _ in range(3):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator(".lm-Menu-itemLabel", has_text="Restart Kernel and Run All Cells…").click()
        page.locator(".jp-Dialog .jp-mod-accept").click()
        end = time.monotonic() + SECONDS / 4
        while time.monotonic() < end:
            if set(page.evaluate(PROMPTS)) != {"[ ]:"}:
                return
            page.wait_for_timeout(100)
    pytest.fail("JupyterLab was asked three times to run all cells, and ran none")


def _wait_for(page, condition):
    end = time.monotonic() + SECONDS
    while not condition(page.evaluate(PROMPTS)):
        if time.monotonic() > end:
            pytest.fail(f"after {SECONDS} s the prompts read {page.evaluate(PROMPTS)}")
        page.wait_for_timeout(50)


def _screenshot(page, name):
    """The whole notebook as one picture: the window is made as tall as what it shows."""
    height = page.evaluate(
        f"() => {PANEL}.reduce((most, one) => Math.max(most, one.scrollHeight), 0)"
    )
    page.set_viewport_size({"width": 1100, "height": int(min(max(height + 120, 800), 12000))})
    page.evaluate(f"() => {PANEL}.forEach(one => one.scrollTo(0, 0))")
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
