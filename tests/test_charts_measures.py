"""The chart of scores on real news."""

from __future__ import annotations

import pandas as pd

from helpers.measuring import real_news_scores
from helpers.views.charts import plot_scores, scores_alt

SCORES = pd.DataFrame(
    [
        ("numbers", "found", 90, 100, 90.0, 85.0, 95.0),
        ("numbers", "via", 0, 0, None, None, None),
        ("sources", "B³ F1", None, None, 94.0, None, None),
    ],
    columns=["layer", "measure", "right", "of", "score", "low", "high"],
)


def test_a_measure_has_its_dot_its_interval_and_its_figures():
    ax = plot_scores(SCORES)
    texts = [text.get_text() for text in ax.texts]
    assert {"90.0% of 100 rows", "94.0%"} <= set(texts)
    assert "via" not in texts, "what applies to no row is not drawn"
    lines = [line for panel in ax.child_axes for line in panel.lines]
    dots = {line.get_xdata()[0] for line in lines if line.get_marker() == "o"}
    assert dots == {90.0, 94.0}
    assert len([line for line in lines if str(line.get_gid()).startswith("range:")]) == 1


def test_the_words_tell_every_score():
    assert scores_alt(SCORES).endswith("numbers, found: 90.0 %; sources, B³ F1: 94.0 %.")
    assert plot_scores(SCORES).alt == scores_alt(SCORES)


def test_no_scores_say_so():
    assert "Nothing was measured." in [t.get_text() for t in plot_scores(SCORES[:0]).texts]


def test_the_kept_scores_are_drawn_whole():
    kept = real_news_scores()
    texts = [text.get_text() for text in plot_scores(kept).texts]
    assert set(kept.dropna(subset=["score"])["measure"]) <= set(texts)
