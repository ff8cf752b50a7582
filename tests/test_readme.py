"""The README says what is true of the code: its three lines run, its picture's words are ours."""

import re
from pathlib import Path

import pytest

import helpers

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_three_lines_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    lines = re.search(r"## Three lines\n\n```python\n(.*?)```", README, re.DOTALL)[1]
    names: dict = {}
    exec(lines, names)
    assert len(names["tables"].numbers) == 13


def test_picture_carries_the_sentence_that_its_table_makes():
    alt = re.search(r"!\[(.*?)\]\(docs/pictures/estimates\.png\)", README, re.DOTALL)[1]
    tables = helpers.tables_of(
        helpers.load_article(ROOT / "data" / "articles" / "moscow-times-2022-03-29.txt")
    )
    assert " ".join(alt.split()) == helpers.estimates_alt(tables), "scripts/refresh_pictures.py"
    assert (ROOT / "docs" / "pictures" / "estimates.png").stat().st_size > 20_000


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_file_that_it_links_to_stands(target):
    assert (ROOT / target).exists()


def test_every_notebook_has_its_question_in_the_table():
    listed = re.findall(r"\]\(notebooks/([^)]+)\)", README)
    assert sorted(listed) == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


def test_public_names_are_few_and_all_import():
    assert len(helpers.__all__) <= 25
    assert all(callable(getattr(helpers, name)) for name in helpers.__all__)


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_notebook_imports_from_nowhere_deeper_than_helpers(path):
    assert "from helpers." not in path.read_text("utf-8")
