"""Fits how sure a row is: ``python -m training.sureness --corpora DIR [--write]``.

For each thing that may be wrong with a row a logistic regression (scikit-learn) over the facts of
``helpers.sureness``, on real news typed by people: the ``calibration`` set, on which no rule, no
weight of the network and no other table was fitted, and, counting less, the training set, whose
errors have been read; where the network learned its roles from an article, those of an older one
that had not seen it stand in for them (``training/reports.py``). Facts may weigh only in the
direction that reason gives them, where it gives one. Prints what the
chances are worth on articles not fitted on (five folds over whole articles of the calibration
set); ``--write`` fits on all of it and writes ``src/helpers/vocabulary/sureness.csv``.
No chance in it; half a minute where the network's answers are kept.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from helpers.measuring.calibration import calibration_scores
from helpers.measuring.real_news import read_real_gold, texts_of
from helpers.measuring.real_scores import article_of
from helpers.measuring.row_verdicts import claim_verdicts, number_verdicts
from helpers.sureness.chances import CHECKED, CLAIM
from helpers.sureness.facts import claim_facts
from helpers.sureness.findings import Findings
from helpers.tables import reading, tables_of
from training.decisions import remembered
from training.reports import roles_by_article, with_roles

ROOT = Path(__file__).parents[1]
REAL = ROOT / "data" / "gold" / "real"
TABLE = ROOT / "src" / "helpers" / "vocabulary" / "sureness.csv"
FOLDS = 5
RARE = 4  # a fact seen less often has no weight
PULL = 0.3  # inverse strength of the pull of each weight towards nought
READ_BEFORE = 1.0  # what a row of the training set counts, beside one of the calibration set
FITTED_THERE = ("place",)  # of these it counts nothing: their weights were fitted on that set
SMALL = 0.02
MORE_SURE = ("network>=", "report>=")
LESS_SURE = (
    *("far>=", "grammar unsure", "figures>=", "hedged", "an attribution not taken"),
    *("a paper", "by a paper", "reported by its own words", "somebody heard be"),
    *("a number told in the passage", "the last of its kind was told"),
)
"""How facts begin that may weigh in one direction only."""


@dataclass(frozen=True)
class Row:
    """One printed row: the article, the facts, whether it is right, what it counts."""

    article: str
    facts: tuple[str, ...]
    right: bool
    worth: float


@contextmanager
def founds(roles: Sequence[Mapping[str, str]] | None) -> Iterator[list[Findings]]:
    """What the suite had found in each article that is read meanwhile.

    ``roles``: those to read it with, in place of the network's own.
    """
    seen: list[Findings] = []
    asked, read = reading.sureness_of, reading.read

    def watched(found: Findings) -> tuple:
        seen.append(found)
        return asked(found)

    reading.sureness_of = watched
    if roles is not None:
        reading.read = lambda *given: with_roles(read(*given), roles)
    try:
        yield seen
    finally:
        reading.sureness_of, reading.read = asked, read


def rows_of(corpora: Path) -> dict[str, list[Row]]:
    """For each thing that may be wrong the rows that have a verdict on it."""
    texts, unseen = texts_of(corpora), roles_by_article()
    rows: dict[str, list[Row]] = {name: [] for name in (*CHECKED, CLAIM)}
    for part, worth in (("calibration", 1.0), ("train", READ_BEFORE)):
        for gold in read_real_gold(REAL / part, texts):
            name = str(gold.facts["article"])
            with founds(unseen.get(name) if part == "train" else None) as seen:
                tables = tables_of(article_of(gold))
            found = seen[0]
            for index, verdicts in enumerate(number_verdicts(tables, gold)):
                for what, right in verdicts.items():
                    if part == "train" and what in FITTED_THERE:
                        continue
                    facts = tuple(CHECKED[what](found, index))
                    rows[what].append(Row(name, facts, bool(right), worth))
            of_claim = {c["claim_id"]: k for k, c in enumerate(tables.claims.to_dict("records"))}
            told = claim_verdicts(tables, gold)
            for claim in found.claims:
                right = told[of_claim[claim.claim_id]]
                if right is not None:
                    facts = tuple(claim_facts(found, claim))
                    rows[CLAIM].append(Row(name, facts, right, worth))
    return rows


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """The weight of each fact, and the bias."""
    seen = Counter(fact for row in rows if row.worth == 1 for fact in set(row.facts))
    names = sorted(fact for fact, n in seen.items() if n >= RARE)
    right = np.array([row.right for row in rows])
    worth = np.array([row.worth for row in rows])
    while True:
        held = np.array([[name in row.facts for name in names] for row in rows], dtype=float)
        model = LogisticRegression(C=PULL, max_iter=2000, tol=1e-8)
        model.fit(held, right, worth)
        weights = dict(zip(names, model.coef_[0].tolist(), strict=True))
        against = {name for name in names if weights[name] * _direction(name) < 0}
        if not against:
            return {"bias": float(model.intercept_[0]), **weights}
        names = [name for name in names if name not in against]


def _direction(fact: str) -> int:
    """The sign that reason gives the weight of a fact; 0: either."""
    if fact.startswith(MORE_SURE):
        return 1
    return -1 if fact.startswith(LESS_SURE) else 0


def chances(table: dict[str, float], rows: Iterable[Row]) -> np.ndarray:
    """What the facts of each row make of the chance that it is right."""
    scores = [table["bias"] + sum(table.get(f, 0.0) for f in set(row.facts)) for row in rows]
    return 1 / (1 + np.exp(-np.array(scores)))


def cross_fitted(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    """(chance, right) of each row of the calibration set, its article not fitted on."""
    articles = sorted({row.article for row in rows if row.worth == 1})
    fold_of = {name: k % FOLDS for k, name in enumerate(articles)}
    told, right = [], []
    for fold in range(FOLDS):
        table = fit([row for row in rows if fold_of.get(row.article) != fold])
        apart = [row for row in rows if fold_of.get(row.article) == fold]
        told.append(chances(table, apart))
        right += [row.right for row in apart]
    return np.concatenate(told), np.array(right)


def written(tables: dict[str, dict[str, float]]) -> bytes:
    """The table of weights: right, fact, weight."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(("right", "fact", "weight"))
    for name, table in tables.items():
        for fact in sorted(table, key=lambda f: (f != "bias", f)):
            if fact == "bias" or abs(table[fact]) >= SMALL:
                writer.writerow((name, fact, f"{table[fact]:.3f}"))
    return lines.getvalue().encode()


def main() -> None:
    """Scores, and writes where asked to."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    asked.add_argument("--work", type=Path, default=ROOT / "build" / "network")
    asked.add_argument("--write", action="store_true")
    options = asked.parse_args()
    remembered(options.work)
    rows = rows_of(options.corpora)
    for name, some in rows.items():
        told, right = cross_fitted(some)
        scores = calibration_scores(told.tolist(), right.tolist())
        print(name, {key: round(value, 3) for key, value in scores.items()})
    if options.write:
        TABLE.write_bytes(written({name: fit(some) for name, some in rows.items()}))


if __name__ == "__main__":
    main()
