"""The form for an article of one's own, without a browser: each way in, every mistake, no page.

Controls are moved as a page moves them, by a message that holds their new state.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import ipywidgets
import pandas as pd
import pytest
import traitlets
from fuzz_inputs import making
from ipywidgets.widgets.widget import _remove_buffers
from sample_tables import empty_tables, sample_tables
from stub_finder import plain_finder

import helpers.tables
import helpers.views.widgets.article_views as views_module
import helpers.views.widgets.own_article as module
from helpers import (
    article_from_text,
    load_article,
    read_tables,
    save_tables,
    schema,
    tables_of,
    tables_zip,
    your_article,
)
from helpers.errors import InputError, MetadataError, ModelError, OutputError
from helpers.loading import MAX_CHARS, SUFFIXES
from helpers.studies.spreadsheet import download_zip, workbook_bytes
from helpers.views.widgets.article_selection import (
    LONGEST_NAME,
    VIEWS,
    ArticleSelection,
    Upload,
    final_name,
    in_a_form,
)
from helpers.views.widgets.article_views import ArticleViews
from helpers.views.widgets.download import Download
from helpers.views.widgets.file_field import FileField
from helpers.views.widgets.switch import Switch

SAMPLES = Path(__file__).parent / "samples"
STORY = "\n\n".join(making.STORY)
SHORT = "Floods killed at least 12 people in Orla on Monday, police said."
HOSTILE = (
    '"><script>alert(1)</script> said 5 people died.\n\n'
    "<img src=x onerror=alert(1)> officials said 7 homes burned. \u202e99 people fled, he said."
)


@pytest.fixture
def form():
    return your_article()


def told(form) -> str:
    """The status line as it reads."""
    return html.unescape(re.sub(r"<[^>]*>", " ", form.status.value)).strip()


def is_done(form) -> bool:
    return form.progress.value == form.progress.max and told(form).startswith("Read: ")


def given(form, **changes):
    form.selection = ArticleSelection(**changes)
    form.read()
    return form


def press(form) -> None:
    form.read_it.click()


def send_file(form, name: str, data: bytes) -> None:
    """What the page sends when a file is chosen: its bytes come as a view of a buffer."""
    form.upload.set_state({"file": {"name": name, "data": memoryview(data)}})


def widgets_in(widget) -> Iterator[ipywidgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from widgets_in(child)


def unsendable(widget) -> list[str]:
    """Traits of widgets here that no page could be sent."""
    found = []
    for one in widgets_in(widget):
        state, _, _ = _remove_buffers(one.get_state())
        for name, value in state.items():
            try:
                json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
            except (UnicodeEncodeError, ValueError, TypeError) as failure:
                found.append(f"{type(one).__name__}.{name}: {failure}")
    return found


def same(tables, others) -> None:
    assert tables.article.text == others.article.text
    for name in schema.TABLES:
        pd.testing.assert_frame_equal(getattr(tables, name), getattr(others, name))


# --- each way in -------------------------------------------------------------------------


def test_pasted_text_gives_the_tables_of_that_text(form):
    given(form, text=STORY, outlet="The Orla Post", published="2023-03-14")
    assert is_done(form)
    metadata = {"outlet": "The Orla Post"}
    wanted = article_from_text(STORY, published="2023-03-14", metadata=metadata)
    same(form.tables, tables_of(wanted))
    assert form.tables.articles.loc[0, "outlet"] == "The Orla Post"
    assert str(form.tables.articles.loc[0, "published"]) == "2023-03-14"


def test_pasted_text_is_kept_to_the_letter(form):
    text = "\r\nFive people died,\u00a0police said.\r\n\r\n  Two more were hurt. \n"
    assert given(form, text=text).tables.article.text == text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("story.txt", (SAMPLES / "story.txt").read_bytes(), "at least 12"),
        ("page.html", (SAMPLES / "schema-org-article.html").read_bytes(), "at least 12"),
        ("notes.md", (SAMPLES / "markdown.md").read_bytes(), "at least 12"),
        ("report.pdf", making.pdf_of_two_pages(), "3,000 residents"),
        ("report.docx", making.docx_of_a_report(), "12"),
        ("one.csv", b'title,text\r\nFlood,"Five people died, police said."\r\n', "Five people"),
        ("old.txt", (SAMPLES / "latin-1-smart-quotes.txt").read_bytes(), "“We lost 14 houses,”"),
        ("wide.txt", (SAMPLES / "utf-16.txt").read_bytes(), "Five people"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_uploaded_file_is_read_as_the_same_file_on_disk(form, name, data, words, tmp_path):
    send_file(form, name, data)
    press(form)
    assert is_done(form), told(form)
    assert words in form.tables.article.text
    assert form.tables.article.loaded_from == name
    (tmp_path / name).write_bytes(data)
    by_path = given(your_article(), path=str(tmp_path / name))
    same(form.tables, by_path.tables)


def test_encoding_that_had_to_be_guessed_is_told(form):
    send_file(form, "old.txt", (SAMPLES / "latin-1-smart-quotes.txt").read_bytes())
    press(form)
    assert "Note: decoded as cp1252, detected" in told(form)


def test_path_may_stand_in_quotation_marks_and_start_at_home(form, tmp_path, monkeypatch):
    (tmp_path / "my story.txt").write_text(SHORT, "utf-8")
    given(form, path=f' "{tmp_path / "my story.txt"}" ')
    assert is_done(form), told(form)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert is_done(given(your_article(), path="~/my story.txt"))


def test_address_is_fetched_only_when_the_button_is_pressed(form, monkeypatch):
    asked = []

    def fetch(url, **_):
        asked.append(url)
        raise InputError(f"{url} does not answer: check the address")

    monkeypatch.setattr("helpers.loading.fetching.fetch", fetch)
    form.path.set_state({"value": "https://orlapost.example/floods"})
    assert asked == []
    press(form)
    assert asked == ["https://orlapost.example/floods"]
    assert told(form).startswith("Not done. https://orlapost.example/floods does not answer")


def test_metadata_beside_a_file_is_read_and_the_form_overrides_it(form, tmp_path):
    (tmp_path / "a.txt").write_text(SHORT, "utf-8")
    (tmp_path / "a.yaml").write_text("outlet: Beside\npublished: 2020-01-02\n", "utf-8")
    given(form, path=str(tmp_path / "a.txt"))
    assert form.tables.article.outlet == "Beside"
    assert form.tables.article.published == dt.date(2020, 1, 2)
    given(form, path=str(tmp_path / "a.txt"), outlet="Mine", published="2021-03-04")
    assert form.tables.article.outlet == "Mine"
    assert form.tables.article.published == dt.date(2021, 3, 4)


def test_article_given_at_construction_is_read_at_once_and_its_first_view_shown():
    article = load_article(SAMPLES / "story.txt", published="2023-03-14")
    form = your_article(article)
    assert is_done(form)
    assert form.tables.article is article
    assert form.selection == ArticleSelection()
    assert form.results.layout.display is None
    assert list(form.results.children[-1].built) == ["article"]


def test_nothing_is_read_and_nothing_shown_before_it_is_asked_for(form):
    assert form.tables is None
    assert form.results.layout.display == "none"
    assert form.progress.layout.display == "none"
    form.text.set_state({"value": STORY})
    assert form.tables is None and form.status.value == ""


# --- every mistake -----------------------------------------------------------------------

TEXT_AND_FILE = {"text": SHORT, "upload": Upload("a.txt", b"Five died.")}
MISTAKES = {
    "nothing": ({}, "Nothing to read yet: paste a text, upload a file or give a path"),
    "blanks": ({"text": " \n\t "}, "Nothing to read yet: the pasted text holds only blanks"),
    "two ways": (TEXT_AND_FILE, "A pasted text and an uploaded file are given"),
    "three ways": ({**TEXT_AND_FILE, "path": "a.txt"}, "keep one of them"),
    "no day": ({"text": SHORT, "published": "2023-02-30"}, "No calendar has the day 2023-02-30"),
    "no date": ({"text": SHORT, "published": "last week"}, "write it as YYYY-MM-DD"),
    "another order": ({"text": SHORT, "published": "14/03/2023"}, "write it as YYYY-MM-DD"),
    "a week": ({"text": SHORT, "published": "2023-W11-2"}, "write it as YYYY-MM-DD"),
    "missing file": ({"path": "no/such/file.txt"}, "no/such/file.txt does not exist"),
    "a folder": ({"path": "."}, "is a folder"),
    "a path that is none": ({"path": "a\0b"}, "a\ufffdb"),
    "private address": ({"path": "http://127.0.0.1:9/x"}, "127.0.0.1"),
    "odd address": ({"path": "ftp://orla.example/x"}, "ftp"),
    "empty file": ({"upload": Upload("a.txt", b"")}, "a.txt is empty"),
    "binary": ({"upload": Upload("a.txt", b"\x00\x01\x02" * 99)}, "a.txt is binary"),
    "no PDF": ({"upload": Upload("a.pdf", b"Five people died.")}, "does not begin like one"),
    "locked PDF": ({"upload": Upload("a.pdf", making.pdf_locked())}, "a.pdf"),
    "scanned PDF": ({"upload": Upload("a.pdf", making.pdf_of_a_scan())}, "a.pdf"),
    "damaged DOCX": ({"upload": Upload("a.docx", making.docx_cut_short())}, "a.docx"),
    "zip": ({"upload": Upload("a.zip", making.zip_of_other_things())}, "a.zip"),
    "several rows": (
        {"upload": Upload("a.csv", (SAMPLES / "export.csv").read_bytes())},
        "a.csv holds several articles, one a row",
    ),
    "another language": (
        {"upload": Upload("a.txt", (SAMPLES / "german.txt").read_bytes())},
        "not in English",
    ),
    "too long": ({"text": "Five died. " * 30_000}, f"more than the {MAX_CHARS:,} allowed"),
    "too large": ({"upload": Upload("a.txt", b"x" * 9_000_000)}, "9,000,000 bytes"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_one_plain_sentence_and_nothing_is_read(form, name):
    changes, words = MISTAKES[name]
    given(form, **changes)
    assert words in told(form)
    assert form.status.value.count("Not done.") == 1
    assert 'role="alert"' in form.status.value
    assert "Traceback" not in form.status.value and "Error" not in told(form)
    assert "--" not in told(form), "an option of the command line is no advice on a page"
    assert "\n" not in told(form)
    assert form.tables is None
    assert form.results.layout.display == "none"
    assert form.progress.value == 0
    assert form.read_it.disabled is False


@pytest.mark.parametrize("name", MISTAKES)
def test_failed_read_leaves_what_was_read_before_and_says_so(name):
    form = given(your_article(), text=SHORT)
    before, views = form.tables, form.results.children[-1]
    given(form, **MISTAKES[name][0])
    assert form.tables is before
    assert form.results.children[-1] is views
    assert views.comm is None or form.results.layout.display is None
    assert told(form).endswith("What was read before still stands below.")
    assert form.zip.press() == download_zip(before)


def test_error_of_another_kind_is_told_with_its_kind(form, monkeypatch):
    def broken(_):
        raise ZeroDivisionError("<b>split</b>")

    monkeypatch.setattr(helpers.tables, "tables_of", broken)
    given(form, text=SHORT)
    assert "Not done. ZeroDivisionError: &lt;b&gt;split&lt;/b&gt;" in form.status.value
    assert form.tables is None


def test_mistake_can_be_put_right(form):
    given(form, text=SHORT, published="2023-02-30")
    form.published.set_state({"value": "2023-02-28"})
    press(form)
    assert is_done(form)
    assert form.tables.article.published == dt.date(2023, 2, 28)


def test_second_press_while_one_reads_is_dropped(form, monkeypatch):
    seen = []

    def tables_of_seen(article):
        seen.append(form.read_it.disabled)
        return tables_of(article)

    monkeypatch.setattr(helpers.tables, "tables_of", tables_of_seen)
    given(form, text=SHORT)
    assert seen == [True]
    assert form.read_it.disabled is False


ADVICE = [
    "it has 300,000 characters, more than the 240,000 allowed: split it, or raise --max-chars",
    "a is not in English (found: de), and the rules here read English: translate it, or let it "
    "through with --any-language (any_language=True)",
    "a holds several articles, one a row: choose one with --row N (row=N, from 0), or load them "
    "all with load_rows or the folder command",
    "a has no column that is surely the text, but 'x', 'y': name it with --text-column",
    "a is not UTF-8 (byte 3 is 0x92): save it as UTF-8 and try again, or name its encoding with "
    "--encoding (cp1252, detect, …)",
]


@pytest.mark.parametrize("message", ADVICE, ids=lambda message: message[-20:])
def test_advice_for_the_command_line_is_cut_and_the_rest_stays(message):
    cut = in_a_form(message)
    assert "--" not in cut and message.startswith(cut)
    assert len(cut) > 20 and not cut.endswith((",", ":", " "))


def test_message_without_an_option_stays_as_it_is():
    for message in ("a.txt is empty: it needs the article's text", "no such day – or so", ""):
        assert in_a_form(message) == message


# --- hostile names and texts -------------------------------------------------------------

NAMES = [
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows\\win.ini",
    "C:\\secret\\story.txt",
    "..",
    ".",
    "",
    "/",
    " ",
    "a\0b.txt",
    "story.txt\0.exe",
    "Fl\u202etxt.dood",
    "half\ud800.txt",
    "<img src=x onerror=alert(1)>.txt",
    "\n\r\t",
    "x" * 5_000 + ".txt",
    "🌊" * 300 + ".md",
    "." + "y" * 400,
    "CON|<>?*:.txt",
    "~root",
    "$(rm -rf).txt",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_name_of_an_upload_is_one_harmless_component(name, tmp_path):
    clean = final_name(name)
    assert clean and clean not in {".", ".."}
    assert len(clean) <= LONGEST_NAME and clean.isprintable()
    assert not set(clean) & set('/\\\0<>:"|?*')
    (tmp_path / clean).write_bytes(b"")
    assert [path.parent for path in tmp_path.iterdir()] == [tmp_path]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_file_of_any_name_is_read_and_its_name_runs_nowhere(form, name):
    send_file(form, name, SHORT.encode())
    press(form)
    assert is_done(form), told(form)
    assert form.tables.article.loaded_from == final_name(name)
    form.choose(view="tables")
    assert unsendable(form) == []
    assert not [page for page in pages_in(form) if "<img" in page or "<script" in page]


def test_kind_of_an_upload_is_still_told_by_its_ending():
    for suffix in SUFFIXES:
        assert Path(final_name(f"../{'x' * 300}{suffix}")).suffix == suffix


def pages_in(form) -> list[str]:
    """All HTML that the form shows."""
    found = []
    for one in widgets_in(form):
        names = ("value",) if isinstance(one, ipywidgets.HTML) else ("words", "text", "table")
        found += [getattr(one, name) for name in names if isinstance(getattr(one, name, 0), str)]
    return found


@pytest.mark.parametrize("field", ["text", "outlet"])
def test_words_of_the_article_never_become_markup(form, field):
    changes = {"text": SHORT, field: HOSTILE}
    given(form, **changes)
    for view in VIEWS:
        form.choose(view=view)
    assert is_done(form), told(form)
    for page in pages_in(form):
        assert "<script" not in page and "<img src=x" not in page
    assert unsendable(form) == []


@pytest.mark.parametrize("field", ["path", "published"])
def test_what_is_written_in_a_field_never_becomes_markup(form, field):
    given(form, **{"text": SHORT if field != "path" else "", field: HOSTILE})
    assert "Not done." in form.status.value
    assert "<script" not in form.status.value and "<img" not in form.status.value


def test_half_of_a_surrogate_pair_is_kept_in_the_state_and_shown_as_a_stand_in(form):
    text = "Floods killed 12 people in Or\ud800la, police said."
    given(form, text=text, outlet="P\udc00st")
    assert form.selection.text == text
    assert form.text.value == text.replace("\ud800", "?")
    assert is_done(form)
    assert form.tables.article.text == text
    for view in VIEWS:
        form.choose(view=view)
    assert unsendable(form) == []
    same(form.tables, tables_of(article_from_text(text, metadata={"outlet": "P\udc00st"})))


def test_half_of_a_surrogate_pair_in_a_name_is_shown_in_every_view(form):
    given(form, text="Ada Br\ud800enn, the mayor, said 5 people died in Ka\udc00rt.")
    for view in VIEWS:
        form.choose(view=view)
    assert "Not done" not in "".join(pages_in(form))
    assert unsendable(form) == []


def test_ten_thousand_characters_without_a_blank_stay_readable(form):
    given(form, text=f"Police said {'x' * 10_000} people died. Officials said 5 died.")
    form.choose(view="tables")
    assert is_done(form), told(form)
    assert max(len(word) for page in pages_in(form)[-4:] for word in page.split()) < 2_000


@pytest.mark.parametrize(
    "file",
    [
        {"name": "a.txt"},
        {"data": memoryview(b"x")},
        {"name": 5, "data": memoryview(b"x")},
        {"name": "a.txt", "data": 10**10},
        {"name": "a.txt", "data": "text"},
    ],
    ids=[
        "no data",
        "no name",
        "a name that is a number",
        "data that is a number",
        "data that is text",
    ],
)
def test_message_that_no_page_of_ours_sends_is_refused(form, file):
    with pytest.raises(traitlets.TraitError):
        form.upload.set_state({"file": file})
    assert form.selection.upload is None


# --- state -------------------------------------------------------------------------------


def test_state_set_from_python_and_by_controls_is_the_same(tmp_path):
    state = ArticleSelection(
        text=STORY, outlet="The Orla Post", published="2023-03-14", view="estimates"
    )
    by_python = your_article()
    by_python.selection = state
    by_control = your_article()
    for name in ("text", "outlet", "published", "view"):
        getattr(by_control, name).set_state({"value": getattr(state, name)})
    assert by_python.selection == by_control.selection == state
    for name in by_python.controls:
        shown = [
            getattr(f.controls[name].widget, f.controls[name].trait)
            for f in (by_python, by_control)
        ]
        assert shown[0] == shown[1]
    by_python.read()
    press(by_control)
    same(by_python.tables, by_control.tables)
    assert by_python.status.value == by_control.status.value
    assert list(by_control.results.children[-1].built) == ["estimates"]


def test_upload_set_from_python_and_by_the_page_is_the_same(form):
    send_file(form, "a.txt", SHORT.encode())
    other = your_article()
    other.choose(upload=Upload("a.txt", SHORT.encode()))
    assert form.selection == other.selection
    assert form.upload.file == other.upload.file == {"name": "a.txt", "data": SHORT.encode()}
    form.upload.set_state({"file": {}})
    assert form.selection == ArticleSelection()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"view": "map"}, "no view is called 'map'"),
        ({"published": dt.date(2023, 3, 14)}, "published is a date: write it as text"),
        ({"path": Path("a.txt")}, "write it as text"),
        ({"text": None}, "text is a NoneType"),
        ({"upload": b"Five died."}, "upload is a bytes: pass an Upload or None"),
    ],
    ids=str,
)
def test_illegal_state_is_refused_in_words_and_changes_nothing(form, changes, words):
    form.choose(outlet="The Orla Post")
    before = form.selection
    with pytest.raises(ValueError, match=re.escape(words)):
        form.choose(**changes)
    assert form.selection == before
    assert form.outlet.value == "The Orla Post"


def test_form_can_be_emptied_and_keeps_what_was_read(form):
    given(form, text=SHORT, outlet="The Orla Post", view="tables")
    send_file(form, "a.txt", b"Five died.")
    form.empty.click()
    assert form.selection == ArticleSelection(view="tables")
    assert (form.text.value, form.outlet.value, form.upload.file) == ("", "", {})
    assert form.tables is not None


def test_what_was_pasted_is_not_printed_with_the_state(form):
    form.choose(text=SHORT, upload=Upload("a.txt", b"secret"))
    assert SHORT not in repr(form.selection) and "secret" not in repr(form.selection)


# --- without paths -----------------------------------------------------------------------


def test_without_paths_there_is_no_field_for_one_and_python_is_refused():
    form = your_article(paths=False)
    assert "path" not in form.controls
    assert form.path not in list(widgets_in(form))
    for path in ("a.txt", "http://127.0.0.1/", " "):
        with pytest.raises(ValueError, match="No path is taken here"):
            form.selection = ArticleSelection(path=path)
    assert form.selection == ArticleSelection()


def test_without_paths_a_page_that_speaks_for_the_missing_field_reads_nothing(monkeypatch):
    opened = []
    monkeypatch.setattr("helpers.loading.load_article", lambda *a, **k: opened.append(a))
    form = your_article(paths=False)
    form.path.set_state({"value": "/etc/passwd"})
    press(form)
    assert opened == []
    assert told(form) == "Not done. Nothing to read yet: paste a text or upload a file"


def test_without_paths_text_and_files_are_read():
    form = your_article(paths=False)
    assert is_done(given(form, text="http://127.0.0.1/ 5 people died, police said."))
    send_file(form, "a.txt", SHORT.encode())
    form.text.set_state({"value": ""})
    press(form)
    assert is_done(form) and form.tables.article.text == SHORT


# --- progress, notes ---------------------------------------------------------------------


def test_progress_has_a_word_for_each_stage_and_ends_full(form):
    seen = []
    form.stage.observe(lambda change: seen.append((form.progress.value, change["new"])), "value")
    given(form, text=SHORT)
    stages = [(value, re.sub(r"<[^>]*>", "", text)) for value, text in seen]
    assert stages[:3] == [
        (0, "1 of 3: loading"),
        (1, "2 of 3: reading who said what and how much"),
        (2, "3 of 3: drawing"),
    ]
    assert form.progress.value == form.progress.max == 3
    assert form.progress.layout.display is None


def test_status_counts_what_was_read(form):
    given(form, text=STORY, published="2023-03-14")
    counts = {name: len(getattr(form.tables, name)) for name in ("numbers", "claims", "sources")}
    assert told(form).startswith(f"Read: {len(STORY.split())} words, ")
    for noun, n in counts.items():
        assert f"{n} {noun if n != 1 else noun[:-1]}" in told(form)


def test_article_without_a_date_is_read_and_told_what_that_means(form):
    given(form, text=SHORT)
    assert "Note: No date of publication is known" in told(form)
    given(form, text=SHORT, published="2023-03-14")
    assert "Note:" not in told(form)


def test_network_that_is_missing_is_told_and_what_was_read_before_stays(form, monkeypatch):
    def tables_of_nothing(article):
        raise ModelError("the network's file <is> missing; install the package again")

    given(form, text=SHORT)
    before = form.tables
    monkeypatch.setattr(helpers.tables, "tables_of", tables_of_nothing)
    given(form, text=STORY)
    assert told(form).startswith("Not done. the network's file <is> missing; install the package")
    assert "<is>" not in form.status.value and form.tables is before


# --- views -------------------------------------------------------------------------------


@pytest.fixture
def built(monkeypatch):
    """Names of views in the order in which they are built."""
    seen = []
    for name, builder in views_module._BUILDERS.items():
        monkeypatch.setitem(
            views_module._BUILDERS,
            name,
            lambda tables, name=name, builder=builder: seen.append(name) or builder(tables),
        )
    return seen


def test_view_is_built_when_it_is_first_opened_and_then_kept(form, built):
    given(form, text=STORY)
    assert built == ["article"]
    for view in ("estimates", "article", "sources", "tables", "estimates"):
        form.view.set_state({"value": view})
    assert built == ["article", "estimates", "sources", "tables"]


@pytest.mark.parametrize("view", VIEWS)
def test_one_view_is_shown_at_a_time(form, view):
    given(form, text=STORY)
    for other in (*VIEWS, view):
        form.choose(view=other)
    views = form.results.children[-1]
    assert {name for name, one in views.built.items() if one.layout.display is None} == {view}
    assert tuple(views.built.values()) == views.children
    assert "Not done" not in "".join(pages_in(form))


def test_another_article_takes_the_place_of_the_first_in_the_view_that_is_open(form, built):
    given(form, text=STORY, view="tables")
    first = form.results.children[-1]
    given(form, text=SHORT, view="tables")
    second = form.results.children[-1]
    assert second is not first and len(form.results.children) == 3
    assert built == ["tables", "tables"]
    assert "Mayor Ada Brenn" not in "".join(pages_in(form))
    assert first.comm is None and all(one.comm is None for one in widgets_in(first))


def test_view_that_cannot_be_drawn_says_so_in_its_place_and_the_others_stay(form, monkeypatch):
    def broken(_):
        raise ZeroDivisionError("<b>split</b>")

    monkeypatch.setitem(views_module._BUILDERS, "sources", broken)
    given(form, text=STORY)
    form.choose(view="sources")
    assert "ZeroDivisionError: &lt;b&gt;" in form.results.children[-1].built["sources"].value
    form.choose(view="tables")
    assert is_done(form)
    assert "at least 12" in "".join(pages_in(form))


@pytest.mark.parametrize("make", [empty_tables, sample_tables], ids=["empty", "sample"])
def test_every_view_can_be_built_of_any_tables(make):
    views = ArticleViews(make())
    for name in VIEWS:
        views.show(name)
    assert "Not done" not in "".join(pages_in(views))
    assert unsendable(views) == []


def test_tables_show_at_most_two_hundred_rows_and_say_how_many_more():
    text = "\n\n".join(f"Police said {n} people died in Orla." for n in range(1000, 1230))
    views = ArticleViews(tables_of(article_from_text(text), find_attributions=plain_finder))
    views.show("tables")
    numbers = views.built["tables"].children[0].value
    assert "Numbers: 230 rows" in numbers
    assert numbers.count("<tr>") == 201
    assert "30 more rows" in numbers


def test_form_is_one_widget_without_an_output_widget(form):
    given(form, text=STORY)
    for view in VIEWS:
        form.choose(view=view)
    assert isinstance(form, ipywidgets.VBox)
    assert not [w for w in widgets_in(form) if isinstance(w, ipywidgets.Output)]


def test_form_prints_short_and_without_addresses(form):
    assert repr(form) == "<YourArticle: nothing read yet>"
    given(form, path=str(SAMPLES / "story.txt"))
    assert re.fullmatch(r"<YourArticle: Tables of story\.txt: 1 articles, [^>]*>", repr(form))


# --- downloads ---------------------------------------------------------------------------


def quiet_tables():
    return tables_of(article_from_text("It rained."))


def unpacked(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize("make", [sample_tables, quiet_tables])
def test_archive_holds_what_is_saved_and_reads_back_equal(make, format, tmp_path):
    tables = make()
    folder = unpacked(tables_zip(tables, format=format), tmp_path / "unpacked")
    same(read_tables(folder), tables)
    saved = save_tables(tables, tmp_path / "saved", format=format)
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in saved)
    for path in saved:
        assert (folder / path.name).read_bytes() == path.read_bytes()


def test_two_archives_of_the_same_tables_have_the_same_bytes():
    text = "Floods killed 12 people in Or\ud800la, police said."
    first, second = (tables_zip(tables_of(article_from_text(text))) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = [*(f"{table}.csv" for table in schema.TABLES), "article.txt"]
        assert archive.namelist() == names


def test_archive_of_an_unknown_format_is_refused():
    with pytest.raises(OutputError, match="format is 'xml': use one of csv, parquet"):
        tables_zip(sample_tables(), format="xml")


def test_downloads_are_those_of_the_article_last_read(form):
    given(form, text=STORY)
    assert form.zip.data == b"", "nobody asked for it yet"
    assert form.zip.press() == form.zip.data == download_zip(form.tables)
    assert form.spreadsheet.press() == workbook_bytes(form.tables)[0]
    assert form.zip.filename == f"tables-{form.tables.article.article_id}.zip"
    given(form, text=SHORT)
    assert form.zip.data == form.spreadsheet.data == b""
    assert form.zip.press() == download_zip(form.tables)
    assert form.spreadsheet.filename == f"tables-{form.tables.article.article_id}.xlsx"


@pytest.fixture
def sent(monkeypatch):
    """What a download tells its page."""
    told = []
    monkeypatch.setattr(Download, "send", lambda self, content, buffers=None: told.append(content))
    return told


def ask(download) -> None:
    """What a page sends when the button is pressed and there are no bytes yet."""
    download._handle_custom_msg("make", [])


def test_bytes_are_made_at_the_first_press_and_once(sent):
    made = []
    download = Download("Tables", "t.zip", make=lambda: made.append(1) or b"bytes")
    assert download.data == b""
    ask(download)
    ask(download)
    assert download.data == b"bytes" and made == [1]
    assert sent == [{"made": 5}, {"made": 5}]


def test_bytes_given_are_kept_and_nothing_is_made(sent):
    download = Download("Tables", "t.zip", b"given", make=lambda: 1 / 0)
    assert download.press() == b"given"
    ask(download)
    assert sent == [{"made": 5}]


def test_bytes_that_cannot_be_made_are_told_beside_the_button(sent):
    def refused():
        raise OutputError("the disk is full: make <room>")

    ask(Download("Tables", "t.zip", make=refused))
    ask(Download("Tables", "t.zip", make=lambda: 1 / 0))
    assert "Not done. the disk is full: make &lt;room&gt;" in sent[0]["refused"]
    assert "ZeroDivisionError" in sent[1]["refused"]


def test_download_with_nothing_to_save_says_so(sent):
    ask(Download("Tables", "t.zip"))
    assert sent == [{"made": 0}]


def test_other_messages_make_nothing(sent):
    download = Download("Tables", "t.zip", make=lambda: b"bytes")
    for content in ("", "MAKE", {"make": True}, None, 5):
        download._handle_custom_msg(content, [])
    assert sent == [] and download.data == b""


def test_small_widgets_print_short():
    assert repr(Download("Tables", "t.zip", b"12345")) == "<Download 't.zip': 5 bytes>"
    field = FileField("or a file", [".txt", ".md"])
    assert field.accept == ".txt,.md"
    assert repr(field) == "<FileField 'or a file': no file>"
    field.file = {"name": "a.txt", "data": b"x"}
    assert repr(field) == "<FileField 'or a file': one file>"
    switch = Switch("Views", [("a", "A"), ("b", "B")], value="b")
    assert repr(switch) == "<Switch 'Views': b>"
    with pytest.raises(traitlets.TraitError, match="no option is 'c'; options are a, b"):
        switch.value = "c"
    assert switch.value == "b"


@pytest.mark.parametrize("written", ["", "  "])
def test_no_date_is_a_date_that_is_not_known(written):
    assert module.load_selected(ArticleSelection(text=SHORT, published=written)).published is None


def test_loading_what_is_selected_refuses_in_the_words_of_the_loaders():
    with pytest.raises(InputError):
        module.load_selected(ArticleSelection())
    with pytest.raises(MetadataError):
        module.load_selected(ArticleSelection(text=SHORT, published="soon"))


# --- a press that overtakes what was typed before it ---------------------------------------


def pressed(form, **values) -> None:
    """What the page sends when the button is pressed: the values of its fields come along."""
    blank = {"text": "", "path": "", "outlet": "", "published": "", "upload": {}}
    form.read_it._handle_custom_msg({"pressed": blank | values}, [])


def test_press_reads_what_the_page_has_whatever_came_before_it(form):
    form.text.value = SHORT
    pressed(form, text=SHORT, published="2023-02-28", outlet="The Norland Post")
    assert is_done(form), told(form)
    assert form.tables.article.published == dt.date(2023, 2, 28)
    assert form.selection == ArticleSelection(
        text=SHORT, outlet="The Norland Post", published="2023-02-28"
    )
    assert form.published.value == "2023-02-28"
    pressed(form, text=SHORT, published="yesterday")
    assert "YYYY-MM-DD" in told(form)


def test_press_keeps_what_the_page_cannot_show_of_a_text(form):
    text = f"{SHORT} Or\ud800la."
    form.selection = ArticleSelection(text=text)
    pressed(form, text=form.text.value)
    assert form.tables.article.text == text


def test_press_waits_for_a_file_that_is_on_its_way(form, monkeypatch):
    data = SHORT.encode()
    waits = iter([lambda: None, lambda: send_file(form, "story.txt", data)])
    monkeypatch.setattr(module.time, "sleep", lambda _: next(waits)())
    pressed(form, upload={"name": "story.txt", "size": len(data)})
    assert is_done(form), told(form)
    assert form.tables.article.text == SHORT


def test_press_says_so_where_the_file_does_not_come(form, monkeypatch):
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    pressed(form, upload={"name": "story.txt", "size": 12})
    assert "still on its way" in told(form)
    assert form.tables is None
    send_file(form, "story.txt", SHORT.encode())
    pressed(form)  # and where the page has none any more, an old one is not read
    assert "still on its way" in told(form)


@pytest.mark.parametrize(
    "content", [None, "pressed", {"pressed": None}, {"pressed": [1]}, {"other": {}}]
)
def test_foreign_message_to_the_button_reads_nothing(form, content):
    form.read_it._handle_custom_msg(content, [])
    assert told(form) == ""


@pytest.mark.parametrize("value", [None, 7, ["a"], {"name": "x"}])
def test_crafted_value_of_a_press_is_told(form, value):
    pressed(form, published=value, text=SHORT)
    assert "published is a" in told(form)
    assert form.tables is None


def test_path_that_a_visitor_sends_with_a_press_is_not_read():
    form = your_article(paths=False)
    pressed(form, path="/etc/hostname")
    assert "Nothing to read yet" in told(form)
    assert form.selection.path == ""
