"""The network's files, windows, pieces, roles and chains, and what is done with long articles."""

from __future__ import annotations

import hashlib
import shutil
from itertools import pairwise, product

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import article_of, guessing_network

from helpers.doors.command_line import main
from helpers.errors import ModelError
from helpers.language import lemmas, read
from helpers.language.net import network as module
from helpers.language.net.chains import antecedents
from helpers.language.net.network import NAME, shipped_network
from helpers.language.net.pieces import Pieces, case_of
from helpers.language.net.roles import CONTENT, CUE, SOURCE, Pointed, best_tags, link, spans_of
from helpers.language.net.windows import LONGEST, cut_windows
from helpers.loading import article_from_text
from helpers.passages import find_passages, find_sentences
from helpers.tables import tables_of
from training.mean import EARLIER, mean

NEWS = (
    "Flood toll rises in Varnia\n\n"
    "At least 14 people died in the floods, the interior ministry said on Monday.\n\n"
    "The Red Cross's regional office estimates that 2,300 people are without shelter.\n"
)
ENDINGS = (".onnx", ".vocabulary.txt", ".sha256", ".lemmas.tsv")


def read_of(text: str, network=None):
    article = article_of(text)
    passages = find_passages(article)
    return read(article, passages, find_sentences(article, passages), network=network)


# --- files --------------------------------------------------------------------------------------


@pytest.fixture
def models(tmp_path, monkeypatch):
    """A copy of the shipped files, which the suite reads in their place."""
    folder = tmp_path / "models"
    folder.mkdir()
    for ending in ENDINGS:
        shutil.copyfile(module.MODELS / f"{NAME}{ending}", folder / f"{NAME}{ending}")
    monkeypatch.setattr(module, "MODELS", folder)
    monkeypatch.setattr(lemmas, "FORMS", folder / f"{NAME}.lemmas.tsv")
    forget()
    yield folder
    forget()


def forget():
    lemmas._forms.cache_clear()
    lemmas._cached.cache_clear()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_missing_file_is_one_line_that_names_it_and_says_what_to_do(models, ending):
    (models / f"{NAME}{ending}").unlink()
    with pytest.raises(
        ModelError, match=rf"^[^\n]*{NAME}{ending} is missing from models/; install[^\n]*$"
    ):
        read_of(NEWS)


DAMAGES = {
    "cut short": lambda raw: raw[: len(raw) // 2],
    "one byte changed": lambda raw: bytes([raw[0] ^ 1]) + raw[1:],
    "empty": lambda raw: b"",
    "not text": lambda raw: b"\xff\xfe" * 40,
}


@pytest.mark.parametrize("ending", ENDINGS[:3])
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_one_line_that_says_what_to_do(models, ending, damage):
    path = models / f"{NAME}{ending}"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ModelError, match=r"^the network's file[^\n]+; install [^\n]+$"):
        read_of(NEWS)


@pytest.mark.parametrize("raw", [b"\xff\xfe\n" * 40, b"found\tVERB\n", b"a\tb\tc\td\n"])
def test_a_damaged_list_of_lemmas_is_one_line_too(models, raw):
    (models / f"{NAME}.lemmas.tsv").write_bytes(raw)
    with pytest.raises(ModelError, match=r"^the network's file[^\n]+lemmas.tsv[^\n]+; install "):
        read_of(NEWS)


def test_a_folder_in_the_place_of_a_file_is_one_line(models):
    (models / f"{NAME}.onnx").unlink()
    (models / f"{NAME}.onnx").mkdir()
    with pytest.raises(ModelError, match=r"^[^\n]*cannot be read[^\n]*; install [^\n]+$"):
        read_of(NEWS)


