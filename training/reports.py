"""Fits what tells a report from an act: the weights of ``helpers.attribution.likelihood``.

    python -m training.reports --corpora ../shared/corpora           # fit and write the table
    python -m training.reports --corpora ../shared/corpora --check   # cross-validate alone

The shipped network learned its roles from the very articles that people typed, and makes on them
hardly the mistakes that it makes on other news. So the roles are those that an earlier network,
which had learned from PolNeAR alone, found in them (``unseen_roles.csv``); grammar and entities
are the shipped network's, which learned them from treebanks. A logistic regression with a Gaussian
prior, by L-BFGS in double precision, with no chance in it.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from helpers.attribution import LIKELY, candidates, facts
from helpers.language import Reading
from helpers.language.net.roles import Linked
from helpers.loading import load_article
from helpers.measuring.gold import Gold, load_gold, slugs
from helpers.measuring.matching import best_pairs, overlap
from helpers.measuring.real_news import RealGold, read_real_gold, texts_of
from helpers.measuring.real_scores import article_of
from helpers.records import Attribution

from .decisions import FOLDS, fold_of, remembered
from .evaluate import reading_of

TABLE = Path("src/helpers/vocabulary/report_weights.csv")
ROLES = Path(__file__).with_name("unseen_roles.csv")
RARE = 3
"""Attributions in which a fact must be seen."""
SPREAD = 0.05
"""Variance of the prior on a weight, the best of three by cross-validation."""
ALIKE = 0.3
"""Share of content that a typed attribution and a found one must have in common."""

OLDER = "older"
"""What stands for the article of what is learned from whichever article is held out."""

Roles = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution found in an article, its facts, and whether people typed it too."""

    article: str
    facts: tuple[str, ...]
    typed: bool


def roles_by_article() -> Roles:
    """The rows of the roles found by the network that had not seen the articles."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with ROLES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows[row["article"]].append(row)
    return rows


def with_roles(reading: Reading, rows: Sequence[Mapping[str, str]]) -> Reading:
    """The reading with these roles in place of its own."""

    def words(spans: str) -> list[tuple[int, int]]:
        found = []
        for span in filter(None, spans.split("|")):
            start, _, end = span.partition("-")
            run = reading.at(int(start), int(end))
            while len(run) > 1 and reading[run[-1]].text in ("'s", "’s", "'"):
                run = run[:-1]
            if run:
                found.append((run.start, run.stop))
        return found

    linked = [
        Linked(
            next(iter(words(row["source"])), None),
            next(iter(words(row["cue"])), None),
            tuple(content),
            float(row["confidence"]),
        )
        for row in rows
        if (content := words(row["content"]))
    ]
    return replace(reading, roles=tuple(linked))


def real_story(gold: RealGold, rows: Sequence[Mapping[str, str]] | None) -> list[Found]:
    """Each attribution with a source that is found in one article of real news.

    Without ``rows`` the network has not seen the article, and its own roles are taken.
    """
    reading = reading_of(article_of(gold).text)
    if rows is not None:
        reading = with_roles(reading, rows)
    typed = [(claim["content"][0][0], claim["content"][-1][1]) for claim in gold.claims]
    return _found(str(gold.facts["article"]), reading, typed)


def older_story(gold: Gold) -> list[Found]:
    """The same of the first article or an invented report, which no network has learned from."""
    reading = reading_of(load_article(gold.article_path).text)
    typed = [(int(row["start"]), int(row["end"])) for row in gold.claims if row["cue"]]
    return _found(OLDER, reading, typed)


def _found(name: str, reading: Reading, typed: Sequence[tuple[int, int]]) -> list[Found]:
    found = [one for one in candidates(reading, least=0.0)[0] if one.source]
    right = set(best_pairs(found, typed, _likeness).values())
    return [Found(name, facts(reading, one), k in right) for k, one in enumerate(found)]


def _likeness(one: Attribution, typed: tuple[int, int]) -> float:
    start, end = typed
    first, last = one.content[0].start, one.content[-1].end
    shared = overlap(first, last, start, end)
    share = shared / (last - first + end - start - shared) if shared > 0 else 0.0
    return share if share >= ALIKE else 0.0


def fitted(seen: Sequence[Found]) -> dict[str, float]:
    """The weight of each fact, and of "any" for all."""
    counts = Counter(fact for one in seen for fact in one.facts)
    names = sorted(fact for fact, times in counts.items() if times >= RARE)
    place = {name: column for column, name in enumerate(names)}
    told = np.zeros((len(seen), len(names) + 1))
    told[:, -1] = 1
    for row, one in enumerate(seen):
        told[row, [place[fact] for fact in one.facts if fact in place]] = 1
    typed = np.array([one.typed for one in seen], dtype=np.float64)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = told @ weights
        pulls = np.append(weights[:-1] / SPREAD, 0)
        value = np.logaddexp(0, scores).sum() - typed @ scores + (pulls @ weights) / 2
        return value, told.T @ (1 / (1 + np.exp(-scores)) - typed) + pulls

    start = np.zeros(told.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return dict(zip([*names, "any"], found.tolist(), strict=True))


def _fold(one: Found) -> int:
    return FOLDS if one.article == OLDER else fold_of(one.article)


def checked(seen: Sequence[Found]) -> str:
    """How the chances of held-out articles part what people typed from what they did not."""
    kept = right = 0
    for fold in range(FOLDS):
        table = fitted([one for one in seen if _fold(one) != fold])
        for one in seen:
            if _fold(one) == fold:
                score = table["any"] + sum(table.get(fact, 0.0) for fact in one.facts)
                taken = 1 / (1 + math.exp(-score)) >= LIKELY
                kept, right = kept + taken, right + (taken and one.typed)
    real = [one for one in seen if one.article != OLDER]
    typed = sum(one.typed for one in real)
    return (
        f"{len(real)} attributions, {typed} of them typed; of held-out articles {kept} are kept, "
        f"{100 * right / kept:.1f} % of them typed, which are {100 * right / typed:.1f} % of those"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--gold", type=Path, default=Path("data/gold/real/train"))
    parser.add_argument("--work", type=Path, default=Path("build/decisions"))
    parser.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    options = parser.parse_args()
    remembered(options.work)
    roles = roles_by_article()
    golds = read_real_gold(options.gold, texts_of(options.corpora))
    seen = [one for g in golds for one in real_story(g, roles.get(str(g.facts["article"])))]
    older = [gold for gold in map(load_gold, slugs()) if gold.group != "unseen"]
    seen += [one for gold in older for one in older_story(gold)]
    print(checked(seen))
    if not options.check:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(("fact", "weight"))
            for fact, weight in sorted(fitted(seen).items()):
                if abs(weight) >= 0.005:
                    out.writerow((fact, f"{weight:.2f}"))


if __name__ == "__main__":
    main()
