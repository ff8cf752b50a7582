"""How far the printed chances can be believed on real news: tables for eyes and for charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .calibration import accepting, calibration_scores, risk_coverage

if TYPE_CHECKING:
    import pandas as pd

RISK = 0.05
"""Share of wrong reporters that an analyst may accept unread."""
_FEWEST = 20
"""Rows of a slice that is told of."""
_WORDS = ("source", "kind", "place", "date", "value")


def sureness_scores(printed: pd.DataFrame) -> pd.DataFrame:
    """One row per slice of the printed rows: of, slice, n, and the measures of ``calibration``.

    ``printed`` has the columns of ``row_verdicts.printed_rows``. Slices: all, by how the reporter
    is told, by kind; those with fewer than twenty rows are left out.
    """
    import pandas as pd

    judged = printed[printed["right"].notna()]
    rows = []
    for of, some in judged.groupby("of", sort=False):
        slices = [("all", some)]
        for column in ("told", "kind"):
            groups = some.dropna(subset=[column]).groupby(column, sort=True)
            slices += [(f"{column}: {name}", group) for name, group in groups]
        for name, group in slices:
            if len(group) >= _FEWEST:
                scores = calibration_scores(*_pairs(group))
                rows.append({"of": of, "slice": name, **_rounded(scores)})
    return pd.DataFrame(rows)


def check_scores(printed: pd.DataFrame) -> pd.DataFrame:
    """One row per word of ``check``: how many rows are wrong in it, and how it tells them.

    Columns: check, n, wrong, flagged, wrong_flagged (per cent of the wrong that are flagged),
    flagged_wrong (per cent of the flagged that are wrong).
    """
    import pandas as pd

    numbers = printed[printed["of"] == "number"]
    known = numbers["right"].notna()
    rows = []
    for word in _WORDS:
        some = numbers if word == "value" else numbers[known]
        wrong, flagged = (
            some[column].fillna("").str.split("|").map(lambda words, w=word: w in words)
            for column in ("wrong", "check")
        )
        both = int((wrong & flagged).sum())
        n_wrong, n_flagged = int(wrong.sum()), int(flagged.sum())
        rows.append(
            {
                "check": word,
                "n": len(some),
                "wrong": n_wrong,
                "flagged": n_flagged,
                "wrong_flagged": _per_cent(both, n_wrong),
                "flagged_wrong": _per_cent(both, n_flagged),
            }
        )
    return pd.DataFrame(rows)


def accepted_of(printed: pd.DataFrame, risk: float = RISK) -> dict[str, Any]:
    """From which chance on reporters may be accepted unread, and what that leaves to look at.

    Keys: risk, chance (None: from none), n, accepted, wrong (among the accepted). The threshold
    is that of ``calibration.accepting``; it holds for articles like those measured on.
    """
    chances, right = _pairs(printed[(printed["of"] == "number") & printed["right"].notna()])
    from_ = accepting(chances, right, risk)
    taken = [r for c, r in zip(chances, right, strict=True) if from_ is not None and c >= from_]
    return {
        "risk": risk,
        "chance": from_,
        "n": len(right),
        "accepted": len(taken),
        "wrong": len(taken) - sum(taken),
    }


def risk_by_coverage(printed: pd.DataFrame) -> pd.DataFrame:
    """accepted (share of the numbers, the surest first) and wrong (share of those), per chance."""
    import pandas as pd

    chances, right = _pairs(printed[(printed["of"] == "number") & printed["right"].notna()])
    return pd.DataFrame(risk_coverage(chances, right), columns=["accepted", "wrong"])


def _pairs(rows: pd.DataFrame) -> tuple[list[float], list[bool]]:
    return rows["chance"].astype(float).tolist(), rows["right"].astype(bool).tolist()


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in scores.items()}


def _per_cent(part: int, of: int) -> float | None:
    return round(100 * part / of, 1) if of else None


def printed_frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The rows of ``row_verdicts.printed_rows`` as a frame, also where there is none."""
    import pandas as pd

    columns = ["of", "chance", "right", "told", "kind", "beat", "check", "wrong"]
    return pd.DataFrame(rows, columns=columns)
