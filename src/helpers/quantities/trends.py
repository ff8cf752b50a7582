"""Where a number is heading: up, down or neither."""

from __future__ import annotations

from helpers.quantities.tokens import Token
from helpers.quantities.words import DOWN, FRAMES, KINDS, UP

_PHRASAL = frozenset(KINDS["trend"]["phrasal"])


_BEFORE_TREND = FRAMES["before_trend"]


_NEEDS_PERCENT = frozenset(KINDS["trend"]["needs_percent"])


_AFTER_UP = frozenset(KINDS["trend"]["after_up"])


_AFTER_DOWN = frozenset(KINDS["trend"]["after_down"])


def trend_of(
    tokens: list[Token], first: int, last: int, bounds: tuple[int, int], *, percent: bool = True
) -> tuple[str, bool]:
    """up, down or none; and whether the number is the change itself, not where it led.

    ``percent`` says that the number is a percentage or points: some verbs ("added",
    "raised", "lost") tell a trend only of these.

    >>> from helpers.quantities.tokens import tokenise
    >>> trend_of(tokenise("shares fell 3 %"), 2, 4, (0, 4))
    ('down', True)
    >>> trend_of(tokenise("rose to 5 million"), 2, 4, (0, 4))
    ('up', False)
    >>> trend_of(tokenise("raised 5 million"), 1, 3, (0, 3), percent=False)
    ('none', False)
    >>> trend_of(tokenise("to grow sales by 35 %"), 4, 6, (0, 6))
    ('up', True)
    """
    reached = by = False
    for k in range(first - 1, max(bounds[0], first - 6) - 1, -1):
        word = tokens[k].low
        if word == "up" and k + 1 < len(tokens) and tokens[k + 1].low == "to":
            break
        if word in UP or word in DOWN:
            if word in _NEEDS_PERCENT and not percent:
                break
            if word in ("up", "down") and k and tokens[k - 1].low in _PHRASAL:
                break  # "gave up 5 goals"
            return ("up" if word in UP else "down"), not reached
        if word == "at" and tokens[k + 1].low != "least":
            break
        if word == "to":
            reached = True
        elif word == "by":
            by = True
        elif tokens[k].kind == "p" or (not (by and first - k < 6) and word not in _BEFORE_TREND):
            break
    after = tokens[last].low if last < bounds[1] else ""
    trend = "up" if after in _AFTER_UP else "down" if after in _AFTER_DOWN else "none"
    return trend, trend != "none"
