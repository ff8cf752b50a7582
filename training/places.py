"""Fits which place a number is about: ``python -m training.places --corpora DIR [--write]``.

A conditional logit over the candidates of each number and "none", on the real training news, the
first article and the invented reports (but the ``unseen``): the weight of every fact of
``helpers.places.evidence``, and for "none" those of the network's rows, of which the directions
in which they differ most count. Prints the
scores of models that did not see the articles, real and invented apart, for several degrees of
caution; the least that leaves ``EMPTY`` per cent of the numbers without a place empty is taken.
``--write`` fits on all and writes the tables of weights in ``src/helpers/vocabulary``: those of
places, and that which tells background. Deterministic; a minute or two.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from helpers.places.evidence import Candidate, Evidence
from helpers.places.gazetteer import fold
from helpers.places.states import BLOCKS, States
from helpers.quantities import find_quantities
from helpers.records import Article, Quantity
from helpers.vocabulary import load
from training.logit import NONE, Case, Fitted, chosen, fit

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "src" / "helpers" / "vocabulary"
FOLDS = 5
EMPTY = 95.0
"""Per cent of the numbers of real training news without a place that must stay empty."""
CAUTIONS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5, 2.0)
"""Tried in turn: what is added to the weight of none, a wrong place being worse than no place."""
FIRST, INVENTED = 5.0, 2.5  # what a case of the older gold counts, beside one of real news
SMALL = 0.02  # weights below are left out
LEVELS = 999  # of the weights of rows, either side of nought
PRIOR = {
    "none": 0.5, "none:money": 0.5, "none:percent": 0.25, "none world": 1.0, "way=clause": 0.5,
    "way=under": 0.75, "way=deep under": 0.35, "case=in": 0.6, "case=owner": -0.25,
    "case=nsubj": -0.25, "case=case": -0.5, "nested": -1.0, "under another number": -1.25,
    "spoken=source": -0.75, "spoken=cue": -0.75, "numbers between=1": -0.25,
    "numbers between=2": -0.5, "here:people": 1.0, "here:crowd": 0.75, "here:homes": 0.75,
    "here:other": 0.5, "here anaphor meant": 0.75, "case=obj": 0.25, "here kind=city": 0.15,
    "here kind=site": 0.15, "own turn": 2.5, "another's turn": -2.0, "over by appos": 1.0,
    "of a body": -0.75, "carried of a body": -0.75, "carried from talks": -0.75,
    "goes on, event, its": 0.5, "goes on, war, its": 1.0, "goes on, adds, its": 0.5,
    "distance, of, right behind": 1.25, "distance, in, right behind": 0.75,
    "distance, from, right behind": 1.25, "carried:people": 0.75, "carried:crowd": 0.35,
    "carried:homes": 0.5, "carried:percent": -0.75, "carried:money": -1.25, "carried:rate": -1.0,
    "carried:distance": -0.5, "carried past=located": -1.0, "carried past=some": -0.5,
    "carried spoken": -0.5, "carried nested": -0.5, "carried world": -2.0,
    "carried from a heading": 2.0, "carried scene=0": 0.5, "carried scene=1": 0.15,
    "recent scene=0": 0.35, "recent scene=none": -0.5, "back=3-5": -0.15, "back=6+": -0.35,
}  # fmt: skip
"""What the annotation rules say of a place before anything is fitted: half of what rules alone
would need."""


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
        """All numbers that can have a place."""
        evidence = Evidence(self.reading, self.named, self.quantities)
        states = States(self.reading)
        found = []
        for i, quantity in enumerate(self.quantities):
            if quantity.kind in load("places")["never"]:
                continue
            candidates, against = evidence.of(quantity)
            right = self.right_of(i, candidates)
            facts = [candidate.facts for candidate in candidates]
            numbers = [candidate.mention.place for candidate in candidates]
            rows = states.of(quantity)
            found.append(Case(i, facts, numbers, against, right, self.worth, rows))
        return found

    def background_cases(self) -> list[Case]:
        """For each number that the gold has, whether it is background (answer 0) or not (none)."""
        facts = background_facts(self.reading, self.quantities)
        states = States(self.reading)
        return [
            Case(i, [facts[i]], (0,), ("none",), frozenset({0 if past else NONE}),
                 states=states.of(self.quantities[i]))
            for i, past in sorted(self.bygone.items())
        ]  # fmt: skip

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


def choose(story: Story, fitted: Fitted, caution: float = 0.0) -> dict[int, int]:
    """The place that fitted weights give each number."""
    answers = ((case, chosen(case, fitted, caution)) for case in story.cases())
    return {case.index: case.places[best] for case, best in answers if best != NONE}


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


@dataclass(frozen=True)
class Plan:
    """What is fitted: the cases of a story, what is thought beforehand, how hard that pulls."""

    cases: Callable[[Story], list[Case]]
    prior: Mapping[str, float]
    pull: float

    def fitted(self, cases: Iterable[Case]) -> Fitted:
        """The weights that some cases give."""
        return fit(list(cases), self.pull, self.prior)


PLACES = Plan(Story.cases, PRIOR, 6.0)
BACKGROUND = Plan(Story.background_cases, {}, 1.0)


def apart(stories: Sequence[Story], model: Plan) -> list[Fitted]:
    """For each article the weights that were fitted on others."""
    models = [
        model.fitted(c for k, s in enumerate(stories) if k % FOLDS != fold_ for c in model.cases(s))
        for fold_ in range(FOLDS)
    ]
    return [models[k % FOLDS] for k in range(len(stories))]


def caution_of(stories: Sequence[Story]) -> float:
    """The least caution that leaves ``EMPTY`` per cent of the numbers without a place empty.

    Prints what each leaves empty and finds, of articles not fitted on.
    """
    models = apart(stories, PLACES)
    taken = None
    for caution in CAUTIONS:
        given = [
            choose(story, model, caution) for story, model in zip(stories, models, strict=True)
        ]
        for told_as, real in (("real news", True), ("first article and invented reports", False)):
            of = [k for k, story in enumerate(stories) if story.real == real]
            told, empty = scores([stories[k] for k in of], [given[k] for k in of])
            print(
                f"caution {caution}, {told_as}: {told:.1f} % of places right, {empty:.1f} % of none"
            )
            if real and empty >= EMPTY and taken is None:
                taken = caution
    return CAUTIONS[-1] if taken is None else taken


def background_right(stories: Sequence[Story]) -> float:
    """Per cent of the numbers whose background models not fitted on the article tell."""
    models = apart(stories, BACKGROUND)
    right = [
        chosen(case, model) in case.right
        for story, model in zip(stories, models, strict=True)
        for case in story.background_cases()
    ]
    return 100 * sum(right) / max(1, len(right))


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args(arguments)
    stories = stories_of(given.corpora)
    caution = caution_of(stories)
    print(f"background, not fitted on: {background_right(stories):.1f} % right")
    if given.write:
        fitted = PLACES.fitted(case for story in stories for case in story.cases())
        table = {**fitted.facts, "none": fitted.facts["none"] + caution}
        write(table, TABLES / "place_weights.csv")
        write_states(fitted.states, TABLES / "place_states.csv")
        bygone = BACKGROUND.fitted(case for story in stories for case in story.background_cases())
        write(bygone.facts, TABLES / "background_weights.csv")
        write_states(bygone.states, TABLES / "background_states.csv")


def write(table: Mapping[str, float], path: Path) -> None:
    """The weights that are worth a line, sorted by fact."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("fact", "weight"))
        out.writerows((f, f"{w:.2f}") for f, w in sorted(table.items()) if abs(w) >= SMALL)


def write_states(weights: np.ndarray, path: Path) -> None:
    """The weights of the network's rows, as whole numbers with a scale for each block."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("block", "scale", "weights"))
        for name, block in zip(BLOCKS, np.split(weights, len(BLOCKS)), strict=True):
            scale = float(np.abs(block).max()) / LEVELS
            out.writerow(
                (name, f"{scale:.6g}", " ".join(map(str, np.rint(block / scale).astype(int))))
            )


if __name__ == "__main__":
    main()
