"""A JupyterLab, a Voilà and a browser for tests that look at pages as a person would.

A test module asks for them with ``pytest_plugins = ["browsing"]``. Where no browser is installed
its tests are skipped, except in CI, where that is a failure.

PYTEST_DONT_REWRITE: those modules import from here before they are read as plugins.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
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

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SETTINGS = {
    # Without this a box about Jupyter's news covers part of each screenshot.
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # Every cell is drawn, not only those in view.
    "@jupyterlab/notebook-extension/tracker": {
        "windowingMode": "none",
        "scrollPastEnd": False,
    },
}

PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"

# Asked of the kernel's own connection: a narrow page hides the mark that shows it.
_IDLE = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.sessionContext?.session;
    return session?.kernel?.status === "idle";
}"""

# Every code cell's prompt, in order: "[1]:" once it ran, "[*]:" while it runs.
_PROMPTS = f"""() => [...document.querySelectorAll(
    '{PANEL} .jp-CodeCell .jp-InputPrompt'
)].map(prompt => prompt.textContent.trim())"""

# What failed cells say, from the notebook itself: the page renders it as any other red text.
_ERRORS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === "code")
    .flatMap(cell => cell.model.outputs.toJSON())
    .filter(output => output.output_type === "error")
    .map(output => `${output.ename}: ${output.evalue}`)"""

# What a cell with this code would print, without a cell: the kernel takes it in its turn, after
# every message that a widget sent before.
_EXECUTE = """async code => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    let told = "";
    const future = kernel.requestExecute({code, store_history: false, silent: false});
    future.onIOPub = message => {
        const said = message.content;
        if (message.header.msg_type === "stream") told += said.text;
        if (message.header.msg_type === "execute_result") told += said.data["text/plain"];
        if (message.header.msg_type === "error") told += `${said.ename}: ${said.evalue}`;
    };
    await future.done;
    return told;
}"""


def need_a_browser() -> None:
    """Skips the test where no browser is installed; fails it in CI, which must look."""
    if BROWSER is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no browser found, and CI must look: install Chromium")
        pytest.skip(f"no browser found ({', '.join(BROWSERS)}): no page was looked at")


# ---- servers


@dataclass(frozen=True)
class Lab:
    """A JupyterLab without a past, on copies of the notebooks, the app and their data."""

    url: str
    root: Path
    settings: Path

    def theme(self, name: str) -> None:
        """The theme, light or dark, of every page opened from now on."""
        write_setting(self.settings, "@jupyterlab/apputils-extension/themes", THEMES[name])

    def write(self, name: str, cells: Sequence[str]) -> Path:
        """A notebook of these code cells, beside those of the project; path from the root."""
        path = self.root / "notebooks" / f"{name}.ipynb"
        write_notebook(path, cells)
        return path.relative_to(self.root)


def write_setting(settings: Path, name: str, values: dict | str) -> None:
    """Settings of a JupyterLab extension, as a person would have saved them."""
    path = settings / f"{name}.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {"theme": values} if isinstance(values, str) else values
    path.write_text(json.dumps(values), "utf-8")


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """A notebook of these code cells that has never run."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
    }
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(notebook, path)


@contextmanager
def jupyterlab(place: Path) -> Iterator[Lab]:
    """A JupyterLab that keeps everything it writes under ``place``; stopped on the way out."""
    root = place / "root"
    for name in ("notebooks", "app", "data"):
        if (ROOT / name).exists():
            ignored = shutil.ignore_patterns(".ipynb_checkpoints")
            shutil.copytree(ROOT / name, root / name, ignore=ignored)
    for path in root.glob("*/*.ipynb"):
        _clear(path)
    for name, values in SETTINGS.items():
        write_setting(place / "settings", name, values)
    command = [
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        "--IdentityProvider.token=",
        "--LabApp.expose_app_in_browser=True",  # so that tests can ask the kernel
        f"--ServerApp.root_dir={root}",
    ]
    with _serving(command, place) as (server, log):
        url = _address(place / "runtime", server, log)
        yield Lab(url=url, root=root, settings=place / "settings")


