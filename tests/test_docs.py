"""The site: what is made for it from the code, and what its checks find."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path

import pytest

import helpers
from helpers.schema import TABLES

ROOT = Path(__file__).resolve().parents[1]
_spec = importlib.util.spec_from_file_location("build_docs", ROOT / "scripts" / "build_docs.py")
build_docs = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build_docs)


def test_every_public_name_has_its_example():
    groups = tomllib.loads((ROOT / "docs" / "site" / "examples.toml").read_text("utf-8"))
    named = [name for names in groups.values() for name in names]
    assert len(named) == len(set(named)) and set(helpers.__all__) <= set(named)
    assert all(hasattr(helpers, name) for name in named)


def test_every_column_and_every_closed_word_has_an_anchor():
    page = build_docs.tables_page()
    for table, columns in TABLES.items():
        for column in columns:
            assert f"\n({table}.{column.name})=\n" in page
            for word in column.words:
                assert f'id="{table}.{column.name}.{word}"' in page


def test_links_of_the_repository_become_links_of_the_site():
    text = "[a](../data/CODEBOOK.md#numbers) [b](../src/helpers/schema.py) [c](https://x.org/)"
    assert build_docs._relinked(text, "docs/widgets.md", "howto/widgets.md") == (
        "[a](../reference/tables.md#numbers) b (`src/helpers/schema.py` in the repository) "
        "[c](https://x.org/)"
    )


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ('<a href="gone.html">x</a>', "index.html links to gone.html, which is not there"),
        ('<a href="#gone">x</a>', "index.html links to #gone, which has no such anchor"),
        ('<script src="https://cdn.example/x.js"></script>', "index.html loads https"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "index.html loads //cdn"),
        ('<img src="gone.png" alt="">', "index.html links to gone.png"),
    ],
)
def test_planted_fault_of_the_site_is_found(tmp_path, markup, fault):
    (tmp_path / "index.html").write_text(f'<p id="here"><a href="#here">x</a>{markup}')
    (found,) = build_docs.faults_of(tmp_path)
    assert found.startswith(fault)


def test_sound_site_has_no_fault(tmp_path):
    (tmp_path / "index.html").write_text('<p id="here"><a href="#here">x</a> <a href="b.html#c">')
    (tmp_path / "b.html").write_text('<p id="c"><a href="https://example.org/">elsewhere</a>')
    assert build_docs.faults_of(tmp_path) == []
