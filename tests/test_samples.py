"""Every hostile or awkward sample loads or is refused as its line in samples.toml says.

And what loads gives tables that hold: offsets, figures accounted for, the same bytes again,
views in which nothing of the article is markup.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import fuzz_inputs
import fuzzing
import pytest
from stub_finder import plain_finder

from helpers import schema
from helpers.errors import InputError
from helpers.loading import LoadingOptions, load_article
from helpers.passages import find_passages
from helpers.schema import PASSAGE_KINDS, ZONES

FOLDER = Path(__file__).parent / "samples"
SAMPLES = tomllib.loads((FOLDER / "samples.toml").read_text("utf-8"))["sample"]
FACTS = ("title", "outlet", "byline", "url", "lang")


def named(sample):
    told = ",".join(f"{k}={v}" for k, v in sample.get("options", {}).items())
    return sample["file"] + (f"[{told}]" if told else "")


def path_of(sample, folder):
    name = sample["file"]
    if not name.startswith("made/"):
        return FOLDER / name
    path = folder / name.removeprefix("made/")
    path.write_bytes(getattr(fuzz_inputs.making, path.stem)())
    return path


def loaded(sample, folder):
    # In a process of its own only where the sample starves its parser: it costs time.
    options = LoadingOptions(apart=sample.get("apart", False), **sample.get("options", {}))
    return load_article(path_of(sample, folder), options=options)


LOADING = [sample for sample in SAMPLES if sample["expect"] == "loads"]
REFUSED = [sample for sample in SAMPLES if sample["expect"] == "refused"]


def test_every_file_of_the_folder_has_a_line_and_every_line_a_file():
    told = {sample["file"] for sample in SAMPLES if not sample["file"].startswith("made/")}
    lying = {path.name for path in FOLDER.iterdir() if path.is_file()}
    assert told == lying - {"samples.toml", "making.py"}
    assert all(sample["for"] and sample["expect"] in {"loads", "refused"} for sample in SAMPLES)


def test_there_are_more_than_forty_samples():
    assert len({sample["file"] for sample in SAMPLES}) >= 40


@pytest.mark.parametrize("sample", REFUSED, ids=named)
def test_sample_is_refused_in_one_line_that_names_it(sample, tmp_path):
    with pytest.raises(InputError) as refused:
        loaded(sample, tmp_path)
    said = str(refused.value)
    assert sample["says"] in said and "\n" not in said
    # What was found, and what to do.
    assert len(said) < 400 and (": " in said or "not among them" in said)


@pytest.mark.parametrize("sample", LOADING, ids=named)
def test_sample_loads_with_its_facts_and_its_body(sample, tmp_path):
    article = loaded(sample, tmp_path)
    for key in FACTS:
        if key in sample:
            assert getattr(article, key) == (sample[key] or None), key
    if "published" in sample:
        day = dt.date.fromisoformat(sample["published"]) if sample["published"] else None
        assert article.published == day
    for words in sample.get("notes", []):
        assert any(words in note for note in article.notes), article.notes
    zones = dict.fromkeys(ZONES, "")
    for passage in find_passages(article):
        zones[passage.zone] += article.text[passage.start : passage.end] + "\n"
    for words in sample.get("body", []):
        assert words in zones["body"], words
    for words in sample.get("never", []):
        assert words in zones["boilerplate"], f"{words} is lost"
        assert not any(words in zones[zone] for zone in ZONES if zone != "boilerplate"), words
    for words in sample.get("absent", []):
        assert words not in article.text, words


@pytest.mark.parametrize("sample", LOADING, ids=named)
def test_passages_of_sample_cover_its_text_in_order_and_know_their_origin(sample, tmp_path):
    article = loaded(sample, tmp_path)
    passages = find_passages(article)
    covered, before = 0, 0
    for passage in passages:
        assert before <= passage.start < passage.end <= len(article.text)
        assert passage.kind in PASSAGE_KINDS and passage.zone in ZONES
        assert (passage.reason is not None) or passage.zone != "boilerplate"
        between = article.text[before : passage.start]
        assert not re.sub(r"[\s\u200b\ufeff]", "", between)
        before = passage.end
        covered += passage.end - passage.start
    assert not re.sub(r"[\s\u200b\ufeff]", "", article.text[before:])
    if article.origins:
        places = {origin.place for origin in article.origins}
        assert all(passage.origin in places for passage in passages)


@pytest.mark.parametrize("name", ["schema-org-article.html", "latin-1-page.html"])
def test_page_parsed_in_a_process_of_its_own_gives_the_same_article(name):
    here = load_article(FOLDER / name, options=LoadingOptions(apart=False))
    assert load_article(FOLDER / name) == here


def test_element_of_a_page_holds_the_words_of_its_block():
    from lxml import html

    for name in ("schema-org-article.html", "amp.html", "microdata.html", "table-heavy.html"):
        article = load_article(FOLDER / name)
        tree = html.parse(FOLDER / name, html.HTMLParser(encoding="utf-8"))
        for origin in article.origins:
            (element,) = tree.xpath(origin.place)
            inside = " ".join(element.text_content().split())
            words = article.text[origin.start : origin.end].split()
            assert all(word in inside for word in words), origin


@pytest.mark.parametrize("sample", LOADING, ids=named)
def test_tables_of_sample_hold_and_its_view_is_escaped(sample, tmp_path):
    from helpers.tables import tables_of
    from helpers.views.highlight import highlight_html

    tables = tables_of(loaded(sample, tmp_path), find_attributions=plain_finder)
    article = loaded(sample, tmp_path)
    assert article == tables.article
    rows = fuzzing.rows_of(article)
    fuzzing.check_rows(article, rows)
    for name in rows:
        frame = getattr(tables, name)
        again = schema.frame(name, rows[name])
        assert frame.equals(again), f"{name} differs from one run to the next"
    fuzzing.check_view(highlight_html(tables))


@pytest.mark.parametrize(
    "name", ["schema-org-article.html", "script-in-title.html", "lone-surrogate.jsonl", "emoji.txt"]
)
def test_same_sample_gives_the_same_bytes(name, tmp_path):
    fuzzing.check_whole(load_article(FOLDER / name), tmp_path)