@pytest.mark.parametrize("net", [b"", b"no network at all", b"\x08\x07" * 100])
def test_a_network_that_the_runtime_cannot_read_is_one_line(models, net):
    (models / f"{NAME}.onnx").write_bytes(net)
    files = (f"{NAME}.onnx", f"{NAME}.vocabulary.txt")
    hashes = [hashlib.sha256((models / name).read_bytes()).hexdigest() for name in files]
    (models / f"{NAME}.sha256").write_text(
        "".join(f"{told}  {name}\n" for told, name in zip(hashes, files, strict=True))
    )
    with pytest.raises(ModelError, match=r"^[^\n]*onnxruntime[^\n]*update it[^\n]*$"):
        read_of(NEWS)


def test_the_network_is_read_again_once_it_is_back(models):
    expected = read_of(NEWS)
    (models / f"{NAME}.onnx").rename(models / "away")
    with pytest.raises(ModelError):
        read_of(NEWS)
    (models / "away").rename(models / f"{NAME}.onnx")
    assert read_of(NEWS) == expected


def test_the_terminal_ends_with_one_line_and_no_tables_where_the_network_is_missing(
    models, tmp_path, capsys
):
    (models / f"{NAME}.onnx").unlink()
    (tmp_path / "story.txt").write_text(NEWS)
    assert main(["tables", str(tmp_path / "story.txt"), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: the network's file") and said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_the_network_is_loaded_once():
    assert shipped_network() is shipped_network()


def test_what_is_shipped_is_no_larger_than_twenty_megabytes():
    sizes = {path.name: path.stat().st_size for path in module.MODELS.iterdir()}
    assert f"{NAME}.onnx" in sizes
    assert sum(sizes.values()) <= 20_000_000, sizes


# --- long articles ------------------------------------------------------------------------------

LONG = "\n\n".join(f"Police said {n} people died in Orla on Monday." for n in range(100, 140))


def test_an_article_is_read_up_to_the_limit_and_the_rest_is_told(monkeypatch):
    whole = read_of(LONG, guessing_network())
    monkeypatch.setattr(module, "MAX_PIECES", 100)
    part = read_of(LONG, guessing_network())
    n = len(part)
    assert 0 < n < len(whole) and whole.unread is None
    assert [t.text for t in part.tokens] == [t.text for t in whole.tokens[:n]]
    assert part.unread == whole[n].start
    assert all(role.contents[-1][1] <= n for role in part.roles)


def test_residue_says_where_reading_stopped_and_numbers_behind_it_are_found(monkeypatch):
    monkeypatch.setattr(module, "MAX_PIECES", 100)
    tables = tables_of(article_from_text(LONG + "\n"))
    (left,) = tables.residue.query("reason == 'too_long'").to_dict("records")
    assert left["text"] == LONG[left["start"] :] and left["end"] == len(LONG)
    assert list(tables.numbers["value"]) == list(range(100, 140))
    behind = tables.claims[tables.claims["start"] >= left["start"]]
    assert set(behind["form"]) == {"narrator"}


def test_an_article_that_is_read_to_its_end_leaves_nothing_untold(monkeypatch):
    reading = read_of(LONG, guessing_network())
    pieces = shipped_network()._pieces
    needed = sum(len(pieces.of(t.text)[0]) for t in reading.tokens) + len(reading.passages)
    monkeypatch.setattr(module, "MAX_PIECES", needed)
    assert read_of(LONG, guessing_network()).unread is None
    monkeypatch.setattr(module, "MAX_PIECES", needed - 1)
    assert read_of(LONG, guessing_network()).unread == reading[-1].start
    assert "too_long" not in set(tables_of(article_from_text(NEWS)).residue["reason"])


def test_an_article_whose_first_word_is_too_long_is_told_as_a_whole(monkeypatch):
    monkeypatch.setattr(module, "MAX_PIECES", 1)
    reading = read_of(LONG)
    assert len(reading) == 0 and reading.unread == 0


def test_garbled_words_fall_into_many_pieces_and_are_read_up_to_the_limit():
    reading = read_of(" ".join(f"{n:04x}qzxj" * 7 for n in range(3_000)), guessing_network())
    assert 500 < len(reading) < 3_000 and reading.unread == reading[-1].end + 1


# --- windows ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", [1, 3, 17, 90, 400])
@pytest.mark.parametrize("count", [1, 2, 150, 221, 222, 223, 1000, 5000])
def test_every_word_is_decided_once_in_a_window_that_is_not_too_long(sentence, count):
    sizes = [1 + index % 3 for index in range(count)]
    check_windows(sizes, list(range(0, count, sentence)))


@given(st.lists(st.integers(1, 70), min_size=1, max_size=80), st.sets(st.integers(0, 79)))
def test_windows_hold_whatever_the_sizes_of_words(sizes, borders):
    check_windows(sizes, sorted({0, *(b for b in borders if b < len(sizes))}))


def check_windows(sizes, sentences):
    ends = [int(end) for end in np.cumsum(sizes)]
    windows = cut_windows(ends, sentences)
    decided = [word for one in windows for word in range(one.first, one.last)]
    assert decided == list(range(len(sizes)))
    for one in windows:
        assert one.start <= one.first <= one.last <= one.end
        before = ends[one.start - 1] if one.start else 0
        assert ends[one.end - 1] - before <= LONGEST or one.end == one.start + 1
    for one, following in pairwise(windows):
        assert one.start < following.start and one.end <= following.end


# --- pieces -------------------------------------------------------------------------------------


def test_an_unseen_word_falls_into_pieces_and_a_strange_one_is_unknown():
    pieces = Pieces(["[UNK]", "[CLS]", "[SEP]", "[unused1]", "quake", "##s", "-", "a"])
    words = ["Quakes", "QUAKES", "quàke", "a-quake", "zebra", "部", "a" * 200, "\ud800", "\u0301"]
    expected = [(4, 5), (4, 5), (4,), (7, 6, 4), (0,), (0,), (0,), (0,), (0,)]
    assert [pieces.of(word)[0] for word in words] == expected


CASES = [
    ("flood", 0), ("Flood", 1), ("A", 1), ("U.S.", 2), ("NATO", 2), ("McCain", 3), ("iPhone", 3),
    ("16,500", 4), ("2nd", 4), (",", 5), ("'s", 0), ("部長", 3),
]  # fmt: skip


@pytest.mark.parametrize(("word", "expected"), CASES)
def test_a_word_is_of_one_class_of_case(word, expected):
    assert case_of(word) == expected


# --- roles and antecedents ----------------------------------------------------------------------

NEVER = -10_000.0
STEPS = np.zeros((7, 7))
OPENING = np.zeros(7)
for role in (SOURCE, CUE, CONTENT):  # a role goes on only where it has begun
    STEPS[:, role + 1] = NEVER
    STEPS[[role, role + 1], role + 1] = 0.0
    OPENING[role + 1] = NEVER


@given(st.integers(0, 2**32 - 1), st.sampled_from([[0], [0, 2], [0, 1, 2], [0, 3]]))
def test_the_tags_are_the_likeliest_allowed_of_all(seed, paragraphs):
    scores = np.random.default_rng(seed).normal(size=(4, 7)) * 3
    found = best_tags(scores, paragraphs, STEPS, OPENING)

    def total(tags):
        of_words = sum(scores[word, tag] for word, tag in enumerate(tags))
        openings = sum(OPENING[tags[word]] for word in paragraphs)
        steps = sum(STEPS[tags[w - 1], tags[w]] for w in range(1, 4) if w not in paragraphs)
        return of_words + openings + steps

    assert total(found) == pytest.approx(max(map(total, product(range(7), repeat=4))))


def test_a_role_ends_where_another_begins():
    tags = np.array([1, 2, 1, 0, 3, 5, 6, 6, 4, 6])
    assert spans_of(tags, SOURCE) == [(0, 2), (2, 3)]
    assert spans_of(tags, CUE) == [(4, 5)]
    assert spans_of(tags, CONTENT) == [(5, 8)]


def pointing(n, *arrows):
    """Every word points to none, but the words of ``arrows``: (which pointer, from, to)."""
    points = np.zeros((3, n, n + 1))
    points[:, :, 0] = 1.0
    for which, start, end in arrows:
        points[which, start] = 0.0
        points[which, start, end + 1] = 1.0
    return [Pointed(0, n, 0, points)]


def linked(tags, *arrows):
    tags = np.array(tags)
    scores = np.full((len(tags), 7), -20.0)
    scores[np.arange(len(tags)), tags] = 20.0
    return link(scores, tags, pointing(len(tags), *arrows))


def test_contents_that_point_to_one_cue_are_one_attribution():
    # "It fell," Ann said, "at noon."
    (one,) = linked([5, 6, 1, 3, 5, 6], (0, 0, 3), (0, 1, 3), (0, 4, 3), (0, 5, 3), (1, 3, 2))
    assert one.source is None  # the words of the contents outvote the one cue
    (one,) = linked(
        [5, 6, 1, 3, 5, 6],
        *((0, word, 3) for word in (0, 1, 4, 5)),
        *((2, word, 2) for word in (0, 1, 4, 5)),
        (1, 3, 2),
    )
    assert (one.source, one.cue, one.contents) == ((2, 3), (3, 4), ((0, 2), (4, 6)))
    assert one.confidence == pytest.approx(1.0)


def test_contents_with_cues_of_their_own_are_two_attributions_in_text_order():
    found = linked(
        [5, 3, 1, 5, 3, 1], (0, 0, 1), (0, 3, 4), (1, 1, 2), (1, 4, 5), (2, 0, 2), (2, 3, 5)
    )
    assert [(one.source, one.cue, one.contents) for one in found] == [
        ((2, 3), (1, 2), ((0, 1),)),
        ((5, 6), (4, 5), ((3, 4),)),
    ]


def test_a_content_that_points_to_no_cue_stands_alone():
    (one,) = linked([0, 5, 6, 0, 3], (2, 1, 4))
    assert (one.source, one.cue, one.contents) == (None, None, ((1, 3),))


def test_without_content_nothing_is_attributed():
    assert linked([1, 3, 0]) == []


def test_the_antecedent_is_the_likeliest_mention_before_or_none():
    n = 6
    asks, answers, biases = np.zeros((n, 2)), np.zeros((n, 2)), np.zeros((n, 9))
    asks[4] = [1.0, 0.0]
    answers[0], answers[2] = [5.0, 0.0], [3.0, 0.0]
    biases[2, 0] = 9.0  # the third word is new, whatever stands before it
    found = antecedents([0, 2, 4], ["ann", "x", "odo", "x", "she", "x"], asks, answers, biases)
    assert {word: one.word for word, one in found.items()} == {0: None, 2: None, 4: 0}
    assert found[0].chance == 1.0 and 0.5 < found[4].chance < 1.0


def test_the_same_word_and_the_distance_count_where_the_network_says_so():
    n = 3
    nothing, biases = np.zeros((n, 2)), np.zeros((n, 9))
    biases[2, -1] = 5.0
    found = antecedents([0, 1, 2], ["ann", "odo", "ann"], nothing, nothing, biases)
    assert found[2].word == 0
    biases[2] = 0.0
    biases[2, 1] = 5.0  # the mention just before
    found = antecedents([0, 1, 2], ["ann", "odo", "ann"], nothing, nothing, biases)
    assert found[2].word == 1


# --- training -----------------------------------------------------------------------------------


def test_mean_of_a_network_with_itself_is_that_network():
    earlier = onnx.load(EARLIER)
    halfway = mean(EARLIER, EARLIER, "3")
    for before, after in zip(earlier.graph.initializer, halfway.graph.initializer, strict=True):
        apart = np.abs(
            onnx.numpy_helper.to_array(before).astype(float)
            - onnx.numpy_helper.to_array(after).astype(float)
        )
        assert apart.max() <= 1  # 8-bit weights are rounded again
    assert {p.key: p.value for p in halfway.metadata_props}["version"] == "3"
