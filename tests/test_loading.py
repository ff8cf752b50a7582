import datetime as dt
import hashlib

import pytest

from helpers.errors import InputError, MetadataError
from helpers.loading import article_from_text, load_article


def written(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "only blanks"),
        ("\u00a0\u2028\ufeff".encode(), "only blanks"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        ("caf\u00e9 killed 5".encode("latin-1"), "not UTF-8"),
        ("Five died.".encode("utf-16"), "UTF-16"),
    ],
    ids=["empty", "blanks", "exotic blanks", "binary", "latin-1", "utf-16"],
)
def test_unusable_file_is_refused_in_one_line_that_names_it(tmp_path, data, says):
    path = written(tmp_path, "story.txt", data)
    with pytest.raises(InputError, match=says) as refused:
        load_article(path)
    assert "story.txt" in str(refused.value) and "\n" not in str(refused.value)


def test_missing_file_and_folder_are_told_apart(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        load_article(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        load_article(tmp_path)


def test_path_with_a_nul_byte_is_refused():
    with pytest.raises(InputError):
        load_article("a\x00b.txt")


def test_too_long_file_is_refused_before_it_is_read(tmp_path):
    path = written(tmp_path, "long.txt", b"a" * 50)
    with pytest.raises(InputError, match="more than the 10 allowed"):
        load_article(path, max_chars=10)


def test_text_is_kept_to_the_letter_and_the_mark_of_byte_order_is_not_text(tmp_path):
    body = "One.\r\nTwo \u201cquoted\u201d.\rThree\u00a0\U0001f600.\n"
    path = written(tmp_path, "story.txt", b"\xef\xbb\xbf" + body.encode())
    article = load_article(path)
    assert article.text == body
    assert article.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert article.article_id == "a" + article.sha256[:11]


def test_what_nothing_says_is_none(tmp_path):
    article = load_article(written(tmp_path, "story.txt", b"Five died."))
    assert (article.title, article.outlet, article.published, article.lang) == (None,) * 4


def test_metadata_stands_beside_the_file_and_arguments_win(tmp_path):
    path = written(tmp_path, "story.txt", b"Five died.")
    written(tmp_path, "story.yaml", b"title: T\noutlet: O\npublished: 2020-01-02\nrights: free\n")
    assert load_article(path).published == dt.date(2020, 1, 2)
    article = load_article(path, published="2021-02-03", metadata={"outlet": "P"})
    assert (article.title, article.outlet) == ("T", "P")
    assert article.published == dt.date(2021, 2, 3)


@pytest.mark.parametrize(
    "yaml", [b"- a\n", b"tilte: T\n", b"published: soon\n", b"title: [1]\n", b"{", b"\xff"]
)
def test_malformed_metadata_is_refused_in_one_line(tmp_path, yaml):
    path = written(tmp_path, "story.txt", b"Five died.")
    written(tmp_path, "story.yaml", yaml)
    with pytest.raises(MetadataError) as refused:
        load_article(path)
    assert "\n" not in str(refused.value)


def test_text_with_a_lone_surrogate_still_has_a_hash():
    assert article_from_text("5 \ud800 died").text == "5 \ud800 died"