@contextmanager
def voila(place: Path) -> Iterator[str]:
    """The app of a copy of this project (its folders app and data), served as `make app` does."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]  # Voilà cannot choose one and say which
    command = [
        "voila",
        str(place / "app" / "attributed.ipynb"),
        f"--Voila.config_file_paths={place / 'app'}",
        f"--Voila.connection_dir_root={place}",  # so that tests can count the kernels
        "--no-browser",
        f"--port={port}",
    ]
    with _serving(command, place, JUPYTER_PATH=str(place / "app")) as (server, log):
        url = f"http://127.0.0.1:{port}/"
        # Any other address: the page itself would be the first visit.
        _until(lambda: _answers(f"{url}voila/static/") or None, server, log)
        yield url


@contextmanager
def _serving(
    command: Sequence[str], place: Path, **variables: str
) -> Iterator[tuple[subprocess.Popen, Path]]:
    environment = (
        os.environ
        | variables
        | {
            "JUPYTER_CONFIG_DIR": str(place / "config"),
            "JUPYTER_DATA_DIR": str(place / "share"),
            "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(place / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(place / "workspaces"),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
    )
    log = place / "log.txt"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", *command], env=environment, stdout=out, stderr=out
        )
        try:
            yield server, log
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(runtime: Path, server: subprocess.Popen, log: Path) -> str:
    """Where the server answers: port 0 lets it choose one that is free, and it writes it down."""

    def found() -> str | None:
        for path in runtime.glob("jpserver-*.json"):
            try:
                url = json.loads(path.read_text("utf-8"))["url"]
            except json.JSONDecodeError:
                return None  # half written
            return url if _answers(f"{url}api/status") else None
        return None

    return _until(found, server, log)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _until(found: Callable[[], str | None], server: subprocess.Popen, log: Path):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        if (value := found()) is not None:
            return value
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8')[-2000:]}")


def _clear(path: Path) -> None:
    """Takes the committed numbers away, so that those seen later are of the run in the browser."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)


# ---- pages


