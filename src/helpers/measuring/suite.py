"""The whole scoreboard: every gold article, group by group, held above pinned floors."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from ..loading import load_article
from ..tables import Tables, tables_of
from .gold import DATA, Gold, fingerprint, load_gold, slugs
from .scores import (
    claim_errors,
    claims_judged,
    number_errors,
    precision_recall,
    score_article,
    source_errors,
)

if TYPE_CHECKING:
    import pandas as pd

GROUPS = ("first_article", "before_rules", "after_rules", "unseen")
RESAMPLES = 1000


def score_suite(
    *,
    data: Path = DATA,
    read: Callable[..., Tables] = tables_of,
    progress: Callable[[Sequence[Gold]], Sequence[Gold]] = lambda golds: golds,
) -> pd.DataFrame:
    """Scores of every gold article, one row per group, layer and measure.

    Columns: group, articles, layer, measure, right, predicted, gold, precision, recall, f1 and,
    for groups of several articles, ``f1_low`` and ``f1_high``: the 95 % bootstrap interval over
    articles (1,000 resamples, seed 0). ``read`` turns an article into tables; ``progress`` may
    wrap the list of articles.
    """
    import pandas as pd

    counts: dict[str, list[pd.DataFrame]] = {group: [] for group in GROUPS}
    for gold in progress([load_gold(slug, data=data) for slug in slugs(data)]):
        tables = read(load_article(gold.article_path))
        counts.setdefault(gold.group, []).append(score_article(tables, gold))
    scored = [_group_scores(group, found) for group, found in counts.items() if found]
    if not scored:
        raise InputError(f"no gold found under {data}: run this from a checkout of the project")
    return pd.concat(scored, ignore_index=True)


def differences_of(tables: Tables, *, data: Path = DATA) -> pd.DataFrame:
    """What the tables get wrong, by the gold of this very article: columns layer … wanted.

    Empty where nobody has typed gold for the article.
    """
    import pandas as pd

    columns = ["layer", "text", "field", "found", "wanted"]
    for slug in slugs(data):
        gold = load_gold(slug, data=data)
        if load_article(gold.article_path).article_id == tables.article.article_id:
            return pd.concat(
                [
                    found.rename(columns={"name": "text"}).assign(layer=layer)[columns]
                    for layer, found in (
                        ("numbers", number_errors(tables, gold)),
                        ("sources", source_errors(tables, gold)),
                        ("claims", claim_errors(tables, gold)),
                    )
                ],
                ignore_index=True,
            )
    return pd.DataFrame(columns=columns)


def errors_by_kind(*, data: Path = DATA, read: Callable[..., Tables] = tables_of) -> pd.DataFrame:
    """Errors left on all gold articles, counted by layer and kind, one column a group."""
    import pandas as pd

    found = []
    for slug in slugs(data):
        gold = load_gold(slug, data=data)
        errors = differences_of(read(load_article(gold.article_path)), data=data)
        found.append(errors.assign(group=gold.group, kind=_kinds_of_error(errors)))
    counted = pd.concat(found).groupby(["layer", "kind", "group"]).size().unstack(fill_value=0)
    return counted.reindex(columns=[g for g in GROUPS if g in counted.columns]).rename_axis(
        columns=None
    )


def score_slices(*, data: Path = DATA, read: Callable[..., Tables] = tables_of) -> pd.DataFrame:
    """Claims found with the right source, by slice of the gold: slice, claims, right, per cent.

    Slices: direct, indirect, mixed; named person, organisation, unnamed; a pronoun here; with
    and without a number; all gold articles together.
    """
    import pandas as pd

    counted: dict[str, list[bool]] = {}
    for slug in slugs(data):
        gold = load_gold(slug, data=data)
        tables = read(load_article(gold.article_path))
        for claim, right in claims_judged(tables, gold):
            for name in _slices(claim, gold):
                counted.setdefault(name, []).append(right)
    order = (
        "direct",
        "indirect",
        "mixed",
        "named",
        "organisation",
        "unnamed",
        "pronoun",
        "with a number",
        "without a number",
    )
    rows = [
        (name, len(found), sum(found), round(100 * sum(found) / len(found), 1))
        for name in order
        if (found := counted.get(name))
    ]
    return pd.DataFrame(rows, columns=["slice", "claims", "right", "recall"])


_PRONOUNS = frozenset("he she it they who which".split())


def _slices(claim: dict[str, str], gold: Gold) -> list[str]:
    naming = {source["key"]: source["naming"] for source in gold.sources}[claim["source"]]
    found = [claim["form"]]
    found.append({"named_person": "named", "organisation": "organisation"}.get(naming, "unnamed"))
    if claim["source_text"].casefold() in _PRONOUNS:
        found.append("pronoun")
    start, end = int(claim["start"]), int(claim["end"])
    counts = any(start <= int(n["start"]) and int(n["end"]) <= end for n in gold.numbers)
    return [*found, "with a number" if counts else "without a number"]


def _kinds_of_error(errors: pd.DataFrame) -> list[str]:
    rows = zip(errors["layer"], errors["field"], errors["found"], errors["wanted"], strict=True)
    return [
        ("invented" if found == "a row" else "missed")
        if field == layer.removesuffix("s")
        else f"wrong {field}"
        for layer, field, found, _ in rows
    ]


def _group_scores(group: str, counts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    scores = precision_recall(pd.concat(counts, ignore_index=True))
    intervals = [_interval(counts, row) for row in range(len(scores))]
    scores["f1_low"] = pd.array([low for low, _ in intervals], dtype="Float64")
    scores["f1_high"] = pd.array([high for _, high in intervals], dtype="Float64")
    scores.insert(0, "group", group)
    scores.insert(1, "articles", len(counts))
    return scores


def _interval(counts: Sequence[pd.DataFrame], row: int) -> tuple[float | None, float | None]:
    if len(counts) < 2:
        return None, None
    each = [
        tuple(int(c.iloc[row][name]) for name in ("right", "predicted", "gold")) for c in counts
    ]
    draw = random.Random(0)
    found = []
    for _ in range(RESAMPLES):
        sample = [each[draw.randrange(len(each))] for _ in each]
        right, total = sum(s[0] for s in sample), sum(s[1] + s[2] for s in sample)
        found.append(200 * right / total if total else 0.0)
    found.sort()
    return round(found[int(0.025 * RESAMPLES)], 1), round(found[int(0.975 * RESAMPLES) - 1], 1)


def below_floors(scores: pd.DataFrame, *, data: Path = DATA) -> list[str]:
    """One sentence for each score under its pinned floor, and one if the gold was changed.

    Floors stand in ``data/gold/floors.toml`` with the fingerprint of the gold they are of.
    """
    floors = tomllib.loads((data / "gold" / "floors.toml").read_text("utf-8"))
    found = {(r.group, r.layer, r.measure): r.f1 for r in scores.itertuples()}
    failures = []
    if floors["fingerprint"] != fingerprint(slugs(data), data=data):
        failures.append(
            "the gold is not the one that the floors were pinned for: "
            "read the difference, score again, and pin both in data/gold/floors.toml"
        )
    for floor in floors["floor"]:
        score = found.get((floor["group"], floor["layer"], floor["measure"]))
        if score is None or score < floor["f1"]:
            failures.append(
                f"{floor['group']}: {floor['layer']} {floor['measure']} scores {score}, "
                f"below its floor of {floor['f1']}"
            )
    return failures
