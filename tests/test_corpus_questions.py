"""What a corpus answers: its numbers, days, sources and words, and which articles are copies."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile

import pytest

from helpers.errors import InputError, OutputError
from helpers.fingerprints import fingerprints_of
from helpers.studies.corpus import Corpus, copies_of, run_corpus

DAYS = (("Tarn", 14, 5), ("Tarn", 15, 9), ("Lesk", 15, 30), ("Marl", 16, 2))
WORDS = [
    f"{a}{b}"
    for a in ("kar", "mel", "tos", "vin", "dru", "pal")
    for b in ("an", "eth", "ild", "om", "usk", "ard")
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    home = tmp_path_factory.mktemp("questions")
    rows = [
        {
            "text": f"Floods in {town} killed at least {dead} people, Mayor Ada Brenn said.\n"
            f"Police said {dead * 100} residents of {town} were evacuated.\n",
            "published": f"2023-03-{day}",
            "outlet": f"The {town} Courier",
        }
        for town, day, dead in DAYS
    ]
    export = home / "it's export.jsonl"
    export.write_text("\n".join(map(json.dumps, rows)))
    run_corpus(export, home / "it's out")
    with Corpus(home / "it's out") as opened:
        yield opened


def test_numbers_are_those_that_fit_all_that_is_asked(corpus):
    killed = corpus.numbers(kind="killed")
    assert sorted(killed["low"]) == [2, 5, 9, 30]
    assert killed["published"].tolist() == sorted(f"2023-03-{day}" for _, day, _ in DAYS)
    assert corpus.numbers(kind="killed", at_least=9)["low"].min() == 9
    assert set(corpus.numbers(place="tarn")["place"]) <= {"Tarn"}
    assert len(corpus.numbers(kind="killed", words="lesk")) == 1
    assert len(corpus.numbers(kind="killed", reporter="brenn")) == 4
    assert corpus.numbers(kind="killed", words="nowhere").empty


def test_page_is_a_part_of_the_answer_and_says_how_large_the_answer_is(corpus):
    whole = corpus.numbers(kind="evacuated")
    pages = [corpus.page(number, rows=3, kind="evacuated") for number in (0, 1, 2)]
    assert [count for _, count in pages] == [len(whole)] * 3
    assert [n for page, _ in pages for n in page["number_id"]] == whole["number_id"].tolist()
    with pytest.raises(InputError, match="'colour'"):
        corpus.page(0, colour="red")


def test_timeline_tells_least_and_most_of_each_day(corpus):
    days = corpus.timeline(kind="killed").set_index("published")
    assert days["articles"].to_dict() == {"2023-03-14": 1, "2023-03-15": 2, "2023-03-16": 1}
    assert (days["least"]["2023-03-15"], days["most"]["2023-03-15"]) == (9, 30)


def test_who_quotes_whom_names_outlet_and_source(corpus):
    found = corpus.who_quotes_whom().set_index(["outlet", "source"])["articles"]
    assert found["The Tarn Courier", "Ada Brenn"] == 2
    [one, *_] = corpus.numbers(place="Lesk")["article_id"]
    assert set(corpus.who_quotes_whom([one])["outlet"]) == {"The Lesk Courier"}
    assert corpus.who_quotes_whom([]).empty


def test_search_finds_words_and_phrases_and_takes_no_word_for_syntax(corpus):
    assert len(corpus.search("floods tarn")) == 2
    assert len(corpus.search('"residents of Marl"')) == 1
    assert corpus.search('"of residents Marl"') == []
    for odd in (
        "",
        '"',
        "AND",
        "tarn* OR (",
        "NEAR(",
        "a'; DROP TABLE texts",
        "text:tarn",
        "-tarn",
    ):
        assert isinstance(corpus.search(odd), list)


def test_what_questions_join_goes_with_the_corpus(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Corpus(corpus.directory) as again:
        assert again.numbers().equals(corpus.numbers()) and list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []
    assert again.numbers(kind="killed").equals(corpus.numbers(kind="killed"))
    again.close()
    again.close()
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with Corpus(corpus.directory) as refused, pytest.raises(OutputError, match="TMPDIR"):
        refused.numbers()


def test_corpus_without_articles_answers_with_no_rows(tmp_path):
    (tmp_path / "articles").mkdir()
    run_corpus(tmp_path / "articles", tmp_path / "out")
    with Corpus(tmp_path / "out") as empty:
        assert empty.numbers(kind="killed").empty and empty.page(0)[1] == 0
        assert empty.timeline(kind="killed").empty and empty.who_quotes_whom().empty


def test_unknown_kind_and_folder_that_is_no_corpus_are_one_line(corpus, tmp_path):
    with pytest.raises(InputError, match="no number is of kind 'dead'"):
        corpus.numbers(kind="dead")
    with pytest.raises(InputError, match="holds no finished corpus"):
        Corpus(tmp_path)


def test_hostile_words_are_values_and_no_query(corpus):
    assert corpus.numbers(place="' OR 1=1 --").empty
    assert corpus.numbers(reporter="%").empty


def test_fingerprints_are_the_same_in_every_process():
    text = "Floods in Tarn killed at least seven people on Monday, officials said."
    code = (
        "from helpers.fingerprints import fingerprints_of\n"
        f"print(sorted(fingerprints_of([{text!r}])))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert told == {f"{sorted(fingerprints_of([text]))}\n"}


class Texts:
    """A corpus of texts alone, as copies_of asks it."""

    def __init__(self, texts):
        import duckdb
        import pandas as pd

        self.base = duckdb.connect()
        ids = list(texts)
        self.base.register(
            "articles", pd.DataFrame({"article_id": ids, "published": "2023-03-14", "outlet": "o"})
        )
        self.base.register("texts", pd.DataFrame({"article_id": ids, "text": list(texts.values())}))
        ends = [len(text) for text in texts.values()]
        self.base.register(
            "passages", pd.DataFrame({"article_id": ids, "start": 0, "end": ends, "zone": "body"})
        )

    def ask(self, query):
        return self.base.execute(query).df()


def written(chance, words):
    return [chance.choice(WORDS) for _ in range(words)]


def changed(words, how, chance):
    if how == "cut":
        return words[: len(words) * 2 // 5]
    if how == "re-headlined":
        return written(chance, 12) + words[chance.randrange(5) :]
    spots = sorted(chance.sample(range(len(words) - 20), 2))
    edited = list(words)
    for spot in spots:  # a tenth of the words, in two stretches
        edited[spot : spot + len(words) // 20] = written(chance, len(words) // 20)
    return edited


def test_planted_copies_are_found_and_nothing_else():
    chance = random.Random(18)
    texts, planted = {}, {}
    for number in range(300):
        words = written(chance, chance.randrange(80, 500))
        texts[f"a{number:05d}"] = " ".join(words)
        if number < 120:
            how = ("cut", "re-headlined", "edited")[number % 3]
            texts[f"b{number:05d}"] = " ".join(changed(words, how, chance))
            planted[f"b{number:05d}"] = f"a{number:05d}"
    found = copies_of(Texts(texts)).set_index("article_id")["origin_id"]
    claimed = {one: origin for one, origin in found.items() if one != origin}
    right = sum(planted.get(one) == origin for one, origin in claimed.items())
    assert right / len(planted) >= 0.98 and right / len(claimed) >= 0.99


def test_chain_of_copies_has_one_origin_and_no_text_has_none(tmp_path):
    words = written(random.Random(1), 90)
    texts = {"a": " ".join(words), "b": " ".join(words[:60]), "c": " ".join(words[30:]), "d": ""}
    found = copies_of(Texts(texts)).set_index("article_id")
    assert found["origin_id"].to_dict() == {"a": "a", "b": "a", "c": "a", "d": "d"}
    assert found["copies"].to_dict() == {"a": 3, "b": 3, "c": 3, "d": 1}
