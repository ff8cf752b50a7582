"""How far people agree: per column, in per cent, as Cohen's κ and as Krippendorff's α."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...beyond_chance import cohen_kappa, krippendorff_alpha
from .events import Event, same_value
from .log_files import ReviewLog
from .order import Order

if TYPE_CHECKING:
    import pandas as pd

Rating = Mapping[str, Hashable]
"""Who said what of one thing."""
_Item = tuple[str, str, int, int, str]
"""Article, table, start, end, column: what people judge."""
RESAMPLES = 1000
AGREEMENT = (
    "article", "table", "field", "n", "agreed", "kappa", "alpha", "alpha_low", "alpha_high",
)  # fmt: skip
DISAGREEMENTS = ("sha256", "table", "start", "end", "exact", "field", "says", "event_ids")


def agreement_of(log: ReviewLog) -> pd.DataFrame:
    """One row a column that two or more people judged, per article and over all of them.

    ``n`` counts things judged by two or more; ``agreed`` is per cent; ``kappa`` needs exactly two
    people. The interval is the middle 95 % of 1,000 seeded resamples: of articles over all of
    them, of the things judged within one.
    """
    import pandas as pd

    by_column: dict[tuple[str, str], dict[str, list[Rating]]] = {}
    for (article, table, _, _, name), rating in sorted(_ratings(log).items()):
        if len(rating) > 1:
            by_column.setdefault((table, name), {}).setdefault(article, []).append(rating)
    rows = []
    for (table, name), articles in sorted(by_column.items()):
        groups: dict[str, list[list[Rating]]] = {"all": list(articles.values())}
        if len(articles) == 1:
            groups["all"] = [[rating] for rating in groups["all"][0]]
        else:
            for article, ratings in articles.items():
                groups[article] = [[rating] for rating in ratings]
        rows += [_row(article, table, name, each) for article, each in groups.items()]
    return pd.DataFrame(rows, columns=list(AGREEMENT))


def _row(
    article: str, table: str, name: str, groups: Sequence[Sequence[Rating]]
) -> tuple[Any, ...]:
    ratings = [rating for group in groups for rating in group]
    agreed = 100 * sum(len(set(rating.values())) == 1 for rating in ratings) / len(ratings)
    people = sorted({who for rating in ratings for who in rating})
    kappa = None
    if len(people) == 2:
        kappa = cohen_kappa([(rating[people[0]], rating[people[1]]) for rating in ratings])
    low, high = _interval(groups, lambda found: krippendorff_alpha(_units(found)))
    alpha = krippendorff_alpha(_units(ratings))
    return article, table, name, len(ratings), agreed, kappa, alpha, low, high


def _units(ratings: Iterable[Rating]) -> list[list[Hashable]]:
    return [list(rating.values()) for rating in ratings]


def _interval(
    groups: Sequence[Sequence[Rating]], measure: Callable[[list[Rating]], float | None]
) -> tuple[float | None, float | None]:
    generator = random.Random(0)
    found = []
    for _ in range(RESAMPLES if len(groups) > 1 else 0):
        drawn = generator.choices(groups, k=len(groups))
        value = measure([rating for group in drawn for rating in group])
        if value is not None:
            found.append(value)
    if not found:
        return None, None
    found.sort()
    return found[int(0.025 * len(found))], found[min(len(found) - 1, int(0.975 * len(found)))]


def _ratings(log: ReviewLog) -> dict[_Item, dict[str, Hashable]]:
    """What each person said last of each thing, whatever others said after."""
    found: dict[_Item, dict[str, Hashable]] = {}
    by_person: dict[str, list[Event]] = {}
    for event in log.events:
        by_person.setdefault(event.who, []).append(event)
    for who, events in sorted(by_person.items()):
        for item, heads in _heads(events).items():
            said = {_said(head)[item] for head in heads}
            if len(said) == 1:
                found.setdefault(item, {})[who] = said.pop()
    return found


def disagreements_of(log: ReviewLog) -> pd.DataFrame:
    """One row per thing of which people say different things and nobody has decided since."""
    import pandas as pd

    rows = []
    for item, heads in sorted(_heads(log.events).items()):
        if len({_said(head)[item] for head in heads}) > 1:
            sha256, table, start, end, name = item
            says = " | ".join(f"{head.who}: {_told(head, item)}" for head in heads)
            ids = "|".join(head.id for head in heads)
            exact = heads[0].target.exact
            rows.append((sha256, table, start, end, exact, name, says, ids))
    return pd.DataFrame(rows, columns=list(DISAGREEMENTS), dtype=object)


def _heads(events: Sequence[Event]) -> dict[_Item, list[Event]]:
    order = Order(events)
    live = {e.id: list(_said(e)) for e in events if e.id not in order.taken_back}
    return order.heads(live)


def _said(event: Event) -> dict[_Item, Hashable]:
    """What an event says of single things; of the row itself, whether it stands."""
    target = event.target
    row = target.sha256, target.table, target.start, target.end
    if event.op == "reject":
        return {(*row, "row"): "rejected"}
    said: dict[_Item, Hashable] = {}
    for name, value in event.values.items():
        # Two mentions of one source are one answer.
        told = value.get("name") if isinstance(value, Mapping) else None
        said[(*row, name)] = told or same_value(name, value)
    if event.op in ("set", "confirm", "add"):
        said[(*row, "row")] = "kept"
    return said


def _told(event: Event, item: _Item) -> str:
    value = event.values.get(item[4]) if item[4] != "row" else _said(event)[item]
    if isinstance(value, Mapping):
        return str(value.get("exact"))
    return value if isinstance(value, str) else json.dumps(value)
