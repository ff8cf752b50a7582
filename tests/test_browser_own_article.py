"""One's own article in a real browser: pasted, uploaded, refused in words, read, saved; the app."""

from __future__ import annotations

import io
import shutil
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from browsing import PANEL, ROOT, SCREENSHOTS, eventually, notebook_page, violations, voila
from hostile import TEXT as HOSTILE

from helpers import read_tables

pytest_plugins = ["browsing"]
pytestmark = pytest.mark.browser

CELLS = ("from helpers.views.widgets import *", "y = your_article()\ny")
VIEWS = ("The article", "Estimates", "Sources", "Tables")
STORY = (
    "Flood waters reach Hollin\n\n"
    "At least 340 people were killed in Hollin, health minister Ada Brenning said on Monday.\n\n"
    '"We have 57 injured patients," a doctor at the hospital said.\n'
)
FIELDS = ["Text", "or a path", "Publisher", "Published"]
MISTAKES = {
    "nothing is given": "Nothing to read yet",
    "a text of blanks": "Nothing to read yet",
    "a date that is none": "YYYY-MM-DD",
    "a path where nothing is": "no-such-file.txt",
    "a picture named as text": "story.txt",
}


class Form:
    """The form for one's own article, filled in as a person would."""

    def __init__(self, page, at):
        self.page, self.at = page, at

    def field(self, label):
        return self.at.get_by_label(label, exact=True)

    def read(self):
        self.at.get_by_role("button", name="Read it").click()

    def status(self):
        """What stands outside of shadow roots: the form's own lines."""
        return self.at.inner_text()

    def says(self, words):
        found = eventually(lambda: words in self.status(), True, seconds=20)
        assert found, (self.status(), self.filled())

    def filled(self):
        """What stands in the fields."""
        return {name: self.field(name).input_value() for name in FIELDS}

    def shows(self, words):
        """Waits until these words stand visibly anywhere, in shadow roots too."""
        self.at.get_by_text(words).locator("visible=true").first.wait_for()

    def empty(self):
        self.at.get_by_role("button", name="Empty the form").click()
        assert eventually(self.field("Text").input_value, "") == ""
        assert eventually(self.field("or a path").input_value, "") == ""


@pytest.fixture(scope="module")
def notebook(lab, window_of_all):
    with notebook_page(window_of_all, lab, lab.write("own-article", CELLS)) as notebook:
        notebook.run_all(len(CELLS))
        assert notebook.errors() == []
        yield notebook


@pytest.fixture
def form(notebook):
    at = notebook.page.locator(f"{PANEL} .jp-Cell[data-windowed-list-index='1'] .jp-OutputArea")
    form = Form(notebook.page, at)
    form.empty()
    yield form
    assert notebook.errors() == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_answered_by_a_plain_sentence(form, mistake, tmp_path):
    if mistake == "a text of blanks":
        form.field("Text").fill(" \n ")
    elif mistake == "a date that is none":
        form.field("Text").fill(STORY)
        form.field("Published").fill("yesterday")
    elif mistake == "a path where nothing is":
        form.field("or a path").fill("no-such-file.txt")
    elif mistake == "a picture named as text":
        picture = tmp_path / "story.txt"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
        form.field("or a file").set_input_files(picture)
    form.read()
    alert = form.at.get_by_role("alert").filter(has_text="Not done.")
    form.says(MISTAKES[mistake])
    assert "Traceback" not in form.status() and "Error" not in alert.inner_text()


def test_pasted_article_is_read_and_every_view_opens(form, notebook):
    form.field("Text").fill(STORY)
    form.field("Publisher").fill("The Norland Post")
    form.field("Published").fill("2031-05-06")
    form.read()
    form.says("Read: ")
    form.says("The Norland Post")
    for view in VIEWS:
        button = form.at.get_by_role("button", name=view, exact=True)
        button.click()
        form.shows("340")
        assert button.get_attribute("aria-pressed") == "true"
    assert notebook.kernel("print(len(y.tables.numbers))") == "2"
    form.at.get_by_role("button", name=VIEWS[0], exact=True).click()
    number = form.at.locator(".panes .text .numbers[data-pick]").first
    number.click()
    assert "lit" in number.get_attribute("class").split()


def test_uploaded_file_is_read(form, tmp_path):
    path = tmp_path / "story of ours.txt"
    path.write_text(STORY.replace("340", "341"), "utf-8")
    form.field("or a file").set_input_files(path)
    form.read()
    form.says("Read: ")
    form.shows("341")


