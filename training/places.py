"""Fits which place a number is about: ``python -m training.places --corpora DIR [--write]``.

A conditional logit over the candidates of each number and "none", on the real training news, the
first article and the invented reports (but the ``unseen``): the weight of every fact of
``helpers.places.evidence``, pulled towards ``PRIOR`` (what the annotation rules say beforehand).
The place of the last number is a fact too: the gold's. Prints the scores of models that did not
see the articles, real and invented apart; ``--write`` fits on all and writes
the two tables of weights in ``src/helpers/vocabulary``: that of places, and that which tells
background. Deterministic; a minute or two.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from helpers.language import Reading, read
from helpers.loading import load_article
from helpers.measuring.gold import Gold, load_gold, slugs
from helpers.measuring.matching import best_pairs, overlap
from helpers.measuring.real_news import RealGold, read_real_gold, texts_of
from helpers.measuring.real_scores import article_of
from helpers.passages import find_passages, find_sentences
from helpers.places import NamedPlace, find_named_places, with_anaphors
from helpers.places.background import background_facts
from helpers.places.choosing import weigh
from helpers.places.evidence import Candidate, Evidence
from helpers.places.gazetteer import fold
from helpers.quantities import find_quantities
from helpers.records import Article, Quantity
from helpers.vocabulary import load

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "src" / "helpers" / "vocabulary"
NONE = -1
FOLDS = 5
PULL = 3.0  # precision of the prior of each weight
SELDOM = 4  # a fact seen less often has the weight of the prior
CAUTION = 0.5  # added to the weight of none: a wrong place is worse than an empty one
FIRST, INVENTED = 5.0, 1.5  # what a case of the older gold counts, beside one of real news
SMALL = 0.02  # weights below are left out
PRIOR = {
    "none": 1.0, "none:money": 1.0, "none:percent": 0.5, "none world": 0.5,
    "way=clause": 1.0, "way=under": 1.5, "way=deep under": 0.7, "case=in": 1.2, "case=owner": -0.5,
    "case=nsubj": -0.5, "case=case": -1.0, "nested": -2.0, "under another number": -2.5,
    "spoken=source": -1.5, "spoken=cue": -1.5, "numbers between=1": -0.5, "numbers between=2": -1.0,
    "here:people": 2.0, "here:crowd": 1.5, "here:homes": 1.5, "here:other": 1.0,
    "here anaphor meant": 1.5, "case=obj": 0.5, "here kind=city": 0.3, "here kind=site": 0.3,
    "own turn": 2.5, "another's turn": -2.0,
    "over by appos": 2.0, "of a body": -1.5, "carried of a body": -1.5, "carried from talks": -1.5,
    "goes on, event, its": 1.0, "goes on, war, its": 2.0, "goes on, adds, its": 1.0,
    "distance, of, right behind": 2.5, "distance, in, right behind": 1.5,
    "distance, from, right behind": 2.5,
    "carried:people": 1.5, "carried:crowd": 0.7, "carried:homes": 1.0, "carried:percent": -1.5,
    "carried:money": -2.5, "carried:rate": -2.0, "carried:distance": -1.0,
    "carried past=located": -2.0, "carried past=some": -1.0, "carried spoken": -1.0,
    "carried nested": -1.0, "carried last number=0": 1.5, "carried last number=1": 1.0,
    "carried last number=2-3": 0.7, "carried scene=0": 1.0, "carried scene=1": 0.3,
    "recent scene=0": 0.7, "recent scene=none": -1.0, "back=3-5": -0.3, "back=6+": -0.7,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One number: the facts and places of its candidates, those for none, the right answers."""

    index: int
    candidates: Sequence[Sequence[str]]
    places: Sequence[int]
    against: Sequence[str]
    right: frozenset[int]
    worth: float = 1.0

    @cached_property
    def answers(self) -> list[tuple[int, list[str]]]:
        """Each answer with its facts, "none" first."""
        return [(NONE, sorted(set(self.against)))] + [
            (k, sorted(set(facts))) for k, facts in enumerate(self.candidates)
        ]


