"""The app is what it says: one page, made by the code that stands in it, for this machine alone."""

from __future__ import annotations

import ast
import http.client
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from jupyter_core.paths import jupyter_path
from traitlets.config.loader import PyFileConfigLoader

from helpers.doors.execution import METADATA, WIDGET_VIEW, execute_notebook, title_of
from helpers.views.widgets import ArticleSelection, YourArticle

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
NOTEBOOK = APP / "attributed.ipynb"
TEMPLATE = APP / "voila" / "templates" / "attributed"


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture(scope="module")
def config():
    return PyFileConfigLoader("voila.py", path=str(APP)).load_config()


def code_of(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_notebook_is_valid_and_written_as_jupyter_writes_it(notebook):
    nbformat.validate(notebook)
    assert NOTEBOOK.read_bytes() == (nbformat.writes(notebook).rstrip("\n") + "\n").encode()


def test_no_output_and_nothing_of_a_machine_is_committed(notebook):
    assert {**notebook.metadata} == {**METADATA, "title": notebook.metadata["title"]}
    for cell in notebook.cells:
        assert cell.metadata == {}
        assert cell.get("outputs", []) == [] and cell.get("execution_count") is None
    for path in APP.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert not re.search(r"(?<![\w.])/(home|root|tmp|work|Users|usr)/", path.read_text())


def test_page_has_a_heading_two_sentences_and_one_widget(notebook):
    heading, code = notebook.cells
    assert (heading.cell_type, code.cell_type) == ("markdown", "code")
    assert title_of(notebook) == "Every number in the news, and who said it"
    said = heading.source.partition("\n\n")[2]
    assert len(re.findall(r"[.!?](?=\s|$)", said)) == 2
    assert notebook.metadata["title"].startswith("Attributed")


def test_code_shows_the_first_article_and_a_visitor_can_name_no_path(notebook, monkeypatch):
    monkeypatch.chdir(APP)
    (source,) = code_of(notebook)
    tree = ast.parse(source)
    shown = ast.Expression(tree.body.pop().value)
    names: dict = {}
    exec(compile(tree, NOTEBOOK.name, "exec"), names)
    form = eval(compile(shown, NOTEBOOK.name, "eval"), names)
    assert isinstance(form, YourArticle)
    assert len(form.tables.numbers) == 13
    assert list(form.results.children[-1].built) == ["article"], "the other views wait"
    with pytest.raises(ValueError, match="No path is taken"):
        form.selection = ArticleSelection(path="../data/articles/moscow-times-2022-03-29.txt")


def test_page_runs_in_a_kernel_without_a_warning(notebook):
    executed = execute_notebook(notebook, APP, name=NOTEBOOK.name)
    (output,) = executed.cells[-1].outputs
    assert output.output_type == "execute_result"
    assert WIDGET_VIEW in output.data
    assert output.data["text/plain"].startswith("<YourArticle: Tables of moscow-times-2022-03-29")


def test_it_is_served_to_this_machine_alone_without_files_or_foreign_extensions(config):
    assert config.Voila.ip == "127.0.0.1"
    voila = config.VoilaConfiguration
    assert voila.file_allowlist == []
    assert voila.preheat_kernel is True
    assert "show_tracebacks" not in voila and "strip_sources" not in voila, "Voilà's own hide both"
    assert config.Voila.tornado_settings["allow_remote_access"] is False
    assert "disable_check_xsrf" not in config.Voila.tornado_settings
    assert voila.template == TEMPLATE.name and voila.allow_template_override == "NO"


def test_every_extension_that_the_page_needs_is_installed(config):
    import voila

    places = [Path(voila.__file__).parent / "labextensions"]
    places += [Path(folder) / "labextensions" for folder in jupyter_path()]
    named = {
        json.loads(path.read_text("utf-8"))["name"]
        for place in places
        for pattern in ("*/package.json", "@*/*/package.json")
        for path in place.glob(pattern)
    }
    assert set(config.VoilaConfiguration.extension_allowlist) <= named


def made(*asked: str) -> list[str]:
    """The words of the command that `make` runs for this target."""
    asked = ["make", "--dry-run", *asked, "READY="]
    # These tests may run under make themselves, whose flags would make this one talkative.
    apart = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(asked, cwd=ROOT, env=apart, capture_output=True, text=True, check=True)
    return shlex.split(done.stdout.splitlines()[-1])


def make_app(arguments: str) -> list[str]:
    return made("app", f"APP_ARGS={arguments}")


def test_make_app_serves_this_notebook_with_this_configuration():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"(?m)^app: \$\(READY\) ## \w", makefile)
    assert re.search(r"(?m)^app: export JUPYTER_PATH := \$\(CURDIR\)/app$", makefile)
    words = make_app("--port=1234 --no-browser")
    assert (words[0], *words[2:5]) == ("exec", "-m", "voila", "app/attributed.ipynb")
    assert words[5:] == [f"--Voila.config_file_paths={APP}", "--port=1234", "--no-browser"]