def test_download_gives_a_zip_of_the_tables_that_reads_back(form, tmp_path):
    form.field("Text").fill(STORY)
    form.read()
    form.says("Read: ")
    for _ in range(2):  # made at the first press, kept for the second
        with form.page.expect_download() as download:
            form.at.get_by_role("button", name="Tables (.zip)").click()
        with zipfile.ZipFile(download.value.path()) as archive:
            assert archive.testzip() is None
            archive.extractall(tmp_path / "tables")
    folders = [path.parent for path in (tmp_path / "tables").rglob("numbers.*")]
    assert len(read_tables(folders[0]).numbers) == 2


def test_spreadsheet_is_saved_too(form):
    form.field("Text").fill(STORY)
    form.read()
    form.says("Read: ")
    with form.page.expect_download() as download:
        form.at.get_by_role("button", name="Spreadsheet (.xlsx)").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    data = download.value.path().read_bytes()
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_hostile_article_pasted_runs_nothing(form):
    form.field("Text").fill(HOSTILE)
    form.field("Publisher").fill(HOSTILE[:200])
    form.read()
    form.says("Read: ")
    for view in VIEWS:
        form.at.get_by_role("button", name=view, exact=True).click()
        form.page.wait_for_timeout(300)
    assert form.page.evaluate("() => String(window.__hacked)") == "undefined"


# ---- the app


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A copy of what the app is served from; its kernels are written down there too."""
    place = tmp_path_factory.mktemp("app")
    for name in ("app", "data"):
        shutil.copytree(ROOT / name, place / name)
    return place


@pytest.fixture(scope="module")
def app(place):
    """The address of the app, served as `make app` serves it."""
    with voila(place) as url:
        yield url


def kernels(place):
    return {path.stem for path in place.glob("voila_*/kernel-*.json")}


HOSTILE_PAGE = """<!doctype html><title>Another page</title>
{images}
<iframe src="{app}"></iframe><object data="{app}?o"></object><embed src="{app}?e">
<script src="{app}?s"></script><link rel="stylesheet" href="{app}?c">
<video src="{app}?v"></video><iframe name="hole"></iframe>
<form method="post" target="hole" action="{app}voila/api/shutdown/1-1-1-1-1"></form>
<script>
  document.forms[0].submit();
  fetch("{app}?f", {{mode: "no-cors"}}).catch(() => null);
</script>"""


# First: later, the kernel that replaces a visitor's could be mistaken for its doing.
def test_page_of_another_origin_starts_and_ends_no_kernel(app, place, window_of_all):
    images = "".join(f'<img src="{app}?{n}">' for n in range(6))
    hostile = HOSTILE_PAGE.format(app=app, images=images)
    assert eventually(lambda: len(kernels(place)), 1, seconds=90) == 1, "the one that waits"
    before = kernels(place)
    with pages_of_another_origin(hostile) as address:
        page = window_of_all.new_page()
        asked, statuses = [], []
        page.on("request", lambda sent: sent.url.startswith(app) and asked.append(sent.url))
        page.on("response", lambda got: got.url.startswith(app) and statuses.append(got.status))
        page.goto(address, timeout=120_000)
        assert eventually(lambda: len(asked) >= 11, True, seconds=30), asked
        page.wait_for_timeout(3000)
        page.close()
    # The browser keeps to itself what some of them were answered.
    assert statuses and set(statuses) <= {403, 404}
    assert kernels(place) == before


@contextmanager
def pages_of_another_origin(html):
    """The address of a server whose only page this is."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_):
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_first_visitor_of_the_app_sees_the_reader_and_it_answers(app, window_of_all):
    page = window_of_all.new_page()
    page.set_viewport_size({"width": 1280, "height": 1000})
    failures, elsewhere = [], []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("request", lambda request: elsewhere.append(request.url))
    page.goto(app, timeout=120_000)
    number = page.locator(".panes .text .numbers[data-pick]").first
    number.wait_for()
    number.click()
    assert "lit" in number.get_attribute("class").split()
    lit = page.locator(".panes .table tr.lit")
    assert eventually(lit.count, 1) == 1
    page.get_by_role("button", name="Estimates", exact=True).click()
    page.get_by_text("numbers shown").wait_for()
    assert violations(page, "body") == []
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "app.png", full_page=True)
    assert page.get_by_label("or a path", exact=True).count() == 0
    assert failures == []
    here = ("blob:", "data:", app)
    assert [url for url in elsewhere if not url.startswith(here)] == []
    page.close()


def test_page_that_closes_ends_its_kernel(app, place, window_of_all):
    page = window_of_all.new_page()
    page.goto(app, timeout=120_000)
    page.locator(".panes .text .numbers[data-pick]").first.wait_for()
    own = "kernel-" + page.evaluate(
        "() => JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    assert own in kernels(place)
    page.goto("about:blank")
    assert eventually(lambda: own in kernels(place), False, seconds=30) is False
    page.close()
