"""Small models over the network's rows: what they weigh, and what they leave alone."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from readings import reading_of

from helpers.errors import ModelError
from helpers.language import decisions
from helpers.language.decisions import Decisions, Model, Question, mean_of, shipped_decisions
from helpers.language.net.network import MODELS
from helpers.schema import SOURCE_TYPES
from helpers.sources.weighed import weighed

MODEL = Model(
    ("other", "people"),
    np.zeros(2),
    {"rule=other": np.array([2.0, 0.0]), "noun:part=NOUN": np.array([0.0, 0.5])},
    np.array([[0.0, 1.0], [0.0, 0.0]]),
)


def case(answer: str, *rows: float, words: tuple[str, ...] = ()) -> Question:
    return Question(0, 1, answer, words, np.array(rows))


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (case("other", 0, 0), "other"),
        (case("other", 1, 0, words=("noun:part=NOUN",)), "other"),
        (case("other", 3, 0), "people"),
        (case("people", 0, 9), "other"),  # level: the first answer
        (case("people", 1, 0, words=("never seen",)), "people"),
        (case("typed by nobody", 9, 9), "typed by nobody"),
    ],
)
def test_a_rule_is_overruled_only_by_enough_evidence(given, answer):
    assert Decisions({"kind": MODEL}).decide("kind", [given]) == [answer]


def test_what_no_model_decides_stays_as_the_rule_has_it():
    assert Decisions({}).decide("kind", [case("other", 9, 9)]) == ["other"]
    assert Decisions({"kind": MODEL}).decide("kind", []) == []


def test_a_mean_of_no_words_is_nought():
    rows = np.arange(6, dtype=np.float32).reshape(3, 2)
    assert mean_of(rows, []).tolist() == [0, 0]
    assert mean_of(rows, [0, 2]).tolist() == [2, 3]


def test_a_reading_that_no_network_made_leaves_the_rules_alone():
    reading = reading_of("Nine/NUM<crews:nummod crews<left:nsubj left/VERB")
    assert reading.states is None
    assert weighed(reading, []) == []


def test_the_shipped_models_know_the_words_of_the_tables():
    models = shipped_decisions().models
    assert set(models["source_type"].answers) <= set(SOURCE_TYPES)
    assert (MODELS / decisions.FILE).stat().st_size < 1_000_000


def test_damaged_models_say_so_in_one_line(tmp_path):
    for name in (decisions.FILE, "decisions.sha256"):
        shutil.copyfile(MODELS / name, tmp_path / name)
    shipped_decisions(tmp_path)
    shipped_decisions.cache_clear()
    (tmp_path / decisions.FILE).write_bytes(b"PK")
    with pytest.raises(ModelError, match="damaged"):
        shipped_decisions(tmp_path)
    (tmp_path / decisions.FILE).unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        shipped_decisions(tmp_path)
    shipped_decisions.cache_clear()
