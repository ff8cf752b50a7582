"""The trained tagger: what it finds, and what it does with text and files that are not as hoped."""

from __future__ import annotations

import shutil
import time

import pytest

from helpers.errors import ModelError
from helpers.records import Article, Passage
from helpers.tagger import MAX_WORDS, TooLong, find_attributions, model, model_available
from helpers.tagger.windows import LONGEST, cut_windows
from helpers.tagger.words import Pieces, find_words, sentence_starts

NEWS = """Flood toll rises in Varnia

At least 14 people died in the floods, the interior ministry said on Monday.

“We have never seen such water,” said Mayor Ilse Torvald, who has led the town since 2009.

The Red Cross's regional office estimates that 2,300 people are without shelter.
"""

AWKWARD = {
    "empty": "",
    "blank": " \n\t\r\n  ",
    "one word": "Floods",
    "one mark": "“",
    "carriage returns": "“We saw it,” she said.\r\n\r\nHe denied it.\rThey agreed that it was so.",
    "no-break spaces": "The\u00a0mayor said\u00a0that 1\u202f000 people had left.",
    "emoji": "😀 “We won 👩‍👩‍👧,” said Ann Lee 😀.",
    "combining accents": "Jose\u0301 Nu\u0301n\u0303ez said that he would not resign.",
    "other scripts": "Министр заявил, что погибли 14. 部長は14人が死亡したと述べた。 قال الوزير",
    "control characters": "\x00\x01The mayor\x07 said\x1b that\x7f it rained.\x85",
    "zero-width characters": "\ufeffThe may\u200bor said that it ra\u00adined.\u200f",
    "lone surrogates": "The \ud800 mayor said \udfff that it \ud83d rained.",
    "unclosed quotation": "“We will not, said the mayor. Nothing closes here.",
    "nothing but stops": "." * 3000,
    "nothing but quotation marks": "\"“”'‘’" * 300,
    "one endless word": "a" * 60_000,
    "endless initials": "a." * 30_000,
    "endless number": "1." * 3_000 + "a",
    "endless apostrophes": "a'" * 3_000 + "s",
}


def article_of(text: str) -> Article:
    return Article(text=text, sha256="0" * 64, article_id="a" + "0" * 11)


def printed(text: str, spans) -> str:
    return " … ".join(text[span.start : span.end] for span in spans)


@pytest.fixture(autouse=True)
def _the_shipped_model_is_read_anew_only_where_a_test_moves_it(monkeypatch):
    monkeypatch.setattr(model, "MODELS", model.MODELS)


def test_plain_attributions_are_found_with_source_cue_and_content():
    found = [
        tuple(printed(NEWS, part) for part in (one.source, one.cue, one.content))
        for one in find_attributions(article_of(NEWS))
    ]
    by_source = {source: (cue, content) for source, cue, content in found}
    cue, content = by_source["the interior ministry"]
    assert cue.startswith("said")
    assert "14 people died in the floods" in content
    mayor = next(source for source in by_source if "Ilse Torvald" in source)
    assert "We have never seen such water" in by_source[mayor][1]
    office = next(source for source in by_source if "Red Cross" in source)
    assert "2,300 people are without shelter" in by_source[office][1]


def test_the_possessive_of_a_source_is_a_word_of_its_own():
    text = "The Red Cross's regional office, Jean-Luc O'Neil's and they'll don't U.S. 16,500"
    assert [text[s:e] for s, e in find_words(text)] == [
        "The",
        "Red",
        "Cross",
        "'s",
        "regional",
        "office",
        ",",
        "Jean",
        "-",
        "Luc",
        "O'Neil",
        "'s",
        "and",
        "they",
        "'ll",
        "don't",
        "U.S.",
        "16,500",
    ]


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_offsets_hold_whatever_the_text(text):
    for one in find_attributions(article_of(text)):
        assert one.content
        assert 0.0 <= one.confidence <= 1.0
        assert one.rule_id.startswith("tagger:")
        for part in (one.source, one.cue, one.content):
            assert list(part) == sorted(part)
            for span in part:
                assert 0 <= span.start < span.end <= len(text)
                assert not text[span.start].isspace() and not text[span.end - 1].isspace()


def test_text_without_anyone_speaking_has_no_attributions():
    assert find_attributions(article_of("")) == []
    assert find_attributions(article_of("Rain. Wind. Snow.")) == []


def test_the_same_text_gives_the_same_attributions_in_text_order():
    first = find_attributions(article_of(NEWS))
    find_attributions(article_of("Something else, she said. " * 30))
    assert find_attributions(article_of(NEWS)) == first
    assert [one.content[0] for one in first] == sorted(one.content[0] for one in first)


