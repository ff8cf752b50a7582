import os

import pandas as pd
import pytest

from helpers import schema
from helpers.errors import InputError, OutputError
from helpers.loading import article_from_text
from helpers.tables import store

TEXT = 'Line one,\r\n"two" =SUM(A1) 5 died.\n'


@pytest.fixture
def saved():
    article = article_from_text(TEXT, published="2020-01-02", metadata={"outlet": 'O, "P"'})
    frames = {table: schema.frame(table, []) for table in schema.TABLES}
    frames["articles"] = schema.frame(
        "articles",
        [
            {
                "article_id": article.article_id,
                "sha256": article.sha256,
                "outlet": article.outlet,
                "published": "2020-01-02",
                "n_chars": len(TEXT),
                "n_words": 5,
            }
        ],
    )
    frames["residue"] = schema.frame(
        "residue",
        [
            {
                "article_id": article.article_id,
                "start": 0,
                "end": 18,
                "text": TEXT[:18],
                "reason": "idiom",
            }
        ],
    )
    return article, frames


@pytest.mark.parametrize("format", store.FORMATS)
def test_what_was_saved_reads_back_whole(saved, tmp_path, format):
    article, frames = saved
    store.write_folder(article, frames, tmp_path / "out", format)
    again, read = store.read_folder(tmp_path / "out")
    assert again == article
    for table in schema.TABLES:
        pd.testing.assert_frame_equal(read[table], frames[table])


def test_cells_are_verbatim_and_na_is_empty(saved, tmp_path):
    article, frames = saved
    store.write_folder(article, frames, tmp_path, "csv")
    data = (tmp_path / "residue.csv").read_bytes()
    assert data.startswith(b"article_id,start,end,text,reason\r\n")
    assert b'"Line one,\r\n""two"" =",idiom' in data
    assert b',,"O, ""P""",,2020-01-02,,,' in (tmp_path / "articles.csv").read_bytes()


def test_unknown_format_is_refused(saved, tmp_path):
    with pytest.raises(OutputError, match="csv, parquet"):
        store.write_folder(*saved, tmp_path, "xlsx")


def test_failure_while_moving_puts_back_what_stood_there(saved, tmp_path, monkeypatch):
    store.write_folder(*saved, tmp_path, "csv")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    moves = []

    def replace(source, target, real=os.replace):
        moves.append(target)
        if len(moves) == len(schema.TABLES) + 4:
            raise OSError(28, "No space left on device")
        real(source, target)

    article, frames = saved
    changed = {**frames, "residue": schema.frame("residue", [])}
    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OutputError, match="No space left"):
        store.write_folder(article, changed, tmp_path, "csv")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_folder_that_was_made_for_a_failed_write_is_taken_away(saved, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_write_table", full)
    with pytest.raises(OutputError):
        store.write_folder(*saved, tmp_path / "new", "csv")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "damage", [b"", b"a,b\r\n1,2\r\n", b"article_id,start,end,text,reason\r\nx,one,2,t,idiom\r\n"]
)
def test_damaged_table_is_refused_by_name(saved, tmp_path, damage):
    store.write_folder(*saved, tmp_path, "csv")
    (tmp_path / "residue.csv").write_bytes(damage)
    with pytest.raises(InputError, match=r"residue\.csv"):
        store.read_folder(tmp_path)


def test_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"has no articles\.csv"):
        store.read_folder(tmp_path)
    with pytest.raises(InputError, match="is no folder"):
        store.read_folder(tmp_path / "none")
