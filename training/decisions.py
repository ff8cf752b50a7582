"""Fits the small decisions of ``helpers.language.decisions`` on real news typed by people.

    python -m training.decisions --corpora ../shared/corpora           # fit and write the file
    python -m training.decisions --corpora ../shared/corpora --check   # cross-validate alone

The suite itself reads the articles: in place of the shipped models stands a recorder, which keeps
each case with the rule's answer. What the network makes of an article is kept under ``--work``,
so that a second fitting, after a rule has changed, takes half a minute. The models are softmax
regressions with one weight more, which says how far a rule's answer is to be trusted whatever it
is; they are fitted by L-BFGS in double precision, with no chance in it.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import pickle
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from helpers import tables_of
from helpers.language import decisions
from helpers.language.decisions import Decisions, Model, Question, read_decisions
from helpers.language.net import network as net
from helpers.measuring.real_news import read_real_gold, texts_of
from helpers.measuring.real_scores import _Named, article_of
from helpers.sources import weighed

FOLDS = 5
LEVELS = 127
RARE = 3
"""Cases in which a closed word must be seen."""


@dataclass(frozen=True)
class Seen:
    """A case with the answer that people typed, and the article it stands in."""

    article: str
    case: Question
    typed: str


class Recorder(Decisions):
    """Stands in for the shipped models: keeps the cases, and lets the rules' answers stand."""

    def __init__(self) -> None:
        super().__init__({})
        self.cases: dict[str, list[Question]] = {}

    def decide(self, name: str, cases: Sequence[Question]) -> list[str]:
        self.cases.setdefault(name, []).extend(cases)
        return super().decide(name, cases)


def remembered(folder: Path) -> None:
    """Makes the network keep under ``folder`` what it found in an article."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = hashlib.sha256((net.MODELS / f"{net.NAME}.onnx").read_bytes()).hexdigest()[:12]
    score = net.Network.score

    def kept(self, words, ends, sentences):
        asked = repr((tuple(words), sorted(ends), tuple(sentences)))
        path = folder / f"{stamp}-{hashlib.sha256(asked.encode()).hexdigest()[:32]}.pickle"
        if path.exists():
            return pickle.loads(path.read_bytes())
        found = score(self, words, ends, sentences)
        path.write_bytes(pickle.dumps(found))
        return found

    net.Network.score = kept


@contextmanager
def recorded() -> Iterator[Recorder]:
    """Within it the rules' answers stand, and every case is kept."""
    recorder = Recorder()
    shipped = weighed.shipped_decisions
    weighed.shipped_decisions = lambda: recorder
    try:
        yield recorder
    finally:
        weighed.shipped_decisions = shipped


def real_cases(gold_folder: Path, corpora: Path) -> dict[str, list[Seen]]:
    """The cases of the typed articles, by decision, with what was typed."""
    found: dict[str, list[Seen]] = {"source_type": []}
    for gold in read_real_gold(gold_folder, texts_of(corpora)):
        name = str(gold.facts["article"])
        with recorded() as recorder:
            tables = tables_of(article_of(gold))
        who = _Named(tables, gold)
        at = {(case.start, case.end): case for case in recorder.cases.get("source_type", [])}
        for source in gold.sources:
            for row in who.predicted.values():
                if who.is_reporter(row["source_id"], source["key"]):
                    case = at.get((row["first_start"], row["first_end"]))
                    if case is None:
                        break  # the rule was sure
                    found["source_type"].append(Seen(name, case, source["source_type"]))
                    break
    return found


@dataclass(frozen=True)
class Plan:
    """How much each part of the evidence may say: the length of a block's vectors, of a word's."""

    blocks: tuple[float, ...]
    rule: float = 2.0
    trust: float = 2.0
    word: float = 0.5
    strength: float = 1.0


PLANS = {
    "source_type": Plan((6.0, 3.5, 3.5, 3.5, 4.0, 3.0, 4.0)),
}


def fitted(cases: Sequence[Seen], plan: Plan) -> Model:
    """The model with the greatest likelihood under a Gaussian prior."""
    answers = sorted({one.typed for one in cases} | {one.case.answer for one in cases})
    rows = np.stack([one.case.rows for one in cases]).astype(np.float64)
    width = rows.shape[1] // len(plan.blocks)
    middle = rows.mean(0)
    rows -= middle
    lengths = np.sqrt((rows**2).reshape(len(rows), -1, width).sum(2).mean(0))
    scale = np.repeat(np.array(plan.blocks) / np.maximum(lengths, 1e-9), width)
    counts = Counter(word for one in cases for word in _words(one.case))
    words = sorted(word for word, times in counts.items() if times >= RARE)
    sizes = np.array([_size(word, plan) for word in words])
    place = {word: number for number, word in enumerate(words)}
    told = np.zeros((len(cases), len(words)))
    for number, one in enumerate(cases):
        for word in _words(one.case):
            if word in place:
                told[number, place[word]] = sizes[place[word]]
    rules = np.array([answers.index(one.case.answer) for one in cases])
    typed = np.array([answers.index(one.typed) for one in cases])
    weights, bias, trust = _least(np.hstack([rows * scale, told]), rules, typed, len(answers), plan)
    of_rows = weights[: len(scale)] * scale[:, None]
    of_words = dict(zip(words, weights[len(scale) :] * sizes[:, None], strict=True))
    for number, answer in enumerate(answers):
        own = of_words.setdefault(f"rule={answer}", np.zeros(len(answers)))
        own[number] += trust
    return Model(tuple(answers), bias - middle @ of_rows, of_words, of_rows)


