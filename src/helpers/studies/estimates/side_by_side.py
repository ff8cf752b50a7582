"""The same thing by every voice that counts it, side by side and in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from .containment import same_place
from .stated_figures import Figure, figures_of

if TYPE_CHECKING:
    from ...tables import Tables

COLUMNS = ("kind", "place", "voices", "lowest", "highest", "verdict", "told")


def compare_voices(tables: Tables) -> pd.DataFrame:
    """One row per thing (kind and place) that the article counts, those of most voices first.

    ``voices`` is how many speak of it, ``lowest`` and ``highest`` the least and the greatest
    figure printed, ``verdict`` whether all of them can hold, ``told`` who says what. Denied
    figures, and figures of another time or scene, are left out; so is money, which says nothing
    of what it is for.
    """
    joined = tables.joined()
    who = dict(zip(joined["number_id"], joined["who"], strict=True))
    past = set(joined.loc[joined["background"].fillna(False).astype(bool), "number_id"])
    things: dict[tuple, list[Figure]] = {}
    for figure in figures_of(tables):
        if figure.denied or figure.kind == "money" or figure.number_id in past:
            continue
        key = (figure.kind, figure.unit, same_place(figure.place))
        things.setdefault(key, []).append(figure)
    rows = [_row(figures, who) for figures in things.values()]
    rows.sort(key=lambda row: -row["voices"])
    kinds = dict.fromkeys(("kind", "place", "verdict", "told"), "string[python]")
    kinds |= {"voices": "Int64", "lowest": "Float64", "highest": "Float64"}
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object).astype(kinds)


def _row(figures: list[Figure], who: dict[str, str]) -> dict:
    by_voice: dict[str, list[Figure]] = {}
    for figure in figures:
        by_voice.setdefault(figure.voice, []).append(figure)
    points = [point for figure in figures for point in figure.points]
    told = [
        f"{who[said[0].number_id]}: {' and '.join(_printed(figure) for figure in said)}"
        for said in by_voice.values()
    ]
    return {
        "kind": figures[0].kind,
        "place": figures[0].place,
        "voices": len(by_voice),
        "lowest": min(points, default=None),
        "highest": max(points, default=None),
        "verdict": "one voice" if len(by_voice) == 1 else _verdict(figures),
        "told": "; ".join(told),
    }


def _verdict(figures: list[Figure]) -> str:
    """Whether one value lies in all that is said."""
    allowed = [figure.bounds for figure in figures if figure.bounds is not None]
    low = max((b.low for b in allowed), default=0.0)
    high = min((b.high for b in allowed), default=0.0)
    return "can all hold" if low <= high else "cannot all hold"


def _printed(figure: Figure) -> str:
    return f"“{' '.join(figure.text.split())}”"