def test_no_span_crosses_the_end_of_a_passage():
    text = "“We saw the water rise,” said the mayor. “It rose for days,” she added. " * 20
    half = text.index("“", len(text) // 2)
    passages = [
        Passage(0, half, "paragraph", "body"),
        Passage(half, len(text), "paragraph", "body"),
    ]
    found = find_attributions(article_of(text), passages)
    assert found
    for one in found:
        for span in (*one.source, *one.cue, *one.content):
            assert span.end <= half or span.start >= half


def test_lone_surrogates_do_not_shift_what_is_found():
    clean = find_attributions(article_of(NEWS))
    marked = find_attributions(article_of("\ud800 " + NEWS))
    assert [printed(NEWS, one.content) for one in clean]
    for one in marked:
        for span in one.content:
            assert ("\ud800 " + NEWS)[span.start : span.end]


@pytest.mark.parametrize(
    "text",
    ["word " * (MAX_WORDS + 1), "“" * (MAX_WORDS + 1), "word " * 1_000_000],
    ids=["words", "marks", "a million words in a line"],
)
def test_an_article_above_the_limit_is_refused_at_once_in_one_line(text):
    began = time.monotonic()
    with pytest.raises(TooLong, match=r"^the article has [\d,]+ words[^\n]+rules take over$"):
        find_attributions(article_of(text))
    assert time.monotonic() - began < 10
    assert issubclass(TooLong, ModelError)


def test_an_article_of_garbled_words_is_refused_too():
    garbled = " ".join(f"{number:04x}qzxj" * 7 for number in range(20_000))
    began = time.monotonic()
    with pytest.raises(TooLong, match=r"^the article falls into more than [^\n]+$"):
        find_attributions(article_of(garbled))
    assert time.monotonic() - began < 10


def moved(tmp_path, monkeypatch):
    folder = tmp_path / "models"
    shutil.copytree(model.MODELS, folder)
    monkeypatch.setattr(model, "MODELS", folder)
    return folder


@pytest.mark.parametrize("ending", [".onnx", ".vocabulary.txt", ".sha256"])
def test_a_missing_model_file_is_one_clear_line(tmp_path, monkeypatch, ending):
    (moved(tmp_path, monkeypatch) / f"{model.NAME}{ending}").unlink()
    with pytest.raises(ModelError, match=rf"^[^\n]*{model.NAME}{ending} is missing[^\n]*$"):
        find_attributions(article_of(NEWS))
    assert not model_available()


@pytest.mark.parametrize("ending", [".onnx", ".vocabulary.txt", ".sha256"])
@pytest.mark.parametrize("damage", ["cut short", "one byte changed", "empty", "not text"])
def test_a_damaged_model_file_is_one_clear_line(tmp_path, monkeypatch, ending, damage):
    path = moved(tmp_path, monkeypatch) / f"{model.NAME}{ending}"
    raw = path.read_bytes()
    path.write_bytes(
        {
            "cut short": raw[: len(raw) // 2],
            "one byte changed": bytes([raw[0] ^ 1]) + raw[1:],
            "empty": b"",
            "not text": b"\xff\xfe" * 40,
        }[damage]
    )
    with pytest.raises(ModelError, match=r"^[^\n]+$"):
        find_attributions(article_of(NEWS))
    assert not model_available()


def test_the_model_works_again_once_it_is_back(tmp_path, monkeypatch):
    folder = moved(tmp_path, monkeypatch)
    (folder / f"{model.NAME}.onnx").rename(folder / "away")
    assert not model_available()
    (folder / "away").rename(folder / f"{model.NAME}.onnx")
    assert model_available()
    assert find_attributions(article_of(NEWS))


def test_a_shipped_model_is_no_larger_than_nineteen_megabytes():
    sizes = [path.stat().st_size for path in model.MODELS.iterdir() if path.suffix == ".onnx"]
    assert sizes and sum(sizes) <= 19_000_000


@pytest.mark.parametrize("sentence", [3, 17, 90, 400])
@pytest.mark.parametrize("count", [1, 2, 150, 221, 222, 223, 1000, 5000])
def test_every_word_is_decided_once_in_a_window_that_is_not_too_long(sentence, count):
    sizes = [1 + index % 3 for index in range(count)]
    ends = [sum(sizes[: index + 1]) for index in range(count)]
    windows = cut_windows(ends, list(range(0, count, sentence)))
    decided = [word for one in windows for word in range(one.first, one.last)]
    assert decided == list(range(count))
    for one in windows:
        assert one.start <= one.first <= one.last <= one.end
        before = ends[one.start - 1] if one.start else 0
        assert ends[one.end - 1] - before <= LONGEST


def test_an_unseen_word_falls_into_pieces_and_a_strange_one_is_unknown():
    pieces = Pieces(["[UNK]", "[CLS]", "[SEP]", "[unused1]", "quake", "##s", "-", "a"])
    words = ["Quakes", "QUAKES", "quàke", "a-quake", "zebra", "部", "a" * 200]
    expected = [(4, 5), (4, 5), (4,), (7, 6, 4), (0,), (0,), (0,)]
    assert [pieces.of(word)[0] for word in words] == expected


def test_a_sentence_begins_after_a_stop_and_its_closing_marks():
    words = ["“", "Go", ".", "”", "She", "left", ".", "it", "rained", "No"]
    assert sentence_starts(words, {8, 9}) == [0, 4, 9]