@dataclass(frozen=True)
class Served:
    """The app as `make app` serves it, asked without a browser."""

    port: int
    place: Path

    def ask(self, method: str = "GET", path: str = "/", **headers: str) -> http.client.HTTPResponse:
        """The answer, its body read into ``text``; a header's _ stands for -."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asking.request(method, path, headers=named)
        answer = asking.getresponse()
        answer.text = "" if answer.status == 101 else answer.read().decode("utf-8")
        asking.close()
        return answer

    @property
    def kernels(self) -> int:
        return len(list(self.place.glob("voila_*/kernel-*.json")))


@contextmanager
def served(place: Path, arguments: str) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    _, _, *words = make_app(f"--port={port} --no-browser {arguments}")
    environment = os.environ | {"JUPYTER_PATH": str(APP)}
    environment |= {f"JUPYTER_{name}_DIR": str(place / name) for name in ("CONFIG", "RUNTIME")}
    with (place / "log.txt").open("w+") as log:
        command = [sys.executable, *words, f"--Voila.connection_dir_root={place}"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        app = Served(port, place)
        try:
            # Not the page itself: that would be the first visit.
            eventually(lambda: app.ask(path="/voila/static/").status, {403, 404}, server)
            yield app
        finally:
            server.terminate()
            server.wait(60)


def eventually(found, wanted: set[int], server: subprocess.Popen | None = None) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end and (server is None or server.poll() is None):
        try:
            if (seen := found()) in wanted:
                return
        except OSError as failure:
            seen = failure
        time.sleep(0.2)
    pytest.fail(f"found {seen}, not one of {wanted}")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page before any script has run."""
    with served(tmp_path_factory.mktemp("app"), "--preheat_kernel=False") as app:
        yield app.ask().text


def test_page_loads_nothing_from_another_host(page):
    assert not re.findall(r"(?:href|src)=[\"']?\s*(?:https?:)?//[^\"'>\s]*", page)
    assert not re.search(r"@import\s", page)


def test_page_shows_the_heading_and_the_widget_and_no_code(page):
    assert "<title>Attributed: every number in the news, and who said it</title>" in page
    assert "Every number in the news, and who said it" in page
    assert WIDGET_VIEW in page
    assert "load_article" not in page
    assert "Traceback" not in page


# ---- others at the door

AT_ONCE = 3
OTHERS = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1.evil.example",
    "192.0.2.1",
    "localhost.",
]


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    """The app with few places, taken back as soon as a kernel must have started."""
    soon = "--MappingKernelManager.cull_idle_timeout=60 --MappingKernelManager.cull_interval=2"
    place = tmp_path_factory.mktemp("door")
    with served(place, f"--Readers.at_once={AT_ONCE} {soon}") as app:
        eventually(lambda: app.kernels, {1})
        yield app


@pytest.mark.parametrize("host", OTHERS)
def test_name_that_an_attacker_points_here_reaches_nothing(door, host):
    host = host.format(port=door.port)
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    socket_of = {"Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Origin": f"http://{host}"}
    some = "12345678-1234-1234-1234-123456789abc"
    answers = [
        door.ask(Host=host),
        door.ask(path=f"/api/kernels/{some}/channels", Host=host, **upgrade, **socket_of),
        door.ask("POST", f"/voila/api/shutdown/{some}", Host=host),
        door.ask("DELETE", f"/api/kernels/{some}", Host=host),
    ]
    assert [answer.status for answer in answers] == [403] * 4
    assert door.kernels == 1


@pytest.mark.parametrize("told", ["image", "iframe", "frame", "object", "empty", "script", "style"])
def test_page_that_another_page_asks_for_starts_no_kernel(door, told):
    answer = door.ask(Sec_Fetch_Dest=told, Sec_Fetch_Site="cross-site")
    assert (answer.status, door.kernels) == (403, 1)


def test_page_that_is_fetched_before_anybody_asks_for_it_starts_no_kernel(door):
    answer = door.ask(Sec_Fetch_Dest="document", Sec_Purpose="prefetch")
    assert (answer.status, door.kernels) == (403, 1)


def test_kernel_ends_only_at_the_word_of_its_own_page(door):
    opened = door.ask(Sec_Fetch_Dest="document")
    assert opened.status == 200
    kernel = re.search(r'"kernelId": ?"([\w-]+)"', opened.text)[1]
    (token,) = re.findall(r"(?m)^_xsrf=([^;]+)", "\n".join(opened.headers.get_all("Set-Cookie")))
    cookie = f"_xsrf={token}"
    (file,) = door.place.glob(f"voila_*/kernel-{kernel}.json")
    path, own = f"/voila/api/shutdown/{kernel}", {"Cookie": cookie, "X_XSRFToken": token}
    forged = [
        door.ask("POST", path),
        door.ask("POST", path, Cookie=cookie),
        door.ask("POST", path, Cookie=cookie, X_XSRFToken="2|00|00|0"),
        door.ask("POST", path, **own, Origin="http://evil.example"),
        door.ask("DELETE", f"/api/kernels/{kernel}", Cookie=cookie),
    ]
    assert {answer.status for answer in forged} <= {403, 404}
    assert file.exists()
    assert door.ask("POST", path, **own, Origin=f"http://127.0.0.1:{door.port}").status == 204
    eventually(lambda: file.exists(), {False})


def test_hundred_visits_in_a_row_take_no_more_than_their_places_and_give_them_back(door):
    statuses = []
    for _ in range(100):
        answer = door.ask()
        statuses.append(answer.status)
        assert door.kernels <= AT_ONCE
        if answer.status != 200:
            assert "Too many readers: come back in a minute" in answer.text
            assert not re.search(r"(?:href|src)=.?(?:https?:)?//", answer.text)
    assert set(statuses) == {200, 503}
    assert statuses.count(503) > 80
    eventually(lambda: door.ask().status, {200})
    assert door.kernels <= AT_ONCE


def test_make_lab_asks_nobody_for_updates_or_news():
    from jupyterlab.handlers.announcements import NeverCheckForUpdate
    from jupyterlab.labapp import LabApp

    lab = LabApp()
    lab.parse_command_line([word for word in made("lab", "LAB_ARGS=") if "LabApp." in word])
    assert lab.news_url is None
    assert lab.check_for_updates_class is NeverCheckForUpdate
    assert lab.extension_manager == "readonly"
