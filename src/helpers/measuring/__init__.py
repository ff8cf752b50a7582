"""Measuring: gold typed by people, annotation read and compared, scores and their floors."""

from .gold import Gold, fingerprint, load_gold, slugs
from .kept import real_news_errors, real_news_scores, real_news_sureness
from .scores import (
    claim_errors,
    number_errors,
    precision_recall,
    score_article,
    source_errors,
)
from .suite import below_floors, differences_of, errors_by_kind, score_slices, score_suite

__all__ = [
    "Gold",
    "below_floors",
    "claim_errors",
    "differences_of",
    "errors_by_kind",
    "fingerprint",
    "load_gold",
    "number_errors",
    "precision_recall",
    "real_news_errors",
    "real_news_scores",
    "real_news_sureness",
    "score_article",
    "score_slices",
    "score_suite",
    "slugs",
    "source_errors",
]
