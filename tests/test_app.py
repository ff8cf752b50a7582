"""The app is what it says: one page, made by the code that stands in it, for this machine alone."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from jupyter_core.paths import jupyter_path
from traitlets.config.loader import PyFileConfigLoader

from helpers.execution import METADATA, WIDGET_VIEW, execute_notebook, title_of
from helpers.widgets import ArticleSelection, YourArticle

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


def make_app(arguments: str) -> list[str]:
    """The words of the command that `make app` runs."""
    asked = ["make", "--dry-run", "app", "READY=", f"APP_ARGS={arguments}"]
    # These tests may run under make themselves, whose flags would make this one talkative.
    apart = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(asked, cwd=ROOT, env=apart, capture_output=True, text=True, check=True)
    return shlex.split(done.stdout.splitlines()[-1])


def test_make_app_serves_this_notebook_with_this_configuration():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"(?m)^app: \$\(READY\) ## \w", makefile)
    assert re.search(r"(?m)^app: export JUPYTER_PATH := \$\(CURDIR\)/app$", makefile)
    words = make_app("--port=1234 --no-browser")
    assert (words[0], *words[2:5]) == ("exec", "-m", "voila", "app/attributed.ipynb")
    assert words[5:] == [f"--Voila.config_file_paths={APP}", "--port=1234", "--no-browser"]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page as `make app` serves it, before any script has run."""
    place = tmp_path_factory.mktemp("app")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    _, _, *words = make_app(f"--port={port} --no-browser --preheat_kernel=False")
    environment = os.environ | {"JUPYTER_PATH": str(APP)}
    environment |= {f"JUPYTER_{name}_DIR": str(place / name) for name in ("CONFIG", "RUNTIME")}
    with (place / "log.txt").open("w+") as log:
        command = [sys.executable, *words]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield answer_of(f"http://127.0.0.1:{port}/", server)
        finally:
            server.terminate()
            server.wait(20)


def answer_of(url: str, server: subprocess.Popen) -> str:
    end = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                return answer.read().decode("utf-8")
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail("Voilà did not answer")


def test_page_loads_nothing_from_another_host(page):
    assert not re.findall(r"(?:href|src)=[\"']?\s*(?:https?:)?//[^\"'>\s]*", page)
    assert not re.search(r"@import\s", page)


def test_page_shows_the_heading_and_the_widget_and_no_code(page):
    assert "<title>Attributed: every number in the news, and who said it</title>" in page
    assert "Every number in the news, and who said it" in page
    assert WIDGET_VIEW in page
    assert "load_article" not in page
    assert "Traceback" not in page
