"""Corrections in a real browser: an article checked with the keys alone, and all of it on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browsing import eventually, notebook_page

pytest_plugins = ["browsing"]
pytestmark = pytest.mark.browser

STORY = " ".join(f"Police in Town{chr(65 + k)} said {k + 3} people were killed." for k in range(25))
MOST_PRESSES = 90


def cells(log: Path) -> tuple[str, ...]:
    return (
        "from functools import partial\nfrom pathlib import Path\n"
        "from helpers import article_from_text, tables_of\n"
        "from helpers.studies.review import append_event, read_log\n"
        "from helpers.views.widgets import review_board\n"
        f"path = Path({str(log)!r})\npath.touch()\n"
        f"tables = tables_of(article_from_text({STORY!r}))",
        "board = review_board(\n"
        "    tables, 'ana', keep=partial(append_event, path), log=read_log(path)\n"
        ")\nboard",
    )


def on_disk(log: Path) -> list[dict]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


class Checking:
    """A person at the keys: what was pressed, and what the page and the file say then."""

    def __init__(self, notebook, log: Path) -> None:
        self.notebook, self.page, self.log = notebook, notebook.page, log
        self.presses = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def sees(self, start: str) -> None:
        progress = self.page.locator(".progress")
        assert eventually(lambda: progress.text_content()[: len(start)], start) == start

    def kept(self, op: str) -> None:
        assert eventually(lambda: [e["op"] for e in on_disk(self.log)][-1:], [op]) == [op]


def chooses_a_reporter_in_the_text_and_takes_it_back(person: Checking) -> None:
    page, ask = person.page, person.notebook.kernel
    first = ask("print(board.selection.picked[0])")
    person.press("e")
    mention = page.locator("[data-pick*='-s']").filter(has_text="TownK").first
    chosen = mention.get_attribute("data-pick")
    mention.click()
    form = page.get_by_label("What source is")
    assert eventually(form.input_value, json.dumps(chosen)) == json.dumps(chosen)
    person.press("Enter")
    person.sees("1 of 25 checked")
    reporter = f"print(board.desk.tables.numbers.set_index('number_id')['source_id'][{first!r}])"
    assert ask(reporter) == chosen
    assert ask("print(board.selection.picked[0])") == first
    person.press("u")
    person.sees("0 of 25 checked")
    person.kept("revert")


def checks_every_row(person: Checking) -> None:
    for done in range(1, 26):
        if done % 8 == 0:  # every eighth was hurt, not killed
            person.press("e", "Tab", "i", "Enter")
            person.kept("set")
        person.press("x" if done == 25 else "c")
        person.sees(f"{done} of 25 checked")


def test_an_article_of_25_numbers_is_corrected_with_the_keys_alone(lab, window_of_all, tmp_path):
    log = tmp_path / "ana.review.jsonl"
    source = cells(log)
    path = lab.write("review", source)
    with notebook_page(window_of_all, lab, path) as notebook:
        notebook.run_all(len(source))
        person = Checking(notebook, log)
        person.sees("0 of 25 checked; about")
        notebook.page.locator("button[data-act=confirm]").focus()
        chooses_a_reporter_in_the_text_and_takes_it_back(person)
        person.presses = 0
        checks_every_row(person)
        assert person.presses <= MOST_PRESSES
        events = on_disk(log)
        assert [event["op"] for event in events].count("set") == 4
        assert events[-1]["op"] == "reject"
        assert notebook.errors() == []

        # A thousand more by script; the page is loaded anew, and all of them are there.
        notebook.kernel(
            "row = board.desk.tables.numbers['number_id'].iloc[0]\n"
            "for k in range(1000): board.desk.set(row, 'place', f'Town {k}')"
        )
        notebook.page.reload()
        notebook.page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget != null")
    with notebook_page(window_of_all, lab, path) as notebook:
        notebook.run_all(len(source))
        assert len(on_disk(log)) == len(events) + 1000
        assert notebook.kernel("len(board.desk.log.events)") == str(len(events) + 1000)
        Checking(notebook, log).sees("25 of 25 checked")
        assert notebook.page.locator("[data-pick]").filter(has_text="Town 999").count()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_board_is_pictured_with_its_form_open_and_axe_finds_nothing(
    lab, window_of_all, tmp_path, theme
):
    source = cells(tmp_path / "ana.review.jsonl")
    path = lab.write("review", source)
    with notebook_page(window_of_all, lab, path, theme=theme) as notebook:
        notebook.run_all(len(source))
        Checking(notebook, tmp_path / "ana.review.jsonl").sees("0 of 25 checked")
        notebook.page.locator("button[data-act=edit]").click()
        notebook.page.wait_for_timeout(500)
        notebook.screenshot(f"review_board-{theme}")
        assert notebook.violations() == []
        assert notebook.errors() == []