@dataclass(frozen=True)
class Story:
    """One gold article as the suite reads it; ``wanted`` are gold places by number.

    ``real``: news as printed; the others are the first article and the invented reports.
    ``worth``: how much a case of it counts in the fit.
    """

    real: bool
    worth: float
    reading: Reading
    named: tuple[NamedPlace, ...]
    quantities: Sequence[Quantity]
    wanted: Mapping[int, Sequence[tuple[int, int]]]
    bygone: Mapping[int, bool]

    def cases(self) -> list[Case]:
        """All numbers that can have a place, each after the gold's place of the last one."""
        evidence = Evidence(self.reading, self.named, self.quantities)
        before: tuple[int, int] | None = None
        found = []
        for i, quantity in enumerate(self.quantities):
            if quantity.kind in load("places")["never"]:
                continue
            candidates, against = evidence.of(quantity, before)
            right = self.right_of(i, candidates)
            facts = [candidate.facts for candidate in candidates]
            numbers = [candidate.mention.place for candidate in candidates]
            found.append(Case(i, facts, numbers, against, right, self.worth))
            place = min((numbers[k] for k in right if k != NONE), default=None)
            if place is not None:
                before = (place, evidence.sentence_of(quantity))
        return found

    def background_cases(self) -> list[Case]:
        """For each number that the gold has, whether it is background (answer 0) or not (none)."""
        found = []
        for i, facts in enumerate(background_facts(self.reading, self.quantities)):
            if i in self.bygone:
                right = frozenset({0 if self.bygone[i] else NONE})
                found.append(Case(i, [facts], (), (), right))
        return found

    def right_of(self, index: int, candidates: Sequence[Candidate]) -> frozenset[int]:
        """The candidates that the gold names; none of them where it cannot be reached."""
        if index not in self.wanted:
            return frozenset()
        spans = self.wanted[index]
        if not spans:
            return frozenset({NONE})
        text = self.reading.article.text
        names = {fold(text[start:end]) for start, end in spans}
        places = {
            p.place
            for p in self.named
            if not p.anaphor
            and (fold(p.name) in names or any(p.start < e and s < p.end for s, e in spans))
        }
        return frozenset(k for k, c in enumerate(candidates) if c.mention.place in places)


def real_story(gold: RealGold) -> Story:
    """An article of the real news."""
    return story_of(
        article_of(gold),
        [[s for s in (row["place"], *row["more_places"]) if s] for row in gold.numbers],
        gold.numbers,
        1.0,
        real=True,
    )


def older_story(gold: Gold) -> Story:
    """The first article or an invented report; its gold names a place by its words."""
    article = load_article(gold.article_path)
    rows = [{"start": int(row["start"]), "end": int(row["end"])} for row in gold.numbers]
    names = [row["place"] for row in gold.numbers]
    starts = [article.text.find(name) for name in names]
    spans = [[(at, at + len(name))] if name else [] for name, at in zip(names, starts, strict=True)]
    worth = FIRST if gold.group == "first_article" else INVENTED
    return story_of(article, spans, rows, worth, real=False)


def story_of(
    article: Article,
    spans: Sequence[Sequence[tuple[int, int]]],
    rows: Sequence[Mapping[str, Any]],
    worth: float,
    *,
    real: bool,
) -> Story:
    """The article read once, its numbers paired with the gold's; ``spans`` are places by row."""
    passages = find_passages(article)
    reading = read(article, passages, find_sentences(article, passages))
    quantities, _ = find_quantities(reading)
    pairs = best_pairs(
        [{"start": q.start, "end": q.end} for q in quantities],
        rows,
        lambda p, g: overlap(p["start"], p["end"], g["start"], g["end"]),
    )
    wanted = {i: spans[j] for j, i in pairs.items()}
    bygone = {i: rows[j]["background"] for j, i in pairs.items() if "background" in rows[j]}
    named = with_anaphors(reading, find_named_places(reading))
    return Story(real, worth, reading, named, quantities, wanted, bygone)


def fit(cases: Sequence[Case], prior: Mapping[str, float]) -> dict[str, float]:
    """The weights that make the right answers likeliest, held near the prior."""
    cases = [case for case in cases if case.right]
    seen = Counter(fact for case in cases for _, facts in case.answers for fact in facts)
    names = sorted({fact for fact, n in seen.items() if n >= SELDOM} | set(prior))
    column = {fact: k for k, fact in enumerate(names)}
    rows = [
        (g, answer in case.right, [column[f] for f in facts if f in column])
        for g, case in enumerate(cases)
        for answer, facts in case.answers
    ]
    matrix = np.zeros((len(rows), len(names)))
    for r, (_, _, columns) in enumerate(rows):
        matrix[r, columns] = 1
    group = np.array([g for g, _, _ in rows])
    right = np.array([ok for _, ok, _ in rows])
    worth = np.array([case.worth for case in cases])
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    middle = np.array([prior.get(name, 0.0) for name in names])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score = matrix @ w
        share = np.exp(score - np.maximum.reduceat(score, starts)[group])
        total = np.add.reduceat(share, starts)
        kept = np.where(right, share, 0)
        among = np.add.reduceat(kept, starts)
        slope = matrix.T @ (worth[group] * (kept / among[group] - share / total[group]))
        off = w - middle
        value = -(worth * np.log(among / total)).sum() + 0.5 * PULL * off @ off
        return float(value), PULL * off - slope

    return dict(zip(names, _lowest(loss, middle), strict=True))