def _words(case: Question) -> tuple[str, ...]:
    return (f"rule={case.answer}", *case.words)


def _size(word: str, plan: Plan) -> float:
    return plan.rule if word.startswith("rule=") else plan.word


def _least(
    told: np.ndarray, rules: np.ndarray, typed: np.ndarray, answers: int, plan: Plan
) -> tuple[np.ndarray, np.ndarray, float]:
    """Weights, bias and trust at the least loss."""
    count, width = told.shape
    order = np.arange(count)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat[: width * answers].reshape(width, answers)
        bias, trust = flat[width * answers : -1], flat[-1]
        scores = told @ weights + bias
        scores[order, rules] += trust * plan.trust
        scores -= scores.max(1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(1, keepdims=True))
        away = np.exp(logs)
        away[order, typed] -= 1
        value = -plan.strength * logs[order, typed].sum() + (weights**2).sum() / 2
        slope = plan.strength * np.concatenate(
            [(told.T @ away).ravel(), away.sum(0), [plan.trust * away[order, rules].sum()]]
        )
        slope[: width * answers] += weights.ravel()
        value += (trust**2 + (bias**2).sum() * 0.01) / 2
        slope[-1] += trust
        slope[width * answers : -1] += 0.01 * bias
        return value, slope

    start = np.zeros(width * answers + answers + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    weights = found[: width * answers].reshape(width, answers)
    return weights, found[width * answers : -1], float(found[-1]) * plan.trust


def fold_of(article: str) -> int:
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % FOLDS


def checked(cases: Sequence[Seen], plan: Plan) -> list[str]:
    """The answer to each case of a model fitted on the articles of the other folds."""
    found = [""] * len(cases)
    for fold in range(FOLDS):
        at = [k for k, one in enumerate(cases) if fold_of(one.article) == fold]
        others = [one for one in cases if fold_of(one.article) != fold]
        model = read_decisions(written({"x": fitted(others, plan)}))
        answers = model.decide("x", [cases[k].case for k in at])
        for k, answer in zip(at, answers, strict=True):
            found[k] = answer
    return found


def written(models: Mapping[str, Model]) -> bytes:
    """The models as one file, the rows' weights in 8 bits with a scale for each answer."""
    held: dict[str, np.ndarray] = {}
    facts = {}
    for name, model in models.items():
        scale = np.abs(model.rows).max(0) / LEVELS
        held[f"{name}.rows"] = np.rint(model.rows / scale).astype(np.int8)
        held[f"{name}.scale"] = scale.astype(np.float32)
        held[f"{name}.words"] = np.stack(list(model.words.values())).astype(np.float16)
        held[f"{name}.bias"] = model.bias.astype(np.float32)
        facts[name] = {"answers": model.answers, "words": list(model.words)}
    out = io.BytesIO()
    np.savez_compressed(out, facts=np.array(json.dumps(facts)), **held)
    return out.getvalue()


def report(name: str, cases: Sequence[Seen], answers: Sequence[str]) -> str:
    rule = [one.case.answer == one.typed for one in cases]
    ours = [answer == one.typed for one, answer in zip(cases, answers, strict=True)]
    gained = sum(b and not a for a, b in zip(rule, ours, strict=True))
    lost = sum(a and not b for a, b in zip(rule, ours, strict=True))
    n = len(cases)
    return (
        f"{name}: {n} cases, rules {100 * sum(rule) / n:.2f} %, "
        f"weighed {100 * sum(ours) / n:.2f} % on held-out articles ({gained} gained, {lost} lost)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--gold", type=Path, default=Path("data/gold/real/train"))
    parser.add_argument("--out", type=Path, default=net.MODELS)
    parser.add_argument("--work", type=Path, default=Path("build/decisions"))
    parser.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    options = parser.parse_args()
    remembered(options.work)
    cases = real_cases(options.gold, options.corpora)
    models = {}
    for name, plan in PLANS.items():
        if options.check:
            print(report(name, cases[name], checked(cases[name], plan)))
        else:
            models[name] = fitted(cases[name], plan)
    if not options.check:
        raw = written(models)
        (options.out / decisions.FILE).write_bytes(raw)
        line = f"{hashlib.sha256(raw).hexdigest()}  {decisions.FILE}\n"
        (options.out / "decisions.sha256").write_text(line, encoding="ascii")


if __name__ == "__main__":
    main()