@dataclass
class Notebook:
    """A notebook opened in a JupyterLab page, with a kernel of its own."""

    page: object  # of Playwright, which is imported where a browser is there
    failures: list[str] = field(default_factory=list)

    def run_all(self, count: int) -> None:
        """Restarts the kernel and runs all ``count`` code cells, as a person would ask for it."""
        self._restart()
        expected = [f"[{number}]:" for number in range(1, count + 1)]
        end = time.monotonic() + SECONDS
        while self.prompts() != expected and not self.errors():
            if time.monotonic() > end:
                pytest.fail(f"after {SECONDS} s the prompts read {self.prompts()}")
            self.page.wait_for_timeout(50)
        self.page.wait_for_function(_IDLE)

    def _restart(self) -> None:
        """Asks again where JupyterLab restarted the kernel and ran nothing."""
        for _ in range(3):
            self.page.get_by_role("menuitem", name="Run", exact=True).click()
            label = self.page.locator(".lm-Menu-itemLabel")
            label.filter(has_text="Restart Kernel and Run All Cells…").click()
            self.page.locator(".jp-Dialog .jp-mod-accept").click()
            end = time.monotonic() + SECONDS / 4
            while time.monotonic() < end:
                if set(self.prompts()) != {"[ ]:"}:
                    return
                self.page.wait_for_timeout(50)
        pytest.fail("JupyterLab was asked three times to run all cells, and ran none")

    def prompts(self) -> list[str]:
        """Every code cell's prompt, in order."""
        return self.page.evaluate(_PROMPTS)

    def errors(self) -> list[str]:
        """Everything on the page that says that something failed."""
        told = self.page.evaluate(_ERRORS)
        # A widget whose code did not load says so where it should stand.
        for words in ("Error displaying widget", "Loading widget..."):
            told += [words] * self.page.get_by_text(words).count()
        return told + self.failures

    def kernel(self, code: str) -> str:
        """What the kernel prints for this code, after all that widgets sent before."""
        return self.page.evaluate(_EXECUTE, code).strip()

    @contextmanager
    def tall(self, *, width: int | None = None) -> Iterator[None]:
        """The window as tall as what the notebook shows, for as long as needed."""
        before = self.page.viewport_size
        wide = width or before["width"]
        outer = f"[...document.querySelectorAll('{PANEL} .jp-WindowedPanel-outer')]"
        self.page.set_viewport_size({"width": wide, "height": before["height"]})
        self.page.wait_for_timeout(200)
        height = self.page.evaluate(
            f"() => {outer}.reduce((most, one) => Math.max(most, one.scrollHeight), 0)"
        )
        tall = int(min(max(height + 120, 600), 16000))  # more than that Chromium does not draw
        self.page.set_viewport_size({"width": wide, "height": tall})
        self.page.evaluate(f"() => {outer}.forEach(one => one.scrollTo(0, 0))")
        self.page.wait_for_timeout(300)
        try:
            yield
        finally:
            self.page.set_viewport_size(before)

    def screenshot(self, name: str, *, width: int | None = None) -> None:
        """The whole notebook as one picture, in build/screenshots/."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        with self.tall(width=width):
            self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    def violations(self, within: str = ".jp-OutputArea-output") -> list[str]:
        """What axe-core finds serious or critical there, one line a rule and element."""
        with self.tall():
            return violations(self.page, f"{PANEL} {within}")


def violations(page, within: str) -> list[str]:
    """What axe-core finds serious or critical there, one line a rule and element.

    JupyterLab's body is 0 pixels high and hides what overflows, so that axe-core would take the
    whole page for hidden: it gets the window's height first.
    """
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("() => { document.body.style.height = '100vh'; }")
    found = Axe().run(page, context=within, options={"resultTypes": ["violations", "incomplete"]})
    page.evaluate("() => { document.body.style.height = ''; }")
    assert any(rule["id"] == "color-contrast" for rule in found.response["passes"]), "not looked"
    told = []
    for rule in found.response["violations"] + found.response["incomplete"]:
        for node in rule["nodes"]:
            checks = node["any"] + node["all"] + node["none"]
            failed = any(check["id"] == "error-occurred" for check in checks)
            violated = rule in found.response["violations"]
            if failed or (violated and rule["impact"] in ("serious", "critical")):
                why = checks[0]["message"] if checks else ""
                told.append(f"{rule['id']} ({rule['impact']}): {node['html'][:120]} {why}")
    return told


def eventually(read: Callable[[], object], expected: object, *, seconds: float = 10) -> object:
    """What ``read`` gives once it is what was expected, else what it gave last."""
    end = time.monotonic() + seconds
    while (got := read()) != expected and time.monotonic() < end:
        time.sleep(0.03)
    return got


@contextmanager
def chromium() -> Iterator:
    """A Chromium that nobody sees."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS, headless=True)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(browser, *, scale: int = 1) -> Iterator:
    """A browser window whose pages share what they fetched; ``scale`` 2 is a zoom of 200 %."""
    context = browser.new_context(
        device_scale_factor=scale, permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(SECONDS / 4 * 1000)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def notebook_page(
    window, lab: Lab, path: Path, *, theme: str = "light", width: int = 1280, height: int = 1000
) -> Iterator[Notebook]:
    """A notebook of the lab (path from its root) in a page; its kernel ends with the page."""
    lab.theme(theme)
    page = window.new_page()
    page.set_viewport_size({"width": width, "height": height})
    notebook = Notebook(page)
    page.on("pageerror", lambda error: notebook.failures.append(str(error)))
    try:
        page.goto(f"{lab.url}doc/tree/{path.as_posix()}?reset", timeout=SECONDS * 1000)
        page.wait_for_function(_IDLE, timeout=SECONDS * 1000)
        yield notebook
    finally:
        page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        page.close()


# ---- fixtures


@pytest.fixture(scope="session")
def lab(tmp_path_factory) -> Iterator[Lab]:
    """One JupyterLab for all that is looked at."""
    need_a_browser()
    with jupyterlab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="module")  # while it lives, no other test can run an event loop
def browser() -> Iterator:
    """A Chromium that nobody sees."""
    need_a_browser()
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def window_of_all(browser) -> Iterator:
    """One window for all pages of a test module."""
    with window(browser) as shared:
        yield shared