def _lowest(
    loss: Callable[[np.ndarray], tuple[float, np.ndarray]], start: np.ndarray
) -> np.ndarray:
    """Where a smooth convex function is lowest (L-BFGS, ten pairs)."""
    w = start.copy()
    value, slope = loss(w)
    pairs: deque[tuple[np.ndarray, np.ndarray]] = deque(maxlen=10)
    for _ in range(400):
        step = -_along(slope, pairs)
        size = 1.0 if pairs else 0.01
        while True:
            there, slope_there = loss(w + size * step)
            if there <= value + 1e-4 * size * (step @ slope) or size < 1e-8:
                break
            size /= 2
        moved, bent = size * step, slope_there - slope
        if moved @ bent > 1e-10:
            pairs.append((moved, bent))
        done = abs(value - there) < 1e-7 * max(1.0, abs(value))
        w, value, slope = w + moved, there, slope_there
        if done:
            break
    return w


def _along(slope: np.ndarray, pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    found, kept = slope.copy(), []
    for moved, bent in reversed(pairs):
        share = (moved @ found) / (bent @ moved)
        kept.append(share)
        found -= share * bent
    if pairs:
        moved, bent = pairs[-1]
        found *= (moved @ bent) / (bent @ bent)
    for (moved, bent), share in zip(pairs, reversed(kept), strict=True):
        found += moved * (share - (bent @ found) / (bent @ moved))
    return found


def choose(story: Story, table: Mapping[str, float], bias: float = 0.0) -> dict[int, int]:
    """The place that a table of weights gives each number."""
    evidence = Evidence(story.reading, story.named, story.quantities)
    before: tuple[int, int] | None = None
    found = {}
    for i, quantity in enumerate(story.quantities):
        if quantity.kind in load("places")["never"]:
            continue
        candidates, against = evidence.of(quantity, before)
        scores = [weigh(c.facts, table) for c in candidates]
        best = max(range(len(scores)), key=lambda k: scores[k], default=None)
        if best is not None and scores[best] > weigh(against, table) + bias:
            found[i] = candidates[best].mention.place
            before = (found[i], evidence.sentence_of(quantity))
    return found


def scores(stories: Sequence[Story], chosen: Sequence[Mapping[int, int]]) -> tuple[float, float]:
    """Per cent: of the places told those found, of the numbers without one those left empty."""
    told, empty = [0, 0], [0, 0]
    for story, places in zip(stories, chosen, strict=True):
        right = {case.index: case for case in story.cases()}
        for i, wanted in story.wanted.items():
            place, case = places.get(i), right.get(i)
            if not wanted:
                empty[0] += place is None
                empty[1] += 1
            else:
                told[0] += case is not None and any(
                    case.places[k] == place for k in case.right if k != NONE
                )
                told[1] += 1
    return 100 * told[0] / max(1, told[1]), 100 * empty[0] / max(1, empty[1])


def stories_of(corpora: Path) -> list[Story]:
    """The real training news and the older gold that may be looked at."""
    golds = read_real_gold(ROOT / "data" / "gold" / "real" / "train", texts_of(corpora))
    older = [load_gold(slug) for slug in slugs()]
    return [
        *map(real_story, golds),
        *(older_story(gold) for gold in older if gold.group != "unseen"),
    ]


def cases_of(stories: Iterable[Story]) -> list[Case]:
    """The cases of several articles."""
    return [case for story in stories for case in story.cases()]


def apart(stories: Sequence[Story]) -> list[dict[int, int]]:
    """What models choose for the articles that they were not fitted on."""
    chosen: list[dict[int, int]] = [{} for _ in stories]
    for fold_ in range(FOLDS):
        table = fit(cases_of(s for k, s in enumerate(stories) if k % FOLDS != fold_), PRIOR)
        for k in range(fold_, len(stories), FOLDS):
            chosen[k] = choose(stories[k], table, CAUTION)
    return chosen


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args(arguments)
    stories = stories_of(given.corpora)
    chosen = apart(stories)
    for told_as, real in (("real news", True), ("first article and invented reports", False)):
        of = [k for k, story in enumerate(stories) if story.real == real]
        told, empty = scores([stories[k] for k in of], [chosen[k] for k in of])
        print(f"{told_as}, not fitted on: {told:.1f} % of places told right, {empty:.1f} % of none")
    if given.write:
        table = fit(cases_of(stories), PRIOR)
        write({**table, "none": table["none"] + CAUTION}, TABLES / "place_weights.csv")
        bygone = fit([case for story in stories for case in story.background_cases()], {})
        write(bygone, TABLES / "background_weights.csv")


def write(table: Mapping[str, float], path: Path) -> None:
    """The weights that are worth a line, sorted by fact."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("fact", "weight"))
        out.writerows((f, f"{w:.2f}") for f, w in sorted(table.items()) if abs(w) >= SMALL)


if __name__ == "__main__":
    main()
