"""The word lists: each of them is read by some rule."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from helpers import article_from_text, tables_of

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "helpers"
CODE = "\n".join(path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py")))

# Read whole, whatever the names of the lists in them.
WHOLE = {"topics"}

LISTS = [
    (path.stem, name)
    for path in sorted((PACKAGE / "vocabulary").glob("*.toml"))
    if path.stem not in WHOLE
    for name in tomllib.loads(path.read_text("utf-8"))
]


@pytest.mark.parametrize(("file", "name"), LISTS, ids=lambda part: part)
def test_each_list_of_words_is_named_in_the_code(file, name):
    assert f'"{name}"' in CODE, f"{file}.toml: no code reads {name!r}: take it out, or use it"


def test_homes_have_no_hashtag():
    # "#affected+hh" counts households, which are people and not what they lived in.
    text = "More than 80,000 homes were destroyed and 12 people were killed in Hollin."
    numbers = tables_of(article_from_text(text)).numbers.set_index("kind")
    assert numbers["hxl"].isna()["homes"] and numbers["hxl"]["killed"] == "#affected+killed"
