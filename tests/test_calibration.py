"""Chances that can be believed: the measures against established packages and by hand."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from crepes import ConformalClassifier
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, roc_auc_score

from helpers.measuring.calibration import (
    accepting,
    bins_of,
    brier_skill,
    calibration_error,
    calibration_scores,
    ranking,
    risk_coverage,
    wrong_among_least_sure,
)

TOLD = st.lists(
    st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), min_size=4, max_size=80
).filter(lambda rows: len({right for _, right in rows}) == 2)


def made_up(n: int, seed: int) -> tuple[list[float], list[bool]]:
    """Rows whose chances are true to their word."""
    draw = random.Random(seed)
    chances = [draw.random() for _ in range(n)]
    return chances, [draw.random() < chance for chance in chances]


@given(TOLD)
def test_ranking_and_brier_score_are_those_of_an_established_package(rows):
    chances, right = (list(column) for column in zip(*rows, strict=True))
    assert ranking(chances, right) == pytest.approx(roc_auc_score(right, chances), abs=1e-9)
    share = sum(right) / len(right)
    constant = brier_score_loss(right, [share] * len(right))
    skill = 1 - brier_score_loss(right, chances) / constant
    assert brier_skill(chances, right) == pytest.approx(skill, abs=1e-9)


def test_bins_are_those_of_an_established_package():
    chances, right = made_up(500, 1)
    shares, told = calibration_curve(right, chances, n_bins=10, strategy="quantile")
    found = bins_of(chances, right)
    assert [one.right for one in found] == pytest.approx(shares.tolist())
    assert [one.told for one in found] == pytest.approx(told.tolist())


def test_chances_that_keep_their_word_have_no_error_once_debiased():
    errors = [calibration_error(*made_up(400, seed)) for seed in range(30)]
    plain = [
        math.sqrt(sum(b.n * (b.told - b.right) ** 2 for b in bins_of(*made_up(400, seed))) / 400)
        for seed in range(30)
    ]
    assert sum(errors) / 30 < 0.03 < sum(plain) / 30


def test_boastful_chances_are_off_by_as_much_as_they_boast():
    chances, right = made_up(4000, 2)
    assert calibration_error([min(1.0, c + 0.2) for c in chances], right) > 0.15


def test_least_sure_fifth_holds_all_errors_of_a_perfect_ranking_and_a_fifth_of_chance():
    right = [False] * 20 + [True] * 80
    assert wrong_among_least_sure([k / 100 for k in range(100)], right) == 1
    assert wrong_among_least_sure([0.5] * 100, right) == pytest.approx(0.2)


def test_what_is_not_defined_is_said_so():
    scores = calibration_scores([0.9, 0.8], [True, True])
    assert math.isnan(scores["AUC"]) and math.isnan(scores["Brier skill"])
    assert math.isnan(scores["wrong in the least sure fifth"])
    assert all(map(math.isnan, (calibration_scores([], [])[k] for k in ("right", "AUC"))))


def test_risk_counts_the_wrong_among_those_accepted():
    curve = risk_coverage([0.9, 0.8, 0.8, 0.1], [True, False, True, False])
    assert curve == [(0.25, 0.0), (0.75, 1 / 3), (1.0, 0.5)]


@pytest.mark.parametrize("seed", range(5))
def test_threshold_counts_the_wrong_as_a_package_for_conformal_prediction_does(seed):
    # Its p-value of a chance: (wrong rows at least as sure, and one more) / (wrong rows and one).
    chances, right = made_up(300, seed)
    chances = [round(0.5 + c / 2, 2) for c in chances]
    right = [random.Random(seed * 1000 + k).random() < c for k, c in enumerate(chances)]
    wrong = np.array([c for c, r in zip(chances, right, strict=True) if not r])
    steps = np.array(sorted(set(chances)))
    p = ConformalClassifier().fit(wrong).predict_p(steps[:, None], smoothing=False)[:, 0]
    taken = np.array([sum(c >= step for c in chances) for step in steps])
    promised = (p * (len(wrong) + 1) / (taken + 1) <= 0.2 + 1e-12).tolist()
    kept = None
    for step, held in zip(steps.tolist()[::-1], promised[::-1], strict=True):
        if kept is not None and not held:
            break
        kept = step if held else kept
    assert accepting(chances, right, 0.2) == kept


def test_rows_accepted_stay_under_the_risk_on_rows_not_seen():
    shares = []
    for seed in range(200):
        chances, right = made_up(400, seed)
        from_ = accepting(chances[:200], right[:200], 0.1)
        taken = [r for c, r in zip(chances[200:], right[200:], strict=True) if from_ and c >= from_]
        if taken:
            shares.append(1 - sum(taken) / len(taken))
    assert sum(shares) / len(shares) <= 0.1


def test_nothing_is_accepted_where_no_threshold_promises_it():
    assert accepting([0.9, 0.9], [True, False], 0.05) is None
    assert accepting([], [], 0.05) is None
