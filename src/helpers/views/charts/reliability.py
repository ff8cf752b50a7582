"""Whether the printed confidence can be believed, and how many rows need no second look."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .frame import ChartAxes
from .palette import FONT, GREY, INK, PAPER, RULE

SIZE = (5.2, 4.2)
RISK = 0.05
_Z = 1.96


def plot_reliability(rows: pd.DataFrame, ax: Axes | None = None, *, of: str = "number") -> Axes:
    """Draw ``real_news_sureness("rows")``: the confidence given against the share that was right.

    One dot for each tenth of the rows, in order of confidence, with its 95 % interval (Wilson);
    on the diagonal the confidence is as good as its word. ``of`` is number (is the reporter
    right?) or claim (are words and source?).
    """
    from ...measuring.calibration import bins_of

    some = rows[(rows["of"] == of) & rows["right"].notna()]
    axes = _square(ax)
    axes.plot([0, 1], [0, 1], color=RULE, lw=1.2, zorder=1)
    found = bins_of(some["chance"].astype(float).tolist(), some["right"].astype(bool).tolist())
    for one in found:
        low, high = _wilson(one.right, one.n)
        axes.plot([one.told] * 2, [low, high], color=GREY, lw=1.6, zorder=2, label="_")
        axes.plot([one.told], [one.right], "o", color=INK, ms=6, zorder=3, label="_")
    what = "reporters" if of == "number" else "claims"
    _letter(
        axes, f"Of {len(some)} {what}: right, by confidence", "confidence printed", "share right"
    )
    told = "; ".join(f"{b.told:.2f} printed, {b.right:.2f} right of {b.n}" for b in found)
    return _told(axes, f"Confidence printed against the share of {what} that is right: {told}.")


def plot_risk_coverage(rows: pd.DataFrame, ax: Axes | None = None, *, risk: float = RISK) -> Axes:
    """Draw ``real_news_sureness("rows")``: the surest numbers accepted, and how many are wrong.

    The dashed line is the ``risk`` that is allowed, the dot how far one may go with it.
    """
    from ...measuring.sureness_scores import accepted_of, risk_by_coverage

    curve, taken = risk_by_coverage(rows), accepted_of(rows, risk)
    axes = _square(ax)
    axes.plot([0, 1], [risk, risk], color=GREY, lw=1.2, ls="--", zorder=1)
    axes.plot(curve["accepted"], curve["wrong"], color=INK, lw=1.8, zorder=2)
    if taken["accepted"]:
        share = taken["accepted"] / taken["n"]
        axes.plot([share], [taken["wrong"] / taken["accepted"]], "o", color=INK, ms=8, zorder=3)
    most = float(curve["wrong"].max()) if len(curve) else risk
    axes.set_ylim(0, max(2 * risk, 1.15 * most))
    title = f"{taken['accepted']} of {taken['n']} reporters accepted unread at {risk:.0%} risk"
    _letter(axes, title, "share of numbers accepted, the surest first", "share of those wrong")
    alt = f"{title}: {taken['wrong']} of them are wrong; all of them accepted, {most:.0%} at most."
    return _told(axes, alt)


def _square(ax: Axes | None) -> Axes:
    if ax is None:
        figure = Figure(figsize=SIZE, facecolor=PAPER)
        ax = figure.add_axes((0.15, 0.15, 0.8, 0.74), axes_class=ChartAxes)
    ax.set(xlim=(0, 1), ylim=(0, 1), facecolor=PAPER)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(color=RULE, lw=0.5)
    return ax


def _letter(axes: Axes, title: str, across: str, up: str) -> None:
    axes.set_title(title, family=FONT, fontsize=11, loc="left", color=INK)
    axes.set_xlabel(across, family=FONT, fontsize=9, color=INK)
    axes.set_ylabel(up, family=FONT, fontsize=9, color=INK)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.tick_params(labelsize=8, colors=GREY)


def _told(axes: Axes, alt: str) -> Axes:
    if isinstance(axes, ChartAxes):
        axes.told = alt
    return axes


def _wilson(share: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of n (Wilson, 1927)."""
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)
