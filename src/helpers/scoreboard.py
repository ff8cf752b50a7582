"""The scores as ``make score`` prints them."""

from __future__ import annotations

import sys

import pandas as pd

from .evaluation import (
    below_floors,
    claim_errors,
    load_gold,
    number_errors,
    score_suite,
    source_errors,
)
from .loading import load_article
from .tables import tables_of

_HEADINGS = {
    "first_article": "The first article",
    "before_rules": "Invented reports, gold typed before the rules",
    "after_rules": "Invented reports, gold typed after the rules by somebody who had not read them",
}


def print_scores() -> int:
    """Print every score; 1 if one lies below its pinned floor, else 0."""
    from tqdm import tqdm

    scores = score_suite(progress=lambda golds: tqdm(golds, desc="scoring", file=sys.stderr))
    for group, found in scores.groupby("group", sort=False):
        articles = int(found["articles"].iloc[0])
        print(f"\n{_HEADINGS.get(group, group)} ({articles} article{'s' * (articles > 1)})\n")
        shown = found.drop(columns=["group", "articles"])
        if articles == 1:
            shown = shown.drop(columns=["f1_low", "f1_high"])
        print(shown.to_string(index=False, na_rep="-"))
    failures = below_floors(scores)
    for failure in failures:
        print(f"error: {failure}", file=sys.stderr)
    return 1 if failures else 0


def print_errors(slug: str) -> int:
    """Print every difference between the tables and the gold of one article."""
    gold = load_gold(slug)
    tables = tables_of(load_article(gold.article_path))
    with pd.option_context("display.max_colwidth", 60, "display.width", 200):
        for layer, found in (
            ("numbers", number_errors(tables, gold)),
            ("sources", source_errors(tables, gold)),
            ("claims", claim_errors(tables, gold)),
        ):
            print(f"\n{layer}: {len(found)} differences")
            if len(found):
                print(found.to_string(index=False))
    return 0
